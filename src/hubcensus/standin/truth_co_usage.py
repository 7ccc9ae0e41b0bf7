"""Which models spaces use together, and which uses the Hub's list on a model does not show, in sets and loops."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

from hubcensus.standin.arithmetic import ratio

__all__ = ["cap", "co_usage"]

_LISTED, _LARGEST, _RATE = 100, 200, Fraction(1, 100)

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
    p = {(a, b): _tail(n, of[a], of[b], len(small)) for (a, b), n in met.items()}
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


def _tail(met: int, one: int, other: int, spaces: int) -> Fraction:
    ways = sum(comb(one, k) * comb(spaces - one, other - k) for k in range(met, min(one, other) + 1))
    return Fraction(ways, comb(spaces, other))


def _discoveries(p: dict[tuple[str, str], Fraction], tests: int) -> list[tuple[str, str]]:
    """Return the pairs up to the last whose probability is at most its rank's part of the rate."""
    ranked = sorted(p, key=lambda pair: p[pair])
    last = max((rank for rank, pair in enumerate(ranked, 1) if p[pair] <= _RATE * rank / tests), default=0)
    return [pair for pair in ranked if last and p[pair] <= p[ranked[last - 1]]]
