"""Findings as they are asked for: by a pattern of their ids, as rows or as a frame."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

import polars as pl

from hubcensus.errors import UsageError

__all__ = ["frame", "is_asked", "matching"]

_COLUMNS = {
    "id": pl.String,
    "question": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "unit": pl.String,
    "n": pl.Int64,
    "word": pl.String,
    "form": pl.String,
    "method": pl.String,
    "source": pl.String,
    "notes": pl.String,
}
_FORMS = {bool: "truth", int: "number", float: "number", str: "word", list: "list"}


def is_asked(id: str, pattern: str) -> bool:
    """Return whether a pattern is an id, its beginning up to a dot, or a pattern of the whole of it.

    Examples
    --------
    >>> [is_asked("activity.model.likes.gini", pattern) for pattern in ("activity.*.gini", "activity", "act")]
    [True, True, False]
    """
    return fnmatchcase(id, pattern) or id.startswith(pattern + ".")


def matching(rows: Iterable[dict[str, Any]], pattern: str) -> list[dict[str, Any]]:
    """Return the findings whose ids match a pattern.

    Parameters
    ----------
    rows
        The findings of ``findings.json``.
    pattern
        As for ``is_asked``.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = [row for row in rows if is_asked(row["id"], pattern)]
    if not found:
        raise UsageError(f"no finding is called '{pattern}': try 'activity.*', 'community.*' or 'adoption.*'")
    return found


def frame(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Return findings as a tidy frame, one a row, in their order.

    ``value`` is there where it is a number; ``word`` where it is a word, or a truth (``true`` or ``false``). A list
    is in neither. ``form`` says which it is; it is null where there is no answer, and ``notes`` says why.
    """
    return pl.DataFrame([_row(row) for row in rows], _COLUMNS)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    value = row["value"]
    form = _FORMS.get(type(value))
    number, word = value if form == "number" else None, value if form == "word" else None
    return {**row, "value": number, "word": str(value).lower() if form == "truth" else word, "form": form}
