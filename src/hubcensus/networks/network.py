"""A network: nodes and edges as frames, in a defined order, and its simple graph for igraph."""

from dataclasses import dataclass

import igraph
import polars as pl

__all__ = ["Network"]


@dataclass(frozen=True)
class Network:
    """Nodes and edges, sorted, so that the same network has the same bytes.

    Parameters
    ----------
    nodes
        Frame with ``name``, in order; a network of two kinds of node says ``kind`` and may have a name twice.
    edges
        Frame with ``source``, ``target``, and ``weight`` if there are weights; no self-loops.
    directed
        Whether edges have a direction.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    directed: bool = True

    @classmethod
    def of(cls, nodes: pl.LazyFrame, edges: pl.LazyFrame, *, directed: bool = True) -> "Network":
        """Collect the frames and put them in order."""
        return cls(
            nodes.collect(engine="streaming").sort(pl.all()),
            edges.collect(engine="streaming").sort("source", "target"),
            directed,
        )

    def pairs(self) -> pl.DataFrame:
        """Return the edges as indices into ``nodes``: ``source``, ``target``, ``weight``."""
        index = self.nodes.select("name", index=pl.int_range(pl.len(), dtype=pl.Int64))
        edges = self.edges
        for end in ("source", "target"):
            edges = (
                edges.join(index, left_on=end, right_on="name", how="left", maintain_order="left")
                .drop(end)
                .rename({"index": end})
            )
        return edges

    def graph(self) -> igraph.Graph:
        """Return the graph, weights on ``weight``."""
        pairs = self.pairs()
        ends = pairs.select("source", "target").to_numpy()
        graph = igraph.Graph(n=self.nodes.height, edges=ends, directed=self.directed)
        graph.es["weight"] = pairs["weight"].cast(pl.Float64).to_list()  # igraph ignores numpy's integers
        return graph
