import shutil
from pathlib import Path

import polars as pl
import pytest

from hubcensus.errors import UsageError
from hubcensus.study import make_audit, make_difference
from hubcensus.tables.audit import checks
from hubcensus.tables.difference import difference
from hubcensus.tables.store import Census, open_census

SCHEMA = {
    "repository": pl.Int64,
    "repo_id": pl.String,
    "owner": pl.String,
    "gated": pl.String,
    "likes": pl.Int64,
    "downloads": pl.Int64,
}


def test_a_whole_census_adds_up(census: Census) -> None:
    coverage, found = make_audit(census)
    assert len(coverage) == 6
    assert all(one.pending == 0 and sum(one.outcomes.values()) == one.listed for one in coverage)
    assert len(found) > 20
    assert [check for check in found if not check.holds] == []


@pytest.mark.parametrize("table", ["repositories", "pages", "commits", "discussions", "access"])
def test_a_row_that_is_lost_or_doubled_is_found(table: str, census: Census, tmp_path: Path) -> None:
    copy = open_census(shutil.copytree(census.folder, tmp_path / "copy"))
    for path in (copy.folder / "tables" / table).glob("*.parquet"):
        whole = pl.read_parquet(path)
        if table == "access":
            whole = whole.sort(pl.col("outcome") != "ok", maintain_order=True)  # what was read comes first
        for frame in (whole.tail(-1), pl.concat([whole, whole.head(1)])):
            frame.write_parquet(path)
            assert [check for check in checks(copy.table) if not check.holds], (table, frame.height - whole.height)


def frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def test_what_changed_is_told_by_the_repository_and_not_by_its_name() -> None:
    before = frame(
        (1, "a/one", "a", "no", 1, 10),
        (2, "a/two", "a", "no", 5, None),
        (3, "a/three", "a", "auto", 0, 0),
        (4, "four", None, "no", None, 7),
        (5, "a/gone", "a", "no", 9, 9),
    )
    after = frame(
        (1, "a/uno", "a", "no", 4, 8),
        (2, "b/two", "b", "manual", 5, 3),
        (3, "a/three", "a", "auto", 1, 0),
        (4, "c/four", "c", "no", 2, 9),
        (6, "a/one", "a", "no", 100, 100),
    )
    found = difference("model", before, after)
    assert found.counts == {
        "before": 5,
        "after": 5,
        "born": 1,
        "vanished": 1,
        "renamed": 3,
        "moved": 2,
        "newly_gated": 1,
        "likes_gained": 3 + 0 + 1,
        "downloads_gained": -2 + 0 + 2,
    }
    rows = found.repositories.rows()
    assert ("born", "a/one", None) in rows
    assert ("renamed", "a/uno", "a/one") in rows
    assert ("moved", "c/four", "four") in rows
    assert ("vanished", "a/gone", None) in rows


def test_what_is_unknown_in_both_gained_nothing_that_is_known() -> None:
    one = frame((1, "a/one", "a", None, None, None))
    assert difference("space", one, one).counts["likes_gained"] is None


def test_one_snapshot_has_no_difference(census: Census) -> None:
    with pytest.raises(UsageError, match="--new-snapshot"):
        make_difference(census)
    with pytest.raises(UsageError, match="there is no snapshot 'x'"):
        make_difference(census, "x")
