"""The folder of the report: the page, and beside it every table and figure as files of their own."""

import json
from pathlib import Path
from typing import Any

from hubcensus.report.contents import figures_of, sheets_of
from hubcensus.report.explorer.files import Explored, write_explorer
from hubcensus.report.page import render
from hubcensus.report.scopes import attribution
from hubcensus.report.sheets import Sheet
from hubcensus.report.writers import csv, latex, markdown, plain
from hubcensus.tables.writer import replaced_folder

__all__ = ["write_report"]

_WRITERS = {"csv": csv, "tex": latex, "md": markdown}


def write_report(document: dict[str, Any], folder: Path, explored: Explored | None = None) -> Path:
    """Write the report as a folder, whole or not at all, and return the path of the page; what was there is gone.

    The same document gives the same bytes: ``index.html``; ``tables/NAME.csv``, ``.tex`` and ``.md``, described in
    ``tables/datapackage.json``; and ``figures/NAME.svg`` and ``.pdf``.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    folder
        Where; made if it is not there.
    explored
        What the explorer shows, ``explorer.html`` and ``explorer.svg``; without it there is none.
    """
    with replaced_folder(folder) as aside:
        (aside / "index.html").write_text(render(document), "utf-8")
        for room in ("tables", "figures"):
            (aside / room).mkdir()
        source = attribution(document["census"])
        sheets = [sheet.attributed(source) for sheet in sheets_of(document).values()]
        for sheet in sheets:
            for ending, write in _WRITERS.items():
                (aside / "tables" / f"{sheet.name}.{ending}").write_text(write(sheet), "utf-8")
        (aside / "tables" / "datapackage.json").write_text(_described(sheets), "utf-8")
        for name, panel in figures_of(document).items():
            if panel.picture:
                svg, pdf = panel.picture.files(panel.title, f"{panel.basis}.", source)
                (aside / "figures" / f"{name}.svg").write_text(svg, "utf-8")
                (aside / "figures" / f"{name}.pdf").write_bytes(pdf)
        if explored:
            write_explorer(document["census"], explored, aside, folder)
    return folder / "index.html"


def _described(sheets: list[Sheet]) -> str:
    """Return what the CSV files are and which findings they hold, as a data package of Frictionless Data."""
    resources = [
        {
            "name": sheet.name,
            "path": f"{sheet.name}.csv",
            "title": plain(sheet.caption),
            "description": plain(" ".join(sheet.notes)),
            "findings": sorted({cell.finding for row in sheet.rows for cell in row if cell.finding}),
        }
        for sheet in sheets
    ]
    return json.dumps({"name": "hubcensus-report", "resources": resources}, ensure_ascii=False, indent=1) + "\n"
