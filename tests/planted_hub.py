"""Hubs of teams of which the structure is known: none, a core with a periphery, or communities."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import narwhals as nw
import numpy as np
import polars as pl

from hubcensus.networks.ground import Ground, ground_of

__all__ = ["DEVELOPERS", "Teams", "ground_of_teams", "with_communities", "with_core", "without_structure"]

DEVELOPERS = 300
_REPOSITORIES, _TEAM = 400, 3


@dataclass(frozen=True)
class Teams:
    """The developers of each repository by number, and how many of the first ones are a core."""

    members: list[list[int]]
    core: int = 0


def without_structure(seed: int) -> Teams:
    """Draw each team at random from all."""
    chance = np.random.default_rng(seed)
    return Teams([chance.choice(DEVELOPERS, _TEAM, replace=False).tolist() for _ in range(_REPOSITORIES)])


def with_core(seed: int, core: int = 24) -> Teams:
    """Let a core work with each other, often enough for all to meet, and the others with one of it each."""
    chance = np.random.default_rng(seed)
    teams = [chance.choice(core, 4, replace=False).tolist() for _ in range(300)]
    teams += [[int(chance.integers(core)), other] for other in range(core, DEVELOPERS)]
    return Teams(teams, core)


def with_communities(seed: int, communities: int = 6) -> Teams:
    """Draw each team from one community, and every tenth from all."""
    chance = np.random.default_rng(seed)
    size = DEVELOPERS // communities
    teams = []
    for number in range(_REPOSITORIES):
        pool = np.arange(DEVELOPERS) if number % 10 == 0 else np.arange(size) + size * (number % communities)
        teams.append(chance.choice(pool, _TEAM, replace=False).tolist())
    return Teams(teams)


def ground_of_teams(teams: Teams) -> Ground:
    """Give each member of a team one commit, a day apart; each team discusses with its first member."""
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    rows = [
        (number, place, 0, f"dev-{member:04}", begun + timedelta(days=place))
        for number, members in enumerate(teams.members)
        for place, member in enumerate(members)
    ]
    commits = pl.DataFrame(rows, schema=["repository", "commit", "position", "author", "committed_at"], orient="row")
    tables = {
        "commit_authors": commits,
        "commits": commits.with_columns(squash=pl.lit(False)),
        "discussions": commits.select("repository", "author"),
        "repositories": commits.filter(commit=0).select("repository", owner="author"),
    }
    return ground_of(lambda name: nw.from_native(tables[name].with_columns(kind=pl.lit("model")).lazy()))
