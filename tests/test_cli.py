"""The program as a person runs it: in a process of its own."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubcensus.cli.app import _COMMANDS
from hubcensus.cli.facts import key_facts
from hubcensus.cli.screen import collecting
from hubcensus.collect.progress import Progress
from hubcensus.standin import background
from hubcensus.standin.host import Standin
from hubcensus.standin.population import Population
from hubcensus.tables.store import Census

MANY = 10_000_000


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hubcensus", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """What it said at the end on stderr, which is one sentence and no traceback."""
    assert "Traceback" not in result.stderr
    assert result.stderr.count("hubcensus: ") == 1
    said = result.stderr.strip().splitlines()[-1]
    assert said.startswith("hubcensus: "), result.stderr
    return said


@pytest.fixture(scope="module")
def standin() -> Iterator[Standin]:
    with background(Population(models=25, datasets=8, spaces=8, seed=2), quota=MANY) as running:
        yield running


@pytest.fixture
def copy(census: Census, tmp_path: Path) -> Path:
    return Path(shutil.copytree(census.folder, tmp_path / "census"))


@pytest.mark.parametrize("command", ["", *_COMMANDS, "import listing"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = run(*command.split(), "--help")
    assert shown.returncode == 0
    assert command == "import" or "Example:" in shown.stdout


def test_the_version_is_that_of_the_package() -> None:
    import hubcensus

    assert run("--version").stdout.split()[-1] == hubcensus.__version__


def test_help_imports_none_of_the_heavy_libraries() -> None:
    heavy = {"polars", "igraph", "altair", "duckdb", "numpy", "huggingface_hub", "httpx2", "rich", "msgspec"}
    code = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from hubcensus.cli import main\n"
        "try:\n  main()\nfinally:\n  print(*sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & {name.split(".")[0] for name in shown.stdout.split()}


def test_a_wrong_name_gets_a_suggestion() -> None:
    wrong = run("colect")
    assert wrong.returncode == 2
    assert "Did you mean one of: 'collect'" in wrong.stderr


def test_a_census_is_collected_studied_reported_and_exported(standin: Standin, tmp_path: Path) -> None:
    census = tmp_path / "a census"
    collected = run("collect", census, "--endpoint", standin.address)
    assert (collected.returncode, collected.stdout) == (0, "")
    assert "is complete: 25 models, 8 datasets, 8 spaces" in collected.stderr
    assert "nothing was left to ask" in run("collect", census).stderr
    assert "developers who are isolates" in run("study", census).stdout
    reported = run("report", census)
    assert reported.returncode == 0, reported.stderr
    assert reported.stdout.splitlines()[-1] == str(census / "report" / "index.html")
    assert len(run("export", census, "--format", "origin", "--out", tmp_path / "csv").stdout.splitlines()) == 11
    assert len(run("networks", census).stdout.splitlines()) == 41
    found = json.loads(run("findings", census, "census.*.listed", "--json").stdout)
    assert [row["value"] for row in found] == [25, 8, 8]
    assert json.loads(run("status", census, "--json").stdout)[0]["listed"] == {"dataset": 8, "model": 25, "space": 8}
    assert run("sql", census, "select count(*) as n from repositories", "--csv").stdout == "n\n41\n"
    assert "n\n" in run("sql", census, 'select count(*) as n from "lineage-all/edges"', "--csv").stdout
    again = run("collect", census, "--new-snapshot")
    assert again.stderr.startswith("25 models, 8 datasets, 8 spaces: "), again.stderr
    assert again.returncode == 0


def test_quiet_is_quiet(standin: Standin, tmp_path: Path) -> None:
    done = run("collect", tmp_path / "c", "--endpoint", standin.address, "--limit", 3, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run("study", tmp_path / "c", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_wrong_endpoint_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    wrong = run("collect", tmp_path / "c", "--endpoint", "huggingface.co")
    assert (wrong.returncode, "is not the address of a Hub" in sentence(wrong)) == (2, True)
    nobody = run("collect", tmp_path / "c", "--endpoint", address)
    assert (nobody.returncode, "no Hub answers at" in sentence(nobody)) == (1, True)


def test_a_page_that_is_no_hub_is_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1) as server:
        assert server.stdout is not None
        port = server.stdout.readline().split("port ")[1].split()[0]
        wrong = run("collect", tmp_path / "c", "--endpoint", f"http://127.0.0.1:{port}")
        server.terminate()
    assert (wrong.returncode, "HTTP status 404" in sentence(wrong)) == (1, True)


def test_a_refused_token_is_a_sentence_that_does_not_hold_it(standin: Standin, tmp_path: Path) -> None:
    refused = run("collect", tmp_path / "c", "--endpoint", standin.address, HF_TOKEN="hf_invalid")
    assert (refused.returncode, "refuses the access token" in sentence(refused)) == (1, True)
    assert "hf_invalid" not in refused.stderr


@pytest.mark.parametrize("command", ["study", "report", "status", "networks", "findings", "sql", "export"])
def test_a_folder_without_a_census_is_a_sentence(command: str, tmp_path: Path) -> None:
    more = {"sql": ["select 1"], "export": ["--format", "origin", "--out", tmp_path / "o"]}.get(command, [])
    wrong = run(command, tmp_path / "nowhere", *more)
    assert (wrong.returncode, "there is no census in" in sentence(wrong)) == (1, True)


@pytest.mark.parametrize("content", [b"", b"a text", b"SQLite format 3\0" + b"x" * 4096])
def test_a_file_that_is_no_census_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(content)
    for command in (
        ["status", tmp_path],
        ["study", tmp_path],
        ["collect", tmp_path, "--endpoint", "http://127.0.0.1:9"],
    ):
        wrong = run(*command)
        assert wrong.returncode == 1
        assert "journal.db" in sentence(wrong)
    assert (tmp_path / "journal.db").read_bytes() == content


def test_a_locked_journal_is_a_sentence(copy: Path) -> None:
    from hubcensus.collect.journal import Journal

    with Journal.writing(copy):
        locked = run("collect", copy)
        assert run("status", copy).returncode == 0
    assert (locked.returncode, "another hubcensus is collecting" in sentence(locked)) == (1, True)


def test_a_port_in_use_is_a_sentence(standin: Standin) -> None:
    taken = run("standin", "--port", standin.address.rsplit(":", 1)[1], "--population", 20)
    assert (taken.returncode, "port" in sentence(taken)) == (1, True)


def test_a_finding_that_does_not_exist_is_a_sentence(census: Census) -> None:
    wrong = run("findings", census.folder, "nothing.*")
    assert (wrong.returncode, "no finding is called" in sentence(wrong)) == (2, True)


def limited(size: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program where no file can grow beyond a size, as on a disk that is full."""
    command = [sys.executable, "-m", "hubcensus", *map(str, arguments)]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


