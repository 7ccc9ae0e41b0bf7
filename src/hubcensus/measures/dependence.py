"""On how few the whole depends."""

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import some_activity
from hubcensus.measures.registry import measure

__all__ = ["absence_factor"]


@measure(of="counts", unit="contributors", source="chaoss")
def absence_factor(counts: ArrayLike, share: float = 0.5, *, weights: ArrayLike | None = None) -> int:
    """Smallest number of contributors who together made half of all contributions.

    Parameters
    ----------
    counts
        Contributions per contributor; shape ``(n_contributors,)``, >= 0.
    share
        Another part than half, above 0 and up to 1.
    weights
        How many contributors have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    MeasureError
        If a count is negative or missing, all are zero, or ``share`` is not a share.
    """
    if not 0 < share <= 1:
        raise MeasureError(f"absence_factor: a share is above 0 and up to 1, not {share}")
    x, w = some_activity(counts, weights, "absence_factor")
    x, w = x[::-1], w[::-1]
    made, wanted = np.cumsum(w * x), share * (w @ x)
    last = int(np.searchsorted(made, wanted * (1 - 1e-12)))
    before = made[last - 1] if last else 0.0
    return int(w[:last].sum() + np.ceil((wanted - before) / x[last] - 1e-9))
