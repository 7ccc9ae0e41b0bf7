"""RQ3: how model adoption is distributed, and who its key actors are."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.tables.network import Network

__all__ = ["adoption"]

_TOP = 10


def adoption(part: str, network: Network, missing: str = "") -> Iterator[Finding]:
    """Yield the findings on the use of models by spaces in one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    network
        Its dependency network.
    missing
        Why there is nothing to measure, if so.
    """
    prefix = f"adoption.{part}"
    models = network.nodes.filter(kind="model")
    listed = models.filter("listed")
    uses = network.edges.group_by("target").len("spaces").sort(["spaces", "target"], descending=[True, False])
    n, used = network.edges.height, uses.height
    n_spaces = network.edges["source"].n_unique()
    for name, value, unit, method in (
        ("spaces", n_spaces, "spaces", "spaces that use at least one model of this part"),
        ("edges", n, "uses", "different pairs of a space and a model that it uses"),
        ("models_in_spaces", used, "models", "different models used by a space"),
    ):
        yield plain(f"{prefix}.{name}", "RQ3", value, unit, n, method, source="osborne2024", missing=missing)
    yield plain(
        f"{prefix}.models",
        "RQ3",
        listed.height,
        "models",
        listed.height,
        "models of this part in the listing",
        missing="" if listed.height else "no model of this part was listed",
    )
    unused = listed.join(uses, left_on="name", right_on="target", how="anti").height
    yield plain(
        f"{prefix}.unused_share",
        "RQ3",
        unused / listed.height if listed.height else None,
        "share",
        listed.height,
        "listed models of this part that no listed space uses",
        missing=missing or ("" if listed.height else "no model of this part was listed"),
    )
    yield from _in_degree(prefix, uses, missing)
    yield from _top(prefix, uses, missing)


def _in_degree(prefix: str, uses: pl.DataFrame, missing: str) -> Iterator[Finding]:
    counts = uses["spaces"].to_numpy().astype(np.float64)
    of = counts if counts.size else None
    missing = missing or ("" if counts.size else "no space uses a model of this part")
    unit = "spaces per used model"
    yield measured(f"{prefix}.in_degree_mean", "RQ3", "mean", of, counts.size, unit=unit, missing=missing)
    yield measured(f"{prefix}.in_degree_median", "RQ3", "median", of, counts.size, unit=unit, missing=missing)
    yield plain(
        f"{prefix}.in_degree_max",
        "RQ3",
        int(counts.max()) if counts.size else None,
        "spaces",
        counts.size,
        "spaces of the most used model",
        missing=missing,
    )
    yield measured(f"{prefix}.top_1pct_share", "RQ3", "top_share", of, counts.size, missing=missing, top=0.01)
    yield measured(f"{prefix}.gini", "RQ3", "gini", of, counts.size, missing=missing)
    yield measured(
        f"{prefix}.ccdf", "RQ3", "ccdf", of, counts.size, missing=missing, unit=f"[{unit}, share of used models]"
    )


def _top(prefix: str, uses: pl.DataFrame, missing: str) -> Iterator[Finding]:
    models = [{"model": row["target"], "spaces": row["spaces"]} for row in uses.head(_TOP).iter_rows(named=True)]
    owners = (
        uses.filter(pl.col("target").str.contains("/", literal=True))
        .group_by(owner=pl.col("target").str.split("/").list.first())
        .agg(models=pl.len(), uses=pl.col("spaces").sum())
        .sort(["uses", "owner"], descending=[True, False])
        .head(_TOP)
    )
    yield plain(
        f"{prefix}.top_models",
        "RQ3",
        models,
        "spaces",
        uses.height,
        "models by the number of spaces",
        missing=missing,
    )
    yield plain(
        f"{prefix}.top_owners",
        "RQ3",
        list(owners.iter_rows(named=True)),
        "uses by spaces",
        uses.height,
        "owners of models by the number of uses; models without an owner are left out",
        missing=missing,
    )
