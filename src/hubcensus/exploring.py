"""What the explorer is made from: the frames of a census that say something of its nodes."""

import polars as pl

from hubcensus.networks.engines import engine_named
from hubcensus.networks.taxonomy import Taxonomy
from hubcensus.owners import kinds_of_owners
from hubcensus.report.explorer.columns import Facts
from hubcensus.review import bots, bots_among, decisions
from hubcensus.standing import Standing, tables_on
from hubcensus.tables.store import Census

__all__ = ["facts_of"]

_COUNTS = ("likes", "downloads", "downloads_all_time", "commits", "contributors", "discussions")


def facts_of(census: Census, sorted_by: Taxonomy) -> Facts:
    """Return what a census knows of developers and of repositories, from its newest snapshots."""
    engine, made, found = engine_named("polars"), decisions(census), bots(census)
    standing = Standing(tables_on(engine, census), engine, made, found)
    developers = standing.careers().join(standing.homes(), on="name", how="left", maintain_order="left")
    nobody = bots_among(developers["name"], found, made)
    return Facts(
        developers.with_columns(bot=pl.col("name").is_in(nobody)),
        _repositories(census, standing.owner_types()),
        {subfield.name: subfield.title for subfield in sorted_by.subfields},
    )


def _repositories(census: Census, types: pl.DataFrame) -> pl.DataFrame:
    known = kinds_of_owners(types.iter_rows(), census.folder)
    rows = census.newest("repositories").select(
        "kind",
        "license",
        *_COUNTS,
        name="repo_id",
        task="pipeline_tag",
        created_day=pl.col("created_at").dt.epoch("d").cast(pl.Int64),
        owner_kind=pl.col("owner").replace_strict(known, default=None, return_dtype=pl.String),
    )
    return rows.collect().unique(["kind", "name"], keep="first", maintain_order=True)
