"""Findings side by side: a column a subfield, or a row a group."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["GROUPS", "by_group", "by_subfield"]

GROUPS = ("year", "license", "owner-kind")
"""What findings are given by, beside subfields, as people type it."""

_WHOLE = ("all", "model")
_Rows = Sequence[Mapping[str, Any]]


def by_subfield(findings: _Rows, subfields: Iterable[str]) -> list[dict[str, Any]]:
    """Return a row for each number that a subfield has: the finding with ``*`` for the part, and a column a part.

    Parameters
    ----------
    findings
        Rows of ``findings.json``; those whose value is a list are left out.
    subfields
        Names of the subfields.

    Returns
    -------
    list
        Rows of ``finding``, ``unit``, ``all``, and each subfield; a part that has no such finding has ``None``.
    """
    names = list(subfields)
    rows: dict[str, dict[str, Any]] = {}
    for one in findings:
        question, part, name = (*one["id"].split(".", 2), "", "")[:3]
        if name and part in (*_WHOLE, *names) and not isinstance(one["value"], list):
            finding = f"{question}.*.{name}"
            empty = {"finding": finding, "unit": one["unit"], "all": None, **dict.fromkeys(names)}
            rows.setdefault(finding, empty)["all" if part in _WHOLE else part] = one["value"]
    return [row for row in rows.values() if any(row[name] is not None for name in names)]


def by_group(findings: _Rows, by: str) -> list[dict[str, Any]]:
    """Return a row for each number of each group, of the findings that are given by year, licence or kind of owner.

    Parameters
    ----------
    findings
        Rows of ``findings.json``.
    by
        One of ``GROUPS``.

    Returns
    -------
    list
        Rows of ``finding`` (without the last word of its id), ``number``, ``group``, ``n``, ``value``, ``low`` and
        ``high``; the numbers of one name follow each other.
    """
    ending = f".by_{by.replace('-', '_')}"
    given = [one for one in findings if one["id"].endswith(ending) and one["value"]]
    return [
        {
            "finding": one["id"].removesuffix(ending),
            "number": name,
            "group": group["group"],
            "n": group["n"],
            "value": group[name],
            "low": group[f"{name}_low"],
            "high": group[f"{name}_high"],
        }
        for one in given
        for name in _numbers(one["value"][0])
        for group in one["value"]
    ]


def _numbers(group: Mapping[str, Any]) -> list[str]:
    """Return which numbers a group has: those that have ends of an interval."""
    return [name for name in group if f"{name}_low" in group]
