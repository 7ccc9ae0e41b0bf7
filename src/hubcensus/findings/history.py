"""The commits of one kind in time, in frames that are small: one pass over all commits for each, none held whole."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import polars as pl

__all__ = ["EARLIEST", "PLAUSIBLE", "History"]

EARLIEST = datetime(2016, 1, 1, tzinfo=UTC)
"""Hugging Face was founded in 2016: what says that it is older was brought along, or its clock was wrong."""

PLAUSIBLE = f"commits dated from {EARLIEST:%Y-%m-%d} to the snapshot"
"""What of the commits is placed in time."""

_COMMIT = ("repository", "commit")
_SLICE = 200_000  # repositories of which commits and authors are joined at once: memory does not grow with the Hub


@dataclass(frozen=True)
class History:
    """Commits that were read, and who made them; a commit's developer is its first author.

    Parameters
    ----------
    commits
        Frame with ``repository``, ``commit``, ``committed_at`` and ``squash``.
    authors
        Frame with ``repository``, ``commit``, ``position`` and ``author``.
    snapshot
        When the reading began.
    bots
        Names that count as bots.
    """

    commits: pl.LazyFrame
    authors: pl.LazyFrame
    snapshot: datetime
    bots: Collection[str]

    @property
    def dated(self) -> pl.LazyFrame:
        """The commits with a date that can be: ``repository``, ``commit``, ``at``."""
        at = pl.col("committed_at")
        return self.commits.filter(at.is_between(EARLIEST, self.snapshot)).select(*_COMMIT, at=at)

    @cached_property
    def squashed(self) -> pl.DataFrame:
        """The commits that stand for a squashed history: ``repository``, ``commit``.

        They are credited to many, or to whoever squashed it: not to who worked on that day.
        """
        return self.commits.filter("squash").select(_COMMIT).collect(engine="streaming")

    @property
    def firsts(self) -> pl.LazyFrame:
        """The first ``author`` of each commit, by ``repository`` and ``commit``, without squashed histories."""
        named = self.authors.filter(position=0).select(*_COMMIT, "author").drop_nulls("author")
        return named.join(self.squashed.lazy(), on=_COMMIT, how="anti")

    @property
    def people(self) -> pl.LazyFrame:
        """As ``firsts``, without bots."""
        return self.firsts.filter(~pl.col("author").is_in(list(self.bots)))

    @cached_property
    def of_bots(self) -> pl.DataFrame:
        """The commits whose first author counts as a bot: ``repository``, ``commit``."""
        bots = self.firsts.filter(pl.col("author").is_in(list(self.bots)))
        return bots.select(_COMMIT).collect(engine="streaming")

    def left_out(self, *, bots: bool) -> str:
        """Say how many commits are not taken for anybody's work: of squashed histories, and of bots if so."""
        said = f"left out: {self.squashed.height:,} commits that stand for a squashed history"
        return said + f" and {self.of_bots.height:,} whose first author is a known or likely bot" * bots

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
    def last(self) -> datetime | None:
        """When the last commit was made that has a date that can be, by anybody; ``None`` if there is none."""
        at: datetime | None = self.dated.select(pl.col("at").max()).collect(engine="streaming").item()
        return at

    def ends_before(self, days: int) -> bool:
        """Return whether no commit was read of so many days before the snapshot."""
        return self.last is not None and self.last < self.snapshot - timedelta(days=days)

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
        """When each ``repository`` had its ``first`` and ``last`` commit, and the longest ``rest`` between two.

        Without commits of bots, and without repositories whose history was squashed: of what they had before nothing
        is known. ``rest`` is null if there is one commit.
        """
        return pl.concat(map(self._lives_of, self._slices))

    def _lives_of(self, within: pl.Expr) -> pl.DataFrame:
        made = self.dated.filter(within).join(self.of_bots.lazy(), on=_COMMIT, how="anti")
        known = made.join(self.squashed.lazy(), on="repository", how="anti").select("repository", "at")
        at, same = pl.col("at"), pl.col("repository") == pl.col("repository").shift()
        rests = known.sort("repository", "at").with_columns(rest=pl.when(same).then(at.diff()))
        spans = rests.group_by("repository").agg(first=at.min(), last=at.max(), rest=pl.col("rest").max())
        return spans.collect(engine="streaming")

    @cached_property
    def days(self) -> pl.DataFrame:
        """The days, UTC, on which each ``author`` made commits."""
        return pl.concat(map(self._days_of, self._slices)).unique()

    def _days_of(self, within: pl.Expr) -> pl.DataFrame:
        made = self.firsts.filter(within).join(self.dated.filter(within), on=_COMMIT)
        days = made.select("author", day=pl.col("at").dt.date()).unique()
        return days.collect(engine="streaming")

    @cached_property
    def _slices(self) -> list[pl.Expr]:
        """What is true of the repositories of one slice, for each."""
        last = self.dated.select(pl.col("repository").max()).collect(engine="streaming").item()
        starts = range(0, (last or 0) + 1, _SLICE)
        return [pl.col("repository").is_between(start, start + _SLICE, closed="left") for start in starts]

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
        """Return how many ``commits`` each author who is no bot made to each of these repositories."""
        of = self.people.join(repositories.lazy().select("repository"), on="repository", how="semi")
        return of.group_by("repository", "author").agg(commits=pl.len()).collect(engine="streaming")
