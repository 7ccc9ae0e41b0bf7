"""RQ1: when repositories are made, when commits are made, and by how many."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from hubcensus.breaks import DATED_FROM
from hubcensus.findings.depending import depending
from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.history import PLAUSIBLE, History
from hubcensus.findings.lasting import lasting
from hubcensus.kinds import Kind

__all__ = ["created", "in_time"]

_FLOOR = f"{DATED_FROM:%Y-%m-%dT%H:%M:%SZ}"
_FIRST = (
    "a commit's developer is its first author, names as they stand, bots among them; one that stands for a squashed "
    "history has none"
)


def created(
    part: str, kind: Kind, repositories: pl.DataFrame, end: datetime | None, missing: str, note: str = ""
) -> Iterator[Finding]:
    """Yield how many repositories of a kind, or of a subfield, were made in each month and still exist.

    Parameters
    ----------
    part
        Name of the kind, or of the subfield.
    kind
        The kind.
    repositories
        Frame with ``created_at``.
    end
        When the reading began; ``None`` if there was none.
    missing
        Why there are none, if they were not collected.
    note
        What readers should know of a subfield.
    """
    at = repositories["created_at"].drop_nulls()
    missing = missing or ("" if at.len() else "dates of creation were not collected")
    later = at.filter(at >= DATED_FROM)
    months = later.dt.truncate("1mo").dt.date().alias("month").value_counts(name="n")
    rows = _monthly(months, end, DATED_FROM.date())
    method = f"{kind.plural} that exist by month of creation, UTC; without those dated before {_FLOOR}"
    one = plain(f"time.{part}.created_by_month", "RQ1", rows, kind.plural, later.len(), method, missing=missing)
    yield one.noted(note)
    if part == kind.name:
        method = f"{kind.plural} that the Hub dates before {_FLOOR}: made then or earlier"
        floor = at.len() - later.len()
        yield plain(f"time.{part}.created_at_floor", "RQ1", floor, kind.plural, at.len(), method, missing=missing)


def in_time(kind: Kind, repositories: pl.DataFrame, history: History | None, missing: str) -> Iterator[Finding]:
    """Yield the findings on the commits to one kind in time.

    Parameters
    ----------
    kind
        The kind.
    repositories
        All of that kind, as ``findings.repositories`` describes them, with ``commits`` and ``contributors``.
    history
        Their commits; ``None`` if the kind was not collected.
    missing
        Why there is nothing, if the kind was not collected.
    """
    read = repositories.drop_nulls("commits")
    missing = missing or ("" if read.height else "commits were not collected")
    of = None if missing else history
    undated = missing or ("" if of and of.n else "no commit has a date that can be")
    yield from _commits(f"time.{kind.name}", of, missing, undated)
    yield from lasting(f"time.{kind.name}", of, repositories, undated)
    yield from depending(f"time.{kind.name}", of, read, missing)


def _commits(prefix: str, of: History | None, missing: str, undated: str) -> Iterator[Finding]:
    n = of.n if of else 0
    method = f"{PLAUSIBLE}, by month, UTC; {_FIRST}; newcomers have their first commit to this kind in that month"
    rows = _monthly(_by_month(of), of.snapshot) if of and not undated else []
    one = plain(f"{prefix}.commits_by_month", "RQ1", rows, "commits", n, method, missing=undated)
    yield one.noted(f"of developers {of.left_out(bots=False)}" if of else "")
    rows = _by_hour(of) if of and not undated else []
    method = f"{PLAUSIBLE}, by weekday (0 is Monday) and hour, UTC: the Hub does not say where anybody is"
    yield plain(f"{prefix}.hours", "RQ1", rows, "commits", n, method, missing=undated)
    odd = of.odd if of else None
    method = "commits dated before 2016 or after the snapshot began: left out wherever commits are placed in time"
    one = plain(f"{prefix}.odd_dates", "RQ1", odd, "commits", n + (odd or 0), method, missing=missing)
    yield replace(one, notes=one.notes or "git dates commits by the clock of who made them")


def _by_month(of: History) -> pl.DataFrame:
    month = {name: pl.col(name).dt.truncate("1mo") for name in ("day", "first")}
    active = of.days.select("author", month=month["day"]).unique().group_by("month").agg(developers=pl.len())
    new = of.starts.group_by(month=month["first"]).agg(newcomers=pl.len())
    both = active.join(new, on="month", how="left")
    return of.months.join(both, on="month", how="left").select(
        "month", "commits", "repositories", pl.col("developers", "newcomers").fill_null(0)
    )


def _monthly(months: pl.DataFrame, end: datetime | None, start: date = date.min) -> list[dict[str, Any]]:
    """Return a row for each month from the first to the last, and whether a part of it was not seen."""
    if not months.height:
        return []
    known = {row.pop("month"): row for row in months.iter_rows(named=True)}
    none = dict.fromkeys(months.columns[1:], 0)
    each = pl.date_range(min(known), max(known), "1mo", eager=True)
    return [{"month": f"{at:%Y-%m}", **known.get(at, none), "partial": _is_partial(at, start, end)} for at in each]


def _is_partial(month: date, start: date, end: datetime | None) -> bool:
    """Return whether counting began or ended within the month."""
    if month < start:
        return True
    if end is None or (month.year, month.month) != (end.year, end.month):
        return False
    return (end + timedelta(days=1)).month == end.month


def _by_hour(of: History) -> list[dict[str, int]]:
    known = {(weekday, hour): commits for weekday, hour, commits in of.hours.iter_rows()}
    return [
        {"weekday": weekday, "hour": hour, "commits": known.get((weekday, hour), 0)}
        for weekday in range(7)
        for hour in range(24)
    ]
