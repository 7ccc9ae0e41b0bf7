"""A shell completes what the program takes, quickly, by both of its names."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubcensus import __version__
from hubcensus.cli.app import _COMMANDS

BIN = Path(sys.executable).parent
NAMES = ["hubcensus", "hf-census"]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        words, capture_output=True, text=True, check=False, env=os.environ | {"PATH": path} | environment
    )


def completed(name: str, line: str) -> list[str]:
    """What bash itself completes the last word of a line to."""
    script = f"""
        eval "$({name} completion bash)"
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _{name.replace("-", "_")}_completion {name} && printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = run("bash", "--norc", "-c", script, "bash", *line.split(" "))
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("name", NAMES)
def test_bash_completes_commands_options_and_values(name: str) -> None:
    assert completed(name, f"{name} ") == list(_COMMANDS)
    assert completed(name, f"{name} ex") == ["explore", "export"]
    assert completed(name, f"{name} explore --s") == ["--serve"]
    assert completed(name, f"{name} export my-census --format g") == ["graphml", "gexf"]
    assert completed(name, f"{name} no-such-command ") == list(_COMMANDS)  # and no error in the middle of a line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("name", NAMES)
def test_the_script_is_for_the_name_that_it_was_asked_by(name: str, shell: str) -> None:
    done = run(name, "completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_{name.replace('-', '_').upper()}_COMPLETE={shell}_complete" in done.stdout
    assert f"_{name.replace('-', '_')}_completion" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_every_command_and_that_a_census_is_a_folder(shell: str) -> None:
    words = {"COMP_WORDS": "hubcensus ", "COMP_CWORD": "" if shell == "fish" else "1"}
    told = run("hubcensus", _HUBCENSUS_COMPLETE=f"{shell}_complete", **words).stdout
    assert all(command in told for command in _COMMANDS)
    words = {"COMP_WORDS": "hubcensus study my", "COMP_CWORD": "my" if shell == "fish" else "2"}
    assert "dir" in run("hubcensus", _HUBCENSUS_COMPLETE=f"{shell}_complete", **words).stdout


@pytest.mark.parametrize("line", ["hubcensus ", "hubcensus export my-census --f", "hubcensus sql my-census --"])
def test_completing_imports_none_of_the_heavy_libraries(line: str) -> None:
    heavy = {"polars", "igraph", "altair", "duckdb", "numpy", "huggingface_hub", "httpx2", "rich", "uvicorn"}
    code = (
        "import sys; sys.argv = ['hubcensus']\n"
        "from hubcensus.cli import main\n"
        "try:\n  main()\nfinally:\n  print(*sys.modules)"
    )
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    told = run(sys.executable, "-c", code, _HUBCENSUS_COMPLETE="bash_complete", **words)
    assert "plain," in told.stdout
    assert not heavy & {name.split(".")[0] for name in told.stdout.split()}


def test_a_shell_that_is_not_known_is_refused() -> None:
    refused = run("hubcensus", "completion", "tcsh")
    assert (refused.returncode, "'bash', 'zsh', 'fish'" in refused.stderr) == (2, True)


def test_it_is_an_extension_of_the_hub_s_own_program(tmp_path: Path) -> None:
    room = tmp_path / ".local" / "share" / "hf" / "extensions" / "hf-census"
    room.mkdir(parents=True)
    known = {"owner": "somebody", "repo": "hf-census", "repo_id": "somebody/hf-census", "short_name": "census"}
    made = {"type": "python", "installed_at": "2026-01-01T00:00:00+00:00", "executable_path": str(BIN / "hf-census")}
    (room / "manifest.json").write_text(json.dumps(known | made), "utf-8")
    done = run("hf", "census", "--version", HOME=str(tmp_path), HF_HUB_DISABLE_UPDATE_CHECK="1")
    assert (done.returncode, done.stdout) == (0, f"hubcensus, version {__version__}\n")
