"""What people decide on a census: who is one person, who is a bot, and how models are sorted into subfields."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hubcensus.errors import CensusError, UsageError
from hubcensus.networks.decisions import Decision, Decisions
from hubcensus.networks.taxonomy import TAXONOMIES, Taxonomy, read_taxonomy, taxonomy_text
from hubcensus.tables.store import Census
from hubcensus.tables.writer import read_stamp, replaced_folder, replaced_text, write_parquet, write_stamp

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "bots",
    "bots_among",
    "candidates",
    "choose_taxonomy",
    "decide",
    "decisions",
    "decisions_path",
    "make_people",
    "one_name_each",
    "strangers",
    "take_decisions",
    "taxonomy",
]


def make_people(census: Census, made_from: str) -> None:
    """Look among all names for those that may be one person's, and for bots; once for these tables."""
    from hubcensus.networks.bots import bot_scores
    from hubcensus.networks.people import candidates as found

    folder = census.folder / "people"
    if read_stamp(folder) == {"people": made_from}:
        return
    names, members, owned, commits = _seen(census)
    with replaced_folder(folder) as aside:
        write_parquet(found(names, members, owned), aside / "candidates.parquet")
        write_parquet(_with_list(bot_scores(commits), names["name"]), aside / "bots.parquet")
        write_stamp(aside, {"people": made_from})


def _with_list(scores: "pl.DataFrame", names: "pl.Series") -> "pl.DataFrame":
    """Add the names that are on the list of known bots, and which these are."""
    import polars as pl

    from hubcensus.networks.bots import bot_list

    listed = pl.DataFrame({"name": bot_list().among(names)}, schema={"name": pl.String}).with_columns(listed=True)
    both = scores.join(listed, on="name", how="full", coalesce=True).with_columns(
        pl.col("points").fill_null(0), pl.col("why").fill_null(""), pl.col("listed").fill_null(False)
    )
    return both.sort(["points", "name"], descending=[True, False])


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
    """Return the names that something speaks for being bots: ``name``, ``points``, ``why``, ``listed``."""
    return _made(census, "bots")


def strangers(census: Census, names: list[str]) -> list[str]:
    """Return those of the names that nobody in the census has."""
    known = {*_seen(census)[0]["name"]} if names else set()
    return [name for name in dict.fromkeys(names) if name not in known]


def bots_among(names: "pl.Series", found: "pl.DataFrame", made: Decisions) -> list[str]:
    """Return the names that count as bots: those listed, likely or decided, but for those decided to be persons.

    Parameters
    ----------
    names
        Of whom.
    found
        What ``bots`` returns.
    made
        What was decided.
    """
    from hubcensus.networks.bots import LIKELY

    likely = {row["name"] for row in found.iter_rows(named=True) if row["listed"] or row["points"] >= LIKELY}
    decided, persons = ({name for (name,) in made.are(what)} for what in ("a bot", "a person"))
    return sorted(((likely | decided) - persons) & set(names))


def one_name_each(
    people: "pl.DataFrame",
    weight: "pl.DataFrame",
    made: Decisions,
    found: "pl.DataFrame | None" = None,
    bots: "Sequence[str]" = (),
) -> "pl.DataFrame | None":
    """Return which of the people, by ``id`` and ``name``, stand under another: ``author`` and ``person``.

    Parameters
    ----------
    people
        Frame with ``id`` and ``name``.
    weight
        Frame with ``id`` and ``weight``; see ``networks.people.persons``.
    made
        What was decided.
    found
        Candidates that count too, unless it was decided that they are two people.
    bots
        Names that are nobody's: what would join one to a person does not count.
    """
    import polars as pl

    from hubcensus.networks.people import persons

    schema = {"name": pl.String, "other_name": pl.String}
    sure = pl.DataFrame(sorted(made.are("one person")), schema=schema, orient="row")
    pairs = sure if found is None else pl.concat([sure, found.select("name", "other_name")])
    pairs = pairs.filter(~pl.any_horizontal(pl.col("name", "other_name").is_in(list(bots))))
    numbers = people.select("name", "id")
    numbered = pairs.join(numbers, on="name", maintain_order="left").join(
        numbers.rename({"name": "other_name", "id": "other"}), on="other_name", maintain_order="left"
    )
    if numbered.is_empty():
        return None
    number = dict(numbers.filter(pl.col("name").is_in([n for two in made.are("two people") for n in two])).rows())
    apart = {tuple(sorted((number[a], number[b]))) for a, b in made.are("two people") if {a, b} <= number.keys()}
    return persons(numbered.select("id", "other"), apart, weight)


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
    made = decisions(census).undone(undone).decided(new)
    replaced_text(decisions_path(census), made.text())
    return made


def take_decisions(census: Census, path: Path) -> Decisions:
    """Add the decisions of a file, which someone else may have made on another census."""
    return decide(census, new=list(_read(path).all), undone=[])


def _read(path: Path) -> Decisions:
    return Decisions.of_text(_text(path, "the decisions"), str(path))


def _text(path: Path, what: str) -> str:
    if not path.is_file():
        raise CensusError(f"{what} in '{path}' cannot be read: it is no file")
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise CensusError(f"{what} in '{path}' cannot be read: it is no UTF-8 text; save it as such") from error
    except OSError as error:
        raise CensusError(f"{what} in '{path}' cannot be read: {error}") from error


def taxonomy(census: Census) -> Taxonomy:
    """Return how models are sorted into subfields: as in the study, unless something else was chosen."""
    path = _taxonomy_path(census)
    text = _text(path, "the taxonomy") if path.exists() else taxonomy_text(TAXONOMIES[0])
    name = next((name for name in TAXONOMIES if taxonomy_text(name) == text), "own")
    return read_taxonomy(text, name)


def choose_taxonomy(census: Census, which: str) -> None:
    """Sort models from now on by a taxonomy that comes with hubcensus, or by that in a file."""
    if which not in TAXONOMIES and not Path(which).is_file():
        raise UsageError(f"there is no taxonomy '{which}': {', '.join(TAXONOMIES)}, or a TOML file of your own")
    text = taxonomy_text(which) if which in TAXONOMIES else _text(Path(which), "the taxonomy")
    read_taxonomy(text, which)
    replaced_text(_taxonomy_path(census), text)


def _taxonomy_path(census: Census) -> Path:
    return census.folder / "taxonomy.toml"
