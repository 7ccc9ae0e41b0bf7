"""A hundred ends: kill -9 at seeded moments of listing, reading, table building and import, and signals."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pytest

import hubcensus.standin.listing
from comparing import MANY, assert_same_tables
from hubcensus.collect.census import take_census
from hubcensus.collect.journal import Journal
from hubcensus.collect.plan import Scope
from hubcensus.collect.run import BATCH
from hubcensus.hub.client import CONCURRENCY
from hubcensus.kinds import KINDS
from hubcensus.standin import background
from hubcensus.standin.host import Standin
from hubcensus.standin.population import Population
from hubcensus.standin.records import Hub, RecordedHub
from hubcensus.tables.store import Census, open_census

pytestmark = pytest.mark.long

IN_FLIGHT = BATCH + CONCURRENCY  # repositories of one batch, at most
COMMAND, OWNERS = ("collect", "--quiet", "--owners"), Scope(owners=True)
COLLECT = [f"{what}-{n}" for what, many in (("listing", 15), ("details", 45)) for n in range(many)]


@pytest.fixture(scope="module", autouse=True)
def short_pages() -> Iterator[None]:
    """Listings of 20 a page, so that there are moments between them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hubcensus.standin.listing, "_PAGE", 20)
        yield


@pytest.fixture(scope="module")
def population() -> Population:
    return Population(models=480, datasets=160, spaces=240, seed=11)


@pytest.fixture(scope="module")
def undisturbed(population: Population, tmp_path_factory: pytest.TempPathFactory) -> Census:
    folder = tmp_path_factory.mktemp("undisturbed") / "census"
    with background(population, quota=MANY) as standin:
        take_census(folder, OWNERS, standin.address)
    return open_census(folder)


