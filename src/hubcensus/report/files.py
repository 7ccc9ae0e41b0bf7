"""The folder of the report: the page, and beside it every table and figure as files of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hubcensus.report import panels
from hubcensus.report.contents import sheets_of
from hubcensus.report.figures import Picture
from hubcensus.report.page import parts_of, people_of, render
from hubcensus.report.reading import Reading
from hubcensus.report.time_panels import time_panels
from hubcensus.report.writers import csv, latex, markdown
from hubcensus.tables.writer import replaced_folder

__all__ = ["pictures", "write_report"]

_WRITERS = {"csv": csv, "tex": latex, "md": markdown}


def write_report(document: dict[str, Any], folder: Path) -> Path:
    """Write the report as a folder, whole or not at all, and return the path of the page; what was there is gone.

    The same document gives the same bytes: ``index.html``, ``tables/NAME.csv``, ``.tex`` and ``.md``, and
    ``figures/NAME.svg`` and ``.pdf``.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    folder
        Where; made if it is not there.
    """
    with replaced_folder(folder) as aside:
        (aside / "index.html").write_text(render(document), "utf-8")
        for room in ("tables", "figures"):
            (aside / room).mkdir()
        for sheet in sheets_of(document).values():
            for ending, write in _WRITERS.items():
                (aside / "tables" / f"{sheet.name}.{ending}").write_text(write(sheet), "utf-8")
        for name, picture in pictures(document):
            svg, pdf = picture.files()
            (aside / "figures" / f"{name}.svg").write_text(svg, "utf-8")
            (aside / "figures" / f"{name}.pdf").write_bytes(pdf)
    return folder / "index.html"


def pictures(document: dict[str, Any]) -> Iterator[tuple[str, Picture]]:
    """Yield name and lines of every figure that has anything to draw."""
    reading, parts = Reading(document), parts_of(document["census"])
    drawn = {
        **{f"ccdf-{panel.title.lower()}": panel for panel in panels.ccdf_panels(reading)},
        **dict(zip(("created", "committed", "survival"), time_panels(reading), strict=True)),
        **{f"lorenz-{panel.title.lower()}": panel for panel in panels.lorenz_panels(reading)},
        "core": panels.core_panel(reading, people_of(reading, parts)),
        "adoption": panels.adoption_panel(reading, parts),
    }
    yield from ((name, panel.picture) for name, panel in drawn.items() if panel.picture)
