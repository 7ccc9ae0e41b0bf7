"""What the figures are drawn with: marks on a plane, each with a title that says the value."""

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any

import altair as alt

from hubcensus.report.figures import COLOURS, CONFIG_ALONE, Axis, channel, drawn, lean

BLUE, ORANGE, GREEN, PURPLE = COLOURS
INK, GREY, FAINT, WHITE = "#4a5060", "#9aa1ad", "#dfe1e6", "#ffffff"
WIDTH = 296
_LETTERS = 50  # of a line of a title
_PLACES = re.compile(r' (transform|d|x2|y2)="([^"]*)"')
_LONG = re.compile(r"-?\d+\.\d\d+")
_OPENING = '<svg xmlns="http://www.w3.org/2000/svg" font-family="Liberation Sans, Arial, sans-serif"'

Point = tuple[float, float]
Many = str | float | Sequence[Any]
Draw = Callable[[], tuple[str, Any]]


@dataclass(frozen=True)
class Illustration:
    """A figure: what it says in its title, what is drawn, and the sentence below it."""

    title: str
    chart: alt.LayerChart | alt.HConcatChart
    caption: str

    @property
    def svg(self) -> str:
        """The figure as a file that stands alone."""
        above = alt.TitleParams(textwrap.wrap(self.title, _LETTERS), fontSize=12, offset=8)
        chart = self.chart.properties(background="white", padding=10, title=above, config=_CONFIG)
        return _OPENING + _PLACES.sub(_rounded, lean(drawn(chart))).removeprefix("<svg") + "\n"


ILLUSTRATIONS: dict[str, Callable[[], Illustration]] = {}
_CONFIG = {name: value for name, value in CONFIG_ALONE.items() if name != "padding"} | {
    "concat": {"spacing": 16},
    "axis": CONFIG_ALONE["axis"] | {"labelFontSize": 11, "titleFontSize": 11, "titlePadding": 6},
}


def illustration(caption: str) -> Callable[[Draw], Callable[[], Illustration]]:
    """Enter a figure under the name of the function that draws it, with the sentence below it."""

    def enter(draw: Draw) -> Callable[[], Illustration]:
        @cache
        def made() -> Illustration:
            return Illustration(*draw(), caption)

        ILLUSTRATIONS[draw.__name__] = made
        return made

    return enter


def axis(title: str, low: float, high: float, ticks: Iterable[float] = (), *, log: bool = False) -> Axis:
    """Return an axis whose ticks say their numbers."""
    at = list(ticks)
    return Axis(title, low, high, at, [f"{tick:g}" for tick in at], log)


