from collections import Counter

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.networks.collaboration import collaboration, developers
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.network import Network
from hubcensus.networks.taxonomy import in_subfield, taxonomy_named

Repositories = list[list[list[str]]]  # repository -> commit -> authors
REPOSITORIES = st.lists(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=3, unique=True), max_size=5), min_size=0, max_size=5
)
SCHEMA = {"repository": pl.Int64, "commit": pl.Int64, "position": pl.Int64, "author": pl.String}


def frame(repositories: Repositories) -> pl.DataFrame:
    rows = [
        (number, place, position, author)
        for number, commits in enumerate(repositories)
        for place, authors in enumerate(commits)
        for position, author in enumerate(authors)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def by_hand(repositories: Repositories) -> Counter[tuple[str, str]]:
    """The rule of the study, in the words of the study."""
    edges: Counter[tuple[str, str]] = Counter()
    for commits in repositories:
        everyone = {author for authors in commits for author in authors}
        for authors in commits:
            if not authors:
                continue
            if len(everyone) == 1:
                edges[authors[0], authors[0]] += 1
            for other in everyone - {authors[0]}:
                edges[authors[0], other] += 1
    return edges


def counted(edges: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {(source, target): weight for source, target, weight in edges.select("source", "target", "weight").rows()}


@given(REPOSITORIES)
def test_the_rule_osborne2024_is_what_the_study_says(repositories: Repositories) -> None:
    edges = collaboration(frame(repositories).lazy()).collect()
    assert counted(edges) == dict(by_hand(repositories))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("repositories", [[], [[["a"], ["b", "c"]], [["c"]]], [[["a", "b"]], [["b"], ["a"], []]]])
def test_the_rule_gives_the_same_edges_on_duckdb(repositories: Repositories) -> None:
    authors = frame(repositories)  # noqa: F841 - DuckDB finds it by its name
    connection = duckdb.connect()
    connection.execute("create table authors (repository bigint, commit bigint, position bigint, author text)")
    connection.executemany("insert into authors values (?, ?, ?, ?)", frame(repositories).rows() or [(0, 0, 1, "a")])
    if not repositories:
        connection.execute("delete from authors")
    edges = collaboration(connection.table("authors"))
    rows = edges.select("source, target, weight").fetchall()
    assert {(s, t): w for s, t, w in rows} == dict(by_hand(repositories))


@given(REPOSITORIES)
def test_everyone_who_wrote_is_a_developer_once(repositories: Repositories) -> None:
    everyone = {author for commits in repositories for authors in commits for author in authors}
    found = developers(frame(repositories).lazy()).collect()["developer"]
    assert sorted(found) == sorted(everyone)


@given(st.permutations(["a", "b", "c", "d"]))
def test_when_all_are_first_author_once_every_tie_is_returned(order: list[str]) -> None:
    edges = counted(collaboration(frame([[[author] for author in order]]).lazy()).collect())
    assert all((target, source) in edges for source, target in edges)
    assert len(edges) == 12


def test_a_space_uses_a_model_once_and_datasets_are_left_out() -> None:
    uses = pl.DataFrame(
        [("s", "model", "m"), ("s", "model", "m"), ("s", "dataset", "d"), ("m", "model", "m")],
        schema=["repo_id", "depends_on_kind", "depends_on"],
        orient="row",
    )
    edges = dependencies(uses.lazy()).collect().sort("source")
    assert edges.rows() == [("m", "m"), ("s", "m")]


def test_a_model_is_in_every_subfield_that_a_tag_of_its_names() -> None:
    tags = pl.DataFrame({"repository": [1, 1, 2, 3], "tag": ["fill-mask", "text-to-image", "mit", "text-to-image"]})
    members = {
        subfield.name: sorted(in_subfield(tags.lazy(), subfield).collect()["repository"])
        for subfield in taxonomy_named("osborne2024").subfields
    }
    assert members == {"cv": [], "nlp": [1], "mm": [1, 3]}


@given(REPOSITORIES)
def test_the_graph_has_a_node_a_developer_and_no_loops(repositories: Repositories) -> None:
    authors = frame(repositories).lazy()
    network = Network.of(developers(authors).rename({"developer": "name"}), collaboration(authors))
    graph = network.graph()
    assert graph.vcount() == network.nodes.height
    expected = {pair: weight for pair, weight in by_hand(repositories).items() if pair[0] != pair[1]}
    names = network.nodes["name"].to_list()
    found = {(names[e.source], names[e.target]): e["weight"] for e in graph.es}
    assert found == expected
