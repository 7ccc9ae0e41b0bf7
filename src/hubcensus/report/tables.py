"""Tables of findings as sheets: a row is a function of what it is on, a column one finding of it."""

from typing import Any

from hubcensus.findings.repositories import place
from hubcensus.kinds import KINDS, VARIABLES, Kind
from hubcensus.report.activity_tables import OWNERS_DRAWN
from hubcensus.report.reading import Reading
from hubcensus.report.scopes import scope, when
from hubcensus.report.sheets import Cell, Sheet, cited, reasons, text
from hubcensus.report.words import count, share, shown

__all__ = ["ACTIVITY", "activity", "read_by_year", "snapshots"]

ACTIVITY = {
    "n": "Known",
    "unknown_share": "Unknown",
    "zero_share": "Zero",
    "mean": "Mean",
    "median": "Median",
    "max": "Max",
    "top_1pct_share": "Top 1 %",
    "top_10pct_share": "Top 10 %",
    "gini": "Gini",
}


def activity(reading: Reading) -> Sheet:
    """Return the activity per repository: a row a count of each kind that was collected, with intervals."""
    rows = tuple(
        (text(f"{kind.plural.capitalize()}: {VARIABLES[variable].title.lower()}"), *_cells(reading, kind, variable))
        for kind in KINDS
        for variable in kind.variables
        if reading.value(f"census.{kind.name}.listed")
    )
    caption = "Activity per repository, by kind, with 95 % intervals in brackets."
    known = tuple(row for row in rows if any(cell.value is not None for cell in row[3:]))
    notes = (_TERMS, OWNERS_DRAWN, *reasons(rows))
    return Sheet("activity", caption, ("Counted", *ACTIVITY.values()), known, notes)


_TERMS = (
    "Known: repositories whose count was read; all other columns but Unknown are of these. Zero: share of the known "
    "with none at all. Top 1 %, top 10 %: share of all activity that the most active 1 % or 10 % have. Gini: 0 if "
    "all have as much, towards 1 if one has it all. Contributors: different commit authors."
)


def read_by_year(reading: Reading) -> Sheet:
    """Return of which years the repositories are whose commits were read: what was not read may differ by age."""
    ids = {kind: f"census.{kind.name}.read_by_year" for kind in KINDS}
    known = {kind: {row["year"]: row for row in reading.value(id)} for kind, id in ids.items() if reading.value(id)}
    rows = tuple(
        (text(year), *(cell for kind, of in known.items() for cell in _read(of.get(year), ids[kind])))
        for year in sorted({year for of in known.values() for year in of}, key=place)
    )
    headings = (f"{kind.plural.capitalize()}{of}" for kind in known for of in (" listed", ", commits read"))
    caption = "By year of creation: the repositories listed, and the share of them whose commits were read."
    return Sheet("read", caption, ("Made in", *headings), rows)


def snapshots(census: dict[str, Any]) -> Sheet:
    """Return the snapshots that the findings stand on."""
    rows = tuple(
        (
            text(shown(row["snapshot"])),
            text(row["kind"]),
            Cell(count(row["repositories"]), row["repositories"]),
            *(text(said) for said in (shown(row["source"]), scope(row["scope"]), when(row))),
            text(shown(row["notes"] or "none")),
        )
        for row in census["snapshots"]
    )
    headings = ("Snapshot", "Kind", "Repositories", "Source", "Scope", "Read", "Notes")
    return Sheet("snapshots", "The snapshots that the findings stand on.", headings, rows)


def _read(row: dict[str, Any] | None, id: str) -> tuple[Cell, Cell]:
    if row is None:
        return Cell("0", 0, id), Cell("")
    return Cell(count(row["listed"]), row["listed"], id), Cell(share(row["share"]), row["share"], id)


def _cells(reading: Reading, kind: Kind, variable: str) -> list[Cell]:
    return [cited(reading, f"activity.{kind.name}.{variable}.{name}") for name in ACTIVITY]
