"""The figures of each question: which findings are drawn, and what is said where there is nothing to draw."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hubcensus.kinds import KINDS
from hubcensus.report.figures import Axis, Line, Picture, Style, decades, figure, style
from hubcensus.report.reading import Reading
from hubcensus.report.words import count, listed, share

__all__ = [
    "VARIABLES",
    "Drawn",
    "Panel",
    "adoption_panel",
    "ccdf_panel",
    "core_panel",
    "legend",
    "lorenz_panel",
    "panel_of",
    "percent",
    "whole",
]

VARIABLES = ("likes", "downloads", "commits", "discussions")
"""Counts whose distributions are drawn."""

_NOTHING = "no repository was listed"
_SHARES = [0, 0.25, 0.5, 0.75, 1]


@dataclass(frozen=True)
class Panel:
    """One picture of a figure.

    Parameters
    ----------
    title
        What it is of.
    basis
        What the lines were made from: ``n = 4,558 models``.
    picture
        The lines; ``None`` if there is nothing to draw.
    missing
        Which lines are not there, and why.
    findings
        Ids of what is drawn.
    """

    title: str
    basis: str
    picture: Picture | None
    missing: str
    findings: tuple[str, ...] = ()

    @property
    def svg(self) -> Markup:
        """The picture for the page; empty if there is nothing to draw."""
        return self.picture.svg if self.picture else Markup("")


@dataclass(frozen=True)
class Drawn:
    """One line that could be drawn: its name, the finding, its place among the styles."""

    name: str
    id: str
    place: int


def legend(names: Sequence[str], left_out: Sequence[str] = ()) -> list[tuple[str, Style]]:
    """Return the style of each line of a figure, by name; one left out still takes its style."""
    return [(name, style(place)) for place, name in enumerate(names) if name not in left_out]


def ccdf_panel(reading: Reading, variable: str) -> Panel:
    """Return the share of repositories with at least so many of a variable, by kind."""
    drawn = _by_kind(reading, variable, "ccdf")
    return _ccdf(reading, variable.capitalize(), variable, "share of repositories", drawn)


def lorenz_panel(reading: Reading, variable: str) -> Panel:
    """Return the share of a variable that the least active repositories have, by kind."""

    def draw(lines: list[Line]) -> Picture:
        x, y = percent("share of repositories, least active first"), percent(f"share of all {variable}")
        said = [f"{line.name}: the least active 90 % have {share(_at(line.points, 0.9))}" for line in lines]
        equal = Line("all equal", style(0), [(0, 0), (1, 1)], reference=True)
        return figure([*lines, equal], x, y, f"{variable.capitalize()}: Lorenz curve. {'; '.join(said)}.")

    return panel_of(reading, variable.capitalize(), _by_kind(reading, variable, "lorenz"), "", draw, list)


def core_panel(reading: Reading, parts: Sequence[tuple[str, str]]) -> Panel:
    """Return the number of developers in each k-core, by part of the Hub."""

    def draw(lines: list[Line]) -> Picture:
        x = whole("k: ties to others of the core", max(len(line.points) for line in lines) - 1)
        y = decades("developers in the k-core", 1, max(2, *(line.points[0][1] for line in lines)))
        said = [f"{line.name}: {count(line.points[-1][1])} in the {len(line.points) - 1}-core" for line in lines]
        return figure(lines, x, y, f"Number of developers in each k-core. {'; '.join(said)}.")

    drawn = _by_part(parts, "community", "core_profile")
    return panel_of(
        reading, "Developers in the k-core", drawn, "developers", draw, lambda value: list(enumerate(value))
    )


def adoption_panel(reading: Reading, parts: Sequence[tuple[str, str]]) -> Panel:
    """Return the share of used models that at least so many spaces use, by part of the Hub."""
    drawn = _by_part(parts, "adoption", "ccdf")
    return _ccdf(reading, "Spaces per used model", "spaces", "share of used models", drawn, "used models")


def _by_kind(reading: Reading, variable: str, what: str) -> list[Drawn]:
    """Return a line for each listed kind that has the variable; a kind keeps its style where another is missing."""
    return [
        Drawn(kind.plural, f"activity.{kind.name}.{variable}.{what}", place)
        for place, kind in enumerate(KINDS)
        if variable in kind.variables and reading.value(f"census.{kind.name}.listed")
    ]


def _by_part(parts: Sequence[tuple[str, str]], question: str, what: str) -> list[Drawn]:
    return [Drawn(title, f"{question}.{part}.{what}", place) for place, (part, title) in enumerate(parts)]


def _ccdf(reading: Reading, title: str, counted: str, of: str, drawn: list[Drawn], unit: str = "") -> Panel:
    def draw(lines: list[Line]) -> Picture:
        x = decades(f"at least so many {counted}", 1, max(2, *(line.points[-1][0] for line in lines)))
        y = decades(of, min(0.5, *(line.points[-1][1] for line in lines)), 1)
        said = [
            f"{line.name}: {share(line.points[0][1])} have at least {count(line.points[0][0])}, "
            f"the most is {count(line.points[-1][0])}"
            for line in lines
        ]
        shows = f"{title}: {of} with at least so many, both axes logarithmic. {'; '.join(said)}."
        return figure(lines, x, y, shows, stairs=True)

    return panel_of(reading, title, drawn, unit, draw, _from_one)


def _from_one(ccdf: list[Sequence[float]]) -> list[Sequence[float]]:
    """Return a CCDF from 1 on: up to the smallest value above it, as many have at least 1 as have that."""
    above = [point for point in ccdf if point[0] >= 1]
    return [(1, above[0][1]), *above] if above and above[0][0] > 1 else above


def panel_of(
    reading: Reading,
    title: str,
    drawn: list[Drawn],
    unit: str,
    draw: Callable[[list[Line]], Picture],
    points: Callable[[list[Any]], list[Sequence[float]]],
) -> Panel:
    """Return the panel of these lines; those that cannot be drawn are named with the reason."""
    lines = {d: points(reading.value(d.id)) for d in drawn if reading.value(d.id) is not None}
    there = [Line(d.name, style(d.place), found) for d, found in lines.items() if found]
    gone: dict[str, list[str]] = {}
    for d in drawn:
        if not lines.get(d):
            gone.setdefault(reading[d.id].notes or "none above 0", []).append(d.name)
    missing = "; ".join(f"{listed(names)}: {note}" for note, names in gone.items()) or _NOTHING * (not there)
    ids = tuple(d.id for d, found in lines.items() if found)
    return Panel(title, _basis(reading, lines, unit), draw(there) if there else None, missing, ids)


def _basis(reading: Reading, drawn: Iterable[Drawn], unit: str) -> str:
    known = [(d.name, count(reading[d.id].n or 0)) for d in drawn]
    if unit:
        return f"n ({unit}): " + " · ".join(f"{name} {n}" for name, n in known)
    return "n = " + " · ".join(f"{n} {name}" for name, n in known)


def percent(title: str) -> Axis:
    """Return an axis of shares."""
    return Axis(title, 0, 1, _SHARES, [f"{100 * tick:.0f} %" for tick in _SHARES])


def whole(title: str, high: int) -> Axis:
    """Return an axis of whole numbers from 0 on."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if high <= 8 * step)
    ticks = list(range(0, max(high, 1) + 1, step))
    return Axis(title, 0, max(high, 1), ticks, [f"{tick:,}" for tick in ticks])


def _at(points: Sequence[Sequence[float]], x: float) -> float:
    return min(points, key=lambda point: abs(point[0] - x))[1]
