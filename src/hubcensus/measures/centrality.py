"""Who is central: PageRank, and betweenness, exact or estimated from a sample with its error."""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected

__all__ = ["EXACT", "SOURCES", "betweenness", "pagerank"]

EXACT = 3000
"""Up to so many developers who are tied, betweenness is exact."""

SOURCES = 1000
"""From how many developers, drawn at random, it is estimated for more."""

_GROUPS = 10


@measure(
    of="graph",
    unit="share of a walk",
    source="brin1998",
    formula=(
        r"\pi_j = \frac{1 - d}{n} + d \sum_{i=1}^{n} \pi_i P_{ij}"
        "\n"
        r"P_{ij} = \begin{cases} w_{ij} / s_i & s_i > 0 \\ 1 / n & \text{else} \end{cases}"
    ),
    symbols=(
        r"$w_{ij}$ is the weight of the tie from $i$ to $j$, $s_i = \sum_j w_{ij}$, $d = 0.85$, and $n$ is how "
        r"many developers there are; the $\pi_j$ add up to 1."
    ),
)
def pagerank(graph: igraph.Graph) -> NDArray[np.float64]:
    """Share of the time that somebody spends with each developer who follows ties at random, by their weight.

    Parameters
    ----------
    graph
        Without self-loops, with ``weight`` on the edges; directions are followed. With a chance of 0.15 the walk
        goes on from anyone.

    Returns
    -------
    ndarray
        Shape ``(n_developers,)``, adds up to 1.

    References
    ----------
    .. [1] S. Brin, L. Page, "The anatomy of a large-scale hypertextual Web search engine",
       Comput. Netw. ISDN Syst. 30, 107 (1998).
    """
    if graph.vcount() == 0:
        return np.zeros(0)
    weights = [float(weight) for weight in graph.es["weight"]]  # igraph ignores numpy's integers here
    return np.asarray(graph.pagerank(weights=weights, damping=0.85), dtype=np.float64)


@measure(
    of="graph",
    unit="[pairs of developers, standard error]",
    source="freeman1977",
    formula=(
        r"b_v = \sum_{s < t} \frac{\sigma_{st}(v)}{\sigma_{st}}, \quad s, t \ne v"
        "\n"
        r"\hat{b}_v = \frac{1}{10} \sum_{g=1}^{10} \hat{b}_{vg}"
        "\n"
        r"\hat{b}_{vg} = \frac{m}{|S_g|} \sum_{s \in S_g} \frac{1}{2} \sum_t \frac{\sigma_{st}(v)}{\sigma_{st}}"
    ),
    symbols=(
        r"$\sigma_{st}$ is how many shortest ways there are between $s$ and $t$, and $\sigma_{st}(v)$ how many of "
        "these pass $v$. The other lines are the estimate: $m$ developers are tied, and $S_g$ are the ten groups "
        r"drawn; the standard error is the standard deviation of the ten $\hat{b}_{vg}$ over $\sqrt{10}$."
    ),
)
def betweenness(graph: igraph.Graph, seed: int = 1, exact: int = EXACT) -> NDArray[np.float64]:
    """Number of pairs of developers between whom each one lies on the shortest way, shared among equal ways.

    Above ``exact`` developers who are tied it is an estimate, Ref. [2], from the shortest ways of 1,000 of them drawn
    at random in ten groups, whose spread gives its standard error; for those who have little it is too small.

    Parameters
    ----------
    graph
        Without self-loops; directions and weights are not used.
    seed
        Of the sample.
    exact
        Up to how many developers who are tied every one is a source.

    Returns
    -------
    ndarray
        Shape ``(n_developers, 2)``: the number, at least 0, and its standard error, 0 where it is exact.

    References
    ----------
    .. [1] L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40, 35 (1977).
    .. [2] U. Brandes, C. Pich, "Centrality estimation in large networks", Int. J. Bifurc. Chaos 17, 2303 (2007).
    """
    plain = undirected(graph)
    tied = np.flatnonzero(plain.degree())
    if tied.size <= exact:
        known = np.asarray(plain.betweenness(directed=False), dtype=np.float64)
        return np.column_stack([known, np.zeros_like(known)])
    most = min(SOURCES, tied.size // _GROUPS * _GROUPS)
    groups = np.split(np.random.default_rng(seed).choice(tied, most, replace=False), _GROUPS)
    found = [plain.betweenness(directed=False, sources=group.tolist()) for group in groups]
    all_of_them = np.asarray(found, dtype=np.float64) * tied.size / groups[0].size
    return np.column_stack([all_of_them.mean(axis=0), all_of_them.std(axis=0, ddof=1) / np.sqrt(_GROUPS)])
