"""Networks that are shown as one: a space, a model and a dataset of one name are three nodes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.measures.ties import Pairs, Ties
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network

__all__ = ["Whole"]


@dataclass(frozen=True, eq=False)
class Whole:
    """Networks as one, without most of the nodes that have no tie: of a listing they are nearly all.

    Parameters
    ----------
    nodes
        Frame with ``kind`` and ``name``, each node once, in order.
    pairs
        All edges, ``source`` and ``target`` as indices into ``nodes``, their other columns as they are.
    members
        Frame with ``kind`` and ``name`` of the nodes that are in the part of the Hub that the networks are of.
    directed
        Whether ties have a direction.
    left_out
        Nodes that are not among these, as they have no tie.
    """

    nodes: pl.DataFrame
    pairs: pl.DataFrame
    members: pl.DataFrame
    directed: bool
    left_out: int

    @classmethod
    def of(cls, networks: list[Network]) -> "Whole":
        """Put networks together; none give one without nodes."""
        schema = {"kind": pl.String, "name": pl.String}
        every = [_with_kind(one.nodes) for one in networks]
        members = [one.filter("in_part") if "in_part" in one else one for one in every]
        networks = [_named_in_a_tie(one) for one in networks]
        named = [_with_kind(one.nodes) for one in networks]
        nodes = _once(named, schema).sort(*schema)
        numbers = nodes.with_row_index("number")
        pairs = [pl.DataFrame(schema={"source": pl.Int64, "target": pl.Int64})]
        for network, own in zip(networks, named, strict=True):
            number = own.join(numbers, on=list(schema), how="left", maintain_order="left")["number"].cast(pl.Int64)
            found = network.pairs()
            ends = {end: number.gather(found[end]) for end in ("source", "target")}
            pairs.append(found.with_columns(**ends))
        return cls(
            nodes,
            pl.concat(pairs, how="diagonal"),
            pl.concat([pl.DataFrame(schema=schema), *(one.select(*schema) for one in members)]),
            all(one.directed for one in networks),
            _once(every, schema).height - nodes.height,
        )

    @cached_property
    def ties(self) -> Ties:
        """All ties, each pair of nodes once; a tie without a weight weighs 1."""
        n, weight = self.nodes.height, np.ones(self.pairs.height)
        if "weight" in self.pairs:
            weight = self.pairs["weight"].cast(pl.Float64).to_numpy()
        pairs = Pairs(n, self.pairs["source"].to_numpy(), self.pairs["target"].to_numpy())
        return pairs.ties(weight, np.zeros_like(weight) if self.directed else None)

    def ends(self, end: str) -> NDArray[np.int64]:
        """Return how many pairs each node is the source, or the target, of."""
        return np.bincount(self.pairs[end].to_numpy(), minlength=self.nodes.height)

    def has(self, members: pl.DataFrame) -> NDArray[np.bool_]:
        """Return which of the nodes are among these."""
        inside = self.nodes.join(members.unique().with_columns(inside=True), on=["kind", "name"], how="left")
        return inside.sort("kind", "name")["inside"].fill_null(False).to_numpy()

    def joins(self, other: "Whole") -> NDArray[np.bool_]:
        """Return which of the ties another has too."""
        number = other.nodes.join(self.nodes.with_row_index("number"), on=["kind", "name"], maintain_order="left")
        of = number["number"].cast(pl.Int64).to_numpy()
        return self._are(pl.DataFrame({"source": of[other.ties.low], "target": of[other.ties.high]}))

    def relation(self) -> NDArray[np.int64]:
        """Return which of ``RELATIONS`` each tie is; -1 for unknown."""
        found = np.full(self.ties.low.size, -1, dtype=np.int64)
        for number, name in enumerate(RELATIONS if "relation" in self.pairs else ()):
            found[self._are(self.pairs.filter(relation=name))] = number
        return found

    def _are(self, pairs: pl.DataFrame) -> NDArray[np.bool_]:
        """Return which of the ties are among these pairs, whichever way they go."""
        keys = self._key(pairs["source"].to_numpy(), pairs["target"].to_numpy())
        return np.isin(self._key(self.ties.low, self.ties.high), keys)

    def _key(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.minimum(one, other) * self.nodes.height + np.maximum(one, other)


def _once(nodes: list[pl.DataFrame], schema: dict[str, type[pl.String]]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *(one.select(*schema) for one in nodes)]).unique()


def _named_in_a_tie(network: Network) -> Network:
    """Return a network with the nodes whose names are in a tie: those, and few others."""
    names = pl.concat([network.edges["source"], network.edges["target"]]).unique()
    return Network(network.nodes.filter(pl.col("name").is_in(names.implode())), network.edges, network.directed)


def _with_kind(nodes: pl.DataFrame) -> pl.DataFrame:
    return nodes if "kind" in nodes else nodes.with_columns(kind=pl.lit("developer"))
