import doctest
import importlib
import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, is_dataclass
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.measures import MEASURES

COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)
ACTIVE = COUNTS.filter(any)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[igraph.Graph, nx.DiGraph]:
    """The same small directed graph for igraph and for networkx, isolates and empty graphs too."""
    n = draw(st.integers(1, 12))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    edges = sorted(draw(st.sets(pairs, max_size=40))) if n > 1 else []
    weights = draw(st.lists(st.integers(1, 9), min_size=len(edges), max_size=len(edges)))
    ours = igraph.Graph(n=n, edges=edges, directed=True)
    ours.es["weight"] = [float(weight) for weight in weights]
    theirs = nx.DiGraph()
    theirs.add_nodes_from(range(n))
    theirs.add_weighted_edges_from((a, b, w) for (a, b), w in zip(edges, weights, strict=True))
    return ours, theirs


@given(st.integers(1, 200))
def test_gini_of_one_to_n_has_a_closed_form(n: int) -> None:
    assert measures.gini(range(1, n + 1)) == pytest.approx((n - 1) / (3 * n), abs=1e-12)


@given(ACTIVE)
def test_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    n = len(counts)
    difference = sum(abs(a - b) for a in counts for b in counts) / n**2
    assert measures.gini(counts) == pytest.approx(difference / (2 * sum(counts) / n), abs=1e-9)


@given(ACTIVE, st.integers(1, 100))
def test_the_top_share_is_the_lorenz_curve_from_above(counts: list[int], per_cent: int) -> None:
    n, total = len(counts), sum(counts)
    if per_cent * n < 100:
        with pytest.raises(MeasureError, match="less than one"):
            measures.top_share(counts, per_cent / 100)
        return
    held = [0.0, *np.cumsum(sorted(counts)) / total]
    below = (1 - per_cent / 100) * n
    left = min(math.floor(below), n - 1)
    lorenz = held[left] + (below - left) * (held[left + 1] - held[left])
    assert measures.top_share(counts, per_cent / 100) == pytest.approx(1 - lorenz, abs=1e-9)


@given(ACTIVE)
def test_the_lorenz_curve_rises_from_nothing_to_all_below_the_diagonal(counts: list[int]) -> None:
    curve = measures.lorenz(counts)
    assert curve[0].tolist() == [0, 0]
    assert curve[-1].tolist() == pytest.approx([1, 1])
    assert (np.diff(curve, axis=0) >= -1e-12).all()
    assert (curve[:, 1] <= curve[:, 0] + 1e-9).all()


@given(COUNTS, st.integers(2, 20))
def test_every_point_of_a_ccdf_is_the_share_with_at_least_that_value(counts: list[int], points: int) -> None:
    for value, share in measures.ccdf(counts, points):
        assert share == pytest.approx(sum(count >= value for count in counts) / len(counts))


@given(COUNTS)
def test_zero_single_mean_and_median_are_what_counting_gives(counts: list[int]) -> None:
    middle = sorted(counts)[(len(counts) - 1) // 2 : len(counts) // 2 + 1]
    assert measures.zero_share(counts) == pytest.approx(counts.count(0) / len(counts))
    assert measures.single_share(counts) == pytest.approx(counts.count(1) / len(counts))
    assert measures.mean(counts) == pytest.approx(sum(counts) / len(counts))
    assert measures.median(counts) == pytest.approx(sum(middle) / len(middle))


def test_unknown_is_counted_as_unknown_and_never_as_zero() -> None:
    assert measures.unknown_share([0, float("nan"), 3, float("nan")]) == 0.5


OPTIONS = {"top_share": {"top": 0.5}, "quantile": {"share": 0.3}}
OF_COUNTS = sorted(name for name, entry in MEASURES.items() if entry.of == "counts" and name != "unknown_share")


@pytest.mark.parametrize("name", OF_COUNTS)
def test_a_measure_of_counts_refuses_what_it_cannot_mean(name: str) -> None:
    options = OPTIONS.get(name, {})
    for wrong in ([], [[1, 2]], [-1, 2], [1, float("nan")]):
        with pytest.raises(MeasureError, match=name):
            MEASURES[name].function(wrong, **options)


def said_of(measure: Callable[..., Any], counts: Sequence[int], **options: Any) -> object:
    """What a measure says of counts, to compare: numbers, or the words in which it refuses them."""
    try:
        value = measure(counts, **options)
    except MeasureError as refusal:
        return str(refusal)
    return np.ravel(astuple(value) if is_dataclass(value) else value).tolist()


@pytest.mark.parametrize("name", OF_COUNTS)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4)), min_size=1).filter(
        lambda rows: any(v * w for v, w in rows)
    )
)
def test_a_weight_stands_for_so_many_repositories(name: str, rows: list[tuple[int, int]]) -> None:
    measure, options = MEASURES[name].function, OPTIONS.get(name, {})
    counts, weights = zip(*rows, strict=True)
    each = [count for count, weight in rows for _ in range(weight)]
    assert said_of(measure, counts, weights=weights, **options) == pytest.approx(said_of(measure, each, **options))


@given(ACTIVE)
def test_the_index_of_herfindahl_is_how_likely_two_units_are_of_the_same(counts: list[int]) -> None:
    assert measures.hhi(counts) == pytest.approx(sum((count / sum(counts)) ** 2 for count in counts))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 3)), min_size=2))
