"""Who counts as a person in the networks of a census: as they are named, without bots, with alias candidates."""

from collections.abc import Callable

import narwhals as nw
import polars as pl

from hubcensus.findings import Variant
from hubcensus.networks.careers import careers
from hubcensus.networks.contributions import LARGEST_TEAM, Frame, dated, known_as, shared
from hubcensus.networks.decisions import Decisions
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import ground_of
from hubcensus.networks.homes import homes, owner_types
from hubcensus.networks.people import THRESHOLDS
from hubcensus.review import bots_among, one_name_each
from hubcensus.tables.store import Census

__all__ = ["Standing", "tables_on"]


class Standing:
    """The ground of all networks of a census, with the decisions on who is one person.

    Parameters
    ----------
    table
        Gives a table of the newest snapshot by its name, as a frame of the engine.
    engine
        Runs the joins.
    made
        What was decided.
    bots_found
        What ``review.bots`` returns.
    """

    def __init__(
        self, table: Callable[[str], Frame], engine: Engine, made: Decisions, bots_found: pl.DataFrame
    ) -> None:
        self.table = table
        self.engine = engine
        named = ground_of(table, engine.keep)
        self._made = made
        self.people = engine.collect(named.people)
        self._bots = bots_among(self.people["name"], bots_found, made)
        self._weight = engine.collect(named.members.group_by("author").agg(weight=nw.len()).rename({"author": "id"}))
        self.ground = named.known_as(self._aliases(None), ())

    def variants(self, found: pl.DataFrame) -> list[Variant]:
        """Return the decisions on who counts under which the statements are measured; chance is under the first.

        Parameters
        ----------
        found
            What ``review.candidates`` returns.
        """
        bots = self._numbers(self._bots)
        candidates = {least: self._aliases(found.filter(pl.col("points") >= least)) for least in THRESHOLDS}
        return [
            Variant("without_bots", "bots left out", None, bots),
            Variant("as_named", "bots among the developers", None, ()),
            *(
                Variant(
                    f"aliases_{least}", f"bots left out, names alike by {least} points as one person", aliases, bots
                )
                for least, aliases in candidates.items()
            ),
        ]

    def set_aside(self, models: Frame | None) -> tuple[int, int, int]:
        """Return how many of these models have commits that were read, and of these too many authors.

        The third is how many commits to them stand for a squashed history.
        """
        members, commits = self.ground.members, self.table("commits").filter(nw.col("kind") == "model")
        if models is not None:
            members, commits = (each.join(models, on="repository", how="semi") for each in (members, commits))
        teams = self.engine.collect(shared(members))
        squashed = self.engine.collect(commits.filter(nw.col("squash").fill_null(False)).select(nw.len()))
        return teams.height, teams.filter(pl.col("authors") > LARGEST_TEAM).height, int(squashed.item())

    def homes(self) -> pl.DataFrame:
        """Return whose models developers mostly work on, of those of whom it is known; see ``networks.homes``."""
        owned = self.table("repositories").filter(nw.col("kind") == "model").select("repository", "owner")
        types = self.engine.frame(self.owner_types())
        named = self.ground.members.join(self.ground.people.rename({"id": "author"}), on="author")
        frames = (named.select("repository", "name"), owned.join(types, on="owner", how="left"))
        return homes(*(self.engine.collect(frame).lazy() for frame in frames))

    def careers(self) -> pl.DataFrame:
        """Return what each developer did, by ``name``; see ``networks.careers``."""
        models = {name: self.table(name).filter(nw.col("kind") == "model") for name in ("commit_authors", "commits")}
        squashed = models["commits"].filter(nw.col("squash").fill_null(False)).select("repository", "commit")
        rows = models["commit_authors"].select("repository", "commit", name="author")
        rows = dated(rows.join(squashed, on=["repository", "commit"], how="anti"), models["commits"])
        people = self.engine.frame(self.people)
        numbered = rows.join(people, on="name").rename({"id": "author"})
        found = careers(known_as(numbered, self._aliases(None)))
        named = found.join(people, left_on="author", right_on="id").drop("author")
        return self.engine.collect(named).sort("name")

    def owner_types(self) -> pl.DataFrame:
        """Return what kind of account owners have, of those of whom the Hub said it; see ``networks.homes``."""
        told = (self.table(name) for name in ("owners", "discussions", "repositories"))
        return self.engine.collect(owner_types(*told)).sort("owner")

    def _aliases(self, found: pl.DataFrame | None) -> Frame | None:
        aliases = one_name_each(self.people, self._weight, self._made, found, self._bots)
        return None if aliases is None else self.engine.frame(aliases)

    def _numbers(self, names: list[str]) -> tuple[int, ...]:
        return tuple(self.people.filter(pl.col("name").is_in(names))["id"].to_list())


def tables_on(engine: Engine, census: Census) -> Callable[[str], Frame]:
    """Return what gives a table of the newest snapshot, as a frame of the engine, by its name."""
    newest = census.newest("snapshots").select("snapshot", "kind").collect().rows()
    of = [(nw.col("snapshot") == snapshot) & (nw.col("kind") == kind) for snapshot, kind in newest]

    def table(name: str) -> Frame:
        rows = engine.read(census.parts(name))
        if name == "owners":
            return rows.filter(nw.col("snapshot").is_in([snapshot for snapshot, _ in newest]))
        return rows.filter(nw.any_horizontal(*of, ignore_nulls=True))

    return table
