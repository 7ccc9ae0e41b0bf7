"""Figures: lines into Altair charts: SVG that takes its colours from the page, and files that stand alone."""

import json
import math
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import altair as alt
import vl_convert
from markupsafe import Markup

__all__ = [
    "COLOURS",
    "CONFIG_ALONE",
    "Axis",
    "Line",
    "Picture",
    "Rule",
    "Style",
    "channel",
    "decades",
    "drawn",
    "figure",
    "lean",
    "style",
]

_FONT = "Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
COLOURS = ("#0072b2", "#d55e00", "#007f5f", "#a8558a")  # Okabe and Ito, the last two darker for a white page
_DASHES = ((), (7, 3), (2, 2.5), (9, 3, 2, 3), (4, 4))
_FEW = 40  # points of a line that still get a mark each
_ALONE = "Liberation Sans, Arial, sans-serif"  # the first comes with vl-convert: files are the same on every machine
_VARIABLE = re.compile(r"var\([^,()]+, (#\w+)\)")
_SAYS_NOTHING = re.compile(
    r' xmlns[:a-z]*="[^"]*"| version="1.1"|<path class="(?:back|fore)ground"[^>]*/>| (?:opacity|stroke-width)="1"'
    r'| (?:aria-hidden|pointer-events|font-family|aria-roledescription)="[^"]*"'
    r'| (?:class="mark-|role="graphics-)[^"]*"'
)  # on the page, whose style has the font
_PATH, _STEP = re.compile(r' d="([^"]*)"'), re.compile(r"([ML])([\d.-]+),([\d.-]+)")
_DIGITS, _RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT, _LOWERED = str.maketrans(_DIGITS, _RAISED), str.maketrans(_RAISED, _DIGITS)
_LINE = 62  # letters of what is said above a figure
_UNITS = {0: "", 3: "k", 6: "M", 9: "G"}


@dataclass(frozen=True)
class Style:
    """Colour and dash pattern of a line: either alone tells it from its neighbours."""

    colour: str
    dash: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """One line: who it is, its style, its points, broken at NaN; one to compare with is thin and has no marks."""

    name: str
    style: Style
    points: Sequence[Sequence[float]]
    reference: bool = False


@dataclass(frozen=True)
class Rule:
    """A thin upright line that says in words what happened there."""

    x: float
    label: str


@dataclass(frozen=True)
class Axis:
    """One axis: title, ends, where the ticks are and what they say."""

    title: str
    low: float
    high: float
    ticks: Sequence[float]
    labels: Sequence[str]
    log: bool = False


def style(place: int) -> Style:
    """Return the style of the line in that place."""
    i = place % len(COLOURS)
    return Style(f"var(--line-{i}, {COLOURS[i]})", _DASHES[place % len(_DASHES)])


def decades(title: str, low: float, high: float) -> Axis:
    """Return a logarithmic axis a little wider than two values above 0, ticks at powers of ten if they suffice."""
    low, high = (low, high * 1.2) if low >= 1 else (low / 1.2, high)
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < 1:
        ticks = [digit * 10.0**power for power in (first - 1, first) for digit in (1, 2, 5)]
        ticks = [tick for tick in ticks if low <= tick <= high]
        return Axis(title, low, high, ticks, [f"{tick:g}" for tick in ticks], log=True)
    step = math.ceil((last - first) / 5)
    powers = range(first, last + 1, step) if first >= 0 else range(last, first - 1, -step)
    labels = [{0: "1", 1: "10"}.get(power, "10" + str(power).translate(_SUPERSCRIPT)) for power in powers]
    return Axis(title, low, high, [10.0**power for power in powers], labels, log=True)


