"""What models were made from: edges against the six lines, generations and families against networkx and loops."""

from itertools import product

import igraph
import narwhals as nw
import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.findings import lineage as findings_on
from hubcensus.networks.build import lineage_network
from hubcensus.networks.engines import engine_named
from hubcensus.networks.lineage import lineage, self_references
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network

SCHEMA = {"repo_id": pl.String, "base_model": pl.String, "relation": pl.String}
NAMES = st.sampled_from("abcd")
ROWS = st.lists(st.tuples(NAMES, NAMES, st.sampled_from([*RELATIONS, None])), max_size=12)
Row = tuple[str, str, str | None]


def frame(rows: list[Row]) -> nw.LazyFrame:
    return nw.from_native(pl.LazyFrame(rows, schema=SCHEMA, orient="row"))


@st.composite
def descents(draw: st.DrawFn) -> tuple[igraph.Graph, nx.DiGraph]:
    """The same lineage for igraph and networkx, from derived to base; with cycles or without."""
    n = draw(st.integers(1, 9))
    pairs = [pair for pair in product(range(n), repeat=2) if pair[0] != pair[1]]
    if draw(st.booleans()):
        pairs = [(a, b) for a, b in pairs if a > b]
    edges = sorted(draw(st.sets(st.sampled_from(pairs), max_size=14))) if pairs else []
    theirs = nx.DiGraph()
    theirs.add_nodes_from(range(n))
    theirs.add_edges_from(edges)
    return igraph.Graph(n=n, edges=edges, directed=True), theirs


@settings(deadline=None)
@given(ROWS)
def test_an_edge_is_a_pair_of_two_models_and_its_first_relation(rows: list[Row]) -> None:
    by_hand: dict[tuple[str, str], set[str | None]] = {}
    for model, base, relation in rows:
        if model != base:
            by_hand.setdefault((model, base), set()).add(relation)
    first = {pair: next((name for name in RELATIONS if name in said), None) for pair, said in by_hand.items()}
    edges = lineage(frame(rows)).to_native().collect()
    assert sorted(edges.rows()) == sorted((*pair, relation) for pair, relation in first.items())
    assert edges.schema["relation"] == pl.String
    themselves = self_references(frame(rows)).to_native().collect()["repo_id"]
    assert sorted(themselves) == sorted({model for model, base, _ in rows if model == base})


@settings(deadline=None)
@given(descents())
def test_depth_is_the_longest_way_and_unknown_on_and_behind_cycles(pair: tuple[igraph.Graph, nx.DiGraph]) -> None:
    ours, theirs = pair
    circular = {node for part in nx.strongly_connected_components(theirs) if len(part) > 1 for node in part}
    expected = []
    for node in theirs:
        before = {node} | nx.descendants(theirs, node)
        expected.append(-1 if before & circular else nx.dag_longest_path_length(theirs.subgraph(before)))
    assert measures.depth(ours).tolist() == expected


@settings(deadline=None)
@given(descents())
def test_fertility_and_families_equal_networkx(pair: tuple[igraph.Graph, nx.DiGraph]) -> None:
    ours, theirs = pair
    assert measures.fertility(ours).tolist() == [theirs.in_degree(node) for node in theirs]
    families = [-1 if theirs.out_degree(node) else len(nx.ancestors(theirs, node)) for node in theirs]
    assert measures.family_sizes(ours).tolist() == families
    bases = [theirs.out_degree(node) for node in theirs if theirs.out_degree(node)]
    if bases:
        assert measures.single_base_share(ours) == pytest.approx(bases.count(1) / len(bases))
    else:
        with pytest.raises(MeasureError, match="no model has a base"):
            measures.single_base_share(ours)


def test_a_chain_of_a_hundred_thousand_is_as_deep_as_it_is_long() -> None:
    n = 100_000
    chain = igraph.Graph(n=n, edges=[(model + 1, model) for model in range(n - 1)], directed=True)
    assert np.array_equal(measures.depth(chain), np.arange(n))
    assert measures.family_sizes(chain)[0] == n - 1


def network(rows: list[Row], tagged: dict[str, bool], outside: tuple[str, ...] = ()) -> Network:
    of_part = pl.LazyFrame(list(tagged.items()), {"name": pl.String, "tagged": pl.Boolean}, orient="row")
    listed = pl.LazyFrame({"name": [*tagged, *outside]}, {"name": pl.String})
    return lineage_network(engine_named("polars").collect(lineage(frame(rows))).lazy(), of_part, listed)


def found(rows: list[Row], tagged: dict[str, bool], outside: tuple[str, ...] = ()) -> dict[str, object]:
    themselves = self_references(frame(rows)).to_native().collect()
    findings = list(findings_on("all", network(rows, tagged, outside), themselves))
    assert all((one.value is None) == bool(one.notes) for one in findings)
    return {one.id.removeprefix("lineage.all."): one.value for one in findings}


def test_a_base_that_is_not_listed_is_a_node_and_no_model_of_the_part() -> None:
    made = network([("a", "gone", None), ("a", "elsewhere", None)], {"a": True, "untold": False}, ("elsewhere",))
    assert made.nodes.select("name", "listed", "in_part").rows() == [
        ("a", True, True),
        ("elsewhere", True, False),
        ("gone", False, False),
        ("untold", True, False),
    ]
    counts = found([("a", "gone", None), ("a", "elsewhere", None)], {"a": True, "untold": False}, ("elsewhere",))
    assert (counts["models"], counts["derived"], counts["bases"], counts["unlisted_bases"]) == (1, 1, 2, 1)


def test_a_model_that_names_itself_only_has_no_base() -> None:
    counts = found([("a", "a", None)], {"a": True})
    assert (counts["self_references"], counts["edges"], counts["roots"], counts["cyclic"]) == (1, 0, 1, 0)
    assert (counts["depth.distribution"], counts["depth.max"], counts["depth.mean"]) == ([1], 0, None)
    assert counts["single_base_share"] is counts["fertility.gini"] is None


def test_where_all_are_in_a_circle_no_depth_is_given() -> None:
    counts = found([("a", "b", None), ("b", "a", None)], {"a": True, "b": True})
    assert counts["cyclic"] == 2
    assert counts["depth.distribution"] is counts["depth.max"] is counts["depth.mean"] is None
    assert counts["largest_families"] == []


def test_without_known_tags_nothing_is_said() -> None:
    assert set(found([], {}).values()) == set(found([], {"untold": False}).values()) == {None}
