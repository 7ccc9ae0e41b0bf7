"""The core of a network: how many developers are in its k-cores."""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.measures.registry import measure

__all__ = ["core_profile"]


@measure(of="graph", unit="developers", source="seidman1983")
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
    coreness = np.asarray(graph.as_undirected(mode="collapse").coreness(), dtype=np.int64)
    shells = np.bincount(coreness, minlength=1)
    return np.cumsum(shells[::-1])[::-1]
