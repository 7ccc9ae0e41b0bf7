"""The power law of a tail: from where on, and with which exponent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, tallied
from hubcensus.measures.registry import measure
from hubcensus.measures.zeta import STEEPEST, log_hurwitz, log_moments

__all__ = ["PowerLaw", "least_distance", "positive", "power_law", "tail_of"]

# A tail of two different values fits an exponent with nothing left over to test it by.
_LEAST_DIFFERENT = 3
# In how many places tails are compared with their laws, before those that may be the closest are in all.
_PLACES = (8, 64, 512)
_AT_ONCE = 2**20
_ROUNDS, _CLOSE = 100, 1e-8

Places = NDArray[np.int64]


@dataclass(frozen=True)
class PowerLaw:
    """A discrete power law of a tail: the share of x is ``x ** -alpha / zeta(alpha, xmin)``, for whole x >= xmin."""

    xmin: int
    most: int
    alpha: float
    standard_error: float
    n_tail: int
    n: int
    distance: float

    @property
    def decades(self) -> float:
        """How long the tail is: from xmin to the largest count, in powers of ten."""
        return float(np.log10(self.most / self.xmin))


@measure(
    of="counts",
    unit="power law",
    source="clauset2009",
    formula=(
        r"L(\alpha) = -n\,\ln\,\zeta(\alpha, x_{\min}) - \alpha \sum_{i=1}^{n} \ln\,x_i"
        "\n"
        r"D = \max_{x \ge x_{\min}} |S(x) - P(x)|"
        "\n"
        r"P(x) = \frac{\zeta(\hat{\alpha}, x)}{\zeta(\hat{\alpha}, x_{\min})}"
        "\n"
        r"\sigma = \left( n \left[ \frac{\zeta''}{\zeta} - \left( \frac{\zeta'}{\zeta} \right)^2 \right] "
        r"\right)^{-1/2}"
    ),
    symbols=(
        r"$x_i \ge x_{\min}$ are the $n$ counts of the tail, $\zeta(\alpha, x) = \sum_{k=0}^{\infty} (x + "
        r"k)^{-\alpha}$, its derivatives by $\alpha$ those at $(\hat{\alpha}, x_{\min})$; $\hat{\alpha}$ "
        r"maximises $L$, $x_{\min}$ minimises $D$ and $\sigma$ is the standard error. $S(x)$ and $P(x)$ are the "
        "shares of at least $x$ in the tail and under the law; $x$ is whole."
    ),
)
def power_law(counts: ArrayLike, *, weights: ArrayLike | None = None) -> PowerLaw:
    """Power law of the tail: from where on it fits best, and its exponent by maximum likelihood.

    The exponent maximises the likelihood of the discrete law, Eq. (3.5) of Ref. [1]; its standard error is that of
    the likelihood's curvature there, Eq. (3.6). The tail begins where the distance of Kolmogorov and Smirnov between
    it and its law, Eq. (3.9), is least; every different value is tried, but for those that leave fewer than three
    different ones. The distance is over all whole numbers, as there; ``powerlaw`` and igraph look only just
    below each value, so theirs may be less where values are rare. That there is a best power law does not make it
    one: see ``tail_p`` and ``verdict``.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, whole numbers >= 0. Zeros are outside: a power law begins at 1 or
        later.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    PowerLaw
        ``xmin``, where the tail begins, >= 1; ``most``, the largest count; ``alpha``, the exponent, above 1 and below
        20; its ``standard_error``; ``n_tail``, repositories in the tail; ``n``, repositories with a count above 0;
        ``distance``, between 0 and 1.

    Raises
    ------
    MeasureError
        If a count is negative, missing or no whole number, or there are fewer than three different ones above 0, or
        they fall off faster than any power law.

    References
    ----------
    .. [1] A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
       SIAM Rev. 51, 661 (2009), sections 3.1 and 3.3.

    Examples
    --------
    >>> fit = power_law([1] * 64 + [2] * 16 + [3] * 8 + [4] * 4 + [5] * 3 + [6, 6, 7, 7, 8, 9, 11, 17])
    >>> fit.xmin, round(fit.alpha, 2), round(fit.standard_error, 2)
    (1, 2.15, 0.12)
    """
    values, w = positive(counts, weights, "power_law")
    if values.size < _LEAST_DIFFERENT:
        raise MeasureError(
            f"power_law needs at least {_LEAST_DIFFERENT} different counts above 0; there are {values.size}"
        )
    sample = _Sample.of(values, w)
    closest = sample.closest()
    if closest is None:
        raise MeasureError("power_law: the counts fall off faster than any power law")
    place, distance = closest
    alpha, n_tail = sample.alpha[place], sample.at_least[place]
    variance = log_moments(alpha[None], values[place, None])[1][0]
    return PowerLaw(
        xmin=int(values[place]),
        most=int(values[-1]),
        alpha=float(alpha),
        standard_error=float(1 / np.sqrt(n_tail * variance)),
        n_tail=int(n_tail),
        n=int(sample.at_least[0]),
        distance=distance,
    )


def tail_of(counts: ArrayLike, fit: PowerLaw, weights: ArrayLike | None, name: str) -> tuple[Floats, Floats]:
    """Return the different values of the tail and how many repositories have each; refuse a fit of other counts."""
    values, w = positive(counts, weights, name)
    tail = values >= fit.xmin
    if int(w.sum()) != fit.n or int(w[tail].sum()) != fit.n_tail:
        raise MeasureError(f"{name}: this power law was fitted to other counts")
    return values[tail], w[tail]


def least_distance(values: Floats, w: Floats) -> float:
    """Return how far different counts above 0, in ascending order, are from their power law; 0 if they have none."""
    closest = _Sample.of(values, w).closest() if values.size >= _LEAST_DIFFERENT else None
    return 0.0 if closest is None else closest[1]


def positive(counts: ArrayLike, weights: ArrayLike | None, name: str) -> tuple[Floats, Floats]:
    """Return what ``tallied`` does, without zeros; refuse what is no whole number."""
    values, w = tallied(counts, weights, name)
    if not np.isfinite(values).all() or (values % 1).any():
        raise MeasureError(f"{name}: the law is one of whole numbers, and not all counts are")
    return values[values > 0], w[values > 0]


@dataclass(frozen=True, eq=False)
class _Sample:
    """Different counts, how many repositories have at least each, and the exponent of the tail from each on."""

    values: Floats
    at_least: Floats  # one longer: nobody has more than the largest
    alpha: Floats  # two shorter: the last tails are too short
    norm: Floats

    @classmethod
    def of(cls, values: Floats, w: Floats) -> "_Sample":
        at_least = np.append(np.cumsum(w[::-1])[::-1], 0.0)
        log_sum = np.cumsum((w * np.log(values))[::-1])[::-1]
        first = slice(0, values.size - _LEAST_DIFFERENT + 1)
        alpha = _exponents((log_sum / at_least[:-1])[first], values[first])
        return cls(values, at_least, alpha, log_hurwitz(alpha, values[first]))

    def closest(self) -> tuple[int, float] | None:
        """Return the place where the tail begins that is closest to its law, and its distance; as if all were tried.

        The distance in a few places is at most that in all, so tails that are further away there than some tail is
        at all are dropped, in three rounds of more and more places. Few are left to be compared in all.
        """
        left = np.flatnonzero(self.alpha < STEEPEST)
        if not left.size:
            return None
        best = (np.inf, 0)
        for places in _PLACES:
            least = self._least(left, places)
            best = min(best, self._distance(left[least.argmin()]))
            near = least <= best[0] * (1 + 1e-12)
            left, least = left[near], least[near]
        for place in left[least.argsort()]:
            best = min(best, self._distance(place))
        return best[1], best[0]

    def _least(self, tails: Places, places: int) -> Floats:
        """Return the largest gap in so many places of each tail, evenly by repositories."""
        shares = np.linspace(1, 0, places, endpoint=False)
        found = np.empty(tails.size)
        step = _AT_ONCE // places
        for begin in range(0, tails.size, step):
            some = tails[begin : begin + step, None]
            wanted = self.at_least[some] * shares
            at = np.searchsorted(-self.at_least, -wanted, side="right") - 1
            found[begin : begin + step] = self._gaps(some, at).max(axis=1)
        return found

    def _distance(self, tail: np.int64) -> tuple[float, int]:
        """Return the distance of a tail to its law over all whole numbers, and the tail."""
        return float(self._gaps(tail, np.arange(tail, self.values.size)).max()), int(tail)

    def _gaps(self, tail: Places | np.int64, at: Places) -> Floats:
        """Return how far law and sample are apart at values: just below each or just above, whichever is more.

        Between two values the sample stays and the law falls, so they are furthest apart at one of the ends.
        """
        alpha, norm, x = self.alpha[tail], self.norm[tail], self.values[at]
        below = np.exp(log_hurwitz(alpha, x) - norm)
        above = below - np.exp(-alpha * np.log(x) - norm)
        n = self.at_least[tail]
        gaps = np.maximum(np.abs(below - self.at_least[at] / n), np.abs(above - self.at_least[at + 1] / n))
        return np.asarray(gaps)


def _exponents(mean_log: Floats, xmin: Floats) -> Floats:
    """Return the exponents under which the logarithm has these means: those of most likelihood, up to the steepest.

    Newton's method, from Eq. (3.7) of Clauset et al. on. The mean is convex in the exponent and falls, so it comes
    from below after the first step and cannot miss.
    """
    alpha = np.minimum(1 + 1 / (mean_log - np.log(xmin - 0.5)), STEEPEST)
    todo = np.arange(alpha.size)
    for _ in range(_ROUNDS):
        old = alpha[todo]
        mean, variance = log_moments(old, xmin[todo])
        alpha[todo] = np.clip(old + (mean - mean_log[todo]) / variance, (1 + old) / 2, STEEPEST)
        todo = todo[np.abs(alpha[todo] - old) > _CLOSE * old]
        if not todo.size:
            break
    return alpha
