"""Every measure of structure against networkx or a closed form, on small graphs of every shape."""

import math
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.measures import MEASURES, Ties
from test_measures import graphs

Pair = tuple[igraph.Graph, nx.DiGraph]


def undirected(graph: nx.DiGraph) -> nx.Graph:
    """Without directions, the weights of both added up."""
    simple = nx.Graph()
    simple.add_nodes_from(graph)
    for a, b, weight in graph.edges(data="weight"):
        simple.add_edge(a, b, weight=weight + (simple[a][b]["weight"] if simple.has_edge(a, b) else 0))
    return simple


def equal_or_refused(ours: Callable[[], float], theirs: float | None) -> None:
    """Equal to the other's number; where that has none, refused."""
    if theirs is None or math.isnan(theirs):
        with pytest.raises(MeasureError):
            ours()
    else:
        assert ours() == pytest.approx(theirs, abs=1e-9)


@given(graphs())
def test_strengths_and_clustering_equal_networkx(pair: Pair) -> None:
    ours, theirs = pair
    simple = undirected(theirs)
    assert measures.strengths(ours).tolist() == [theirs.degree(node, weight="weight") for node in theirs]
    assert measures.mean_clustering(ours) == pytest.approx(nx.average_clustering(simple))
    paths = sum(math.comb(simple.degree(node), 2) for node in simple)
    equal_or_refused(lambda: measures.transitivity(ours), nx.transitivity(simple) if paths else None)


@pytest.mark.filterwarnings("ignore:invalid value")
@given(graphs(), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_assortativity_equals_networkx(pair: Pair, groups: list[int]) -> None:
    ours, theirs = pair
    simple = undirected(theirs)
    degrees = {simple.degree(node) for edge in simple.edges for node in edge}
    differ = nx.degree_assortativity_coefficient(simple) if len(degrees) > 1 else None
    equal_or_refused(lambda: measures.assortativity(ours), differ)
    nx.set_node_attributes(simple, dict(enumerate(groups)), "group")
    met = {groups[node] for edge in simple.edges for node in edge}
    mixed = nx.attribute_assortativity_coefficient(simple, "group") if len(met) > 1 else None
    equal_or_refused(lambda: measures.group_assortativity(ours, groups[: ours.vcount()]), mixed)


@given(graphs())
def test_weighted_and_shell_reciprocity_are_what_counting_gives(pair: Pair) -> None:
    ours, theirs = pair
    weight = {(a, b): w for a, b, w in theirs.edges(data="weight")}
    returned = sum(min(w, weight.get((b, a), 0)) for (a, b), w in weight.items())
    equal_or_refused(lambda: measures.weighted_reciprocity(ours), returned / sum(weight.values()) if weight else None)
    shell = nx.core_number(undirected(theirs))
    by_shell: dict[int, list[bool]] = {}
    for a, b in weight:
        by_shell.setdefault(min(shell[a], shell[b]), []).append((b, a) in weight)
    expected = [[k, np.mean(back)] for k, back in sorted(by_shell.items())]
    assert measures.shell_reciprocity(ours).tolist() == [pytest.approx(row) for row in expected]


@given(graphs())
def test_the_rich_club_equals_networkx(pair: Pair) -> None:
    ours, theirs = pair
    simple = undirected(theirs)
    club = nx.rich_club_coefficient(simple, normalized=False) if simple.number_of_edges() else {}
    assert dict(measures.rich_club(ours).tolist()) == pytest.approx(club)


@given(graphs())
def test_pagerank_equals_networkx(pair: Pair) -> None:
    ours, theirs = pair
    expected = nx.pagerank(theirs, alpha=0.85, weight="weight", tol=1e-12, max_iter=1000)
    assert measures.pagerank(ours) == pytest.approx([expected[node] for node in theirs], abs=1e-6)


@given(graphs())
def test_betweenness_equals_networkx(pair: Pair) -> None:
    ours, theirs = pair
    expected = nx.betweenness_centrality(undirected(theirs), normalized=False)
    found = measures.betweenness(ours)
    assert found[:, 0] == pytest.approx([expected[node] for node in theirs])
    assert not found[:, 1].any()


def test_an_estimate_of_betweenness_is_right_within_its_error_for_those_who_have_much() -> None:
    graph = igraph.Graph.from_networkx(nx.barabasi_albert_graph(2000, 2, seed=1))
    exact = np.asarray(graph.betweenness(directed=False))
    estimate, error = measures.betweenness(graph, exact=100).T
    key = np.argsort(-exact)[:200]
    off = np.abs(estimate - exact)[key] / error[key]
    assert (off < 1).mean() > 0.6
    assert (off < 2).mean() > 0.9


@given(graphs())
def test_lips_core_leaves_the_fewest_exceptions_of_all(pair: Pair) -> None:
    ours, theirs = pair
    simple = undirected(theirs)
    nodes = list(simple)[:8]
    simple = simple.subgraph(nodes)

    def exceptions(core: set[int]) -> int:
        missing = sum(not simple.has_edge(a, b) for a, b in combinations(sorted(core), 2))
        return missing + sum(a not in core and b not in core for a, b in simple.edges)

    best = min(exceptions({n for n in nodes if bits >> n & 1}) for bits in range(2 ** len(nodes)))
    part = ours.induced_subgraph(nodes)
    assert exceptions(set(np.flatnonzero(measures.discrete_core(Ties.of(part))).tolist())) == best


@given(graphs(), st.sets(st.integers(0, 11)))
def test_the_correlation_of_a_core_is_pearsons(pair: Pair, core: set[int]) -> None:
    ours, theirs = pair
    simple = undirected(theirs)
    tied = [node for node in simple if simple.degree(node)]
    cells = [(simple.has_edge(a, b), a in core) for a, b in combinations(tied, 2) if (a in core) == (b in core)]
    inside = np.array([node in core for node in range(ours.vcount())])
    sides = {tuple(side) for side in zip(*cells, strict=True)} if cells else set()
    fits = (
        np.corrcoef(np.array(cells, dtype=float).T)[0, 1]
        if sides and all(len(set(s)) > 1 for s in zip(*cells, strict=True))
        else None
    )
    equal_or_refused(lambda: measures.core_correlation(Ties.of(ours), inside), fits)


@given(graphs())
def test_ties_are_the_pairs_of_the_graph(pair: Pair) -> None:
    ours, theirs = pair
    ties = Ties.of(ours)
    simple = undirected(theirs)
    pairs = list(zip(ties.low.tolist(), ties.high.tolist(), strict=True))
    assert pairs == sorted((min(edge), max(edge)) for edge in simple.edges)
    assert ties.mutual.tolist() == [theirs.has_edge(*p) and theirs.has_edge(*p[::-1]) for p in pairs]
    assert ties.total.tolist() == [simple.edges[p]["weight"] for p in pairs]
    assert ties.degrees.tolist() == [simple.degree(node) for node in simple]


ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), max_size=30)


