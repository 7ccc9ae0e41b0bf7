"""What was and was not read: the ground on which every other finding stands."""

from collections.abc import Iterator

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.kinds import Kind
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES

__all__ = ["coverage"]


def coverage(kind: Kind, listed: int, access: pl.DataFrame) -> Iterator[Finding]:
    """Yield, for one kind, how many are listed and what became of each resource; it adds up to those listed.

    Parameters
    ----------
    kind
        The kind.
    listed
        Repositories of it in the newest snapshot that lists it.
    access
        Its rows of the table ``access`` in that snapshot.
    """
    prefix = f"census.{kind.name}"
    yield plain(f"{prefix}.listed", "census", listed, kind.plural, listed, f"{kind.plural} in the listing")
    for resource in ACCESS_RESOURCES:
        outcomes = access.filter(resource=resource)["outcome"]
        for outcome, meaning in OUTCOMES.items():
            n = int((outcomes == outcome).sum())
            yield plain(f"{prefix}.{resource}.{outcome}", "census", n, kind.plural, listed, meaning)
        pending = listed - outcomes.len()
        yield plain(f"{prefix}.{resource}.pending", "census", pending, kind.plural, listed, "not asked for")
