"""The published results of a study beside a census, by the study's rule and by ours, and why these differ."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from hubcensus.errors import UsageError
from hubcensus.report import scopes
from hubcensus.report.reading import MARK, Reading
from hubcensus.report.sheets import Cell, Sheet, cited, reasons, text
from hubcensus.report.words import between, count, day, listed, share

__all__ = ["not_comparable", "published", "replication", "sheets", "studies"]

_ROOM = files("hubcensus.report") / "published"
_RANGE = "the range is of the least and the most over who counts as a person, and no interval of chance"
_Snapshots = Sequence[dict[str, Any]]


def studies() -> list[str]:
    """Return the names of the studies whose published results are known."""
    return sorted(path.name.removesuffix(".toml") for path in _ROOM.iterdir() if path.name.endswith(".toml"))


@cache
def published(name: str) -> dict[str, Any]:
    """Return what a study published, as its file has it.

    Raises
    ------
    UsageError
        If no study is called so.
    """
    if name not in studies():
        near = get_close_matches(name, studies(), n=1, cutoff=0.4)
        said = f"did you mean '{near[0]}'" if near else f"there is {listed(studies())}"
        raise UsageError(f"no study is called '{name}': {said}")
    return tomllib.loads((_ROOM / f"{name}.toml").read_text("utf-8"))


def sheets(document: dict[str, Any], name: str = "osborne2024") -> list[Sheet]:
    """Return what is compared with a study, and what cannot be; see there."""
    return [replication(document, name), not_comparable(document, name)]


def replication(document: dict[str, Any], name: str = "osborne2024") -> Sheet:
    """Return a row for each published result: its value, and what the census has by the old rule and by ours.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    name
        The study.
    """
    study, reading = published(name), Reading(document)
    snapshots = document["census"]["snapshots"]
    whys = list(dict.fromkeys(row["why"] for row in study["results"]))
    rows = tuple(
        (
            text(row["what"]),
            _published(row["published"]),
            text(row["trust"]),
            _worded(cited(reading, row["old"]), row.get("old_as")),
            _worded(_ours(reading, row), row.get("ours_as")),
            Cell(str(whys.index(row["why"]) + 1), study["why"][row["why"]]),
        )
        for row in study["results"]
    )
    trust = "; ".join(f"{letter}: {where}" for letter, where in study["trust"].items())
    explained = (f"{place}. {study['why'][why]}" for place, why in enumerate(whys, 1))
    notes = (*explained, f"Where published values are from: {trust}.", *_sorted_by(document, study), *reasons(rows))
    return Sheet("replication", _caption(study, snapshots), _headings(study, snapshots), rows, notes)


def _headings(study: dict[str, Any], snapshots: _Snapshots) -> tuple[str, ...]:
    here = _label(snapshots)
    of = f"Published ({study['of']}, {study['when']})"
    return ("Result", of, "Trust", f"Old rule ({here})", f"Our rule ({here})", "Why")


def _published(value: float | str) -> Cell:
    if isinstance(value, str):
        return text(value)
    return Cell(share(value).replace(".0", "") if isinstance(value, float) else count(value), value)


def _worded(cell: Cell, words: str | None) -> Cell:
    """Return a cell whose number has words to it."""
    return cell if words is None or cell.value is None else replace(cell, shown=words.format(cell.shown))


def _ours(reading: Reading, row: dict[str, Any]) -> Cell:
    """Return the cell of our number, with the least and largest of its range in brackets, if it has one."""
    cell = cited(reading, row["ours"])
    around = [cell.value, *(reading.value(id) for id in row.get("range", ()))]
    if len(around) == 1 or None in around:
        return cell
    low, high = min(around), max(around)
    shown = f"{cell.shown} (range {between(low, high, share)}){MARK}"
    return Cell(shown, cell.value, cell.finding, low, high, note=_RANGE)


def _caption(study: dict[str, Any], snapshots: _Snapshots) -> str:
    said = f"Results of {study['title']} beside this census, by their rule and by ours."
    return " ".join([said, *_warnings(study, snapshots)])


def _warnings(study: dict[str, Any], snapshots: _Snapshots) -> Iterator[str]:
    """Yield what has to be known before a value is compared: of what, when and how much of it each is."""
    theirs = f"the published values are of {study['of']} in {study['when']}"
    apart = "so neither a difference nor an agreement between them says anything"
    if not snapshots:
        yield f"This census lists nothing; {theirs}."
    elif not scopes.is_hub(snapshots):
        yield f"This census is of {scopes.place(snapshots)}, made up or a copy; {theirs}, {apart}."
    elif any(scopes.is_part(one["scope"]) for one in snapshots):
        of = "; ".join(scopes.once(scopes.scope(one["scope"]) for one in snapshots))
        yield f"This census is of a part of the Hub ({of}); {theirs}, {apart}."
    elif any(_recorded(one) for one in snapshots):
        of = f"a listing recorded on {_days(snapshots)}, of which it is not known whether it is complete"
        yield f"This census is of {of}; {theirs}: the day differs as well as the rule."
    else:
        yield f"This census is of {_days(snapshots)}; {theirs}: the day differs as well as the rule."
    if snapshots and not any(one["scope"].get("details") for one in snapshots):
        yield "It holds listings only, so nothing that stands on commits or discussions has a number."
    if any(one["finished_at"] is None for one in snapshots):
        yield "It is not complete: its numbers will change."


def _label(snapshots: _Snapshots) -> str:
    """Return in a few words what the census is of, for headings."""
    if not snapshots:
        return "nothing listed"
    if not scopes.is_hub(snapshots):
        return scopes.place(snapshots).removeprefix("the ")
    if any(scopes.is_part(one["scope"]) for one in snapshots):
        return "a part of the Hub"
    return f"{'a recorded listing' if any(map(_recorded, snapshots)) else 'the Hub'}, {_days(snapshots)}"


def _recorded(snapshot: dict[str, Any]) -> bool:
    return not snapshot["source"].startswith("http")


def _days(snapshots: _Snapshots) -> str:
    return listed(scopes.once(day(one["snapshot"]) for one in snapshots))


def _sorted_by(document: dict[str, Any], study: dict[str, Any]) -> Iterator[str]:
    """Yield which rows subfields matter to, where they are sorted otherwise than by the study."""
    taxonomy = document["census"]["taxonomy"]
    if taxonomy["name"] != study["taxonomy"]:
        said = "not as the study did; no result of it that is compared stands on subfields"
        yield f"Models are sorted into subfields by {taxonomy['title']}, {said}."


def not_comparable(document: dict[str, Any], name: str = "osborne2024") -> Sheet:
    """Return what has no published value, or one by another definition, and what the census has of it.

    Parameters
    ----------
    document, name
        As in ``replication``.
    """
    study, reading = published(name), Reading(document)
    rows = tuple(
        (
            text(row["what"].format(subfield=title)),
            _published(row["published"]) if "published" in row else Cell("not known", note="not known"),
            text(study["because"][row["because"]]),
            cited(reading, row["here"].format(subfield=part)) if "here" in row else Cell(""),
        )
        for row in study["apart"]
        for part, title in (document["census"]["subfields"].items() if "{" in row["what"] else (("", ""),))
    )
    said = f"What cannot be compared with {study['title']}, and later measurements by other definitions."
    snapshots = document["census"]["snapshots"]
    caption = " ".join([said, *_warnings(study, snapshots)])
    headings = ("Quantity", "Published", "Not compared because", f"Our rule ({_label(snapshots)})")
    return Sheet("not-comparable", caption, headings, rows, (*_sorted_by(document, study), *reasons(rows)))
