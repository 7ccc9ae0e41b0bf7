import csv as readers
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.report.page import _templates
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, reasons, text
from hubcensus.report.writers import as_json, csv, latex, markdown

NASTY = [
    "=1+1",
    "a|b",
    "`code`",
    "<b>&amp;",
    "\\end{longtable}",
    "a & b \\\\ \\hline",
    "%",
    "$x$",
    "~^_#{",
    "}}}",
    "[1pt]",
    "*",
]
NASTY += [
    "two\nlines",
    "\u202eturned",
    "\x00\x1b[31m",
    "中文",
    "é",
    "\ud800",
    "--",
    "tab\there",
    "\u2028",
    "'quoted",
    "a" * 300,
]
WORDS = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
NUMBERS = st.one_of(st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    headings = draw(st.lists(WORDS.filter("\ud800".__ne__), min_size=2, max_size=8, unique=True))
    known = st.one_of(
        st.builds(text, WORDS),
        st.builds(lambda n, words: Cell(words, n, "a.b"), NUMBERS, WORDS),
        st.builds(lambda words: Cell(words, note="unknown"), WORDS),
    )
    row = st.tuples(*[known] * len(headings))
    return Sheet("a-table", draw(WORDS), tuple(headings), tuple(draw(st.lists(row, max_size=4))), (draw(WORDS),))


def strictly(source: str) -> list[str]:
    """Return the rows of a LaTeX table of which nothing but our own commands is left, or fail."""
    body = source.split("\n", 1)[1]  # after the comment that says which packages it needs
    assert source.isascii() or not re.search(r"[^\x20-\u017f\n]", source)
    depth = 0
    for token in re.findall(r"\\.|[{}]", body):
        depth += {"{": 1, "}": -1}.get(token, 0)
        assert depth >= 0
    assert depth == 0
    ours = re.compile(
        r"\\(begin|end)\{longtable\}|\\(caption|label|textbf|noindent|par|toprule|midrule|bottomrule|endfirsthead|endhead"
        r"|endfoot|footnotesize|scriptsize|tiny|setlength|tabcolsep|dimexpr|linewidth|relax|raggedleft|raggedright|raggedright"
        r"|arraybackslash|allowbreak|ldots|text(backslash|asciicircum|asciitilde|quotedblright|less|greater|bar|asciigrave"
        r"|endash|emdash|periodcentered|dagger|onehalf))(?![A-Za-z])|\\[{}$&#_%]"
    )
    rows = [line[: -len(r" \\")] for line in body.split("\n") if line.endswith(r" \\")]
    for line in body.split("\n"):
        bare = ours.sub("", line.removesuffix("%").removesuffix(r"\\"))
        if line.startswith(r"\begin{longtable}"):
            bare = bare.replace(">{", "{")
        assert not re.search(r"[\\$#^%\"<>|`]", bare), line
        assert line.endswith(r" \\") or "&" not in bare, line
        assert not re.match(r"\s*[\[*]", line), "it would be an option of the row before"
    return rows


@given(sheets())
def test_latex_is_balanced_and_every_row_has_a_cell_for_each_column(sheet: Sheet) -> None:
    rows = strictly(latex(sheet))
    assert len(rows) == 2 + len(sheet.rows)  # the head stands on the first and on later pages
    assert {len(re.findall(r"(?<!\\)&", row)) + 1 for row in rows} == {len(sheet.headings)}


@given(sheets())
def test_columns_of_latex_fill_the_page_and_no_more(sheet: Sheet) -> None:
    shares = [float(each) for each in re.findall(r"\\dimexpr ([\d.]+)\\linewidth", latex(sheet))]
    assert len(shares) == len(sheet.headings)
    assert sum(shares) == pytest.approx(1, abs=1e-3)


@given(sheets())
def test_markdown_has_the_same_columns_in_every_row_and_no_html(sheet: Sheet) -> None:
    lines = markdown(sheet).splitlines()
    table = [line for line in lines if line.startswith("| ")]
    assert len(table) == 2 + len(sheet.rows)
    assert {line.count("|") for line in table} == {len(sheet.headings) + 1}
    assert not re.search(r"[<>`]", "\n".join(lines))
    assert len(lines) == 2 + len(table) + 2, "no name begins a line of its own"


@given(sheets())
def test_csv_read_again_gives_the_exact_values_and_no_formula(sheet: Sheet) -> None:
    head, *rows = readers.reader(io.StringIO(csv(sheet), newline=""))
    noted = ["unknown" if any(cell.note for cell in row) else "" for row in sheet.rows]
    assert head[len(sheet.headings) :] == ["Notes"] * any(noted)
    for cells, row, note in zip(sheet.rows, rows, noted, strict=True):
        assert row[len(cells) :] == [note] * any(noted)
        for cell, found in zip(cells, row, strict=False):
            if cell.is_number:
                assert json.loads(found) == cell.value
            elif cell.value is None:
                assert found == ""
            else:
                assert not re.match(r"\s*[=+\-@]", found)
                assert found in (cell.value, f"'{cell.value}") or "\ud800" in cell.value


@given(sheets())
def test_html_has_a_cell_for_each_column_and_names_are_text(sheet: Sheet) -> None:
    page = str(_templates().get_template("sheet.html.j2").module.sheet(sheet))
    seen: list[tuple[str, dict[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.append((tag, dict(attrs)))  # type: ignore[method-assign]
    parser.feed(page)
    assert {tag for tag, _ in seen} <= {
        "div",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "bdi",
        "a",
        "b",
        "code",
        "small",
        "span",
    }
    scopes = [attributes.get("scope") for tag, attributes in seen if tag == "th"]
    assert scopes == ["col"] * len(sheet.headings) + ["row"] * len(sheet.rows)
    assert sum(tag == "td" for tag, _ in seen) == len(sheet.rows) * (len(sheet.headings) - 1)


def test_ends_of_an_interval_have_columns_of_their_own() -> None:
    sheet = Sheet(
        "one", "One", ("of", "share"), ((text("x"), Cell("50 %", 0.5, "a.b", 0.25, 0.75)), (text("y"), Cell("?")))
    )
    assert csv(sheet) == 'of,share,"share, low","share, high"\nx,0.5,0.25,0.75\ny,,,\n'


def test_a_cell_shows_its_finding_and_why_there_is_none(rich: dict[str, Any], listing: dict[str, Any]) -> None:
    reading = Reading(rich)
    one = cited(reading, "activity.model.downloads.zero_share")
    assert (one.value, one.finding) == (4 / 12, "activity.model.downloads.zero_share")
    assert one.shown.startswith("33.3\N{NO-BREAK SPACE}%")
    gone = cited(Reading(listing), "community.all.isolate_share")
    assert (gone.shown, gone.value, gone.note) == (
        "not read",
        None,
        "no commit to a model of this part was read",
    )
    assert cited(reading, "no.such").finding is None
    assert reasons([[text("Isolates"), gone], [text("Ties"), gone]]) == (
        "Isolates and Ties: no commit to a model of this part was read.",
    )


def test_json_holds_value_and_finding() -> None:
    sheet = Sheet("one", "One", ("of", "share"), ((text("x"), Cell("50 %", 0.5, "a.b", 0.25, 0.75)),), ("note",))
    (row,) = as_json(sheet)["rows"]
    cell = {"shown": "50 %", "value": 0.5, "finding": "a.b", "low": 0.25, "high": 0.75, "note": ""}
    assert row == ["x", cell]
