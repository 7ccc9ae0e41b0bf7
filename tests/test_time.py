"""Findings on time say what counting by hand gives."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from statistics import median
from typing import Any

import polars as pl
import pytest
from scipy import stats

from hubcensus.breaks import DATED_FROM, FLOOR
from hubcensus.findings import Finding, History, created, in_time
from hubcensus.findings import history as module
from hubcensus.findings.history import EARLIEST
from hubcensus.findings.lasting import SILENCE
from hubcensus.kinds import kind_named
from hubcensus.measures import kaplan_meier, survival_at, survival_time

MODEL = kind_named("model")
SNAPSHOT = datetime(2024, 7, 12, 9, tzinfo=UTC)
CHANCE = Random(7)
INSTANT = pl.Datetime("us", "UTC")
Commit = tuple[int, int, datetime | None, list[str]]  # repository, place, date, authors
OLD = [FLOOR + timedelta(seconds=after) for after in (0, 1, 18)]
CREATED = OLD + [FLOOR + timedelta(days=CHANCE.randrange(1, 860)) for _ in range(55)] + [None] * 2
BOTS = {"a0", "nobody"}


def made_up() -> Iterable[Commit]:
    for repository in range(50):  # of 60: the last ten were not read
        at = SNAPSHOT - timedelta(days=CHANCE.choice([10, 150, 300, 800]) * CHANCE.random() + 1)
        for place in range(CHANCE.choice([1, 1, 2, 5, 12])):
            yield repository, place, at, [f"a{CHANCE.randrange(12)}" for _ in range(CHANCE.choice([1, 1, 1, 2]))]
            at = min(at + timedelta(days=CHANCE.expovariate(0.05)), SNAPSHOT)
    yield 0, 100, EARLIEST - timedelta(seconds=1), ["old"]
    yield 1, 100, SNAPSHOT + timedelta(seconds=1), ["a1"]
    yield 2, 100, None, ["a2"]
    yield 3, 100, EARLIEST, []


COMMITS = list(made_up())
DATED = [one for one in COMMITS if one[2] is not None and EARLIEST <= one[2] <= SNAPSHOT]


def frames(commits: list[Commit]) -> History:
    rows = [(repository, place, at) for repository, place, at, _ in commits]
    authors = [(*one[:2], position, name) for one in commits for position, name in enumerate(one[3])]
    schema = {"repository": pl.Int64, "commit": pl.Int64}
    of_authors = {**schema, "position": pl.Int64, "author": pl.String}
    return History(
        pl.LazyFrame(rows, {**schema, "committed_at": INSTANT}, orient="row"),
        pl.LazyFrame(authors, of_authors, orient="row"),
        SNAPSHOT,
    )


def repositories(commits: list[Commit]) -> pl.DataFrame:
    names = [{name for one in commits if one[0] == row for name in one[3]} for row in range(60)]
    counts = [sum(one[0] == row for one in commits) or None for row in range(60)]
    return pl.DataFrame(
        {
            "repository": range(60),
            "owner_number": [row % 25 for row in range(60)],
            "created_at": pl.Series(CREATED, dtype=INSTANT),
            "commits": pl.Series(counts, dtype=pl.Int64),
            "contributors": [len(each) if count else None for each, count in zip(names, counts, strict=True)],
        }
    )


def by_id(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.id.removeprefix("time.model."): finding for finding in findings}


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    return by_id(in_time(MODEL, repositories(COMMITS), frames(COMMITS), BOTS, ""))


def days_of(bots: set[str]) -> dict[str, list[date]]:
    days = defaultdict(set)
    for _, _, at, authors in DATED:
        if at and authors and authors[0] not in bots:
            days[authors[0]].add(at.date())
    return {name: sorted(each) for name, each in days.items()}


def test_repositories_are_counted_by_month_without_those_of_the_floor() -> None:
    findings = by_id(created("model", MODEL, repositories(COMMITS), SNAPSHOT, ""))
    months = Counter(f"{at:%Y-%m}" for at in CREATED if at and at >= DATED_FROM)
    rows = findings["created_by_month"].value
    assert {row["month"]: row["n"] for row in rows if row["n"]} == months
    assert [row["month"] for row in rows] == sorted({row["month"] for row in rows})
    assert findings["created_by_month"].n == 55
    assert (findings["created_at_floor"].value, findings["created_at_floor"].n) == (3, 58)


@pytest.mark.parametrize(("day", "partial"), [(1, True), (30, True), (31, False)])
def test_the_month_of_the_snapshot_is_partial_unless_it_was_its_last_day(day: int, partial: bool) -> None:
    two = pl.DataFrame({"created_at": pl.Series([datetime(2024, m, 1, tzinfo=UTC) for m in (5, 7)], dtype=INSTANT)})
    (one,) = created("cv", MODEL, two, datetime(2024, 7, day, tzinfo=UTC), "")
    assert one.id == "time.cv.created_by_month"
    assert [(row["n"], row["partial"]) for row in one.value] == [(1, False), (0, False), (1, partial)]


def test_a_month_has_its_commits_developers_and_those_who_are_new(found: dict[str, Finding]) -> None:
    rows = {row["month"]: row for row in found["commits_by_month"].value}
    firsts = {name: f"{days[0]:%Y-%m}" for name, days in days_of(set()).items()}
    for month, row in rows.items():
        those = [one for one in DATED if f"{one[2]:%Y-%m}" == month]
        names = {one[3][0] for one in those if one[3]}
        assert row["commits"] == len(those)
        assert row["repositories"] == len({one[0] for one in those})
        assert row["developers"] == len(names)
        assert row["newcomers"] == sum(firsts[name] == month for name in names)
    assert sum(row["commits"] for row in rows.values()) == found["commits_by_month"].n == len(DATED)
    assert sum(row["newcomers"] for row in rows.values()) == len(firsts)


def test_dates_that_cannot_be_are_counted_and_placed_nowhere(found: dict[str, Finding]) -> None:
    assert (found["odd_dates"].value, found["odd_dates"].n) == (2, len(DATED) + 2)


def test_every_hour_of_the_week_has_a_row(found: dict[str, Finding]) -> None:
    counts = Counter((at.weekday(), at.hour) for _, _, at, _ in DATED if at)
    rows = found["hours"].value
    assert len(rows) == 168
    assert all(row["commits"] == counts[row["weekday"], row["hour"]] for row in rows)


def test_work_lasts_from_the_first_commit_to_the_last_unless_it_goes_on(found: dict[str, Finding]) -> None:
    times = defaultdict(list)
    for repository, _, at, _ in DATED:
        times[repository].append(at)
    end = SNAPSHOT - timedelta(days=SILENCE)
    old = [(min(each), max(each)) for each in times.values() if min(each) < end]
    assert len(old) < len(times)
    curve = kaplan_meier(
        [(min(last, end) - first) / timedelta(days=1) for first, last in old], [last < end for _, last in old]
    )
    assert found["survival_30"].n == len(old)
    numbers = {"30": survival_at(curve, 30), "90": survival_at(curve, 90), "median": survival_time(curve)}
    for name, expected in numbers.items():
        one = found[f"survival_{name}"]
        ends = [math.nan if end is None else end for end in (one.low, one.high)]
        assert (one.value, *ends) == pytest.approx(expected, nan_ok=True)
    assert found["survival_730"].value is None or found["survival_730"].value < found["survival_30"].value
    shares = [row["survival"] for row in found["survival"].value]
    assert shares == sorted(shares, reverse=True)
    assert "10 repositories whose commits were not read" in found["survival"].notes


def test_a_share_is_unknown_for_longer_than_anything_was_seen() -> None:
    young: list[Commit] = [(0, 0, SNAPSHOT - timedelta(days=200), ["a"]), (0, 1, SNAPSHOT, ["a"])]
    of = by_id(in_time(MODEL, repositories(young), frames(young), (), ""))
    assert (of["survival_90"].value, of["survival_90"].notes) == (
        None,
        "nothing was seen for longer than 20, so none for 90",
    )
    only = by_id(in_time(MODEL, repositories(young[1:]), frames(young[1:]), (), ""))
    assert only["survival"].notes == "no repository has a first commit 180 days before the snapshot or earlier"
    dead: list[Commit] = [(0, 0, SNAPSHOT - timedelta(days=200), ["a"])]
    assert (
        "all work counts as ended"
        in by_id(in_time(MODEL, repositories(dead), frames(dead), (), ""))["survival"].notes
    )


@pytest.mark.parametrize("within", [30, 90, 365])
def test_newcomers_return_on_a_later_day_within_so_many_days(found: dict[str, Finding], within: int) -> None:
    old = [days for days in days_of(BOTS).values() if (SNAPSHOT.date() - days[0]).days > within]
    again = sum(len(days) > 1 and (days[1] - days[0]).days <= within for days in old)
    one = found[f"returned_{within}"]
    if not old:
        assert (one.value, one.notes) == (
            None,
            f"nobody's first commit is more than {within} days before the snapshot",
        )
        return
    ends = stats.binomtest(again, len(old)).proportion_ci(method="wilson")
    assert (one.value, one.low, one.high) == pytest.approx((again / len(old), ends.low, ends.high))
    assert one.n == len(old)


def needed(counts: Iterable[int]) -> int:
    each = sorted(counts, reverse=True)
    return next(n for n, made in enumerate(accumulate(each), 1) if 2 * made >= sum(each))


def test_half_of_the_commits_depend_on_so_many(found: dict[str, Finding]) -> None:
    made = Counter(authors[0] for *_, authors in COMMITS if authors)
    assert found["absence_factor"].value == needed(made.values())
    assert found["absence_share"].value == needed(made.values()) / len(made)
    people = [count for name, count in made.items() if name not in BOTS]
    assert found["absence_factor_without_bots"].value == needed(people)
    assert found["absence_share_without_bots"].n == len(people) == len(made) - 1
    owners = Counter(repository % 25 for repository, *_ in COMMITS)
    assert (found["elephant_factor"].value, found["elephant_factor"].n) == (needed(owners.values()), len(owners))


def test_repositories_of_several_developers_depend_on_so_many(found: dict[str, Finding]) -> None:
    factors = []
    for row in range(50):
        made = Counter(authors[0] for repository, _, _, authors in COMMITS if repository == row and authors)
        factors += [needed(made.values())] if len(made) > 1 else []
    one = found["repository_absence_one_share"]
    assert (one.value, one.n) == (pytest.approx(factors.count(1) / len(factors)), len(factors))
    assert found["repository_absence_median"].value == median(factors)


def test_it_is_the_same_however_many_repositories_are_joined_at_once(
    found: dict[str, Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SLICE", 7)
    again = by_id(in_time(MODEL, repositories(COMMITS), frames(COMMITS), BOTS, ""))
    assert {id: one.as_dict() for id, one in again.items()} == {id: one.as_dict() for id, one in found.items()}


def test_what_was_not_read_has_no_value_and_says_why() -> None:
    unread = by_id(in_time(MODEL, repositories([]), frames([]), BOTS, ""))
    assert {(one.value, one.notes) for one in unread.values()} == {(None, "commits were not collected")}
    nothing = by_id(in_time(MODEL, repositories([]), None, BOTS, "models were not collected"))
    assert {(one.value, one.notes) for one in nothing.values()} == {(None, "models were not collected")}
    undated: Any = [(0, 0, None, ["a"])]
    of = by_id(in_time(MODEL, repositories(undated), frames(undated), BOTS, ""))
    assert (of["hours"].value, of["hours"].notes) == (None, "no commit has a date that can be")
    assert (of["odd_dates"].value, of["absence_factor"].value) == (0, 1)
    none = repositories([]).with_columns(created_at=pl.lit(None, INSTANT))
    undated_repositories = by_id(created("model", MODEL, none, SNAPSHOT, ""))
    assert undated_repositories["created_by_month"].notes == "dates of creation were not collected"
