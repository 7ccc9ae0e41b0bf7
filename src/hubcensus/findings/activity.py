"""RQ1: the typical patterns of development activity."""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from hubcensus.findings.distribution import Sample, distribution, grouped, heavy
from hubcensus.findings.finding import INTERVAL, Finding, plain
from hubcensus.findings.licenses import licenses
from hubcensus.findings.owners import owners
from hubcensus.findings.relations import relations
from hubcensus.findings.repositories import BY, UNKNOWN
from hubcensus.findings.tails import tail_of, tails
from hubcensus.kinds import VARIABLES, Kind

__all__ = ["Active", "activities", "activity"]


class Active(NamedTuple):
    """What ``activity`` is asked of: the arguments that it takes."""

    part: str
    kind: Kind
    repositories: pl.DataFrame
    missing: str
    by_group: bool


def activities(asked: list[Active]) -> Iterator[dict[str, list[Finding]]]:
    """Yield, once, the findings of ``activity`` on each of these, by part."""
    yield {each.part: list(activity(*each)) for each in asked}


def activity(
    part: str, kind: Kind, repositories: pl.DataFrame, missing: str = "", by_group: bool = True
) -> Iterator[Finding]:
    """Yield the findings on one kind, or on one subfield of it.

    Parameters
    ----------
    part
        Name of the kind, or of the subfield.
    kind
        The kind.
    repositories
        The repositories, as ``findings.repositories`` describes them.
    missing
        Why there are none, if they were not collected.
    by_group
        Yield the numbers of groups of them as well.
    """
    listed, prefix = repositories.height, f"activity.{part}"
    yield plain(
        f"{prefix}.repositories", "RQ1", listed, kind.plural, listed, f"{kind.plural} listed", missing=missing
    )
    of_part = "" if part == kind.name else " of this subfield"
    missing = missing or ("" if listed else f"no {kind.name}{of_part} is in the scope of this census")
    for variable in kind.variables:
        sample = Sample.of(repositories[variable], repositories["owner_number"])
        tail, no_tail = tail_of(sample)
        note = heavy(tail.fit.alpha) if tail else ""
        yield from distribution(f"{prefix}.{variable}", variable, sample, listed, missing, note)
        no_tail = missing or no_tail or ("" if tail else f"{variable.replace('_', ' ')} were not collected")
        yield from tails(f"{prefix}.{variable}", variable, tail, no_tail)
        if by_group:
            yield from _by_group(f"{prefix}.{variable}", variable, repositories, sample.n, missing)
    yield from licenses(prefix, kind.variables, repositories, missing)
    yield from relations(prefix, kind.variables, repositories, missing)
    for variable in filter(lambda name: VARIABLES[name].adds, kind.variables):
        yield from owners(f"{prefix}.owners.{variable}", variable, repositories, missing)


def _by_group(prefix: str, variable: str, repositories: pl.DataFrame, n: int, missing: str) -> Iterator[Finding]:
    what = VARIABLES[variable].what
    missing = missing or ("" if n else f"{variable.replace('_', ' ')} were not collected")
    for name, by in BY.items():
        groups = repositories[f"by_{name}"]
        unknown = missing or f"the {by} was not collected" * bool((groups == UNKNOWN).all())
        rows = [] if unknown else grouped(repositories.select(variable, "owner_number", groups.name))
        method = f"{what} per repository, by {by}; {INTERVAL}"
        yield plain(f"{prefix}.by_{name}", "RQ1", rows, f"{what} per repository", n, method, missing=unknown)
