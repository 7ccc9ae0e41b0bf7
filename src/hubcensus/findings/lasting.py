"""RQ1: how long repositories are worked on, and whether newcomers come back."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.history import PLAUSIBLE, History
from hubcensus.measures import Survival, kaplan_meier, survival_at, survival_time
from hubcensus.measures.counts import thinned

__all__ = ["SILENCE", "lasting"]

SILENCE = 180
"""Days without a commit, up to the snapshot, after which work on a repository counts as ended."""

_TIMES, _RETURNS = (30, 90, 180, 365, 730), (30, 90, 365)
_POINTS = 200
_DAY = timedelta(days=1)
_INDEPENDENT = "95 % interval of Greenwood, on the log-log scale, which takes all repositories for independent"
_LASTS = (
    f"days from the first to the last of the {PLAUSIBLE}, by Kaplan and Meier; work has ended if there is none in "
    f"the last {SILENCE} days before the snapshot, and what has one is followed until these days begin"
)


def lasting(
    prefix: str, of: History | None, repositories: pl.DataFrame, bots: Collection[str], missing: str
) -> Iterator[Finding]:
    """Yield how long repositories of a kind are worked on, and which newcomers came back.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``time.model``.
    of
        The commits.
    repositories
        All of the kind, with ``commits``.
    bots
        Names that are no newcomers.
    missing
        Why there is nothing to measure, if so.
    """
    if of is None or missing:
        yield from _survival(prefix, None, 0, "", missing)
        yield from _returned(prefix, pl.DataFrame(schema={"first": pl.Date}), date.max, missing)
        return
    end = of.snapshot - SILENCE * _DAY
    lives = of.lives.filter(pl.col("first") < end)
    unread = repositories["commits"].null_count()
    said = (
        f"left out: {unread:,} repositories whose commits were not read and {of.lives.height - lives.height:,} whose "
        "first commit is too young; a repository begins with its first commit, for dates of creation have a floor "
        "(2022-03-02), and a history that was brought along or squashed begins elsewhere"
    )
    if lives.height and not (of.lives["last"] >= end).any():
        said = f"no commit of the last {SILENCE} days was read, so that all work counts as ended; {said}"
    why = "" if lives.height else f"no repository has a first commit {SILENCE} days before the snapshot or earlier"
    yield from _survival(prefix, _curve(lives, of) if lives.height else None, lives.height, said, why)
    yield from _returned(prefix, of.starts.filter(~pl.col("author").is_in(list(bots))), of.snapshot.date(), "")


def _curve(lives: pl.DataFrame, of: History) -> Survival:
    """Return the curve of those that began before the silence does.

    What had a commit since is followed until there and no further: how long each can be followed then depends on when
    it began, and not on when it was last worked on.
    """
    end = pl.lit(of.snapshot - SILENCE * _DAY)
    days = (pl.min_horizontal("last", end) - pl.col("first")).dt.total_microseconds() / (
        _DAY / timedelta(microseconds=1)
    )
    lasted = lives.select(days=days, ended=pl.col("last") < end)
    return kaplan_meier(lasted["days"].to_numpy(), lasted["ended"].to_numpy())


def _survival(prefix: str, curve: Survival | None, n: int, notes: str, missing: str) -> Iterator[Finding]:
    method = f"{_LASTS}; {_INDEPENDENT}"
    one = plain(f"{prefix}.survival", "RQ1", _points(curve), "share", n, method, source="kaplan1958", missing=missing)
    yield replace(one, unit="[days, share that is worked on for longer]", notes=one.notes or notes)
    for days in _TIMES:
        yield _number(f"{prefix}.survival_{days}", curve, days, n, notes, missing)
    yield _number(f"{prefix}.survival_median", curve, None, n, notes, missing)


def _number(id: str, curve: Survival | None, days: int | None, n: int, notes: str, missing: str) -> Finding:
    """Return the share that is worked on for longer than so many days; the median if it is none."""
    unit, source = ("days", "brookmeyer1982") if days is None else ("share", "samoladas2010")
    what = "half are worked on for no longer" if days is None else f"share worked on for more than {days} days"
    method = f"{what}: {_LASTS}; {_INDEPENDENT}"
    if curve is None:
        return plain(id, "RQ1", None, unit, n, method, source=source, missing=missing)
    try:
        value, *ends = survival_time(curve) if days is None else survival_at(curve, days)
    except MeasureError as error:
        return plain(id, "RQ1", None, unit, n, method, source=source, missing=str(error))
    low, high = map(_known, ends)
    return replace(plain(id, "RQ1", value, unit, n, method, source=source), low=low, high=high, notes=notes)


def _points(curve: Survival | None) -> list[dict[str, float | None]]:
    if curve is None:
        return []
    columns = {"days": curve.time, "survival": curve.survival, "low": curve.low, "high": curve.high}
    return [{name: _known(of[at]) for name, of in columns.items()} for at in thinned(curve.time, _POINTS)]


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _returned(prefix: str, starts: pl.DataFrame, day: date, missing: str) -> Iterator[Finding]:
    """Yield which share of newcomers made a commit on a later day."""
    for days in _RETURNS:
        seen = starts.filter(pl.col("first") < day - days * _DAY)
        why = missing or f"nobody's first commit is more than {days} days before the snapshot" * (not seen.height)
        method = (
            f"share of newcomers to the kind who make a commit again on a later day, UTC, within {days} days of "
            f"their first, of those whose first is more than {days} days before the day of the snapshot; of "
            f"{PLAUSIBLE}; first authors, names as they stand, known and likely bots left out; Wilson's 95 % interval"
        )
        id = f"{prefix}.returned_{days}"
        one = plain(id, "RQ1", None, "share", seen.height, method, source="wilson1927", missing=why)
        yield one if why else replace(one, **_share(seen, days))


def _share(seen: pl.DataFrame, days: int) -> dict[str, Any]:
    from scipy.stats import binomtest

    again = int(((seen["next"] - seen["first"]).dt.total_days() <= days).sum())
    ends = binomtest(again, seen.height).proportion_ci(method="wilson")
    return {"value": again / seen.height, "low": float(ends.low), "high": float(ends.high)}
