"""What every measure of counts accepts and refuses."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError

__all__ = ["counts_of", "some_activity", "thinned"]


def counts_of(counts: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return counts as an array; refuse what is negative, missing, or no row of numbers."""
    x = np.asarray(counts, dtype=np.float64)
    if x.ndim != 1 or x.size == 0:
        raise MeasureError(f"{name} needs at least one count in one row; it got an array of shape {x.shape}")
    if np.isnan(x).any():
        raise MeasureError(f"{name}: {int(np.isnan(x).sum())} counts are missing; leave them out and say so")
    if (x < 0).any():
        raise MeasureError(f"{name}: a count cannot be negative, and the smallest is {x.min():g}")
    return x


def some_activity(counts: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return counts in ascending order; refuse counts that are all zero, which have no distribution."""
    x = np.sort(counts_of(counts, name))
    if x[-1] == 0:
        raise MeasureError("there is nothing to share out: every count is zero")
    return x


def thinned(values: NDArray[np.float64], points: int) -> NDArray[np.int64]:
    """Return places in rising values, evenly on a logarithmic scale: about so many, or all if there are fewer."""
    if values.size <= points:
        return np.arange(values.size)
    wanted = np.geomspace(max(values[0], 1.0), values[-1], points)
    places = np.searchsorted(values, wanted).clip(0, values.size - 1)
    return np.unique(np.concatenate([[0], places])).astype(np.int64)
