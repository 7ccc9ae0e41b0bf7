"""How unequally activity is shared: Lorenz curve, Gini coefficient, share of the top."""

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, some_activity, tallied, thinned
from hubcensus.measures.influence import gini_influence, hhi_influence, top_share_influence
from hubcensus.measures.registry import measure

__all__ = ["ccdf", "gini", "hhi", "lorenz", "top_share"]


@measure(
    of="counts",
    unit="coefficient",
    source="dorfman1979",
    influence=gini_influence,
    formula=(
        r"G = \frac{\sum_{i} \sum_{j} |x_i - x_j|}{2 n^2 \bar{x}}"
        "\n"
        r"= \frac{\sum_{i=1}^{n} (2i - n - 1)\,x_{(i)}}{n \sum_{i=1}^{n} x_{(i)}}"
    ),
    symbols=(
        r"$x_{(1)} \le \dots \le x_{(n)}$ are the counts of $n$ repositories in rising order, and $\bar{x}$ is "
        "their mean."
    ),
)
def gini(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Inequality: 0 if all have as much, towards 1 if one has it all.

    A zero is a repository without activity and counts as one.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        Between 0 and ``1 - 1 / n_repos``.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.

    References
    ----------
    .. [1] R. Dorfman, "A Formula for the Gini Coefficient", Rev. Econ. Stat. 61, 146 (1979).

    Examples
    --------
    >>> gini([0, 0, 0, 1])
    0.75
    """
    x, w = some_activity(counts, weights, "gini")
    upto = np.cumsum(w)
    n, has = upto[-1], w * x
    return float((2 * upto - w - n) @ has / (n * has.sum()))


@measure(
    of="counts",
    unit="index",
    source="rhoades1993",
    influence=hhi_influence,
    formula=r"H = \sum_{i=1}^{n} \left( \frac{x_i}{\sum_{j=1}^{n} x_j} \right)^2",
    symbols="$x_i$ is the count of owner $i$ of $n$.",
)
def hhi(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Herfindahl-Hirschman index: how likely two units of the whole, drawn with replacement, are of the same one.

    Parameters
    ----------
    counts
        Events per owner; shape ``(n_owners,)``, >= 0.
    weights
        How many owners have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        From ``1 / n_owners``, if all have as much, to 1, if one has it all; its inverse is the number of owners that
        would be as concentrated if all had as much.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.

    References
    ----------
    .. [1] S. A. Rhoades, "The Herfindahl-Hirschman Index", Fed. Reserve Bull. 79, 188 (1993).

    Examples
    --------
    >>> hhi([2, 1, 1])
    0.375
    """
    x, w = some_activity(counts, weights, "hhi")
    return float(w @ x**2 / (w @ x) ** 2)


@measure(
    of="counts",
    unit="share",
    source="lorenz1905",
    influence=top_share_influence,
    formula="T(p) = 1 - L(1 - p)",
    symbols="$p$ is the share that is the top, and $L$ the Lorenz curve, as `lorenz` gives it.",
)
def top_share(counts: ArrayLike, top: float, *, weights: ArrayLike | None = None) -> float:
    """Share of the whole that the top has: the Lorenz curve from above, interpolated.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    top
        Which part of them, between 0 and 1; if that is no whole number of them, the next one counts in
        part, as on the Lorenz curve.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        Share between ``top`` and 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, all are zero, ``top`` is not a share, or it is less than one of
        them: the top 1 % of 35 is nobody.

    References
    ----------
    .. [1] M. O. Lorenz, "Methods of Measuring the Concentration of Wealth", Publ. Am. Stat. Assoc. 9, 209 (1905).

    Examples
    --------
    >>> top_share([1, 1, 2, 4], 0.25)
    0.5
    """
    if not 0 < top <= 1:
        raise MeasureError(f"top_share: the top is a share above 0 and up to 1, not {top}")
    x, w = some_activity(counts, weights, "top_share")
    n = w.sum()
    if top * n < 1:
        raise MeasureError(f"the top {100 * top:g} % of {n:.0f} is less than one of them")
    return float(1 - _held_by_the_least((1 - top) * n, x, w))


@measure(
    of="counts",
    unit="shares",
    source="lorenz1905",
    formula=(
        r"L\left(\frac{k}{n}\right) = \frac{\sum_{i=1}^{k} x_{(i)}}{\sum_{i=1}^{n} x_{(i)}}, \quad k = 0, 1, "
        r"\dots, n"
    ),
    symbols=(
        r"$x_{(1)} \le \dots \le x_{(n)}$ are the counts of $n$ repositories in rising order; between these "
        "points the curve is straight."
    ),
)
def lorenz(counts: ArrayLike, points: int = 201, *, weights: ArrayLike | None = None) -> Floats:
    """Lorenz curve: the share of the whole that the least active share of them has.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    points
        On how many evenly spaced shares of the repositories.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    ndarray
        Shape ``(points, 2)``: share of repositories, share of activity; both from 0 to 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.
    """
    x, w = some_activity(counts, weights, "lorenz")
    share = np.linspace(0, 1, points)
    return np.column_stack([share, _held_by_the_least(share * w.sum(), x, w)])


def _held_by_the_least(how_many: float | Floats, x: Floats, w: Floats) -> Floats:
    """Return the share of the whole that so many of the least active have together."""
    held = np.concatenate([[0.0], np.cumsum(w * x)])
    return np.asarray(np.interp(how_many, np.concatenate([[0.0], np.cumsum(w)]), held / held[-1]))


@measure(
    of="counts",
    unit="shares",
    source="clauset2009",
    formula=r"\bar{F}(x) = \frac{1}{n} \sum_{i=1}^{n} [x_i \ge x]",
    symbols="$x_i$ is the count of repository $i$ of $n$.",
)
def ccdf(counts: ArrayLike, points: int = 200, *, weights: ArrayLike | None = None) -> Floats:
    """Complementary cumulative distribution: the share of them with at least so many.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    points
        At most about so many values, thinned evenly on a logarithmic scale; every value up to there is kept
        if there are fewer.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    ndarray
        Shape ``(k, 2)``: value, share of repositories with at least that value.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.

    References
    ----------
    .. [1] A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
       SIAM Rev. 51, 661 (2009), section 2.1.
    """
    values, w = tallied(counts, weights, "ccdf")
    share = np.cumsum(w[::-1])[::-1] / w.sum()
    kept = thinned(values, points)
    return np.column_stack([values[kept], share[kept]])
