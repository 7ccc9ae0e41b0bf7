"""The certificate of a census: what it saw and did not see, and whether that adds up."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES, OWNER

__all__ = ["Accounts", "Check", "Coverage", "accounts_of", "checks", "coverage_of"]


@dataclass(frozen=True)
class Coverage:
    """What became of one resource of one kind in one snapshot: repositories by outcome, and those not yet asked."""

    snapshot: str
    kind: str
    resource: str
    listed: int
    outcomes: dict[str, int]
    pending: int


@dataclass(frozen=True)
class Accounts:
    """What became of the accounts of owners in one snapshot: owners by outcome and type, and those not yet asked."""

    snapshot: str
    listed: int
    outcomes: dict[str, int]
    pending: int
    user: int
    org: int


@dataclass(frozen=True)
class Check:
    """One sum that has to be right."""

    snapshot: str
    kind: str
    what: str
    found: int
    expected: int

    @property
    def holds(self) -> bool:
        """Whether it is right."""
        return self.found == self.expected


def coverage_of(table: Callable[[str], pl.LazyFrame]) -> Iterator[Coverage]:
    """Yield the coverage of every snapshot, kind and resource that was in its scope.

    Pending are the repositories of the table without an outcome, counted apart from the outcomes, so that
    outcomes and pending need not add up to those listed; ``checks`` says whether they do.
    """
    for row in table("snapshots").sort("number", "kind").collect().iter_rows(named=True):
        repositories, access = (_part(table(name), row) for name in ("repositories", "access"))
        for resource in json.loads(row["scope"])["details"]:
            settled = access.filter(resource=resource)
            counts = dict(settled.group_by("outcome").len().collect().iter_rows())
            outcomes = {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}
            pending = repositories.join(settled, on="repository", how="anti").select(pl.len()).collect().item()
            yield Coverage(row["snapshot"], row["kind"], resource, row["repositories"], outcomes, pending)


def accounts_of(table: Callable[[str], pl.LazyFrame]) -> Iterator[Accounts]:
    """Yield what became of the owners of every snapshot that asks for them; pending as in ``coverage_of``."""
    for row in table("snapshots").unique("number").sort("number").collect().iter_rows(named=True):
        if json.loads(row["scope"]).get("owners"):
            repositories, told = (table(name).filter(snapshot=row["snapshot"]) for name in ("repositories", "owners"))
            owners = repositories.filter(pl.col("owner") != "").select("owner").unique()
            outcomes, types = (
                dict(told.group_by(name).len().collect().iter_rows()) for name in ("outcome", "owner_type")
            )
            yield Accounts(
                row["snapshot"],
                _n(owners),
                {outcome: outcomes.get(outcome, 0) for outcome in OUTCOMES},
                _n(owners.join(told, on="owner", how="anti")),
                *(types.get(name, 0) for name in ("user", "org")),
            )


def checks(table: Callable[[str], pl.LazyFrame]) -> Iterator[Check]:
    """Yield every sum that has to be right, over all snapshots."""
    for row in table("snapshots").sort("number", "kind").collect().iter_rows(named=True):
        repositories, pages = (_part(table(name), row) for name in ("repositories", "pages"))
        listed = row["repositories"]

        def check(what: str, found: int, expected: int, row: dict[str, Any] = row) -> Check:
            return Check(row["snapshot"], row["kind"], what, int(found or 0), int(expected or 0))

        yield check("rows of the table repositories, as many as listed", _n(repositories), listed)
        different = repositories.select(pl.col("hub_id").n_unique()).collect().item()
        yield check("different repositories, as many as listed", different, listed)
        yield check("new on the pages of the listing", pages.select(pl.col("new").sum()).collect().item(), listed)
        for resource in ACCESS_RESOURCES:
            known = _n(repositories.filter(pl.col(resource).is_not_null()))
            read = _part(table("access"), row).filter(pl.col("outcome").is_in(["ok", "renamed"]), resource=resource)
            yield check(f"repositories with known {resource}, as many as were read", known, _n(read))
            counted = repositories.select(pl.col(resource).sum()).collect().item()
            yield check(f"rows of the table {resource}, as many as counted", _n(_part(table(resource), row)), counted)
    yield from _of_owners(table)
    for one in coverage_of(table):
        found = sum(one.outcomes.values()) + one.pending
        yield Check(one.snapshot, one.kind, f"outcomes of {one.resource} and those pending", found, one.listed)


def _of_owners(table: Callable[[str], pl.LazyFrame]) -> Iterator[Check]:
    """Yield, for each snapshot that asks for owners, whether each was asked for once, and is known if it was read."""
    complete = table("snapshots").drop_nulls("finished_at").select("snapshot").collect()["snapshot"]
    for one in accounts_of(table):
        answered = sum(one.outcomes.values())
        yield Check(one.snapshot, OWNER, "outcomes of accounts and those pending", answered + one.pending, one.listed)
        what = "owners known as a user or an organisation, as many as were read"
        yield Check(one.snapshot, OWNER, what, one.user + one.org, one.outcomes["ok"])
        if one.snapshot in complete:
            what = "rows of the table owners, as many as different owners"
            yield Check(one.snapshot, OWNER, what, answered, one.listed)


def _part(frame: pl.LazyFrame, row: dict[str, Any]) -> pl.LazyFrame:
    return frame.filter(snapshot=row["snapshot"], kind=row["kind"])


def _n(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())
