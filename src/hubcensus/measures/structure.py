"""The structure of a network of developers: isolates, components, density, reciprocity.

Every measure takes a directed graph without self-loops in which each developer is a node, isolates too.
"""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure

__all__ = [
    "component_sizes",
    "degrees",
    "density",
    "giant_share",
    "isolate_share",
    "isolates",
    "reciprocity",
    "undirected",
]


@measure(
    of="graph",
    unit="other developers",
    source="wasserman1994",
    formula=r"k_i = \sum_{j=1}^{n} a_{ij}",
    symbols=(
        "$a_{ij}$ is 1 if developers $i$ and $j$ are tied in either direction, else 0; $n$ is how many "
        "developers there are."
    ),
)
def degrees(graph: igraph.Graph) -> NDArray[np.int64]:
    """Number of other developers to whom each one is tied, in either direction.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    ndarray
        Shape ``(n_developers,)``, from 0 to ``n_developers - 1``.
    """
    return np.asarray(undirected(graph).degree(), dtype=np.int64)


@measure(
    of="graph",
    unit="developers",
    source="wasserman1994",
    formula=r"n_0 = \sum_{i=1}^{n} [k_i = 0]",
    symbols="$k_i$ is the degree of developer $i$ of $n$.",
)
def isolates(graph: igraph.Graph) -> int:
    """Number of developers who are tied to nobody.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    int
        Between 0 and the number of developers.
    """
    return int((degrees(graph) == 0).sum())


@measure(
    of="graph",
    unit="share",
    source="osborne2024",
    formula=r"s = \frac{n_0}{n}",
    symbols="$n_0$ of the $n$ developers have degree 0.",
)
def isolate_share(graph: igraph.Graph) -> float:
    """Share of developers who are tied to nobody; a property of a developer, never an edge.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If there is no developer.
    """
    _needs(graph, "isolate_share", developers=1)
    return isolates(graph) / int(graph.vcount())


@measure(
    of="graph",
    unit="developers",
    source="wasserman1994",
    formula=(
        "c_r = |C_r|"
        "\n"
        r"i, j \in C_r \;\iff\; \exists\,m \ge 0 \,:\, (a^m)_{ij} > 0"
    ),
    symbols=(
        r"$C_r$ are the components, $c_1 \ge c_2 \ge \dots$; $a_{ij}$ is 1 if developers $i$ and $j$ are tied in "
        "either direction, else 0, and $(a^m)_{ij}$ counts the ways of $m$ ties from one to the other."
    ),
)
def component_sizes(graph: igraph.Graph) -> NDArray[np.int64]:
    """Sizes of the weakly connected components, largest first; an isolate is a component of one.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    ndarray
        Shape ``(n_components,)``; adds up to the number of developers.
    """
    sizes = np.asarray(graph.connected_components(mode="weak").sizes(), dtype=np.int64)
    return np.sort(sizes)[::-1]


@measure(
    of="graph",
    unit="share",
    source="newman2010",
    formula=r"S = \frac{c_1}{n}",
    symbols="$c_1$ is the size of the largest component, and $n$ is how many developers there are.",
)
def giant_share(graph: igraph.Graph) -> float:
    """Share of all developers who are in the largest weakly connected component.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If there is no developer.
    """
    _needs(graph, "giant_share", developers=1)
    return float(component_sizes(graph)[0] / graph.vcount())


@measure(
    of="graph",
    unit="share",
    source="wasserman1994",
    formula=r"\Delta = \frac{1}{n (n - 1)} \sum_{i \ne j} A_{ij}",
    symbols="$A_{ij}$ is 1 if developer $i$ is tied to $j$, else 0; $n$ is how many developers there are.",
)
def density(graph: igraph.Graph) -> float:
    """Share of all ordered pairs of different developers that are tied.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If there are fewer than two developers.
    """
    _needs(graph, "density", developers=2)
    n = graph.vcount()
    return float(graph.ecount() / (n * (n - 1)))


@measure(
    of="graph",
    unit="share",
    source="garlaschelli2004",
    formula=r"r = \frac{\sum_{i \ne j} A_{ij} A_{ji}}{\sum_{i \ne j} A_{ij}}",
    symbols="$A_{ij}$ is 1 if developer $i$ is tied to $j$, else 0.",
)
def reciprocity(graph: igraph.Graph) -> float:
    """Share of the ties that are returned.

    Parameters
    ----------
    graph
        Directed, without self-loops.

    Returns
    -------
    float
        Share between 0 and 1: ``r`` of Ref. [1], Eq. (1).

    Raises
    ------
    MeasureError
        If there is no tie.

    References
    ----------
    .. [1] D. Garlaschelli, M. I. Loffredo, "Patterns of Link Reciprocity in Directed Networks",
       Phys. Rev. Lett. 93, 268701 (2004).
    """
    if graph.ecount() == 0:
        raise MeasureError("reciprocity is a share of the ties, and there is none")
    return float(graph.reciprocity())


def undirected(graph: igraph.Graph) -> igraph.Graph:
    """Return the graph without directions, the weights of both added up; itself if it has none."""
    if not graph.is_directed():
        return graph
    return graph.as_undirected(mode="collapse", combine_edges={"weight": "sum"})


def _needs(graph: igraph.Graph, name: str, developers: int) -> None:
    if graph.vcount() < developers:
        raise MeasureError(f"{name} needs at least {developers} developers, and there are {graph.vcount()}")
