"""How ties close and meet: strength, clustering, assortativity, rich club, and what is returned."""

from collections.abc import Sequence

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import thinned
from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected
from hubcensus.measures.ties import Ties

__all__ = [
    "assortativity",
    "group_assortativity",
    "mean_clustering",
    "rich_club",
    "shell_reciprocity",
    "strengths",
    "transitivity",
    "weighted_reciprocity",
]


@measure(of="graph", unit="weight of all ties", source="barrat2004")
def strengths(graph: igraph.Graph) -> NDArray[np.float64]:
    """Weight of all ties of each developer, in both directions.

    Parameters
    ----------
    graph
        Without self-loops, with ``weight`` on the edges.

    Returns
    -------
    ndarray
        Shape ``(n_developers,)``, 0 for isolates.

    References
    ----------
    .. [1] A. Barrat et al., "The architecture of complex weighted networks", PNAS 101, 3747 (2004), Eq. (2).
    """
    return np.asarray(graph.strength(weights="weight"), dtype=np.float64)


@measure(of="graph", unit="share", source="newman2010")
def transitivity(graph: igraph.Graph) -> float:
    """Share of the paths of two ties whose ends are tied too.

    Parameters
    ----------
    graph
        Without self-loops; its directions are not used.

    Returns
    -------
    float
        Share between 0 and 1: Ref. [1], Eq. (7.41).

    Raises
    ------
    MeasureError
        If nobody is tied to two others.

    References
    ----------
    .. [1] M. E. J. Newman, "Networks: An Introduction", Oxford University Press (2010).
    """
    found = float(undirected(graph).transitivity_undirected())
    if np.isnan(found):
        raise MeasureError("transitivity is a share of the paths of two ties, and there is none")
    return found


@measure(of="graph", unit="share", source="watts1998")
def mean_clustering(graph: igraph.Graph) -> float:
    """Mean over all developers of the share of pairs of those tied to one that are tied to each other.

    Who is tied to fewer than two counts with 0, isolates too.

    Parameters
    ----------
    graph
        Without self-loops; its directions are not used.

    Returns
    -------
    float
        Share between 0 and 1: ``C`` of Ref. [1].

    Raises
    ------
    MeasureError
        If there is no developer.

    References
    ----------
    .. [1] D. J. Watts, S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393, 440 (1998).
    """
    if graph.vcount() == 0:
        raise MeasureError("mean clustering is a mean over developers, and there is none")
    return float(undirected(graph).transitivity_avglocal_undirected(mode="zero"))


@measure(of="graph", unit="", source="newman2003")
def assortativity(graph: igraph.Graph) -> float:
    """Correlation of the degrees at the two ends of a tie.

    Parameters
    ----------
    graph
        Without self-loops; its directions are not used.

    Returns
    -------
    float
        Between -1 and 1: ``r`` of Ref. [1], Eq. (21), on degrees.

    Raises
    ------
    MeasureError
        If there is no tie, or all who are tied have the same degree.

    References
    ----------
    .. [1] M. E. J. Newman, "Mixing patterns in networks", Phys. Rev. E 67, 026126 (2003).
    """
    found = float(undirected(graph).assortativity_degree(directed=False))
    if np.isnan(found):
        raise MeasureError("assortativity correlates the degrees of those who are tied, and they do not differ")
    return found


@measure(of="graph", unit="", source="newman2003")
def group_assortativity(graph: igraph.Graph, groups: Sequence[int]) -> float:
    """How much more ties stay within a group of developers than if they were drawn at random.

    Parameters
    ----------
    graph
        Without self-loops; its directions are not used.
    groups
        The group of each developer, from 0; shape ``(n_developers,)``.

    Returns
    -------
    float
        At most 1: ``r`` of Ref. [1], Eq. (2).

    Raises
    ------
    MeasureError
        If there is no tie, or all who are tied are of one group.

    References
    ----------
    .. [1] M. E. J. Newman, "Mixing patterns in networks", Phys. Rev. E 67, 026126 (2003).
    """
    found = float(undirected(graph).assortativity_nominal(list(groups), directed=False))
    if np.isnan(found):
        raise MeasureError("assortativity compares groups, and all who are tied are of one")
    return found


