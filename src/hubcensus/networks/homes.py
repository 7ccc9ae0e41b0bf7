"""Where developers work: mostly on models of their own, of another person, or of an organisation."""

import polars as pl

__all__ = ["HOMES", "homes"]

HOMES = ("own", "person", "organisation")
"""Whose models somebody works on, in the order in which equals are decided."""


def homes(members: pl.LazyFrame, owned: pl.LazyFrame) -> pl.DataFrame:
    """Return whose models each developer mostly works on, of those whose owner is known.

    Parameters
    ----------
    members
        Frame with ``repository`` and ``name``: who has a commit to what, each once.
    owned
        Frame with ``repository``, ``owner`` and ``owner_type``: user or org, null if the Hub did not say.

    Returns
    -------
    DataFrame
        ``name`` and ``home``, one of ``HOMES``, by name; without those of whom nothing is known.
    """
    whose = (
        pl.when(pl.col("owner") == pl.col("name"))
        .then(pl.lit(HOMES.index("own")))
        .otherwise(pl.col("owner_type").replace_strict(_TYPES, default=None, return_dtype=pl.Int32))
    )
    found = members.join(owned, on="repository").select("name", whose=whose).drop_nulls()
    counted = found.group_by("name", "whose").len().sort(["name", "len", "whose"], descending=[False, True, False])
    first = counted.group_by("name", maintain_order=True).first()
    named = pl.col("whose").replace_strict(dict(enumerate(HOMES)), return_dtype=pl.String)
    return first.select("name", home=named).collect().sort("name")


_TYPES = {"user": HOMES.index("person"), "org": HOMES.index("organisation")}
