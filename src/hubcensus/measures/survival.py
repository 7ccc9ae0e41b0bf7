"""How long something lasts, where it has not ended everywhere yet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, counts_of
from hubcensus.measures.registry import measure

__all__ = ["Survival", "kaplan_meier", "survival_at", "survival_time"]

_Z = 1.959963984540054  # of a normal distribution, 95 % lies so many standard deviations around its mean


@dataclass(frozen=True)
class Survival:
    """A survival curve: a step at each time at which something ended or was last seen; arrays of one shape.

    Parameters
    ----------
    time
        Rising.
    survival
        Share that lasts longer than this.
    low, high
        Ends of its interval of 95 %; NaN before the first end and once nothing is left, where there is none.
    at_risk
        How many had lasted until then and were still seen.
    events
        How many ended then.
    """

    time: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    events: Floats


@measure(
    of="durations",
    unit="share",
    source="kaplan1958",
    formula=(
        r"\hat{S}(t) = \prod_{t_j \le t} \left( 1 - \frac{d_j}{n_j} \right)"
        "\n"
        r"\hat{S}(t)^{\exp(\pm 1.96\,\sigma / \ln\,\hat{S}(t))}"
        "\n"
        r"\sigma^2 = \sum_{t_j \le t} \frac{d_j}{n_j (n_j - d_j)}"
    ),
    symbols=(
        "$d_j$ is how many ended at time $t_j$, and $n_j$ how many had lasted until then and were still seen. "
        "The second line is the interval of 95 %."
    ),
)
def kaplan_meier(durations: ArrayLike, observed: ArrayLike, *, weights: ArrayLike | None = None) -> Survival:
    """Share that lasts longer than each time, where some have not ended yet.

    What has not ended counts for as long as it was seen. That is fair if what was seen shorter would not, for that,
    have ended earlier or later. The variance is Greenwood's, the interval is made on the scale of log(-log(share)),
    and it takes all units for independent.

    Parameters
    ----------
    durations
        How long each was seen; shape ``(n,)``, >= 0, in any unit.
    observed
        Whether it ended then (true), or may have gone on (false).
    weights
        How many there are of each of these, >= 0; ``None`` for one.

    Returns
    -------
    Survival
        Shares between 0 and 1, by rising time. One that ended and one that was last seen at the same time: the end
        came first.

    Raises
    ------
    MeasureError
        If a duration is negative or missing, or there is none; or the three are not as many.

    References
    ----------
    .. [1] E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", J. Am. Stat. Assoc. 53,
       457 (1958).
    .. [2] J. D. Kalbfleisch, R. L. Prentice, "The Statistical Analysis of Failure Time Data", Wiley (2002), section
       1.4: Greenwood's variance and the interval.

    Examples
    --------
    >>> kaplan_meier([1, 2, 2, 3], [True, True, False, True]).survival.tolist()
    [0.75, 0.5, 0.0]
    """
    x = counts_of(durations, "kaplan_meier")
    ended = np.asarray(observed, dtype=bool)
    w = np.ones(x.size) if weights is None else np.asarray(weights, dtype=np.float64)
    if ended.shape != x.shape or w.shape != x.shape or not (w >= 0).all() or not w.any():
        raise MeasureError("kaplan_meier: each duration has one end or none, and a weight that is not negative")
    time, place = np.unique(x[w > 0], return_inverse=True)
    seen, events = (np.bincount(place, weights=each[w > 0]).astype(np.float64) for each in (w, w * ended))
    at_risk = np.asarray(np.cumsum(seen[::-1])[::-1], dtype=np.float64)
    survival = np.asarray(np.cumprod((at_risk - events) / at_risk), dtype=np.float64)
    return Survival(time, survival, *_interval(survival, at_risk, events), at_risk, events)


def _interval(survival: Floats, at_risk: Floats, events: Floats) -> tuple[Floats, Floats]:
    within = (survival > 0) & (survival < 1)
    left = np.where(within, at_risk - events, 1)
    variance = np.cumsum(np.where(within, events / (at_risk * left), 0))
    log = np.log(np.where(within, survival, 0.5))
    wide = _Z * np.sqrt(variance) / -log
    low, high = (np.where(within, np.exp(log * np.exp(sign * wide)), np.nan) for sign in (1, -1))
    return low, high


def survival_at(curve: Survival, time: float) -> tuple[float, float, float]:
    """Return the share that lasts longer than a time, with the ends of its interval.

    Parameters
    ----------
    curve
        What ``kaplan_meier`` returns.
    time
        In the unit of its durations, >= 0.

    Returns
    -------
    tuple
        Share, low and high, between 0 and 1; 1 and no interval (NaN) before the first end.

    Raises
    ------
    MeasureError
        If nothing was seen for so long, and some might still go on.
    """
    place = int(np.searchsorted(curve.time, time, side="right")) - 1
    if place < 0:
        return 1.0, np.nan, np.nan
    if time > curve.time[-1] and curve.survival[-1] > 0:
        raise MeasureError(f"nothing was seen for longer than {curve.time[-1]:g}, so none for {time:g}")
    return float(curve.survival[place]), float(curve.low[place]), float(curve.high[place])


def survival_time(curve: Survival, share: float = 0.5) -> tuple[float, float, float]:
    """Return the time that so large a share, or less, lasts longer than: the median, if it is half.

    Parameters
    ----------
    curve
        What ``kaplan_meier`` returns.
    share
        Between 0 and 1.

    Returns
    -------
    tuple
        Time, low and high, those times at which the share is within its own interval; high is NaN if that has no end.

    Raises
    ------
    MeasureError
        If more than this share lasts longer than anything was seen.

    References
    ----------
    .. [1] R. Brookmeyer, J. Crowley, "A Confidence Interval for the Median Survival Time", Biometrics 38, 29 (1982).
    """
    reached = share + 1e-12  # a product of shares may be a hair above the share that it is
    ends = [_first(curve.time, each <= reached) for each in (curve.survival, curve.low, curve.high)]
    if np.isnan(ends[0]):
        raise MeasureError(f"a share of {curve.survival[-1]:.3g} lasts longer than anything was seen: over {share:g}")
    time, low, high = ends
    gone = _first(curve.time, curve.survival == 0)  # there the interval has no ends
    return time, float(np.fmin(low, gone)), high


def _first(time: Floats, reached: NDArray[np.bool_]) -> float:
    return float(time[np.argmax(reached)]) if reached.any() else np.nan
