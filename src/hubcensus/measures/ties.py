"""Ties as arrays: what the claims need of a network, in a few sorts, so that a hundred draws of chance are cheap."""

from dataclasses import dataclass
from functools import cached_property

import igraph
import numpy as np
from numpy.typing import NDArray

__all__ = ["Ties"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ties:
    """Who is tied to whom.

    Parameters
    ----------
    n
        How many developers, tied or not; they are numbered from 0.
    source, target, weight
        A tie each, several to a pair or none; loops do not count. Shape ``(n_rows,)``.
    directed
        Whether a tie has a direction.
    half
        Which ties are in the one half of the repositories, if that is known; shape ``(n_rows,)``.
    """

    n: int
    source: Integers
    target: Integers
    weight: Floats
    directed: bool
    half: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, graph: igraph.Graph) -> "Ties":
        """Return the ties of a graph with ``weight`` on the edges."""
        ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
        weight = np.array(graph.es["weight"], dtype=np.float64)
        return cls(graph.vcount(), ends[:, 0], ends[:, 1], weight, graph.is_directed())

    @cached_property
    def _ends(self) -> tuple[Integers, Integers, Floats, NDArray[np.bool_]]:
        """The lesser and the greater end of each pair, in order; its weight; whether it is tied both ways."""
        apart = self.source != self.target
        source, target, weight = self.source[apart], self.target[apart], self.weight[apart]
        low, high = np.minimum(source, target), np.maximum(source, target)
        key = (low * self.n + high) * 2 + (source > target)
        order = np.argsort(key)
        key, weight = key[order], weight[order]
        pair = key >> 1
        first = np.flatnonzero(np.diff(pair, prepend=-1))
        last = np.append(first[1:], pair.size) - 1
        mutual = key[first] != key[last] if first.size else np.zeros(0, dtype=np.bool_)
        total = np.add.reduceat(weight, first) if first.size else np.zeros(0)
        return pair[first] // self.n, pair[first] % self.n, total, mutual

    @property
    def low(self) -> Integers:
        """Return the lesser end of each pair; shape ``(n_pairs,)``."""
        return self._ends[0]

    @property
    def high(self) -> Integers:
        """Return the greater end of each pair; shape ``(n_pairs,)``."""
        return self._ends[1]

    @property
    def mutual(self) -> NDArray[np.bool_]:
        """Whether each pair is tied both ways; shape ``(n_pairs,)``, all false without directions."""
        return self._ends[3]

    @cached_property
    def degrees(self) -> Integers:
        """To how many others each is tied, in either direction; shape ``(n,)``."""
        ends = np.bincount(self.low, minlength=self.n) + np.bincount(self.high, minlength=self.n)
        return ends.astype(np.int64)

    @property
    def total(self) -> Floats:
        """Return the weight of each pair, both ways together; shape ``(n_pairs,)``."""
        return self._ends[2]

    def only(self, rows: NDArray[np.bool_]) -> "Ties":
        """Return the ties of these rows, among the same developers."""
        return Ties(self.n, self.source[rows], self.target[rows], self.weight[rows], self.directed)

    def undirected(self) -> igraph.Graph:
        """Return the graph of those who are tied, without directions, weights on ``weight``; in their order."""
        number = np.cumsum(self.degrees > 0) - 1
        ends = np.column_stack([number[self.low], number[self.high]])
        graph = igraph.Graph(
            n=int((self.degrees > 0).sum()), edges=ends.tolist()
        )  # lists are faster than arrays here
        graph.es["weight"] = self.total.tolist()
        return graph
