"""Tails of counts: a power law, how well it fits, and what else it could be."""

import altair as alt
import numpy as np

from hubcensus import measures
from hubcensus.measures.zeta import log_hurwitz
from hubcensus.report.figures import decades
from illustrations.drawing import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    Plane,
    axis,
    illustration,
    titled,
)


def _power(n, alpha, xmin):
    """Return the quantiles of a power law: a sample that is as like it as can be."""
    return np.floor(0.5 + (xmin - 0.5) * (1 - (np.arange(n) + 0.5) / n) ** (-1 / (alpha - 1)))


def _drawn(n=300, seed=3):
    return np.floor(0.5 + 0.5 * (1 - np.random.default_rng(seed).random(n)) ** (-1 / 1.2))


def _cut_off(n=1000, seed=4):
    return np.minimum(_drawn(n, seed), np.random.default_rng(seed).exponential(30, n) // 1 + 1)


def _even(n=300):
    return np.floor(np.exp((np.arange(n) + 0.5) / n * 5))


def _tail(counts, width, height=130, colour=BLUE):
    """Return a plane on logarithmic axes, and on it the counts and the law of their tail."""
    fit, rows = measures.power_law(counts), measures.ccdf(counts, 10)
    x = np.geomspace(fit.xmin, fit.most, 12)
    law = np.exp(log_hurwitz(fit.alpha, x) - log_hurwitz(fit.alpha, fit.xmin)) * fit.n_tail / fit.n
    least = min(law[-1], rows[-1, 1])
    plane = Plane(height, width, decades("likes", 1, fit.most), decades("share with at least so many", least, 1))
    return fit, plane, [plane.dots(rows, colour, 34), plane.line(zip(x, law, strict=True), ORANGE)]


@illustration(
    "The share of repositories with at least so many likes, on logarithmic axes (blue), and the power law of the "
    "tail (orange). The tail begins at the dashed line; the counts before it are no part of the law."
)
def power_law():
    fit, plane, layers = _tail(np.concatenate([np.repeat([1, 2, 3], [60, 70, 70]), _power(300, 2.4, 4)]), 236)
    title = (
        f"power_law of 500 counts: alpha = {fit.alpha:.2f} ± {fit.standard_error:.2f} from xmin = {fit.xmin} on, "
        f"D = {fit.distance:.4f}"
    )
    begin = plane.segments([(fit.xmin, plane.y.low, fit.xmin, 1)], INK, 1, strokeDash=[4, 3])
    return title, plane.layers(begin, *layers)


@illustration(
    "Two samples (blue) and the power law of the tail of each (orange). To the left, counts drawn from a power "
    "law: of those drawn anew most are further away. To the right, counts that are not from one: those that "
    "follow the law are never so far away from it."
)
def tail_p():
    panels = []
    for counts in (_drawn(), _even()):
        fit, plane, layers = _tail(counts, 92, 110)
        panels.append((measures.tail_p(counts, fit, seed=1), plane.layers(*layers)))
    title = f"tail_p = {panels[0][0]:.2f} and {panels[1][0]:.2f}"
    return title, alt.hconcat(*(titled(chart, f"p = {p:.2f}") for p, chart in panels))


@illustration(
    "Four laws against the power law, on a tail that is cut off: z, and beside it R and p. A bar to the right "
    "favours the power law, one to the left the other law."
)
def alternatives():
    counts = _cut_off()
    found = measures.alternatives(counts, measures.power_law(counts))
    widest = max(abs(other.z) for other in found.values())
    plane = Plane(150, x=axis("z", -widest * 1.1, widest * 1.1, [-5, 0, 5]))
    high = {name: 128 - 36 * place for place, name in enumerate(found)}
    return "alternatives to the power law of 1000 counts", plane.layers(
        plane.boxes(
            [(min(other.z, 0), high[name] - 16, max(other.z, 0), high[name] - 4) for name, other in found.items()],
            [BLUE if other.z < 0 else GREY for other in found.values()],
        ),
        plane.words(
            [(-widest * 1.1, at + 6) for at in high.values()],
            [f"{name}: R = {other.ratio:.2f}, p = {other.p:.2g}" for name, other in found.items()],
            align="left",
        ),
    )


@illustration(
    "Three samples by the share of repositories with at least so many, on logarithmic axes, and beside them what "
    "is said of the tail of each."
)
def verdict():
    samples = {BLUE: _power(1000, 2.2, 1), ORANGE: _cut_off(), GREEN: _even()}
    plane = Plane(130, 236, decades("likes", 1, 20000), decades("share with at least so many", 1e-3, 1))
    lines = [plane.line(measures.ccdf(counts, 14), colour) for colour, counts in samples.items()]
    words = [_verdict(counts) for counts in samples.values()]
    text = plane.words([(200, 10 ** (-0.15 - 0.32 * i)) for i in range(3)], words, list(samples), align="left")
    return "verdict: " + "; ".join(words), plane.layers(*lines, text)


def _verdict(counts):
    fit = measures.power_law(counts)
    return measures.verdict(fit, measures.tail_p(counts, fit, seed=1), measures.alternatives(counts, fit))
