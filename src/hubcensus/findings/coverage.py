"""What was and was not read: the ground on which every other finding stands."""

from collections.abc import Iterator, Mapping

from hubcensus.findings.finding import Finding, plain
from hubcensus.kinds import Kind
from hubcensus.schema import ACCESS_RESOURCES, OUTCOMES
from hubcensus.tables.audit import Coverage

__all__ = ["coverage"]


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
