"""RQ1: how the activity of one kind is shared out between owners."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from hubcensus.errors import MeasureError
from hubcensus.findings.distribution import Sample, heavy
from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.kinds import VARIABLES
from hubcensus.measures import power_law

__all__ = ["owners"]

_TOP = 10
_ESTIMATED: dict[str, dict[str, Any]] = {
    "top_1pct_share": {"measure": "top_share", "top": 0.01},
    "top_10pct_share": {"measure": "top_share", "top": 0.1},
    "gini": {"measure": "gini"},
    "hhi": {"measure": "hhi"},
}


def owners(prefix: str, variable: str, repositories: pl.DataFrame, missing: str) -> Iterator[Finding]:
    """Yield how one count is shared out between the owners of the repositories where it is known.

    Parameters
    ----------
    prefix
        Beginning of the ids, such as ``activity.model.owners.likes``.
    variable
        A key of ``VARIABLES``.
    repositories
        The repositories, as ``findings.repositories`` describes them; those without an owner are left out.
    missing
        Why there is nothing to measure, if so.
    """
    what = VARIABLES[variable].what
    known = repositories.select("owner", "owner_number", variable).drop_nulls()
    added = pl.col(variable).cast(pl.Float64).sum()  # of whole numbers up to 2^53 an integer would run over
    totals = known.group_by("owner", "owner_number").agg(added, repositories=pl.len())
    totals = totals.sort([variable, "owner"], descending=[True, False])
    n, whole = totals.height, totals[variable].sum()
    missing = missing or (
        "" if n else f"{variable.replace('_', ' ')} were not collected, or nobody owns a repository"
    )
    missing = missing or ("" if whole else f"no owner has any {what}")
    yield plain(f"{prefix}.n", "RQ1", n, "owners", n, f"owners of repositories whose {what} are known")
    sample = Sample.of(totals[variable], totals["owner_number"])
    found = {} if missing else sample.intervals(_ESTIMATED)
    of, note = None if missing else sample.counts, "" if missing else _heavy(sample)
    for name, asked in _ESTIMATED.items():
        about: dict[str, Any] = {"missing": missing, "weights": sample.weights, **asked}
        one = measured(f"{prefix}.{name}", "RQ1", of=of, n=n, **about)
        yield one.within(*found.get(name, ())).noted(note)
    first = totals.head(_TOP).rename({variable: "total"}).with_columns(share=pl.col("total") / whole)
    rows = first.select("owner", "repositories", "total", "share").to_dicts()
    rows = [{**row, "total": int(row["total"])} for row in rows]
    method = (
        f"owners by {what} of their repositories, with their share of those of all repositories that have an owner"
    )
    yield plain(f"{prefix}.top", "RQ1", rows, what, n, method, missing=missing)


def _heavy(sample: Sample) -> str:
    """Return what to know of these numbers where the tail of the owners' counts is heavy."""
    try:
        return heavy(power_law(sample.counts, weights=sample.weights).alpha)
    except MeasureError:  # too few different counts for a tail
        return ""
