"""Estimates that come with an interval: the median of one group, and how far two groups are apart."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, tallied
from hubcensus.measures.groups import Tallied
from hubcensus.measures.registry import measure

__all__ = ["Delta", "Interval", "cliffs_delta", "median_interval"]


class Interval(NamedTuple):
    """Two ends, both of which are in it."""

    low: float
    high: float


class Delta(NamedTuple):
    """Cliff's delta with its interval."""

    delta: float
    low: float
    high: float


@measure(of="counts", unit="per repository", source="thompson1936")
def median_interval(counts: ArrayLike, level: float = 0.95, *, weights: ArrayLike | None = None) -> Interval:
    """Interval for the median that holds for counts of any distribution, by the ranks of two of them.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    level
        How often such intervals hold the true median, between 0 and 1.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    Interval
        The k-th smallest and the k-th largest count, for the largest k that reaches ``level`` by the binomial
        distribution. It holds the median at least so often, and more often the more counts are equal.

    Raises
    ------
    MeasureError
        If a count is negative or missing, there are too few for any interval (at 95 %, fewer than six), or ``level``
        is not between 0 and 1.

    References
    ----------
    .. [1] W. R. Thompson, "On Confidence Ranges for the Median and Other Expectation Distributions for Populations of
       Unknown Distribution Form", Ann. Math. Stat. 7, 122 (1936).

    Examples
    --------
    >>> median_interval([0, 0, 1, 2, 3, 5, 8, 13, 21])
    Interval(low=0.0, high=13.0)
    """
    from scipy.special import bdtrik

    beyond = _beyond(level, "median_interval")
    x, w = tallied(counts, weights, "median_interval")
    upto = np.cumsum(w)
    if beyond < 0.5 ** upto[-1]:
        raise MeasureError(f"median_interval: {upto[-1]:g} are too few for an interval of {100 * level:g} %")
    rank = np.floor(bdtrik(beyond, upto[-1], 0.5))  # from 0, the highest with no more than that below it
    low, high = x[np.searchsorted(upto, [rank, upto[-1] - 1 - rank], side="right")].tolist()
    return Interval(low, high)


@measure(of="groups", unit="coefficient", source="cliff1993")
def cliffs_delta(one: Tallied, other: Tallied, level: float = 0.95) -> Delta:
    """Cliff's delta: how much more often a count of one group is above one of the other than below it.

    Parameters
    ----------
    one, other
        Counts of two groups, each of two repositories or more.
    level
        How often such intervals hold the true delta, between 0 and 1.

    Returns
    -------
    Delta
        Between -1 and 1, where 0 is neither and 1 is that every count of ``one`` is above every one of ``other``. The
        interval is the asymmetric one of Ref. [2] with the unbiased estimate of the variance of Ref. [1] (at least
        ``(1 - delta**2) / (n * m - 1)``) and quantiles of Student's t with n + m - 2 degrees of freedom; where
        nothing overlaps that variance is 0, and it is Wilson's for a share of 1 in the smaller group.

    Raises
    ------
    MeasureError
        If a group is smaller than two, all counts are the same, or ``level`` is not between 0 and 1.

    References
    ----------
    .. [1] N. Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions", Psychol. Bull. 114, 494
       (1993).
    .. [2] D. Feng, N. Cliff, "Monte Carlo Evaluation of Ordinal d with Improved Confidence Interval", J. Mod. Appl.
       Stat. Methods 3, 322 (2004).

    Examples
    --------
    >>> round(cliffs_delta(Tallied.of([1, 2, 2]), Tallied.of([0, 0, 2])).delta, 3)
    0.556
    """
    from scipy.special import stdtrit

    t = float(stdtrit(one.n + other.n - 2, 1 - _beyond(level, "cliffs_delta")))
    if min(one.n, other.n) < 2:
        raise MeasureError("cliffs_delta compares groups of two repositories or more")
    if one.values.size == other.values.size == 1 and one.values[0] == other.values[0]:
        raise MeasureError(f"cliffs_delta: every count is {one.values[0]:g}, so that there is nothing to compare")
    below, above = _beside(one.values, other)
    delta = float((one.weights * (below - above)).sum() / one.n)
    untied = float((one.weights * (below + above)).sum() / one.n)
    by_one = _scatter(one, below - above, delta) * other.n / one.n
    by_other = _scatter(other, np.subtract(*_beside(other.values, one)), -delta) * one.n / other.n
    variance = (by_one + by_other - untied + delta**2) / ((one.n - 1) * (other.n - 1))
    least = (1 - delta**2) / (one.n * other.n - 1)
    return Delta(delta, *_asymmetric(delta, max(variance, least), t, min(one.n, other.n)))


def _beside(values: Floats, group: Tallied) -> tuple[Floats, Floats]:
    """Return the share of the group that is below each value, and the share that is above it."""
    upto = np.concatenate([[0.0], np.cumsum(group.weights)])
    below, not_above = (upto[np.searchsorted(group.values, values, side)] for side in ("left", "right"))
    return below / upto[-1], (upto[-1] - not_above) / upto[-1]


def _scatter(group: Tallied, over: Floats, mean: float) -> float:
    return float((group.weights * (over - mean) ** 2).sum())


def _asymmetric(delta: float, variance: float, t: float, smaller: float) -> Interval:
    """Return the interval of Feng and Cliff (2004); without any overlap, Wilson's."""
    if abs(delta) == 1:
        end = delta * (smaller - t**2) / (smaller + t**2)
        return Interval(min(delta, end), max(delta, end))
    half = t * np.sqrt(variance * ((1 - delta**2) ** 2 + t**2 * variance))
    middle, whole = delta - delta**3, 1 - delta**2 + t**2 * variance
    return Interval(float((middle - half) / whole), float((middle + half) / whole))


def _beyond(level: float, name: str) -> float:
    """Return what an interval leaves on either side of it."""
    if not 0 < level < 1:
        raise MeasureError(f"{name}: a level is between 0 and 1, not {level}")
    return (1 - level) / 2
