"""What the explorer shows of networks, and what it says of their nodes: frames in, views out."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.measures import Ties, communities
from hubcensus.networks.build import RULE
from hubcensus.report.explorer.columns import Facts, columns_of
from hubcensus.report.explorer.drawing import drawn, strongest
from hubcensus.report.explorer.layout import layout
from hubcensus.report.explorer.shown import SHOWN, Shown
from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.whole import Whole
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network, network_name

__all__ = ["view_of", "views"]

_SEED = 1  # of the communities, as in findings and exports


def views(network: Callable[[str], Network], names: list[str], facts: Facts) -> Iterator[View]:
    """Yield what is shown of each network of a census.

    Parameters
    ----------
    network
        Gives a network by its name.
    names
        The names of those that there are.
    facts
        What else the census knows.
    """
    for shown in SHOWN:
        made = {part: [network_name(of, RULE, part) for of in shown.of] for part in ("all", *facts.parts)}
        whole, *parts = (
            [
                _drawn_of(network(name), facts)
                for name in of
                if name in names and (part == "all" or name.endswith(f"-{part}"))
            ]
            for part, of in made.items()  # one of datasets is of no subfield, and has the same name in all
        )
        yield view_of(shown, whole, parts, facts)


def _drawn_of(network: Network, facts: Facts) -> Network:
    """Return the backbone of a network that has one, and one of developers without bots, as the findings have them.

    Under the rule that is shown, ties between others do not depend on bots.
    """
    if "backbone" in network.edges:
        return network.backbone()
    if "bot" not in facts.developers or "kind" in network.nodes:
        return network
    bots = facts.developers.filter("bot")["name"].implode()
    ends = pl.col("source").is_in(bots) | pl.col("target").is_in(bots)
    return Network(network.nodes.filter(~pl.col("name").is_in(bots)), network.edges.filter(~ends), network.directed)


def view_of(shown: Shown, networks: list[Network], parts: list[list[Network]], facts: Facts) -> View:
    """Return what is shown of some networks, as one.

    Parameters
    ----------
    shown
        What they are.
    networks
        The networks; none if they were not built.
    parts
        Of each subfield, in order, the networks.
    facts
        What else the census knows.
    """
    whole = Whole.of(networks)
    every, tied = whole.ties, whole.ties.degrees > 0
    community = communities(every, _SEED)
    kept = _kept(every, shown)
    nodes = np.unique(np.concatenate([every.low[kept], every.high[kept]]))
    nodes = nodes[np.lexsort((nodes, -every.degrees[nodes], community[nodes]))]
    ties, order = _numbered(every, kept, nodes)
    parted = [Whole.of(of) for of in parts]
    known = _known(whole, parted, community)[nodes.tolist()]
    return View(
        words=shown.words,
        names=known["name"],
        columns=tuple(columns_of(known, shown.words.out, shown.words.back, facts)),
        ties=ties,
        drawn=drawn(ties),
        parts=_bits([whole.joins(one) for one in parted], every.low.size)[order],
        relation=whole.relation()[order],
        relations=RELATIONS if "relation" in whole.pairs else (),
        place=layout(ties, np.unique(community[nodes], return_inverse=True)[1]),
        left_out={
            "isolates": int((~tied).sum()) + whole.left_out,
            "nodes": int(tied.sum()) - nodes.size,
            "ties": every.low.size - ties.low.size,
        },
    )


def _known(whole: Whole, parts: list[Whole], community: NDArray[np.int64]) -> pl.DataFrame:
    """Return what the network itself says of each node."""
    tied = whole.ties.degrees > 0
    core = np.zeros(tied.size, dtype=np.int64)
    core[tied] = whole.ties.graph.coreness()
    return whole.nodes.with_columns(
        ties=pl.Series(whole.ties.degrees),
        out=pl.Series(whole.ends("source")),
        back=pl.Series(whole.ends("target")),
        core=pl.Series(core),
        community=pl.Series(community),
        subfields=pl.Series(_bits([whole.has(one.members) for one in parts], tied.size)),
    )


def _kept(ties: Ties, shown: Shown) -> NDArray[np.bool_]:
    """Return which ties the page holds: between the nodes with most ties, the strongest if they are too many."""
    inside = np.zeros(ties.n, dtype=np.bool_)
    inside[np.lexsort((np.arange(ties.n), -ties.degrees))[: shown.most_nodes]] = True
    kept = inside[ties.low] & inside[ties.high]
    between = np.flatnonzero(kept)
    kept[between[np.argsort(strongest(ties)[between])][shown.most_ties :]] = False
    return kept


def _numbered(ties: Ties, kept: NDArray[np.bool_], nodes: NDArray[np.int64]) -> tuple[Ties, NDArray[np.int64]]:
    """Return the kept ties between nodes that are numbered anew, and which of all ties each is."""
    number = np.zeros(ties.n, dtype=np.int64)
    number[nodes] = np.arange(nodes.size)
    one, other = number[ties.low[kept]], number[ties.high[kept]]
    low, high, turned = np.minimum(one, other), np.maximum(one, other), one > other
    there, back = ties.there[kept], ties.back[kept]
    if ties.directed:
        there, back = np.where(turned, back, there), np.where(turned, there, back)
    order = np.lexsort((high, low))
    found = Ties(nodes.size, low[order], high[order], there[order], back[order], ties.directed)
    return found, np.flatnonzero(kept)[order]


def _bits(members: list[NDArray[np.bool_]], size: int) -> NDArray[np.int64]:
    """Return a number for each, bit *i* set if it is a member of the *i*-th."""
    found = np.zeros(size, dtype=np.int64)
    for bit, of in enumerate(members):
        found |= of.astype(np.int64) << bit
    return found
