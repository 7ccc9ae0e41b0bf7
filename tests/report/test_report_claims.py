"""The statements under every rule on the page: what the findings say, in marks, words and numbers."""

import json

from markupsafe import Markup

from hubcensus.findings.statements import STATEMENTS
from hubcensus.networks.collaboration import RULES
from hubcensus.report.answers import community_answer, verdicts
from hubcensus.report.claims import claims, marks
from hubcensus.report.page import render
from hubcensus.report.reading import Reading
from hubcensus.tables.store import Census


def test_a_row_a_rule_and_a_cell_a_statement_with_the_mark_of_its_stamp(census: Census) -> None:
    reading = Reading(census.findings())
    rows = claims(reading, "all")
    assert [row.name for row in rows] == list(RULES)
    shapes = {str(svg).split("class=")[-1].split('"')[1]: meaning for svg, meaning in marks()}
    assert set(shapes) == {"full", "hollow", "cross", "bar dashed", "bar"}
    for row in rows:
        assert len(row.cells) == len(STATEMENTS)
        for cell in row.cells:
            assert cell.stamp == reading.value(f"{cell.prefix}.stamp")
            assert bool(cell.svg) == (cell.stamp != "unknown")
            if cell.svg:
                assert str(cell.svg).split("class=")[-1].split('"')[1] in shapes
                assert f"{reading.value(cell.prefix + '.without_bots'):.3f}" in cell.svg


def test_the_page_gives_every_verdict_and_where_it_comes_from(census: Census) -> None:
    document = census.findings()
    page = render(document)
    for one in STATEMENTS:
        id = f"claims.all.{one.name}.verdict"
        assert f'href="#{id}"' in page
        assert one.sentence in page
        assert Reading(document).value(id) in page


def test_a_census_without_commits_has_no_statements(census: Census) -> None:
    document = json.loads(json.dumps(census.findings()))
    for row in document["findings"]:
        if row["id"].startswith("claims.") and row["id"].endswith(".verdict"):
            row["value"] = "unknown"
    page = render(document)
    assert 'id="figure-claims-all"' not in page
    assert "Which statements hold" not in page


def test_the_answer_is_without_bots_and_says_what_survives_the_choice_of_rule(census: Census) -> None:
    reading = Reading(census.findings())
    said = Markup(" ").join(community_answer(reading)).striptags().replace("\N{NO-BREAK SPACE}", " ")
    without, named = (reading.value(f"community.all.{who}isolate_share") for who in ("without_bots.", ""))
    assert f"bots left out, {without:.1%}".replace("%", " %") in said
    assert f"({named:.1%} with bots among them".replace("%", " %") in said
    rules = reading["claims.all.reciprocity.rules"]
    told = {sentence: (verdict.striptags(), held.striptags()) for sentence, verdict, held in verdicts(reading)}
    assert told["Ties are mostly returned"] == (
        reading.value("claims.all.reciprocity.verdict"),
        f"beyond chance under {rules.value} of {rules.n}",
    )
    stamps = [reading.value(f"claims.all.reciprocity.{rule}.stamp") for rule in RULES]
    assert rules.value == sum(stamp == "beyond chance" for stamp in stamps)
    assert rules.n == sum(stamp != "unknown" for stamp in stamps)
