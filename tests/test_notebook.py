"""The worked notebook: run as it stands in a fresh kernel, and committed without what came out of it."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from hubcensus.tables.store import Census

NOTEBOOK = Path(__file__).parents[1] / "docs" / "notebook.ipynb"
Cell = dict[str, Any]


def executed(folder: Path, census: str | None = None) -> list[Cell]:
    """Return the cells of code after a run in a folder; the census in place of the one that the notebook names."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code: list[Cell] = [cell for cell in notebook.cells if cell.cell_type == "code"]
    (named,) = (cell for cell in code if "parameters" in cell["metadata"].get("tags", []))
    if census is not None:
        named["source"] = f"folder = {census!r}"
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return code


def shown(cells: list[Cell]) -> dict[str, str]:
    """Return what each cell shows, by its id, as HTML."""
    outputs = ((cell["id"], output) for cell in cells for output in cell["outputs"])
    return {id: output["data"]["text/html"] for id, output in outputs if "text/html" in output.get("data", {})}


def told(cells: list[Cell]) -> list[Cell]:
    """Return what was written beside the answers: warnings, errors, prints."""
    return [output for cell in cells for output in cell["outputs"] if output["output_type"] in ("stream", "error")]


def rows(page: str) -> list[list[str]]:
    """Return the cells of a frame, by row."""
    found = re.findall("<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [[unescape(each).strip('"') for each in re.findall("<td>(.*?)</td>", row, re.DOTALL)] for row in found]


def charts(pages: dict[str, str]) -> dict[str, Cell]:
    """Return the Vega-Lite charts among them."""
    spec = re.compile(r'^\s*\}\)\((\{.*\}), \{"mode": "vega-lite"\}\);$', re.MULTILINE)
    found = {id: spec.search(page) for id, page in pages.items()}
    return {id: json.loads(match[1]) for id, match in found.items() if match}


@pytest.fixture(scope="module")
def cells(census: Census, tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    return executed(tmp_path_factory.mktemp("notebook"), str(census.folder))


def test_every_cell_runs_and_none_warns(cells: list[Cell]) -> None:
    assert all(cell["execution_count"] for cell in cells)
    assert told(cells) == []


def test_a_number_of_each_question_made_by_hand_is_beside_its_finding(cells: list[Cell], census: Census) -> None:
    values = {row["id"]: row["value"] for row in census.findings()["findings"]}
    by_hand = {id: page for id, page in shown(cells).items() if "<th>by hand</th>" in page}
    assert by_hand.keys() == {"rq1-hand", "rq2-hand", "rq2-bots", "rq2-rules", "rq3-hand"}
    for row in (row for page in by_hand.values() for row in rows(page)):
        assert row[1] == row[2]
        assert float(row[1]) == pytest.approx(values[row[0]], abs=1e-6)


def test_a_changed_definition_stands_beside_the_first(cells: list[Cell]) -> None:
    pages = shown(cells)
    assert [len(rows(pages[id])) for id in ("rq1-change", "rq2-bots", "rq2-rules", "rq3-change")] == [2, 2, 3, 2]
    assert len({row[1] for row in rows(pages["rq2-rules"])}) > 1


def test_the_figures_are_vega_lite_charts_with_a_legend(cells: list[Cell]) -> None:
    found = charts(shown(cells))
    assert found.keys() == {"rq1-figure", "rq1-lorenz", "rq2-figure", "rq3-figure"}
    for chart in found.values():
        assert "vega-lite/v6" in chart["$schema"]
        assert '"orient": "top"' in json.dumps(chart)
        assert len(chart["layer"]) == 3


def test_it_is_committed_without_what_came_out_of_it() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert {*notebook.metadata} == {"kernelspec", "language_info"}
    assert all({*cell.metadata} <= {"tags"} for cell in notebook.cells)


def test_it_links_to_pages_that_there_are() -> None:
    text = "\n".join(cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells)
    linked = re.findall(r"\]\(([\w.-]+)\)", text)
    assert len(linked) >= 4
    assert [page for page in linked if not (NOTEBOOK.parent / page).is_file()] == []


@pytest.mark.long
def test_without_a_census_it_takes_that_of_the_demo(tmp_path: Path) -> None:
    cells = executed(tmp_path)
    assert (tmp_path / "demo-census" / "findings.json").is_file()
    assert told(cells) == []
