"""Whether a statement on the developers' network is true of people, of chance, or of the rule that makes the ties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hubcensus.findings.chance import Measured
from hubcensus.findings.statements import Statement

__all__ = ["RARE", "STAMPS", "VERDICTS", "Chance", "Claim", "chance_of", "stamp_of", "telling", "under", "verdict_of"]

STAMPS = {
    "beyond chance": "so, and rarely so when chance deals who works on which repository",
    "as by chance": "so, and as much so when chance deals who works on which repository",
    "by construction": "so, but the rule makes it so even for authors assigned at random",
    "not beyond chance": "it takes more than chance gives to be so, and this is no more",
    "not so": "not so",
    "unknown": "the rule or the data say nothing on it",
}
"""What is said of one statement under one rule."""

VERDICTS = (
    "holds under all rules",
    "holds under all rules, but no more than by chance",
    "depends on the rule",
    "depends on who counts as a person",
    "true only by construction",
    "not beyond chance",
    "does not hold",
    "unknown",
)
"""What is said of one statement under all rules together."""

RARE = 0.05
"""What chance gives with a p of at most so much, it rarely gives."""


_NOT = {"not so", "not beyond chance"}


@dataclass(frozen=True)
class Chance:
    """What a statement measures over the draws of chance.

    Parameters
    ----------
    draws
        How many gave a number.
    mean, low, high
        Their mean, and the interval that holds 95 % of them.
    z
        How many of their standard deviations the observed value lies above the mean; ``None`` if they are all equal.
    p
        Share of the draws, the observed one among them, that speak for the statement at least as much; a draw that
        gives no number is counted with these.
    """

    draws: int
    mean: float
    low: float
    high: float
    z: float | None
    p: float


@dataclass(frozen=True)
class Claim:
    """One statement under one rule.

    Parameters
    ----------
    value
        What it measures, bots left out; ``None`` if the rule or the data say nothing on it.
    variants
        The same for other decisions on who counts as a person, by their names.
    chance
        What chance gives; ``None`` if there is no value.
    stamp
        One of ``STAMPS``.
    steady
        Whether the statement is so, or not so, whoever counts as a person.
    """

    value: float | None
    variants: Mapping[str, float | None]
    chance: Chance | None
    stamp: str
    steady: bool


def chance_of(one: Statement, value: float | None, draws: Sequence[Measured]) -> Chance | None:
    """Compare a value with what the draws of chance give for the statement."""
    drawn = np.array([each[one.name] for each in draws if each[one.name] is not None], dtype=np.float64)
    if value is None or drawn.size == 0:
        return None
    spread = float(drawn.std(ddof=1)) if drawn.size > 1 else 0.0
    as_much = drawn >= value - 1e-12 if one.more else drawn <= value + 1e-12
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Chance(
        draws=drawn.size,
        mean=float(drawn.mean()),
        low=float(low),
        high=float(high),
        z=(value - float(drawn.mean())) / spread if spread > 1e-12 else None,
        p=(1 + int(as_much.sum()) + len(draws) - drawn.size) / (1 + len(draws)),
    )


def stamp_of(one: Statement, value: float | None, chance: Chance | None, forced: bool) -> str:
    """Return what is said of a statement under one rule; ``forced`` if the rule makes it so at random too."""
    if value is None or chance is None:
        return "unknown"
    rare = chance.p <= RARE
    if one.limit is None:
        return "beyond chance" if rare else "not beyond chance"
    if not one.holds(value):
        return "not so"
    if forced:
        return "by construction"
    return "beyond chance" if rare else "as by chance"


def telling(claims: Mapping[str, Claim]) -> list[str]:
    """Return the stamps of a statement under those rules that say anything on it."""
    return [claim.stamp for claim in claims.values() if claim.stamp != "unknown"]


def under(claims: Mapping[str, Claim]) -> int:
    """Return under how many rules a statement is so beyond chance."""
    return telling(claims).count("beyond chance")


def verdict_of(claims: Mapping[str, Claim]) -> str:
    """Return what is said of a statement under all rules that say anything on it."""
    stamps = telling(claims)
    so = {stamp for stamp in stamps if stamp not in _NOT}
    if not stamps:
        return "unknown"
    if not so:
        return "not beyond chance" if set(stamps) == {"not beyond chance"} else "does not hold"
    if so == {"by construction"}:
        return "true only by construction"
    if not _NOT.isdisjoint(stamps):
        return "depends on the rule"
    if not all(claim.steady for claim in claims.values()):
        return "depends on who counts as a person"
    return "holds under all rules" if "beyond chance" in so else "holds under all rules, but no more than by chance"
