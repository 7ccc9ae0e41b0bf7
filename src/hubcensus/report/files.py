"""The folder of the report: the page, and beside it every table and figure as files of their own."""

import json
from pathlib import Path
from typing import Any

from hubcensus.references import bibliography
from hubcensus.report.contents import figures_of, sheets_of
from hubcensus.report.explorer.files import Explored, write_explorer
from hubcensus.report.figures import Picture
from hubcensus.report.methods import methods
from hubcensus.report.page import render
from hubcensus.report.panels import Panel
from hubcensus.report.passages import in_latex, in_markdown
from hubcensus.report.scopes import attribution
from hubcensus.report.sheets import Sheet
from hubcensus.report.threats import threats
from hubcensus.report.writers import csv, latex, latex_figure, markdown, plain, points
from hubcensus.tables.writer import replaced_folder

__all__ = ["write_report"]

_WRITERS = {"csv": csv, "tex": latex, "md": markdown}


def write_report(document: dict[str, Any], folder: Path, explored: Explored | None = None) -> Path:
    """Write the report as a folder, whole or not at all, and return the path of the page; what was there is gone.

    The same document gives the same bytes: ``index.html``; ``tables/NAME.csv``, ``.tex`` and ``.md``, described in
    ``tables/datapackage.json``; ``figures/NAME.svg``, ``.pdf``, ``.csv`` and ``.tex``; and the texts for a paper,
    ``methods`` and ``threats`` as ``.md`` and ``.tex``, with ``references.bib``.

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
        network = write_explorer(document["census"], explored, aside, folder) if explored else ""
        (aside / "index.html").write_text(render(document, network), "utf-8")
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
                _write_figure(aside / "figures" / name, panel, panel.picture, source)
        for name, passages in (("methods", methods(document)), ("threats", threats(document))):
            (aside / f"{name}.md").write_text(in_markdown(passages), "utf-8")
            (aside / f"{name}.tex").write_text(in_latex(passages), "utf-8")
        (aside / "references.bib").write_text(bibliography(), "utf-8")
    return folder / "index.html"


def _write_figure(stem: Path, panel: Panel, picture: Picture, source: str) -> None:
    svg, pdf = picture.files(panel.title, f"{panel.basis}.", source)
    stem.with_suffix(".svg").write_text(svg, "utf-8")
    stem.with_suffix(".pdf").write_bytes(pdf)
    stem.with_suffix(".csv").write_text(points(picture), "utf-8")
    caption = f"{picture.description} {panel.basis}. {source}"
    stem.with_suffix(".tex").write_text(latex_figure(stem.name, caption), "utf-8")


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
