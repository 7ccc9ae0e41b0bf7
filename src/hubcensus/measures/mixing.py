"""Who is tied to whom, by degree and by group: assortativity, and the club of the rich."""

from collections.abc import Sequence

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import thinned
from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected
from hubcensus.measures.ties import Ties

__all__ = ["assortativity", "group_assortativity", "rich_club"]


@measure(
    of="graph",
    unit="",
    source="newman2003",
    formula=(
        r"r = \frac{\sum_{i,j} (a_{ij} - k_i k_j / 2m)\,k_i k_j}{\sum_{i,j} (k_i \delta_{ij} - k_i k_j / 2m)\,k_i "
        "k_j}"
    ),
    symbols=(
        r"$a_{ij}$ is 1 if developers $i$ and $j$ are tied in either direction, else 0; $k_i = \sum_j a_{ij}$ is "
        r"the degree of $i$; $2m = \sum_i k_i$, and $\delta_{ij}$ is 1 if $i = j$, else 0."
    ),
)
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


@measure(
    of="graph",
    unit="",
    source="newman2003",
    formula=r"r = \frac{\sum_g e_{gg} - \sum_g a_g^2}{1 - \sum_g a_g^2}, \quad a_g = \sum_h e_{gh}",
    symbols=(
        "$e_{gh}$ is the share of the ties, half of each at each end, that joins group $g$ to $h$; $a_g$ is the "
        "share of the ends of ties that are in $g$."
    ),
)
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


@measure(
    of="ties",
    unit="[degree, share of pairs of developers of higher degree that are tied]",
    source="colizza2006",
    formula=r"\phi(k) = \frac{2 E_{>k}}{N_{>k} (N_{>k} - 1)}",
    symbols=(
        "$N_{>k}$ is how many developers have a degree above $k$, and $E_{>k}$ how many pairs of these are tied."
    ),
)
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
    .. [1] V. Colizza, A. Flammini, M. A. Serrano, A. Vespignani, "Detecting rich-club ordering in complex networks",
       Nat. Phys. 2, 110 (2006), Eq. (1), which goes by degree; S. Zhou, R. J. Mondragon, IEEE Commun. Lett. 8, 180
       (2004), who named it, go by rank.
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
