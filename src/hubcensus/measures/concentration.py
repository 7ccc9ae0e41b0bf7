"""How unequally activity is shared: Lorenz curve, Gini coefficient, share of the top."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import counts_of, some_activity, thinned
from hubcensus.measures.registry import measure

__all__ = ["ccdf", "gini", "lorenz", "top_share"]


@measure(of="counts", unit="coefficient", source="dorfman1979")
def gini(counts: ArrayLike) -> float:
    """Inequality: 0 if all have as much, towards 1 if one has it all.

    A zero is a repository without activity and counts as one.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.

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
    x = some_activity(counts, "gini")
    rank = np.arange(1, x.size + 1)
    return float((2 * rank - x.size - 1) @ x / (x.size * x.sum()))


@measure(of="counts", unit="share", source="lorenz1905")
def top_share(counts: ArrayLike, top: float) -> float:
    """Share of the whole that the top has: the Lorenz curve from above, interpolated.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    top
        Which part of them, between 0 and 1; if that is no whole number of them, the next one counts in
        part, as on the Lorenz curve.

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
    x = some_activity(counts, "top_share")[::-1]
    held = top * x.size
    if held < 1:
        raise MeasureError(f"the top {100 * top:g} % of {x.size} is less than one of them")
    whole = math.floor(held)
    part = (held - whole) * x[whole] if whole < x.size else 0.0
    return float((x[:whole].sum() + part) / x.sum())


@measure(of="counts", unit="shares", source="lorenz1905")
def lorenz(counts: ArrayLike, points: int = 201) -> NDArray[np.float64]:
    """Lorenz curve: the share of the whole that the least active share of them has.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    points
        On how many evenly spaced shares of the repositories.

    Returns
    -------
    ndarray
        Shape ``(points, 2)``: share of repositories, share of activity; both from 0 to 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.
    """
    x = some_activity(counts, "lorenz")
    held = np.concatenate([[0.0], np.cumsum(x)]) / x.sum()
    share = np.linspace(0, 1, points)
    return np.column_stack([share, np.interp(share * x.size, np.arange(x.size + 1), held)])


@measure(of="counts", unit="shares", source="clauset2009")
def ccdf(counts: ArrayLike, points: int = 200) -> NDArray[np.float64]:
    """Complementary cumulative distribution: the share of them with at least so many.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    points
        At most about so many values, thinned evenly on a logarithmic scale; every value up to there is kept
        if there are fewer.

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
    x = np.sort(counts_of(counts, "ccdf"))
    values, first = np.unique(x, return_index=True)
    share = 1 - first / x.size
    kept = thinned(values, points)
    return np.column_stack([values[kept], share[kept]])
