"""Groups are compared as scipy, scikit-posthocs and counting every pair do, on tallies of any size."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.measures import Tallied

GROUP = st.lists(st.integers(0, 30), min_size=2, max_size=30)
GROUPS = st.lists(GROUP, min_size=2, max_size=5).filter(
    lambda groups: len({c for group in groups for c in group}) > 1
)
ALIKE = {"a": Tallied.of([3, 3]), "b": Tallied.of([3, 3, 3])}


def named(groups: list[list[int]]) -> dict[str, Tallied]:
    return {f"g{i}": Tallied.of(group) for i, group in enumerate(groups)}


@given(GROUPS)
def test_kruskal_and_wallis_is_the_one_of_scipy(groups: list[list[int]]) -> None:
    ours, theirs = measures.kruskal_wallis(named(groups)), stats.kruskal(*groups)
    assert ours.h == pytest.approx(theirs.statistic, abs=1e-9)
    assert ours.df == len(groups) - 1
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-7)


@given(GROUPS)
def test_epsilon_squared_is_the_share_of_the_variance_of_ranks_that_is_between_groups(
    groups: list[list[int]],
) -> None:
    ranks = np.split(stats.rankdata(np.concatenate(groups)), np.cumsum([len(group) for group in groups])[:-1])
    every = np.concatenate(ranks)
    between = sum(rank.size * (rank.mean() - every.mean()) ** 2 for rank in ranks)
    assert measures.epsilon_squared(named(groups)) == pytest.approx(between / (every.size * every.var()), abs=1e-9)


@settings(max_examples=30)  # it makes pandas frames
@given(GROUPS)
def test_dunn_is_the_one_of_scikit_posthocs(groups: list[list[int]]) -> None:
    from scikit_posthocs import posthoc_dunn

    plain, holm = (posthoc_dunn(groups, p_adjust=method).to_numpy() for method in (None, "holm"))
    pairs = measures.dunn(named(groups))
    upper = np.triu_indices(len(groups), 1)
    assert [(int(pair.one[1:]), int(pair.other[1:])) for pair in pairs] == list(zip(*upper, strict=True))
    assert [pair.p for pair in pairs] == pytest.approx(plain[upper].tolist(), rel=1e-7, abs=1e-12)
    assert [pair.p_holm for pair in pairs] == pytest.approx(holm[upper].tolist(), rel=1e-7, abs=1e-12)


@given(GROUP, GROUP)
def test_between_two_groups_the_tests_agree_and_z_has_the_sign_of_delta(one: list[int], other: list[int]) -> None:
    if len({*one, *other}) == 1:
        return
    groups = named([one, other])
    [pair] = measures.dunn(groups)
    test, delta = measures.kruskal_wallis(groups), measures.cliffs_delta(*groups.values()).delta
    assert pair.z**2 == pytest.approx(test.h, abs=1e-9)
    assert pair.p == pair.p_holm == pytest.approx(test.p, rel=1e-6)
    assert np.sign(round(pair.z, 9)) == np.sign(round(delta, 9))


@given(GROUP, GROUP)
def test_cliffs_delta_and_its_variance_are_what_counting_every_pair_gives(one: list[int], other: list[int]) -> None:
    if len({*one, *other}) == 1:
        return
    d = np.sign(np.subtract.outer(one, other)).astype(float)
    (n, m), delta = d.shape, d.mean()
    ours = measures.cliffs_delta(Tallied.of(one), Tallied.of(other))
    assert ours.delta == pytest.approx(delta, abs=1e-12)
    assert -1 <= ours.low <= ours.delta + 1e-12
    assert ours.delta - 1e-12 <= ours.high <= 1
    if abs(delta) == 1:
        return
    rows, columns = ((d.mean(axis) - delta) ** 2 for axis in (1, 0))
    variance = (m**2 * rows.sum() + n**2 * columns.sum() - ((d - delta) ** 2).sum()) / (n * m * (n - 1) * (m - 1))
    variance, t = max(variance, (1 - delta**2) / (n * m - 1)), stats.t.ppf(0.975, n + m - 2)
    whole = 1 - delta**2 + t**2 * variance
    assert (ours.low + ours.high) / 2 == pytest.approx((delta - delta**3) / whole, abs=1e-9)
    half = t * np.sqrt(variance) * np.sqrt((1 - delta**2) ** 2 + t**2 * variance) / whole
    assert (ours.high - ours.low) / 2 == pytest.approx(half, abs=1e-9)


@pytest.mark.parametrize(
    ("one", "expected"),  # as R's effsize prints them, from its own tests
    [
        ([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], (-0.25, -0.7265846, 0.3890062)),
        ([10, 20, 20, 20, 30, 30, 30, 40, 50, 100], (-0.0666667, -0.6082254, 0.5172431)),
    ],
)
def test_the_interval_of_cliffs_delta_is_the_one_of_effsize(one: list[int], expected: tuple[float, ...]) -> None:
    ours = measures.cliffs_delta(Tallied.of(one), Tallied.of([10, 20, 30, 40, 40, 50]))
    assert ours == pytest.approx(expected, abs=5e-8)


def test_the_interval_of_groups_that_do_not_overlap_narrows_with_the_smaller_group() -> None:
    few, many = [measures.cliffs_delta(Tallied.of([5] * n), Tallied.of([1] * 500)) for n in (10, 400)]
    assert (few.delta, few.high, many.high) == (1, 1, 1)
    assert few.low < many.low < 1
    assert measures.cliffs_delta(Tallied.of([1] * 500), Tallied.of([5] * 10)).high == -few.low


@given(st.integers(1, 300), st.sampled_from([0.4, 0.8, 0.95, 0.99]))
def test_the_interval_of_a_median_is_the_narrowest_pair_of_ranks_that_reaches_its_level(n: int, level: float) -> None:
    def held(k: int) -> float:
        return float(1 - 2 * stats.binom.cdf(k - 1, n, 0.5))

    reaching = [k for k in range(1, (n + 1) // 2 + 1) if held(k) >= level]
    if not reaching:
        with pytest.raises(MeasureError, match="too few"):
            measures.median_interval(range(1, n + 1), level)
        return
    assert measures.median_interval(range(1, n + 1), level) == (max(reaching), n + 1 - max(reaching))


@given(GROUPS, st.integers(2, 5))
def test_weights_stand_for_so_many_repositories_in_groups(groups: list[list[int]], times: int) -> None:
    weighted = {f"g{i}": Tallied.of(group, [times] * len(group)) for i, group in enumerate(groups)}
    repeated = named([group * times for group in groups])
    assert measures.kruskal_wallis(weighted) == measures.kruskal_wallis(repeated)
    assert measures.dunn(weighted) == measures.dunn(repeated)


def test_three_million_repositories_are_compared_in_less_than_a_second() -> None:
    chance = np.random.default_rng(1)
    counts = np.floor(chance.pareto(0.8, (3, 1_000_000)))
    groups = {name: Tallied.of(*np.unique(row, return_counts=True)) for name, row in zip("abc", counts, strict=True)}
    measures.kruskal_wallis(groups)  # imports what it needs
    began = time.process_time()
    measures.kruskal_wallis(groups)
    measures.dunn(groups)
    measures.cliffs_delta(groups["a"], groups["b"])
    measures.median_interval(groups["a"].values, weights=groups["a"].weights)
    assert time.process_time() - began < 1


def test_groups_that_cannot_be_compared_are_refused() -> None:
    for name in ("kruskal_wallis", "epsilon_squared", "dunn"):
        for wrong in ({}, {"a": Tallied.of([1, 2])}, ALIKE):
            with pytest.raises(MeasureError):
                getattr(measures, name)(wrong)
    for one, other in ([[1], [2, 3]], [[2, 3], [1]], [[3, 3], [3, 3]]):
        with pytest.raises(MeasureError, match="cliffs_delta"):
            measures.cliffs_delta(Tallied.of(one), Tallied.of(other))
    for counts in ([], [-1], [float("nan")], [[1, 2]]):
        with pytest.raises(MeasureError, match="a group"):
            Tallied.of(counts)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_that_is_no_share_is_refused(level: float) -> None:
    with pytest.raises(MeasureError, match="level"):
        measures.median_interval([1] * 20, level)
    with pytest.raises(MeasureError, match="level"):
        measures.cliffs_delta(Tallied.of([1, 2]), Tallied.of([2, 3]), level)


SETS = 400


def coverage(held: list[bool]) -> float:
    return sum(held) / len(held)


@pytest.mark.long
@pytest.mark.parametrize("n", [30, 101, 1000])
def test_the_interval_of_a_median_holds_it_as_often_as_it_says(n: int) -> None:
    chance = np.random.default_rng(n)
    intervals = [measures.median_interval(chance.lognormal(2, 2, n)) for _ in range(SETS)]
    assert 0.92 <= coverage([one.low <= np.exp(2) <= one.high for one in intervals]) <= 0.98
    tied = [measures.median_interval(np.floor(chance.lognormal(1, 1, n))) for _ in range(SETS)]
    assert coverage([one.low <= 2 <= one.high for one in tied]) >= 0.92


@pytest.mark.long
@pytest.mark.parametrize("sizes", [(20, 40), (100, 300), (50, 5000)])
@pytest.mark.parametrize(("zero", "shift"), [(0.7, 0.0), (0.3, 1.0), (0.0, 2.0)])
def test_the_interval_of_cliffs_delta_holds_it_as_often_as_it_says(
    sizes: tuple[int, int], zero: float, shift: float
) -> None:
    chance = np.random.default_rng(7)

    def drawn(n: int, shift: float) -> np.ndarray:
        return np.floor(chance.lognormal(shift, 1.5, n)) * (chance.random(n) >= zero)

    true = measures.cliffs_delta(*(Tallied.of(drawn(2_000_000, by)) for by in (shift, 0))).delta
    tests = [
        measures.cliffs_delta(*map(Tallied.of, (drawn(sizes[0], shift), drawn(sizes[1], 0)))) for _ in range(SETS)
    ]
    assert 0.92 <= coverage([one.low <= true <= one.high for one in tests]) <= 0.98
