"""How often intervals of 95 % hold the true value, heavy tails too: the table of docs/uncertainty.md.

python benchmarks/coverage.py
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hubcensus.measures import MEASURES, Statistic, intervals

N, SETS, DRAWS, POPULATION = 4_000, 400, 200, 20_000_000
Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]
ASKED = {
    "mean": ("mean", {}),
    "top 1 %": ("top_share", {"top": 0.01}),
    "top 10 %": ("top_share", {"top": 0.1}),
    "Gini": ("gini", {}),
    "who made half": ("absence_share", {}),
}


def power_law(exponent: float) -> Draw:
    """Return what draws whole numbers from 1 on, of a tail with that exponent."""

    def draw(chance: np.random.Generator, n: int) -> NDArray[np.float64]:
        return np.floor(0.5 * (1 - chance.random(n)) ** (-1 / (exponent - 1)) + 0.5)

    return draw


POPULATIONS: dict[str, Draw] = {
    "lognormal, sigma 1": lambda chance, n: np.floor(np.exp(chance.normal(6, 1, n))),
    "six in ten zero": lambda chance, n: np.where(chance.random(n) < 0.6, 0, chance.negative_binomial(0.8, 0.05, n)),
    "lognormal, sigma 2": lambda chance, n: np.ceil(np.exp(chance.normal(1, 2, n))),
    "power law, exponent 3.2": power_law(3.2),
    "power law, exponent 2.5": power_law(2.5),
    "power law, exponent 2.3": power_law(2.3),
    "power law, exponent 2.1": power_law(2.1),
}


def statistic(values: NDArray[np.float64], name: str) -> Statistic:
    """Return a number of counts, for draws."""
    measure, options = ASKED[name]
    entry = MEASURES[measure]
    return Statistic(
        lambda weights: entry.function(values, weights=weights, **options),
        lambda weights: entry.influence(values, weights, **options),
        "log" if measure == "mean" else "logit",
    )


def covered(draw: Draw) -> dict[str, tuple[float, float]]:
    """Return the share of sets whose interval holds the value of the population, and the share that have one."""
    chance = np.random.default_rng(20261125)
    values, weights = np.unique(draw(chance, POPULATION), return_counts=True)
    true = {name: statistic(values, name).value(weights.astype(np.float64)) for name in ASKED}
    held: dict[str, list[bool]] = {name: [] for name in ASKED}
    for _ in range(SETS):
        counts, rows = np.unique(draw(chance, N), return_inverse=True)
        found = intervals({name: statistic(counts, name) for name in ASKED}, rows, np.arange(N), draws=DRAWS)
        for name, (low, high) in found.items():
            held[name].append(low <= true[name] <= high)
    return {name: (float(np.mean(each)), len(each) / SETS) for name, each in held.items()}


def covered_by_findings(draw: Draw) -> tuple[float, float]:
    """Return the same two for who made half, as findings give it: where the tail is not too heavy."""
    import polars as pl

    from hubcensus.findings.depending import half_made

    chance = np.random.default_rng(20261125)
    values, weights = np.unique(draw(chance, POPULATION), return_counts=True)
    true = MEASURES["absence_share"].function(values[values > 0], weights=weights[values > 0])
    samples = [draw(chance, N) for _ in range(SETS)]
    found = [half_made(pl.Series(counts[counts > 0]))[1] for counts in samples]
    held = [low <= true <= high for low, high in filter(None, found)]
    return float(np.mean(held)) if held else np.nan, len(held) / SETS


if __name__ == "__main__":
    print("| population |", " | ".join(ASKED), "| who made half, as findings give it |")
    print("|---" * (len(ASKED) + 2) + "|")
    for population, draw in POPULATIONS.items():
        both = [*covered(draw).values(), covered_by_findings(draw)]
        cells = [f"{share:.1%}" + f" (of {known:.0%})" * (known < 1) if known else "none" for share, known in both]
        print("|", population, "|", " | ".join(cells), "|", flush=True)
