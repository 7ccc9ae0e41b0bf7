"""What every measure of counts accepts and refuses."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError

__all__ = ["counts_of", "some_activity", "tallied", "thinned"]

Floats = NDArray[np.float64]


def counts_of(counts: ArrayLike, name: str) -> Floats:
    """Return counts as an array; refuse what is negative, missing, or no row of numbers."""
    try:
        x = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise MeasureError(f"{name} needs counts, and these are no numbers: {error}") from error
    if x.ndim != 1 or x.size == 0:
        raise MeasureError(f"{name} needs at least one count in one row; it got an array of shape {x.shape}")
    if x.min() >= 0 and x.max() < np.inf:  # which is no number if one of them is none
        return x
    if np.isnan(x).any():
        raise MeasureError(f"{name}: {int(np.isnan(x).sum())} counts are missing; leave them out and say so")
    if x.min() >= 0:
        raise MeasureError(f"{name}: a count cannot be infinite")
    raise MeasureError(f"{name}: a count cannot be negative, and the smallest is {x.min():g}")


def tallied(counts: ArrayLike, weights: ArrayLike | None, name: str) -> tuple[Floats, Floats]:
    """Return the different counts in ascending order, and how many repositories have each.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, >= 0.
    weights
        How many repositories have each of these counts, >= 0; ``None`` if there is a count for each of them.
    name
        Who asks, for the refusal.
    """
    x = counts_of(counts, name)
    if weights is None:
        values, n = np.unique(x, return_counts=True)
        return values, n.astype(np.float64)
    w = np.asarray(weights, dtype=np.float64)
    if w.shape != x.shape or not (w >= 0).all() or not w.any() or w.max() == np.inf:
        raise MeasureError(f"{name}: there is one weight for each count, none is negative and one is above 0")
    if (x[1:] <= x[:-1]).any():
        x, place = np.unique(x, return_inverse=True)
        w = np.bincount(place, weights=w).astype(np.float64)
    some = w > 0
    return x[some], w[some]


def some_activity(counts: ArrayLike, weights: ArrayLike | None, name: str) -> tuple[Floats, Floats]:
    """Return what ``tallied`` does; refuse counts that are all zero, which have no distribution."""
    x, w = tallied(counts, weights, name)
    if x[-1] == 0:
        raise MeasureError("there is nothing to share out: every count is zero")
    return x, w


def thinned(values: Floats, points: int) -> NDArray[np.int64]:
    """Return places in rising values, evenly on a logarithmic scale: about so many, or all if there are fewer."""
    if values.size <= points:
        return np.arange(values.size)
    wanted = np.geomspace(max(values[0], 1.0), values[-1], points)
    places = np.searchsorted(values, wanted).clip(0, values.size - 1)
    return np.unique(np.concatenate([[0], places])).astype(np.int64)
