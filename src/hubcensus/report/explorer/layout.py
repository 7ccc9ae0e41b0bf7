"""Where nodes are drawn: each community in a disc of its own, near to those that it is tied to, none over another."""

import random
from itertools import pairwise

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.measures.ties import Pairs, Ties

__all__ = ["discs", "layout"]

SEED = 1
_GAP = 0.6  # between two discs; a node takes about 1
_FEW = 1000  # nodes up to which a disc is laid out in more rounds
_GOLDEN = np.pi * (3 - 5**0.5)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def layout(ties: Ties, community: Integers, seed: int = SEED) -> Floats:
    """Return where each node is drawn; the same ties and seed give the same places.

    Communities are discs, placed by the forces of Ref. [1] between them (see ``discs``), and inside each disc its
    nodes are placed by the same forces between these; then they are spread so that a disc is filled evenly.

    Parameters
    ----------
    ties
        Ties between the nodes.
    community
        Of each node: numbers from 0, none left out, in rising order; shape ``(n,)``.
    seed
        Seed of the places from which the forces begin.

    Returns
    -------
    ndarray
        Shape ``(n, 2)``, within the unit square.

    References
    ----------
    .. [1] T. M. J. Fruchterman, E. M. Reingold, "Graph Drawing by Force-directed Placement", Softw. Pract. Exp. 21,
       1129 (1991).
    """
    if not community.size:
        return np.zeros((0, 2))
    centre, radius = discs(ties, community, seed)
    place = centre[community] + radius[community, None] * _inside(ties, community, seed)
    low, high = (centre - radius[:, None]).min(axis=0), (centre + radius[:, None]).max(axis=0)
    return np.asarray((place - (low + high) / 2) / (high - low).max() + 0.5)


def discs(ties: Ties, community: Integers, seed: int = SEED) -> tuple[Floats, Floats]:
    """Return centre and radius of the disc of each community; no two discs overlap.

    Communities with ties to others are placed by forces first; then each, the one nearest to the middle first,
    slides from the middle outwards, in its direction, to where there is room. The others come after them,
    the largest first, each in a direction of its own.

    Returns
    -------
    tuple of ndarray
        Shapes ``(n_communities, 2)`` and ``(n_communities,)``.
    """
    size = np.bincount(community)
    radius = np.sqrt(size.astype(np.float64)) + _GAP / 2
    low, high, weight = _between(ties, community)
    tied = np.unique(np.concatenate([low, high]))
    aim = np.zeros((size.size, 2))
    if tied.size:
        number = np.zeros(size.size, dtype=np.int64)
        number[tied] = np.arange(tied.size)
        placed = _forces(tied.size, number[low], number[high], np.log1p(weight), seed, 500)
        aim[tied] = placed - np.average(placed, axis=0, weights=size[tied])
    far = np.hypot(*aim.T)
    lone = np.ones(size.size, dtype=np.bool_)
    lone[tied] = False
    order = np.lexsort((-size, far, lone))
    turn = np.arange(size.size) * _GOLDEN
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    there = far > 0
    way[there] = aim[there] / far[there, None]
    return _slid(radius, way, order), radius - _GAP / 2


def _between(ties: Ties, community: Integers) -> tuple[Integers, Integers, Floats]:
    """Return which communities are tied, each pair once, and by how much."""
    joined = Pairs(int(community[-1]) + 1, community[ties.low], community[ties.high]).ties(ties.total, None)
    return joined.low, joined.high, joined.total


def _forces(n: int, low: Integers, high: Integers, weight: Floats | None, seed: int, rounds: int) -> Floats:
    """Return where the forces of Fruchterman and Reingold bring ``n`` nodes."""
    graph = igraph.Graph(n=n, edges=list(zip(low.tolist(), high.tolist(), strict=True)))
    dice = random.Random(seed)
    begin = [[dice.uniform(-1, 1) * n**0.5, dice.uniform(-1, 1) * n**0.5] for _ in range(n)]
    igraph.set_random_number_generator(dice)  # igraph shakes nodes that come to lie on one another
    weights = None if weight is None else weight.tolist()
    found = graph.layout_fruchterman_reingold(weights=weights, niter=rounds, seed=begin)
    return np.asarray(found.coords, dtype=np.float64).reshape(-1, 2)


def _slid(radius: Floats, way: Floats, order: Integers) -> Floats:
    """Return the centres: in this order each disc goes along its way, from the middle, to where there is room."""
    centre = np.zeros((radius.size, 2))
    for at, one in enumerate(order):
        before = order[:at]
        along, reach = centre[before] @ way[one], radius[before] + radius[one]
        aside = (centre[before] ** 2).sum(axis=1) - along**2
        hit = aside < reach**2
        half = np.sqrt(reach[hit] ** 2 - np.maximum(aside[hit], 0))
        centre[one] = _first_free(along[hit] - half, along[hit] + half) * way[one]
    return centre


def _first_free(begin: Floats, end: Floats) -> float:
    """Return the least number from 0 on that is in none of these intervals."""
    order = np.argsort(begin, kind="stable")
    begin, taken = begin[order], np.maximum.accumulate(np.append(0.0, end[order]))
    return float(taken[np.argmax(np.append(begin, np.inf) > taken)])


def _inside(ties: Ties, community: Integers, seed: int) -> Floats:
    """Return where each node is in its disc, as if every disc had the radius 1."""
    same = community[ties.low] == community[ties.high]
    low, high = ties.low[same], ties.high[same]
    begin = np.searchsorted(community, np.arange(community[-1] + 2))
    cut = np.searchsorted(low, begin)
    place = np.zeros((community.size, 2))
    for (first, last), (a, b) in zip(pairwise(begin.tolist()), pairwise(cut.tolist()), strict=True):
        n = last - first
        if n > 1:
            rounds = 200 if n <= _FEW else 60
            place[first:last] = _filled(_forces(n, low[a:b] - first, high[a:b] - first, None, seed, rounds))
    return place


def _filled(place: Floats) -> Floats:
    """Return the places moved towards or away from the middle, none past another, so that they fill the disc."""
    from_middle = place - place.mean(axis=0)
    far = np.hypot(*from_middle.T)
    rank = np.empty(far.size)
    rank[np.argsort(far, kind="stable")] = np.arange(far.size)
    wanted = np.sqrt((rank + 0.5) / far.size) * (1 - 0.5 / far.size**0.5)
    return np.asarray(from_middle / np.maximum(far, 1e-12)[:, None] * wanted[:, None])
