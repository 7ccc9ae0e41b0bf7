"""The certificate of a census: what became of all that was listed, how the listings came, when they were read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from hubcensus.collect.entries import RECORDED
from hubcensus.kinds import kind_named
from hubcensus.tables.audit import Accounts, Check, Coverage, accounts_of, checks, coverage_of

__all__ = [
    "PAUSE",
    "Certificate",
    "Listing",
    "Reading",
    "certificate_of",
    "listings_of",
    "readings_of",
    "said",
    "said_of_owners",
]

PAUSE = 3600
"""Seconds without any answer from which on they count as a pause."""


@dataclass(frozen=True)
class Listing:
    """The listing of one kind in one snapshot, as it came.

    Parameters
    ----------
    snapshot, kind
        Of what.
    pages, items
        How many pages, and how many items on them that could be read.
    repeated
        Items that an earlier page or place had already.
    unreadable
        Items of a shape that could not be read.
    out_of_order
        Items created later than the one before them, on their page or the page before;
        ``None`` where the listing was not asked for in the order of creation.
    """

    snapshot: str
    kind: str
    pages: int
    items: int
    repeated: int
    unreadable: int
    out_of_order: int | None


@dataclass(frozen=True)
class Reading:
    """When a snapshot was read: first and last answer, pauses of more than ``PAUSE``, and the longest in seconds.

    The pauses of a recorded listing are not known: ``None``.
    """

    snapshot: str
    began_at: datetime | None
    ended_at: datetime | None
    pauses: int | None
    longest_pause: float | None


@dataclass(frozen=True)
class Certificate:
    """What every snapshot saw and did not see, how and when, and the sums that have to be right."""

    coverage: list[Coverage]
    accounts: list[Accounts]
    listings: list[Listing]
    readings: list[Reading]
    checks: list[Check]


def certificate_of(table: Callable[[str], pl.LazyFrame]) -> Certificate:
    """Return the certificate of the snapshots that these tables hold."""
    return Certificate(
        list(coverage_of(table)),
        list(accounts_of(table)),
        list(listings_of(table)),
        list(readings_of(table)),
        list(checks(table)),
    )


def listings_of(table: Callable[[str], pl.LazyFrame]) -> Iterator[Listing]:
    """Yield how the listing of every snapshot and kind came."""
    for row in table("snapshots").sort("number", "kind").collect().iter_rows(named=True):
        pages = table("pages").filter(snapshot=row["snapshot"], kind=row["kind"]).sort("page")
        later = (pl.col("newest_at") > pl.col("oldest_at").shift()).sum()
        sums = [pl.col(name).sum() for name in ("items", "repeated", "unreadable")]
        (found,) = pages.select(pl.len(), *sums, pl.col("out_of_order").sum() + later).collect().rows()
        n_pages, items, repeated, unreadable, disorder = found
        ordered = json.loads(row["scope"])["sort"] == "createdAt"
        yield Listing(
            row["snapshot"], row["kind"], n_pages, items, repeated, unreadable, disorder if ordered else None
        )


def readings_of(table: Callable[[str], pl.LazyFrame]) -> Iterator[Reading]:
    """Yield when each snapshot was read; what was taken over from an earlier one was not."""
    for name, source in (
        table("snapshots").sort("number").select("snapshot", "source").unique(maintain_order=True).collect().rows()
    ):
        taken_over = pl.col("detail").fill_null("").str.starts_with("unchanged since")
        parts = [table("pages"), *(table(name).filter(~taken_over) for name in ("access", "owners"))]
        times = pl.concat([part.filter(snapshot=name).select("read_at") for part in parts])
        at = times.drop_nulls().unique().sort("read_at").collect()["read_at"]
        if at.is_empty() or source.startswith(RECORDED):
            yield Reading(name, at.first(), at.last(), None, None)  # type: ignore[arg-type]
            continue
        waits = at.diff().dt.total_seconds().drop_nulls()
        yield Reading(name, at[0], at[-1], int((waits > PAUSE).sum()), float(waits.max() or 0))  # type: ignore[arg-type]


def said(one: Coverage) -> str:
    """Return what the numbers on one resource of one kind speak of, in a sentence."""
    known = one.outcomes["ok"] + one.outcomes["renamed"]
    share = f" ({100 * known / one.listed:.1f} %)" if one.listed else ""
    return f"numbers on {one.resource} speak of {known:,} of {one.listed:,} {kind_named(one.kind).plural}{share}"


def said_of_owners(one: Accounts) -> str:
    """Return what the Hub takes the owners for, in a sentence."""
    known = one.user + one.org
    share = f" ({100 * known / one.listed:.1f} %)" if one.listed else ""
    return f"what they are is known of {known:,} of {one.listed:,} owners{share}: user {one.user:,}, org {one.org:,}"
