"""RQ3: who the key actors are behind what spaces use, and how sure their ranks are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.findings.repositories import UNKNOWN
from hubcensus.measures import intervals
from hubcensus.measures.bootstrap import DRAWS, FEWEST, Clusters, share_at

__all__ = ["BY_SPACES", "actors", "users"]

_TOP = 10
BY_SPACES = f"interval of 95 %: whole owners of spaces drawn anew {DRAWS} times, with replacement"
"""How the intervals of findings on uses are made."""

_ENDS = (0.025, 0.975)


def actors(part: str, edges: pl.DataFrame, types: pl.DataFrame, missing: str, kind: str) -> Iterator[Finding]:
    """Yield who is behind the models, or the datasets, that spaces use in one part of the Hub.

    Parameters
    ----------
    part
        As in ``adoption``.
    edges
        Frame with ``source`` (space) and ``target``: the uses.
    types
        Frame with ``owner`` and ``type``: what kind of actor owners are, of those of whom it is known.
    missing
        Why there is nothing to measure, if so.
    kind
        What is used: ``model`` or ``dataset``.
    """
    prefix = f"adoption.{part}"
    missing = missing or ("" if edges.height else f"no space uses a {kind} of this part")
    uses = edges.with_columns(owner=_owner("target"))
    yield from _ranks(f"{prefix}.{kind}_ranks", uses, "target", kind, kind, missing)
    owned = uses.drop_nulls("owner")
    unowned = missing or ("" if owned.height else f"no {kind} that is used has an owner")
    for one in _ranks(f"{prefix}.owner_ranks", owned, "owner", "owner", kind, unowned):
        yield one if one.value is None else replace(one, value=_with_type(one.value, types))
    yield from _concentration(prefix, uses, kind, missing)
    yield from _by_type(prefix, owned, types, kind, unowned)


def _with_type(rows: list[dict[str, Any]], types: pl.DataFrame) -> list[dict[str, Any]]:
    of = dict(types.iter_rows())
    return [{**row, "type": of.get(row["owner"], UNKNOWN)} for row in rows]


def _owner(end: str) -> pl.Expr:
    return pl.when(pl.col(end).str.contains("/", literal=True)).then(pl.col(end).str.split("/").list.first())


def _ranks(id: str, uses: pl.DataFrame, of: str, noun: str, kind: str, missing: str) -> Iterator[Finding]:
    """Yield the ten most used with the interval of their ranks and of their uses; equals share the best rank."""
    held = {} if of == "target" else {f"{kind}s": pl.col("target").n_unique()}
    counted = uses.group_by(name=of).agg(**held, uses=pl.len()).sort(["uses", "name"], descending=[True, False])
    first = counted.select(pl.col("uses").rank("min", descending=True).cast(pl.Int64).alias("rank"), "*").head(_TOP)
    found = _drawn(uses, of, counted["name"]) if not missing else None
    if found is not None:
        ends = (np.quantile(each, _ENDS, axis=0, method="inverted_cdf").astype(int) for each in found)
        names = ("rank_low", "rank_high", "uses_low", "uses_high")
        columns = [column for low_high in ends for column in low_high]
        first = first.with_columns(**dict(zip(names, columns, strict=True)))
    method = f"{noun}s by uses, their rank among all, equals sharing the best; {BY_SPACES}"
    few = "" if found is not None else f"fewer than {FEWEST} owners of spaces: no interval"
    rows = first.rename({"name": noun}).to_dicts()
    yield plain(id, "RQ3", rows, "uses by spaces", counted.height, method, missing=missing).noted(few)


def _drawn(uses: pl.DataFrame, of: str, names: pl.Series) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return ranks and uses of the first ten in each draw, shape ``(draws, 10)``."""
    clusters = users(uses)
    if clusters.n_unique() < FEWEST:
        return None
    rows = uses[of].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    drawn = Clusters(rows, clusters)
    ranks, counts = [], []
    for times in drawn.draws(DRAWS, seed=1):
        weights = drawn.held @ times
        top = weights[:_TOP]
        ranks.append(weights.size - np.searchsorted(np.sort(weights), top, side="right") + 1)
        counts.append(top)
    return np.array(ranks), np.array(counts)


def users(uses: pl.DataFrame) -> pl.Series:
    """Return a number for the owner of each ``source`` (space); a space without one has its own."""
    alone = pl.concat_str(pl.lit("/"), "source")
    return uses.select(pl.coalesce(_owner("source"), alone).rank("dense")).to_series()


def _concentration(prefix: str, uses: pl.DataFrame, kind: str, missing: str) -> Iterator[Finding]:
    """Yield how concentrated uses are on models and on owners."""
    for name, column in ((kind, "target"), ("owner", "owner")):
        counts = uses.drop_nulls(column).group_by(column).len()["len"]
        n, none = counts.len(), missing or ("" if counts.len() else f"no {kind} that is used has an owner")
        of, unit = None if none else counts.to_numpy(), f"{name}s"
        yield measured(f"{prefix}.{name}_hhi", "RQ3", "hhi", of, n, missing=none)
        yield measured(f"{prefix}.{name}s_half", "RQ3", "absence_factor", of, n, unit=unit, missing=none)


def _by_type(prefix: str, owned: pl.DataFrame, types: pl.DataFrame, kind: str, missing: str) -> Iterator[Finding]:
    """Yield the uses by kind of actor, those of unknown kind among them."""
    sorted_by = owned.join(types, on="owner", how="left").with_columns(pl.col("type").fill_null(UNKNOWN))
    counted = sorted_by.group_by("type").agg(
        owners=pl.col("owner").n_unique(), **{f"{kind}s": pl.col("target").n_unique()}, uses=pl.len()
    )
    counted = counted.sort(["uses", "type"], descending=[True, False])
    names = counted["type"].to_list()
    rows = sorted_by["type"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
    statistics = {name: share_at(at) for at, name in enumerate(names)}
    found = {} if missing else intervals(statistics, rows, users(sorted_by))
    unknown = int(counted.filter(type=UNKNOWN)["uses"].sum())
    value = [_with_share(row, owned.height, unknown, found.get(row["type"])) for row in counted.to_dicts()]
    method = f"uses by kind of the {kind}'s owner, and their share if all of unknown kind were of it; {BY_SPACES}"
    missing = missing or ("" if types.height else "no owner's kind is known")
    yield plain(f"{prefix}.by_owner_type", "RQ3", value, "uses by spaces", owned.height, method, missing=missing)


def _with_share(
    row: dict[str, Any], whole: int, unknown: int, interval: tuple[float, float] | None
) -> dict[str, Any]:
    low, high = interval or (None, None)
    most = None if row["type"] == UNKNOWN else (row["uses"] + unknown) / whole
    return {**row, "share": row["uses"] / whole, "share_low": low, "share_high": high, "share_at_most": most}
