"""The command that prints findings: one a line, a column a subfield, or a row a group."""

import json
import sys
from typing import Any

import click

from hubcensus.cli.arguments import as_json, census_argument
from hubcensus.cli.text import echo_data
from hubcensus.tables.store import Census

__all__ = ["findings_command"]

_BY = ("subfield", "year", "license", "owner-kind")
_GIVEN = {"subfield": ("single numbers on models", "activity.*.likes.gini")}
_GIVEN_BY_GROUP = ("zero_share, mean, median and gini of likes, commits and so on", "activity.model.likes.gini")
_BOTS = "the page gives numbers whose ids say without_bots; where an id says nothing, bots are among the developers"
_Rows = list[dict[str, Any]]


@click.command("findings")
@census_argument
@click.argument("pattern", default="*")
@click.option("--by", type=click.Choice(_BY), help="Set side by side what a finding is for each of these.")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with exact values.")
def findings_command(census: Census, pattern: str, by: str | None, as_json: bool, as_csv: bool) -> None:
    """Print the findings of CENSUS whose id matches PATTERN, made anew if the census has changed.

    PATTERN is an id, its beginning up to a dot, or a pattern of the whole id: * stands for anything. What
    findings.json holds is described in docs/findings.md. The page gives numbers on developers without_bots.

    \b
    Example:
      hubcensus findings my-census 'community.*.without_bots.reciprocity'
      hubcensus findings my-census 'activity.*.likes.gini' --by subfield
      hubcensus findings my-census activity.model.likes --by year --csv
    """
    from hubcensus.cli.facts import unfinished
    from hubcensus.cli.screen import stages, table
    from hubcensus.errors import UsageError
    from hubcensus.study import make_findings

    if as_json and as_csv:
        raise UsageError("--json and --csv are forms of the same numbers: give one of them")
    with stages(quiet=not sys.stderr.isatty()) as watch:
        content = make_findings(census, watch)
    if warning := unfinished(content):
        click.echo(warning, err=True)
    found = _found(content, pattern, by)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif as_csv:
        echo_data(_csv(found))
    else:
        shown = {None: _each, "subfield": _parts}.get(by, _groups)(found)
        table([tuple(row.values()) for row in shown], tuple(shown[0]))
        for note in _marked(found) if by is None else ():
            click.echo(note)
    if any(row["id"].startswith("community.") and row["id"].count(".") == 2 for row in found if "id" in row):
        click.echo(_BOTS, err=True)


def _found(content: dict[str, Any], pattern: str, by: str | None) -> _Rows:
    """Return what matches, side by side if it is asked for; refuse what finds nothing."""
    from hubcensus.errors import UsageError
    from hubcensus.findings.asked import matching

    if by is None:
        return matching(content["findings"], pattern)
    if side_by_side := _side_by_side(content, pattern, by):
        return side_by_side
    raise UsageError(_why_not(content, matching(content["findings"], pattern), pattern, by))


def _why_not(content: dict[str, Any], found: _Rows, pattern: str, by: str) -> str:
    """Return why nothing of what matches is given side by side, and what to do."""
    from hubcensus.report.words import listed

    parts = content["census"]["subfields"]
    given = [
        row
        for row in found
        if (row["id"].split(".")[1] in parts if by == "subfield" else row["id"].endswith(_ending(by)))
    ]
    if reasons := list(dict.fromkeys(row["notes"] for row in given if row["value"] is None)):
        return f"{listed(reasons)}, so nothing of '{pattern}' is given by {by}: ask for another, or leave out --by"
    what, such = _GIVEN.get(by, _GIVEN_BY_GROUP)
    return f"only {what} are given by {by}, and '{pattern}' asks for none of them: try '{such}', or leave out --by"


def _side_by_side(content: dict[str, Any], pattern: str, by: str) -> _Rows:
    from hubcensus.findings.asked import is_asked
    from hubcensus.findings.spread import by_group, by_subfield

    rows, subfields = content["findings"], content["census"]["subfields"]
    if by != "subfield":
        named = (((row["finding"], row["number"]), row) for row in by_group(rows, by))
        return [
            row
            for (id, name), row in named
            if is_asked(f"{id}.{name}", pattern) or is_asked(id + _ending(by), pattern)
        ]
    parts = ("*", "all", "model", *subfields)
    return [
        row
        for row in by_subfield(rows, subfields)
        if any(is_asked(row["finding"].replace("*", part, 1), pattern) for part in parts)
    ]


def _ending(by: str) -> str:
    return f".by_{by.replace('-', '_')}"


def _marked(rows: _Rows) -> list[str]:
    """Return the notes that have to be seen, each once."""
    from hubcensus.findings import Finding
    from hubcensus.report.reading import MARK, caution

    return [f"{MARK} {note}" for note in dict.fromkeys(caution(Finding(**row)) for row in rows) if note]


def _each(rows: _Rows) -> list[dict[str, str]]:
    from hubcensus.cli.facts import in_cell
    from hubcensus.report.reading import MARK

    return [
        {
            "finding": row["id"],
            "value": in_cell(row) + MARK * bool(_marked([row])),
            **{end: _number(row[end], row["unit"]) for end in ("low", "high")},
            "unit": row["unit"],
            "n": "" if row["n"] is None else f"{row['n']:,}",
        }
        for row in rows
    ]


def _parts(rows: _Rows) -> list[dict[str, str]]:
    """Return a column a part: the value, its interval, and of how many it is."""
    from hubcensus.findings.spread import WITH

    parts = [name for name in rows[0] if f"{name}_n" in rows[0]]
    texts = [{"finding": row["finding"], "unit": row["unit"]} for row in rows]
    cells = [
        {of: _beside(row[of], [row[f"{of}_{each}"] for each in WITH], row["unit"]) for of in parts} for row in rows
    ]
    return [text | cell for text, cell in zip(texts, cells, strict=True)]


def _beside(value: Any, about: list[Any], unit: str) -> str:
    low, high, n = about
    ends = "" if low is None else f" ({_number(low, unit)} to {_number(high, unit)})"
    return _number(value, unit) + ends + ("" if value is None or n is None else f", n = {n:,}")


def _groups(rows: _Rows) -> list[dict[str, str]]:
    texts = ("finding", "number", "group")
    units = {row["number"]: "share" if row["number"].endswith("_share") else "" for row in rows}
    return [{k: v if k in texts else _number(v, units[row["number"]]) for k, v in row.items()} for row in rows]


def _number(value: Any, unit: str) -> str:
    """Return a number for a terminal; nothing where there is none."""
    from hubcensus.cli.facts import in_cell

    return "" if value is None else in_cell({"value": value, "unit": unit, "notes": ""})


def _csv(rows: _Rows) -> str:
    from hubcensus.report.sheets import Cell, Sheet
    from hubcensus.report.writers import csv

    cells = tuple(tuple(Cell("", value) for value in row.values()) for row in rows)
    return csv(Sheet("findings", "", tuple(rows[0]), cells))
