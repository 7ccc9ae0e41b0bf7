"""The repositories of one kind as the findings on activity see them: whose they are, and in which groups."""

import polars as pl

from hubcensus.breaks import DATED_FROM
from hubcensus.licenses import classes_of, group_of, license_table

__all__ = ["BY", "DESCRIBED", "LICENSE_GROUPS", "UNKNOWN", "described", "place"]

BY = {
    "year": "year of creation",
    "license": "class of licence",
    "owner_kind": "kind of owner",
    "contributors": "number of contributors",
}
"""What repositories are grouped by, beside subfields: a name for ids, and what it is."""

LICENSE_GROUPS = ("permissive", "restrictive", "none")
"""The study's groups of licences, in the order in which they are shown."""

DESCRIBED = ("repository", "repo_id", "owner", "created_at", "license", "license_name", "has_tags")
"""The columns of ``repositories`` that findings on activity read, beside counts."""

UNKNOWN = "unknown"
"""The group of those of whom it is not known."""


def described(repositories: pl.DataFrame, owner_types: pl.DataFrame) -> pl.DataFrame:
    """Return the repositories with what they are grouped by.

    Parameters
    ----------
    repositories
        Rows of the table ``repositories``, with the columns ``DESCRIBED`` and counts.
    owner_types
        Frame with ``owner`` and ``owner_type``, user or org, of those owners of whom the Hub said it.

    Returns
    -------
    DataFrame
        With ``owner_number`` (one without an owner has a number of its own), ``license_class``, ``license_group``
        (``no group`` for classes that are in none), and ``by_NAME`` for each name in ``BY`` besides; what is not
        known is in the group ``UNKNOWN``.
    """
    alone = pl.concat_str(pl.lit("/"), "repo_id")
    named = classes_of(repositories["license"], repositories["license_name"])
    classes = pl.when("has_tags").then(named).otherwise(pl.lit(UNKNOWN))
    groups = {name: group_of(name) or "no group" for name in license_table().classes}
    return (
        repositories.join(owner_types, on="owner", how="left", maintain_order="left")
        .with_columns(owner_number=pl.coalesce("owner", alone).rank("dense") - 1, license_class=classes)
        .with_columns(
            license_group=pl.col("license_class").replace(groups),
            by_year=_year().fill_null(UNKNOWN),
            by_license=pl.col("license_class"),
            by_owner_kind=pl.col("owner_type").replace(_KINDS).fill_null(UNKNOWN),
            by_contributors=_team().fill_null(UNKNOWN),
        )
    )


def place(group: str) -> tuple[bool, str]:
    """Return what groups are sorted by: their names, but those of before a date come before its year."""
    return not group.endswith("or before"), group


_KINDS = {"org": "organisation", "user": "person"}
_TEAMS = {0: "0", 1: "1", 2: "2", 5: "3 to 5", 10: "6 to 10"}


def _year() -> pl.Expr:
    created = pl.col("created_at")
    year = created.dt.year().cast(pl.String)
    return pl.when(created < DATED_FROM).then(pl.lit("2022-03-02 or before")).otherwise(year)


def _team() -> pl.Expr:
    contributors, team = pl.col("contributors"), pl.lit("more than 10")
    for most, label in reversed(_TEAMS.items()):
        team = pl.when(contributors <= most).then(pl.lit(label)).otherwise(team)
    return pl.when(contributors.is_not_null()).then(team)
