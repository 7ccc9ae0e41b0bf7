"""The figures of each question: which findings are drawn, in panels, and what is said where there is nothing to draw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hubcensus.kinds import KINDS
from hubcensus.report.figures import Axis, Line, Style, decades, figure, style
from hubcensus.report.reading import Reading
from hubcensus.report.words import count, listed, share

__all__ = ["Panel", "adoption_panel", "ccdf_panels", "core_panel", "legend", "lorenz_panels"]

_VARIABLES = ("likes", "downloads", "commits", "discussions")
_SHARES = [0, 0.25, 0.5, 0.75, 1]


@dataclass(frozen=True)
class Panel:
    """One picture of a figure.

    Parameters
    ----------
    title
        What it is of.
    basis
        What each line was made from: ``4,558 models``.
    svg
        The picture; empty if there is nothing to draw.
    missing
        Which lines are not there, and why.
    """

    title: str
    basis: str
    svg: Markup
    missing: str


@dataclass(frozen=True)
class _Drawn:
    """One line that could be drawn: its name, the finding, its place among the styles."""

    name: str
    id: str
    place: int


def legend(names: Sequence[str]) -> list[tuple[str, Style]]:
    """Return the style of each line of a figure, by name."""
    return [(name, style(place)) for place, name in enumerate(names)]


def ccdf_panels(reading: Reading) -> list[Panel]:
    """Return, for each variable, the share of repositories with at least so many, by kind."""
    return [_ccdf(reading, v.capitalize(), v, "share of repositories", _by_kind(v, "ccdf")) for v in _VARIABLES]


def lorenz_panels(reading: Reading) -> list[Panel]:
    """Return, for each variable, the share of it that the least active repositories have, by kind."""
    return [_lorenz(reading, variable) for variable in _VARIABLES]


def core_panel(reading: Reading, parts: Sequence[tuple[str, str]]) -> Panel:
    """Return the number of developers in each k-core, by part of the Hub."""
    drawn = [_Drawn(title, f"community.{part}.core_profile", i) for i, (part, title) in enumerate(parts)]
    lines = [Line(d.name, style(d.place), list(enumerate(reading.value(d.id) or []))) for d in drawn]
    lines = [line for line in lines if line.points]
    svg = Markup("")
    if lines:
        deepest = max(len(line.points) for line in lines) - 1
        x = _whole("k: ties to others of the core", deepest)
        y = decades("developers in the k-core", 1, max(line.points[0][1] for line in lines))
        said = [f"{line.name}: {count(line.points[-1][1])} in the {len(line.points) - 1}-core" for line in lines]
        svg = figure(lines, x, y, f"Number of developers in each k-core. {'; '.join(said)}.")
    return Panel("Developers in the k-core", _basis(reading, drawn, "developers"), svg, _missing(reading, drawn))


def adoption_panel(reading: Reading, parts: Sequence[tuple[str, str]]) -> Panel:
    """Return the share of used models that at least so many spaces use, by part of the Hub."""
    drawn = [_Drawn(title, f"adoption.{part}.ccdf", i) for i, (part, title) in enumerate(parts)]
    return _ccdf(reading, "Spaces per used model", "spaces", "share of used models", drawn)


def _by_kind(variable: str, what: str) -> list[_Drawn]:
    return [
        _Drawn(kind.plural, f"activity.{kind.name}.{variable}.{what}", place)
        for place, kind in enumerate(KINDS)
        if variable in kind.variables
    ]


def _ccdf(reading: Reading, title: str, counted: str, of: str, drawn: Iterable[_Drawn]) -> Panel:
    drawn = list(drawn)
    points = {d: [p for p in reading.value(d.id) or [] if p[0] >= 1] for d in drawn}
    lines = [Line(d.name, style(d.place), points[d]) for d in drawn if points[d]]
    svg = Markup("")
    if lines:
        x = decades(f"at least so many {counted}", 1, max(line.points[-1][0] for line in lines))
        y = decades(of, min(line.points[-1][1] for line in lines), 1)
        said = [
            f"{line.name}: {share(line.points[0][1])} have any, the most is {count(line.points[-1][0])}"
            for line in lines
        ]
        svg = figure(lines, x, y, f"{title}: {of} with at least so many, both axes logarithmic. {'; '.join(said)}.")
    zero = [f"no {d.name[:-1]} has any" for d in drawn if reading.value(d.id) and not points[d]]
    unit = "models" if counted == "spaces" else ""
    return Panel(
        title, _basis(reading, drawn, unit), svg, "; ".join([*zero, *filter(None, [_missing(reading, drawn)])])
    )


def _lorenz(reading: Reading, variable: str) -> Panel:
    drawn = _by_kind(variable, "lorenz")
    lines = [Line(d.name, style(d.place), reading.value(d.id)) for d in drawn if reading.value(d.id)]
    svg = Markup("")
    if lines:
        x, y = _percent("share of repositories, least active first"), _percent(f"share of all {variable}")
        said = [f"{line.name}: the least active 90 % have {share(_at(line.points, 0.9))}" for line in lines]
        svg = figure(lines, x, y, f"{variable.capitalize()}: Lorenz curve. {'; '.join(said)}.")
    return Panel(variable.capitalize(), _basis(reading, drawn, ""), svg, _missing(reading, drawn))


def _basis(reading: Reading, drawn: Iterable[_Drawn], unit: str) -> str:
    present = [(d, reading[d.id].n) for d in drawn if reading.value(d.id)]
    return " · ".join(f"{count(n or 0)} {unit or d.name}" + (f" ({d.name})" if unit else "") for d, n in present)


def _missing(reading: Reading, drawn: Iterable[_Drawn]) -> str:
    gone: dict[str, list[str]] = {}
    for d in drawn:
        if reading.value(d.id) is None:
            gone.setdefault(reading[d.id].notes, []).append(d.name)
    return "; ".join(f"{listed(names)}: {note}" for note, names in gone.items())


def _percent(title: str) -> Axis:
    return Axis(title, 0, 1, _SHARES, [f"{100 * tick:.0f} %" for tick in _SHARES])


def _whole(title: str, high: int) -> Axis:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if max(high, 1) / step <= 8)
    ticks = list(range(0, max(high, 1) + 1, step))
    return Axis(title, 0, max(high, 1), ticks, [f"{tick:,}" for tick in ticks])


def _at(points: Sequence[Sequence[float]], x: float) -> float:
    return min(points, key=lambda point: abs(point[0] - x))[1]
