"""Models used together: pairs against loops, chance against scipy, the backbone on random and on planted use."""

import math
from collections import Counter
from itertools import combinations

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares
from scipy.stats import false_discovery_control, poisson

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.findings import adoption, cap
from hubcensus.findings import co_usage as findings_on
from hubcensus.networks.build import co_usage_network, dependency_network
from hubcensus.networks.co_usage import LARGEST_SPACE
from hubcensus.networks.engines import engine_named
from hubcensus.tables.network import Network

Uses = list[tuple[str, str]]
SCHEMA = {"source": pl.String, "target": pl.String}
USES = st.sets(st.tuples(st.sampled_from("pqrstu"), st.sampled_from("abcde")), max_size=24).map(sorted)


def frame(uses: Uses) -> pl.LazyFrame:
    return pl.LazyFrame(uses, schema=SCHEMA, orient="row")


def network(uses: Uses) -> Network:
    listed = pl.LazyFrame({"name": ["a", "b"]})
    return co_usage_network(nw.from_native(frame(uses)), listed, engine_named("polars"))


def drawn(chance: np.random.Generator, spaces: int, models: int) -> Uses:
    """Draw uses at random: popular models more often, most spaces of few models, some of many."""
    weights = 1 / np.sqrt(np.arange(1, models + 1))
    sizes = np.minimum(1 + chance.pareto(1.2, spaces).astype(int), models // 2)
    chosen = [chance.choice(models, size, replace=False, p=weights / weights.sum()) for size in sizes]
    return sorted((f"space-{space}", f"model-{model}") for space, used in enumerate(chosen) for model in used)


@settings(deadline=None)
@given(USES)
def test_a_pair_weighs_as_many_spaces_as_use_both(uses: Uses) -> None:
    spaces: dict[str, set[str]] = {}
    for space, model in uses:
        spaces.setdefault(space, set()).add(model)
    met = Counter(pair for models in spaces.values() for pair in combinations(sorted(models), 2))
    made = network(uses)
    assert made.edges.select("source", "target", "weight").rows() == sorted((*pair, n) for pair, n in met.items())
    of = Counter(model for _, model in uses)
    assert made.nodes.select("name", "listed", "spaces").rows() == [(m, m in "ab", of[m]) for m in sorted(of)]
    assert not made.directed


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30), st.integers(0, 200))
def test_the_backbone_equals_scipy_with_every_pair_that_never_met_a_test(p: list[float], never: int) -> None:
    adjusted = false_discovery_control([*p, *[1.0] * never])[: len(p)] if len(p) + never else []
    for ours, theirs in zip(measures.backbone(p, len(p) + never), adjusted, strict=True):
        assert ours == (theirs <= 0.01) or theirs == pytest.approx(0.01, rel=1e-9)


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(2, 30), st.integers(1, 30), st.integers(0, 9))
def test_where_all_are_alike_the_chance_to_meet_has_a_closed_form(size: int, more: int, each: int, met: int) -> None:
    # each space uses size of size * more models, so a model is in it with the chance 1 / more
    n_models, n_spaces = size * more, each * more
    (p,) = measures.meeting_p([met], [0], [1], models=[each] * n_models, spaces=[size] * n_spaces)
    assert p == pytest.approx(poisson.sf(met - 1, n_spaces / more**2), rel=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_models_that_are_alike_meet_in_large_spaces_more_often(sizes: list[int]) -> None:
    # every size occurs twelve times: each of twelve models is in one of size k with chance k / 12
    spaces = [size for size in sizes for _ in range(12)]
    (p,) = measures.meeting_p([2], [3], [7], models=[sum(sizes)] * 12, spaces=spaces)
    assert p == pytest.approx(poisson.sf(1, sum((size / 12) ** 2 for size in spaces)), rel=1e-6)


def test_chance_keeps_every_number_on_average_as_another_solver_finds_it() -> None:
    models, spaces = np.array([1, 1, 2, 2, 3, 5]), np.array([1, 1, 2, 2, 4, 1, 3])

    def kept(logs: np.ndarray) -> np.ndarray:
        odds = np.exp(np.add.outer(logs[:6], logs[6:]))
        share = odds / (1 + odds)
        return np.concatenate([share.sum(axis=1) - models, share.sum(axis=0) - spaces])

    found = least_squares(kept, np.zeros(13), xtol=1e-15, ftol=1e-15, gtol=1e-15)
    odds = np.exp(np.add.outer(found.x[:6], found.x[6:]))
    share = odds / (1 + odds)
    pairs = list(combinations(range(6), 2))
    ours = measures.meeting_p([1] * len(pairs), *zip(*pairs, strict=True), models, spaces)
    theirs = [-np.expm1(-(share[a] * share[b]).sum()) for a, b in pairs]
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_a_sum_of_rare_meetings_is_never_taken_for_rarer_than_it_is() -> None:
    models, spaces = [6, 6, *[3] * 30], [*[2] * 21, *[10] * 6]
    chances = [(6 / 102 * k * 1.0) ** 2 for k in spaces]  # of both in a space, a little more than dealt out
    exact = np.array([1.0])
    for chance in chances:
        exact = np.convolve(exact, [1 - chance, chance])
    mean = sum(chances)
    for met in range(math.ceil(mean) + 1, 7):
        assert poisson.sf(met - 1, mean) >= exact[met:].sum()
    assert sum(models) == sum(spaces)


def test_numbers_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(MeasureError, match="used 3 times, but spaces use models 2 times"):
        measures.meeting_p([1], [0], [1], models=[1, 2], spaces=[2])
    with pytest.raises(MeasureError, match="2 pairs were tested"):
        measures.backbone([0.1, 0.2], tests=1)
    assert measures.meeting_p([], [], [], [], []).size == measures.backbone([], tests=0).size == 0


def test_on_random_use_the_backbone_keeps_almost_nothing_however_spaces_differ_in_size() -> None:
    chance = np.random.default_rng(5)
    made = [network(drawn(chance, 400, 120)) for _ in range(20)]
    kept = [int(one.edges["backbone"].sum()) for one in made]
    assert sum(one.edges.height for one in made) > 20_000
    assert np.mean([n > 0 for n in kept]) <= 0.1  # where nothing is true, the rate bounds that anything is found
    assert sum(kept) <= 2


def test_planted_pairs_are_found_among_random_use_and_are_communities() -> None:
    uses = drawn(np.random.default_rng(6), 400, 120)
    planted = {(f"pair-{pair}-a", f"pair-{pair}-b") for pair in range(12)}
    together = [
        (f"space-{7 * place % 400}", model) for place, pair in enumerate(sorted(planted) * 6) for model in pair
    ]
    made = network(sorted({*uses, *together}))
    found = set(made.edges.filter("backbone").select("source", "target").rows())
    assert planted <= found
    assert len(found - planted) <= 1
    held = made.backbone().graph()
    of = measures.communities(held, seed=1)
    number = dict(zip(made.nodes["name"], of.tolist(), strict=True))
    assert all(number[a] == number[b] >= 0 for a, b in planted)


def test_spaces_that_use_too_much_are_set_aside_and_counted() -> None:
    large = [("large", f"model-{n}") for n in range(LARGEST_SPACE + 1)]
    uses = [("small", "a"), ("small", "b"), *large, *(("full", model) for _, model in large[:-1])]
    made = network(uses)
    assert made.edges.height == 1 + math.comb(LARGEST_SPACE, 2)
    assert "model-200" not in made.nodes["name"] and set(made.nodes["spaces"]) == {1}
    values = {one.id: one.value for one in findings_on("all", made, frame(uses).collect())}
    assert values["adoption.all.co_usage.spaces_set_aside"] == 1


@pytest.mark.parametrize("uses", [[], [("s", "a")], [("s", "a"), ("s", "b")]])
def test_little_use_has_no_backbone_and_says_why(uses: Uses) -> None:
    findings = list(findings_on("all", network(uses), frame(uses).collect()))
    assert all((one.value is None) == bool(one.notes) for one in findings)
    values = {one.id.rpartition(".")[2]: one.value for one in findings}
    assert (values["backbone_pairs"], values["models"], values["strongest"]) == (0, 0, [])
    assert values["communities"] is values["modularity"] is None


def test_a_list_of_a_hundred_loses_what_is_above_a_hundred() -> None:
    uses = [(f"s{n}", model) for model, spaces in (("a", 130), ("b", 100), ("c", 101)) for n in range(spaces)]
    made = dependency_network(frame(uses), pl.LazyFrame({"name": ["a"]}), "model")
    values = {one.id.removeprefix("adoption.all.cap."): one.value for one in cap("all", made)}
    assert values == {
        "edges_lost": 31,
        "edges_lost_share": 31 / 331,
        "models_cut": 2,
        "models_at_cap": 1,
        "top": [{"model": "a", "spaces": 130, "lost": 30}, {"model": "c", "spaces": 101, "lost": 1}],
    }


def test_datasets_in_spaces_are_counted_as_models_are() -> None:
    uses = [("x/s", "x/d"), ("x/t", "x/d"), ("x/d", "gone")]
    made = dependency_network(frame(uses), pl.LazyFrame({"name": ["x/d", "unused"]}), "dataset")
    assert made.pairs().height == 3
    assert made.pairs()["source"].null_count() == made.pairs()["target"].null_count() == 0
    values = {
        one.id.removeprefix("adoption.datasets."): one.value for one in adoption("datasets", made, "", "dataset")
    }
    assert (values["spaces"], values["edges"], values["datasets_in_spaces"], values["datasets"]) == (3, 3, 2, 2)
    assert values["unused_share"] == 0.5
    assert values["top_datasets"] == [{"dataset": "x/d", "spaces": 2}, {"dataset": "gone", "spaces": 1}]
    assert values["top_owners"] == [{"owner": "x", "datasets": 1, "uses": 2}]
