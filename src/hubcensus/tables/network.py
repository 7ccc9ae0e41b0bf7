"""A network: nodes and edges as frames, in a defined order, and its simple graph for igraph."""

from collections.abc import Iterator
from dataclasses import dataclass

import igraph
import polars as pl
from polars import selectors as cs

__all__ = ["Network", "network_name"]


def network_name(of: str, rule: str, subfield: str) -> str:
    """Return the name of a network: what it is of, its rule if there are several, and its part of the Hub."""
    names = {
        "collaboration": f"collaboration-{rule}-{subfield}",
        **{name: f"{name}-{subfield}" for name in ("dependencies", "lineage", "co-usage")},
    }
    return names.get(of, of)


@dataclass(frozen=True)
class Network:
    """Nodes and edges, sorted, so that the same network has the same bytes.

    Parameters
    ----------
    nodes
        Frame with ``name``, in order; a network of two kinds of node says ``kind`` and may have a name twice.
    edges
        Frame with ``source``, ``target``, and ``weight`` if there are weights; no self-loops. Other columns say
        more of an edge.
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

    def members(self) -> pl.Series:
        """Return the names of the nodes that are in its part of the Hub: all, where none says ``in_part``."""
        return (self.nodes.filter("in_part") if "in_part" in self.nodes else self.nodes)["name"]

    def backbone(self) -> "Network":
        """Return all nodes with the edges of the backbone."""
        return Network(self.nodes, self.edges.filter("backbone"), self.directed)

    def pairs(self) -> pl.DataFrame:
        """Return the edges, ``source`` and ``target`` as indices into ``nodes``, their other columns as they are."""
        index = self.nodes.with_columns(index=pl.int_range(pl.len(), dtype=pl.Int64))
        edges = self.edges
        for end, of_end in self._ends(index).items():
            found = of_end.select("name", "index")
            edges = edges.join(found, left_on=end, right_on="name", how="left", maintain_order="left")
            edges = edges.drop(end).rename({"index": end})
        return edges

    @staticmethod
    def _ends(index: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """Return which nodes a source and a target are among: a space and what it uses may have one name."""
        is_space = pl.col("kind") == "space" if "kind" in index else pl.lit(False)
        spaces, others = index.filter(is_space), index.filter(~is_space)
        return {"source": spaces if spaces.height else others, "target": others}

    def graph(self) -> igraph.Graph:
        """Return the graph, the columns of nodes and edges on its vertices and edges."""
        pairs = self.pairs()
        ends = list(zip(pairs["source"].to_list(), pairs["target"].to_list(), strict=True))  # faster than an array
        graph = igraph.Graph(n=self.nodes.height, edges=ends, directed=self.directed)
        for column in self.nodes.columns:
            graph.vs[column] = self.nodes[column].to_list()
        known = pairs.drop("source", "target").with_columns(cs.by_name("weight", require_all=False).cast(pl.Float64))
        for column in known.columns:
            graph.es[column] = known[column].to_list()  # igraph ignores weights that are whole numbers of numpy
        return graph
