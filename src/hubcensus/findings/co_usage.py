"""RQ3: which models are used together more often than by chance."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.measures import communities
from hubcensus.networks.co_usage import LARGEST_SPACE
from hubcensus.tables.network import Network

__all__ = ["co_usage"]

_SEED = 1
_TOP, _NAMED = 10, 5
_TESTED = "saracco2017"


def co_usage(part: str, network: Network, uses: pl.DataFrame, missing: str = "") -> Iterator[Finding]:
    """Yield the findings on the models that are used together in one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    network
        Its co-usage network.
    uses
        Frame with ``source`` (space) and ``target`` (model): the uses that it was made from, larger spaces too.
    missing
        Why there is nothing to measure, if so.
    """
    prefix = f"adoption.{part}.co_usage"
    held = network.backbone()
    tied = pl.concat([held.edges["source"], held.edges["target"]]).n_unique()
    large = uses.group_by("source").len().filter(pl.col("len") > LARGEST_SPACE).height
    n, kept = network.edges.height, held.edges.height
    share = kept / n if n else None
    alone = missing or ("" if n else "no space uses two models of this part")
    aside = f"spaces that use more than {LARGEST_SPACE} models, whose pairs do not count"
    for name, value, unit, of, method, source in (
        ("pairs", n, "pairs", network.nodes.height, "pairs of models that a space uses together", "hubcensus"),
        ("spaces_set_aside", large, "spaces", uses["source"].n_unique(), aside, "hubcensus"),
        ("backbone_pairs", kept, "pairs", n, _METHOD, "benjamini1995"),
        (
            "backbone_share",
            share,
            "share",
            n,
            f"share of the pairs, {_METHOD}",
            "benjamini1995",
        ),
        ("models", tied, "models", network.nodes.height, "models in a pair of the backbone", _TESTED),
        ("strongest", _strongest(held), "spaces", kept, "pairs of the backbone by the spaces that use both", _TESTED),
    ):
        why = alone if value is None else missing
        yield plain(f"{prefix}.{name}", "RQ3", value, unit, of, method, source=source, missing=why)
    yield from _communities(prefix, held, tied, alone or ("" if kept else "no pair is in the backbone"))


_METHOD = (
    "pairs that more spaces use together than by chance, which keeps how widely each model is used and how many "
    "each space uses; all pairs of used models tested, false discovery rate 1 %"
)


def _strongest(held: Network) -> list[dict[str, Any]]:
    first = held.edges.sort(["weight", "source", "target"], descending=[True, False, False]).head(_TOP)
    return first.select(model="source", other="target", spaces="weight").to_dicts()


def _communities(prefix: str, held: Network, tied: int, missing: str) -> Iterator[Finding]:
    graph = None if missing else held.graph()
    membership = None if graph is None else communities(graph, seed=_SEED)
    method = f"Leiden on modularity of the backbone, weighted by spaces, seed {_SEED}"
    for name, value, unit in (
        ("communities", None if membership is None else membership.max() + 1, "communities"),
        ("largest_communities", None if membership is None else _largest(held, membership), "models in each"),
    ):
        yield plain(f"{prefix}.{name}", "RQ3", value, unit, tied, method, source="traag2019", missing=missing)
    yield measured(f"{prefix}.modularity", "RQ3", "modularity", graph, tied, missing=missing, membership=membership)


def _largest(held: Network, membership: NDArray[np.int64]) -> list[dict[str, Any]]:
    of = held.nodes.with_columns(community=membership).filter(pl.col("community").is_between(0, _TOP - 1))
    most = of.sort(["community", "spaces", "name"], descending=[False, True, False])
    first = most.group_by("community", maintain_order=True).agg(models=pl.len(), top=pl.col("name").head(_NAMED))
    return first.drop("community").to_dicts()
