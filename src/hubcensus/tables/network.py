"""A network: nodes and edges as frames, in a defined order, and its simple graph for igraph."""

from collections.abc import Iterator
from dataclasses import dataclass

import igraph
import polars as pl

__all__ = ["Network", "network_name"]


def network_name(of: str, rule: str, subfield: str) -> str:
    """Return the name of a network: what it is of, its rule if there are several, and its part of the Hub."""
    names = {"collaboration": f"collaboration-{rule}-{subfield}", "dependencies": f"dependencies-{subfield}"}
    return names.get(of, of)


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

    def __iter__(self) -> Iterator[pl.DataFrame]:
        """Yield the frames, as ``nodes, edges = network``."""
        return iter((self.nodes, self.edges))

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
        index = self.nodes.with_columns(index=pl.int_range(pl.len(), dtype=pl.Int64))
        edges = self.edges
        for end, kind in (("source", "space"), ("target", "model")):
            of_kind = (
                index.filter(pl.col("kind").is_in([kind, "developer"])) if "kind" in index else index
            )  # a space and a model may have one name
            edges = (
                edges.join(
                    of_kind.select("name", "index"), left_on=end, right_on="name", how="left", maintain_order="left"
                )
                .drop(end)
                .rename({"index": end})
            )
        return edges

    def graph(self) -> igraph.Graph:
        """Return the graph, the columns of the nodes on its vertices and weights, if there are any, on ``weight``."""
        pairs = self.pairs()
        ends = list(zip(pairs["source"].to_list(), pairs["target"].to_list(), strict=True))  # faster than an array
        graph = igraph.Graph(n=self.nodes.height, edges=ends, directed=self.directed)
        for column in self.nodes.columns:
            graph.vs[column] = self.nodes[column].to_list()
        if "weight" in pairs:
            graph.es["weight"] = pairs["weight"].cast(pl.Float64).to_list()  # igraph ignores numpy's integers
        return graph
