"""How well a power law fits its tail: as far from it as counts that do follow one, or further."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats
from hubcensus.measures.registry import measure
from hubcensus.measures.tails import PowerLaw, least_distance, positive, tail_of
from hubcensus.measures.zeta import log_hurwitz

__all__ = ["tail_p"]

_LEAST_SMALL, _MOST_SMALL = 32, 2**20


@measure(
    of="tails",
    unit="probability",
    source="clauset2009",
    formula=r"p = \frac{1}{B} \sum_{b=1}^{B} [D_b \ge D]",
    symbols=(
        "$D$ is the distance of the counts to their power law, as `power_law` gives it, and $D_b$ that of draw "
        "$b$ of $B$ to its own."
    ),
)
def tail_p(
    counts: ArrayLike, fit: PowerLaw, *, weights: ArrayLike | None = None, draws: int = 100, seed: int
) -> float:
    """Goodness of fit of a power law: how often counts that do follow it are at least as far from theirs.

    Each draw makes as many counts as there are: in the tail by the law, below it from the counts that are there; fits
    a power law of its own to them, from its own best beginning on; and compares the distances, Ref. [1]. A small
    p speaks against the power law; a large one does not speak for it where there are few repositories. Its standard
    error is at most ``0.5 / sqrt(draws)``.

    Parameters
    ----------
    counts
        Events per repository; shape ``(n_repos,)``, whole numbers >= 0.
    fit
        The power law of these counts.
    weights
        How many repositories have each of these counts; ``None`` if there is a count for each of them.
    draws
        How many sets of counts to draw, 1 or more.
    seed
        The same seed gives the same p.

    Returns
    -------
    float
        Share of the draws, between 0 and 1.

    Raises
    ------
    MeasureError
        If a count is negative, missing or no whole number, the fit is one of other counts, or there is no draw.

    References
    ----------
    .. [1] A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-Law Distributions in Empirical Data",
       SIAM Rev. 51, 661 (2009), section 4.1.
    """
    if draws < 1:
        raise MeasureError(f"tail_p needs at least one draw, not {draws}")
    tail_of(counts, fit, weights, "tail_p")
    values, w = positive(counts, weights, "tail_p")
    body = values < fit.xmin
    rng, law = np.random.default_rng(seed), _Law.of(fit)
    drawn = (_drawn(values[body], w[body], fit, law, rng) for _ in range(draws))
    return sum(least_distance(*sample) >= fit.distance for sample in drawn) / draws


@dataclass(frozen=True, eq=False)
class _Law:
    """A power law to draw from: the chance of each small value, and of all beyond."""

    alpha: float
    small: Floats
    chances: Floats

    @classmethod
    def of(cls, fit: PowerLaw) -> "_Law":
        # Up to where one repository is expected to have each value: beyond, drawing each is less than drawing values.
        alone = fit.xmin * (max(fit.n_tail * (fit.alpha - 1) / fit.xmin, 1) ** (1 / fit.alpha) - 1)
        small = fit.xmin + np.arange(np.clip(alone, _LEAST_SMALL, _MOST_SMALL) // 1 + 1)
        tail = np.exp(log_hurwitz(fit.alpha, small) - log_hurwitz(fit.alpha, fit.xmin))
        return cls(fit.alpha, small, np.append(-np.diff(tail), tail[-1]))

    def draw(self, n: int, rng: Generator) -> tuple[Floats, Floats]:
        """Return different values and how many of n have each."""
        w = rng.multinomial(n, self.chances)
        far, n_far = np.unique(self._far(rng.random(w[-1])), return_counts=True)
        return np.append(self.small[:-1], far), np.append(w[:-1], n_far).astype(np.float64)

    def _far(self, u: Floats) -> Floats:
        """Return the values beyond the small ones that have these shares of the rest above them.

        That of the continuous law is at most one off; where it is above 1e9 it is right but for one in 1e9.
        """
        begin, share = self.small[-1], 1 - u
        x = np.floor(0.5 + (begin - 0.5) * np.exp(np.minimum(-np.log(share) / (self.alpha - 1), 600)))
        norm, near = log_hurwitz(self.alpha, begin), x < 1e9
        tried, log = x[near], np.log(share[near]) + norm
        x[near] += (log_hurwitz(self.alpha, tried + 1) >= log) * 1.0 - (log_hurwitz(self.alpha, tried) < log)
        return np.asarray(x)


def _drawn(body: Floats, w: Floats, fit: PowerLaw, law: _Law, rng: Generator) -> tuple[Floats, Floats]:
    """Return counts as many as were fitted: the tail by the law, the body as it was."""
    n_tail = int(rng.binomial(fit.n, fit.n_tail / fit.n))
    values, n = law.draw(n_tail, rng)
    if body.size:
        values = np.append(body, values)
        n = np.append(rng.multinomial(fit.n - n_tail, w / w.sum()), n)
    return values[n > 0], n[n > 0]