@dataclass(frozen=True)
class Picture:
    """Lines on two axes; made by ``figure``."""

    lines: Sequence[Line]
    x: Axis
    y: Axis
    description: str
    stairs: bool
    rules: Sequence[Rule]

    @cached_property
    def svg(self) -> Markup:
        """The picture for the page, whose legend stands beside it."""
        chart = self._chart(self.lines, self.x, self.y).properties(background="transparent", config=_CONFIG)
        opening, _, rest = lean(drawn(chart)).partition(">")
        named = Markup(' role="img" aria-label="{0}"><title>{0}</title>').format(self.description)
        return Markup(opening) + named + Markup(rest)

    @property
    def chart(self) -> alt.LayerChart:
        """The picture as a chart that stands alone: with its legend, in plain colours, without raised digits."""
        x, y = (replace(axis, labels=[_in_full(label) for label in axis.labels]) for axis in (self.x, self.y))
        chart = self._chart([_plain(line) for line in self.lines], x, y, _LEGEND)
        return chart.properties(background="white", description=self.description, config=CONFIG_ALONE)

    def files(self, title: str, *said: str) -> tuple[str, bytes]:
        """Return the chart that stands alone as SVG and as PDF, below its title and lines of what is said of it."""
        lines = [line for each in said for line in textwrap.wrap(each, _LINE)]
        above = alt.TitleParams(title, subtitle=lines)
        svg = drawn(self.chart.properties(title=above))
        return svg, vl_convert.svg_to_pdf(svg)

    def _chart(self, lines: Sequence[Line], x: Axis, y: Axis, legend: alt.Legend | None = None) -> alt.LayerChart:
        joined_by: Literal["linear", "step-before"] = "step-before" if self.stairs else "linear"
        layers = [*_lines(lines, x, y, joined_by, legend), *_ruled(self.rules, x)]
        return alt.LayerChart(layer=layers, width=300, height=200)


def figure(
    lines: Sequence[Line], x: Axis, y: Axis, description: str, *, stairs: bool = False, rules: Sequence[Rule] = ()
) -> Picture:
    """Return lines on two axes as a picture.

    Parameters
    ----------
    lines
        The lines, each with at least one point.
    x, y
        The axes.
    description
        What it shows, for those who do not see it.
    stairs
        Keep to the height of each point from the point before it on, as a share with at least so many does.
    rules
        What is marked on the x axis.
    """
    return Picture(lines, x, y, description, stairs, rules)


def drawn(chart: alt.LayerChart) -> str:
    """Return a chart as SVG, whatever theme is on."""
    svg: str = vl_convert.vegalite_to_svg({**chart.to_dict(validate=False), "config": chart.config}, vl_version="6.4")
    return svg


def lean(svg: str) -> str:
    """Return an SVG without what draws nothing, its lines to a tenth of a pixel, level and upright steps as such."""
    return _PATH.sub(lambda path: f' d="{_stepped(path[1])}"', _SAYS_NOTHING.sub("", svg))


def _stepped(path: str) -> str:
    last = ["", ""]

    def step(line: re.Match[str]) -> str:
        command, *ends = line.groups()
        to = [f"{float(at):.1f}".removesuffix(".0") for at in ends]
        moved = [name + at for name, at, before in zip("HV", to, last, strict=True) if at != before]
        last[:] = to
        if command == "L" and len(moved) < 2:
            return "".join(moved)
        return f"{command}{to[0]},{to[1]}"

    return _STEP.sub(step, path)


def _plain(line: Line) -> Line:
    return replace(line, style=replace(line.style, colour=_VARIABLE.sub(r"\1", line.style.colour)))


