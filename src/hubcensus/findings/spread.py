"""Findings side by side: a column a subfield, or a row a group."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["GROUPS", "WITH", "by_group", "by_subfield"]

GROUPS = ("year", "license", "owner-kind")
"""What findings are given by, beside subfields, as people type it."""

WITH = ("low", "high", "n")
"""What of a finding stands beside its value."""

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
        Rows of ``finding``, ``unit``, and for ``all`` and each subfield its value, and under ``all_low``,
        ``all_high`` and ``all_n`` its interval and of how many it is; a part without such a finding has ``None``.
    """
    names = list(subfields)
    columns = [part + end for part in ("all", *names) for end in ("", *(f"_{each}" for each in WITH))]
    rows: dict[str, dict[str, Any]] = {}
    for one in findings:
        question, part, name = (*one["id"].split(".", 2), "", "")[:3]
        if name and part in (*_WHOLE, *names) and not isinstance(one["value"], list):
            finding = f"{question}.*.{name}"
            row = rows.setdefault(finding, {"finding": finding, "unit": one["unit"], **dict.fromkeys(columns)})
            of = "all" if part in _WHOLE else part
            row |= {of: one["value"], **{f"{of}_{each}": one[each] for each in WITH}}
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
