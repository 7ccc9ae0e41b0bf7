"""How much there is of an activity: shares without any, and the middle of the rest."""

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import counts_of
from hubcensus.measures.registry import measure

__all__ = ["mean", "median", "single_share", "unknown_share", "zero_share"]


@measure(of="counts", unit="share", source="osborne2024")
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


@measure(of="counts", unit="share", source="osborne2024")
def zero_share(counts: ArrayLike) -> float:
    """Share of those seen whose count is zero.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.

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
    return float((counts_of(counts, "zero_share") == 0).mean())


@measure(of="counts", unit="share", source="osborne2024")
def single_share(counts: ArrayLike) -> float:
    """Share of repositories with exactly one contributor.

    Parameters
    ----------
    counts
        Contributors per repository; shape ``(n_repos,)``, >= 0.

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
    return float((counts_of(counts, "single_share") == 1).mean())


@measure(of="counts", unit="per repository", source="hyndman1996")
def median(counts: ArrayLike) -> float:
    """Middle count: half of them have no more, half no fewer.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.

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
    return float(np.median(counts_of(counts, "median")))


@measure(of="counts", unit="per repository", source="hyndman1996")
def mean(counts: ArrayLike) -> float:
    """Arithmetic mean; on skewed counts it is far from what is typical, so read the median with it.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.

    Returns
    -------
    float
        At least 0.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or there is none.
    """
    return float(counts_of(counts, "mean").mean())
