"""How two counts of the same repositories go together."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats
from hubcensus.measures.registry import measure

__all__ = ["ranked_together", "spearman"]


@measure(
    of="counts of two kinds",
    unit="coefficient",
    source="spearman1904",
    formula=(
        r"\rho = \frac{\sum_i (r_i - \bar{r})(s_i - \bar{r})}{\sqrt{\sum_i (r_i - \bar{r})^2 \sum_i (s_i - "
        r"\bar{r})^2}}"
    ),
    symbols=(
        "$r_i$ and $s_i$ are the ranks of repository $i$ by the one count and by the other, equal counts having "
        r"the mean of their ranks, and $\bar{r} = (n + 1) / 2$ is the mean rank."
    ),
)
def spearman(one: ArrayLike, other: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Spearman's rank correlation: 1 if more of one is always more of the other, -1 if it is always less.

    Parameters
    ----------
    one, other
        Two counts of each repository; shape ``(n_repos,)``.
    weights
        How many repositories have each of these pairs of counts; ``None`` if there is a pair for each of them.

    Returns
    -------
    float
        Between -1 and 1; equal counts have the mean of their ranks.

    Raises
    ------
    MeasureError
        If a count is missing, the two are not as many, or one of them is the same for all.

    References
    ----------
    .. [1] C. Spearman, "The Proof and Measurement of Association between Two Things", Am. J. Psychol. 15, 72 (1904).

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [1, 4, 9, 16])
    1.0
    """
    x, y = (np.asarray(each, dtype=np.float64) for each in (one, other))
    if x.shape != y.shape or np.isnan(x).any() or np.isnan(y).any():
        raise MeasureError("spearman needs as many of the one count as of the other, and none missing")
    return ranked_together(x, y)(np.ones(x.shape) if weights is None else np.asarray(weights, dtype=np.float64))


def ranked_together(one: Floats, other: Floats) -> Callable[[Floats], float]:
    """Return ``spearman`` of these pairs as a function of their weights, for the many draws of a bootstrap."""
    places = [np.unique(each, return_inverse=True)[1] for each in (one, other)]

    def spearman_of(weights: Floats) -> float:
        a, b = (_ranks(place, weights) for place in places)
        spread = float(weights @ a**2) * float(weights @ b**2)
        if not spread:
            raise MeasureError("one of the two counts is the same for all")
        return float(np.clip((weights * a) @ b / np.sqrt(spread), -1, 1))

    return spearman_of


def _ranks(place: NDArray[np.int64], weights: Floats) -> Floats:
    """Return the rank of each, equal ones in the middle of theirs, less the mean of all."""
    same = np.bincount(place, weights)
    middle = np.cumsum(same) - same / 2
    return np.asarray((middle - weights.sum() / 2)[place])
