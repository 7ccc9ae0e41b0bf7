"""Sheets as LaTeX, Markdown, CSV, JSON and frames; no name of the Hub can end a cell or run a command."""

import json
import math
import re
import unicodedata
from dataclasses import asdict
from typing import Any

import polars as pl

from hubcensus.export.cells import guarded
from hubcensus.report.figures import Picture
from hubcensus.report.sheets import Cell, Sheet

__all__ = [
    "as_json",
    "csv",
    "frame",
    "latex",
    "latex_figure",
    "latex_text",
    "markdown",
    "markdown_text",
    "plain",
    "points",
]

_BREAKS = re.compile("[\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029]+")
_NBSP = "\N{NO-BREAK SPACE}"

_LATEX = {
    **{each: f"\\{each}" for each in "{}$&#%"},
    **{
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        '"': r"\textquotedblright{}",
    },
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}"},
    **{"[": "{[}", "]": "{]}", "*": "{*}"},  # after a row's end they would be its options
    **{"·": r"\textperiodcentered{}", "†": r"\textdagger{}", "’": "'", "‘": "`", "½": r"\textonehalf{}"},
    **{_NBSP: "~", "–": r"\textendash{}", "—": r"\textemdash{}", "…": r"\ldots{}"},
    **{"/": r"/\allowbreak{}", "_": r"\_\allowbreak{}"},  # names may be long
}
_ACCENTS = set("\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327")  # that every engine sets
_MARKDOWN = {
    **{each: f"\\{each}" for each in "*_[]~$"},
    **{"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "\\": "&#92;", "`": "&#96;"},
}
_SIZES = ((64, "footnotesize"), (88, "scriptsize"), (10**6, "tiny"))  # letters across a page, and the size for them


def plain(words: str) -> str:
    """Return a text on one line, in which nothing steers a page: controls and turns of direction are U+FFFD."""
    line = _BREAKS.sub(" ", words)
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" else c for c in line)


def latex(sheet: Sheet) -> str:
    r"""Return a sheet as LaTeX for ``\input``: a long table as wide as the page, ruled by booktabs.

    Letters that pdflatex does not set by itself stand as their code points, ``[U+4E2D]``.
    """
    head = " & ".join(rf"\textbf{{{latex_text(heading)}}}" for heading in sheet.headings) + r" \\"
    rows = [" & ".join(latex_text(cell.shown) for cell in row) + r" \\" for row in sheet.rows]
    columns, size = _columns(sheet)
    notes = [rf"\noindent {latex_text(note)}\par" for note in sheet.notes]
    return "\n".join(
        [
            r"% \usepackage{array,booktabs,longtable}",
            rf"{{\{size}\setlength{{\tabcolsep}}{{2.5pt}}%",
            rf"\begin{{longtable}}{{{columns}}}",
            rf"\caption{{{latex_text(sheet.caption)}}}\label{{tab:{sheet.name}}}\\",
            *(r"\toprule", head, r"\midrule\endfirsthead"),
            *(r"\toprule", head, r"\midrule\endhead", r"\bottomrule\endfoot"),
            *rows,
            r"\end{longtable}",
            *notes,
            "}\n",
        ]
    )


def latex_figure(name: str, caption: str) -> str:
    r"""Return the figure of a file as LaTeX for ``\input``, with its caption and label."""
    return "\n".join(
        [
            r"% \usepackage{graphicx}",
            r"\begin{figure}\centering",
            rf"\includegraphics[width=\linewidth]{{{name}.pdf}}",
            rf"\caption{{{latex_text(caption)}}}\label{{fig:{name}}}",
            "\\end{figure}\n",
        ]
    )


def _columns(sheet: Sheet) -> tuple[str, str]:
    """Return the columns, which share the page by their longest words and longest texts, and the size of letters."""
    letters = [
        _letters([heading, *(cell.shown for cell in sheet.column(i))]) for i, heading in enumerate(sheet.headings)
    ]
    whole = sum(letters)
    size = next(size for most, size in _SIZES if sum(min(each, 16) for each in letters) <= most)
    aligned = ["left" if sheet.of_numbers(i) else "right" for i in range(len(sheet.headings))]  # the ragged side
    return "".join(
        rf">{{\ragged{side}\arraybackslash}}p{{\dimexpr {each / whole:.4f}\linewidth-2\tabcolsep\relax}}"
        for side, each in zip(aligned, letters, strict=True)
    ), size


def _letters(texts: list[str]) -> float:
    """Return how many letters wide a column should be: its longest word, or more for long texts."""
    words, longest = max(len(word) for each in texts for word in each.split(" ")), max(map(len, texts))
    return min(max(words, 2.2 * math.sqrt(longest)), 40.0) + 1


def latex_text(words: str) -> str:
    """Return a text in which nothing is a command of LaTeX."""
    set_ = "".join(map(_latex_letter, _BREAKS.sub(" ", words)))
    return re.sub(r"(?<=[-',])(?=[-',])", "{}", set_)  # no two of them become one letter


def _latex_letter(letter: str) -> str:
    if letter in _LATEX:
        return _LATEX[letter]
    base, accents = unicodedata.normalize("NFD", letter)[:1], set(unicodedata.normalize("NFD", letter)[1:])
    known = base.isascii() and base.isprintable() and accents <= _ACCENTS and (not accents or letter <= "\u017f")
    return letter if known else f"{{[}}U+{ord(letter):04X}{{]}}"


def markdown(sheet: Sheet) -> str:
    """Return a sheet as a Markdown table with its caption above and its notes below."""
    rows = [[markdown_text(cell.shown) for cell in row] for row in sheet.rows]
    rule = ["---:" if sheet.of_numbers(place) else "---" for place in range(len(sheet.headings))]
    lines = [f"| {' | '.join(row)} |" for row in ([*map(markdown_text, sheet.headings)], rule, *rows)]
    notes = ["", *(f"- {markdown_text(note)}" for note in sheet.notes)] if sheet.notes else []
    return "\n".join([f"**{markdown_text(sheet.caption)}**", "", *lines, *notes, ""])


def markdown_text(words: str) -> str:
    """Return a text in which nothing is a mark of Markdown."""
    return "".join(_MARKDOWN.get(letter, letter) for letter in plain(words))


def csv(sheet: Sheet) -> str:
    """Return a sheet as CSV: exact values, an unknown as an empty cell, ends of intervals in columns of their own.

    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    return pl.DataFrame([_exact(heading, values) for heading, values in sheet.exactly().items()]).write_csv()


def points(picture: Picture) -> str:
    """Return the lines of a figure as CSV, a point a row: the line, and where it is on the two axes."""
    rows = [(line.name, *point) for line in picture.lines for point in line.points]
    columns = {"line": pl.String, picture.x.title: pl.Float64, picture.y.title: pl.Float64}
    return guarded(pl.DataFrame(rows, columns, orient="row").fill_nan(None)).write_csv()


def _exact(heading: str, values: list[Any]) -> pl.Series:
    """Return a column as text: of numbers every digit, and only texts are guarded."""
    texts = [_as_text(each) if isinstance(each, str) else None for each in (heading, *values)]
    others = [None if isinstance(each, str) else _as_text(each) for each in values]
    safe = guarded(pl.DataFrame({"text": texts}, {"text": pl.String}))["text"]
    return safe[1:].fill_null(pl.Series(others, dtype=pl.String)).alias(safe[0])


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return None if value is None else json.dumps(value)


def frame(sheet: Sheet) -> pl.DataFrame:
    """Return a sheet as a frame: what its CSV file has, but numbers are numbers and texts are as they came.

    No text has an apostrophe before it. A column of numbers beside texts or lists is of texts; one of which nothing
    is known has the type Null.
    """
    return pl.DataFrame([_typed(_as_text(heading) or "", values) for heading, values in sheet.exactly().items()])


def _typed(heading: str, values: list[Any]) -> pl.Series:
    types = {type(each) for each in values if each is not None}
    if types <= {int, float} or types == {bool}:
        dtype = {(): pl.Null, (int,): pl.Int64, (bool,): pl.Boolean}.get(tuple(types), pl.Float64)
        return pl.Series(heading, values, dtype, strict=False)
    return pl.Series(heading, [_as_text(each) for each in values], pl.String)


def as_json(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet for JSON: its cells in the order of the headings, each with its value and its finding."""
    return {**asdict(sheet), "rows": [[_in_json(cell) for cell in row] for row in sheet.rows]}


def _in_json(cell: Cell) -> Any:
    return cell.value if cell.finding is None and not cell.note else asdict(cell)
