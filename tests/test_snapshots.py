"""A second snapshot: what is asked again, what is taken over, and what the first one keeps."""

import copy
import hashlib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.standin import background
from hubcensus.standin.records import Record, RecordedHub
from hubcensus.study import make_tables
from hubcensus.tables.store import Census, open_census

MANY = 10_000_000


def commit(name: str, author: str) -> dict[str, Any]:
    return {"id": name, "title": name, "authors": [{"user": author}], "date": "2024-05-01T00:00:00.000Z"}


def record(number: int, discussions: int = 0) -> Record:
    hub_id = f"{0x65000000 + number:08x}" + "0" * 16
    item = {
        "_id": hub_id,
        "id": f"owner{number % 7}/model-{number}",
        "sha": f"{number:040x}",
        "likes": number,
        "tags": [],
        "gated": False,
        "disabled": False,
        "createdAt": f"2024-01-01T00:{number // 60:02}:{number % 60:02}.000Z",
    }
    opened = [
        {"num": n, "author": {"name": "ann"}, "title": "t", "status": "open", "isPullRequest": False}
        for n in range(discussions, 0, -1)
    ]
    return {"kind": "model", "item": item, "commits": [commit(f"c{number}", "ann")], "discussions": opened}


BEFORE = [record(number, discussions=number % 10 == 0) for number in range(100)]


def after() -> list[Record]:
    """The same Hub later: one more commit, a rename, a new gate, one gone, one new."""
    records = copy.deepcopy(BEFORE)
    records[1]["commits"].insert(0, commit("new", "bob"))
    records[1]["item"]["sha"] = "f" * 40
    records[2]["item"]["id"] = "elsewhere/renamed"
    records[3]["item"]["gated"] = "manual"
    records[4]["item"]["likes"] = 400
    del records[5]
    return [*records, record(200)]


def take(records: list[Record], folder: Path, *, new: bool = False) -> dict[str, int]:
    with background(RecordedHub.of(records), quota=MANY) as standin:
        take_census(folder, endpoint=standin.address, new_snapshot=new)
        return dict(standin.log.resources)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Census, dict[str, int], dict[str, str]]:
    """A census of two snapshots, what the second one asked, and the digests of the first one's tables."""
    folder = tmp_path_factory.mktemp("two") / "census"
    take(BEFORE, folder)
    census = open_census(folder)
    make_tables(census)
    digests = parts(folder)
    asked = take(after(), folder, new=True)
    make_tables(census)
    return census, asked, digests


def parts(folder: Path) -> dict[str, str]:
    files = sorted((folder / "tables").rglob("*.parquet"))
    return {f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows(census: Census, table: str) -> pl.DataFrame:
    newest = census.table("snapshots").select("snapshot").collect()["snapshot"].max()
    return census.table(table).filter(pl.col("snapshot") == newest).collect()


def test_a_second_snapshot_asks_only_for_what_changed(two: tuple[Census, dict[str, int], dict[str, str]]) -> None:
    asked = two[1]
    assert asked["listing"] == 3  # three kinds, one page each
    assert asked["commits"] == 3  # one more commit, gated, new; what is renamed has the commits that it had
    assert asked["discussions"] == 3 + 10  # these, and those that had discussions before


def test_what_was_not_asked_again_is_there_all_the_same(two: tuple[Census, dict[str, int], dict[str, str]]) -> None:
    repositories = rows(two[0], "repositories").sort("repo_id")
    assert repositories.height == 100
    known = {row["repo_id"]: row["commits"] for row in repositories.iter_rows(named=True)}
    assert known["owner1/model-1"] == 2
    assert known["elsewhere/renamed"] == 1
    assert known["owner3/model-3"] is None
    assert known["owner6/model-6"] == 1
    assert rows(two[0], "commits").height == 100
    assert rows(two[0], "discussions").height == 10
    unchanged = rows(two[0], "access").filter(pl.col("detail").str.starts_with("unchanged since"))
    assert unchanged.filter(resource="commits").height == 97


def test_a_second_snapshot_equals_a_census_of_its_own(
    two: tuple[Census, dict[str, int], dict[str, str]], tmp_path: Path
) -> None:
    take(after(), tmp_path / "fresh")
    fresh = open_census(tmp_path / "fresh")
    make_tables(fresh)
    for table in ("repositories", "tags", "commits", "commit_authors", "discussions", "dependencies", "lineage"):
        left, right = (
            frame.drop("snapshot", "repository").sort(pl.all())
            for frame in (rows(two[0], table), fresh.table(table).collect())
        )
        assert left.equals(right), table


def test_the_first_snapshot_keeps_its_bytes(two: tuple[Census, dict[str, int], dict[str, str]]) -> None:
    census, _, digests = two
    now = parts(census.folder)
    assert digests.items() <= now.items()
    assert len(now) == 2 * len(digests)


def test_what_was_newest_is_the_second_snapshot(two: tuple[Census, dict[str, int], dict[str, str]]) -> None:
    assert two[0].newest("repositories").collect()["snapshot"].unique().to_list() == [
        two[0].table("snapshots").collect()["snapshot"].max()
    ]


def test_what_comes_before_a_snapshot_knows_its_scope_and_its_hub(tmp_path: Path) -> None:
    told: list[tuple[Scope, str]] = []

    def before(scope: Scope, address: str) -> None:
        told.append((scope, address))

    scope = Scope(kinds=("model",), limit=5, details=())
    with background(RecordedHub.of(BEFORE), quota=MANY) as standin:
        take_census(tmp_path, scope, standin.address, before=before)
        take_census(tmp_path, before=before)
        take_census(tmp_path, before=before, new_snapshot=True)
        assert told == [(scope, standin.address)] * 2


def test_a_stale_name_in_the_listing_is_renamed_until_the_listing_follows(tmp_path: Path) -> None:
    stale = copy.deepcopy(BEFORE[:3])
    stale[1]["answers"] = {"renamed_to": "elsewhere/new"}
    follows = copy.deepcopy(BEFORE[:3])
    follows[1]["item"]["id"] = "elsewhere/new"
    outcomes = []
    for new, records in enumerate((stale, stale, follows)):
        asked = take(records, tmp_path, new=bool(new))
        make_tables(open_census(tmp_path))
        found = rows(open_census(tmp_path), "access").filter(pl.col("repository") == 2, resource="commits")
        outcomes.append((asked.get("commits", 0), *found["outcome"]))
    assert outcomes == [(4, "renamed"), (0, "renamed"), (0, "ok")]
    assert rows(open_census(tmp_path), "commits").height == 3
