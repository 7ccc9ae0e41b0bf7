"""Survival curves against scipy, and the absence factor against a plain loop."""

import warnings
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats

from hubcensus import measures
from hubcensus.errors import MeasureError
from hubcensus.measures.influence import absence_influence

UNITS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=40)


@given(UNITS)
def test_survival_and_its_interval_equal_scipy(units: list[tuple[int, bool]]) -> None:
    durations, observed = map(np.array, zip(*units, strict=True))
    theirs = stats.ecdf(stats.CensoredData.right_censored(durations, ~observed)).sf
    ours = measures.kaplan_meier(durations, observed)
    assert ours.time.tolist() == theirs.quantiles.tolist()
    assert ours.survival == pytest.approx(theirs.probabilities)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        interval = theirs.confidence_interval(method="log-log")
    inside = (ours.survival > 0) & (ours.survival < 1)
    for mine, other in ((ours.low, interval.low), (ours.high, interval.high)):
        assert mine[inside] == pytest.approx(other.probabilities[inside])
        assert np.isnan(mine[~inside]).all()


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.integers(1, 4)), min_size=1))
def test_a_weight_stands_for_so_many_durations(units: list[tuple[int, bool, int]]) -> None:
    durations, observed, weights = map(np.array, zip(*units, strict=True))
    once = measures.kaplan_meier(durations, observed, weights=weights)
    each = measures.kaplan_meier(np.repeat(durations, weights), np.repeat(observed, weights))
    for name in ("time", "survival", "low", "high", "at_risk", "events"):
        assert getattr(once, name) == pytest.approx(getattr(each, name), nan_ok=True)


@given(st.lists(st.integers(0, 20), min_size=1))
@example([0, 0, 1, 1, 2, 3, 3, 3, 3, 3])
def test_where_all_ended_survival_is_the_share_that_lasted_longer(durations: list[int]) -> None:
    curve = measures.kaplan_meier(durations, [True] * len(durations))
    for time in range(25):
        share = measures.survival_at(curve, time)[0]
        assert share == pytest.approx(sum(each > time for each in durations) / len(durations))
    half = measures.survival_time(curve)[0]
    assert half == sorted(durations)[(len(durations) - 1) // 2]


def test_a_longer_time_than_anything_was_seen_is_refused_while_some_may_go_on() -> None:
    curve = measures.kaplan_meier([1, 5], [True, False])
    assert measures.survival_at(curve, 5)[0] == 0.5
    with pytest.raises(MeasureError, match="nothing was seen for longer than 5"):
        measures.survival_at(curve, 6)
    with pytest.raises(MeasureError, match=r"a share of 0\.5 lasts longer"):
        measures.survival_time(curve, 0.4)


def test_the_median_lies_where_half_is_within_the_interval_of_the_share() -> None:
    durations = np.arange(1, 101)
    curve = measures.kaplan_meier(durations, durations % 5 > 0)
    time, low, high = measures.survival_time(curve)
    assert low < time < high
    assert time == min(t for t, s in zip(curve.time, curve.survival, strict=True) if s <= 0.5)
    assert low == min(t for t, s in zip(curve.time, curve.low, strict=True) if s <= 0.5)
    assert high == min(t for t, s in zip(curve.time, curve.high, strict=True) if s <= 0.5)


@pytest.mark.parametrize(
    ("durations", "observed", "weights"),
    [([], [], None), ([-1], [True], None), ([1, 2], [True], None), ([1], [1], [0])],
)
def test_what_is_no_duration_is_refused(durations: list[int], observed: list[int], weights: list[int] | None) -> None:
    with pytest.raises(MeasureError, match="kaplan_meier"):
        measures.kaplan_meier(durations, observed, weights=weights)


@given(st.lists(st.integers(0, 30), min_size=1).filter(any))
def test_the_absence_factor_is_how_many_of_the_busiest_it_takes(counts: list[int]) -> None:
    together = accumulate(sorted(counts, reverse=True))
    needed = next(n for n, made in enumerate(together, 1) if 2 * made >= sum(counts))
    assert measures.absence_factor(counts) == needed
    assert measures.absence_share(counts) == needed / len(counts)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 9)), min_size=2, unique_by=lambda row: row[0]))
def test_the_influence_on_who_made_half_is_what_a_little_more_of_each_count_changes(
    rows: list[tuple[int, int]],
) -> None:
    counts, weights = (np.array(each, dtype=np.float64) for each in zip(*sorted(rows), strict=True))
    many, little = 1e9, 1e-4  # so many that whole contributors do not show
    share = weights / weights.sum()
    made = np.cumsum((share * counts)[::-1])
    assume(np.abs(made / made[-1] - 0.5).min() > 1e-3)  # exactly at a step more and less change different things
    before = measures.absence_share(counts, weights=share * many)
    influence = absence_influence(counts, weights)
    for place in range(counts.size):
        more = share * (1 - little)
        more[place] += little
        after = measures.absence_share(counts, weights=more * many)
        assert influence[place] == pytest.approx((after - before) / little, rel=1e-2, abs=1e-3)
