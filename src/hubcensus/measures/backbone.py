"""The backbone of a network of pairs: those that meet more often than chance would have them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure

__all__ = ["backbone", "meeting_p"]

_ROUNDS, _CLOSE = 2000, 1e-10
Floats = NDArray[np.float64]


@measure(
    of="pairs",
    unit="probability",
    source="saracco2017",
    formula=(
        r"p = 1 - \sum_{j=0}^{k-1} \frac{e^{-\lambda} \lambda^j}{j!}, \quad \lambda = \sum_s q_{sa} q_{sb}"
        "\n"
        r"q_{sm} = \frac{x_s y_m}{1 + x_s y_m}"
        "\n"
        r"\sum_s q_{sm} = u_m, \quad \sum_m q_{sm} = z_s"
    ),
    symbols=(
        "$k$ is in how many spaces the models $a$ and $b$ meet, $u_m$ how many spaces use model $m$, and $z_s$ "
        "how many models space $s$ uses; the factors $x_s$ and $y_m$ are those with which the sums come out."
    ),
)
def meeting_p(met: ArrayLike, one: ArrayLike, other: ArrayLike, models: ArrayLike, spaces: ArrayLike) -> Floats:
    """Probability that two models meet in at least so many spaces, if uses are dealt out at random.

    Chance keeps, on average, in how many spaces each model is and how many models each space uses: it is the random
    bipartite graph of most entropy with these numbers, Ref. [1]. That spaces differ in size matters: two models of
    many spaces meet in the large ones anyway, and the hypergeometric test of Ref. [2], which takes spaces for
    alike, finds pairs where there are none. How often two meet is a sum of rare events, taken as Poisson, which makes
    the probability a little too large where it is small.

    Parameters
    ----------
    met
        Spaces that use both; shape ``(n_pairs,)``, 0 or more.
    one, other
        The two, as indices into ``models``; shape ``(n_pairs,)``.
    models
        Spaces that use each model; shape ``(n_models,)``, 1 or more.
    spaces
        Models that each space uses; shape ``(n_spaces,)``, 1 or more.

    Returns
    -------
    ndarray
        Shape ``(n_pairs,)``, between 0 and 1.

    Raises
    ------
    MeasureError
        If models and spaces do not add up to the same uses.

    References
    ----------
    .. [1] F. Saracco, M. J. Straka, R. Di Clemente, A. Gabrielli, G. Caldarelli, T. Squartini, "Inferring monopartite
       projections of bipartite networks: an entropy-based approach", New J. Phys. 19, 053022 (2017).
    .. [2] M. Tumminello, S. Micciche, F. Lillo, J. Piilo, R. N. Mantegna, "Statistically Validated Networks in
       Bipartite Complex Systems", PLoS ONE 6, e17994 (2011).

    Examples
    --------
    >>> meeting_p([1], [0], [1], models=[1] * 10, spaces=[1] * 10).round(6).tolist()
    [0.095163]
    """
    from scipy.special import gammainc

    uses, by = (np.asarray(counts, dtype=np.int64) for counts in (models, spaces))
    if uses.sum() != by.sum():
        raise MeasureError(f"models are used {uses.sum()} times, but spaces use models {by.sum()} times")
    if not uses.size:
        return np.zeros(0)
    used, of = np.unique(uses, return_inverse=True)
    sizes, n_spaces = np.unique(by, return_counts=True)
    chance = _dealt(used, np.bincount(of), sizes, n_spaces)
    expected = np.einsum("ik,jk->ij", chance, chance * n_spaces)  # unlike a product of matrices, always the same bits
    mean = expected[of[np.asarray(one, dtype=np.int64)], of[np.asarray(other, dtype=np.int64)]]
    times = np.asarray(met, dtype=np.float64)
    return np.where(times > 0, gammainc(np.maximum(times, 1), mean), 1.0)


def _dealt(used: NDArray[Any], n_models: NDArray[Any], sizes: NDArray[Any], n_spaces: NDArray[Any]) -> Floats:
    """Return how likely a space of each size uses a model of each number of uses; shape ``(n_used, n_sizes)``."""
    total = np.sqrt(float(used @ n_models))
    x, y = used / total, sizes / total
    for _ in range(_ROUNDS):
        before = x
        x = used / (n_spaces * y / (1 + np.outer(x, y))).sum(axis=1)
        y = sizes / (n_models[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        if (np.abs(x - before) <= _CLOSE * x).all():
            break
    odds = np.outer(x, y)
    return np.asarray(odds / (1 + odds), dtype=np.float64)


@measure(
    of="pairs",
    unit="whether in the backbone",
    source="benjamini1995",
    formula=r"p \le p_{(k)}, \quad k = \max \left\lbrace j : p_{(j)} \le \frac{j}{T}\,q \right\rbrace",
    symbols=(
        r"$p_{(1)} \le p_{(2)} \le \dots$ are the probabilities of the pairs that met, $T$ is how many tests "
        "there are and $q$ the false discovery rate; with no such $j$ none is kept."
    ),
)
def backbone(p: ArrayLike, tests: int, rate: float = 0.01) -> NDArray[np.bool_]:
    """Which pairs meet more often than by chance, with at most ``rate`` of them expected to be false.

    Every pair that could have met is a test, also those that never did: their probability is 1, so they need not be
    given, but they count in ``tests``. To test only pairs that met would be to choose the tests by their outcome.

    Parameters
    ----------
    p
        Probabilities of the pairs that met; shape ``(n_pairs,)``.
    tests
        How many pairs there are, those that never met too.
    rate
        False discovery rate, between 0 and 1.

    Returns
    -------
    ndarray
        Shape ``(n_pairs,)``: the procedure of Ref. [1].

    Raises
    ------
    MeasureError
        If there are fewer tests than pairs.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", J. R. Stat. Soc. B 57, 289 (1995).

    Examples
    --------
    >>> backbone([0.0001, 0.9], tests=10).tolist()
    [True, False]
    """
    given = np.asarray(p, dtype=np.float64)
    if tests < given.size:
        raise MeasureError(f"backbone: {given.size} pairs were tested, so there cannot be {tests} tests")
    ordered = np.sort(given)
    passed = ordered[ordered <= rate * np.arange(1, given.size + 1) / max(tests, 1)]
    kept: NDArray[np.bool_] = given <= passed.max(initial=-1.0)
    return kept
