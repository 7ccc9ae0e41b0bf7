"""The backbone of a network of pairs: those that meet more often than chance would have them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hubcensus.errors import MeasureError
from hubcensus.measures.registry import measure

__all__ = ["backbone", "meeting_p"]


@measure(of="pairs", unit="probability", source="tumminello2011")
def meeting_p(met: ArrayLike, one: ArrayLike, other: ArrayLike, spaces: int) -> NDArray[np.float64]:
    """Probability that two models meet in at least so many spaces if each is in as many spaces as it is, at random.

    Parameters
    ----------
    met
        Spaces that use both; shape ``(n_pairs,)``, 0 or more.
    one, other
        Spaces that use the one and the other; shape ``(n_pairs,)``, at least ``met``.
    spaces
        All spaces, at least ``one`` and ``other``.

    Returns
    -------
    ndarray
        Shape ``(n_pairs,)``, between 0 and 1: the upper tail of the hypergeometric distribution, Ref. [1].

    Raises
    ------
    MeasureError
        If two meet more often than one of them is used, or one is in more spaces than there are.

    References
    ----------
    .. [1] M. Tumminello, S. Micciche, F. Lillo, J. Piilo, R. N. Mantegna, "Statistically Validated Networks in
       Bipartite Complex Systems", PLoS ONE 6, e17994 (2011).

    Examples
    --------
    >>> meeting_p([1], [1], [1], 10).round(9).tolist()
    [0.1]
    """
    from scipy.stats import hypergeom

    low, high = np.minimum(one, other), np.maximum(one, other)
    rows = np.column_stack([np.asarray(met), low, high]).astype(np.int64)
    if rows.size and ((rows[:, 0] > rows[:, 1]).any() or rows[:, 2].max() > spaces or rows.min() < 0):
        raise MeasureError("two models meet at most as often as each is used, and that is in at most all spaces")
    alike, place = np.unique(rows, axis=0, return_inverse=True)
    tail = hypergeom.sf(alike[:, 0] - 1, spaces, alike[:, 1], alike[:, 2])
    return np.asarray(tail[place.ravel()], dtype=np.float64).clip(0, 1)


@measure(of="pairs", unit="whether in the backbone", source="benjamini1995")
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
