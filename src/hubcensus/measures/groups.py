"""Groups of repositories compared by ranks: whether counts differ between them, and between which."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from hubcensus.errors import MeasureError
from hubcensus.measures.counts import Floats, tallied
from hubcensus.measures.registry import measure

__all__ = ["KruskalWallis", "PairTest", "Tallied", "cliffs_delta", "dunn", "epsilon_squared", "kruskal_wallis"]


@dataclass(frozen=True)
class Tallied:
    """The different counts of one group, ascending, and how many of its repositories have each; made by ``of``."""

    values: Floats
    weights: Floats

    @classmethod
    def of(cls, counts: ArrayLike, weights: ArrayLike | None = None) -> "Tallied":
        """Tally counts; ``weights`` is how many repositories have each, ``None`` if there is a count for each."""
        return cls(*tallied(counts, weights, "a group"))

    @property
    def n(self) -> float:
        """How many repositories there are."""
        return float(self.weights.sum())


class KruskalWallis(NamedTuple):
    """The statistic, its degrees of freedom, and how likely one as large is if all groups are alike."""

    h: float
    df: int
    p: float


class PairTest(NamedTuple):
    """One pair of groups: z is above 0 if ``one`` has more; ``p_holm`` allows for how many pairs were tested."""

    one: str
    other: str
    z: float
    p: float
    p_holm: float


@measure(
    of="groups",
    unit="statistic",
    source="kruskal1952",
    formula=(
        r"H = \frac{1}{\sigma^2} \sum_g n_g \left( \bar{R}_g - \frac{n + 1}{2} \right)^2"
        "\n"
        r"\sigma^2 = \frac{n^3 - \sum_t t^3}{12\,(n - 1)}"
    ),
    symbols=(
        r"$n_g$ is how many repositories group $g$ has, of $n$ in all; $\bar{R}_g$ is the mean of its ranks among "
        "all $n$, equal counts having the mean of theirs; $t$ is how many repositories have each of the "
        r"different counts, so that $\sigma^2$ is the variance of a rank, less for ties. For $G$ groups $p$ is "
        "the chance that chi square with $G - 1$ degrees of freedom is $H$ or more."
    ),
)
def kruskal_wallis(groups: Mapping[str, Tallied]) -> KruskalWallis:
    """Test of Kruskal and Wallis, corrected for ties: whether counts of some groups tend to be larger than of others.

    With millions of repositories it says yes to differences that matter to nobody: read ``epsilon_squared`` with it.

    Parameters
    ----------
    groups
        Counts by group, two groups or more.

    Returns
    -------
    KruskalWallis
        ``h``, at least 0; ``df``, one less than there are groups; ``p``, by the chi-squared distribution, which is
        too rough for groups of fewer than five.

    Raises
    ------
    MeasureError
        If there are fewer than two groups, or all counts are the same.

    References
    ----------
    .. [1] W. H. Kruskal, W. A. Wallis, "Use of Ranks in One-Criterion Variance Analysis", J. Am. Stat. Assoc. 47, 583
       (1952).

    Examples
    --------
    >>> test = kruskal_wallis({"a": Tallied.of([1, 2, 3]), "b": Tallied.of([4, 5, 6])})
    >>> round(test.h, 3), test.df, round(test.p, 3)
    (3.857, 1, 0.05)
    """
    from scipy.special import chdtrc

    ranks = _ranked(groups, "kruskal_wallis")
    h = float((ranks.n * (ranks.mean - (ranks.total + 1) / 2) ** 2).sum() / ranks.variance)
    df = len(groups) - 1
    return KruskalWallis(h, df, float(chdtrc(df, h)))


@measure(
    of="groups",
    unit="share",
    source="tomczak2014",
    formula=r"\varepsilon^2 = \frac{H}{(n^2 - 1) / (n + 1)} = \frac{H}{n - 1}",
    symbols=(
        "$H$ is the statistic of Kruskal and Wallis, as `kruskal_wallis` gives it, and $n$ is how many "
        "repositories there are in all."
    ),
)
def epsilon_squared(groups: Mapping[str, Tallied]) -> float:
    """Epsilon squared, the effect size of that test: how much of the variance of ranks is between groups.

    Parameters
    ----------
    groups
        Counts by group, two groups or more.

    Returns
    -------
    float
        ``h / ((n**2 - 1) / (n + 1))`` for n repositories, between 0 and 1.

    Raises
    ------
    MeasureError
        If there are fewer than two groups, or all counts are the same.

    References
    ----------
    .. [1] M. Tomczak, E. Tomczak, "The Need to Report Effect Size Estimates Revisited", Trends Sport Sci. 21, 19
       (2014).

    Examples
    --------
    >>> round(epsilon_squared({"a": Tallied.of([1, 2, 3]), "b": Tallied.of([4, 5, 6])}), 3)
    0.771
    """
    n = sum(group.n for group in groups.values())
    return kruskal_wallis(groups).h / (n - 1)


@measure(
    of="groups",
    unit="z and p",
    source="dunn1964",
    formula=(
        r"z_{gh} = \frac{\bar{R}_g - \bar{R}_h}{\sqrt{\sigma^2 (1 / n_g + 1 / n_h)}}"
        "\n"
        r"p = 2\,\Phi(-|z|)"
        "\n"
        r"\sigma^2 = \frac{n^3 - \sum_t t^3}{12\,(n - 1)}"
        "\n"
        r"\tilde{p}_{(k)} = \max_{j \le k} \min(1, (m - j + 1)\,p_{(j)})"
    ),
    symbols=(
        r"$n_g$ is how many repositories group $g$ has, of $n$ in all; $\bar{R}_g$ is the mean of its ranks among "
        "all $n$, equal counts having the mean of theirs; $t$ is how many repositories have each of the "
        r"different counts, so that $\sigma^2$ is the variance of a rank, less for ties; $\Phi$ is the standard "
        r"normal distribution; $p_{(1)} \le \dots \le p_{(m)}$ are those of the $m$ pairs of groups, "
        r"and $\tilde{p}_{(k)}$ what they are once adjusted."
    ),
)
def dunn(groups: Mapping[str, Tallied]) -> list[PairTest]:
    """Dunn's test of every pair of groups, on their ranks among all groups, with p adjusted by Holm's method.

    Parameters
    ----------
    groups
        Counts by group, two groups or more.

    Returns
    -------
    list of PairTest
        Every pair once, in the order of the groups; p is of both sides, and corrected for ties.

    Raises
    ------
    MeasureError
        If there are fewer than two groups, or all counts are the same.

    References
    ----------
    .. [1] O. J. Dunn, "Multiple Comparisons Using Rank Sums", Technometrics 6, 241 (1964).
    .. [2] S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Stat. 6, 65 (1979).

    Examples
    --------
    >>> [pair] = dunn({"a": Tallied.of([1, 2, 3]), "b": Tallied.of([4, 5, 6])})
    >>> pair.one, pair.other, round(pair.z, 3), round(pair.p, 3)
    ('a', 'b', -1.964, 0.05)
    """
    from scipy.special import ndtr

    ranks = _ranked(groups, "dunn")
    one, other = np.array(list(combinations(range(len(groups)), 2))).T
    error = np.sqrt(ranks.variance * (1 / ranks.n[one] + 1 / ranks.n[other]))
    z = (ranks.mean[one] - ranks.mean[other]) / error
    p = 2 * ndtr(-np.abs(z))
    rows = zip(combinations(groups, 2), z.tolist(), p.tolist(), _holm(p).tolist(), strict=True)
    return [PairTest(*names, *numbers) for names, *numbers in rows]


@measure(
    of="groups",
    unit="coefficient",
    source="cliff1993",
    formula=(
        r"\delta = \frac{1}{n_x n_y} \sum_{i=1}^{n_x} \sum_{j=1}^{n_y} \left( [x_i > y_j] - [x_i < y_j] \right)"
    ),
    symbols="$x_i$ are the $n_x$ counts of the one group and $y_j$ the $n_y$ of the other.",
)
def cliffs_delta(one: Tallied, other: Tallied) -> float:
    """Cliff's delta: how much more often a count of one group is above one of the other than below it.

    Parameters
    ----------
    one, other
        Counts of two groups.

    Returns
    -------
    float
        Between -1 and 1, where 0 is neither and 1 is that every count of ``one`` is above every one of ``other``.

    References
    ----------
    .. [1] N. Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions", Psychol. Bull. 114, 494
       (1993).

    Examples
    --------
    >>> round(cliffs_delta(Tallied.of([1, 2, 2]), Tallied.of([0, 0, 2])), 3)
    0.556
    """
    upto = np.concatenate([[0.0], np.cumsum(other.weights)])
    below, not_above = (upto[np.searchsorted(other.values, one.values, side)] for side in ("left", "right"))
    return float(one.weights @ (below + not_above - other.n) / (one.n * other.n))


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(np.arange(p.size, 0, -1) * p[order]).clip(max=1)
    return adjusted


class _Ranks(NamedTuple):
    n: Floats  # of each group
    mean: Floats  # of each group, equal counts having the mean of their ranks
    variance: float  # of one rank, less for ties
    total: float


def _ranked(groups: Mapping[str, Tallied], name: str) -> _Ranks:
    """Rank all counts together."""
    if len(groups) < 2:
        raise MeasureError(f"{name} compares groups, and there are {len(groups)}")
    weights = np.concatenate([group.weights for group in groups.values()])
    values, place = np.unique(np.concatenate([group.values for group in groups.values()]), return_inverse=True)
    if values.size == 1:
        raise MeasureError(f"{name}: every count is {values[0]:g}, so that there is nothing to compare")
    same = np.bincount(place, weights).astype(np.float64)
    rank = np.cumsum(same) - (same - 1) / 2
    group = np.repeat(np.arange(len(groups)), [one.values.size for one in groups.values()])
    n, total = np.bincount(group, weights).astype(np.float64), float(weights.sum())
    # n (n + 1) / 12 less Dunn's correction for ties, as one sum of what is not negative: nothing cancels
    variance = float((same * (total - same) * (total + same)).sum() / (12 * (total - 1)))
    return _Ranks(n, np.bincount(group, weights * rank[place]) / n, variance, total)
