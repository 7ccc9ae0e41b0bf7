"""What the edge rules read: who contributed what to which shared repository, and who opened which discussion."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import narwhals as nw

__all__ = ["LARGEST_TEAM", "Credit", "Frame", "contributions", "dated", "known_as", "nth", "openings", "shared"]

Frame = nw.LazyFrame[Any]
Credit = Literal["first", "full", "fractional"]
"""Who of a commit's authors is its source: the first; all of them, 1 each; all of them, 1 together."""

LARGEST_TEAM = 1000
"""A repository of more authors is set aside and counted: its pairs grow with the square."""

_FRACTIONS = 2.0**40
_EPOCH = date(1970, 1, 1).toordinal()


def known_as(rows: Frame, aliases: Frame | None, bots: Sequence[str] | Sequence[int] = ()) -> Frame:
    """Return the rows with people under one name each, and without the bots.

    Parameters
    ----------
    rows
        Frame with ``author``.
    aliases
        Frame with ``author`` and ``person``, the name that stands for all names of that person; ``None`` for none.
    bots
        Names to leave out, after the aliases.
    """
    if aliases is not None:
        named = rows.join(aliases, on="author", how="left")
        rows = named.with_columns(author=nw.coalesce("person", "author")).drop("person")
    return rows.filter(~nw.col("author").is_in(bots)) if bots else rows


def shared(commit_authors: Frame) -> Frame:
    """Return how many different authors each repository has.

    Returns
    -------
    Frame
        Frame with ``repository`` and ``authors`` (1 or more).
    """
    members = commit_authors.select("repository", "author").unique()
    return members.group_by("repository").agg(authors=nw.len())


def dated(commit_authors: Frame, commits: Frame) -> Frame:
    """Return authors of commits with ``day``, days since 1970, null if the commit has no date.

    Parameters
    ----------
    commit_authors
        Frame with ``repository`` and ``commit``.
    commits
        Frame with ``repository``, ``commit`` and ``committed_at``.
    """
    days = commits.select("repository", "commit", day=_days(nw.col("committed_at")))
    return commit_authors.join(days, on=["repository", "commit"], how="left")


def contributions(commit_authors: Frame, credit: Credit = "first", largest_team: int = LARGEST_TEAM) -> Frame:
    """Return what the rules of commits read: each author of each commit, in repositories of several authors.

    Parameters
    ----------
    commit_authors
        Frame with ``repository``, ``commit``, ``position``, ``author`` and ``day``; see ``dated``.
    credit
        Which authors of a commit are its source, and by how much; see ``Credit``.
    largest_team
        Repositories of more authors are left out.

    Returns
    -------
    Frame
        Frame with ``repository``, ``commit``, ``position`` (least of an author's places in the commit), ``author``,
        ``credit`` (0 to 1) and ``day``.
    """
    teams = (
        shared(commit_authors).filter(nw.col("authors") > 1, nw.col("authors") <= largest_team).select("repository")
    )
    rows = commit_authors.join(teams, on="repository", how="semi")
    once = rows.group_by("repository", "commit", "author").agg(nw.col("position").min(), nw.col("day").min())
    return _credited(once, credit)


def _credited(rows: Frame, credit: Credit) -> Frame:
    if credit == "full":
        return rows.with_columns(credit=nw.lit(1, nw.Int64))
    each = ["repository", "commit"]
    of_commit = rows.group_by(each).agg(first=nw.col("position").min(), n=nw.len())
    rows = rows.join(of_commit, on=each)
    share = nth(nw.col("n")) if credit == "fractional" else (nw.col("position") == nw.col("first"))
    return rows.with_columns(credit=share if credit == "fractional" else share.cast(nw.Int64)).drop("first", "n")


def nth(n: nw.Expr) -> nw.Expr:
    """Return 1 / n to 12 digits, in binary fractions of which sums are exact, and so the same in any order."""
    return (_FRACTIONS / n.cast(nw.Float64)).round() / _FRACTIONS


def _days(moment: nw.Expr) -> nw.Expr:
    """Return the days since 1970, from year and day of the year: Spark has no seconds between two moments."""
    years = moment.dt.year().cast(nw.Int64) - 1  # that are over
    leap_days = years // 4 - years // 100 + years // 400
    return years * 365 + leap_days + moment.dt.ordinal_day().cast(nw.Int64) - _EPOCH


def openings(discussions: Frame, repositories: Frame) -> Frame:
    """Return what the rule ``discussion`` reads: who opened it, and whose repository it is.

    Parameters
    ----------
    discussions
        Frame with ``repository`` and ``author``, null if the account is deleted.
    repositories
        Frame with ``repository`` and ``owner``, null if it has none.

    Returns
    -------
    Frame
        Frame with ``repository``, ``author`` and ``owner``.
    """
    owned = repositories.filter(~nw.col("owner").is_null()).select("repository", "owner")
    opened = discussions.filter(~nw.col("author").is_null()).select("repository", "author")
    return opened.join(owned, on="repository")
