"""Findings as they are asked for: by a pattern of their ids."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from hubcensus.errors import UsageError

__all__ = ["is_asked", "matching"]


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
