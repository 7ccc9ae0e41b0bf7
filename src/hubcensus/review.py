"""Who is who in a census: names that may be one person's, names that may be bots, and what people decided on them."""

from pathlib import Path
from typing import TYPE_CHECKING

from hubcensus.errors import CensusError
from hubcensus.networks.decisions import Decision, Decisions
from hubcensus.tables.store import Census
from hubcensus.tables.writer import read_stamp, replaced_folder, replaced_text, write_parquet, write_stamp

if TYPE_CHECKING:
    import polars as pl

__all__ = ["bots", "candidates", "decide", "decisions", "decisions_path", "make_people", "take_decisions"]


def make_people(census: Census, made_from: str) -> None:
    """Look for names that may be one person's and for bots among all names, unless that was done with these tables."""
    from hubcensus.networks.bots import bot_scores
    from hubcensus.networks.people import candidates as found

    folder = census.folder / "people"
    if read_stamp(folder) == {"people": made_from}:
        return
    names, members, owned, commits = _seen(census)
    with replaced_folder(folder) as aside:
        write_parquet(found(names, members, owned), aside / "candidates.parquet")
        write_parquet(bot_scores(commits), aside / "bots.parquet")
        write_stamp(aside, {"people": made_from})


def _seen(census: Census) -> "tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.LazyFrame]":
    """Return all names, who has a commit to what, whose it is, and all commits with their authors."""
    import polars as pl

    repositories = census.newest("repositories").select("repository", "owner", "kind")
    authors = census.newest("commit_authors").select("repository", "commit", name="author")
    openers = census.newest("discussions").select(name="author")
    owned = repositories.drop_nulls("owner").select("repository", "owner")
    everyone = pl.concat([authors.select("name"), openers, owned.select(name="owner")]).drop_nulls().unique()
    names = everyone.collect(engine="streaming").sort("name").with_row_index("id")
    names = names.with_columns(pl.col("id").cast(pl.Int64))
    held = authors.select("repository", "name").unique().join(names.lazy(), on="name")
    members = held.select("repository", author="id").collect(engine="streaming").sort("repository", "author")
    said = census.newest("commits").select("repository", "commit", "title", "committed_at")
    commits = authors.join(said, on=["repository", "commit"]).join(owned, on="repository", how="left")
    return names, members, owned.collect(engine="streaming"), commits


def candidates(census: Census) -> "pl.DataFrame":
    """Return the pairs of names that may be one person's: ``name``, ``other_name``, ``points``, ``why``."""
    return _made(census, "candidates").select("name", "other_name", "points", "why")


def bots(census: Census) -> "pl.DataFrame":
    """Return the names that something speaks for being bots: ``name``, ``points``, ``why``."""
    return _made(census, "bots")


def _made(census: Census, name: str) -> "pl.DataFrame":
    import polars as pl

    return pl.read_parquet(census.folder.absolute() / "people" / f"{name}.parquet", glob=False)


def decisions_path(census: Census) -> Path:
    """Return the path of the decisions of a census, whether or not there are any."""
    return census.folder / "people.toml"


def decisions(census: Census) -> Decisions:
    """Return what was decided; nothing if there is no file."""
    path = decisions_path(census)
    return _read(path) if path.exists() else Decisions()


def decide(census: Census, *, new: list[Decision], undone: list[tuple[str, ...]]) -> Decisions:
    """Take decisions back, add new ones in place of earlier ones on the same names, and write them down."""
    made = decisions(census)
    for names in undone:
        made = made.undone(names)
    for one in new:
        made = made.decided(one.names, one.are)
    replaced_text(decisions_path(census), made.text())
    return made


def take_decisions(census: Census, path: Path) -> Decisions:
    """Add the decisions of a file, which someone else may have made on another census."""
    return decide(census, new=list(_read(path).all), undone=[])


def _read(path: Path) -> Decisions:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CensusError(f"the decisions in '{path}' cannot be read: {error}") from error
    return Decisions.of_text(text, str(path))
