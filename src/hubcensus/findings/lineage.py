"""RQ3: what models were made from: relations, generations, fertility, families."""

from collections.abc import Iterator
from typing import Any

import igraph
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.measures import depth, family_sizes, fertility
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network

__all__ = ["lineage"]

_TOP = 10
_SOURCE = "laufer2025"
_COUNTED = {
    "models": "listed models of this part whose tags are known",
    "edges": "different pairs of a model of this part and a base that its tags name",
    "derived": "models of this part whose tags name a base other than themselves",
    "roots": "models of this part without a base",
    "roots_used": "models of this part without a base that are the base of another",
    "bases": "different models named as a base, listed or not",
    "unlisted_bases": "bases that are not listed: deleted, private, renamed since, or out of the scope",
    "self_references": "models whose tags name themselves, which is no edge",
    "cyclic": "models on a cycle of bases, or descending from one: their depth is unknown",
}
Integers = NDArray[np.int64]


def lineage(part: str, network: Network, itself: pl.DataFrame, missing: str = "") -> Iterator[Finding]:
    """Yield the findings on what the models of one part of the Hub were made from.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    network
        Its lineage network.
    itself
        Frame with ``repo_id``: the models that name themselves as their base.
    missing
        Why there is nothing to measure, if so.
    """
    nodes = network.nodes
    missing = missing or ("" if nodes["in_part"].any() else "no model of this part whose tags are known was listed")
    found = _Found(f"lineage.{part}", network, missing)
    yield from found.counts(
        nodes.filter("in_part").join(itself, left_on="name", right_on="repo_id", how="semi").height
    )
    yield from found.relations()
    yield from found.depths()
    yield from found.fertility()
    yield from found.families()


class _Found:
    """The lineage of one part, measured once for all of its findings."""

    def __init__(self, prefix: str, network: Network, missing: str) -> None:
        pairs = network.pairs().select("source", "target")
        self.graph = igraph.Graph(n=network.nodes.height, edges=pairs.to_numpy().tolist(), directed=True)
        self.prefix, self.edges, self.nodes, self.missing = prefix, network.edges, network.nodes, missing
        self.models = network.nodes["in_part"].to_numpy()
        self.bases = np.asarray(self.graph.outdegree(), dtype=np.int64)
        self.derivatives = fertility(self.graph)
        self.depth = depth(self.graph)
        self.none_derived = missing or ("" if self.bases.any() else "no model of this part names a base")

    def _plain(self, name: str, value: Any, unit: str, n: int, method: str, missing: str | None = None) -> Finding:
        why = self.missing if missing is None else missing
        return plain(f"{self.prefix}.{name}", "RQ3", value, unit, n, method, source=_SOURCE, missing=why)

    def counts(self, itself: int) -> Iterator[Finding]:
        """Yield how many models there are, derived or not, and how many tags lead nowhere or in a circle."""
        n, derived = int(self.models.sum()), int((self.bases > 0).sum())
        root, base = self.models & (self.bases == 0), self.derivatives > 0
        counts = {
            "models": n,
            "edges": self.edges.height,
            "derived": derived,
            "roots": root.sum(),
            "roots_used": (root & base).sum(),
            "bases": base.sum(),
            "unlisted_bases": (~self.nodes["listed"].to_numpy() & base).sum(),
            "self_references": itself,
            "cyclic": (self.depth[self.models] < 0).sum(),
        }
        for name, value in counts.items():
            yield self._plain(name, value, "pairs" if name == "edges" else "models", n, _COUNTED[name])
        share = derived / n if n else None
        yield self._plain("derived_share", share, "share", n, "share of the models of this part that have a base")
        forest, of = "single_base_share", None if self.none_derived else self.graph
        yield measured(f"{self.prefix}.{forest}", "RQ3", forest, of, derived, missing=self.none_derived)

    def relations(self) -> Iterator[Finding]:
        """Yield how many edges there are of each relation, most first."""
        n = self.edges.height
        rows = self.edges.group_by("relation").agg(edges=pl.len())
        ordered = [
            {**row, "share": row["edges"] / n}
            for row in rows.sort(["edges", "relation"], descending=[True, False], nulls_last=True).to_dicts()
        ]
        yield self._plain("by_relation", ordered, "edges", n, "edges by relation; some tags give none")

    def depths(self) -> Iterator[Finding]:
        """Yield how many generations there are, and how many models in each."""
        known = self.depth[self.models & (self.depth >= 0)]
        below = known[known > 0]
        none = self.missing or ("" if known.size else "every model of this part is on a cycle or descends from one")
        rootless = self.none_derived or ("" if below.size else "every derived model is on a cycle or behind one")
        method = "generations from a model without a known base, by the longest way"
        yield self._plain(
            "depth.distribution", np.bincount(known), "models in each generation, from 0", known.size, method, none
        )
        most = known.max() if known.size else None
        yield self._plain("depth.max", most, "generations", known.size, f"most {method}", none)
        mean = below.mean() if below.size else None
        yield self._plain(
            "depth.mean", mean, "generations", below.size, f"mean of the derived models: {method}", rootless
        )

    def fertility(self) -> Iterator[Finding]:
        """Yield how unequally derivatives are shared, and who has most."""
        counts = self.derivatives[self.derivatives > 0].astype(np.float64)
        of, none = (counts if counts.size else None), self.none_derived
        n = int(self.models.sum())
        childless = float((self.derivatives[self.models] == 0).mean()) if n else None
        yield self._plain(
            "childless_share", childless, "share", n, "share of the models of this part that are no base of one"
        )
        for name, measure, options in (
            ("ccdf", "ccdf", {"unit": "[derivatives per base, share of bases]"}),
            ("gini", "gini", dict[str, Any]()),
            ("top_1pct_share", "top_share", {"top": 0.01}),
        ):
            id = f"{self.prefix}.fertility.{name}"
            yield measured(id, "RQ3", measure, of, counts.size, missing=none, **options)
        most = counts.max(initial=0)
        yield self._plain(
            "fertility.max", int(most), "models", counts.size, "direct derivatives of the most used base", none
        )
        yield self._plain(
            "top_bases",
            self._top_bases(),
            "derivatives",
            counts.size,
            "bases by direct derivatives, with their relations",
        )

    def _top_bases(self) -> list[dict[str, Any]]:
        named = {
            **{name: pl.col("relation") == name for name in RELATIONS},
            "not_given": pl.col("relation").is_null(),
        }
        sums = {name: relation.sum() for name, relation in named.items()}
        rows = self.edges.group_by(model="target").agg(derivatives=pl.len(), **sums)
        return rows.sort(["derivatives", "model"], descending=[True, False]).head(_TOP).to_dicts()

    def families(self) -> Iterator[Finding]:
        """Yield the roots with most descendants."""
        sizes = family_sizes(self.graph)
        roots = np.flatnonzero(sizes > 0)
        first = roots[np.argsort(-sizes[roots], kind="stable")[:_TOP]]
        rows = [
            {
                "model": self.nodes["name"][int(root)],
                "descendants": int(sizes[root]),
                "depth": self._depth_of(int(root)),
            }
            for root in first
        ]
        method = "models without a known base by all of their descendants, with the most generations below them"
        yield self._plain("largest_families", rows, "models", roots.size, method)

    def _depth_of(self, root: int) -> int:
        """Return the most generations below a root: in its family it is the only one without a base."""
        family = self.graph.subcomponent(root, mode="in")
        return int(depth(self.graph.induced_subgraph(family)).max())
