"""What was and was not read: the ground on which every other finding stands."""

from collections.abc import Collection, Iterator

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.kinds import Kind
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES

__all__ = ["coverage"]


def coverage(kind: Kind, listed: int | None, asked: Collection[str], access: pl.DataFrame) -> Iterator[Finding]:
    """Yield, for one kind, how many are listed and what became of each resource that was asked for.

    Parameters
    ----------
    kind
        The kind.
    listed
        Repositories of it in the newest snapshot that has it in its scope; ``None`` if none has.
    asked
        The resources that this snapshot asks for.
    access
        Its rows of the table ``access`` in that snapshot.
    """
    prefix = f"census.{kind.name}"
    absent = "" if listed is not None else f"{kind.plural} were not collected"
    yield plain(
        f"{prefix}.listed", "census", listed, kind.plural, listed, f"{kind.plural} in the listing", missing=absent
    )
    for resource in ACCESS_RESOURCES:
        missing = absent or ("" if resource in asked else f"{resource} were not asked for")
        outcomes = access.filter(resource=resource)["outcome"]
        for outcome, meaning in OUTCOMES.items():
            n = int((outcomes == outcome).sum())
            yield plain(f"{prefix}.{resource}.{outcome}", "census", n, kind.plural, listed, meaning, missing=missing)
        pending = (listed or 0) - outcomes.len()
        yield plain(
            f"{prefix}.{resource}.pending",
            "census",
            pending,
            kind.plural,
            listed,
            "still to be asked",
            missing=missing,
        )
