"""How far a number could have come out otherwise: whole clusters drawn again, with replacement."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError

__all__ = ["DRAWS", "FEWEST", "Clusters", "Interval", "Statistic", "Weights", "intervals", "share_at"]

DRAWS = 400
"""How often a sample is drawn anew."""

FEWEST = 20
"""Clusters from which on an interval is given: of fewer, the draws show too little of what could have been."""

_AT_ONCE = 20  # draws
_DEFINED = 0.95  # share of the draws in which a number has to have a value
_FARTHEST = 10.0  # standard errors of a draw from the estimate: beyond, one or two clusters decide
_LONGEST = 4.0  # times as far from the estimate as the draws lie on that side: no draw shows so much, or hardly one
_WIDEST = 3.0  # standard deviations of the draws: a larger standard error is that of a kink, and says nothing

Weights = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Statistic:
    """A number of a sample, given how many units have each row of its tally.

    Parameters
    ----------
    value
        The number; it may raise ``MeasureError``.
    influence
        What one more unit of each row would change in it, times the number of units; shape ``(n_rows,)``, 0 on
        average. ``None`` where it is not smooth, as for the median.
    scale
        ``logit`` for a number between 0 and 1, ``log`` for one above 0.
    least, most
        What the units at hand can give: an interval that goes beyond says nothing.
    """

    value: Callable[[Weights], float]
    influence: Callable[[Weights], Weights] | None = None
    scale: Literal["logit", "log"] = "logit"
    least: float = 0.0
    most: float = np.inf


def share_at(place: int) -> Statistic:
    """Return the share of the units that have one row of the tally."""

    def share(weights: Weights) -> float:
        return float(weights[place : place + 1].sum() / weights.sum())

    def influence(weights: Weights) -> Weights:
        has = np.full(weights.size, -share(weights))
        has[place : place + 1] += 1
        return has

    return Statistic(share, influence)


class Clusters:
    """Units in clusters, clusters alike taken together.

    As many clusters are drawn as there are, each with all of its units, as often as it comes: what one owner does
    in a thousand repositories at once is then one happening and not a thousand.

    Parameters
    ----------
    rows
        Which of the rows of a tally (the different counts, or pairs of counts) a unit has, from 0;
        shape ``(n_units,)``.
    clusters
        Which cluster a unit is of, by any number; shape ``(n_units,)``.

    Attributes
    ----------
    held, across
        How many units of each row a cluster of each kind has; sparse, shape ``(n_rows, n_kinds)``, and turned.
    n
        How many clusters there are of each kind; shape ``(n_kinds,)``.

    References
    ----------
    .. [1] A. C. Davison, D. V. Hinkley, "Bootstrap Methods and their Application", Cambridge (1997), section 3.8.
    """

    def __init__(self, rows: ArrayLike, clusters: ArrayLike) -> None:
        from scipy.sparse import coo_array

        row, (_, cluster) = np.asarray(rows, dtype=np.int64), np.unique(np.asarray(clusters), return_inverse=True)
        units = coo_array((np.ones(row.size, dtype=np.int64), (row, cluster))).tocsc()
        mark = np.random.default_rng(0).integers(-(2**62), 2**62, units.shape[0])
        _, first, n = np.unique(mark @ units, return_index=True, return_counts=True)
        self.n = n.astype(np.float64)
        self.held = units[:, first].astype(np.float64)
        self.across = self.held.T.tocsr()

    def draws(self, draws: int, seed: int) -> Iterator[Weights]:
        """Yield, for each draw, how many clusters of each kind are in it."""
        chance, n = np.random.default_rng(seed), int(self.n.sum())
        for start in range(0, draws, _AT_ONCE):
            yield from chance.multinomial(n, self.n / n, min(_AT_ONCE, draws - start)).astype(np.float64)


def intervals(
    statistics: Mapping[str, Statistic],
    rows: ArrayLike,
    clusters: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 1,
) -> dict[str, Interval]:
    """Return the bootstrap interval of each statistic.

    With an influence it is the studentized one on the scale of the statistic: every draw says by how many of its own
    standard errors it misses what it was drawn from. Without, it lies between quantiles of the draws.

    Parameters
    ----------
    statistics
        By name.
    rows, clusters
        As in ``Clusters``.
    draws, seed
        How many, and of which seed.
    level
        Share of intervals made like this that hold the true value, unless the tail of the counts is very heavy.

    Returns
    -------
    dict
        (low, high) by name; without a statistic that one draw in twenty or the sample itself does not define, that is
        at an end of its range, that one or two clusters decide (draws miss it by more than ten of their standard
        errors), whose standard error is more than three times what its draws show (it has a kink there), whose
        interval goes beyond what there can be, or, without an influence, that lies beside nearly all draws, as an
        effect does that is next to nothing; and empty if there are fewer than ``FEWEST`` clusters.

    References
    ----------
    .. [1] A. C. Davison, D. V. Hinkley, "Bootstrap Methods and their Application", Cambridge (1997), eqs. 5.6
       (percentile) and 5.7 (studentized).

    Examples
    --------
    >>> counts = [0] * 50 + [1] * 50
    >>> half = Statistic(lambda weights: weights[1] / weights.sum())
    >>> intervals({"mean": half}, counts, range(100))
    {'mean': (0.4, 0.59)}
    """
    if len(np.unique(np.asarray(clusters))) < FEWEST:
        return {}
    of = Clusters(rows, clusters)
    found: dict[str, list[_Point]] = {name: [] for name in statistics}
    for drawn in chain([of.n], of.draws(draws, seed)):
        for name, point in _points(statistics, drawn, of).items():
            found[name].append(point)
    made = {name: _interval(one, found[name], (1 - level) / 2) for name, one in statistics.items()}
    return {name: interval for name, interval in made.items() if interval is not None}


_Point = tuple[float, float]  # value on its scale, standard error there; NaN where there is none


def _points(statistics: Mapping[str, Statistic], drawn: Weights, of: Clusters) -> dict[str, _Point]:
    """Return the point of each statistic in one draw; the standard errors of all at once."""
    weights, values, influences = of.held @ drawn, {}, {}
    for name, statistic in statistics.items():
        try:
            values[name] = statistic.value(weights)
            if statistic.influence is not None:
                influences[name] = statistic.influence(weights)
        except MeasureError:
            continue
    changes = np.reshape(list(influences.values()), (len(influences), weights.size)).T
    squares = np.square(of.across @ changes)  # of what one cluster more of each kind would change
    errors = dict(zip(influences, np.sqrt(drawn @ squares) / weights.sum(), strict=True))
    return {
        name: _point(statistic, values[name], errors.get(name)) if name in values else (np.nan, np.nan)
        for name, statistic in statistics.items()
    }


def _point(statistic: Statistic, value: float, error: float | None) -> _Point:
    if error is None:
        return value, 1.0
    if not 0 < value < (1 if statistic.scale == "logit" else np.inf) or error == 0:
        return np.nan, np.nan
    slope = value * (1 - value) if statistic.scale == "logit" else value
    return _SCALES[statistic.scale][0](value), error / slope


_SCALES: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "logit": (lambda x: float(np.log(x / (1 - x))), lambda y: float(1 / (1 + np.exp(-y)))),
    "log": (lambda x: float(np.log(x)), lambda y: float(np.exp(y))),
}


def _interval(statistic: Statistic, points: list[_Point], tail: float) -> Interval | None:
    (estimate, error), *drawn = points
    values, errors = np.array([point for point in drawn if not np.isnan(point[0])]).reshape(-1, 2).T
    if np.isnan(estimate) or values.size < _DEFINED * len(drawn):
        return None
    if statistic.influence is None:
        low, high = np.quantile(values, (tail, 1 - tail), method="inverted_cdf").tolist()
        return (low, high) if low <= estimate <= high else None
    back = _SCALES[statistic.scale][1]
    high, low = np.quantile((values - estimate) / errors, (tail, 1 - tail)).tolist()
    if max(low, -high) > _FARTHEST or error > _WIDEST * values.std():
        return None
    ends, shown = estimate - error * np.array([low, high]), np.quantile(values, (tail, 1 - tail))
    if (np.abs(ends - estimate) > _LONGEST * np.abs(shown - estimate)).any():
        return None
    low, high = map(back, ends.tolist())
    return (low, high) if statistic.least <= low and high <= statistic.most else None
