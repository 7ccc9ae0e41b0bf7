"""Descent of models from base models: generations, derivatives, families.

Every measure takes a directed graph without self-loops or repeated edges, from derived models to their bases.
Cycles are no error: tags that people write contain them.
"""

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure

__all__ = ["depth", "family_sizes", "fertility", "single_base_share"]

Integers = NDArray[np.int64]


@measure(
    of="lineage",
    unit="generations",
    source="laufer2025",
    formula=r"d(v) = 1 + \max_{b \in B(v)} d(b)",
    symbols="$B(v)$ are the bases of model $v$. Without any $d(v)$ is 0; on a cycle or behind one there is no depth.",
)
def depth(graph: igraph.Graph) -> Integers:
    """Generations from a model without a base to each model, by the longest way.

    The longest, because a model is made after all of its bases: so it is deeper than each of them, also where
    a merge joins a first and a fifth generation. One that is on a cycle, or descends from one, has no such number.

    Parameters
    ----------
    graph
        From derived models to bases.

    Returns
    -------
    ndarray
        Shape ``(n_models,)``: 0 without a base, else 1 more than the deepest base; -1 on a cycle or behind one.

    References
    ----------
    .. [1] B. Laufer, H. Oderinwale, J. Kleinberg, "Anatomy of a Machine Learning Ecosystem", arXiv:2508.06811
       (2025): generations of model families; the longest way is ours.

    Examples
    --------
    >>> depth(igraph.Graph([(1, 0), (2, 1), (2, 0)], directed=True)).tolist()
    [0, 1, 2]
    """
    derived, base = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2).T
    order = np.argsort(base, kind="stable")
    children = derived[order]
    first = np.searchsorted(base[order], np.arange(graph.vcount() + 1))
    waiting = np.bincount(derived, minlength=graph.vcount())
    found = np.full(graph.vcount(), -1, dtype=np.int64)
    now, generation = np.flatnonzero(waiting == 0), 0
    while now.size:
        found[now] = generation
        born = children[_ranges(first[now], first[now + 1])]
        np.subtract.at(waiting, born, 1)
        now, generation = np.unique(born[waiting[born] == 0]), generation + 1
    return found


@measure(
    of="lineage",
    unit="models",
    source="laufer2025",
    formula=r"f(b) = \sum_v [b \in B(v)]",
    symbols="$B(v)$ are the bases of model $v$.",
)
def fertility(graph: igraph.Graph) -> Integers:
    """Number of models that name each model as their base.

    Parameters
    ----------
    graph
        From derived models to bases.

    Returns
    -------
    ndarray
        Shape ``(n_models,)``, 0 or more; adds up to the number of edges.

    References
    ----------
    .. [1] B. Laufer, H. Oderinwale, J. Kleinberg, "Anatomy of a Machine Learning Ecosystem", arXiv:2508.06811 (2025).
    """
    return np.asarray(graph.indegree(), dtype=np.int64)


@measure(
    of="lineage",
    unit="models",
    source="laufer2025",
    formula=r"F(r) = \sum_{v \ne r} [v \to \dots \to r]",
    symbols=(
        r"$r$ is a model without a base, and $v \to \dots \to r$ says that going from base to base leads from $v$ "
        "to $r$."
    ),
)
def family_sizes(graph: igraph.Graph) -> Integers:
    """Number of descendants of each model without a base, in all generations, each counted once.

    A merge is in the families of all of its roots, so the families may add up to more than all models.

    Parameters
    ----------
    graph
        From derived models to bases.

    Returns
    -------
    ndarray
        Shape ``(n_models,)``: descendants of each root, itself left out; -1 for models with a base.

    References
    ----------
    .. [1] B. Laufer, H. Oderinwale, J. Kleinberg, "Anatomy of a Machine Learning Ecosystem", arXiv:2508.06811 (2025):
       model families; theirs are weakly connected, which one merge makes one of.
    """
    roots = np.flatnonzero(np.asarray(graph.outdegree(), dtype=np.int64) == 0)
    sizes = np.full(graph.vcount(), -1, dtype=np.int64)
    sizes[roots] = graph.neighborhood_size(roots.tolist(), order=graph.vcount(), mode="in")
    sizes[roots] -= 1
    return sizes


@measure(
    of="lineage",
    unit="share",
    source="laufer2025",
    formula=r"s = \frac{\sum_v [|B(v)| = 1]}{\sum_v [|B(v)| \ge 1]}",
    symbols="$B(v)$ are the bases of model $v$.",
)
def single_base_share(graph: igraph.Graph) -> float:
    """Share of derived models with exactly one base: 1 if the lineage is a forest, cycles aside.

    Parameters
    ----------
    graph
        From derived models to bases.

    Returns
    -------
    float
        Share between 0 and 1.

    Raises
    ------
    MeasureError
        If no model has a base.
    """
    bases = np.asarray(graph.outdegree(), dtype=np.int64)
    if not bases.any():
        raise MeasureError("no model has a base")
    return float((bases == 1).sum() / (bases > 0).sum())


def _ranges(first: Integers, last: Integers) -> Integers:
    """Return the numbers of all ranges, one after the other."""
    size = last - first
    ends = np.cumsum(size)
    return np.repeat(first - ends + size, size) + np.arange(ends[-1])
