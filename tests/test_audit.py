import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.app import app
from hubcensus.errors import UsageError
from hubcensus.kinds import KINDS
from hubcensus.standin.population import Population
from hubcensus.study import make_audit, make_difference
from hubcensus.tables.audit import checks
from hubcensus.tables.certificate import Listing, Reading, listings_of, readings_of
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
    audit = make_audit(census)
    coverage, found = audit.coverage, audit.checks
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


def at(minutes: float) -> datetime:
    return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(minutes=minutes)


def made_up(
    scope: str = '{"sort": "createdAt", "details": []}', source: str = "https://hub.example", asked_owners: int = 0
) -> Any:
    """Three pages with oddities, and answers with pauses of 61, 59 and 300 minutes between them."""
    page = {"snapshot": "s", "kind": "model", "unreadable": 0, "repeated": 0, "out_of_order": 0, "items": 1000}
    pages = [
        {**page, "page": 0, "newest_at": at(9), "oldest_at": at(7), "read_at": at(0)},
        {**page, "page": 1, "repeated": 3, "newest_at": at(8), "oldest_at": at(5), "read_at": at(1)},
        {
            **page,
            "page": 2,
            "out_of_order": 2,
            "unreadable": 4,
            "newest_at": at(5),
            "oldest_at": None,
            "read_at": at(62),
        },
    ]
    access = [
        {"snapshot": "s", "detail": None, "read_at": at(121)},
        {"snapshot": "s", "detail": "unchanged since snapshot r", "read_at": at(-90_000)},
        {"snapshot": "s", "detail": "gone", "read_at": at(421)},
        {"snapshot": "other", "detail": None, "read_at": at(300)},
    ]
    snapshots = [{"snapshot": "s", "number": 1, "kind": "model", "scope": scope, "source": source}]
    owners = [{"snapshot": "s", "detail": None, "read_at": at(minutes)} for minutes in (200, 300)]
    tables = {"pages": pages, "access": access, "owners": owners[:asked_owners], "snapshots": snapshots}
    schema = {"snapshot": pl.String, "detail": pl.String, "read_at": pl.Datetime(time_zone="UTC")}
    return lambda name: pl.LazyFrame(tables[name], schema if name == "owners" else None, infer_schema_length=None)


def test_what_was_odd_in_a_listing_is_counted_also_between_its_pages() -> None:
    assert list(listings_of(made_up())) == [Listing("s", "model", 3, 3000, 3, 4, 2 + 1)]
    unordered = made_up('{"sort": "likes", "details": []}')
    assert [one.out_of_order for one in listings_of(unordered)] == [None]


def test_pauses_are_those_between_answers_of_this_snapshot() -> None:
    assert list(readings_of(made_up())) == [Reading("s", at(0), at(421), 2, 300 * 60.0)]


def test_a_wait_in_which_owners_were_read_is_no_pause_of_that_length() -> None:
    assert list(readings_of(made_up(asked_owners=2))) == [Reading("s", at(0), at(421), 4, 121 * 60.0)]


def test_when_a_recorded_listing_was_read_is_not_known() -> None:
    (one,) = readings_of(made_up(source="recorded: models.parquet"))
    assert (one.pauses, one.longest_pause) == (None, None)


def test_the_census_flow_is_what_the_hub_holds(hub: Population, census: Census) -> None:
    found = {row["id"]: row["value"] for row in census.findings()["findings"]}
    for kind in KINDS:
        places = range(len(hub.ids(kind.name)))
        answers = [hub.answers(kind.name, place) for place in places]
        items = [hub.item(kind.name, place) for place in places]
        there = [
            place
            for place in places
            if not answers[place].get("missing")
            and items[place].get("gated") not in ("auto", "manual")
            and not items[place].get("disabled")
        ]
        read = [place for place in there if not answers[place].get("no_main")]
        authors = [
            {author["user"] for commit in hub.commits(kind.name, place) or () for author in commit["authors"]}
            for place in read
        ]
        flow = {name: found[f"census.{kind.name}.flow.{name}"] for name in ("reachable", "read", "active", "shared")}
        assert flow == {
            "reachable": len(there),
            "read": len(read),
            "active": sum(bool(hub.commits(kind.name, place)) for place in read),
            "shared": sum(len(names) > 1 for names in authors),
        }


def test_the_certificate_is_there_to_read_and_as_json(census: Census) -> None:
    said = CliRunner().invoke(app, ["audit", str(census.folder)])
    assert said.exit_code == 0
    assert "model listing: 240 items, pages 1, 0 repeated, 0 out of order, 0 unreadable" in said.output
    assert re.search(r"numbers on commits speak of \d+ of 240 models \(\d+\.\d %\)", said.output)
    told = json.loads(CliRunner().invoke(app, ["audit", str(census.folder), "--json"]).output)
    assert set(told) == {"coverage", "accounts", "listings", "readings", "checks"}
    assert all(check["holds"] for check in told["checks"])
    for one in told["coverage"]:
        assert sum(one["outcomes"].values()) + one["pending"] == one["listed"]


def test_one_snapshot_has_no_difference(census: Census) -> None:
    with pytest.raises(UsageError, match="--new-snapshot"):
        make_difference(census)
    with pytest.raises(UsageError, match="there is no snapshot 'x'"):
        make_difference(census, "x")