def test_a_full_disk_stops_a_collection_that_then_goes_on(hub: Population, census: Census, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as running:
        full = limited(300_000, "collect", tmp_path / "c", "--endpoint", running.address)
        assert full.returncode == 3
        assert "make room" in sentence(full)
        assert run("collect", tmp_path / "c").returncode == 0
    query = (
        "sql",
        "select kind, count(*), sum(commits), sum(discussions) from repositories group by kind order by kind",
        "--csv",
    )
    run("study", tmp_path / "c")
    assert run(query[0], tmp_path / "c", *query[1:]).stdout == run(query[0], census.folder, *query[1:]).stdout


def test_a_full_disk_leaves_the_old_tables(copy: Path) -> None:
    before = (copy / "findings.json").read_bytes()
    (copy / "tables" / "made-from.json").write_text("{}")
    full = limited(34_000, "study", copy)  # SQLite needs 32 KiB beside a journal
    assert (full.returncode, "cannot be written" in sentence(full)) == (1, True)
    assert (copy / "findings.json").read_bytes() == before
    assert (copy / "tables" / "repositories").is_dir()
    assert run("study", copy).returncode == 0


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 130)])
def test_an_interrupted_collection_says_that_it_goes_on(name: str, status: int, tmp_path: Path) -> None:
    with background(Population(models=200, datasets=50, spaces=50, seed=1), quota=60, window=60.0) as slow:
        command = [sys.executable, "-m", "hubcensus", "collect", str(tmp_path / "c"), "--endpoint", slow.address]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            while slow.log.total < 10:
                time.sleep(0.05)
            process.send_signal(getattr(signal, name))
            _, said = process.communicate(timeout=30)
    assert process.returncode == status, said
    assert "goes on" in said
    assert "Traceback" not in said
    assert run("status", tmp_path / "c").returncode == 0