def _in_full(label: str) -> str:
    """Return a power of ten without raised digits, which the font of files does not have."""
    raised = label.removeprefix("10")
    if label.isascii() or not set(raised) <= set(_RAISED):
        return label
    power = int(raised.translate(_LOWERED))
    unit = max((name for name in _UNITS if name <= power), default=0)
    return f"{10 ** (power - unit)}{_UNITS[unit]}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _lines(
    lines: Sequence[Line], x: Axis, y: Axis, joined_by: Literal["linear", "step-before"], legend: alt.Legend | None
) -> list[alt.Chart]:
    own = [line for line in lines if not line.reference]
    names = [line.name for line in own]
    colours = alt.Scale(domain=names, range=[line.style.colour for line in own])
    dashes = alt.Scale(domain=names, range=[list(line.style.dash or (1, 0)) for line in own])
    coloured = _points(own, x, y).encode(color=alt.Color("name:N", scale=colours, legend=legend))
    joined = coloured.mark_line(strokeWidth=2, interpolate=joined_by)
    dashed = joined.encode(strokeDash=alt.StrokeDash("name:N", scale=dashes, legend=legend))
    marked = [line.name for line in own if len(line.points) <= _FEW or any(math.isnan(y) for _, y in line.points)]
    few = alt.FieldOneOfPredicate("name", marked)
    marks = coloured.mark_circle(size=22, opacity=1).transform_filter(few)
    thin = _points([line for line in lines if line.reference], x, y).encode(detail="name:N")
    return [thin.mark_line(strokeWidth=0.8, interpolate=joined_by), dashed, marks]


def _ruled(rules: Sequence[Rule], x: Axis) -> Iterator[alt.Chart]:
    """Yield each rule and, beside its upper end, its label, a line lower than the one before."""
    for place, rule in enumerate(rules):
        at = alt.Chart(alt.InlineData([{"x": rule.x, "label": rule.label}])).encode(x=alt.X("x:Q", **channel(x)))
        yield at.mark_rule(strokeWidth=0.8)
        left = rule.x < (x.low + x.high) / 2
        beside: dict[str, Any] = {"align": "left" if left else "right", "dx": 4 if left else -4}
        yield at.mark_text(fontSize=11, y=6 + 13 * place, **beside).encode(text="label:N")


def _points(lines: Sequence[Line], x: Axis, y: Axis) -> alt.Chart:
    rows = [
        {"name": line.name, "x": px, "y": None if math.isnan(py) else py} for line in lines for px, py in line.points
    ]
    return alt.Chart(alt.InlineData(rows)).encode(x=alt.X("x:Q", **channel(x)), y=alt.Y("y:Q", **channel(y)))


def channel(axis: Axis) -> dict[str, Any]:
    """Return scale and axis of a channel, as Altair takes them."""
    scale = alt.Scale(domain=[axis.low, axis.high], type="log" if axis.log else "linear", nice=False, zero=False)
    label = f"{json.dumps(axis.labels, ensure_ascii=False)}[indexof({json.dumps(axis.ticks)}, datum.value)]"
    return {"scale": scale, "axis": alt.Axis(title=axis.title, values=list(axis.ticks), labelExpr=label)}


_INK, _RULE = "var(--figure-ink, #4a5060)", "var(--figure-rule, #dfe1e6)"
_CONFIG: dict[str, Any] = {
    "aria": False,
    "font": _FONT,
    "padding": {"left": 2, "top": 8, "right": 14, "bottom": 2},
    "view": {"stroke": None},
    "line": {"color": _INK},
    "rule": {"color": _INK},
    "text": {"color": _INK},
    "title": {  # of one weight: a PDF of two fonts is not the same bytes twice
        "anchor": "start",
        "color": _INK,
        "fontSize": 13,
        "fontWeight": "normal",
        "subtitleColor": _INK,
        "subtitleFontSize": 10,
    },
    "legend": {"labelColor": _INK, "labelFontSize": 12, "symbolType": "stroke"},
    "axis": {
        "domainColor": _INK,
        "gridColor": _RULE,
        "labelColor": _INK,
        "labelFontSize": 12,
        "labelFlush": False,
        "labelOverlap": False,
        "tickColor": _INK,
        "titleColor": _INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    },
}
CONFIG_ALONE: dict[str, Any] = {**json.loads(_VARIABLE.sub(r"\1", json.dumps(_CONFIG))), "font": _ALONE}
_LEGEND = alt.Legend(title=None, orient="top", columns=2, symbolSize=500)
