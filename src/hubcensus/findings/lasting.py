"""RQ1: how long repositories are worked on, whether somebody resumes it, and whether newcomers come back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.history import PLAUSIBLE, History
from hubcensus.measures import Survival, intervals, kaplan_meier, survival_at, survival_time
from hubcensus.measures.bootstrap import share_at
from hubcensus.measures.counts import thinned

__all__ = ["SILENCE", "lasting"]

SILENCE = 180
"""Days without a commit, up to the snapshot, after which work on a repository counts as ended."""

_TIMES, _RETURNS = (30, 90, 180, 365, 730), (30, 90, 365)
_POINTS = 200
_DAY = timedelta(days=1)
_INDEPENDENT = "95 % interval of Greenwood, on the log-log scale, which takes all repositories for independent"
_PEOPLES = "known and likely bots and squashed histories left out"
_LASTS = (
    f"days from the first to the last of the {PLAUSIBLE}, {_PEOPLES}, by Kaplan and Meier; work has ended if there "
    f"is none in the last {SILENCE} days before the snapshot, and what has one is followed until these days begin"
)
_RESUMED = (
    f"share of repositories to which somebody made a commit again, of those that had none for {SILENCE} days or "
    "more, between two commits or before the snapshot: at least so often survival takes a rest for the end, as what "
    f"rests may yet be resumed; of {PLAUSIBLE}, {_PEOPLES}"
)


def lasting(prefix: str, of: History | None, repositories: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield how long repositories of a kind are worked on, how many are resumed, and which newcomers came back.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``time.model``.
    of
        The commits.
    repositories
        All of the kind, with ``owner_number`` and ``commits``.
    missing
        Why there is nothing to measure, if so.
    """
    if of is None or missing:
        yield from _survival(prefix, None, 0, "", missing)
        yield _resumed(prefix, pl.DataFrame(), "", missing)
        yield from _returned(prefix, None, missing)
        return
    end = of.snapshot - SILENCE * _DAY
    lives, without = of.lives.filter(pl.col("first") < end), _without(of, repositories)
    if of.ends_before(SILENCE):
        without = f"no commit of the last {SILENCE} days was read, so that all work counts as ended; {without}"
    said = (
        f"{without}, and {of.lives.height - lives.height:,} whose first commit is too young; a repository begins "
        "with its first commit, for dates of creation have a floor (2022-03-02), and a history that was brought "
        "along begins elsewhere"
    )
    why = "" if lives.height else f"no repository has a first commit {SILENCE} days before the snapshot or earlier"
    yield from _survival(prefix, _curve(lives, of) if lives.height else None, lives.height, said, why)
    rested = of.lives.filter((pl.col("last") < end) | (pl.col("rest") >= SILENCE * _DAY))
    owned = rested.join(repositories.select("repository", "owner_number"), on="repository", maintain_order="left")
    why = "" if owned.height else f"no repository was without a commit for {SILENCE} days"
    yield _resumed(prefix, owned.sort("repository"), without, why)
    yield from _returned(prefix, of, "")


def _without(of: History, repositories: pl.DataFrame) -> str:
    """Say which repositories have no known time of work."""
    unread, squashed = repositories["commits"].null_count(), of.squashed["repository"].n_unique()
    none = repositories.height - unread - squashed - of.lives.height
    return (
        f"left out: {of.of_bots.height:,} commits of bots, {unread:,} repositories whose commits were not read, "
        f"{squashed:,} whose history was squashed, so that it is not known when they were worked on, {none:,} "
        "without a dated commit of anybody else"
    )


def _curve(lives: pl.DataFrame, of: History) -> Survival:
    """Return the curve of those that began before the silence does.

    What had a commit since is followed until there and no further: how long each can be followed then depends on when
    it began, and not on when it was last worked on.
    """
    end = pl.lit(of.snapshot - SILENCE * _DAY)
    lasted = pl.min_horizontal("last", end) - pl.col("first")
    seen = lives.select(lasted=lasted.dt.total_microseconds(), ended=pl.col("last") < end)
    days = seen["lasted"].to_numpy() / (_DAY / timedelta(microseconds=1))  # by polars it is not the same in every run
    return kaplan_meier(days, seen["ended"].to_numpy())


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


def _resumed(prefix: str, rested: pl.DataFrame, notes: str, missing: str) -> Finding:
    """Return the share of the repositories that rested which somebody came back to."""
    id, unit, source = f"{prefix}.resumed_share", "share", "hubcensus"
    if missing:
        return plain(id, "RQ1", None, unit, 0, _RESUMED, source=source, missing=missing)
    again = rested["rest"].ge(timedelta(days=SILENCE)).fill_null(False).cast(pl.Int64).to_numpy()
    found = intervals({"share": share_at(1)}, again, rested["owner_number"].to_numpy())
    one = plain(id, "RQ1", float(again.mean()), unit, rested.height, _RESUMED, source=source)
    return one.within(*found.get("share", ())).noted(notes)


def _returned(prefix: str, of: History | None, missing: str) -> Iterator[Finding]:
    """Yield which share of newcomers made a commit on a later day."""
    for days in _RETURNS:
        seen = _newcomers(of, days) if of else pl.DataFrame()
        why = missing or f"nobody's first commit is more than {days} days before the snapshot" * (not seen.height)
        method = (
            f"share of newcomers to the kind who make a commit again on a later day, UTC, within {days} days of "
            f"their first, of those whose first is more than {days} days before the day of the snapshot; of "
            f"{PLAUSIBLE}; first authors, names as they stand, {_PEOPLES}; Wilson's 95 % interval"
        )
        id = f"{prefix}.returned_{days}"
        one = plain(id, "RQ1", None, "share", seen.height, method, source="wilson1927", missing=why)
        yield one if why or of is None else replace(one, **_share(seen, days), notes=_unseen(of, days))


def _newcomers(of: History, days: int) -> pl.DataFrame:
    """Return the starts of those who are no bots and came more than so many days before the snapshot."""
    early = pl.col("first") < of.snapshot.date() - days * _DAY
    return of.starts.filter(early & ~pl.col("author").is_in(list(of.bots)))


def _unseen(of: History, days: int) -> str:
    """Say what was left out, and where nobody could have been seen to return."""
    said = of.left_out(bots=True)
    if not of.ends_before(days):
        return said
    return (
        f"no commit of the last {days} days was read, the last one is of {of.last:%Y-%m-%d}: who came less than "
        f"{days} days before that was not seen for so long, and the share is too low; {said}"
    )


def _share(seen: pl.DataFrame, days: int) -> dict[str, Any]:
    from scipy.stats import binomtest

    again = int(((seen["next"] - seen["first"]).dt.total_days() <= days).sum())
    ends = binomtest(again, seen.height).proportion_ci(method="wilson")
    return {"value": again / seen.height, "low": float(ends.low), "high": float(ends.high)}
