"""What the statements would measure if chance had dealt who works on which model, by every rule."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubcensus.findings.elsewhere import elsewhere
from hubcensus.findings.statements import Split, statistics
from hubcensus.measures import Pairs, communities
from hubcensus.networks.null import dealt

__all__ = ["Deal", "Measured", "Weights", "by_chance", "chain"]

_CHAINS = 2
_WORTH_A_PROCESS = 50_000
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Measured = dict[str, float | None]


class Weights(NamedTuple):
    """What a rule makes of each two seats: weight there, and back; ``None`` without directions."""

    there: Floats
    back: Floats | None


@dataclass(frozen=True, eq=False)
class Deal:
    """Memberships to be dealt anew, and what the rules make of them.

    A seat is a membership, or beyond the last of these a developer who keeps the place.

    Parameters
    ----------
    n
        How many developers there are, numbered from 0.
    developer, repository
        Who is a member of what, each once; shape ``(n_memberships,)``.
    source, target
        Two seats of one repository that a rule may tie, each two once; shape ``(n_rows,)``.
    shared
        How much each two share, by which communities are looked for; shape ``(n_rows,)``.
    held
        Which rows are of the half of the repositories where communities are not looked for, but measured.
    rules
        The weights by rule.
    """

    n: int
    developer: Integers
    repository: Integers
    source: Integers
    target: Integers
    shared: Floats
    held: NDArray[np.bool_]
    rules: Mapping[str, Weights]

    def measured(self, developer: Integers, seed: int) -> dict[str, Measured]:
        """Return what each statement measures, by rule, if these developers hold the memberships."""
        seated = np.concatenate([developer, np.arange(self.n)])
        pairs = Pairs(self.n, seated[self.source], seated[self.target])
        community = communities(pairs.ties(self.shared * ~self.held, None), seed, iterations=1)
        found = {}
        for rule, (there, back) in self.rules.items():
            ties = pairs.ties(there, back)
            split = Split(community, pairs.ties((there if back is None else there + back) * self.held, None))
            found[rule] = statistics(ties, split)
        return found


def by_chance(
    deal: Deal, draws: int, seed: int, told: Callable[[int], None] = lambda done: None
) -> list[dict[str, Measured]]:
    """Return what each statement measures, by rule, in each of so many draws.

    Two chains give half of the draws each, in a process each if there is much to do; the numbers are the same.
    ``told`` how many are through.

    Raises
    ------
    CensusError
        If a process ends before its draws are through.
    """
    shares = [(deal, (draws + at) // _CHAINS, seed + at) for at in range(_CHAINS)]
    found: list[list[dict[str, Measured]]] = [[] for _ in shares]
    with ExitStack() as stack:
        if deal.developer.size + deal.source.size < _WORTH_A_PROCESS:
            chains = [chain(*share) for share in shares]
        else:
            chains = [stack.enter_context(elsewhere(chain, *share)) for share in shares]
        for done in range(draws):  # in turn: while one process is waited for the other works on
            at = (draws + done) % _CHAINS
            found[at].append(next(chains[at]))
            told(done + 1)
    return [measured for chain in found for measured in chain]


def chain(deal: Deal, draws: int, seed: int) -> Iterator[dict[str, Measured]]:
    """Yield what each statement measures, by rule, in draws that follow each other."""
    for number, developer in enumerate(dealt(deal.developer, deal.repository, draws, seed)):
        yield deal.measured(developer, seed + number)
