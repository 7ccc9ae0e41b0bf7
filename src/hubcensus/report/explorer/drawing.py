"""Which ties are drawn, of more than an eye can tell apart: what holds a network together, then what stands out."""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.measures import Ties

__all__ = ["BUDGET", "disparity", "drawn", "strongest"]

BUDGET = 15_000
"""So many ties are drawn at most; more make a black picture, and a slow one."""


def drawn(ties: Ties, budget: int = BUDGET) -> NDArray[np.bool_]:
    """Return which ties are drawn: all, if they are few.

    Else first the strongest of a maximum spanning forest, which joins whatever is joined, up to half of the
    budget; then those that stand out most among the ties of either end, see ``disparity``. Of equals the one whose
    less tied end has more ties comes first.

    Parameters
    ----------
    ties
        All ties.
    budget
        How many at most.

    Returns
    -------
    ndarray
        Shape ``(n_pairs,)``.
    """
    if ties.low.size <= budget:
        return np.ones(ties.low.size, dtype=np.bool_)
    rank = strongest(ties)
    forest = _forest(ties, rank)
    held = np.zeros(ties.low.size, dtype=np.bool_)
    held[forest[np.argsort(rank[forest])][: budget // 2]] = True
    order = np.lexsort((rank, disparity(ties), ~held))
    kept = np.zeros(ties.low.size, dtype=np.bool_)
    kept[order[:budget]] = True
    return kept


def disparity(ties: Ties) -> NDArray[np.float64]:
    """Return how likely a tie as heavy is, if each node spread its weight over its ties at random.

    It is the lesser of the two that the ends of a tie give, by Eq. (2) of Ref. [1]; 1 where both have one tie only.

    References
    ----------
    .. [1] M. A. Serrano, M. Boguna, A. Vespignani, "Extracting the multiscale backbone of complex weighted
       networks", PNAS 106, 6483 (2009).
    """
    weight, ends = ties.total, (ties.low, ties.high)
    strength = sum((np.bincount(end, weight, ties.n) for end in ends), np.zeros(ties.n))
    likely = [(1 - np.minimum(weight / strength[end], 1)) ** (ties.degrees[end] - 1) for end in ends]
    return np.asarray(np.minimum(*likely))


def strongest(ties: Ties) -> NDArray[np.int64]:
    """Return the place of each tie: the heaviest first, of equals the one whose lesser degree is larger."""
    least = np.minimum(ties.degrees[ties.low], ties.degrees[ties.high])
    rank = np.empty(ties.low.size, dtype=np.int64)
    rank[np.lexsort((-least, -ties.total))] = np.arange(ties.low.size)
    return rank


def _forest(ties: Ties, rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ties of a spanning forest whose ranks are the best."""
    ends = zip(ties.low.tolist(), ties.high.tolist(), strict=True)
    graph = igraph.Graph(n=ties.n, edges=list(ends))
    return np.asarray(graph.spanning_tree(weights=rank.tolist(), return_tree=False), dtype=np.int64)
