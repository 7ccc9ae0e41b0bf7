import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from hubcensus.report import files
from hubcensus.report.contents import figures_of, sheets_of
from hubcensus.report.figures import Line, decades, style
from hubcensus.report.figures import figure as picture_of
from hubcensus.report.files import write_report
from hubcensus.report.page import render


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder(rich: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(rich, tmp_path_factory.mktemp("files") / "report").parent


def test_every_table_and_figure_has_its_files(rich: dict[str, Any], folder: Path) -> None:
    tables = {
        f"tables/{sheet.name}.{ending}" for sheet in sheets_of(rich).values() for ending in ("csv", "tex", "md")
    }
    drawn = [name for name, panel in figures_of(rich).items() if panel.picture]
    figures = {f"figures/{name}.{ending}" for name in drawn for ending in ("svg", "pdf", "csv", "tex")}
    texts = {"methods.md", "methods.tex", "threats.md", "threats.tex", "references.bib"}
    assert content(folder).keys() == {"index.html", "tables/datapackage.json", *texts, *tables, *figures}
    assert {"tables/activity.csv", "tables/replication.tex", "tables/not-comparable.md"} <= tables
    assert {"figures/ccdf-likes.svg", "figures/lorenz-downloads.pdf", "figures/core.pdf"} <= figures


def test_every_file_that_the_page_names_is_there(folder: Path) -> None:
    named = re.findall(r'href="(?!#|https?:)([^"]+)"', (folder / "index.html").read_text("utf-8"))
    assert len(named) > 100
    assert [name for name in named if not (folder / name).is_file()] == []


def test_points_of_a_figure_are_those_that_are_drawn(rich: dict[str, Any], folder: Path) -> None:
    for name, panel in figures_of(rich).items():
        if panel.picture:
            rows = pl.read_csv(folder / "figures" / f"{name}.csv")
            drawn = [(line.name, *point) for line in panel.picture.lines for point in line.points]
            assert rows.columns == ["line", panel.picture.x.title, panel.picture.y.title]
            assert rows.rows() == [tuple(None if at != at else at for at in row) for row in drawn]


def test_files_of_tables_say_what_made_them_and_which_findings_they_hold(rich: dict[str, Any], folder: Path) -> None:
    package = json.loads((folder / "tables" / "datapackage.json").read_text("utf-8"))
    assert [one["name"] for one in package["resources"]] == list(sheets_of(rich))
    known = {row["id"] for row in rich["findings"]}
    for one in package["resources"]:
        assert (folder / "tables" / one["path"]).is_file() and {*one["findings"]} <= known, one["name"]
        for text in (one["description"], (folder / "tables" / f"{one['name']}.md").read_text("utf-8")):
            assert "hubcensus 0.1.0, census of the Hugging Face Hub of 11" in text
            assert "made from 0123456789abcdef." in text


def test_the_same_findings_give_the_same_bytes_pdf_too(rich: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    for again in range(2):
        write_report(rich, tmp_path / str(again))
        assert content(tmp_path / str(again)) == content(folder)


def test_files_of_figures_need_nothing_of_the_page(folder: Path) -> None:
    for path in (folder / "figures").glob("*.svg"):
        svg = path.read_text("utf-8")
        ElementTree.fromstring(svg)
        assert "var(" not in svg and 'fill="white"' in svg
        assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"Liberation Sans, Arial, sans-serif"}
        assert set(re.findall(r">([^<>]*[⁻⁰¹²³⁴-⁹][^<>]*)<", svg)) == set(), "the font has no raised digits"
    for path in (folder / "figures").glob("*.pdf"):
        assert len(set(re.findall(rb"/BaseFont /\w+\+(\w+)", path.read_bytes()))) == 1


def test_files_of_figures_have_a_legend(folder: Path) -> None:
    assert {"models", "datasets", "spaces"} <= set(
        re.findall(r">([^<>]+)</text>", (folder / "figures" / "lorenz-likes.svg").read_text("utf-8"))
    )


@pytest.mark.parametrize(
    ("low", "high", "labels"), [(1, 3e8, ["1", "100", "10k", "1M", "100M"]), (2e-5, 1, ["1", "0.1", "0.0001"])]
)
def test_powers_of_ten_are_written_in_full_in_files(low: float, high: float, labels: list[str]) -> None:
    axis = decades("of", low, high)
    svg, _ = picture_of([Line("one", style(0), [(low, low), (high, high)])], axis, axis, "nothing").files("x")
    said = re.findall(r">([^<>]+)</text>", svg)
    assert set(labels) <= set(said), said


def test_a_report_that_fails_leaves_the_old_one(
    rich: dict[str, Any], tiny: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(tiny, tmp_path / "report")
    (tmp_path / "report" / "figures" / "stale.svg").write_text("of a census before")
    before = content(tmp_path / "report")

    def stop(document: dict[str, Any]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(files, "figures_of", stop)
        with pytest.raises(KeyboardInterrupt):
            write_report(rich, tmp_path / "report")
    assert content(tmp_path / "report") == before
    write_report(rich, tmp_path / "report")
    assert "figures/stale.svg" not in content(tmp_path / "report")


def test_a_census_of_nothing_has_tables_that_say_so(empty: dict[str, Any], tmp_path: Path) -> None:
    write_report(empty, tmp_path / "report")
    written = content(tmp_path / "report")
    assert not any(name.startswith("figures/") for name in written)
    assert b"This census lists nothing" in written["tables/replication.md"]
    assert written["tables/activity.csv"].decode().startswith("Counted,Known")


def test_the_page_shows_the_replication_with_links_to_findings(rich_page: str, rich: dict[str, Any]) -> None:
    table = rich_page.split('<table id="table-replication"')[1].split("</table>")[0]
    assert 'href="#activity.model.downloads.zero_share"' in table
    assert "a part of the Hub" in rich_page.split('id="table-replication-caption">')[1].split("</p>")[0]
    assert render(rich).count('<table id="table-not-comparable"') == 1
