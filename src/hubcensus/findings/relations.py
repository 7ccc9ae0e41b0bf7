"""RQ1: which counts of activity go together."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.finding import INTERVAL, Finding, ends, plain
from hubcensus.measures import Statistic, intervals, ranked_together

__all__ = ["related", "relations"]


def relations(prefix: str, variables: tuple[str, ...], repositories: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield how each two counts of one kind or subfield go together.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``activity.model``.
    variables
        The counts.
    repositories
        The repositories, as ``findings.repositories`` describes them.
    missing
        Why there is nothing to measure, if so.
    """
    pairs = [] if missing else [related(repositories, *pair) for pair in combinations(variables, 2)]
    rows = [row for row in pairs if row is not None]
    missing = missing or ("" if rows else "no two counts are known and differ between repositories")
    method = f"Spearman's rank correlation of each two counts, of the repositories where both are known; {INTERVAL}"
    n = repositories.height
    yield plain(f"{prefix}.spearman", "RQ1", rows, "coefficient", n, method, source="spearman1904", missing=missing)


def related(repositories: pl.DataFrame, one: str, other: str) -> dict[str, Any] | None:
    """Return how two counts go together, with the interval; nothing if one is unknown or the same for all."""
    known = repositories.select(one, other, "owner_number").drop_nulls()
    if not known.height:
        return None
    pairs = known.group_by(one, other, maintain_order=True).agg("owner_number")
    place = np.repeat(np.arange(pairs.height), pairs["owner_number"].list.len().to_numpy())
    owner = pairs["owner_number"].explode()
    together = ranked_together(*(pairs[name].cast(pl.Float64).to_numpy() for name in (one, other)))
    try:
        rho = together(np.bincount(place).astype(np.float64))
    except MeasureError:
        return None
    found = intervals({"rho": Statistic(together)}, place, owner)
    return {"one": one, "other": other, "rho": rho, **ends(found.get("rho")), "n": known.height}
