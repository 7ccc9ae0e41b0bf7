"""Findings, figures and tables of a census by their names, as people ask for them in a notebook."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import polars as pl
import pytest

import hubcensus as hc
from hubcensus import notebook
from hubcensus.export.cells import guarded
from hubcensus.findings import Finding
from hubcensus.report.contents import figures_of
from hubcensus.report.files import write_report
from hubcensus.report.sheets import Cell, Sheet, text
from hubcensus.report.writers import frame
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.tables.store import Census


@pytest.fixture
def of(census: Census, any_document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Census:
    """A census whose findings are each of the documents."""
    monkeypatch.setattr(notebook, "make_findings", lambda _: any_document)
    return census


@pytest.fixture
def of_rich(census: Census, rich: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Census:
    """A census with hostile names."""
    monkeypatch.setattr(notebook, "make_findings", lambda _: rich)
    return census


def test_findings_are_a_frame_of_all_with_numbers_as_numbers(census: Census) -> None:
    found, rows = hc.list_findings(census), census.findings()["findings"]
    assert found["id"].to_list() == [row["id"] for row in rows]
    for row, given in zip(rows, found.iter_rows(named=True), strict=True):
        value, shown = row["value"], (given["form"], given["value"], given["word"])
        if isinstance(value, bool):
            assert shown == ("truth", None, str(value).lower())
        elif isinstance(value, int | float):
            assert shown == ("number", value, None)
        elif value is None:
            assert shown == (None, None, None) and given["notes"]
        else:
            assert shown == (("list", None, None) if isinstance(value, list) else ("word", None, value))
        kept = ("id", "question", "low", "high", "unit", "n", "method", "source", "notes")
        assert {name: given[name] for name in kept} == {name: row[name] for name in kept}


def test_a_pattern_is_what_the_command_takes(census: Census) -> None:
    everywhere = hc.list_findings(census, "*.gini")["id"].to_list()
    assert everywhere and all(id.endswith(".gini") for id in everywhere)
    under = hc.list_findings(census, "activity.model.likes")["id"]
    assert under.len() > 10 and under.str.starts_with("activity.model.likes.").all()
    assert hc.list_findings(census, "adoption.all.gini").height == 1
    with pytest.raises(hc.errors.UsageError, match=r"no finding is called 'nothing': try 'activity\.\*'"):
        hc.list_findings(census, "nothing")


def test_one_finding_has_its_value_as_it_is(census: Census) -> None:
    rows = {row["id"]: row for row in census.findings()["findings"]}
    for id in ("activity.model.likes.gini", "activity.model.likes.lorenz", "claims.all.core.verdict"):
        assert hc.finding(census, id).as_dict() == rows[id]
    with pytest.raises(hc.errors.UsageError, match=r"did you mean 'activity\.model\.likes\.gini'"):
        hc.finding(census, "activity.model.likes.ginni")


def test_findings_are_made_if_there_are_none_of_what_was_read(tmp_path: Path) -> None:
    with background(Population(models=30, datasets=10, spaces=10, seed=1), quota=10**7) as standin:
        hc.take_census(tmp_path / "census", endpoint=standin.address)
    census = hc.open(tmp_path / "census")
    assert hc.finding(census, "census.model.listed").value == 30
    stale = {**census.findings(), "findings": []}
    stale["census"]["made_from"] = "another journal"
    (census.folder / "findings.json").write_text(json.dumps(stale), "utf-8")
    assert hc.finding(census, "census.model.listed").value == 30


def test_every_figure_of_the_report_has_a_chart_and_the_reverse(
    of: Census, any_document: dict[str, Any], tmp_path: Path
) -> None:
    write_report(any_document, tmp_path / "report")
    files = {path.stem: path for path in (tmp_path / "report" / "figures").glob("*.svg")}
    listed = hc.list_figures(of)
    assert set(listed["name"]) == files.keys()
    assert listed.select(pl.col("shows", "basis").str.len_chars() > 9).to_numpy().all()
    for name, path in files.items():
        chart = hc.figure(of, name)
        chart.save(tmp_path / "saved.svg")
        saved, written = (each.read_text("utf-8") for each in (tmp_path / "saved.svg", path))
        drawn, above = (re.findall(r' d="([^"]+)"', each) for each in (saved, written))
        assert [path for path in above if path != "M0,0h0v0h0Z"] == [path for path in drawn if path != "M0,0h0v0h0Z"]
        assert ("hubcensus 0.1.0, census of" in written and "n = " in written) or "n (" in written


def test_a_chart_can_be_changed_and_stands_alone(of_rich: Census, tmp_path: Path) -> None:
    chart = hc.figure(of_rich, "lorenz-likes")
    assert isinstance(chart, alt.LayerChart)
    assert "var(" not in chart.to_json()
    chart.properties(width=640, title="Likes").save(tmp_path / "wide.svg")
    wide = ElementTree.parse(tmp_path / "wide.svg").getroot()
    assert float(wide.attrib["width"]) > 640
    assert {"models", "datasets", "spaces", "Likes"} <= {each.text for each in wide.iter() if each.text}
    (chart + alt.Chart(alt.InlineData([{"x": 0.5}])).mark_rule().encode(x="x:Q")).save(tmp_path / "more.png")
    assert (tmp_path / "more.png").stat().st_size > 1000


def test_a_theme_changes_charts_that_are_shown_and_no_file(rich: dict[str, Any]) -> None:
    picture = figures_of(rich)["core"].picture
    assert picture is not None
    before = picture.files("x")
    with alt.theme.enable("dark"):
        assert picture.files("x") == before


def test_figures_come_in_the_order_of_the_questions(of_rich: Census) -> None:
    names = hc.list_figures(of_rich)["name"].to_list()
    assert names[0] == "ccdf-likes"
    assert names[-2:] == ["core", "adoption"]
    assert names == hc.list_figures(of_rich)["name"].to_list()


def test_a_wrong_name_gets_a_sentence_with_what_there_is(of_rich: Census) -> None:
    with pytest.raises(
        hc.errors.UsageError, match=r"no figure is called 'lorens-likes': did you mean 'lorenz-likes'"
    ):
        hc.figure(of_rich, "lorens-likes")
    with pytest.raises(hc.errors.UsageError, match=r"called 'activty': did you mean 'activity'"):
        hc.sheet(of_rich, "activty")
    for ask, lists in ((hc.figure, "list_figures"), (hc.sheet, "list_sheets"), (hc.finding, "list_findings")):
        with pytest.raises(hc.errors.UsageError, match=rf"called '<b>=1\+1': {lists}\(census\) has all names"):
            ask(of_rich, "<b>=1+1")


def test_a_figure_with_nothing_to_draw_says_why(
    census: Census, listing: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "make_findings", lambda _: listing)
    with pytest.raises(
        hc.errors.NotCollected, match=r"nothing to draw in figure 'core' of .*: .*no commit to a model"
    ):
        hc.figure(census, "core")
    assert "core" not in hc.list_figures(census)["name"]


def test_every_table_of_the_report_is_a_frame_of_what_its_csv_file_has(
    of: Census, any_document: dict[str, Any], tmp_path: Path
) -> None:
    write_report(any_document, tmp_path / "report")
    files = {path.stem: path.read_text("utf-8") for path in (tmp_path / "report" / "tables").glob("*.csv")}
    listed = hc.list_sheets(of)
    assert set(listed["name"]) == files.keys()
    for name, rows in listed.select("name", "rows").rows():
        found = hc.sheet(of, name)
        assert found.height == rows
        same_as_csv(found, files[name])


def same_as_csv(found: pl.DataFrame, written: str) -> None:
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    assert head == guarded(pl.DataFrame({"name": found.columns}))["name"].to_list()
    safe = guarded(found)
    for place, name in enumerate(safe.columns):
        column = [row[place] for row in rows]
        if safe[name].dtype.is_numeric():
            assert [json.loads(each) if each else None for each in column] == safe[name].to_list()
        elif safe[name].dtype == pl.Boolean:
            assert column == [json.dumps(each) if each is not None else "" for each in safe[name]]
        else:
            assert column == [each or "" for each in safe[name]]


def test_hostile_names_are_plain_data_in_frames_and_in_no_figure(
    census: Census, rich: dict[str, Any], hostile: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["=1+1", "null", *hostile]
    ranks = [{"model": name, "rank": place, "uses": 9} for place, name in enumerate(names, 1)]
    row = Finding("adoption.all.model_ranks", "RQ3", ranks, "rows", len(ranks), "ranks", "hubcensus").as_dict()
    monkeypatch.setattr(notebook, "make_findings", lambda _: {**rich, "findings": [*rich["findings"], row]})
    ranked = hc.sheet(census, "model-ranks-all")
    assert ranked["Model"].to_list() == names
    assert "<script>" not in ranked._repr_html_()
    assert hc.finding(census, "adoption.all.model_ranks").value == ranks
    charts = "".join(hc.figure(census, name).to_json() for name in hc.list_figures(census)["name"])
    assert not [name for name in hostile if json.dumps(name)[1:20] in charts]


def test_a_text_that_a_spreadsheet_would_run_is_as_it_came() -> None:
    cells = [(text("=1+1"), Cell("", "-x")), (text("null"), Cell("5", 5)), (text("<b>"), Cell("", None))]
    found = frame(Sheet("one", "One", ("name", "what"), tuple(cells)))
    assert found.to_dict(as_series=False) == {"name": ["=1+1", "null", "<b>"], "what": ["-x", "5", None]}


def test_what_is_not_known_in_a_whole_column_is_null_and_never_zero() -> None:
    found = frame(Sheet("one", "One", ("name", "n", "yes"), ((text("a"), Cell("?"), Cell("yes", True)),)))
    assert found.schema == {"name": pl.String, "n": pl.Null, "yes": pl.Boolean}
    assert found["n"].to_list() == [None]
