"""The commits of one kind in time, in frames that are small: one pass over all commits for each, none held whole."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import polars as pl

__all__ = ["EARLIEST", "PLAUSIBLE", "History"]

EARLIEST = datetime(2016, 1, 1, tzinfo=UTC)
"""Hugging Face was founded in 2016: what says that it is older was brought along, or its clock was wrong."""

PLAUSIBLE = f"commits dated from {EARLIEST:%Y-%m-%d} to the snapshot"
"""What of the commits is placed in time."""

_SLICE = 200_000  # repositories of which commits and authors are joined at once: memory does not grow with the Hub


@dataclass(frozen=True)
class History:
    """Commits that were read, and who made them; a commit's developer is its first author.

    Parameters
    ----------
    commits
        Frame with ``repository``, ``commit`` and ``committed_at``.
    authors
        Frame with ``repository``, ``commit``, ``position`` and ``author``.
    snapshot
        When the reading began.
    """

    commits: pl.LazyFrame
    authors: pl.LazyFrame
    snapshot: datetime

    @property
    def dated(self) -> pl.LazyFrame:
        """The commits with a date that can be: ``repository``, ``commit``, ``at``."""
        at = pl.col("committed_at")
        return self.commits.filter(at.is_between(EARLIEST, self.snapshot)).select("repository", "commit", at=at)

    @property
    def firsts(self) -> pl.LazyFrame:
        """The first author of each commit: ``repository``, ``commit``, ``author``."""
        return self.authors.filter(position=0).select("repository", "commit", "author").drop_nulls("author")

    @cached_property
    def n(self) -> int:
        """How many commits have a date that can be."""
        return int(self.dated.select(pl.len()).collect(engine="streaming").item())

    @cached_property
    def odd(self) -> int:
        """How many commits have a date that cannot be; those without a date are not among them."""
        at = pl.col("committed_at").drop_nulls()
        return int(self.commits.select(at.len()).collect(engine="streaming").item()) - self.n

    @cached_property
    def months(self) -> pl.DataFrame:
        """For each month, its ``commits``, and the ``repositories`` that they were made to."""
        month = pl.col("at").dt.truncate("1mo").dt.date().alias("month")
        each = self.dated.group_by("repository", month).agg(commits=pl.len())
        return each.group_by("month").agg(pl.col("commits").sum(), repositories=pl.len()).collect(engine="streaming")

    @cached_property
    def hours(self) -> pl.DataFrame:
        """``commits`` of each ``weekday``, 0 is Monday, and ``hour`` in UTC, where there are any."""
        at = pl.col("at").dt
        weekday, hour = at.weekday().cast(pl.Int64) - 1, at.hour().cast(pl.Int64)
        return self.dated.group_by(weekday=weekday, hour=hour).agg(commits=pl.len()).collect(engine="streaming")

    @cached_property
    def lives(self) -> pl.DataFrame:
        """The ``first`` and ``last`` instant at which each ``repository`` had a commit."""
        at = pl.col("at")
        return self.dated.group_by("repository").agg(first=at.min(), last=at.max()).collect(engine="streaming")

    @cached_property
    def days(self) -> pl.DataFrame:
        """The days, UTC, on which each ``author`` made commits."""
        last = self.dated.select(pl.col("repository").max()).collect(engine="streaming").item()
        parts = [self._days_of(start) for start in range(0, (-1 if last is None else last) + 1, _SLICE)]
        if not parts:
            return pl.DataFrame(schema={"author": pl.String, "day": pl.Date})
        return pl.concat(parts).unique()

    def _days_of(self, start: int) -> pl.DataFrame:
        within = pl.col("repository").is_between(start, start + _SLICE, closed="left")
        made = self.firsts.filter(within).join(self.dated.filter(within), on=["repository", "commit"])
        days = made.select("author", day=pl.col("at").dt.date()).unique()
        return days.collect(engine="streaming")

    @cached_property
    def starts(self) -> pl.DataFrame:
        """The ``first`` day of each ``author``, and the ``next`` one, null if there is none."""
        first = self.days.group_by("author").agg(first=pl.col("day").min())
        later = self.days.join(first, on="author").filter(pl.col("day") > pl.col("first"))
        return first.join(later.group_by("author").agg(next=pl.col("day").min()), on="author", how="left")

    @cached_property
    def made(self) -> pl.DataFrame:
        """How many ``commits`` each ``author`` made, of whatever date."""
        return self.firsts.group_by("author").agg(commits=pl.len()).collect(engine="streaming")

    def teams(self, repositories: pl.DataFrame) -> pl.DataFrame:
        """Return how many ``commits`` each author made to each of these repositories."""
        of = self.firsts.join(repositories.lazy().select("repository"), on="repository", how="semi")
        return of.group_by("repository", "author").agg(commits=pl.len()).collect(engine="streaming")
