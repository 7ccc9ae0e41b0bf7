"""What each developer did, against a count by hand."""

import narwhals as nw
import polars as pl

from hubcensus.exploring import facts_of
from hubcensus.networks.careers import careers
from hubcensus.review import taxonomy
from hubcensus.tables.store import Census


def test_commits_models_and_days_are_counted_by_developer() -> None:
    rows = [
        (1, 0, "ana", 100),
        (1, 1, "ana", 90),
        (1, 1, "ben", 90),
        (2, 0, "ana", None),
        (2, 0, "ana", None),  # named twice in one commit
        (3, 0, "cho", None),
    ]
    frame = pl.DataFrame(rows, ["repository", "commit", "author", "day"], orient="row")
    found = careers(nw.from_native(frame.lazy())).to_native().collect().sort("author")
    assert found.select("author", "commits", "models", "first_day", "last_day").rows() == [
        ("ana", 3, 2, 90, 100),
        ("ben", 1, 1, 90, 90),
        ("cho", 1, 1, None, None),
    ]


def test_the_careers_of_a_census_are_those_of_its_tables(census: Census) -> None:
    facts = facts_of(census, taxonomy(census))
    authors = census.newest("commit_authors").filter(kind="model").collect()
    commits = census.newest("commits").filter(kind="model").collect()
    real = commits.filter(~pl.col("squash").fill_null(False)).select("repository", "commit", "committed_at")
    by_hand: dict[str, set[tuple[int, int]]] = {}
    for repository, commit, author in (
        authors.join(real, on=["repository", "commit"]).select("repository", "commit", "author").iter_rows()
    ):
        by_hand.setdefault(author, set()).add((repository, commit))
    found = {row["name"]: row for row in facts.developers.iter_rows(named=True)}
    assert {name: len(made) for name, made in by_hand.items()} == {
        name: row["commits"] for name, row in found.items()
    }
    assert all(len({of for of, _ in made}) == found[name]["models"] for name, made in by_hand.items())
    assert {*census.network("collaboration").nodes["name"]} == {*found}


def test_every_repository_is_known_once_and_its_counts_are_those_of_the_table(census: Census) -> None:
    known = facts_of(census, taxonomy(census)).repositories
    table = census.newest("repositories").collect()
    assert known.height == table.height == known.select("kind", "name").unique().height
    likes = dict(zip(zip(table["kind"], table["repo_id"], strict=True), table["likes"], strict=True))
    assert all(likes[kind, name] == count for kind, name, count in known.select("kind", "name", "likes").iter_rows())