@given(ROWS)
def test_rows_put_together_by_pair_are_the_sums_of_each_direction(rows: list[tuple[int, int, int, int]]) -> None:
    source, target, there, back = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    weight: Counter[tuple[int, int]] = Counter()
    for a, b, out, home in rows:
        weight[a, b] += out
        weight[b, a] += home
    pairs = [(a, b) for a, b in combinations(range(6), 2) if weight[a, b] + weight[b, a]]
    ties = measures.Pairs(6, source, target).ties(there.astype(float), back.astype(float))
    assert list(zip(ties.low.tolist(), ties.high.tolist(), strict=True)) == pairs
    assert ties.there.tolist() == [weight[pair] for pair in pairs]
    assert ties.back.tolist() == [weight[pair[::-1]] for pair in pairs]
    without = measures.Pairs(6, source, target).ties((there + back).astype(float), None)
    assert without.total.tolist() == ties.total.tolist()
    assert not without.mutual.any()


@given(graphs(), st.lists(st.integers(-1, 3), min_size=12, max_size=12))
def test_modularity_in_ties_that_were_held_back_equals_networkx(pair: Pair, membership: list[int]) -> None:
    ours, _ = pair
    ties = Ties.of(ours)
    kept = nx.Graph()
    for a, b, w in zip(ties.low.tolist(), ties.high.tolist(), ties.total.tolist(), strict=True):
        if membership[a] >= 0 and membership[b] >= 0:
            kept.add_edge(a, b, weight=w)
    groups = [{n for n in kept if membership[n] == k} for k in {membership[n] for n in kept}]
    expected = nx.community.modularity(kept, groups) if kept.number_of_edges() else None
    equal_or_refused(lambda: measures.held_modularity(ties, np.array(membership)), expected)


ONLY_OF_TIES = {"core_correlation", "discrete_core", "held_modularity"}
OF_GRAPHS = {
    name: entry.function
    for name, entry in MEASURES.items()
    if entry.of == "graph" or (entry.of == "ties" and name not in ONLY_OF_TIES)
}


@pytest.mark.parametrize("name", sorted(OF_GRAPHS))
@pytest.mark.parametrize("developers", [0, 1])
def test_a_graph_of_nobody_or_of_one_is_measured_or_refused(name: str, developers: int) -> None:
    graph = igraph.Graph(n=developers, directed=True)
    graph.es["weight"] = []
    needs = {
        "group_assortativity": {"groups": [0] * developers},
        "communities": {"seed": 1},
        "modularity": {"membership": np.full(developers, -1)},
    }
    try:
        found = OF_GRAPHS[name](graph, **needs.get(name, {}))
    except MeasureError:
        return
    assert not np.isnan(np.asarray(found, dtype=float)).any()


@given(graphs())
@settings(max_examples=50)
def test_stability_is_the_mean_rand_index_of_the_seeds(pair: Pair) -> None:
    ours, _ = pair
    found = [measures.communities(ours, seed) for seed in (1, 2, 3)]
    if ours.ecount() == 0:
        with pytest.raises(MeasureError):
            measures.stability(found)
        return
    tied = found[0] >= 0
    pairs = [adjusted_rand(a[tied], b[tied]) for a, b in combinations(found, 2)]
    assert measures.stability(found) == pytest.approx(np.mean(pairs))


def adjusted_rand(one: np.ndarray, other: np.ndarray) -> float:
    """Hubert and Arabie (1985), counted over pairs."""
    together = [(one[a] == one[b], other[a] == other[b]) for a, b in combinations(range(one.size), 2)]
    both, first, second = (sum(map(f, together)) for f in (all, lambda t: t[0], lambda t: t[1]))
    expected = first * second / len(together)
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
