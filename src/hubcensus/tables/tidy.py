"""Findings as a tidy table, for notebooks and for SQL."""

from collections.abc import Iterable
from typing import Any

import polars as pl

__all__ = ["frame"]

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
