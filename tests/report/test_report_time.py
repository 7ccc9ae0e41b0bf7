"""Figures and tables in time say what makes their numbers two different ones, or wrong."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hubcensus.breaks import BREAKS, Break
from hubcensus.findings.finding import Finding, plain
from hubcensus.report import time_panels
from hubcensus.report.answers import retired_tags
from hubcensus.report.contents import sheets_of
from hubcensus.report.panels import Panel
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import cautions
from hubcensus.report.time_tables import time_sheet

MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
COMMITS = {"commits": 30, "repositories": 10, "developers": 9, "newcomers": 3}


def reading(*more: Finding) -> Reading:
    made = [{"month": month, "n": 20, "partial": False} for month in MONTHS[14:]]
    committed = [{"month": month, **COMMITS, "partial": False} for month in MONTHS]
    known = (
        plain("census.model.listed", "census", 440, "models", 440, "listed"),
        plain("time.model.created_by_month", "RQ1", made, "models", 440, "by month"),
        plain("time.model.commits_by_month", "RQ1", committed, "commits", 1080, "by month"),
    )
    return Reading({"findings": [one.as_dict() for one in (*known, *more)]})


def panels(of: Reading) -> tuple[Panel, Panel, Panel]:
    return time_panels.created_panel(of), time_panels.committed_panel(of), time_panels.survival_panel(of)


def labels(panel: Any) -> list[str]:
    return [text for text in re.findall(r">([^<>]+)</text>", panel.svg) if ": " in text]


def test_the_floor_of_dates_is_a_labelled_rule_where_months_of_creation_cross_it_and_nowhere_else() -> None:
    created, committed, survival = panels(reading())
    assert labels(created) == ["2022-03: dates begin"]
    assert labels(committed) == []
    assert "Marked: 2022-03: dates begin." in created.picture.description
    assert survival.picture is None


@pytest.mark.parametrize(("day", "seen"), [(date(2022, 6, 15), True), (date(2020, 6, 1), False)])
def test_a_break_of_commits_is_marked_on_their_figure_if_it_is_crossed(
    monkeypatch: pytest.MonkeyPatch, day: date, seen: bool
) -> None:
    one = Break(day, "Commits are counted anew.", ("commits",), "osborne2024", "counted anew")
    whole = time_panels.breaks_between
    monkeypatch.setattr(time_panels, "breaks_between", lambda *asked: whole(*asked, (*BREAKS, one)))
    created, committed, _ = panels(reading())
    assert labels(committed) == ["2022-06: counted anew"] * seen
    assert labels(created) == ["2022-03: dates begin"]
    svg, _ = committed.picture.files("x")
    assert ("counted anew" in svg) == seen


def test_two_rules_have_labels_at_different_heights(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (date(2022, 6, 15), date(2022, 7, 15))
    two = [Break(day, "It is so.", ("commits",), "osborne2024", f"change {n}") for n, day in enumerate(days)]
    monkeypatch.setattr(time_panels, "breaks_between", lambda *asked: tuple(two))
    svg = str(panels(reading())[1].svg)
    heights = [re.findall(rf'translate\([^,]+,([^)]+)\)"[^>]*>\d+-\d+: change {n}<', svg) for n in (0, 1)]
    assert all(len(each) == 1 for each in heights)
    assert abs(float(heights[0][0]) - float(heights[1][0])) >= 11


def test_the_table_says_what_makes_its_numbers_wrong_and_not_what_was_left_out() -> None:
    late = "no commit of the last 90 days was read: the share is too low"
    back = plain("time.model.returned_90", "RQ1", 0.2, "share", 30, "came back")
    fine = plain("time.model.returned_30", "RQ1", 0.1, "share", 30, "came back")
    of = reading(replace(back, notes=f"{late}; left out: 3 commits"), replace(fine, notes="left out: 3 commits"))
    cells = {row[0].shown: row[1] for row in time_sheet(of).rows}
    marked, unmarked = cells["Within 90 days"], cells["Newcomers who commit again within 30 days"]
    assert (marked.shown.partition(" (")[0][-1], marked.note) == ("†", late)
    assert (unmarked.shown[-1], unmarked.note) == ("%", "")
    assert cautions(time_sheet(of).rows) == (f"† Within 90 days: {late}.",)


def test_retired_tags_are_said_where_subfields_stand_side_by_side(rich: dict[str, Any]) -> None:
    rows = [{"tag": "conversational", "until": "2024-02-20"}, {"tag": "<b>x", "until": "2025-07-09"}]
    one = plain("subfields.retired", "census", rows, "tags", 2, "gone")
    document = {**rich, "findings": [*rich["findings"], one.as_dict()]}
    said = retired_tags(Reading(document))
    assert "'conversational' (last on 2024-02-20) and '<b>x' (last on 2025-07-09) no longer" in said
    named = {name for name, sheet in sheets_of(document).items() if said in sheet.notes}
    assert {"tails", "concentration", "licenses"} <= named
    assert "breaks" not in named and "owners" not in named
    assert retired_tags(reading()) == ""
