"""Findings on time say what counting by hand gives."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from random import Random
from statistics import median
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from hubcensus.breaks import DATED_FROM, FLOOR
from hubcensus.findings import Finding, History, created, in_time
from hubcensus.findings import history as module
from hubcensus.findings.depending import half_made
from hubcensus.findings.history import EARLIEST
from hubcensus.findings.lasting import SILENCE
from hubcensus.kinds import kind_named
from hubcensus.measures import kaplan_meier, survival_at, survival_time

MODEL = kind_named("model")
SNAPSHOT = datetime(2024, 7, 12, 9, tzinfo=UTC)
CHANCE = Random(7)
INSTANT = pl.Datetime("us", "UTC")
Commit = tuple[int, int, datetime | None, list[str]]  # repository, place, date, authors; place 200: a squash
OLD = [FLOOR + timedelta(seconds=after) for after in (0, 1, 18)]
CREATED = OLD + [FLOOR + timedelta(days=CHANCE.randrange(1, 860)) for _ in range(55)] + [None] * 2
BOTS = {"a0", "nobody"}
SQUASH = 200


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
    for repository in (4, 5, 6):
        yield repository, SQUASH, SNAPSHOT - timedelta(days=40 * repository), ["a1", "someone"]


COMMITS = list(made_up())
DATED = [one for one in COMMITS if one[2] is not None and EARLIEST <= one[2] <= SNAPSHOT]


def frames(commits: list[Commit]) -> History:
    rows = [(repository, place, at, place == SQUASH if place else None) for repository, place, at, _ in commits]
    authors = [(*one[:2], position, name) for one in commits for position, name in enumerate(one[3])]
    schema = {"repository": pl.Int64, "commit": pl.Int64}
    of_authors = {**schema, "position": pl.Int64, "author": pl.String}
    return History(
        pl.LazyFrame(rows, {**schema, "committed_at": INSTANT, "squash": pl.Boolean}, orient="row"),
        pl.LazyFrame(authors, of_authors, orient="row"),
        SNAPSHOT,
        BOTS,
    )


def worked(commits: list[Commit]) -> list[Commit]:
    """Those that have a first author who worked on that day."""
    return [one for one in commits if one[3] and one[1] != SQUASH]


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
    return by_id(in_time(MODEL, repositories(COMMITS), frames(COMMITS), ""))


def days_of(bots: set[str]) -> dict[str, list[date]]:
    days = defaultdict(set)
    for _, _, at, authors in worked(DATED):
        if at and authors[0] not in bots:
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


def test_the_month_in_which_the_hub_began_to_keep_dates_is_partial() -> None:
    two = pl.DataFrame({"created_at": pl.Series([datetime(2022, m, 9, tzinfo=UTC) for m in (3, 4)], dtype=INSTANT)})
    (one,) = created("cv", MODEL, two, SNAPSHOT, "")
    assert [(row["month"], row["partial"]) for row in one.value] == [("2022-03", True), ("2022-04", False)]


def test_a_month_has_its_commits_developers_and_those_who_are_new(found: dict[str, Finding]) -> None:
    rows = {row["month"]: row for row in found["commits_by_month"].value}
    firsts = {name: f"{days[0]:%Y-%m}" for name, days in days_of(set()).items()}
    for month, row in rows.items():
        those = [one for one in DATED if f"{one[2]:%Y-%m}" == month]
        names = {one[3][0] for one in worked(those)}
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


def times_of_work() -> dict[int, list[datetime]]:
    """The dates of each repository's commits without those of bots, of what was never squashed."""
    squashed = {one[0] for one in COMMITS if one[1] == SQUASH}
    times = defaultdict(list)
    for repository, _, at, authors in DATED:
        if at and repository not in squashed and not (authors and authors[0] in BOTS):
            times[repository].append(at)
    return times


def test_work_lasts_from_the_first_commit_to_the_last_unless_it_goes_on(found: dict[str, Finding]) -> None:
    times = times_of_work()
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
    bots = sum(one[3][0] in BOTS for one in worked(COMMITS))
    assert bots > 10
    said = f"{bots} commits of bots, 10 repositories whose commits were not read, 3 whose history was squashed"
    assert said in found["survival"].notes
    assert f", {47 - len(times)} without a dated commit of anybody else" in found["survival"].notes


def test_what_rested_and_was_worked_on_again_was_resumed(found: dict[str, Finding]) -> None:
    rest, rested, resumed = timedelta(days=SILENCE), set(), set()
    for repository, each in times_of_work().items():
        instants = sorted(each)
        if any(b - a >= rest for a, b in pairwise(instants)):
            resumed.add(repository)
        if SNAPSHOT - instants[-1] > rest:
            rested.add(repository)
    one = found["resumed_share"]
    assert 0 < len(resumed) < len(rested | resumed)
    assert (one.value, one.n) == (len(resumed) / len(rested | resumed), len(rested | resumed))
    assert one.low is None or one.low < one.value < one.high
    assert "3 whose history was squashed" in one.notes


def test_a_rest_of_exactly_so_long_between_two_people_is_one_and_a_bot_does_not_end_it() -> None:
    def shared(*days_and_names: tuple[int, str]) -> Any:
        rows: list[Commit] = [
            (0, place, SNAPSHOT - timedelta(days=days), [name]) for place, (days, name) in enumerate(days_and_names)
        ]
        return by_id(in_time(MODEL, repositories(rows), frames(rows), ""))["resumed_share"]

    assert shared((SILENCE + 10, "ann"), (10, "ben")).value == 1
    assert shared((SILENCE + 9, "ann"), (10, "ben")).notes == "no repository was without a commit for 180 days"
    assert shared((500, "ann"), (10, "a0")).value == 0
    assert shared((600, "ann"), (400, "a0"), (250, "ann")).value == 1


