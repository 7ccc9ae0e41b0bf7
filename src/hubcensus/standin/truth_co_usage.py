"""Which models spaces use together, and which uses the Hub's list on a model does not show, in sets and loops."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from math import comb, exp, fsum, lgamma, log
from typing import Any

from hubcensus.standin.arithmetic import ratio

__all__ = ["cap", "co_usage"]

_LISTED, _LARGEST, _RATE = 100, 200, 0.01

Uses = dict[str, set[str]]


def cap(sub: str, uses: Uses) -> dict[str, Any]:
    """Return what a list of a hundred spaces on each model would lose; ``uses`` are the models of each space."""
    spaces = Counter(model for models in uses.values() for model in models)
    lost = {model: n - _LISTED for model, n in spaces.items() if n > _LISTED}
    ranked = sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    found = {
        "edges_lost": sum(lost.values()),
        "edges_lost_share": ratio(sum(lost.values()), spaces.total()),
        "models_cut": len(lost),
        "top": [{"model": model, "spaces": spaces[model], "lost": n} for model, n in ranked],
    }
    return {f"adoption.{sub}.cap.{key}": value for key, value in found.items()}


def co_usage(sub: str, uses: Uses) -> dict[str, Any]:
    """Return which of the models that these spaces use are used together more often than by chance."""
    small = {space: models for space, models in uses.items() if 0 < len(models) <= _LARGEST}
    met = Counter(pair for models in small.values() for pair in combinations(sorted(models), 2))
    of = Counter(model for models in small.values() for model in models)
    expected = _expected(of, [len(models) for models in small.values()])
    p = {(a, b): _tail(n, expected(of[a], of[b])) for (a, b), n in met.items()}
    held = _discoveries(p, comb(len(of), 2))
    ranked = sorted(held, key=lambda pair: (-met[pair], pair))[:10]
    found = {
        "pairs": len(met),
        "spaces_set_aside": sum(len(models) > _LARGEST for models in uses.values()),
        "backbone_pairs": len(held),
        "backbone_share": ratio(len(held), len(met)),
        "models": len({model for pair in held for model in pair}),
        "strongest": [{"model": a, "other": b, "spaces": met[a, b]} for a, b in ranked],
    }
    return {f"adoption.{sub}.co_usage.{key}": value for key, value in found.items()}


def _expected(of: Counter[str], sizes: list[int]) -> Callable[[int, int], float]:
    """Return in how many spaces two models of so many uses would meet, dealt out to spaces of these sizes.

    A space of a model has odds that are a factor of the space times one of the model; the factors are such that
    each has its own number on average. They are found one by one, by halving, until they stay.
    """
    uses, spaces = Counter(of.values()), Counter(sizes)
    factors = {size: size / sum(sizes) ** 0.5 for size in spaces}
    for _ in range(40):
        models = {used: _factor(used, factors, spaces) for used in uses}
        factors = {size: _factor(size, models, uses) for size in spaces}

    def meetings(one: int, other: int) -> float:
        return sum(
            n * _share(factors[k] * models[one]) * _share(factors[k] * models[other]) for k, n in spaces.items()
        )

    return meetings


def _factor(wanted: int, others: dict[int, float], counts: Counter[int]) -> float:
    low, high = 0.0, 1e6
    for _ in range(60):
        middle = (low + high) / 2
        reached = sum(n * _share(middle * others[key]) for key, n in counts.items())
        low, high = (middle, high) if reached < wanted else (low, middle)
    return high


def _share(odds: float) -> float:
    return odds / (1 + odds)


def _tail(met: int, mean: float) -> float:
    """Return how likely a Poisson number is at least so large, summed upwards."""
    term = exp(met * log(mean) - mean - lgamma(met + 1))
    terms = [term]
    for k in range(met + 1, met + 1000):
        term *= mean / k
        terms.append(term)
    return fsum(terms)


def _discoveries(p: dict[tuple[str, str], float], tests: int) -> list[tuple[str, str]]:
    """Return the pairs up to the last whose probability is at most its rank's part of the rate."""
    ranked = sorted(p, key=lambda pair: p[pair])
    last = max((rank for rank, pair in enumerate(ranked, 1) if p[pair] <= _RATE * rank / tests), default=0)
    return [pair for pair in ranked if last and p[pair] <= p[ranked[last - 1]]]
