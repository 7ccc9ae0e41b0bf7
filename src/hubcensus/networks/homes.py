"""Where developers work: mostly on models of their own, of another person, of an organisation, or of another."""

import narwhals as nw
import polars as pl

from hubcensus.networks.contributions import Frame

__all__ = ["HOMES", "TOLD", "homes", "owner_types"]

HOMES = ("own", "person", "organisation", "another")
"""Whose models somebody works on, in the order in which equals are decided; another is of neither known kind."""


def owner_types(owners: Frame, discussions: Frame, repositories: Frame) -> Frame:
    """Return what kind of account owners have, of those of whom the Hub said it: asked for them, or by the way.

    Parameters
    ----------
    owners
        Frame with ``owner`` and ``owner_type``: what the Hub said when it was asked, null if nothing.
    discussions
        Frame with ``repository`` and ``owner_type``: whose repository a discussion is about, user or org.
    repositories
        Frame with ``repository`` and ``owner``.

    Returns
    -------
    Frame
        Frame with ``owner`` and ``owner_type``, one row an owner.
    """
    told = discussions.filter(~nw.col("owner_type").is_null()).select("repository", "owner_type").unique()
    owned = repositories.filter(~nw.col("owner").is_null()).select("repository", "owner")
    by_the_way = told.join(owned, on="repository").group_by("owner").agg(nw.col("owner_type").max())
    known = owners.filter(~nw.col("owner_type").is_null())
    asked = known.group_by("owner").agg(nw.col("owner_type").max())  # one a snapshot, and they may differ
    return nw.concat([asked, by_the_way.join(asked, on="owner", how="anti")])


def homes(members: pl.LazyFrame, owned: pl.LazyFrame) -> pl.DataFrame:
    """Return whose models each developer mostly works on, of those that have an owner.

    Parameters
    ----------
    members
        Frame with ``repository`` and ``name``: who has a commit to what, each once.
    owned
        Frame with ``repository``, ``owner`` and ``owner_type``: user or org, null if the Hub did not say.

    Returns
    -------
    DataFrame
        ``name`` and ``home``, one of ``HOMES``, by name; without those who work on models without an owner only.
    """
    whose = (
        pl.when(pl.col("owner") == pl.col("name"))
        .then(pl.lit(HOMES.index("own")))
        .otherwise(pl.col("owner_type").replace_strict(_TYPES, default=HOMES.index("another"), return_dtype=pl.Int32))
    )
    found = members.join(owned, on="repository").drop_nulls("owner").select("name", whose=whose)
    counted = found.group_by("name", "whose").len().sort(["name", "len", "whose"], descending=[False, True, False])
    first = counted.group_by("name", maintain_order=True).first()
    named = pl.col("whose").replace_strict(dict(enumerate(HOMES)), return_dtype=pl.String)
    return first.select("name", home=named).collect().sort("name")


TOLD = ("person", "organisation")
"""Those that only the Hub can tell apart."""

_TYPES = {"user": HOMES.index("person"), "org": HOMES.index("organisation")}