def test_a_share_is_unknown_for_longer_than_anything_was_seen() -> None:
    young: list[Commit] = [(0, 0, SNAPSHOT - timedelta(days=200), ["a"]), (0, 1, SNAPSHOT, ["a"])]
    of = by_id(in_time(MODEL, repositories(young), frames(young), ""))
    assert (of["survival_90"].value, of["survival_90"].notes) == (
        None,
        "nothing was seen for longer than 20, so none for 90",
    )
    only = by_id(in_time(MODEL, repositories(young[1:]), frames(young[1:]), ""))
    assert only["survival"].notes == "no repository has a first commit 180 days before the snapshot or earlier"
    dead: list[Commit] = [(0, 0, SNAPSHOT - timedelta(days=200), ["a"])]
    over = by_id(in_time(MODEL, repositories(dead), frames(dead), ""))
    awake = [*dead, (0, 1, SNAPSHOT - timedelta(days=1), ["a0"])]
    after = by_id(in_time(MODEL, repositories(awake), frames(awake), ""))
    for id in ("survival", "resumed_share"):
        assert "all work counts as ended" in over[id].notes
        assert "all work counts as ended" not in after[id].notes, "a bot's commit shows that these days were read"


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
    assert "3 commits that stand for a squashed history" in one.notes


def test_where_nothing_was_read_of_the_days_in_which_newcomers_could_return_it_is_said() -> None:
    dead: list[Commit] = [(0, place, SNAPSHOT - timedelta(days=days), ["a"]) for place, days in ((0, 390), (1, 100))]
    of = by_id(in_time(MODEL, repositories(dead), frames(dead), ""))
    for days, said in ((30, True), (90, True), (365, False)):
        assert (f"no commit of the last {days} days was read" in of[f"returned_{days}"].notes) == said
    assert "the last one is of 2024-04-03" in of["returned_30"].notes


def test_the_interval_of_what_was_resumed_is_that_of_a_share_if_each_has_its_owner() -> None:
    rows: list[Commit] = [
        (row, place, SNAPSHOT - timedelta(days=days), ["ann"])
        for row in range(60)
        for place, days in enumerate((900, 500) if row % 3 == 0 else (900,))
    ]
    alone = repositories(rows).with_columns(owner_number=pl.int_range(60))
    one = by_id(in_time(MODEL, alone, frames(rows), ""))["resumed_share"]
    ends = stats.binomtest(20, 60).proportion_ci(method="wilson")
    assert (one.value, one.n) == (pytest.approx(1 / 3), 60)
    assert (one.low, one.high) == pytest.approx((ends.low, ends.high), abs=0.03)


def test_who_made_half_has_an_interval_unless_a_heavy_tail_makes_it_wrong() -> None:
    chance = np.random.default_rng(4)
    steady, heavy = (np.floor((1 - chance.random(2000)) ** (-1 / (alpha - 1))) for alpha in (4, 1.9))
    share, interval, note = half_made(pl.Series(steady.astype(int)))
    drawn = [needed(again) / 2000 for again in (chance.choice(steady.astype(int), 2000).tolist() for _ in range(200))]
    assert (share, note) == (needed(steady.tolist()) / 2000, "")
    assert interval == pytest.approx(tuple(np.quantile(drawn, (0.025, 0.975))), rel=0.06)
    share, interval, note = half_made(pl.Series(heavy.astype(int)))
    assert (share, interval) == (needed(heavy.tolist()) / 2000, None)
    assert "below 2.5" in note


def needed(counts: Iterable[int]) -> int:
    each = sorted(counts, reverse=True)
    return next(n for n, made in enumerate(accumulate(each), 1) if 2 * made >= sum(each))


def test_half_of_the_commits_depend_on_so_many(found: dict[str, Finding]) -> None:
    made = Counter(authors[0] for *_, authors in worked(COMMITS))
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
        made = Counter(one[3][0] for one in worked(COMMITS) if one[0] == row and one[3][0] not in BOTS)
        factors += [needed(made.values())] if len(made) > 1 else []
    one = found["repository_absence_one_share"]
    assert (one.value, one.n) == (pytest.approx(factors.count(1) / len(factors)), len(factors))
    assert found["repository_absence_median"].value == median(factors)


def test_it_is_the_same_however_many_repositories_are_joined_at_once(
    found: dict[str, Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SLICE", 7)
    again = by_id(in_time(MODEL, repositories(COMMITS), frames(COMMITS), ""))
    assert {id: one.as_dict() for id, one in again.items()} == {id: one.as_dict() for id, one in found.items()}


def test_what_was_not_read_has_no_value_and_says_why() -> None:
    unread = by_id(in_time(MODEL, repositories([]), frames([]), ""))
    assert {(one.value, one.notes) for one in unread.values()} == {(None, "commits were not collected")}
    nothing = by_id(in_time(MODEL, repositories([]), None, "models were not collected"))
    assert {(one.value, one.notes) for one in nothing.values()} == {(None, "models were not collected")}
    undated: Any = [(0, 0, None, ["a"])]
    of = by_id(in_time(MODEL, repositories(undated), frames(undated), ""))
    assert (of["hours"].value, of["hours"].notes) == (None, "no commit has a date that can be")
    assert (of["odd_dates"].value, of["absence_factor"].value) == (0, 1)
    none = repositories([]).with_columns(created_at=pl.lit(None, INSTANT))
    undated_repositories = by_id(created("model", MODEL, none, SNAPSHOT, ""))
    assert undated_repositories["created_by_month"].notes == "dates of creation were not collected"
