"""What one repository more would change in a measure of counts, by its count: for standard errors.

Each function takes the different counts, rising, and how many repositories have each, and returns for each count the
value of the influence function, which is 0 on average over the repositories.
"""

import numpy as np

from hubcensus.measures.counts import Floats

__all__ = [
    "absence_influence",
    "gini_influence",
    "hhi_influence",
    "mean_influence",
    "share_influence",
    "top_share_influence",
]


def share_influence(of: float, x: Floats, w: Floats) -> Floats:
    """Return the influence on the share of those with this count."""
    has = (x == of).astype(np.float64)
    return np.asarray(has - has @ w / w.sum())


def mean_influence(x: Floats, w: Floats) -> Floats:
    """Return the influence on the mean."""
    return np.asarray(x - x @ w / w.sum())


def top_share_influence(x: Floats, w: Floats, top: float) -> Floats:
    """Return the influence on the share that the top has.

    References
    ----------
    .. [1] C. M. Beach, R. Davidson, "Distribution-Free Statistical Inference with Lorenz Curves and Income Shares",
       Rev. Econ. Stud. 50, 723 (1983), theorem 1.
    """
    n = w.sum()
    least = x[np.searchsorted(np.cumsum(w), (1 - top) * n).clip(0, x.size - 1)]  # what one needs to be at the top
    above = np.maximum(x - least, 0) + top * least
    share = (above @ w) / (x @ w)
    return np.asarray((above - share * x) / (x @ w / n))


def absence_influence(x: Floats, w: Floats) -> Floats:
    """Return the influence on the smallest share who together made half: a point of the Lorenz curve's inverse.

    References
    ----------
    .. [1] C. M. Beach, R. Davidson, "Distribution-Free Statistical Inference with Lorenz Curves and Income Shares",
       Rev. Econ. Stud. 50, 723 (1983), theorem 1: that of the share of a top, divided by what its last one made.
    """
    made = np.cumsum((w * x)[::-1])
    least = x[::-1][np.searchsorted(made, 0.5 * made[-1])]  # what the last one made who is needed
    change = (0.5 * x - np.maximum(x - least, 0)) / least
    return np.asarray(change - change @ w / w.sum())


def gini_influence(x: Floats, w: Floats) -> Floats:
    """Return the influence on the Gini coefficient.

    References
    ----------
    .. [1] M. Langel, Y. Tille, "Variance Estimation of the Gini Index: Revisiting a Result Several Times
       Published", J. R. Stat. Soc. A 176, 521 (2013), section 4.
    """
    n, has = w.sum(), w * x
    upto, held = np.cumsum(w), np.cumsum(has)
    distance = (2 * upto - n) * x + held[-1] - 2 * held  # from each count to all others, added up
    mean = held[-1] / n
    gini = distance @ w / (2 * n * held[-1])
    return np.asarray((distance / n - 2 * mean * gini - gini * (x - mean)) / mean)


def hhi_influence(x: Floats, w: Floats) -> Floats:
    """Return the influence on the Herfindahl-Hirschman index."""
    n = w.sum()
    mean, square = x @ w / n, x**2 @ w / n
    return np.asarray((x**2 - square - 2 * square / mean * (x - mean)) / mean**2 / n)
