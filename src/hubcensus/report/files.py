"""The folder of the report: the page, and beside it every table and figure as files of their own."""

from pathlib import Path
from typing import Any

from hubcensus.report.contents import figures_of, sheets_of
from hubcensus.report.page import render
from hubcensus.report.writers import csv, latex, markdown
from hubcensus.tables.writer import replaced_folder

__all__ = ["write_report"]

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
        for name, panel in figures_of(document).items():
            if panel.picture:
                svg, pdf = panel.picture.files()
                (aside / "figures" / f"{name}.svg").write_text(svg, "utf-8")
                (aside / "figures" / f"{name}.pdf").write_bytes(pdf)
    return folder / "index.html"
