"""Numbers about counts, written as they are defined and computed without rounding until the end."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["gini", "mean", "median", "ratio", "share_of_top"]


def ratio(part: int | Fraction, whole: int) -> float | None:
    """Return a share, ``None`` of nothing."""
    return float(Fraction(part) / whole) if whole else None


def mean(counts: Sequence[int]) -> float | None:
    """Return the mean, ``None`` of nothing."""
    return ratio(sum(counts), len(counts))


def median(counts: Iterable[int]) -> float | None:
    """Return the middle one, or the mean of the middle two; ``None`` of nothing."""
    ordered = sorted(counts)
    if not ordered:
        return None
    half = len(ordered) // 2
    return (ordered[half] + ordered[~half]) / 2


def share_of_top(counts: Sequence[int], percent: int) -> float | None:
    """Return the share of the total that the top percent hold, a part of the last one included.

    ``None`` if the top is less than one of them.
    """
    ordered = sorted(counts, reverse=True)
    top = Fraction(percent * len(ordered), 100)
    if top < 1:
        return None
    whole = int(top)
    held = sum(ordered[:whole]) + sum(ordered[whole : whole + 1]) * (top - whole)
    return ratio(held, sum(ordered))


def gini(counts: Iterable[int]) -> float | None:
    """Return sum((2i - n - 1) x_i) / (n sum x), x ascending and i from 1; ``None`` if nobody has any."""
    ordered = sorted(counts)
    weighted = sum((2 * rank - len(ordered) - 1) * count for rank, count in enumerate(ordered, 1))
    return ratio(weighted, len(ordered) * sum(ordered))
