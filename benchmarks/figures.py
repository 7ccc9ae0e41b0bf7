"""What was measured, beside what it should be."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Figure", "lines"]


@dataclass(frozen=True)
class Figure:
    """One number that was measured.

    Parameters
    ----------
    what
        What it is the number of.
    value
        The number.
    unit
        What it counts.
    target
        What it should be, if that is decided.
    better
        Whether it should be at most or at least that.
    """

    what: str
    value: float
    unit: str = ""
    target: float | None = None
    better: Literal["at most", "at least"] = "at most"

    @property
    def missed_by(self) -> float | None:
        """How far it is on the wrong side of its target, 0 if it is met; ``None`` if there is none."""
        if self.target is None:
            return None
        return max(0.0, self.value - self.target if self.better == "at most" else self.target - self.value)

    @property
    def verdict(self) -> str:
        """In words: the target, and whether it is met."""
        if self.missed_by is None:
            return ""
        met = "met" if self.missed_by == 0 else f"missed by {_number(self.missed_by)}"
        return f"{self.better} {_number(self.target)}: {met}"

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self) | {"missed_by": self.missed_by}


def lines(figures: Iterable[Figure]) -> list[str]:
    """Return the lines of a table, a figure each."""
    return [f"  {f.what:<62}{_number(f.value):>12} {f.unit:<12} {f.verdict}".rstrip() for f in figures]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
