"""Communities: found by Leiden, and how much better they hold the ties together than chance."""

import random
from collections.abc import Sequence
from itertools import combinations

import igraph
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure
from hubcensus.measures.structure import undirected
from hubcensus.measures.ties import Ties

__all__ = ["communities", "held_modularity", "modularity", "stability"]


@measure(
    of="ties",
    unit="community of each developer",
    source="traag2019",
    formula=(
        r"\max_g\,Q(g)"
        "\n"
        r"Q = \frac{1}{2W} \sum_{i,j} \left( W_{ij} - \frac{s_i s_j}{2W} \right) [g_i = g_j]"
    ),
    symbols=(
        "$g_i$ is the community of developer $i$, $W_{ij} = w_{ij} + w_{ji}$ the weight between $i$ and $j$, "
        r"$s_i = \sum_j W_{ij}$ and $2W = \sum_i s_i$. What is found is near the maximum, and need not be it."
    ),
)
def communities(graph: igraph.Graph | Ties, seed: int, iterations: int = 2) -> NDArray[np.int64]:
    """Communities by the Leiden algorithm on modularity, isolates set aside.

    Ties are taken as undirected, their weights added up.

    Parameters
    ----------
    graph
        Without self-loops, with ``weight`` on the edges; or its ties.
    seed
        Seed of the algorithm, which is random.
    iterations
        How often it refines its result.

    Returns
    -------
    ndarray
        Shape ``(n_developers,)``: number of the community, 0 the largest; -1 for isolates.

    References
    ----------
    .. [1] V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected
       communities", Sci. Rep. 9, 5233 (2019).
    """
    ties = Ties.of(graph)
    membership = np.full(ties.n, -1, dtype=np.int64)
    tied = ties.graph
    if tied.ecount():
        igraph.set_random_number_generator(random.Random(seed))
        found = tied.community_leiden("modularity", weights="weight", n_iterations=iterations)
        membership[ties.degrees > 0] = _by_size(np.asarray(found.membership, dtype=np.int64))
    return membership


@measure(
    of="graph",
    unit="",
    source="newman2004",
    formula=r"Q = \sum_c \left( e_{cc} - a_c^2 \right), \quad a_c = \sum_d e_{cd}",
    symbols=(
        "$e_{cd}$ is the share of the weight of all ties, half of it at each end, that joins community $c$ to "
        "$d$; $a_c$ is the share that ends in $c$."
    ),
)
def modularity(graph: igraph.Graph, membership: NDArray[np.int64]) -> float:
    """How much more weight lies inside the communities than if ties were drawn at random.

    Parameters
    ----------
    graph
        Directed, without self-loops, with ``weight`` on the edges; its directions are not used.
    membership
        Community of each developer, negative for none; shape ``(n_developers,)``.

    Returns
    -------
    float
        Between -1/2 and 1: ``Q`` of Ref. [1], Eq. (5), with weights.

    Raises
    ------
    MeasureError
        If there is no tie.

    References
    ----------
    .. [1] M. E. J. Newman, M. Girvan, "Finding and Evaluating Community Structure in Networks",
       Phys. Rev. E 69, 026113 (2004).
    """
    if graph.ecount() == 0:
        raise MeasureError("modularity is of ties, and there is none")
    alone = membership < 0
    whole = membership.copy()
    whole[alone] = membership.max() + 1 + np.arange(alone.sum())
    return float(undirected(graph).modularity(whole.tolist(), weights="weight"))


@measure(
    of="partitions",
    unit="",
    source="hubert1985",
    formula=(
        r"\mathrm{ARI} = \frac{\sum_{i,j} \binom{n_{ij}}{2} - E}{\frac{1}{2} \left( \sum_i \binom{a_i}{2} + "
        r"\sum_j \binom{b_j}{2} \right) - E}"
        "\n"
        r"E = \sum_i \binom{a_i}{2} \sum_j \binom{b_j}{2} \Big/ \binom{n}{2}"
    ),
    symbols=(
        "Of the $n$ who are tied, $a_i$ are in community $i$ by the one seed, $b_j$ in $j$ by the other, and "
        "$n_{ij}$ in both; the measure is the mean over all pairs of seeds."
    ),
)
def stability(memberships: Sequence[NDArray[np.int64]]) -> float:
    """How alike the communities are that different seeds find: mean adjusted Rand index over pairs of seeds.

    Parameters
    ----------
    memberships
        What ``communities`` returns for each seed, at least two; isolates do not count.

    Returns
    -------
    float
        At most 1; about 0 if they are as alike as by chance.

    Raises
    ------
    MeasureError
        If nobody is tied.

    References
    ----------
    .. [1] L. Hubert, P. Arabie, "Comparing partitions", J. Classif. 2, 193 (1985).
    """
    tied = memberships[0] >= 0
    if not tied.any():
        raise MeasureError("stability is of communities, and nobody is tied")
    pairs = combinations([membership[tied].tolist() for membership in memberships], 2)
    return float(np.mean([_alike(*pair) for pair in pairs]))


def _alike(one: list[int], other: list[int]) -> float:
    """Return the adjusted Rand index, which is 0 / 0 where both have all in one community."""
    return 1.0 if one == other else float(igraph.compare_communities(one, other, method="adjusted_rand"))


@measure(
    of="ties",
    unit="",
    source="newman2004",
    formula=r"Q = \sum_c \left( e_{cc} - a_c^2 \right), \quad a_c = \sum_d e_{cd}",
    symbols=(
        "$e_{cd}$ is the share of the weight of those ties that count, half of it at each end, that joins "
        "community $c$ to $d$; $a_c$ is the share that ends in $c$."
    ),
)
def held_modularity(ties: Ties, membership: NDArray[np.int64]) -> float:
    """Modularity, in some ties, of communities that were found in others.

    Communities that an algorithm finds fit the very ties that it saw, random ones too, and the better the
    fewer these are. Ties that it did not see tell whether there are any.

    Parameters
    ----------
    ties
        The ties in which they are measured; those that touch somebody without a community do not count.
    membership
        Community of each developer, negative for none; shape ``(n_developers,)``.

    Returns
    -------
    float
        Between -1/2 and 1, about 0 where ties are random: ``Q`` of Ref. [1], Eq. (5), with weights.

    Raises
    ------
    MeasureError
        If no tie is left to measure.

    References
    ----------
    .. [1] M. E. J. Newman, M. Girvan, "Finding and Evaluating Community Structure in Networks",
       Phys. Rev. E 69, 026113 (2004).
    """
    ends = membership[ties.low], membership[ties.high]
    known = (ends[0] >= 0) & (ends[1] >= 0)
    weight = ties.total[known]
    if weight.size == 0:
        raise MeasureError("no tie is left between those who have a community")
    one, other = ends[0][known], ends[1][known]
    inside = weight[one == other].sum() / weight.sum()
    ends_of = np.bincount(np.concatenate([one, other]), np.concatenate([weight, weight]))
    return float(inside - ((ends_of / (2 * weight.sum())) ** 2).sum())


def _by_size(found: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number communities by falling size, those of one size by their first member."""
    names, first, sizes = np.unique(found, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    number = np.empty(names.size, dtype=np.int64)
    number[order] = np.arange(names.size)
    return number[found]