@measure(of="ties", unit="share", source="squartini2013")
def weighted_reciprocity(graph: igraph.Graph | Ties) -> float:
    """Share of the weight of all ties that is returned.

    Parameters
    ----------
    graph
        Directed, without self-loops, with ``weight`` on the edges; or its ties.

    Returns
    -------
    float
        Share between 0 and 1: ``r`` of Ref. [1], Eq. (6).

    Raises
    ------
    MeasureError
        If there is no tie.

    References
    ----------
    .. [1] T. Squartini et al., "Reciprocity of weighted networks", Sci. Rep. 3, 2729 (2013).
    """
    ties = Ties.of(graph)
    if ties.low.size == 0:
        raise MeasureError("reciprocity by weight is a share of the weight of ties, and there is none")
    return float(2 * np.minimum(ties.there, ties.back).sum() / ties.total.sum())


@measure(of="ties", unit="[k, share of the ties in the k-shell that are returned]", source="garlaschelli2004")
def shell_reciprocity(graph: igraph.Graph | Ties) -> NDArray[np.float64]:
    """Share of the ties that are returned, by shell: a tie is in the shell of its outer end.

    Parameters
    ----------
    graph
        Directed, without self-loops, with ``weight`` on the edges; or its ties.

    Returns
    -------
    ndarray
        Shape ``(n_shells, 2)``: k and the share between 0 and 1, for each k with a tie.

    References
    ----------
    .. [1] D. Garlaschelli, M. I. Loffredo, "Patterns of Link Reciprocity in Directed Networks",
       Phys. Rev. Lett. 93, 268701 (2004); shells as in S. B. Seidman, Soc. Networks 5, 269 (1983).
    """
    ties = Ties.of(graph)
    shell = np.full(ties.n, -1, dtype=np.int64)
    shell[ties.degrees > 0] = ties.graph.coreness()
    outer = np.minimum(shell[ties.low], shell[ties.high])
    pairs, mutual = np.bincount(outer), np.bincount(outer[ties.mutual], minlength=int(outer.max(initial=-1)) + 1)
    k = np.flatnonzero(pairs)
    return np.column_stack([k, 2 * mutual[k] / (pairs[k] + mutual[k])]).astype(np.float64)


@measure(of="ties", unit="[degree, share of pairs of developers of higher degree that are tied]", source="zhou2004")
def rich_club(graph: igraph.Graph | Ties, points: int = 200) -> NDArray[np.float64]:
    """How densely those of many ties are tied to each other, by degree.

    Parameters
    ----------
    graph
        Without self-loops, with ``weight`` on the edges; or its ties. Directions are not used.
    points
        At most about so many degrees, thinned evenly on a logarithmic scale.

    Returns
    -------
    ndarray
        Shape ``(n_degrees, 2)``: k and the share, between 0 and 1, of pairs of developers of degree above k that are
        tied, for each k from 0 on that two of them exceed.

    References
    ----------
    .. [1] S. Zhou, R. J. Mondragon, "The rich-club phenomenon in the Internet topology",
       IEEE Commun. Lett. 8, 180 (2004).
    """
    ties = Ties.of(graph)
    degrees = ties.degrees
    poorer = np.minimum(degrees[ties.low], degrees[ties.high])
    most = int(degrees.max(initial=0))
    members = np.bincount(degrees, minlength=most + 1)[::-1].cumsum()[::-1]
    tied = np.bincount(poorer, minlength=most + 1)[::-1].cumsum()[::-1]
    above = np.arange(1, most + 1)
    above = above[members[above] > 1]
    above = above[thinned(above.astype(np.float64), points)]
    n = members[above]
    return np.column_stack([above - 1, 2 * tied[above] / (n * (n - 1))]).astype(np.float64)
