"""What the explorer says of a node: the columns that the tables of the census have for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import polars as pl

from hubcensus.networks.homes import HOMES
from hubcensus.owners import actor_types
from hubcensus.report.explorer.view import Column, Type

__all__ = ["Facts", "columns_of"]


@dataclass(frozen=True, eq=False)
class Facts:
    """What a census knows of nodes, beside its networks.

    Parameters
    ----------
    developers
        Frame with ``name``, each once, and any of: ``commits``, ``models``, ``first_day`` and ``last_day`` (days
        since 1970), ``home`` (one of ``networks.homes.HOMES``), ``bot``.
    repositories
        Frame with ``kind`` and ``name``, each once, and any of: ``owner_kind``, ``created_day``, ``likes``,
        ``downloads``, ``downloads_all_time``, ``commits``, ``contributors``, ``discussions``, ``license``, ``task``.
    subfields
        Titles of the subfields by their names, in order.
    """

    developers: pl.DataFrame
    repositories: pl.DataFrame
    subfields: dict[str, str]

    @property
    def parts(self) -> dict[str, str]:
        """The subfields that can be chosen: each is a bit of a number, so they are the first 31."""
        return dict(islice(self.subfields.items(), 31))


_KNOWN: dict[str, tuple[str, Type]] = {
    "kind": ("kind", "choice"),
    "commits": ("commits", "number"),
    "models": ("models worked on", "number"),
    "likes": ("likes", "number"),
    "downloads": ("downloads in 30 days", "number"),
    "downloads_all_time": ("downloads of all time", "number"),
    "contributors": ("contributors", "number"),
    "discussions": ("discussions", "number"),
    "first_day": ("first commit", "day"),
    "last_day": ("last commit", "day"),
    "created_day": ("created", "day"),
    "home": ("works mostly on", "choice"),
    "owner_kind": ("kind of owner", "choice"),
    "license": ("licence", "choice"),
    "task": ("task", "choice"),
}
_HOMES = dict(
    zip(
        HOMES,
        ("models of their own", "another person's models", "an organisation's models", "others' models"),
        strict=True,
    )
)


def columns_of(nodes: pl.DataFrame, out: str, back: str, facts: Facts) -> Iterator[Column]:
    """Yield the columns of these nodes of which anything is known.

    Parameters
    ----------
    nodes
        Frame with ``kind``, ``name``, ``ties``, ``out``, ``back``, ``core``, ``community`` and ``subfields`` (bits).
    out, back
        What a tie says of its source, and of its target; equal if there are no directions.
    facts
        What else is known.
    """
    listed = _listed(nodes, facts)
    yield Column("ties", "ties", "number", nodes["ties"], {})
    if out != back:
        yield Column("out", out, "number", listed["out"], {})
        yield Column("back", back, "number", nodes["back"], {})
    yield Column("core", "core", "number", nodes["core"], {})
    yield Column("community", "community", "group", nodes["community"], {})
    yield Column("subfields", "subfields", "set", listed["subfields"], facts.parts)
    known = nodes.select("kind", "name").join(
        facts.repositories, on=["kind", "name"], how="left", maintain_order="left"
    )
    if (nodes["kind"] == "developer").any():
        known = nodes.select("name").join(facts.developers, on="name", how="left", maintain_order="left")
    for name, (title, type_) in _KNOWN.items():
        if name in known and known[name].null_count() < nodes.height:
            yield Column(name, title, type_, known[name], _titles(name))


def _listed(nodes: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Return the nodes with nothing in what their own listing says, if they are repositories that are not listed."""
    there = facts.repositories.select("kind", "name", there=True)
    known = nodes.join(there, on=["kind", "name"], how="left", maintain_order="left")
    is_known = pl.col("there") | (pl.col("kind") == "developer")
    return known.with_columns(
        pl.when(is_known | (pl.col("out") > 0)).then("out").alias("out"),
        pl.when(is_known).then("subfields").alias("subfields"),
    )


def _titles(name: str) -> dict[str, str]:
    if name == "owner_kind":
        return {one.name: one.title for one in actor_types()}
    return _HOMES if name == "home" else {}
