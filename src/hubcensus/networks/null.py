"""Chance: who works on which repository, dealt anew with everyone's and every repository's numbers kept."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["BURN_IN", "THINNING", "dealt"]

BURN_IN = 20
"""Rounds before the first draw; in a round about nine in ten memberships change hands."""

THINNING = 3
"""Rounds between two draws."""

_PROPOSE = 0.9

Integers = NDArray[np.int64]


def dealt(developer: Integers, repository: Integers, draws: int, seed: int) -> Iterator[Integers]:
    """Yield who holds each membership, drawn at random.

    Everyone keeps the number of repositories, every repository its number of developers, and nobody is twice in
    one. A round pairs the memberships at random; nine tenths of the pairs, drawn anew, propose to switch (a, r) and
    (b, s) to (b, r) and (a, s), and do so unless one of these four cells is one that another pair has or proposes.
    That condition is the same before and after the round, so a round is as likely as its reverse and all such
    networks are equally likely in the end, as with the single switches of Ref. [1].

    Parameters
    ----------
    developer, repository
        The memberships, each (developer, repository) once; shape ``(n_memberships,)``, from 0.
    draws
        How many.
    seed
        Decides all of them.

    Yields
    ------
    ndarray
        The developer of each membership, in the order of ``repository``; shape ``(n_memberships,)``.

    References
    ----------
    .. [1] A. R. Rao, R. Jana, S. Bandyopadhyay, "A Markov chain Monte Carlo method for generating random
       (0,1)-matrices with given marginals", Sankhya A 58, 225 (1996).
    """
    chance = np.random.default_rng(seed)
    holder = developer.astype(np.int64)
    shared = np.bincount(repository)[repository] > 1
    for number in range(draws):
        for _ in range(THINNING if number else BURN_IN):
            _round(holder, repository, shared, chance)
        yield holder.copy()


def _round(holder: Integers, repository: Integers, shared: NDArray[np.bool_], chance: np.random.Generator) -> None:
    """Switch, in place, as many pairs of memberships as can be switched at once.

    Only in a repository of several can somebody come to be twice, so only cells of these are compared.
    """
    half = holder.size // 2
    if half == 0:
        return
    order = chance.permutation(holder.size)
    proposes = chance.random(half) < _PROPOSE
    one, other = order[:half][proposes], order[half : 2 * half][proposes]
    n_repositories = int(repository.max()) + 1

    def cells(holders: Integers, places: Integers) -> tuple[Integers, Integers]:
        at = np.flatnonzero(shared[places])
        return at, holder[holders[at]] * n_repositories + repository[places[at]]

    crossed = [cells(one, other), cells(other, one)]
    held = holder[shared] * n_repositories + repository[shared]
    taken = _repeated(np.concatenate([held, *(keys for _, keys in crossed)]))
    free = np.ones(one.size, dtype=np.bool_)
    for at, keys in (cells(one, one), cells(other, other), *crossed):
        free[at[_among(keys, taken)]] = False
    one, other = one[free], other[free]
    holder[one], holder[other] = holder[other], holder[one]


def _repeated(cells: Integers) -> Integers:
    """Return the cells that occur more than once, in order."""
    cells.sort()
    again: Integers = cells[1:][cells[1:] == cells[:-1]]
    return again


def _among(cells: Integers, ordered: Integers) -> NDArray[np.bool_]:
    if ordered.size == 0:
        return np.zeros(cells.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, cells), ordered.size - 1)
    found: NDArray[np.bool_] = ordered[place] == cells
    return found
