"""A finding: one number or list with its id, unit, and how it was made."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from math import isclose
from typing import Any

import numpy as np

from hubcensus.errors import MeasureError
from hubcensus.measures.bootstrap import DRAWS, Interval
from hubcensus.measures.registry import MEASURES

__all__ = ["INTERVAL", "Finding", "ends", "measured", "plain"]

INTERVAL = f"interval of 95 %: whole owners drawn anew {DRAWS} times, with replacement"
"""How the intervals of findings on repositories are made."""


@dataclass(frozen=True)
class Finding:
    """One answer to a part of a question.

    Parameters
    ----------
    id
        From the general to the particular, ``activity.model.likes.gini``; it never changes its meaning.
    question
        ``RQ1``, ``RQ2``, ``RQ3``, or ``census`` for what was and was not read.
    value
        A number, a list, or ``None`` where there is no answer; ``notes`` then says why.
    low, high
        Ends of the interval, where there is one.
    unit
        What the value counts; a share is between 0 and 1.
    n
        How many repositories, developers or ties it was made from.
    method
        How it was made, in a line.
    source
        Key of the definition's source in ``docs/references.bib``.
    notes
        What a reader should know.
    """

    id: str
    question: str
    value: Any
    unit: str
    n: int | None
    method: str
    source: str
    low: float | None = None
    high: float | None = None
    notes: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for JSON."""
        return asdict(self)

    def within(self, low: float | None = None, high: float | None = None) -> "Finding":
        """Return the finding with its interval; as it is if there is none."""
        if self.value is None or low is None or high is None:
            return self
        if isclose(low, self.value) or isclose(high, self.value):  # an end may miss it by what is lost in rounding
            low, high = min(low, self.value), max(high, self.value)
        return replace(self, low=low, high=high, method=f"{self.method.rstrip('.')}; {INTERVAL}")

    def noted(self, note: str) -> "Finding":
        """Return the finding with a note for its readers, if it has a value: its notes explain why it has none."""
        return self if self.value is None else replace(self, notes=note)


def ends(interval: Interval | None) -> dict[str, float | None]:
    """Return the ends of an interval, for a row of a list."""
    low, high = interval or (None, None)
    return {"low": low, "high": high}


def measured(
    id: str, question: str, measure: str, of: Any, n: int, *, unit: str = "", missing: str = "", **options: Any
) -> Finding:
    """Return the finding that a registered measure gives.

    Parameters
    ----------
    id, question, n
        As in ``Finding``.
    measure
        Name in the register.
    of
        What it measures; ``None`` gives no value and the note ``missing``.
    unit
        In place of the measure's own.
    missing
        Why there is nothing to measure.
    options
        For the measure.
    """
    entry = MEASURES[measure]
    value, notes = None, missing
    if of is not None:
        try:
            value, notes = _as_json(entry.function(of, **options)), ""
        except MeasureError as error:
            notes = str(error)
    return Finding(id, question, value, unit or entry.unit, n, entry.method, entry.source, notes=notes)


def plain(
    id: str,
    question: str,
    value: Callable[[], Any] | Any,
    unit: str,
    n: int | None,
    method: str,
    *,
    source: str = "hubcensus",
    missing: str = "",
) -> Finding:
    """Return a finding that is a count or a list and needs no measure; ``missing`` says why it has no value."""
    if missing:
        return Finding(id, question, None, unit, n, method, source, notes=missing)
    return Finding(id, question, _as_json(value), unit, n, method, source)


def _as_json(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return value