@dataclass(frozen=True)
class Plane:
    """Where marks go: between two axes, or, without one, by pixels from the left and from the bottom."""

    height: float = 150
    width: float = WIDTH
    x: Axis | None = None
    y: Axis | None = None

    def layers(self, *marks: alt.Chart) -> alt.LayerChart:
        """Return marks as one chart, the last on top."""
        return alt.LayerChart(layer=list(marks), width=self.width, height=self.height)

    def dots(self, points: Iterable[Point], fill: Many = BLUE, size: Many = 60) -> alt.Chart:
        """Draw a dot at each point."""
        rows = _rows(points, "xy", fill=fill, size=size)
        mark = self._on(rows).mark_point(shape="circle", filled=True, stroke=WHITE, strokeWidth=1, opacity=1)
        return mark.encode(fill=_raw(alt.Fill, "fill:N"), size=_raw(alt.Size, "size:Q"))

    def words(self, points: Iterable[Point], texts: Many, colour: Many = INK, **how: Any) -> alt.Chart:
        """Write a text at each point."""
        mark = self._on(_rows(points, "xy", text=texts, fill=colour))
        return mark.mark_text(**{"fontSize": 11, "baseline": "middle", **how}).encode(
            text="text:N", color=_raw(alt.Color, "fill:N")
        )

    def line(self, points: Iterable[Point], colour: str = BLUE, width: float = 2, **how: Any) -> alt.Chart:
        """Draw a line through all points."""
        rows = [row | {"i": i} for i, row in enumerate(_rows(points, "xy"))]
        return self._on(rows).mark_line(color=colour, strokeWidth=width, **how).encode(order="i:Q")

    def between(self, points: Iterable[tuple[float, float, float]], colour: str = BLUE, **how: Any) -> alt.Chart:
        """Fill what lies between two lines: x, and y of the one and of the other."""
        rows = [{"x": x, "y": y, "Y": other} for x, y, other in points]
        return self._on(rows).mark_area(color=colour, opacity=0.25, **how).encode(y2="Y:Q")

    def segments(
        self, ends: Iterable[tuple[float, float, float, float]], colour: Many = GREY, width: Many = 1.5, **how: Any
    ) -> alt.Chart:
        """Draw a line between each two points."""
        mark = self._on(_rows(ends, "xyXY", colour=colour, width=width)).mark_rule(**how)
        return mark.encode(
            x2="X:Q",
            y2="Y:Q",
            color=_raw(alt.Color, "colour:N"),
            strokeWidth=_raw(alt.StrokeWidth, "width:Q"),
        )

    def boxes(self, corners: Iterable[tuple[float, float, float, float]], fill: Many = BLUE) -> alt.Chart:
        """Draw a box between each two corners."""
        mark = self._on(_rows(corners, "xyXY", fill=fill)).mark_rect()
        return mark.encode(x2="X:Q", y2="Y:Q", color=_raw(alt.Color, "fill:N"))

    def heads(self, points: Iterable[Point], angles: Many, colour: Many = GREY) -> alt.Chart:
        """Draw the head of an arrow at each point, turned clockwise from upright by an angle."""
        mark = self._on(_rows(points, "xy", fill=colour, angle=angles))
        return mark.mark_point(shape="triangle", filled=True, size=45, opacity=1).encode(
            fill=_raw(alt.Fill, "fill:N"), angle=_raw(alt.Angle, "angle:Q")
        )

    def _on(self, rows: list[dict[str, Any]]) -> alt.Chart:
        sides = {"x": (self.x, self.width), "y": (self.y, self.height)}
        how = {name: channel(axis) if axis else _pixels(size) for name, (axis, size) in sides.items()}
        return alt.Chart(alt.InlineData(rows)).encode(x=alt.X("x:Q", **how["x"]), y=alt.Y("y:Q", **how["y"]))


def told(value: float) -> str:
    """Return a number to three digits."""
    return f"{value:.3g}".replace("-", "−")


def titled(chart: alt.LayerChart, title: str) -> alt.LayerChart:
    """Return a chart with a title of its own, for one of several."""
    return chart.properties(title=alt.TitleParams(title, fontSize=11, offset=6))


def _rows(points: Iterable[Sequence[float]], names: str, **more: Many) -> list[dict[str, Any]]:
    """Return a row for each point; of what is one for all, the same in each."""
    others = {
        name: iter(cycle([each] if isinstance(each, str | float | int) else each)) for name, each in more.items()
    }
    return [
        {name: float(at) for name, at in zip(names, point, strict=True)}
        | {name: next(each) for name, each in others.items()}
        for point in points
    ]


def _pixels(size: float) -> dict[str, Any]:
    return {"scale": alt.Scale(domain=[0, size], nice=False, zero=False), "axis": None}


def _raw(encoding: Callable[..., Any], field: str) -> Any:
    """Return an encoding by colours, sizes and so on as they stand."""
    return encoding(field, scale=None)


def _rounded(attribute: re.Match[str]) -> str:
    def short(number: re.Match[str]) -> str:
        return f"{float(number[0]):.1f}".removesuffix(".0")

    return f' {attribute[1]}="{_LONG.sub(short, attribute[2])}"'
