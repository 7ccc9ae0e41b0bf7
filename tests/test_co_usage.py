"""Models used together: pairs against loops, chance against scipy, the backbone on random and on planted use."""

import math
from collections import Counter
from itertools import combinations

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, hypergeom

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


def drawn(chance: np.random.Generator, spaces: int, models: int, n: int) -> Uses:
    """Draw uses at random, popular models more often."""
    weights = 1 / np.arange(1, models + 1)
    chosen = chance.choice(models, (spaces, n), p=weights / weights.sum())
    return sorted({(f"space-{space}", f"model-{model}") for space in range(spaces) for model in chosen[space]})


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


@given(USES)
def test_chance_and_backbone_equal_scipy_with_every_pair_a_test(uses: Uses) -> None:
    made = network(uses)
    of = dict(made.nodes.select("name", "spaces").rows())
    n = len({space for space, _ in uses})
    weights = {(a, b): weight for a, b, weight, *_ in made.edges.rows()}
    p = {
        (a, b): hypergeom.sf(weights[a, b] - 1, n, of[a], of[b]) if (a, b) in weights else 1.0
        for a, b in combinations(sorted(of), 2)
    }
    adjusted = dict(zip(p, false_discovery_control(list(p.values())), strict=True)) if p else {}
    for a, b, _, chance, held in made.edges.rows():
        assert chance == pytest.approx(p[a, b], rel=1e-9)
        if abs(adjusted[a, b] - 0.01) > 1e-12:
            assert held == (adjusted[a, b] <= 0.01)


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_chance_to_meet_has_a_closed_form(spaces: int, one: int, other: int, met: int) -> None:
    one, other = min(one, spaces), min(other, spaces)
    met = min(met, one, other)
    ways = sum(math.comb(one, k) * math.comb(spaces - one, other - k) for k in range(met, min(one, other) + 1))
    (p,) = measures.meeting_p([met], [one], [other], spaces)
    assert p == pytest.approx(ways / math.comb(spaces, other), rel=1e-9)


def test_chances_that_cannot_be_are_refused() -> None:
    for met, one, other in ((3, 2, 5), (1, 1, 11), (-1, 2, 2)):
        with pytest.raises(MeasureError, match="at most"):
            measures.meeting_p([met], [one], [other], 10)
    with pytest.raises(MeasureError, match="2 pairs were tested"):
        measures.backbone([0.1, 0.2], tests=1)
    assert measures.meeting_p([], [], [], 0).size == measures.backbone([], tests=0).size == 0


def test_on_random_use_the_backbone_keeps_almost_nothing() -> None:
    chance = np.random.default_rng(5)
    kept = [int(network(drawn(chance, 400, 120, 4)).edges["backbone"].sum()) for _ in range(20)]
    assert np.mean([n > 0 for n in kept]) <= 0.1  # where nothing is true, the rate bounds that anything is found
    assert sum(kept) <= 2


def test_planted_pairs_are_found_among_random_use_and_are_communities() -> None:
    uses = drawn(np.random.default_rng(6), 400, 120, 4)
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
