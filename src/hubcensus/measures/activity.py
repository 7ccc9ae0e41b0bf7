"""How much there is of an activity: shares without any, and the middle of the rest."""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, tallied
from hubcensus.measures.influence import mean_influence, share_influence
from hubcensus.measures.registry import measure

__all__ = ["mean", "median", "quantile", "single_share", "skewness", "unknown_share", "zero_share"]


@measure(
    of="counts",
    unit="share",
    source="osborne2024",
    formula=r"u = \frac{1}{n} \sum_{i=1}^{n} [x_i \text{ unknown}]",
    symbols="$x_i$ is the count of repository $i$ of $n$ that are listed.",
)
def unknown_share(counts: ArrayLike) -> float:
    """Share of those listed whose count is unknown.

    Parameters
    ----------
    counts
        Events per repository, missing as NaN; shape ``(n_repos,)``.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If there is no repository.

    Examples
    --------
    >>> unknown_share([3, float("nan")])
    0.5
    """
    x = np.asarray(counts, dtype=np.float64)
    if x.size == 0:
        raise MeasureError("unknown_share needs at least one repository")
    return float(np.isnan(x).mean())


@measure(
    of="counts",
    unit="share",
    source="osborne2024",
    influence=partial(share_influence, 0),
    formula=r"s_0 = \frac{1}{n} \sum_{i=1}^{n} [x_i = 0]",
    symbols="$x_i$ is the count of repository $i$ of $n$.",
)
def zero_share(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Share of those seen whose count is zero.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.

    Examples
    --------
    >>> zero_share([0, 0, 0, 1])
    0.75
    """
    return _share_of(0, counts, weights, "zero_share")


@measure(
    of="counts",
    unit="share",
    source="osborne2024",
    influence=partial(share_influence, 1),
    formula=r"s_1 = \frac{1}{n} \sum_{i=1}^{n} [x_i = 1]",
    symbols="$x_i$ is how many contributors repository $i$ of $n$ has.",
)
def single_share(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Share of repositories with exactly one contributor.

    Parameters
    ----------
    counts
        Contributors per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.

    Examples
    --------
    >>> single_share([1, 1, 2, 0])
    0.5
    """
    return _share_of(1, counts, weights, "single_share")


@measure(
    of="counts",
    unit="per repository",
    source="hyndman1996",
    formula=(
        r"Q(p) = x_{(\lfloor h \rfloor)} + (h - \lfloor h \rfloor) \left( x_{(\lceil h \rceil)} - x_{(\lfloor h "
        r"\rfloor)} \right)"
        "\n"
        r"h = (n - 1)\,p + 1"
    ),
    symbols=(
        r"$x_{(1)} \le \dots \le x_{(n)}$ are the counts of $n$ repositories in rising order; $p$ is the share; "
        r"$\lfloor h \rfloor$ and $\lceil h \rceil$ are $h$ rounded down and up."
    ),
)
def quantile(counts: ArrayLike, share: float, *, weights: ArrayLike | None = None) -> float:
    """Count that a share of them do not exceed, interpolated between neighbours in rank.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    share
        Which part of them, between 0 and 1.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    MeasureError
        If a count is negative or missing, there is none, or ``share`` is not a share.

    References
    ----------
    .. [1] R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", Am. Stat. 50, 361 (1996), type 7.

    Examples
    --------
    >>> quantile([1, 2, 3, 10], 0.75)
    4.75
    """
    if not 0 <= share <= 1:
        raise MeasureError(f"quantile: a share is between 0 and 1, not {share}")
    return _at_share(share, *tallied(counts, weights, "quantile"))


@measure(
    of="counts",
    unit="per repository",
    source="hyndman1996",
    formula=r"\tilde{x} = Q\left(\tfrac{1}{2}\right)",
    symbols="$Q$ is the quantile, as `quantile` gives it.",
)
def median(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Middle count: half of them have no more, half no fewer.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        At least 0; the mean of the middle two where their number is even.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.

    References
    ----------
    .. [1] R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", Am. Stat. 50, 361 (1996), type 7.
    """
    return _at_share(0.5, *tallied(counts, weights, "median"))


@measure(
    of="counts",
    unit="per repository",
    source="hyndman1996",
    influence=mean_influence,
    formula=r"\bar{x} = \frac{1}{n} \sum_{i=1}^{n} x_i",
    symbols="$x_i$ is the count of repository $i$ of $n$.",
)
def mean(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Arithmetic mean; on skewed counts it is far from what is typical, so read the median with it.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.
    """
    x, w = tallied(counts, weights, "mean")
    return float(x @ w / w.sum())


@measure(
    of="counts",
    unit="coefficient",
    source="joanes1998",
    formula=r"g_1 = \frac{m_3}{m_2^{3/2}}, \quad m_r = \frac{1}{n} \sum_{i=1}^{n} (x_i - \bar{x})^r",
    symbols=(
        r"$x_i$ is the count of repository $i$ of $n$, $\bar{x}$ their mean, and $m_r$ their $r$-th moment about "
        "it."
    ),
)
def skewness(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Moment coefficient of skewness: 0 if symmetric, above 0 if a few have far more than the others.

    On counts with a heavy tail it grows with their number and says no more than its sign.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        Any number; g1 of the reference.

    Raises
    ------
    MeasureError
        If a count is negative or missing, there is none, or all are the same.

    References
    ----------
    .. [1] D. N. Joanes, C. A. Gill, "Comparing Measures of Sample Skewness and Kurtosis", J. R. Stat. Soc. D 47, 183
       (1998).

    Examples
    --------
    >>> round(skewness([0, 0, 0, 1]), 4)
    1.1547
    """
    x, w = tallied(counts, weights, "skewness")
    if x.size < 2:
        raise MeasureError("skewness: every count is the same")
    from_mean = x - x @ w / w.sum()
    second, third = (from_mean**power @ w / w.sum() for power in (2, 3))
    return float(third / second**1.5)


def _share_of(value: float, counts: ArrayLike, weights: ArrayLike | None, name: str) -> float:
    x, w = tallied(counts, weights, name)
    return float(w[x == value].sum() / w.sum())


def _at_share(share: float, x: Floats, w: Floats) -> float:
    upto = np.cumsum(w)
    place = share * (upto[-1] - 1)
    low, high = (x[np.searchsorted(upto, rank, side="right")] for rank in (np.floor(place), np.ceil(place)))
    return float(low + (place - np.floor(place)) * (high - low))
