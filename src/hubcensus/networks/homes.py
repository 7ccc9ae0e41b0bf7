"""Where developers work: mostly on models of their own, of another person, of an organisation, or of another."""

import polars as pl

__all__ = ["HOMES", "homes"]

HOMES = ("own", "person", "organisation", "another")
"""Whose models somebody works on, in the order in which equals are decided; another is of neither known kind."""


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


_TYPES = {"user": HOMES.index("person"), "org": HOMES.index("organisation")}
