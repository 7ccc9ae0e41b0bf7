"""RQ1: the typical patterns of development activity."""

from collections.abc import Iterator

import polars as pl

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.kinds import Kind

__all__ = ["activity"]

_TOP_LICENSES = 10
_WHAT = {"contributors": "different commit authors", "discussions": "discussions and pull requests"}


def activity(kind: Kind, repositories: pl.DataFrame, *, collected: bool) -> Iterator[Finding]:
    """Yield the findings on one kind.

    Parameters
    ----------
    kind
        The kind.
    repositories
        Its rows of the table ``repositories`` in the newest snapshot that has it in its scope.
    collected
        Whether there is such a snapshot.
    """
    listed = repositories.height
    absent = "" if collected else f"{kind.plural} were not collected"
    missing = absent or ("" if listed else f"no {kind.name} is in the scope of this census")
    prefix = f"activity.{kind.name}"
    yield plain(f"{prefix}.repositories", "RQ1", listed, kind.plural, listed, f"{kind.plural} listed", missing=absent)
    for variable in kind.variables:
        yield from _variable(f"{prefix}.{variable}", variable, repositories[variable], missing)
    yield from _licenses(prefix, repositories, missing)
    contributors = repositories["contributors"].drop_nulls()
    yield measured(
        f"{prefix}.contributors.single_share",
        "RQ1",
        "single_share",
        contributors if contributors.len() else None,
        contributors.len(),
        missing=missing or "contributors were not collected",
    )


def _variable(prefix: str, variable: str, counts: pl.Series, missing: str) -> Iterator[Finding]:
    known = counts.drop_nulls()
    n = known.len()
    what = _WHAT.get(variable, variable)
    missing = missing or ("" if n else f"{variable} were not collected")
    known_of = f"repositories whose {what} are known"
    yield plain(
        f"{prefix}.n", "RQ1", n, "repositories", counts.len(), known_of, missing="" if counts.len() else missing
    )
    yield measured(
        f"{prefix}.unknown_share",
        "RQ1",
        "unknown_share",
        counts.cast(pl.Float64).to_numpy() if counts.len() else None,
        counts.len(),
        missing=missing,
    )
    of = known.to_numpy() if n else None
    yield plain(
        f"{prefix}.total", "RQ1", known.sum(), what, n, f"{what} of each repository, added up", missing=missing
    )
    yield plain(f"{prefix}.max", "RQ1", known.max(), what, n, f"most {what} of a repository", missing=missing)
    for name, measure, unit, options in (
        ("zero_share", "zero_share", "", {}),
        ("mean", "mean", f"{what} per repository", {}),
        ("median", "median", f"{what} per repository", {}),
        ("top_1pct_share", "top_share", "", {"top": 0.01}),
        ("top_10pct_share", "top_share", "", {"top": 0.1}),
        ("gini", "gini", "", {}),
        ("ccdf", "ccdf", f"[{what}, share of repositories with at least so many]", {}),
        ("lorenz", "lorenz", f"[share of repositories, share of {what}]", {}),
    ):
        yield measured(f"{prefix}.{name}", "RQ1", measure, of, n, unit=unit, missing=missing, **options)


def _licenses(prefix: str, repositories: pl.DataFrame, missing: str) -> Iterator[Finding]:
    tagged = repositories.filter("has_tags")["license"]
    n = tagged.len()
    missing = missing or ("" if n else "tags were not collected")
    method = "first tag with 'license:', of the repositories whose tags are known"
    counts = (
        tagged.drop_nulls()
        .value_counts(name="n")
        .sort(["n", "license"], descending=[True, False])
        .head(_TOP_LICENSES)
    )
    shares = [{"license": row["license"], "share": row["n"] / n} for row in counts.iter_rows(named=True)]
    none = tagged.null_count() / n if n else None
    yield plain(
        f"{prefix}.license.none_share", "RQ1", none, "share", n, f"no {method}", source="osborne2024", missing=missing
    )
    yield plain(f"{prefix}.license.shares", "RQ1", shares, "shares", n, method, source="osborne2024", missing=missing)