def command(*words: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "hubcensus", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def ended_at(standin: Standin, n: int, delay: float, how: signal.Signals, *words: object) -> int:
    """Run a command and end it when the Hub has had ``n`` requests, and a little later; return its exit status."""
    add, process = standin.log.add, command(*words)

    def counted(request: str, resource: str, status: int) -> None:
        add(request, resource, status)
        if standin.log.total == n:
            time.sleep(delay)
            os.kill(process.pid, how)

    setattr(standin.log, "add", counted)  # noqa: B010 - a method of one object
    with process:
        status = process.wait(60)
    setattr(standin.log, "add", add)  # noqa: B010
    return status


def paths_kept(folder: Path) -> Counter[str]:
    """Requests whose answers are in the journal; a redirect is the request that it answered."""
    if not (folder / "journal.db").exists():
        return Counter()
    with closing(Journal(folder)) as journal:
        rows = journal.rows("SELECT path, landed_on FROM reply")
    return Counter(f"GET {path}" for row in rows for path in row if path is not None)


def repositories_asked(requests: Counter[str], hub: Hub) -> set[tuple[str, str]]:
    """Listed repositories among the requests for commits and discussions; where a redirect leads is not listed."""
    found = set()
    for request in requests:
        plural, _, rest = request.removeprefix("GET /api/").partition("?")[0].partition("/")
        repo_id = unquote(rest.removesuffix("/commits/main").removesuffix("/discussions"))
        found.add((plural, repo_id))
    listed = {(kind.plural, repo_id) for kind in KINDS for repo_id in hub.ids(kind.name)}
    return found & listed


def goes_on_to_the_same(
    standin: Standin, folder: Path, undisturbed: Census, record: Callable[[str, object], None]
) -> None:
    before, kept = Counter(standin.log.requests), paths_kept(folder)
    lost = before - kept
    assert len(repositories_asked(lost, standin.hub)) <= IN_FLIGHT
    take_census(folder, OWNERS, standin.address)
    again = Counter(standin.log.requests) - before
    assert not again & kept, "what was answered and kept is asked again"
    assert_same_tables(open_census(folder), undisturbed)
    record("answers lost", lost.total())


@pytest.mark.parametrize("moment", COLLECT)
def test_a_collector_that_is_killed_goes_on_to_the_same_census(
    moment: str,
    population: Population,
    undisturbed: Census,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("moment of a kill", moment.split("-")[0])
    chance = random.Random(f"killed/{moment}")
    requests = (1, 44) if moment.startswith("listing") else (45, 1950)
    with background(population, quota=MANY) as standin:
        n, delay = chance.randint(*requests), chance.choice((0.0, 0.0, 0.002, 0.01, 0.03))
        status = ended_at(standin, n, delay, signal.SIGKILL, *COMMAND, tmp_path / "c", "--endpoint", standin.address)
        assert status == -signal.SIGKILL
        goes_on_to_the_same(standin, tmp_path / "c", undisturbed, record_property)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("n", [2, 30, 60, 400, 1500])
def test_a_collector_that_is_told_to_stop_loses_nothing(
    n: int,
    how: signal.Signals,
    population: Population,
    undisturbed: Census,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("moment of a signal", how.name)
    with background(population, quota=MANY) as standin:
        assert ended_at(standin, n, 0, how, *COMMAND, tmp_path / "c", "--endpoint", standin.address) == 130
        goes_on_to_the_same(standin, tmp_path / "c", undisturbed, record_property)


@pytest.fixture(scope="module")
def slice_of_the_hub(recorded: Path) -> RecordedHub:
    return RecordedHub(recorded / "real-slice.ndjson.gz")


@pytest.fixture(scope="module")
def slice_undisturbed(slice_of_the_hub: RecordedHub, tmp_path_factory: pytest.TempPathFactory) -> Census:
    folder = tmp_path_factory.mktemp("slice") / "census"
    with background(slice_of_the_hub, quota=MANY) as standin:
        take_census(folder, OWNERS, standin.address)
    return open_census(folder)


@pytest.mark.recorded
@pytest.mark.parametrize("n", [100, 9000])
def test_real_repositories_too_are_all_there_after_a_kill(
    n: int,
    slice_of_the_hub: RecordedHub,
    slice_undisturbed: Census,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("moment of a kill", "recorded Hub")
    with background(slice_of_the_hub, quota=MANY) as standin:
        words = (*COMMAND, tmp_path / "c", "--endpoint", standin.address)
        assert ended_at(standin, n, 0.01, signal.SIGKILL, *words) == -signal.SIGKILL
        goes_on_to_the_same(standin, tmp_path / "c", slice_undisturbed, record_property)


def killed_in_time(chance: random.Random, whole: float, *words: object) -> None:
    """Run a command that takes so many seconds, and kill it somewhere in the latter four fifths."""
    with command(*words) as process:
        try:
            process.wait(whole * chance.uniform(0.2, 1.0))
        except subprocess.TimeoutExpired:
            process.kill()


def seconds_of(*words: object) -> float:
    start = time.monotonic()
    with command(*words) as process:
        assert process.wait(60) == 0
    return time.monotonic() - start


@pytest.fixture(scope="module")
def table_seconds(undisturbed: Census, tmp_path_factory: pytest.TempPathFactory) -> float:
    folder = tmp_path_factory.mktemp("timed")
    shutil.copy(undisturbed.folder / "journal.db", folder)
    return seconds_of("audit", folder)


@pytest.mark.parametrize("n", range(20))
def test_table_building_that_is_killed_leaves_the_same_tables(
    n: int,
    undisturbed: Census,
    table_seconds: float,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("moment of a kill", "tables")
    shutil.copy(undisturbed.folder / "journal.db", tmp_path)
    killed_in_time(random.Random(f"tables/{n}"), table_seconds, "audit", tmp_path)
    assert_same_tables(open_census(tmp_path), undisturbed)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("tables.")]


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    n = 60_000
    path = tmp_path_factory.mktemp("listing") / "models.parquet"
    pl.select(
        _id=pl.format("{}", pl.int_range(10**9, 10**9 + n)).str.pad_start(24, "6"),
        id=pl.format("owner/model-{}", pl.int_range(n)),
        likes=pl.int_range(n),
    ).write_parquet(path)
    return path


@pytest.fixture(scope="module")
def imported(listing: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Census, float]:
    folder = tmp_path_factory.mktemp("imported") / "c"
    seconds = seconds_of("import", "listing", listing, folder, "--kind", "model", "--captured", "2024-07-11")
    return open_census(folder), seconds


@pytest.mark.parametrize("n", range(20))
def test_an_import_that_is_killed_goes_on_to_the_same_census(
    n: int,
    listing: Path,
    imported: tuple[Census, float],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("moment of a kill", "import")
    whole, seconds = imported
    words = ("import", "listing", listing, tmp_path / "c", "--kind", "model", "--captured", "2024-07-11")
    killed_in_time(random.Random(f"import/{n}"), seconds, *words)
    with command(*words) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 0 or "already" in said, said
    assert_same_tables(open_census(tmp_path / "c"), whole)
