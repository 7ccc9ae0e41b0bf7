"""How ties hold together: strength, clustering, and what is returned."""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected
from hubcensus.measures.ties import Ties

__all__ = [
    "mean_clustering",
    "shell_reciprocity",
    "strengths",
    "transitivity",
    "weighted_reciprocity",
]


@measure(
    of="graph",
    unit="weight of all ties",
    source="barrat2004",
    formula=r"s_i = \sum_{j=1}^{n} (w_{ij} + w_{ji})",
    symbols=(
        "$w_{ij}$ is the weight of the tie from $i$ to $j$, 0 if there is none; $n$ is how many developers there are."
    ),
)
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


@measure(
    of="graph",
    unit="share",
    source="newman2010",
    formula=r"C = \frac{\sum_{i,j,k} a_{ij} a_{jk} a_{ki}}{\sum_i k_i (k_i - 1)}",
    symbols=(
        r"$a_{ij}$ is 1 if developers $i$ and $j$ are tied in either direction, else 0; $k_i = \sum_j a_{ij}$ is "
        "the degree of $i$."
    ),
)
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


@measure(
    of="graph",
    unit="share",
    source="watts1998",
    formula=(
        r"C = \frac{1}{n} \sum_{i=1}^{n} C_i, \quad C_i = \frac{\sum_{j,k} a_{ij} a_{jk} a_{ki}}{k_i (k_i - 1)}"
    ),
    symbols=(
        r"$a_{ij}$ is 1 if developers $i$ and $j$ are tied in either direction, else 0; $k_i = \sum_j a_{ij}$ is "
        "the degree of $i$, and $C_i = 0$ where it is below 2; $n$ is how many developers there are."
    ),
)
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


@measure(
    of="ties",
    unit="share",
    source="squartini2013",
    formula=r"r = \frac{\sum_{i \ne j} \min(w_{ij}, w_{ji})}{\sum_{i \ne j} w_{ij}}",
    symbols="$w_{ij}$ is the weight of the tie from developer $i$ to $j$, 0 if there is none.",
)
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


@measure(
    of="ties",
    unit="[k, share of the ties in the k-shell that are returned]",
    source="garlaschelli2004",
    formula=(
        r"r_k = \frac{\sum_{i \ne j} A_{ij} A_{ji} [\min(c_i, c_j) = k]}{\sum_{i \ne j} A_{ij} [\min(c_i, c_j) = "
        "k]}"
    ),
    symbols=(
        "$A_{ij}$ is 1 if developer $i$ is tied to $j$, else 0; $c_i$ is the largest $k$ of a k-core that holds $i$."
    ),
)
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