def test_spearman_is_the_one_of_scipy(rows: list[tuple[int, int, int]]) -> None:
    each = [(a, b) for a, b, weight in rows for _ in range(weight)]
    a, b = zip(*each, strict=True)
    if len(set(a)) == 1 or len(set(b)) == 1:
        with pytest.raises(MeasureError, match="the same for all"):
            measures.spearman(a, b)
        return
    expected = pytest.approx(stats.spearmanr(a, b).statistic)
    assert measures.spearman(a, b) == expected
    one, other, weights = zip(*rows, strict=True)
    assert measures.spearman(one, other, weights=weights) == expected


def test_spearman_refuses_what_does_not_go_in_pairs() -> None:
    for one, other in (([1, 2], [1]), ([1, float("nan")], [1, 2])):
        with pytest.raises(MeasureError, match="spearman needs"):
            measures.spearman(one, other)


@given(COUNTS, st.floats(0, 1))
def test_a_quantile_is_the_one_of_numpy(counts: list[int], share: float) -> None:
    assert measures.quantile(counts, share) == pytest.approx(np.quantile(counts, share))


@pytest.mark.parametrize("top", [0, -0.1, 1.1])
def test_a_top_that_is_no_share_is_refused(top: float) -> None:
    with pytest.raises(MeasureError, match="share"):
        measures.top_share([1, 2], top)


def test_concentration_of_nothing_is_refused_not_zero() -> None:
    for measure in (measures.gini, measures.lorenz):
        with pytest.raises(MeasureError, match="every count is zero"):
            measure([0, 0])


@given(graphs())
def test_structure_equals_networkx(pair: tuple[igraph.Graph, nx.DiGraph]) -> None:
    ours, theirs = pair
    simple = theirs.to_undirected()
    parts = sorted(map(len, nx.weakly_connected_components(theirs)), reverse=True)
    assert measures.component_sizes(ours).tolist() == parts
    assert measures.giant_share(ours) == pytest.approx(parts[0] / theirs.number_of_nodes())
    assert measures.isolates(ours) == nx.number_of_isolates(theirs)
    assert measures.isolate_share(ours) == pytest.approx(nx.number_of_isolates(theirs) / theirs.number_of_nodes())
    assert measures.degrees(ours).tolist() == [simple.degree(node) for node in range(theirs.number_of_nodes())]
    coreness = nx.core_number(simple)
    profile = [sum(k <= c for c in coreness.values()) for k in range(max(coreness.values()) + 1)]
    assert measures.core_profile(ours).tolist() == profile
    if theirs.number_of_nodes() > 1:
        assert measures.density(ours) == pytest.approx(nx.density(theirs))


@given(graphs())
def test_reciprocity_and_modularity_equal_networkx(pair: tuple[igraph.Graph, nx.DiGraph]) -> None:
    ours, theirs = pair
    membership = measures.communities(ours, seed=1)
    if theirs.number_of_edges() == 0:
        assert (membership == -1).all()
        for measure in (measures.reciprocity, lambda graph: measures.modularity(graph, membership)):
            with pytest.raises(MeasureError, match="none"):
                measure(ours)
        return
    assert measures.reciprocity(ours) == pytest.approx(nx.overall_reciprocity(theirs))
    simple = nx.Graph()
    simple.add_nodes_from(theirs)
    for a, b, weight in theirs.edges(data="weight"):
        simple.add_edge(a, b, weight=weight + (simple[a][b]["weight"] if simple.has_edge(a, b) else 0))
    groups = [{int(node)} for node in np.flatnonzero(membership < 0)]
    groups += [set(np.flatnonzero(membership == k).tolist()) for k in range(membership.max() + 1)]
    assert measures.modularity(ours, membership) == pytest.approx(nx.community.modularity(simple, groups))


@given(graphs(), st.integers(0, 3))
def test_communities_repeat_for_a_seed_and_are_numbered_by_size(
    pair: tuple[igraph.Graph, nx.DiGraph], seed: int
) -> None:
    first, again = (measures.communities(pair[0], seed=seed) for _ in range(2))
    assert first.tolist() == again.tolist()
    sizes = np.bincount(first[first >= 0])
    assert (np.diff(sizes) <= 0).all()
    assert ((first == -1) == (measures.degrees(pair[0]) == 0)).all()


def test_two_cliques_are_two_communities() -> None:
    clique = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(5))
    graph = igraph.Graph(n=12, edges=[*clique.edges, (0, 6)], directed=True)
    graph.es["weight"] = [1.0] * graph.ecount()
    assert measures.communities(graph, seed=1).tolist() == [0] * 6 + [1] * 5 + [-1]


def test_a_graph_without_developers_has_no_shares() -> None:
    empty = igraph.Graph(n=0, directed=True)
    empty.es["weight"] = []
    for name in ("isolate_share", "giant_share", "density", "reciprocity"):
        with pytest.raises(MeasureError):
            MEASURES[name].function(empty)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_says_range_errors_and_source(name: str) -> None:
    text = MEASURES[name].function.__doc__ or ""
    assert all(part in text for part in ("Parameters\n", "Returns\n")), name
    assert text.strip().split("\n")[0].endswith((".", "?", ":")), name


@pytest.mark.parametrize("module", ["activity", "concentration", "groups", "relations", "survival", "tails"])
def test_the_examples_in_the_docs_of_measures_are_right(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"hubcensus.measures.{module}"))
    assert result.attempted > 0
    assert result.failed == 0
