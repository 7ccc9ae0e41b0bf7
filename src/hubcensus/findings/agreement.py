"""RQ3: whether other signs of adoption agree with the use by spaces, and on which models they do not."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.findings.relations import related

__all__ = ["SIGNS", "agreement", "signs"]

SIGNS = ("spaces", "likes", "downloads", "derivatives")
"""Signs that a model is adopted: spaces that use it, likes, downloads, and models made from it."""

_FIRST, _TOP = 100, 10


def agreement(part: str, models: pl.DataFrame, missing: str = "") -> Iterator[Finding]:
    """Yield how signs of adoption agree in one part of the Hub.

    Parameters
    ----------
    part
        As in ``adoption``.
    models
        One row a listed model of the part: ``repo_id``, ``owner_number``, and the ``SIGNS``, null where unknown.
    missing
        Why there is nothing to measure, if so.
    """
    missing = missing or ("" if models.height else "no model of this part was listed")
    known = [sign for sign in SIGNS if (models[sign] > 0).any()]
    missing = missing or ("" if len(known) > 1 else "fewer than two signs of adoption are known")
    prefix, n = f"adoption.{part}.agreement", models.height
    pairs = [] if missing else [_pair(models, *pair) for pair in combinations(known, 2)]
    method = (
        "Spearman's rank correlation of two signs of adoption over all listed models, and how many of the first "
        f"{_FIRST} by one are among the first {_FIRST} by the other, or of as many as both have at all; models with "
        "none are not among the first"
    )
    yield plain(f"{prefix}.pairs", "RQ3", pairs, "coefficient", n, method, source="spearman1904", missing=missing)
    apart = [] if missing else _apart(models, known)
    method = (
        f"of the models that have any of a sign and are among the first {_FIRST} by it, those whose ranks differ "
        "most as a ratio"
    )
    yield plain(f"{prefix}.apart", "RQ3", apart, "ranks", n, method, missing=missing)


def signs(models: pl.DataFrame, uses: pl.DataFrame | None, bases: pl.DataFrame) -> pl.DataFrame:
    """Return the signs of adoption of models.

    Parameters
    ----------
    models
        The models, as ``findings.repositories`` describes them.
    uses, bases
        Edges of the dependency and of the lineage network of their part; ``None`` if spaces were not collected.
    """
    counted = models.select("repo_id", "owner_number", "has_tags", "likes", "downloads")
    for name, edges in (("spaces", uses), ("derivatives", bases)):
        if edges is None:
            counted = counted.with_columns(pl.lit(None, pl.Int64).alias(name))
            continue
        n = edges.group_by(repo_id="target").agg(pl.len().cast(pl.Int64).alias(name))
        counted = counted.join(n, on="repo_id", how="left", maintain_order="left")
        counted = counted.with_columns(pl.col(name).fill_null(0))
    return counted


def _pair(models: pl.DataFrame, one: str, other: str) -> dict[str, Any] | None:
    some = [
        models.filter(pl.col(sign) > 0).sort([sign, "repo_id"], descending=[True, False]) for sign in (one, other)
    ]
    most = min(_FIRST, *(each.height for each in some))
    first, second = (set(each["repo_id"].head(most)) for each in some)
    found = related(models, one, other) or {"one": one, "other": other}
    return {**found, "first": most, "in_both": len(first & second)}


def _apart(models: pl.DataFrame, known: list[str]) -> list[dict[str, Any]]:
    """Return the models that one sign puts first and another far down, each once, with all of their ranks."""
    ranks = models.select(
        "repo_id", *known, *(pl.col(sign).rank("min", descending=True).alias(f"{sign}_rank") for sign in known)
    )
    of = [f"{sign}_rank" for sign in known]
    best = pl.min_horizontal(pl.when(pl.col(sign) > 0).then(f"{sign}_rank") for sign in known)
    spread = pl.max_horizontal(of).log() - best.log()
    among = pl.any_horizontal((pl.col(sign) > 0) & (pl.col(f"{sign}_rank") <= _FIRST) for sign in known)
    first = ranks.filter(among).with_columns(spread=spread)
    rows = first.sort(["spread", "repo_id"], descending=[True, False]).head(_TOP).drop("spread")
    return rows.rename({"repo_id": "model"}).to_dicts()
