"""RQ3: how model adoption is distributed, and who its key actors are."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.tables.network import Network

__all__ = ["adoption"]

_TOP = 10


def adoption(part: str, network: Network, missing: str = "", kind: str = "model") -> Iterator[Finding]:
    """Yield the findings on the use of models, or of datasets, by spaces in one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield; ``datasets`` for these.
    network
        Its dependency network.
    missing
        Why there is nothing to measure, if so.
    kind
        What is used: ``model`` or ``dataset``.
    """
    prefix = f"adoption.{part}"
    listed = network.nodes.filter(pl.col("listed"), kind=kind)
    uses = network.edges.group_by("target").len("spaces").sort(["spaces", "target"], descending=[True, False])
    n, used = network.edges.height, uses.height
    n_spaces = network.edges["source"].n_unique()
    of_part = f"{kind} of this part" if kind == "model" else kind
    none_listed = "" if listed.height else f"no {of_part} was listed"
    for name, value, unit, method in (
        ("spaces", n_spaces, "spaces", f"spaces that use at least one {of_part}"),
        ("edges", n, "uses", f"different pairs of a space and a {kind} that it uses"),
        (f"{kind}s_in_spaces", used, f"{kind}s", f"different {kind}s used by a space"),
    ):
        yield plain(f"{prefix}.{name}", "RQ3", value, unit, n, method, source="osborne2024", missing=missing)
    yield plain(
        f"{prefix}.{kind}s",
        "RQ3",
        listed.height,
        f"{kind}s",
        listed.height,
        f"{of_part.replace(kind, f'{kind}s')} in the listing",
        missing=none_listed,
    )
    unused = listed.join(uses, left_on="name", right_on="target", how="anti").height
    yield plain(
        f"{prefix}.unused_share",
        "RQ3",
        unused / listed.height if listed.height else None,
        "share",
        listed.height,
        f"listed {of_part.replace(kind, f'{kind}s')} that no listed space uses",
        missing=missing or none_listed,
    )
    yield from _in_degree(prefix, uses, missing or ("" if used else f"no space uses a {of_part}"), kind)
    yield from _top(prefix, uses, missing, kind)


def _in_degree(prefix: str, uses: pl.DataFrame, missing: str, kind: str) -> Iterator[Finding]:
    counts = uses["spaces"].to_numpy().astype(np.float64)
    of = counts if counts.size else None
    unit = f"spaces per used {kind}"
    yield measured(f"{prefix}.in_degree_mean", "RQ3", "mean", of, counts.size, unit=unit, missing=missing)
    yield measured(f"{prefix}.in_degree_median", "RQ3", "median", of, counts.size, unit=unit, missing=missing)
    yield plain(
        f"{prefix}.in_degree_max",
        "RQ3",
        int(counts.max()) if counts.size else None,
        "spaces",
        counts.size,
        f"spaces of the most used {kind}",
        missing=missing,
    )
    yield measured(f"{prefix}.top_1pct_share", "RQ3", "top_share", of, counts.size, missing=missing, top=0.01)
    yield measured(f"{prefix}.gini", "RQ3", "gini", of, counts.size, missing=missing)
    yield measured(
        f"{prefix}.ccdf", "RQ3", "ccdf", of, counts.size, missing=missing, unit=f"[{unit}, share of used {kind}s]"
    )


def _top(prefix: str, uses: pl.DataFrame, missing: str, kind: str) -> Iterator[Finding]:
    most = uses.head(_TOP).select(pl.col("target").alias(kind), "spaces").to_dicts()
    owners = (
        uses.filter(pl.col("target").str.contains("/", literal=True))
        .group_by(owner=pl.col("target").str.split("/").list.first())
        .agg(pl.len().alias(f"{kind}s"), uses=pl.col("spaces").sum())
        .sort(["uses", "owner"], descending=[True, False])
        .head(_TOP)
    )
    method = f"{kind}s by the number of spaces"
    yield plain(f"{prefix}.top_{kind}s", "RQ3", most, "spaces", uses.height, method, missing=missing)
    yield plain(
        f"{prefix}.top_owners",
        "RQ3",
        owners.to_dicts(),
        "uses by spaces",
        uses.height,
        f"owners of {kind}s by the number of uses; {kind}s without an owner are left out",
        missing=missing,
    )
