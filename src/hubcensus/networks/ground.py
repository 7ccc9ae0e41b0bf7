"""What every collaboration network of a census stands on: people as numbers, and what they did to which model."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import narwhals as nw

from hubcensus.networks.collaboration import RULES
from hubcensus.networks.contributions import (
    LARGEST_TEAM,
    Credit,
    Frame,
    contributions,
    dated,
    known_as,
    openings,
)

__all__ = ["Ground", "ground_of"]

Keep = Callable[[Frame], Frame]


@dataclass(frozen=True)
class Ground:
    """Who did what, people by number; every frame is lazy and of the engine that made it.

    Parameters
    ----------
    people
        ``id`` and ``name`` of everyone, numbered in the order of their names.
    members
        ``repository`` and ``author``: who has a commit to which model, each once.
    rows
        ``repository``, ``commit``, ``position``, ``author`` and ``day``, of models with several authors.
    opened
        ``repository``, ``author`` and ``owner``, a row a discussion or pull request on a model.
    """

    people: Frame
    members: Frame
    rows: Frame
    opened: Frame

    def of(self, models: Frame) -> "Ground":
        """Return the part that is of these models, a frame with ``repository``."""
        parts = ("members", "rows", "opened")
        return replace(
            self, **{name: getattr(self, name).join(models, on="repository", how="semi") for name in parts}
        )

    def known_as(self, aliases: Frame | None, bots: tuple[int, ...]) -> "Ground":
        """Return it with each person under one number and without the bots; see ``contributions.known_as``."""
        opened = known_as(self.opened.rename({"author": "opener", "owner": "author"}), aliases, bots)
        opened = known_as(opened.rename({"author": "owner", "opener": "author"}), aliases, bots)
        members = known_as(self.members, aliases, bots).unique()
        return replace(self, members=members, rows=known_as(self.rows, aliases, bots), opened=opened)

    def nodes(self, rule: str) -> Frame:
        """Return ``author``, everyone whom a rule sees, each once."""
        if RULES[rule].of == "commits":
            return self.members.select("author").unique()
        parts = [self.members.select("author"), self.opened.select("author"), self.opened.select(author="owner")]
        return nw.concat(parts).unique()

    def work(self, of: str, credit: Credit = "first", largest_team: int = LARGEST_TEAM) -> Frame:
        """Return what the rules of ``commits`` or of ``discussions`` read."""
        return self.opened if of == "discussions" else contributions(self.rows, credit, largest_team)


def ground_of(table: Callable[[str], Frame], keep: Keep = lambda frame: frame, *, squash: bool = False) -> Ground:
    """Return the ground of the newest snapshot.

    Parameters
    ----------
    table
        Gives a table of the newest snapshot by its name.
    keep
        Holds what an engine has computed, so that it is computed once.
    squash
        Whether commits that stand for a whole history count; their authors need not have worked on it.
    """
    models = {name: _of_models(table(name)) for name in ("commit_authors", "commits", "discussions", "repositories")}
    squashed = keep(models["commits"].filter(nw.col("squash").fill_null(False)).select("repository", "commit"))

    def counted(authors: Frame) -> Frame:
        return authors if squash else authors.join(squashed, on=["repository", "commit"], how="anti")

    authors = models["commit_authors"].select("repository", "commit", "position", "author")
    members = keep(counted(authors).select("repository", "author").unique())
    opened = keep(openings(models["discussions"], models["repositories"]))
    everyone = [members.select("author"), opened.select("author"), opened.select(author="owner")]
    people = keep(nw.concat(everyone).unique().with_row_index("id", order_by="author").rename({"author": "name"}))
    members = keep(_numbered(members, people, "author"))
    several = keep(members.group_by("repository").agg(authors=nw.len()).filter(nw.col("authors") > 1))
    rows, commits = (frame.join(several, on="repository", how="semi") for frame in (authors, models["commits"]))
    return Ground(
        people,
        members,
        keep(_numbered(dated(counted(rows), commits), people, "author")),
        keep(_numbered(_numbered(opened, people, "author"), people, "owner")),
    )


def _of_models(frame: Frame) -> Frame:
    return frame.filter(nw.col("kind") == "model")


def _numbered(frame: Frame, people: Frame, name: str) -> Frame:
    named = people.rename({"name": name, "id": "number"})
    return frame.join(named, on=name).drop(name).rename({"number": name})
