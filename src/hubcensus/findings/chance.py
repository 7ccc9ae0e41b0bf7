"""What the statements would measure if chance had dealt who works on which model, by every rule."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from hubcensus.findings.statements import statistics
from hubcensus.measures.ties import Ties
from hubcensus.networks.null import dealt

__all__ = ["Deal", "Places", "by_chance"]

_CHAINS = 2
_WORTH_A_PROCESS = 50_000
Integers = NDArray[np.int64]
Measured = dict[str, float | None]


@dataclass(frozen=True, eq=False)
class Places:
    """The ties of one rule between memberships, whoever holds them.

    Parameters
    ----------
    source, target
        Numbers of memberships; beyond the last membership, the numbers of developers who keep their place.
    weight
        Of each tie.
    half
        Which are in the one half of the repositories.
    directed
        Whether a tie has a direction.
    """

    source: Integers
    target: Integers
    weight: NDArray[np.float64]
    half: NDArray[np.bool_]
    directed: bool


@dataclass(frozen=True, eq=False)
class Deal:
    """Memberships to be dealt anew, and what the rules make of them.

    Parameters
    ----------
    n
        How many developers there are, numbered from 0.
    developer, repository
        Who is a member of what, each once; shape ``(n_memberships,)``.
    places
        The ties by rule.
    """

    n: int
    developer: Integers
    repository: Integers
    places: Mapping[str, Places]

    def ties(self, rule: str, developer: Integers) -> Ties:
        """Return who is tied to whom if these hold the memberships."""
        at = self.places[rule]
        holder = np.concatenate([developer, np.arange(self.n)])
        return Ties(self.n, holder[at.source], holder[at.target], at.weight, at.directed, at.half)

    def measured(self, developer: Integers, seed: int) -> dict[str, Measured]:
        """Return what each statement measures, by rule."""
        return {rule: statistics(self.ties(rule, developer), seed) for rule in self.places}


def by_chance(deal: Deal, draws: int, seed: int) -> list[dict[str, Measured]]:
    """Return what each statement measures, by rule, in each of so many draws.

    Two chains give half of the draws each, on two cores if there is much to do; the numbers are the same on one.
    """
    shares = [(deal, (draws + at) // _CHAINS, seed + at) for at in range(_CHAINS)]
    if deal.developer.size < _WORTH_A_PROCESS:
        chains: Sequence[list[dict[str, Measured]]] = [_chain(*share) for share in shares]
    else:
        with ProcessPoolExecutor(_CHAINS, mp_context=get_context("spawn")) as processes:
            chains = list(processes.map(_chain, *zip(*shares, strict=True)))
    return [measured for chain in chains for measured in chain]


def _chain(deal: Deal, draws: int, seed: int) -> list[dict[str, Measured]]:
    return list(_measured(deal, draws, seed))


def _measured(deal: Deal, draws: int, seed: int) -> Iterator[dict[str, Measured]]:
    for number, developer in enumerate(dealt(deal.developer, deal.repository, draws, seed)):
        yield deal.measured(developer, seed + number)
