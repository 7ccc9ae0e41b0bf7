"""The repositories of one kind as the findings on activity see them: whose they are, and in which groups."""

from datetime import UTC, datetime

import polars as pl

__all__ = ["BY", "FLOOR", "UNKNOWN", "described"]

BY = {"year": "year of creation", "owner_kind": "kind of owner"}
"""What repositories are grouped by, beside subfields: column, and what it is."""

UNKNOWN = "unknown"
"""The group of those of whom it is not known."""

FLOOR = datetime(2022, 3, 2, 23, 29, 4, tzinfo=UTC)
"""The Hub dates repositories that are older than its records to this second."""


def described(repositories: pl.DataFrame, owner_types: pl.DataFrame) -> pl.DataFrame:
    """Return the repositories with what they are grouped by.

    Parameters
    ----------
    repositories
        Rows of the table ``repositories``.
    owner_types
        Frame with ``owner`` and ``owner_type``, user or org, of those owners of whom the Hub said it.

    Returns
    -------
    DataFrame
        With ``owner_number`` (one without an owner has a number of its own), ``year`` and ``owner_kind`` besides.
    """
    alone = pl.concat_str(pl.lit("/"), "repo_id")
    created = pl.col("created_at")
    year = pl.when(created <= FLOOR).then(pl.lit("until 2022-03-02")).otherwise(created.dt.year().cast(pl.String))
    return repositories.join(owner_types, on="owner", how="left", maintain_order="left").with_columns(
        owner_number=pl.coalesce("owner", alone).rank("dense") - 1,
        year=year.fill_null(UNKNOWN),
        owner_kind=pl.col("owner_type").replace(_KINDS).fill_null(UNKNOWN),
    )


_KINDS = {"org": "organisation", "user": "person"}
