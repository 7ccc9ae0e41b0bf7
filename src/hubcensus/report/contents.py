"""Which tables and figures a report has, by name, in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hubcensus.report import (
    activity_tables,
    adoption_tables,
    license_tables,
    panels,
    replication,
    time_panels,
    time_tables,
)
from hubcensus.report.answers import retired_tags
from hubcensus.report.community_tables import claims_sheets, key_developers_sheet
from hubcensus.report.measure_tables import measure_sheets
from hubcensus.report.panels import Panel
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Sheet, cautions
from hubcensus.report.tables import activity, read_by_year, snapshots
from hubcensus.report.words import shown

__all__ = ["figures_of", "parts_of", "people_of", "sheets_of"]


def sheets_of(document: dict[str, Any]) -> dict[str, Sheet]:
    """Return the tables of a document by name, without those that are about what the census does not have.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """
    reading, parts = Reading(document), parts_of(document["census"])
    found = [
        *_activity(reading, parts),
        *_community(reading, parts),
        *_adoption(reading, parts),
        read_by_year(reading),
        snapshots(document["census"]),
    ]
    found = [_with_retired(sheet, reading) for sheet in found if sheet.rows]
    every = [activity(reading), *found, *replication.sheets(document)]
    return {sheet.name: replace(sheet, notes=(*sheet.notes, *cautions(sheet.rows))) for sheet in every}


def figures_of(document: dict[str, Any]) -> dict[str, Panel]:
    """Return the figures of a document by name, also those that have nothing to draw and say why.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """
    reading, parts = Reading(document), parts_of(document["census"])
    return {
        **{f"ccdf-{variable}": panels.ccdf_panel(reading, variable) for variable in panels.VARIABLES},
        **{f"lorenz-{variable}": panels.lorenz_panel(reading, variable) for variable in panels.VARIABLES},
        "created": time_panels.created_panel(reading),
        "survival": time_panels.survival_panel(reading),
        "committed": time_panels.committed_panel(reading),
        "core": panels.core_panel(reading, people_of(reading, parts)),
        "adoption": panels.adoption_panel(reading, parts),
    }


def parts_of(census: dict[str, Any]) -> list[tuple[str, str]]:
    """Return name and title of each part of the Hub that findings are on: all models, and the subfields."""
    return [("all", "All models"), *((name, shown(title)) for name, title in census["subfields"].items())]


def people_of(reading: Reading, parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return these parts as they are named in findings on people: without bots, if that is known."""
    without_bots = reading.value("community.all.without_bots.developers") is not None
    return [(f"{part}.without_bots", title) for part, title in parts] if without_bots else parts


_SIDE_BY_SIDE = ("by-spaces", "concentration", "license-drift", "licenses", "tails")  # subfields, in one table


def _with_retired(sheet: Sheet, reading: Reading) -> Sheet:
    """Return a table of subfields with what to know of their tags."""
    said = retired_tags(reading) if sheet.name in _SIDE_BY_SIDE else ""
    return replace(sheet, notes=(*sheet.notes, said)) if said else sheet


def _activity(reading: Reading, every: list[tuple[str, str]]) -> Iterator[Sheet]:
    subfields = every[1:]
    parts = activity_tables.parts_of_activity(reading, subfields)
    kinds = [part for part in parts if part not in subfields]
    yield activity_tables.tails_sheet(reading, parts)
    yield activity_tables.owners_sheet(reading, kinds)
    for part, title in parts:
        yield activity_tables.relations_sheet(reading, part, title)
    for part, title in kinds:
        yield from activity_tables.group_sheets(reading, part, title)
    yield time_tables.time_sheet(reading)
    yield from time_tables.hours_sheets(reading)
    yield time_tables.breaks_sheet(reading)
    yield license_tables.licenses_sheet(reading, parts)
    for part, title in parts:
        yield license_tables.effects_sheet(reading, part, title)
    yield license_tables.drift_sheet(reading, every)


def _community(reading: Reading, parts: list[tuple[str, str]]) -> Iterator[Sheet]:
    yield from measure_sheets(reading, parts, people_of(reading, parts))
    yield key_developers_sheet(reading)
    for part, title in parts:
        yield from claims_sheets(reading, part, title)


def _adoption(reading: Reading, parts: list[tuple[str, str]]) -> Iterator[Sheet]:
    yield adoption_tables.by_spaces_sheet(reading, parts)
    yield adoption_tables.concentration_sheet(reading, parts)
    for part, title in parts:
        yield from adoption_tables.ranks_sheets(reading, part, title)
        yield adoption_tables.owner_types_sheet(reading, part, title)
        yield adoption_tables.agreement_sheet(reading, part, title)
        yield adoption_tables.apart_sheet(reading, part, title)
    yield adoption_tables.running_sheet(reading)
