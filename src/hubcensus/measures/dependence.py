"""On how few the whole depends."""

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.measures.counts import some_activity
from hubcensus.measures.influence import absence_influence
from hubcensus.measures.registry import measure

__all__ = ["absence_factor", "absence_share"]


@measure(
    of="counts",
    unit="contributors",
    source="chaoss",
    formula=r"C = \min \left\lbrace k : \sum_{i>n-k} x_{(i)} \ge \tfrac{1}{2} \sum_{i} x_{(i)} \right\rbrace",
    symbols=r"$x_{(1)} \le \dots \le x_{(n)}$ are the contributions of $n$ contributors in rising order.",
)
def absence_factor(counts: ArrayLike, *, weights: ArrayLike | None = None) -> int:
    """Smallest number of contributors who together made half of all contributions.

    Parameters
    ----------
    counts
        Contributions per contributor; shape ``(n_contributors,)``, >= 0.
    weights
        How many contributors have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.

    Examples
    --------
    >>> absence_factor([1000, 202, 90, 33, 332, 343, 42, 433])
    2
    """
    x, w = some_activity(counts, weights, "absence_factor")
    x, w = x[::-1], w[::-1]
    made, wanted = np.cumsum(w * x), 0.5 * (w @ x)
    last = int(np.searchsorted(made, wanted * (1 - 1e-12)))
    before = made[last - 1] if last else 0.0
    return int(w[:last].sum() + np.ceil((wanted - before) / x[last] - 1e-9))


@measure(
    of="counts",
    unit="share",
    source="chaoss",
    influence=absence_influence,
    formula=r"c = \frac{C}{n}",
    symbols="$C$ is the absence factor, as `absence_factor` gives it, and $n$ is how many contributors there are.",
)
def absence_share(counts: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Smallest share of the contributors who together made half of all contributions.

    Parameters
    ----------
    counts
        Contributions per contributor; shape ``(n_contributors,)``, >= 0; one who made none is a contributor too.
    weights
        How many contributors have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    float
        From ``1 / n_contributors`` to a half, or to the next whole contributor above it.

    Raises
    ------
    MeasureError
        If a count is negative or missing, or all are zero.

    Examples
    --------
    >>> absence_share([1000, 202, 90, 33, 332, 343, 42, 433])
    0.25
    """
    x, w = some_activity(counts, weights, "absence_share")
    return absence_factor(x, weights=w) / float(w.sum())
