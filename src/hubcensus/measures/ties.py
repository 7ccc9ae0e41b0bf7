"""Ties as arrays: what the claims need of a network, in one sort, so that a hundred draws of chance are cheap."""

from dataclasses import dataclass
from functools import cached_property

import igraph
import numpy as np
from numpy.typing import NDArray

__all__ = ["Pairs", "Ties"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ties:
    """Who is tied to whom, each pair of developers once.

    Parameters
    ----------
    n
        How many developers, tied or not; they are numbered from 0.
    low, high
        The lesser and the greater of each pair, in order; shape ``(n_pairs,)``.
    there, back
        Weight of the tie from the lesser to the greater, and of the one back; 0 for none, never both. Without
        directions all of it is in ``there``. Shape ``(n_pairs,)``.
    directed
        Whether a tie has a direction.
    """

    n: int
    low: Integers
    high: Integers
    there: Floats
    back: Floats
    directed: bool

    @classmethod
    def of(cls, graph: "igraph.Graph | Ties") -> "Ties":
        """Return the ties of a graph without self-loops with ``weight`` on the edges; ties stay as they are."""
        if isinstance(graph, Ties):
            return graph
        ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
        weight = np.array(graph.es["weight"], dtype=np.float64)
        pairs = Pairs(graph.vcount(), ends[:, 0], ends[:, 1])
        return pairs.ties(weight, np.zeros_like(weight) if graph.is_directed() else None)

    @property
    def mutual(self) -> NDArray[np.bool_]:
        """Whether each pair is tied both ways; all false without directions."""
        both: NDArray[np.bool_] = (self.there > 0) & (self.back > 0)
        return both

    @property
    def total(self) -> Floats:
        """Return the weight of each pair, both ways together."""
        return self.there + self.back

    @cached_property
    def degrees(self) -> Integers:
        """To how many others each is tied, in either direction; shape ``(n,)``."""
        ends = np.bincount(self.low, minlength=self.n) + np.bincount(self.high, minlength=self.n)
        return ends.astype(np.int64)

    @cached_property
    def graph(self) -> igraph.Graph:
        """The graph of those who are tied, in their order, without directions, weights on ``weight``."""
        number = np.cumsum(self.degrees > 0) - 1
        ends = zip(number[self.low].tolist(), number[self.high].tolist(), strict=True)
        graph = igraph.Graph(n=int((self.degrees > 0).sum()), edges=list(ends))  # faster than an array
        graph.es["weight"] = self.total.tolist()
        return graph


class Pairs:
    """Rows between two developers, put together by pair once for any number of weights.

    Parameters
    ----------
    n
        How many developers there are.
    source, target
        The ends of each row, several rows to a pair or none; loops do not count. Shape ``(n_rows,)``.
    """

    def __init__(self, n: int, source: Integers, target: Integers) -> None:
        key = np.minimum(source, target) * n + np.maximum(source, target)
        order = np.argsort(key)
        loops = source == target
        if loops.any():
            order = order[~loops[order]]
        key = key[order]
        self._n, self._order = n, order
        self._turned = (source > target)[order]
        self._first = np.flatnonzero(np.diff(key, prepend=-1))
        self._low, self._high = np.divmod(key[self._first], max(n, 1))

    def ties(self, there: Floats, back: Floats | None) -> Ties:
        """Return the ties that rows of these weights make; a row of weight 0 makes none.

        Parameters
        ----------
        there, back
            Weight of each row from source to target, and of the way back; ``None`` if ties have no direction.
        """
        if back is None:
            return self._tied(self._sums(there[self._order]), np.zeros(self._first.size), directed=False)
        there, back = there[self._order], back[self._order]
        low = np.where(self._turned, back, there)
        high = np.where(self._turned, there, back)
        return self._tied(self._sums(low), self._sums(high), directed=True)

    def _sums(self, weight: Floats) -> Floats:
        return np.add.reduceat(weight, self._first) if self._first.size else np.zeros(0)

    def _tied(self, there: Floats, back: Floats, *, directed: bool) -> Ties:
        tied = there + back > 0
        if tied.all():
            return Ties(self._n, self._low, self._high, there, back, directed)
        return Ties(self._n, self._low[tied], self._high[tied], there[tied], back[tied], directed)
