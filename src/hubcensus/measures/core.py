"""The core of a network: its k-cores, and the core and periphery that fit it best."""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected
from hubcensus.measures.ties import Ties

__all__ = ["core_correlation", "core_profile", "discrete_core"]


@measure(
    of="graph",
    unit="developers",
    source="seidman1983",
    formula=r"N_k = \sum_{i=1}^{n} [c_i \ge k]",
    symbols=(
        "$c_i$ is the largest $k$ for which developer $i$ of $n$ is in a set in which each is tied to at least "
        "$k$ others of it."
    ),
)
def core_profile(graph: igraph.Graph) -> NDArray[np.int64]:
    """Number of developers in the k-core, for each k: all of them tied to at least k others in it.

    Parameters
    ----------
    graph
        Directed, without self-loops; its directions are not used.

    Returns
    -------
    ndarray
        Shape ``(k_max + 1,)``, never rising: element k counts the k-core, element 0 all developers.

    References
    ----------
    .. [1] S. B. Seidman, "Network Structure and Minimum Degree", Soc. Networks 5, 269 (1983).
    """
    coreness = np.asarray(undirected(graph).coreness(), dtype=np.int64)
    shells = np.bincount(coreness, minlength=1)
    return np.cumsum(shells[::-1])[::-1]


@measure(
    of="ties",
    unit="whether in the core",
    source="lip2011",
    formula=(
        r"Z(C) = \sum_{i<j;\ i,j \in C} (1 - a_{ij})"
        "\n"
        r"+ \sum_{i<j;\ i,j \notin C} a_{ij}"
        "\n"
        r"= \frac{|C| (|C| - 1)}{2} - \sum_{i \in C} k_i + m"
    ),
    symbols=(
        "The core is the smallest of the sets $C$ of least $Z$; $a_{ij}$ is 1 if developers $i$ and $j$ are tied in "
        r"either direction, else 0; $k_i = \sum_j a_{ij}$ is the degree of $i$, and $m$ is how many pairs are tied."
    ),
)
def discrete_core(ties: Ties) -> NDArray[np.bool_]:
    """Who is in the core, if core and periphery are chosen to leave the fewest exceptions.

    An exception is a pair in the core that is not tied, or a pair in the periphery that is; pairs between
    the two do not count. The best core is a prefix of all developers by falling degree, Ref. [1], so nothing is
    searched; of several that are best it is the smallest, and of equal degrees the first come first.

    Parameters
    ----------
    ties
        Who is tied to whom; directions are not used.

    Returns
    -------
    ndarray
        Shape ``(n,)``; all false if nobody is tied.

    References
    ----------
    .. [1] S. Z. W. Lip, "A Fast Algorithm for the Discrete Core/Periphery Bipartitioning Problem",
       arXiv:1102.5511 (2011).
    """
    degrees = ties.degrees
    order = np.argsort(-degrees, kind="stable")
    size = np.arange(degrees.size + 1, dtype=np.int64)
    covered = np.concatenate([[0], np.cumsum(degrees[order])])
    best = int(np.argmin(size * (size - 1) // 2 - covered))
    core = np.zeros(degrees.size, dtype=np.bool_)
    core[order[:best]] = True
    return core


@measure(
    of="ties",
    unit="",
    source="borgatti2000",
    formula=r"\rho = \frac{\pi\,(\Delta_C - \Delta)}{\sqrt{\pi (1 - \pi)\,\Delta (1 - \Delta)}}",
    symbols=(
        r"Of all pairs that are both in the core or both in the periphery, $\pi$ is the share in the core and "
        r"$\Delta$ the share that is tied; $\Delta_C$ is the share of the pairs in the core that is tied. It is "
        "Pearson's correlation over these pairs of being tied with being in the core."
    ),
)
def core_correlation(ties: Ties, core: NDArray[np.bool_]) -> float:
    """How well core and periphery fit: correlation of the ties with a full core and an empty periphery.

    Pairs between core and periphery do not count, and neither do isolates.

    Parameters
    ----------
    ties
        Who is tied to whom; directions are not used.
    core
        Who is in the core; shape ``(n,)``.

    Returns
    -------
    float
        Between -1 and 1: Ref. [1], the discrete model that leaves pairs between core and periphery out.

    Raises
    ------
    MeasureError
        If the core or the periphery has fewer than two of those who are tied, or either ties all or none.

    References
    ----------
    .. [1] S. P. Borgatti, M. G. Everett, "Models of core/periphery structures", Soc. Networks 21, 375 (2000).
    """
    tied = ties.degrees > 0
    ends = core[ties.low].astype(np.int64) + core[ties.high]
    inside = [float(np.count_nonzero(ends == at)) for at in (2, 0)]
    sizes = [int((tied & core).sum()), int((tied & ~core).sum())]
    pairs = [size * (size - 1) / 2 for size in sizes]
    if min(pairs) == 0:
        raise MeasureError("core and periphery need two developers each who are tied")
    share = sum(inside) / sum(pairs)
    in_core = pairs[0] / sum(pairs)
    if share in (0.0, 1.0):
        raise MeasureError("all pairs are tied, or none is: there is no core to tell from a periphery")
    covariance = inside[0] / sum(pairs) - in_core * share
    return float(covariance / np.sqrt(in_core * (1 - in_core) * share * (1 - share)))
