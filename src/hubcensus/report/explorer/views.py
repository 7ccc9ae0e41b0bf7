"""Which networks the explorer shows, and what it says of their nodes: frames in, views out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.measures import Ties, communities
from hubcensus.networks.build import RULE
from hubcensus.report.explorer.columns import Facts, columns_of
from hubcensus.report.explorer.drawing import drawn, strongest
from hubcensus.report.explorer.layout import layout
from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.whole import Whole
from hubcensus.schema import RELATIONS
from hubcensus.tables.network import Network, network_name

__all__ = ["SHOWN", "Shown", "view_of", "views"]

_SEED = 1  # of the communities, as in findings and exports


@dataclass(frozen=True)
class Shown:
    """A network that is shown.

    Parameters
    ----------
    name, title, about, nodes, out, back, weight, time
        As in ``View``.
    of
        Names of networks, as ``network_name`` takes them, which are shown as one.
    most_nodes, most_ties
        What is kept of a larger network: the nodes with most ties, and the strongest ties between them.
    """

    name: str
    title: str
    about: str
    nodes: str
    out: str
    back: str
    weight: str
    time: str
    of: tuple[str, ...]
    most_nodes: int = 4_000
    most_ties: int = 15_000


SHOWN = (
    Shown(
        "collaboration",
        "Developers who work together",
        "A dot is an author of commits to models. A tie joins the first author of a commit to all other authors of "
        f"the same model (rule {RULE}); its weight is how many commits made it.",
        "developers",
        "leads",
        "follows",
        "commits",
        "first_day",
        ("collaboration",),
        75_000,
        270_000,
    ),
    Shown(
        "dependencies",
        "Spaces and what they use",
        "A dot is a space, a model or a dataset. A tie leads from a space to a model or dataset that its code uses.",
        "repositories",
        "uses",
        "is used by",
        "",
        "created_day",
        ("dependencies", "dataset-dependencies"),
    ),
    Shown(
        "co-usage",
        "Models that are used together",
        "A dot is a model that a space uses. A tie joins two models that the same spaces use; its weight is how many "
        "spaces. Pairs that meet more often than by chance are drawn first.",
        "models",
        "is used with",
        "is used with",
        "spaces",
        "created_day",
        ("co-usage",),
    ),
    Shown(
        "lineage",
        "Models and what they were made from",
        "A dot is a model. A tie leads from a model to the base model that its card names, with how it was made.",
        "models",
        "is made from",
        "is the base of",
        "",
        "created_day",
        ("lineage",),
    ),
)
"""The networks, in the order of the menu."""


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
            [network(name) for name in of if name in names and (part == "all" or name.endswith(f"-{part}"))]
            for part, of in made.items()  # one of datasets is of no subfield, and has the same name in all
        )
        yield view_of(shown, whole, parts, facts)


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
    said = ("name", "title", "about", "nodes", "out", "back", "weight", "time")
    return View(
        **{name: getattr(shown, name) for name in said},
        names=known["name"],
        columns=tuple(columns_of(known, shown.out, shown.back, facts)),
        ties=ties,
        drawn=drawn(ties, whole.backbone()[order]),
        parts=_bits([whole.joins(one) for one in parted], every.low.size)[order],
        relation=whole.relation()[order],
        relations=RELATIONS if "relation" in whole.pairs else (),
        place=layout(ties, np.unique(community[nodes], return_inverse=True)[1]),
        left_out={
            "isolates": int((~tied).sum()),
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
