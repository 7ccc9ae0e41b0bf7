"""RQ1: whether models keep the licence of what they were made from."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.measures import intervals
from hubcensus.measures.bootstrap import Interval, share_at

__all__ = ["drift"]

_BECAME = ("kept", "changed", "dropped")
_SOURCE = "laufer2025"
_OF = "of the pairs of a model and a base that names a licence, both with known tags"
_METHODS = {
    "kept": f"the model names the same licence as its base, {_OF}",
    "changed": f"the model names another licence than its base, {_OF}",
    "dropped": f"the model names no licence, {_OF}",
}


def drift(part: str, edges: pl.DataFrame, models: pl.DataFrame, missing: str = "") -> Iterator[Finding]:
    """Yield what became of the licences of bases in the models of one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    edges
        Edges of its lineage network: ``source`` (model), ``target`` (base), ``relation``.
    models
        All listed models, as ``findings.repositories`` describes them.
    missing
        Why there is nothing to measure, if so.
    """
    prefix = f"lineage.{part}.license"
    pairs = _pairs(edges, models)
    named = pairs.drop_nulls("base_license")
    n = named.height
    none = missing or ("" if n else "no listed base of a model of this part names a licence")
    found = {} if none else _intervals(named)
    for at, name in enumerate(_BECAME):
        share = (named["became"] == at).sum() / n if n else None
        one = plain(f"{prefix}.{name}_share", "RQ1", share, "share", n, _METHODS[name], source=_SOURCE, missing=none)
        yield one.within(*found.get(name, ()))
    chance = None if none else _by_chance(named)
    method = f"share that would name the licence of their base if licences were drawn anew, {_OF}"
    yield plain(f"{prefix}.kept_by_chance", "RQ1", chance, "share", n, method, source=_SOURCE, missing=none)
    for name, rows, unit, method, source in (
        ("by_relation", _by_relation(named), "shares", f"what became of licences by relation, {_OF}", _SOURCE),
        (
            "classes",
            _classes(pairs),
            "pairs",
            "pairs of a base and a model by the classes of their licences",
            "hubcensus",
        ),
    ):
        why = missing or ("" if rows else "no model of this part and its base are both listed with known tags")
        yield plain(f"{prefix}.{name}", "RQ1", rows, unit, pairs.height, method, source=source, missing=why)


def _pairs(edges: pl.DataFrame, models: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with what is known of both, and what became of the base's licence: a place in ``_BECAME``."""
    known = models.filter("has_tags").select("repo_id", "license", "license_class", "owner_number")
    of_base = known.select(target="repo_id", base_license="license", base_class="license_class")
    joined = edges.join(known, left_on="source", right_on="repo_id").join(of_base, on="target")
    kept, dropped = pl.col("license") == pl.col("base_license"), pl.col("license").is_null()
    became = pl.when(dropped).then(2).when(kept).then(0).otherwise(1)
    return joined.with_columns(became=became).sort("source", "target")


def _intervals(named: pl.DataFrame) -> dict[str, Interval]:
    return intervals({name: share_at(at) for at, name in enumerate(_BECAME)}, named["became"], named["owner_number"])


def _by_chance(named: pl.DataFrame) -> float:
    base, derived = (named[column].value_counts(name="n") for column in ("base_license", "license"))
    both = base.join(derived.drop_nulls(), left_on="base_license", right_on="license")
    return float((both["n"] * both["n_right"]).sum() / named.height**2)


def _by_relation(named: pl.DataFrame) -> list[dict[str, Any]]:
    shares = {name: (pl.col("became") == at).mean() for at, name in enumerate(_BECAME)}
    rows = named.group_by("relation").agg(pairs=pl.len(), **shares)
    return rows.sort(["pairs", "relation"], descending=[True, False], nulls_last=True).to_dicts()


def _classes(pairs: pl.DataFrame) -> list[dict[str, Any]]:
    rows = pairs.group_by(base="base_class", model="license_class").agg(pairs=pl.len())
    return rows.sort("base", "model").to_dicts()
