"""The sums that normalise discrete power laws, for many at once: Hurwitz zeta, and with an exponential cut-off."""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["STEEPEST", "log_hurwitz", "log_lerch", "log_moments"]

STEEPEST = 20.0
"""The largest exponent that the sums here are exact for; no law of counts comes near."""

# B(2j) / (2j)! of the formula of Euler and Maclaurin: with five of them it is good to 1e-12 from _FROM on.
_EULER_MACLAURIN = (1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160)
_FROM = 32
_SUMMED, _NODES = 200, 200

Floats = NDArray[np.float64]


def log_hurwitz(s: ArrayLike, q: ArrayLike) -> Floats:
    """Logarithm of the Hurwitz zeta function: of the sum of ``(q + k) ** -s`` over k = 0, 1, ...

    Parameters
    ----------
    s
        Exponents, above 1 and up to ``STEEPEST``.
    q
        Where the sums begin, 1 or more; of a shape that fits that of ``s``.
    """
    s, q = np.broadcast_arrays(np.asarray(s, dtype=np.float64), np.asarray(q, dtype=np.float64))
    near = q < _FROM
    x = np.where(near, q + _FROM, q)
    scaled = _rest(s, x)
    if near.any():
        scaled[near] += _terms(s[near], q[near], x[near])[0].sum(axis=-1)
    return np.asarray((1 - s) * np.log(x) + np.log(scaled))


def log_moments(s: Floats, q: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the logarithm of x = q, q + 1, ... under the law ``x ** -s``; both of one shape."""
    near = q < _FROM
    x = np.where(near, q + _FROM, q)
    zeroth, first, second = _rest_and_slopes(s, x)
    if near.any():
        terms, log = _terms(s[near], q[near], x[near])
        zeroth[near] += terms.sum(axis=-1)
        first[near] -= (terms * log).sum(axis=-1)
        second[near] += (terms * log**2).sum(axis=-1)
    mean = -first / zeroth
    return np.log(x) + mean, second / zeroth - mean**2


def log_lerch(s: float, decay: float, q: float) -> float:
    """Logarithm of the sum of ``x ** -s * exp(-decay * x)`` over x = q, q + 1, ...; decay above 0, q 1 or more.

    The first terms one by one, then the integral by Gauss and Legendre on a logarithmic scale, and what lies between
    sum and integral by Euler and Maclaurin. All over the first term, so that nothing underflows.
    """
    x = q + np.arange(_SUMMED)
    end = q + _SUMMED
    first = np.exp(-s * np.log(x / q) - decay * (x - q)).sum()
    at_end = np.exp(-s * np.log(end / q) - decay * _SUMMED)
    width = np.log1p(50 / (decay * end))  # beyond that, exp(-50) of it
    nodes, weights = _legendre()
    t = width * (nodes + 1) / 2
    integral = end * width / 2 * (weights @ np.exp((1 - s) * t - decay * end * np.expm1(t)))
    slope = -s / end - decay
    third = slope**3 + 3 * slope * s / end**2 - 2 * s / end**3
    rest = at_end * (integral + 0.5 - slope / 12 + third / 720)
    return float(np.log(first + rest) - s * np.log(q) - decay * q)


@cache
def _legendre() -> tuple[Floats, Floats]:
    return np.polynomial.legendre.leggauss(_NODES)


def _terms(s: Floats, q: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return the first terms of the sums, over ``x ** (1 - s)``, and the logarithm of each place over x."""
    log = np.log((q[..., None] + np.arange(_FROM)) / x[..., None])
    return np.exp(-s[..., None] * log) / x[..., None], log


def _rest(s: Floats, x: Floats) -> Floats:
    """Return zeta(s, x) over ``x ** (1 - s)``, for large x."""
    square = x**-2.0
    total, factor = 1 / (s - 1) + 0.5 / x, s * square
    for j, weight in enumerate(_EULER_MACLAURIN, 1):
        total += weight * factor
        factor *= (s + (2 * j - 1)) * (s + 2 * j) * square
    return np.asarray(total)


def _rest_and_slopes(s: Floats, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what ``_rest`` does, and its first and second derivative by s."""
    square = x**-2.0
    total = [1 / (s - 1) + 0.5 / x, -1 / (s - 1) ** 2, 2 / (s - 1) ** 3]
    zeroth, first, second = s * square, square, np.zeros_like(square)
    for j, weight in enumerate(_EULER_MACLAURIN, 1):
        total = [sum_ + weight * part for sum_, part in zip(total, (zeroth, first, second), strict=True)]
        for more in (s + (2 * j - 1), s + 2 * j):
            zeroth, first, second = zeroth * more, first * more + zeroth, second * more + 2 * first
        zeroth, first, second = zeroth * square, first * square, second * square
    return total[0], total[1], total[2]
