"""RQ3: what is lost where the use of models is read from the Hub's list of spaces on each model."""

from collections.abc import Iterator

import polars as pl

from hubcensus.findings.finding import Finding, plain
from hubcensus.tables.network import Network

__all__ = ["LISTED_SPACES", "cap"]

LISTED_SPACES = 100
"""The Hub's list of spaces on a model, which the original scripts read, ends after so many."""

_TOP = 10


def cap(part: str, network: Network, missing: str = "") -> Iterator[Finding]:
    """Yield the findings on the uses that the list of spaces on each model would lose, in one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    network
        Its dependency network.
    missing
        Why there is nothing to measure, if so.
    """
    prefix, n = f"adoption.{part}.cap", network.edges.height
    uses = network.edges.group_by(model="target").agg(spaces=pl.len())
    cut = uses.filter(pl.col("spaces") > LISTED_SPACES).with_columns(lost=pl.col("spaces") - LISTED_SPACES)
    lost = int(cut["lost"].sum())
    list_of = f"a list of spaces that ends after {LISTED_SPACES}"
    unused = missing or ("" if n else "no space uses a model of this part")
    for name, value, unit, of, method, why in (
        ("edges_lost", lost, "uses", n, f"uses that {list_of} on each model does not show", missing),
        ("edges_lost_share", lost / n if n else None, "share", n, f"share of all uses lost by {list_of}", unused),
        (
            "models_cut",
            cut.height,
            "models",
            uses.height,
            f"models used by more than {LISTED_SPACES} spaces",
            missing,
        ),
        (
            "models_at_cap",
            uses.filter(pl.col("spaces") == LISTED_SPACES).height,
            "models",
            uses.height,
            f"models used by exactly {LISTED_SPACES} spaces: a sign that the lists were cut before they were read",
            missing,
        ),
        (
            "top",
            cut.sort("lost", "model", descending=[True, False]).head(_TOP).to_dicts(),
            "uses lost",
            cut.height,
            f"models by the uses that {list_of} does not show",
            missing,
        ),
    ):
        yield plain(f"{prefix}.{name}", "RQ3", value, unit, of, method, source="osborne2024", missing=why)
