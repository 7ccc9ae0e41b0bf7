"""RQ3: how model adoption is distributed, and who its key actors are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from hubcensus.findings.distribution import Sample
from hubcensus.findings.finding import Finding, measured, plain
from hubcensus.tables.network import Network

__all__ = ["adoption", "sample_of"]

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
    counted = listed.join(uses, left_on="name", right_on="target", how="left", maintain_order="left")
    counted = counted.with_columns(pl.col("spaces").fill_null(0))
    none = missing or none_listed
    of = None if none else sample_of(counted, "name")
    one = measured(
        f"{prefix}.unused_share",
        "RQ3",
        "zero_share",
        None if of is None else of.counts,
        listed.height,
        missing=none,
        weights=None if of is None else of.weights,
    )
    about = f"listed {of_part.replace(kind, f'{kind}s')} that no listed space uses"
    found = {} if of is None else of.intervals({"unused_share": {"measure": "zero_share"}})
    yield replace(one, method=about, source="osborne2024").within(*found.get("unused_share", ()))
    rows = [] if none else _by_spaces(counted, kind)
    about = f"listed {of_part.replace(kind, f'{kind}s')} by the number of spaces that use them"
    yield plain(f"{prefix}.by_spaces", "RQ3", rows, f"{kind}s", listed.height, about, missing=none)
    yield from _in_degree(prefix, uses, missing or ("" if used else f"no space uses a {of_part}"), kind)
    yield from _top(prefix, uses, missing, kind)


def sample_of(uses: pl.DataFrame, name: str) -> Sample:
    """Return how many ``spaces`` use each model, whose id is in column ``name``, and whose it is.

    One without an owner is its own.
    """
    owner = pl.col(name).str.split("/").list.first()
    owned = pl.col(name).str.contains("/", literal=True)
    alone = pl.when(owned).then(owner).otherwise(pl.concat_str(pl.lit("/"), name))
    return Sample.of(uses["spaces"], uses.select(alone.rank("dense")).to_series())


def _by_spaces(counted: pl.DataFrame, kind: str) -> list[dict[str, Any]]:
    n = {label: int(counted["spaces"].is_between(*ends).sum()) for label, ends in _SPACES.items()}
    return [{"spaces": label, f"{kind}s": of, "share": of / counted.height} for label, of in n.items()]


_SPACES = {
    "0": (0, 0),
    "1": (1, 1),
    "2": (2, 2),
    "3 to 10": (3, 10),
    "11 to 100": (11, 100),
    "more than 100": (101, 10**9),
}


def _in_degree(prefix: str, uses: pl.DataFrame, missing: str, kind: str) -> Iterator[Finding]:
    sample, unit = sample_of(uses, "target"), f"spaces per used {kind}"
    n, of, weights = sample.n, None if missing else sample.counts, sample.weights
    found = {} if missing else sample.intervals(_ESTIMATED)
    for name, asked in _ESTIMATED.items():
        about: dict[str, Any] = {"unit": unit if name.startswith("in_degree") else "", "missing": missing, **asked}
        yield measured(f"{prefix}.{name}", "RQ3", of=of, n=n, weights=weights, **about).within(*found.get(name, ()))
    most = int(sample.counts[-1]) if n else None
    method = f"spaces of the most used {kind}"
    yield plain(f"{prefix}.in_degree_max", "RQ3", most, "spaces", n, method, missing=missing)
    unit = f"[{unit}, share of used {kind}s]"
    yield measured(f"{prefix}.ccdf", "RQ3", "ccdf", of, n, missing=missing, unit=unit, weights=weights)


_ESTIMATED: dict[str, dict[str, Any]] = {
    "in_degree_mean": {"measure": "mean"},
    "in_degree_median": {"measure": "median"},
    "top_1pct_share": {"measure": "top_share", "top": 0.01},
    "gini": {"measure": "gini"},
}


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
