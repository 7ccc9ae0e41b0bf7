"""The figures of RQ1 in time: what is made in each month, and how long repositories are worked on."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from hubcensus.breaks import Break, breaks_between
from hubcensus.kinds import KINDS
from hubcensus.report.figures import Axis, Line, Picture, Rule, decades, figure, style
from hubcensus.report.panels import Drawn, Panel, panel_of, percent, whole
from hubcensus.report.reading import Reading
from hubcensus.report.words import count, share

__all__ = ["COMMITTED", "CONCERNS", "committed_panel", "created_panel", "crossed", "survival_panel"]

COMMITTED = ("commits", "developers", "newcomers")
"""What is counted of the commits to models in each month."""


CONCERNS = {
    "created_by_month": ("created_at",),
    "commits_by_month": ("commits", "committed_at", "author", "contributors"),
}
"""The columns that what is counted by month rests on: a break of one of these is marked."""


def crossed(reading: Reading, what: str) -> tuple[Break, ...]:
    """Return the breaks that months cross, of what is counted in them.

    Parameters
    ----------
    reading
        The findings.
    what
        A key of ``CONCERNS``.
    """
    months = [row["month"] for kind in KINDS for row in reading.value(f"time.{kind.name}.{what}") or ()]
    if not months:
        return ()
    first, last = date.fromisoformat(f"{min(months)}-01"), date.fromisoformat(f"{max(months)}-28")
    return tuple(one for one in breaks_between(first, last, CONCERNS[what]) if one.when)


def created_panel(reading: Reading) -> Panel:
    """Return the repositories made in each month, by kind."""
    drawn = [
        Drawn(kind.plural, f"time.{kind.name}.created_by_month", place)
        for place, kind in enumerate(KINDS)
        if reading.value(f"census.{kind.name}.listed")
    ]

    def draw(lines: list[Line]) -> Picture:
        said = "; ".join(f"{line.name}: most {count(_most(line))}" for line in lines)
        rules = _rules(reading, "created_by_month")
        return _by_month(lines, "repositories made in the month", f"Repositories made in each month. {said}.", rules)

    return panel_of(reading, "Repositories made", drawn, "", draw, lambda rows: _points(rows, "n"))


def committed_panel(reading: Reading) -> Panel:
    """Return the commits to models, developers and newcomers in each month."""
    id = "time.model.commits_by_month"
    rows = reading.value(id) or []
    lines = [Line(name, style(place), _points(rows, name)) for place, name in enumerate(COMMITTED)]
    there = [line for line in lines if line.points]
    if not there:
        return Panel("Work on models", "", None, reading[id].notes or "no commit has a date")
    said = "; ".join(f"{line.name}: most {count(_most(line))}" for line in there)
    shows = f"Commits to models, developers and newcomers in each month. {said}."
    picture = _by_month(there, "number in the month", shows, _rules(reading, "commits_by_month"))
    return Panel("Work on models", f"n = {count(reading[id].n or 0)} commits", picture, "", (id,))


def survival_panel(reading: Reading) -> Panel:
    """Return the share of repositories that are still worked on, by time since their first commit, by kind."""
    drawn = [
        Drawn(kind.plural, f"time.{kind.name}.survival", place)
        for place, kind in enumerate(KINDS)
        if reading.value(f"census.{kind.name}.listed")
    ]

    def draw(lines: list[Line]) -> Picture:
        longest = max(line.points[-1][0] for line in lines)
        x, y = _days(longest), percent("share still worked on")
        ends = ((line.name, line.points[-1][0], line.points[-1][1]) for line in lines)
        said = "; ".join(f"{name}: {share(left)} after {count(days)} days" for name, days, left in ends)
        return figure([*lines, *_ends(reading, drawn)], x, y, f"Survival of repositories. {said}.", stairs=True)

    return panel_of(reading, "Still worked on", drawn, "", draw, _from_all)


def _from_all(rows: list[dict[str, Any]]) -> list[Sequence[float]]:
    return [(0, 1), *((row["days"], row["survival"]) for row in rows)]


def _ends(reading: Reading, drawn: Sequence[Drawn]) -> list[Line]:
    """Return the ends of the intervals of survival, as thin lines."""
    return [
        Line(f"{each.name}, {end}", style(each.place), [(row["days"], row[end]) for row in rows], reference=True)
        for each in drawn
        for end in ("low", "high")
        if (rows := [row for row in reading.value(each.id) or () if row[end] is not None])
    ]


def _rules(reading: Reading, what: str) -> list[Rule]:
    """Return a rule at the day of each break."""
    days = [(one.when, one.label) for one in crossed(reading, what) if one.when]
    return [Rule(_month(f"{day:%Y-%m}") + (day.day - 1) / 31, f"{day:%Y-%m}: {label}") for day, label in days]


def _by_month(lines: list[Line], title: str, shows: str, rules: list[Rule]) -> Picture:
    most = max(2.0, *map(_most, lines))
    places = [x for line in lines for x, _ in line.points] + [at for rule in rules for at in (rule.x - 2, rule.x)]
    first, last = min(places), max(places)
    years = [month for month in range(math.floor(first), math.ceil(last) + 1) if month % 12 == 0]
    step = -(-len(years) // 6) or 1
    x = Axis("year", first - 0.5, last + 0.5, years[::step], [str(month // 12) for month in years[::step]])
    said = "".join(f" Marked: {rule.label}." for rule in rules)
    return figure(lines, x, decades(title, 1, most), shows + said, rules=rules)


def _most(line: Line) -> float:
    return max(y for _, y in line.points if not math.isnan(y))


def _points(rows: list[dict[str, Any]], name: str) -> list[Sequence[float]]:
    """Return month and count, NaN where there are none; a month that was not over when it was read is left out."""
    whole = [row for row in rows if not row["partial"]]
    return [(_month(row["month"]), row[name] or math.nan) for row in whole] if any(row[name] for row in whole) else []


def _month(month: str) -> int:
    """Return months since the year 0."""
    return 12 * int(month[:4]) + int(month[5:7]) - 1


def _days(longest: float) -> Axis:
    if longest < 2 * 365:
        return whole("days since the first commit", math.ceil(longest))
    years = range(int(longest // 365) + 1)
    step = -(-len(years) // 6) or 1
    ticks = [365 * year for year in years[::step]]
    return Axis("years since the first commit", 0, max(longest, 1), ticks, [str(tick // 365) for tick in ticks])
