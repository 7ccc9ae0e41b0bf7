"""Tables of findings as sheets: a row is a function of what it is on, a column one finding of it."""

from hubcensus.kinds import KINDS, VARIABLES, Kind
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, reasons, text

__all__ = ["activity"]

_ACTIVITY = {
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
    caption = "Activity per repository, by kind. In brackets: 95 % intervals, by draws of whole owners."
    return Sheet("activity", caption, ("Counted", *_ACTIVITY.values()), rows, reasons(rows))


def _cells(reading: Reading, kind: Kind, variable: str) -> list[Cell]:
    return [cited(reading, f"activity.{kind.name}.{variable}.{name}") for name in _ACTIVITY]
