"""What a tail follows if not a power law: four other laws on the same tail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.measures.counts import Floats
from hubcensus.measures.registry import measure
from hubcensus.measures.tails import PowerLaw, tail_of
from hubcensus.measures.zeta import STEEPEST, log_hurwitz, log_lerch

__all__ = ["Alternative", "alternatives"]

Pair = tuple[float, float]

# From here on a lognormal's share of a whole number comes from its density: rounding spoils small differences.
_SMOOTH = 1e3
_AT_BOUND = 1e-3


@dataclass(frozen=True)
class Alternative:
    """Another law of the same tail, compared with the power law."""

    parameters: dict[str, float]
    ratio: float
    z: float
    p: float
    identified: bool


@measure(
    of="tails",
    unit="log-likelihood ratio",
    source="vuong1989",
    formula=(
        r"R = \sum_{i=1}^{n} d_i, \quad d_i = \ln\,p_1(x_i) - \ln\,p_2(x_i)"
        "\n"
        r"z = \frac{R}{\sigma \sqrt{n}}, \quad \sigma^2 = \frac{1}{n} \sum_{i=1}^{n} (d_i - \bar{d})^2"
    ),
    symbols=(
        r"$x_i \ge x_{\min}$ are the $n$ counts of the tail, $p_1$ the power law and $p_2$ the other law, each "
        r"with its likeliest parameters, and $\bar{d}$ the mean of the $d_i$. The probability $p$ is "
        r"$\mathrm{erfc}(|z| / \sqrt{2})$; for the truncated power law it is $\mathrm{erfc} \sqrt{|R|}$."
    ),
)
def alternatives(counts: ArrayLike, fit: PowerLaw, *, weights: ArrayLike | None = None) -> dict[str, Alternative]:
    """How much likelier a power law makes its tail than each of four other laws does, all by maximum likelihood.

    All are laws of the whole numbers from ``fit.xmin`` on, normalised there:

    ``exponential``
        ``exp(-rate * x)``: geometric.
    ``lognormal``
        Of a lognormal (``mu``, ``sigma``) what lies between ``x - 1/2`` and ``x + 1/2``.
    ``stretched exponential``
        The discrete Weibull of Ref. [3]: the share above x is ``exp(-rate * (x + 1) ** beta)``.
    ``truncated power law``
        ``x ** -alpha * exp(-rate * x)``.

    A lognormal and a stretched exponential become power laws where ``sigma`` goes to infinity or ``beta`` to 0. If
    that is where the likelihood leads, there is no such law of this tail, and it is not identified.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, whole numbers >= 0.
    fit
        The power law of these counts.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.

    Returns
    -------
    dict
        Of each law its ``parameters``; ``ratio``, the logarithm of the ratio of likelihoods, Eq. (C.2) of Ref. [1],
        above 0 if it favours the power law; ``z``, that over its standard deviation; ``p``, how likely so large a
        ratio is by chance if both are as good: that of Ref. [2], and of chi square with one degree of freedom for the
        truncated power law, of which the power law is a special case; ``identified``, whether the likelihood has a
        maximum within bounds.

    Raises
    ------
    MeasureError
        If a count is negative, missing or no whole number, or the fit is one of other counts.

    References
    ----------
    .. [1] A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
       SIAM Rev. 51, 661 (2009), section 5 and appendix C.
    .. [2] Q. H. Vuong, "Likelihood Ratio Tests for Model Selection and Non-Nested Hypotheses", Econometrica 57,
       307 (1989).
    .. [3] T. Nakagawa, S. Osaki, "The Discrete Weibull Distribution", IEEE Trans. Reliab. R-24, 300 (1975).
    """
    x, w = tail_of(counts, fit, weights, "alternatives")
    power = -fit.alpha * np.log(x) - log_hurwitz(fit.alpha, fit.xmin)
    found = {}
    for name, law in _LAWS.items():
        parameters, log_share, identified = law(x, w, fit)
        ratio, z, p = _compared(power - log_share, w, nested=name == "truncated power law")
        found[name] = Alternative(parameters, ratio, z, p, identified)
    return found


def _compared(gain: Floats, w: Floats, *, nested: bool) -> tuple[float, float, float]:
    """Return the log-likelihood ratio, normalised, and its p, by Eqs. (C.3) to (C.6) of Clauset et al."""
    from scipy.special import erfc

    n, ratio = w.sum(), float(w @ gain)
    spread = float(np.sqrt(w @ (gain - ratio / n) ** 2))
    z = ratio / spread if spread > 0 else 0.0
    return ratio, z, float(erfc(np.sqrt(max(-ratio, 0.0))) if nested else erfc(abs(z) / np.sqrt(2)))


Fitted = tuple[dict[str, float], Floats, bool]


def _exponential(x: Floats, w: Floats, fit: PowerLaw) -> Fitted:
    beyond = float(w @ (x - fit.xmin)) / fit.n_tail
    rate = float(np.log1p(1 / beyond))
    return {"rate": rate}, -np.log1p(beyond) - rate * (x - fit.xmin), True


def _lognormal(x: Floats, w: Floats, fit: PowerLaw) -> Fitted:
    """Fit by the slope of its logarithm at xmin and by sigma: mu and sigma alone run off together on a ridge."""

    def parameters(slope: float, log_sigma: float) -> Pair:
        sigma = np.exp(log_sigma)
        return np.log(fit.xmin) - slope * sigma**2, sigma

    def log_share(slope: float, log_sigma: float) -> Floats:
        return _log_lognormal(x, fit.xmin, *parameters(slope, log_sigma))

    bounds = ((-STEEPEST, STEEPEST), (np.log(0.05), np.log(10)))
    best, identified = _likeliest(lambda a, b: w @ log_share(a, b) / fit.n_tail, (fit.alpha - 1, 0.5), bounds)
    mu, sigma = parameters(*best)
    return {"mu": float(mu), "sigma": float(sigma)}, log_share(*best), identified


def _log_lognormal(x: Floats, xmin: float, mu: float, sigma: float) -> Floats:
    """Return the logarithm of the share of each x, taken on that side of the median where it is rare."""
    from scipy.special import log_ndtr

    z = (np.log(x) - mu) / sigma
    slope, bend = -(1 + z / sigma) / x, (1 + z / sigma - sigma**-2) / x**2
    density = -(z**2) / 2 - np.log(sigma * np.sqrt(2 * np.pi) * x)
    smooth = density + np.log1p(np.maximum(slope**2 + bend, -12) / 24)
    low, high = ((np.log(x + half) - mu) / sigma for half in (-0.5, 0.5))
    above = low + high > 0
    most, least = log_ndtr(np.where(above, -low, high)), log_ndtr(np.where(above, -high, low))
    with np.errstate(divide="ignore"):  # only where it is not taken
        share = np.where(x > _SMOOTH, smooth, most + np.log(-np.expm1(least - most)))
    return np.asarray(share - log_ndtr(-(np.log(xmin - 0.5) - mu) / sigma))


def _stretched(x: Floats, w: Floats, fit: PowerLaw) -> Fitted:
    """Fit by beta and by the slope of its logarithm at xmin, which stays as it is where beta goes to 0."""
    log = np.log(x / fit.xmin)

    def log_share(beta: float, log_slope: float) -> Floats:
        fall = np.exp(log_slope) / beta
        step = fall * np.exp(beta * log) * np.expm1(beta * np.log1p(1 / x))
        return np.asarray(np.log(-np.expm1(-step)) - fall * np.expm1(beta * log))

    bounds = ((0.01, 10.0), (-30.0, np.log(1e3)))
    best, identified = _likeliest(lambda a, b: w @ log_share(a, b) / fit.n_tail, (0.3, np.log(fit.alpha - 1)), bounds)
    beta, slope = best[0], np.exp(best[1])
    return {"rate": float(slope / beta / fit.xmin**beta), "beta": float(beta)}, log_share(*best), identified


def _truncated(x: Floats, w: Floats, fit: PowerLaw) -> Fitted:
    """Fit by the sums that are all it needs of a tail; a rate that no value there would feel is none."""
    log, mean_log, mean = np.log(x), w @ np.log(x) / fit.n_tail, w @ x / fit.n_tail

    def likelihood(alpha: float, log_rate: float) -> float:
        rate = float(np.exp(log_rate))
        return float(-alpha * mean_log - rate * mean - log_lerch(alpha, rate, fit.xmin))

    bounds = ((0.0, STEEPEST), (np.log(1e-3 / x[-1]), np.log(10.0)))
    (alpha, log_rate), identified = _likeliest(likelihood, (fit.alpha, -np.log(x[-1])), bounds)
    rate = float(np.exp(log_rate))
    return {"alpha": alpha, "rate": rate}, -alpha * log - rate * x - log_lerch(alpha, rate, fit.xmin), identified


def _likeliest(
    likelihood: Callable[[float, float], Any], start: Pair, bounds: tuple[Pair, Pair]
) -> tuple[Pair, bool]:
    """Return where the likelihood of one is largest, and whether that is a maximum and not the end of the bounds."""
    from scipy.optimize import minimize

    low, high = np.transpose(bounds)
    corners = np.clip(np.add(start, [(0, 0), (0.5, 0), (0, -0.5)]), low, high)
    result = minimize(
        lambda at: -likelihood(float(at[0]), float(at[1])),
        start,
        method="Nelder-Mead",
        bounds=bounds,
        options={"initial_simplex": corners, "xatol": 1e-6, "fatol": 1e-11, "maxfev": 2000},
    )
    inside = ((low + _AT_BOUND < result.x) & (result.x < high - _AT_BOUND)).all()
    return (float(result.x[0]), float(result.x[1])), bool(result.success and inside)


_LAWS: dict[str, Callable[[Floats, Floats, PowerLaw], Fitted]] = {
    "exponential": _exponential,
    "lognormal": _lognormal,
    "stretched exponential": _stretched,
    "truncated power law": _truncated,
}
