"""The headline statements on the developers' network: what is measured, and when it is so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures import core_correlation, discrete_core, held_modularity
from hubcensus.measures.ties import Ties

__all__ = ["STATEMENTS", "Split", "Statement", "statistics"]

_FEWEST = 20
"""Ties at a position below which its reciprocity is not compared."""


class Split(NamedTuple):
    """Communities that were found in one half of the repositories, and the ties in the other half."""

    community: NDArray[np.int64]
    held: Ties


@dataclass(frozen=True)
class Statement:
    """One statement that is told of the developers' network.

    Parameters
    ----------
    name
        Its name in findings.
    sentence
        What is told.
    measured
        What is measured, in words.
    statistic
        From ties, and how they are split if that is known, to a number; ``None`` where it has no meaning.
    limit
        It is so beyond this number; ``None`` if it is so when chance rarely gives as much.
    directed
        Whether it is of directions, which not every rule gives.
    more
        Whether more of it speaks for the statement.
    source
        Key of who told it in ``references.bib``.
    rests_on
        The statement that a rule has to force for this one to be true by construction; mostly itself.
    """

    name: str
    sentence: str
    measured: str
    statistic: Callable[[Ties, Split | None], float | None]
    limit: float | None
    directed: bool
    more: bool
    source: str
    rests_on: str

    def holds(self, value: float) -> bool | None:
        """Return whether the statement is so for such a number; ``None`` if that is for chance to say."""
        if self.limit is None:
            return None
        return value > self.limit if self.more else value < self.limit


def statistics(ties: Ties, split: Split | None) -> dict[str, float | None]:
    """Return what each statement measures, by its name."""
    return {one.name: one.statistic(ties, split) if ties.directed or not one.directed else None for one in STATEMENTS}


def _isolates(ties: Ties, split: Split | None) -> float | None:
    return float((ties.degrees == 0).mean()) if ties.n else None


def _core(ties: Ties, split: Split | None) -> float | None:
    try:
        return core_correlation(ties, discrete_core(ties))
    except MeasureError:
        return None


def _reciprocity(ties: Ties, split: Split | None) -> float | None:
    return _returned(ties.low.size, int(ties.mutual.sum()))


def _returned(pairs: int, mutual: int) -> float | None:
    return 2 * mutual / (pairs + mutual) if pairs else None


def _unevenness(ties: Ties, split: Split | None) -> float | None:
    """Return how far reciprocity differs between ties in the core, in the periphery, and between the two.

    Where nothing is returned there is nothing to differ.
    """
    if not ties.mutual.any():
        return None
    core = discrete_core(ties).astype(np.int64)
    position = core[ties.low] + core[ties.high]
    pairs = np.bincount(position, minlength=3)
    mutual = np.bincount(position[ties.mutual], minlength=3)
    known = [_returned(*map(int, at)) for at in zip(pairs, mutual, strict=True) if sum(at) >= _FEWEST]
    shares = [share for share in known if share is not None]
    return max(shares) - min(shares) if len(shares) > 1 else None


def _communities(ties: Ties, split: Split | None) -> float | None:
    """Measure how well communities of one half of the repositories hold together the ties in the other half."""
    try:
        return held_modularity(split.held, split.community) if split else None
    except MeasureError:
        return None


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        "isolates",
        "Most developers work with nobody.",
        "share of developers who are tied to nobody; it is so above one half",
        _isolates,
        0.5,
        directed=False,
        more=True,
        source="osborne2024",
        rests_on="isolates",
    ),
    Statement(
        "core",
        "There is a core and a periphery.",
        "correlation of the ties with a full core and an empty periphery; it is so if chance rarely gives as much",
        _core,
        None,
        directed=False,
        more=True,
        source="osborne2024",
        rests_on="core",
    ),
    Statement(
        "reciprocity",
        "Ties are mostly returned.",
        "share of ties that are returned; it is so above one half",
        _reciprocity,
        0.5,
        directed=True,
        more=True,
        source="osborne2024",
        rests_on="reciprocity",
    ),
    Statement(
        "everywhere",
        "Ties are returned alike at every position.",
        "largest difference of reciprocity between core, periphery and between the two; it is so below 0.1",
        _unevenness,
        0.1,
        directed=True,
        more=False,
        source="osborne2024",
        rests_on="reciprocity",
    ),
    Statement(
        "communities",
        "There are communities.",
        "modularity, in one half of the repositories, of communities found by who shares the other half; "
        "it is so if chance rarely gives as much",
        _communities,
        None,
        directed=False,
        more=True,
        source="traag2019",
        rests_on="communities",
    ),
)
