"""A table for readers, apart from how it is written: what its cells show, mean exactly, and stand for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hubcensus.report.reading import MARK, Reading, caution, formed
from hubcensus.report.words import absence, between, count, listed, plural, shown

__all__ = ["Cell", "Sheet", "cautions", "cited", "counted", "reasons", "text", "within"]

_FIRST = set("-0123456789")


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table.

    Parameters
    ----------
    shown
        What people read; any text, also from the Hub: who writes it escapes it.
    value
        What it is exactly; ``None`` if it is not known, and then ``note`` says why.
    finding
        The finding that it stands for; ``None`` for a plain text, or if there is no such finding.
    low, high
        Ends of its interval, where there is one.
    note
        Why there is no value, or what has to be known of it.
    """

    shown: str
    value: Any = None
    finding: str | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass(frozen=True)
class Sheet:
    """One table.

    Parameters
    ----------
    name
        For files and anchors: small letters, digits and ``-``.
    caption
        What it is of, and what has to be known before it is read.
    headings
        One a column; the cells of the first column are headings of their rows.
    rows
        As many cells each as there are headings.
    notes
        Sentences that stand below.
    """

    name: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def attributed(self, source: str) -> "Sheet":
        """Return the sheet with what made it, and of what, as its last note: for files, which leave the report."""
        return replace(self, notes=(*self.notes, source))

    def column(self, place: int) -> list[Cell]:
        """Return the cells of a column."""
        return [row[place] for row in self.rows]

    def exactly(self) -> dict[str, list[Any]]:
        """Return exact values by heading; ends of intervals, and notes, if there are any, in columns of their own."""
        columns: dict[str, list[Any]] = {}
        for place, heading in enumerate(self.headings):
            cells = self.column(place)
            columns[heading] = [cell.value for cell in cells]
            if any(cell.low is not None for cell in cells):
                columns |= {f"{heading}, low": [c.low for c in cells], f"{heading}, high": [c.high for c in cells]}
        notes = ["; ".join(dict.fromkeys(cell.note for cell in row if cell.note)) or None for row in self.rows]
        return {**columns, "Notes": notes} if any(notes) else columns

    def of_numbers(self, place: int) -> bool:
        """Return whether all that is known in a column are numbers, and read as such."""
        known = [cell for cell in self.column(place) if cell.value is not None]
        return bool(known) and all(cell.is_number and cell.shown[:1] in _FIRST for cell in known)


def text(words: str) -> Cell:
    """Return a cell of plain text."""
    return Cell(words, words)


def cited(reading: Reading, id: str) -> Cell:
    """Return the cell of a finding: its value with its interval, or why there is none."""
    finding = reading[id]
    if not finding.method:  # the document has none of that id
        return Cell(finding.notes, note=finding.notes)
    if finding.value is None:
        return Cell(absence(finding.notes), None, id, note=finding.notes)
    if isinstance(finding.value, list):
        n = len(finding.value)
        return Cell(f"{count(n)} {plural(n, 'row')}", finding.value, id)
    if isinstance(finding.value, bool):
        return Cell("yes" if finding.value else "no", finding.value, id)
    if isinstance(finding.value, str):
        return Cell(shown(finding.value), finding.value, id)
    cell = within(formed(finding), finding.value, finding.low, finding.high, id)
    if not (note := caution(finding)):
        return cell
    number, bracket, interval = cell.shown.partition(" (")
    return replace(cell, shown=number + MARK + bracket + interval, note=note)


def within(form: Callable[[float], str], value: float | None, low: float | None, high: float | None, id: str) -> Cell:
    """Return the cell of a number that stands in a list of findings, with its interval if it has one."""
    if value is None:
        return Cell("not defined", None, id, note="not defined")
    interval = "" if low is None or high is None else f" ({between(low, high, form)})"
    return Cell(form(value) + interval, value, id, low, high)


def counted(reading: Reading, id: str) -> Cell:
    """Return the cell of what a finding was made from: its n."""
    n = reading[id].n
    return Cell("", None) if n is None else Cell(count(n), n, id)


def reasons(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Return why cells have no value: each reason once, with the rows that it holds for."""
    return tuple(f"{named}: {note}." for note, named in _notes(rows, known=False))


def cautions(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Return what has to be known of values: each note once, with the rows that it holds for."""
    return tuple(f"{MARK} {named}: {note.rstrip('.')}." for note, named in _notes(rows, known=True))


def _notes(rows: Sequence[Sequence[Cell]], *, known: bool) -> Iterator[tuple[str, str]]:
    held: dict[str, dict[str, None]] = {}
    for row in rows:
        for cell in row:
            if (cell.value is not None) is known and cell.note not in ("", cell.shown):
                held.setdefault(cell.note, {})[row[0].shown] = None
    yield from ((note, listed(list(names))) for note, names in held.items())
