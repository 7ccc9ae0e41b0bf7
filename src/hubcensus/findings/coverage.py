"""What was and was not read: the ground on which every other finding stands."""

from collections.abc import Iterator, Mapping

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.repositories import place
from hubcensus.kinds import Kind
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES
from hubcensus.tables.audit import Coverage
from hubcensus.tables.certificate import Listing, Reading

__all__ = ["accounts", "coverage", "flow", "listing"]


def coverage(kind: Kind, listed: int | None, seen: Mapping[str, Coverage]) -> Iterator[Finding]:
    """Yield, for one kind, how many are listed and what became of each resource that was asked for.

    Parameters
    ----------
    kind
        The kind.
    listed
        Repositories of it in the newest snapshot that has it in its scope; ``None`` if none has.
    seen
        What became of each resource that this snapshot asks for.
    """
    prefix = f"census.{kind.name}"
    absent = "" if listed is not None else f"{kind.plural} were not collected"
    yield plain(
        f"{prefix}.listed", "census", listed, kind.plural, listed, f"{kind.plural} in the listing", missing=absent
    )
    for resource in ACCESS_RESOURCES:
        missing = absent or ("" if resource in seen else f"{resource} were not asked for")
        found = seen.get(resource)
        for outcome, meaning in OUTCOMES.items():
            n = found.outcomes[outcome] if found else None
            yield plain(f"{prefix}.{resource}.{outcome}", "census", n, kind.plural, listed, meaning, missing=missing)
        pending = found.pending if found else None
        yield plain(
            f"{prefix}.{resource}.pending",
            "census",
            pending,
            kind.plural,
            listed,
            "still to be asked",
            missing=missing,
        )


def flow(kind: Kind, rows: pl.DataFrame, listed: int | None, seen: Mapping[str, Coverage]) -> Iterator[Finding]:
    """Yield, for one kind, how many repositories are left at each step from listed to worked on by several.

    Parameters
    ----------
    kind
        The kind.
    rows
        ``commits`` and ``contributors`` of its repositories, null where they were not read, and ``by_year``.
    listed, seen
        As in ``coverage``.
    """
    found = seen.get("commits")
    outcomes = found.outcomes if found else {}
    read = outcomes.get("ok", 0) + outcomes.get("renamed", 0)
    steps = (
        ("reachable", read + outcomes.get("unavailable", 0), "listed, and their commits answered for by the Hub"),
        ("read", read, "listed, and their commits read"),
        ("active", (rows["commits"] > 0).sum(), "with at least one commit"),
        ("shared", (rows["contributors"] > 1).sum(), "with commits of more than one author"),
    )
    asked = "commits are still to be asked for" if found and not sum(outcomes.values()) and found.pending else ""
    missing = (
        f"{kind.plural} were not collected" if listed is None else asked if found else "commits were not asked for"
    )
    unread = missing or "no commits were read" * (not read)
    for name, n, method in steps:
        none = unread if name in ("active", "shared") else missing
        yield plain(f"census.{kind.name}.flow.{name}", "census", n, kind.plural, listed, method, missing=none)
    by_year = rows.group_by(year="by_year").agg(listed=pl.len(), read=pl.col("commits").count())
    shares = by_year.with_columns(share=pl.col("read") / pl.col("listed")).to_dicts()
    shares.sort(key=lambda row: place(row["year"]))
    method = "by year of creation: listed, and of these the commits read"
    yield plain(f"census.{kind.name}.read_by_year", "census", shares, kind.plural, listed, method, missing=missing)


def listing(kind: Kind, one: Listing | None, reading: Reading | None) -> Iterator[Finding]:
    """Yield, for one kind, what was odd in its listing and in the time of its reading.

    Parameters
    ----------
    kind
        The kind.
    one
        Its listing; ``None`` if it was not collected.
    reading
        When the snapshot was read that holds it.
    """
    absent = "" if one and reading else f"{kind.plural} were not collected"
    disorder = one.out_of_order if one else None
    unordered = absent or ("not listed in the order of creation" if disorder is None else "")
    paused = reading.pauses if reading else None
    untimed = absent or ("a recorded listing does not say when it was read" if paused is None else "")
    n = one.items if one else None
    rows = (
        ("repeated", one and one.repeated, "items", "items that the listing had already given", absent),
        ("unreadable", one and one.unreadable, "items", "items of a shape that could not be read", absent),
        ("out_of_order", disorder, "items", "items created later than the one before them", unordered),
        ("pauses", paused, "pauses", "stretches of over an hour without an answer", untimed),
        ("longest_pause", reading and reading.longest_pause, "seconds", "longest time between two answers", untimed),
    )
    for name, value, unit, method, missing in rows:
        yield plain(f"census.{kind.name}.listing.{name}", "census", value, unit, n, method, missing=missing)


def accounts(told: pl.DataFrame, asked: bool) -> Iterator[Finding]:
    """Yield how many owners there are, and what the Hub said of their accounts.

    Parameters
    ----------
    told
        ``owner_type`` of each owner: user, org, or null if the Hub did not say.
    asked
        Whether owners were asked for.
    """
    missing = "" if asked else "owners were not asked for: `collect --owners` does"
    types = told["owner_type"]
    rows = (
        ("asked", types.len(), "owners of listed repositories of whose accounts the Hub was asked"),
        ("user", (types == "user").sum(), "of these, users"),
        ("org", (types == "org").sum(), "of these, organisations"),
        ("unknown", types.null_count(), "of these, those of whom the Hub did not say it"),
    )
    for name, n, method in rows:
        yield plain(f"census.owners.{name}", "census", n, "owners", types.len(), method, missing=missing)
