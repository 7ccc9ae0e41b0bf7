"""Groups are compared as scipy, scikit-posthocs and counting every pair do, on tallies of any size."""

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
    test, delta = measures.kruskal_wallis(groups), measures.cliffs_delta(*groups.values())
    assert pair.z**2 == pytest.approx(test.h, abs=1e-9)
    assert pair.p == pair.p_holm == pytest.approx(test.p, rel=1e-6)
    assert np.sign(round(pair.z, 9)) == np.sign(round(delta, 9))


@given(GROUP, GROUP)
def test_cliffs_delta_is_what_counting_every_pair_gives(one: list[int], other: list[int]) -> None:
    expected = np.sign(np.subtract.outer(one, other)).mean()
    assert measures.cliffs_delta(Tallied.of(one), Tallied.of(other)) == pytest.approx(expected, abs=1e-12)


@given(GROUPS, st.integers(2, 5))
def test_weights_stand_for_so_many_repositories_in_groups(groups: list[list[int]], times: int) -> None:
    weighted = {f"g{i}": Tallied.of(group, [times] * len(group)) for i, group in enumerate(groups)}
    repeated = named([group * times for group in groups])
    assert measures.kruskal_wallis(weighted) == measures.kruskal_wallis(repeated)
    assert measures.dunn(weighted) == measures.dunn(repeated)


def test_groups_that_cannot_be_compared_are_refused() -> None:
    for name in ("kruskal_wallis", "epsilon_squared", "dunn"):
        for wrong in ({}, {"a": Tallied.of([1, 2])}, ALIKE):
            with pytest.raises(MeasureError):
                getattr(measures, name)(wrong)
    for counts in ([], [-1], [float("nan")], [[1, 2]]):
        with pytest.raises(MeasureError, match="a group"):
            Tallied.of(counts)
