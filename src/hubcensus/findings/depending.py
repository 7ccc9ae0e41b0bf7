"""RQ1: on how few developers and owners the work on a kind depends."""

import math
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.distribution import Sample, heavy
from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.history import History
from hubcensus.measures import power_law
from hubcensus.measures.bootstrap import DRAWS, Interval

__all__ = ["STEADY", "depending", "half_made"]

STEADY = 2.5
"""Exponent of the tail of commits from which on the share who made half of them has an interval."""

_TOO_OFTEN_WRONG = "it would hold the true value far less often than it says (docs/uncertainty.md)"

_FIRST = "a commit's developer is its first author, names as they stand"
_NO_EMPLOYERS = "the Hub does not say who employs whom: owners of repositories stand for organisations"


def depending(prefix: str, of: History | None, read: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield on how few the commits to a kind, and to its repositories of several contributors, depend.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``time.model``.
    of
        The commits.
    read
        The repositories whose commits were read, with ``owner_number``, ``commits`` and ``contributors``.
    missing
        Why there is nothing to measure, if so.
    """
    yield from _developers(prefix, of, missing, bots=True)
    yield from _developers(prefix, of, missing, bots=False)
    owners = read.group_by("owner_number").agg(pl.col("commits").sum())["commits"]
    owners = owners.filter(owners > 0)
    method = "smallest number of owners on whose repositories half of all commits were made"
    one = plain(f"{prefix}.elephant_factor", "RQ1", None, "owners", owners.len(), method, source="chaosselephant")
    missing = missing or ("" if owners.len() else "no commit was read")
    note = (
        f"{_NO_EMPLOYERS}; {of.squashed.height:,} commits stand for a squashed history, each counts as one"
        if of
        else ""
    )
    yield _also(_whole(_least(replace(one, notes=missing), owners)), note)
    yield from _repositories(prefix, of, read.filter(pl.col("contributors") >= 2), missing)


def _developers(prefix: str, of: History | None, missing: str, *, bots: bool) -> Iterator[Finding]:
    made = of.made if of and not missing else pl.DataFrame(schema={"author": pl.String, "commits": pl.Int64})
    missing = missing or ("" if made.height else "no commit names an author")
    if of and not bots:
        made = made.filter(~pl.col("author").is_in(list(of.bots)))
        missing = missing or ("" if made.height else "every author of a commit counts as a bot")
    who, without = ("", "bots among them") if bots else ("_without_bots", "those of known and likely bots left out")
    what = (
        "of the developers who together made half of all commits, whatever their date, squashed histories left out; "
        f"{_FIRST}, {without}"
    )
    one = plain(
        f"{prefix}.absence_share{who}", "RQ1", None, "share", made.height, f"smallest share {what}", source="chaoss"
    )
    share = _least(replace(one, notes=missing), made["commits"])
    share = _also(share, of.left_out(bots=not bots) if of else "")
    factor = replace(share, id=f"{prefix}.absence_factor{who}", unit="developers")
    yield _whole(replace(factor, method=share.method.replace("share", "number", 1)))
    yield share


def _also(one: Finding, note: str) -> Finding:
    """Return the finding with one more note."""
    return one.noted("; ".join(filter(None, (one.notes, note))))


def _least(one: Finding, made: pl.Series) -> Finding:
    """Return the finding with the smallest share who have half of the commits, and its interval."""
    if one.notes:
        return one
    share, interval, note = half_made(made)
    one = replace(one, value=share, notes=note)
    if interval is None:
        return one
    how = f"{one.method}; interval of 95 %: those who have commits drawn anew {DRAWS} times, with replacement"
    return replace(one, low=interval[0], high=interval[1], method=how)


def half_made(made: pl.Series) -> tuple[float, Interval | None, str]:
    """Return the smallest share of contributors who together made half, its interval, and what to know of that.

    Parameters
    ----------
    made
        Commits of each contributor, > 0; shape ``(n_contributors,)``, at least one.
    """
    sample = Sample.of(made, pl.int_range(made.len(), eager=True))
    share, alpha = sample.value("absence_share"), _exponent(sample)
    if alpha < STEADY:
        return (
            share,
            None,
            f"no interval: the tail has an exponent of {alpha:.2f}, below {STEADY}: {_TOO_OFTEN_WRONG}",
        )
    found = sample.intervals({"share": {"measure": "absence_share"}}).get("share")
    if found is None:
        return share, None, ""
    return share, (max(found[0], 1 / made.len()), found[1]), heavy(alpha)


def _exponent(sample: Sample) -> float:
    """Return the exponent of the tail; infinity if it has none."""
    try:
        return power_law(sample.counts, weights=sample.weights).alpha
    except MeasureError:
        return math.inf


def _whole(share: Finding) -> Finding:
    """Return the finding on how many they are, from that on their share."""
    value, low, high = (
        None if end is None else round(end * (share.n or 0)) for end in (share.value, share.low, share.high)
    )
    return replace(share, value=value, low=low, high=high)


def _repositories(prefix: str, of: History | None, several: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield the absence factors of the repositories in which two developers or more made commits.

    Two contributors do not make two developers: one may be a bot, or credited with a squashed history. Such a
    repository would depend on one only by that rule.
    """
    factors = None if missing or of is None else _factors(of.teams(several), several)
    n = factors.height if factors is not None else 0
    missing = missing or ("" if n else "no repository has commits of two developers or more")
    sample = Sample.of(factors["factor"], factors["owner_number"]) if factors is not None and n else None
    asked = {"one_share": {"measure": "single_share"}, "median": {"measure": "median"}}
    found = sample.intervals(asked) if sample else {}
    for name, unit, what in (
        ("one_share", "share", "share of these repositories in which one developer made half of the commits or more"),
        ("median", "developers", "median over these repositories of how few developers made half of the commits"),
    ):
        value = sample.value(**asked[name]) if sample else None
        method = (
            f"{what}; repositories with commits of two developers or more; {_FIRST}, "
            "known and likely bots and squashed histories left out"
        )
        id = f"{prefix}.repository_absence_{name}"
        one = plain(id, "RQ1", value, unit, n, method, source="chaoss", missing=missing)
        yield one.within(*found.get(name, ())).noted(of.left_out(bots=True) if of else "")


def _factors(teams: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Return the absence factor of each repository: those count before whom less than half was made."""
    commits, each = pl.col("commits"), "repository"
    before = commits.cum_sum().over(each) - commits
    ranked = teams.filter(pl.len().over(each) >= 2).sort(each, "commits", descending=[False, True])
    needed = ranked.select(each, needed=2 * before < commits.sum().over(each))
    factors = needed.group_by(each).agg(factor=pl.col("needed").sum())
    return factors.join(several.select(each, "owner_number"), on=each).sort(each)
