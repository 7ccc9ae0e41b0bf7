"""Where numbers of before and after do not mean the same: what the Hub changed, when, and in what."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hubcensus.errors import UsageError
from hubcensus.kinds import KINDS

__all__ = ["BREAKS", "DATED_FROM", "FLOOR", "Break", "breaks_between", "retirements"]

FLOOR = datetime(2022, 3, 2, 23, 29, 4, tzinfo=UTC)
"""To about this second the Hub dates repositories that are older than its records, datasets 18 seconds later."""

DATED_FROM = datetime(2022, 3, 2, 23, 30, tzinfo=UTC)
"""Repositories that are dated before have no date of their own. In the listings of July 2024 these are dated within
20 seconds of each other, and the next one was made a quarter of an hour later."""


@dataclass(frozen=True)
class Break:
    """One thing that numbers of before and after, or of all times, have to be read with.

    Parameters
    ----------
    when
        The first day after it; the first of the month if only that is known; ``None`` if it holds at all times.
    what
        What it is, in a sentence.
    concerns
        Columns and tags that it touches, and kinds if not all.
    source
        Key in ``docs/references.bib``.
    label
        What it is, in two words for a figure.
    to_the_day
        The day is known, and not only the month.
    """

    when: date | None
    what: str
    concerns: tuple[str, ...]
    source: str
    label: str
    to_the_day: bool = True

    @property
    def said(self) -> str:
        """When it was, as people are told."""
        if self.when is None:
            return "at all times"
        return f"{self.when:%Y-%m-%d}" if self.to_the_day else f"{self.when:%Y-%m}, on a day that is not known"

    def lies_between(self, start: date, end: date) -> bool:
        """Whether it may come after the one day and not after the other."""
        if self.when is None:
            return True
        last = self.when if self.to_the_day else self.when.replace(day=monthrange(self.when.year, self.when.month)[1])
        return start < end and start < last and self.when <= end

    def touches(self, concerns: Iterable[str]) -> bool:
        """Whether it touches any of these columns or tags, in any of the kinds that are named with them."""
        (kinds, words), (its_kinds, its_words) = _sorted_out(concerns), _sorted_out(self.concerns)
        return bool(words & its_words) and (not kinds or not its_kinds or bool(kinds & its_kinds))


def _sorted_out(concerns: Iterable[str]) -> tuple[set[str], set[str]]:
    kinds, words = {kind.name for kind in KINDS}, set(concerns)
    return words & kinds, words - kinds


BREAKS = (
    Break(
        FLOOR.date(),
        "Repositories from before the Hub kept dates of creation are all dated 2022-03-02 23:29 UTC: they are that "
        "old or older.",
        ("created_at",),
        "osborne2024",
        "dates begin",
    ),
    Break(
        date(2024, 9, 1),
        "Downloads of datasets are counted anew: before, one was a call of load_dataset; since, it is all requests "
        "for files by one user within five minutes.",
        ("dataset", "downloads", "downloads_all_time"),
        "huggingface2025downloads",
        "counted anew",
        to_the_day=False,
    ),
    Break(
        None,
        "Downloads are those of the last 30 days, and a download of a model is a GET or HEAD request for one of its "
        "query files, config.json for most libraries: machines that look are counted as people who load.",
        ("downloads",),
        "huggingface2025downloads",
        "30 days",
    ),
)
"""Those that are the same for every census, but for the tags that a taxonomy says were taken away."""


def retirements(retired: Iterable[tuple[str, date]], source: str) -> tuple[Break, ...]:
    """Return a break for each tag that the Hub gives no longer.

    Parameters
    ----------
    retired
        Each tag and the last day on which the Hub gave it, as ``Taxonomy.retired`` has them.
    source
        Key of where that is from.
    """
    said = "The Hub gives the tag '{}' no longer; models of before keep it."
    return tuple(
        Break(last + timedelta(days=1), said.format(tag), ("model", tag), source, "tag retired")
        for tag, last in retired
    )


def breaks_between(
    start: date, end: date, concerns: Iterable[str], breaks: Iterable[Break] = BREAKS
) -> tuple[Break, ...]:
    """Return what makes a number of one day and of a later one two different numbers, the oldest first.

    Parameters
    ----------
    start, end
        The two days.
    concerns
        What the numbers are of: columns or tags, and kinds if not all; ``("dataset", "downloads")``.
    breaks
        Those that are known; those of tags come from ``retirements``.

    Returns
    -------
    tuple
        What holds at all times first.

    Raises
    ------
    UsageError
        If the first day is later than the other.

    Examples
    --------
    >>> [found.when for found in breaks_between(date(2024, 8, 1), date(2025, 1, 1), ("dataset", "downloads"))]
    [None, datetime.date(2024, 9, 1)]
    """
    if start > end:
        raise UsageError(f"{start} is later than {end}: give the earlier day first")
    asked = tuple(concerns)
    found = [one for one in breaks if one.touches(asked) and one.lies_between(start, end)]
    return tuple(sorted(found, key=lambda one: (one.when or date.min, one.what)))