def test_progress_says_what_became_of_it_and_for_how_long_it_waits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("hubcensus.cli.screen._LINE_EVERY", 0.0)
    progress = Progress("2026-11-24", ("commits", "discussions"), seconds_held=250.0, quota_used=1.0)
    progress.listed.update({"model": 12_000})
    progress.outcomes.update({("commits", "ok"): 5000, ("commits", "missing_or_private"): 7})
    with collecting(quiet=False) as show:
        show(progress)
    said = capsys.readouterr().err
    assert "12,000 listed; commits: 5,000 ok, 7 missing or private; discussions: 0;" in said
    assert "100% of the quota used, waiting 4 min for the next quota" in said


@pytest.mark.parametrize("name", ["~", "*", "[x]", "a b", "-x"])
def test_a_census_in_a_folder_of_any_name_is_studied(copy: Path, name: str) -> None:
    folder = copy.rename(copy.with_name(name))
    for command in (["study"], ["audit"], ["findings"], ["sql", "SELECT count(*) FROM repositories"]):
        order = [sys.executable, "-m", "hubcensus", command[0], f"./{name}" if name == "-x" else name, *command[1:]]
        done = subprocess.run(order, capture_output=True, text=True, check=False, cwd=folder.parent)
        assert done.returncode == 0, done.stderr


def test_what_standard_input_is_does_not_matter(tmp_path: Path, standin: Standin) -> None:
    command = f"{sys.executable} -m hubcensus collect c --endpoint {standin.address} --kind space <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "is complete" in done.stderr) == (0, True), done.stderr


def test_an_argument_that_is_no_text_is_a_sentence() -> None:
    wrong = subprocess.run(
        [sys.executable, "-m", "hubcensus", "status", b"\xff"], capture_output=True, text=True, check=False
    )
    assert (wrong.returncode, "no UTF-8 text" in sentence(wrong)) == (2, True)


def test_damaged_tables_and_exports_among_them_are_sentences(copy: Path) -> None:
    for part in (copy / "tables" / "repositories").iterdir():
        part.write_bytes(b"x" * part.stat().st_size)
    damaged = run("sql", copy, "select count(*) from repositories")
    assert (damaged.returncode, "delete these folders" in sentence(damaged)) == (1, True)
    into = run("export", copy, "--format", "origin", "--out", copy / "tables")
    assert (into.returncode, "write the export elsewhere" in sentence(into)) == (2, True)


def test_an_answer_that_would_fill_the_memory_is_refused(census: Census) -> None:
    refused = run("sql", census.folder, "select * from range(3000000000)")
    assert (refused.returncode, "add a limit" in sentence(refused)) == (2, True)


def test_a_file_is_no_census_and_says_so(tmp_path: Path, standin: Standin) -> None:
    (tmp_path / "file").write_text("mine")
    refused = run("collect", tmp_path / "file", "--endpoint", standin.address)
    assert refused.returncode != 0
    assert "is no folder" in sentence(refused)
    assert (tmp_path / "file").read_text() == "mine"


def test_findings_and_sql_are_of_what_was_read_last(tmp_path: Path, standin: Standin) -> None:
    census, scope = tmp_path / "c", ["--kind", "model", "--endpoint", standin.address, "-q"]
    listed = ["sql", census, "select count(*) n from repositories", "--csv"]
    run("collect", census, "--details", "none", *scope)
    assert run(*listed).stdout.split() == ["n", "25"]
    assert json.loads(run("findings", census, "activity.model.commits.median", "--json").stdout)[0]["value"] is None
    run("collect", census, "--details", "commits", "--new-snapshot", *scope)
    assert run(*listed).stdout.split() == ["n", "50"]
    assert run("sql", census, "select count(value) n from findings", "--csv").stdout.split() != ["n", "0"]
    assert json.loads(run("findings", census, "activity.model.commits.median", "--json").stdout)[0]["value"] > 0


def test_numbers_of_a_census_that_is_not_complete_say_so(census: Census) -> None:
    content = census.findings()
    assert "not complete" not in key_facts(content)
    content["census"]["snapshots"][0]["finished_at"] = None
    assert key_facts(content).endswith("is not complete: these numbers are of what was read so far")


def test_numbers_with_bots_among_the_developers_say_so(census: Census) -> None:
    said = "bots are among the developers"
    assert said in run("findings", census.folder, "community.all.isolates", "--csv").stderr
    assert said not in run("findings", census.folder, "community.all.without_bots.isolates").stderr
