"""RQ1: on how few developers and owners the work on a kind depends."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from hubcensus.findings.distribution import Sample
from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.findings.history import History

__all__ = ["depending"]

_FIRST = "a commit's developer is its first author, names as they stand"
_NO_EMPLOYERS = "the Hub does not say who employs whom: owners of repositories stand for organisations"


def depending(
    prefix: str, of: History | None, read: pl.DataFrame, bots: Collection[str], missing: str
) -> Iterator[Finding]:
    """Yield on how few the commits to a kind, and to its repositories of several contributors, depend.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``time.model``.
    of
        The commits.
    read
        The repositories whose commits were read, with ``owner_number``, ``commits`` and ``contributors``.
    bots
        Names that count as bots.
    missing
        Why there is nothing to measure, if so.
    """
    made = of.made if of and not missing else pl.DataFrame(schema={"author": pl.String, "commits": pl.Int64})
    missing = missing or ("" if made.height else "no commit names an author")
    yield from _developers(f"{prefix}.absence", "", made, missing)
    people = made.filter(~pl.col("author").is_in(list(bots)))
    nobody = missing or ("" if people.height else "every author of a commit counts as a bot")
    yield from _developers(f"{prefix}.absence", "_without_bots", people, nobody)
    owners = read.group_by("owner_number").agg(pl.col("commits").sum())["commits"]
    owners = owners.filter(owners > 0)
    counts = None if missing else owners.to_numpy()
    one = measured(
        f"{prefix}.elephant_factor", "RQ1", "absence_factor", counts, owners.len(), unit="owners", missing=missing
    )
    method = "smallest number of owners on whose repositories half of all commits were made"
    yield replace(one, method=method, source="chaosselephant").noted(_NO_EMPLOYERS)
    yield from _repositories(prefix, of, read.filter(pl.col("contributors") >= 2), missing)


def _developers(prefix: str, who: str, made: pl.DataFrame, missing: str) -> Iterator[Finding]:
    counts, n = None if missing else made["commits"].to_numpy(), made.height
    of = f"of all commits, whatever their date; {_FIRST}, " + (
        "commits whose first author is a known or likely bot left out" if who else "bots among them"
    )
    one = measured(f"{prefix}_factor{who}", "RQ1", "absence_factor", counts, n, unit="developers", missing=missing)
    method = f"smallest number of developers who together made half {of}"
    yield replace(one, method=method)
    share = None if one.value is None else one.value / n
    method = f"share of the developers who together made half {of}"
    yield plain(f"{prefix}_share{who}", "RQ1", share, "share", n, method, source=one.source, missing=one.notes)


def _repositories(prefix: str, of: History | None, several: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield the absence factors of the repositories in which two developers or more made commits.

    Two contributors do not make two developers: a history that was squashed into one commit credits it to all of its
    authors, and has one first author. Such a repository would depend on one only by that rule.
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
        method = f"{what}; repositories with commits of two developers or more; {_FIRST}"
        id = f"{prefix}.repository_absence_{name}"
        one = plain(id, "RQ1", value, unit, n, method, source="chaoss", missing=missing)
        yield one.within(*found.get(name, ()))


def _factors(teams: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Return the absence factor of each repository: those count before whom less than half was made."""
    commits, each = pl.col("commits"), "repository"
    before = commits.cum_sum().over(each) - commits
    ranked = teams.filter(pl.len().over(each) >= 2).sort(each, "commits", descending=[False, True])
    needed = ranked.select(each, needed=2 * before < commits.sum().over(each))
    factors = needed.group_by(each).agg(factor=pl.col("needed").sum())
    return factors.join(several.select(each, "owner_number"), on=each).sort(each)
