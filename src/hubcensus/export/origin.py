"""The eleven CSV files of the original scripts, with their names and columns.

Source: ``osborne2024``, the collection scripts of April 2024. What differs on purpose: an unknown is an
empty cell and a zero is 0 (the scripts wrote both as missing); a set of names is a JSON array; the
dependencies come from the spaces' own lists, which do not end at 100.
"""

from collections.abc import Iterator
from pathlib import Path

import narwhals as nw
import polars as pl

from hubcensus.export.cells import write_csv
from hubcensus.kinds import KINDS, Kind
from hubcensus.networks.collaboration import collaboration
from hubcensus.networks.contributions import contributions, dated, shared
from hubcensus.networks.taxonomy import in_subfield, taxonomy_named
from hubcensus.tables.store import Census
from hubcensus.tables.writer import made_folder, replaced_text

__all__ = ["export_origin"]

_ANY = 2**31  # no team is too large for the original
_PARTS = {"all": "", "cv": "-cv", "nlp": "-nlp", "mm": "-mm"}


def export_origin(census: Census, folder: Path) -> list[Path]:
    """Write the eleven files into ``folder`` and return their paths, in the order of the scripts."""
    made_folder(folder)
    written = []
    for name, frame in _files(census):
        replaced_text(folder / name, write_csv(frame))
        written.append(folder / name)
    return written


def _files(census: Census) -> Iterator[tuple[str, pl.DataFrame]]:
    for kind in KINDS:
        yield f"hf-data-{kind.plural}.csv", _data(census, kind)
    for part, ending in _PARTS.items():
        yield f"hf-edgelist-contributors{ending}.csv", _edges(census, part)
    for part, ending in _PARTS.items():
        _, edges = census.network("dependencies")
        listed = _models(census, part).select(target="repo_id").collect(engine="streaming")
        uses = edges.join(listed, on="target", how="semi", maintain_order="left")
        yield f"hf-edgelist-spaces-dependencies{ending}.csv", uses


def _edges(census: Census, part: str) -> pl.DataFrame:
    """Return who works with whom as the script for a part of the Hub wrote it: everyone, all commits, all loops."""
    models = _models(census, part).select("repository")
    rows = nw.from_native(census.newest("commit_authors").join(models, on="repository", how="semi"))
    commits = nw.from_native(census.newest("commits").filter(kind="model"))
    ties = collaboration(contributions(dated(rows, commits), largest_team=_ANY), "osborne2024")
    alone = shared(rows).filter(nw.col("authors") == 1).select("repository")
    led = rows.filter(nw.col("position") == 0).join(alone, on="repository", how="semi")
    loops = led.group_by("author").agg(weight=nw.len()).select(source="author", target="author", weight="weight")
    frames = [edges.select("source", "target", freq=nw.col("weight").cast(nw.Int64)) for edges in (ties, loops)]
    found: pl.DataFrame = nw.concat(frames).to_native().collect(engine="streaming")
    return found.sort("source", "target")


def _models(census: Census, part: str) -> pl.LazyFrame:
    """Return the models of a part of the Hub as the scripts sort them, whatever the taxonomy of the census."""
    models = census.newest("repositories").filter(kind="model")
    if part == "all":
        return models
    subfield = next(one for one in taxonomy_named("osborne2024").subfields if one.name == part)
    tags = nw.from_native(census.newest("tags").filter(kind="model"))
    return models.join(in_subfield(tags, subfield).to_native(), on="repository", how="semi")


def _data(census: Census, kind: Kind) -> pl.DataFrame:
    """Return one row a repository, as the script for its kind wrote it."""
    rows = census.newest("repositories").filter(kind=kind.name)
    opener = pl.col("author").fill_null("deleted")  # what the client of the Hub that the scripts used says
    frame = (
        rows.join(
            _names(census, "tags", pl.col("tag"), ordered=True), on="repository", how="left", maintain_order="left"
        )
        .join(_names(census, "commit_authors", pl.col("author")), on="repository", how="left", maintain_order="left")
        .join(_names(census, "discussions", opener), on="repository", how="left", maintain_order="left")
        .sort("repository")
        .select(
            pl.col("owner"),
            pl.col("name").alias(kind.name),
            pl.col("repo_id").alias("id"),
            pl.col("last_modified_at").dt.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").alias("lastModified"),
            pl.col("license"),
            pl.when("has_tags").then(pl.col("tags").fill_null([])).alias("tags"),
            pl.col("likes"),
            pl.col("downloads"),
            pl.col("commits"),
            pl.when(pl.col("commits").is_not_null())
            .then(pl.col("commit_authors").fill_null([]))
            .alias("commits_contributors"),
            pl.col("discussions"),
            pl.when(pl.col("discussions").is_not_null())
            .then(pl.col("discussions_right").fill_null([]))
            .alias("discussions_contributors"),
        )
        .collect(engine="streaming")
    )
    if "downloads" not in kind.variables:
        frame = frame.drop("downloads")
    return frame


def _names(census: Census, table: str, name: pl.Expr, *, ordered: bool = False) -> pl.LazyFrame:
    """Return the list of names a repository has in a table: as they stand, or else as a set in order."""
    rows = census.newest(table).group_by("repository", maintain_order=True)
    return rows.agg((name if ordered else name.unique().sort()).alias(table))
