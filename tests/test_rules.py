"""Every edge rule against its six lines in plain loops, on polars and on DuckDB."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubcensus.networks.collaboration import RULES, WINDOW_DAYS, collaboration
from hubcensus.networks.contributions import contributions, dated, known_as, openings
from hubcensus.networks.ground import ground_of

Commit = tuple[list[str], int]  # authors, day
Edges = dict[tuple[str, str], float]
COMMIT = st.tuples(st.lists(st.sampled_from("abcdef"), max_size=3, unique=True), st.integers(0, 90))
REPOSITORIES = st.lists(st.lists(COMMIT, max_size=6), max_size=4)
AUTHORS = {"repository": pl.Int64, "commit": pl.Int64, "position": pl.Int64, "author": pl.String}
COMMITS = {"repository": pl.Int64, "commit": pl.Int64, "committed_at": pl.Datetime("us", "UTC")}
CREDIT: dict[str, Callable[[int, int], float]] = {
    "first": lambda position, n: float(position == 0),
    "full": lambda position, n: 1.0,
    "fractional": lambda position, n: 1 / n,
}


def frames(repositories: list[list[Commit]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    authors = [
        (number, place, position, author)
        for number, commits in enumerate(repositories)
        for place, (names, _) in enumerate(commits)
        for position, author in enumerate(names)
    ]
    dates = [
        (number, place, datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))
        for number, commits in enumerate(repositories)
        for place, (_, day) in enumerate(commits)
    ]
    return pl.DataFrame(authors, AUTHORS, orient="row"), pl.DataFrame(dates, COMMITS, orient="row")


def found(repositories: list[list[Commit]], rule: str, **options: Any) -> Edges:
    authors, commits = frames(repositories)
    work = contributions(dated(lazy(authors), lazy(commits)), **options)
    return as_dict(collaboration(work, rule))


def lazy(frame: Any) -> nw.LazyFrame[Any]:
    return nw.from_native(frame).lazy()


def as_dict(edges: nw.LazyFrame[Any]) -> Edges:
    rows = edges.select("source", "target", "weight").collect("polars").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(source, target): weight for source, target, weight in rows}


def members(commits: list[Commit]) -> set[str]:
    return {name for names, _ in commits for name in names}


def credits(commits: list[Commit], credit: str) -> Iterator[tuple[int, str, float]]:
    for place, (names, _) in enumerate(commits):
        for position, name in enumerate(names):
            if (share := CREDIT[credit](position, len(names))) > 0:
                yield place, name, share


def to_all_others(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    for _, name, share in credits(commits, credit):
        yield from ((name, other, share) for other in members(commits) - {name})


def to_the_earlier(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    for place, name, share in credits(commits, credit):
        yield from ((name, other, share) for other in members(commits[:place]) - {name})


def to_the_first(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    first = next((names[0] for names, _ in commits if names), None)
    yield from ((name, first, share) for _, name, share in credits(commits, credit) if first and name != first)


def beside(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    yield from ((one, other, 1.0) for one, other in combinations(sorted(members(commits)), 2))


def beside_in_part(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    n = len(members(commits))
    yield from ((one, other, 1 / (n - 1)) for one, other in combinations(sorted(members(commits)), 2))


def beside_in_time(commits: list[Commit], credit: str) -> Iterator[tuple[str, str, float]]:
    days: dict[str, set[int]] = defaultdict(set)
    for names, day in commits:
        for name in names:
            days[name].add(day)
    for one, other in combinations(sorted(days), 2):
        if any(abs(a - b) <= WINDOW_DAYS for a in days[one] for b in days[other]):
            yield one, other, 1.0


BY_HAND = {
    "osborne2024": to_all_others,
    "temporal": to_the_earlier,
    "founder": to_the_first,
    "copresence": beside,
    "fractional": beside_in_part,
    "window": beside_in_time,
}


def by_hand(repositories: list[list[Commit]], rule: str, credit: str = "first") -> Edges:
    edges: Counter[tuple[str, str]] = Counter()
    for commits in repositories:
        for source, target, weight in BY_HAND[rule](commits, credit):
            edges[source, target] += weight  # type: ignore[assignment]
    return dict(edges)


def test_every_rule_of_commits_is_here() -> None:
    assert set(BY_HAND) == {name for name, rule in RULES.items() if rule.of == "commits"}


@pytest.mark.parametrize("credit", ["first", "full", "fractional"])
@pytest.mark.parametrize("rule", BY_HAND)
@given(repositories=REPOSITORIES)
@settings(max_examples=40)
def test_a_rule_is_what_its_six_lines_say(rule: str, credit: str, repositories: list[list[Commit]]) -> None:
    assert found(repositories, rule, credit=credit) == pytest.approx(by_hand(repositories, rule, credit))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("credit", ["first", "full", "fractional"])
@pytest.mark.parametrize("rule", BY_HAND)
def test_duckdb_gives_the_same_edges(rule: str, credit: str) -> None:
    repositories = [
        [(["a"], 0), (["b", "c"], 40), (["c"], 41), ([], 50)],
        [(["a", "b"], 3), (["b"], 4), (["a", "d"], 80)],
        [(["e"], 1)],
        [],
    ]
    authors, commits = frames(repositories)
    connection = duckdb.connect()
    connection.register("authors", authors.to_arrow())
    connection.register("commits", commits.to_arrow())
    work = contributions(dated(*(lazy(connection.table(name)) for name in ("authors", "commits"))), credit=credit)
    assert as_dict(collaboration(work, rule)) == pytest.approx(by_hand(repositories, rule, credit))


def test_a_window_is_open_up_to_its_last_day() -> None:
    apart = [[(["a"], 0), (["b"], WINDOW_DAYS)], [(["a"], 0), (["c"], WINDOW_DAYS + 1)]]
    assert found(apart, "window") == {("a", "b"): 1}


def test_a_team_above_the_largest_is_set_aside_and_one_at_it_is_not() -> None:
    three, four = ([(["a"], 0), (["b"], 1), (["c"], 2)], [(["d"], 0), (["e"], 1), (["f"], 2), (["a"], 2)])
    assert set(found([three, four], "copresence", largest_team=3)) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_an_opener_is_tied_to_the_owner() -> None:
    opened = pl.DataFrame({"repository": [1, 1, 2, 3, 1], "author": ["a", "a", "a", "b", None]})
    owned = pl.DataFrame({"repository": [1, 2, 3], "owner": ["org", "a", None]})
    edges = collaboration(openings(lazy(opened), lazy(owned)), "discussion")
    assert as_dict(edges) == {("a", "org"): 2}


def test_two_names_of_one_person_count_as_one_and_a_bot_as_none() -> None:
    authors, commits = frames([[(["john-doe"], 0), (["JohnDoe", "bot"], 1), (["ann"], 2)]])
    aliases = pl.DataFrame({"author": ["john-doe", "JohnDoe"], "person": ["john-doe", "john-doe"]})
    rows = known_as(lazy(authors), lazy(aliases), ("bot",))
    edges = collaboration(contributions(dated(rows, lazy(commits))), "temporal")
    assert as_dict(edges) == {("ann", "john-doe"): 1}


def test_without_its_bot_a_commit_counts_for_the_person_beside_it() -> None:
    authors, commits = frames([[(["ann"], 0), (["bot", "ben"], 1)]])
    rows = known_as(lazy(authors), None, ("bot",))
    edges = collaboration(contributions(dated(rows, lazy(commits))), "osborne2024")
    assert as_dict(edges) == {("ann", "ben"): 1, ("ben", "ann"): 1}


@given(st.lists(st.datetimes(datetime(1, 1, 1), timezones=st.just(UTC)), min_size=1))
def test_days_are_counted_from_1970_by_the_calendar(moments: list[datetime]) -> None:
    numbers = list(range(len(moments)))
    commits = pl.DataFrame(
        {"repository": 0, "commit": numbers, "committed_at": pl.Series(moments, dtype=COMMITS["committed_at"])}
    )
    work = dated(lazy(commits.select("repository", "commit")), lazy(commits)).to_native().collect().sort("commit")
    assert work["day"].to_list() == [(moment.date() - date(1970, 1, 1)).days for moment in moments]


@given(st.permutations(["a", "b", "c", "d"]))
def test_reciprocity_of_osborne2024_is_one_when_all_are_first_author_once(order: list[str]) -> None:
    edges = found([[([author], day) for day, author in enumerate(order)]], "osborne2024")
    assert all((target, source) in edges for source, target in edges)
    assert len(edges) == 12


@pytest.mark.parametrize("squash", [False, True])
def test_a_squash_commit_makes_no_authors_unless_it_is_asked_for(squash: bool) -> None:
    authors, commits = frames([[(["ann"], 0), (["ben"], 1), (["bot", "cem"], 2)]])
    tables = {
        "commit_authors": authors,
        "commits": commits.with_columns(squash=pl.col("commit") == 2),
        "discussions": authors.select("repository", "author").clear(),
        "repositories": authors.select("repository", owner="author").clear(),
    }
    ground = ground_of(lambda name: lazy(tables[name].with_columns(kind=pl.lit("model"))), squash=squash)
    names = ground.people.collect("polars").to_native()["name"].to_list()
    assert names == (["ann", "ben", "bot", "cem"] if squash else ["ann", "ben"])
