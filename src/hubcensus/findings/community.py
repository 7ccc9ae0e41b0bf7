"""RQ2: the social structure of the developer community."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import igraph
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.measures import Ties, betweenness, communities, degrees, pagerank, strengths
from hubcensus.measures.structure import undirected
from hubcensus.networks.homes import HOMES, TOLD
from hubcensus.networks.people import THRESHOLDS
from hubcensus.tables.network import Network

__all__ = ["ALIKE", "community", "otherwise"]

ALIKE = THRESHOLDS[1]
"""Points from which on a name is said to be like that of a key developer."""

_SEEDS = (1, 2, 3)
_KEY = 10
_WITH_DIRECTIONS = ("density", "reciprocity")
_OF_TIES = ("weighted_reciprocity", "shell_reciprocity", "rich_club")
_WITHOUT_DIRECTIONS = ("transitivity", "mean_clustering", "assortativity")
_TIES = "ordered pairs of different developers"


def community(
    part: str, network: Network, homes: pl.DataFrame, missing: str = "", variant: str = ""
) -> Iterator[Finding]:
    """Yield the findings on the collaboration network of one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    network
        Its collaboration network.
    homes
        Whose models developers mostly work on, of those of whom it is known; see ``networks.homes``.
    missing
        Why there is nothing to measure, if so.
    variant
        Who counts as a person in it, if not every name as it stands.
    """
    prefix = f"community.{part}.{variant}".rstrip(".")
    graph = network.graph()
    n = graph.vcount()
    missing = missing or ("" if n else f"no commit to a model of this part{' by a person' * bool(variant)} was read")
    of = None if missing else graph
    yield plain(
        f"{prefix}.developers", "RQ2", n, "developers", n, "different authors of commits to models", missing=missing
    )
    yield plain(f"{prefix}.edges", "RQ2", graph.ecount(), _TIES, n, f"{_TIES}, rule osborne2024", missing=missing)
    simple, ties = (None, None) if of is None else (undirected(graph), Ties.of(graph))
    yield from _isolates(prefix, simple, n, missing)
    yield from _components(prefix, simple, n, missing)
    for names, what in ((_WITH_DIRECTIONS, of), (_OF_TIES, ties), (_WITHOUT_DIRECTIONS, simple)):
        for name in names:
            yield measured(f"{prefix}.{name}", "RQ2", name, what, n, missing=missing)
    yield from _degrees(prefix, simple, n, missing)
    yield from _core(prefix, simple, n, missing)
    yield from _at_home(prefix, network, simple, homes, missing)
    yield from _communities(prefix, simple, ties, n, missing)
    yield from _key_developers(prefix, network, of, simple, missing)


def _isolates(prefix: str, graph: igraph.Graph | None, n: int, missing: str) -> Iterator[Finding]:
    yield measured(f"{prefix}.isolates", "RQ2", "isolates", graph, n, missing=missing)
    yield measured(f"{prefix}.isolate_share", "RQ2", "isolate_share", graph, n, missing=missing)


def _components(prefix: str, graph: igraph.Graph | None, n: int, missing: str) -> Iterator[Finding]:
    parts = None if graph is None else len(graph.connected_components(mode="weak"))
    method = "weakly connected components; an isolate is one by itself"
    yield plain(
        f"{prefix}.components", "RQ2", parts, "components", n, method, source="wasserman1994", missing=missing
    )
    yield measured(f"{prefix}.giant_share", "RQ2", "giant_share", graph, n, missing=missing)


def _degrees(prefix: str, graph: igraph.Graph | None, n: int, missing: str) -> Iterator[Finding]:
    tied = None if graph is None else degrees(graph)
    weight = None if graph is None else strengths(graph)
    yield plain(
        f"{prefix}.strength_mean",
        "RQ2",
        None if weight is None else weight.mean(),
        "commits",
        n,
        "mean weight of all ties of a developer, isolates included",
        source="barrat2004",
        missing=missing,
    )
    for name, reduce in (("mean", np.mean), ("median", np.median), ("max", np.max)):
        yield plain(
            f"{prefix}.degree_{name}",
            "RQ2",
            None if tied is None else reduce(tied),
            "developers",
            n,
            f"{name} number of other developers tied in either direction, isolates included",
            source="wasserman1994",
            missing=missing,
        )


def _core(prefix: str, graph: igraph.Graph | None, n: int, missing: str) -> Iterator[Finding]:
    profile = measured(f"{prefix}.core_profile", "RQ2", "core_profile", graph, n, missing=missing)
    yield profile
    yield plain(
        f"{prefix}.core_max",
        "RQ2",
        None if graph is None else len(profile.value) - 1,
        "k",
        n,
        "largest k with a k-core",
        source="seidman1983",
        missing=missing,
    )
    yield plain(
        f"{prefix}.core_developers",
        "RQ2",
        None if graph is None else profile.value[-1],
        "developers",
        n,
        "developers in the innermost k-core",
        source="seidman1983",
        missing=missing,
    )


def _at_home(
    prefix: str, network: Network, graph: igraph.Graph | None, homes: pl.DataFrame, missing: str
) -> Iterator[Finding]:
    """Yield where developers work, and whether they are tied to those who work at such a place too."""
    known = network.nodes.with_row_index("place").join(homes, on="name", maintain_order="left")
    n = known.height
    missing = missing or ("" if n else "no model with an owner has an author")
    groups = known["home"].replace_strict({home: at for at, home in enumerate(HOMES)}, return_dtype=pl.Int64)
    counts = {home: int((known["home"] == home).sum()) for home in HOMES}
    untold = counts["another"] > 0 and not any(counts[home] for home in TOLD)
    rows = [{"home": home, "developers": None if untold and home in TOLD else n} for home, n in counts.items()]
    note = (
        "the Hub did not say what kind of account any of these owners has: all but one's own count as another"
        * untold
    )
    method = "whose models a developer mostly works on: own, another person's, an organisation's, another's"
    yield plain(f"{prefix}.homes", "RQ2", rows, "developers", n, method, missing=missing).noted(note)
    of = None if graph is None or missing else graph.induced_subgraph(known["place"].to_list())
    yield measured(
        f"{prefix}.home_assortativity",
        "RQ2",
        "group_assortativity",
        of,
        n,
        missing=missing,
        groups=groups.to_list(),
    ).noted(note)


def _communities(
    prefix: str, graph: igraph.Graph | None, ties: Ties | None, n: int, missing: str
) -> Iterator[Finding]:
    if graph is not None and graph.ecount() == 0:
        graph, ties, missing = None, None, "no two developers are tied"
    found = None if ties is None else [communities(ties, seed) for seed in _SEEDS]
    membership = None if found is None else found[0]
    method = (
        f"Leiden on modularity, isolates set aside, seed {_SEEDS[0]}; other seeds give somewhat other communities"
    )
    sizes = None if membership is None else np.bincount(membership[membership >= 0])
    yield plain(
        f"{prefix}.communities",
        "RQ2",
        None if sizes is None else sizes.size,
        "communities",
        n,
        method,
        source="traag2019",
        missing=missing,
    )
    yield plain(
        f"{prefix}.largest_communities",
        "RQ2",
        None if sizes is None else sizes[:10],
        "developers in each",
        n,
        method,
        source="traag2019",
        missing=missing,
    )
    yield measured(f"{prefix}.modularity", "RQ2", "modularity", graph, n, missing=missing, membership=membership)
    yield measured(f"{prefix}.stability", "RQ2", "stability", found, n, missing=missing)


def _key_developers(
    prefix: str, network: Network, graph: igraph.Graph | None, simple: igraph.Graph | None, missing: str
) -> Iterator[Finding]:
    """Yield who is among the first in degree, PageRank or betweenness, and in which."""
    method = (
        f"the {_KEY} whose ranks by degree, PageRank and betweenness have the smallest product, of those among the "
        "first by any; equals share the best rank; core: largest k of a k-core"
    )
    rows: list[dict[str, Any]] = []
    error = None
    if graph is not None and simple is not None and graph.ecount():
        by = {"degree": degrees(simple), "pagerank": pagerank(graph), "betweenness": betweenness(simple)}
        between, off = by["betweenness"].T
        by["betweenness"], error = between, float((off / np.maximum(between, 1))[np.argsort(-between)[:_KEY]].max())
        ranks = {name: _ranks(values) for name, values in by.items()}
        first = {at for values in by.values() for at in np.argsort(-values, kind="stable")[:_KEY].tolist()}
        shell = np.asarray(simple.coreness())
        names = network.nodes["name"]
        rows = [
            {
                "developer": names[at],
                **{name: by[name][at].item() for name in ranks},
                **{f"{name}_rank": int(ranks[name][at]) for name in ranks},
                "core": int(shell[at]),
            }
            for at in sorted(first, key=lambda at: (math.prod(int(ranks[name][at]) for name in ranks), names[at]))
        ][:_KEY]
    elif graph is not None:
        missing = "no two developers are tied"
    n = len(rows)
    yield plain(f"{prefix}.key_developers", "RQ2", rows, "", n, method, source="freeman1977", missing=missing)
    how = "largest standard error of the betweenness of the first ten, as a share of it; 0 if it is exact"
    yield plain(f"{prefix}.betweenness_error", "RQ2", error, "share", n, how, source="brandes2007", missing=missing)


def otherwise(
    part: str, key: list[dict[str, Any]], networks: Mapping[str, Network], alike: list[tuple[str, str]]
) -> Finding:
    """Return how the key developers stand by other rules of who is tied to whom, and who may be the same person.

    Parameters
    ----------
    part
        Beginning of the id after ``community``, such as ``all.without_bots``.
    key
        Value of ``key_developers``.
    networks
        The network of the same developers by each other rule.
    alike
        Two names each that may be the same person's.
    """
    ranks = {}
    for rule, network in networks.items():
        by_degree = degrees(undirected(network.graph()))
        ranks[rule] = dict(zip(network.nodes["name"], _ranks(by_degree).tolist(), strict=True))
    names = [row["developer"] for row in key]
    rows = [
        {
            "developer": name,
            "alike": [other for pair in alike if name in pair for other in pair if other != name],
            **{rule: of.get(name) for rule, of in ranks.items()},
        }
        for name in names
    ]
    method = (
        f"rank by degree under each other rule, equals sharing the best; names alike from {ALIKE} of 100 points on"
    )
    missing = "" if rows else "there are no key developers"
    id = f"community.{part}.key_developers_otherwise"
    return plain(id, "RQ2", rows, "", len(rows), method, source="freeman1977", missing=missing)


def _ranks(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return the rank of each, 1 the largest; equals share the best."""
    return np.asarray(values.size - np.searchsorted(np.sort(values), values, side="right") + 1)
