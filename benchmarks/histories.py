"""Made-up histories of any size: who committed to which repository, as tables of a census have it."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

__all__ = ["write_histories"]

_PER_DEVELOPER = 3.0  # repositories for each developer
_SHARED = 0.13  # of the repositories have several authors, as in the original study


def write_histories(folder: Path, repositories: int, seed: int = 1) -> None:
    """Write ``commit_authors.parquet`` and ``commits.parquet``: about 9 commits a repository, uneven as real ones."""
    chance = np.random.default_rng(seed)
    developers = int(repositories / _PER_DEVELOPER)
    team = np.where(chance.random(repositories) < _SHARED, 2 + np.minimum(chance.pareto(1.7, repositories), 100), 1)
    team = team.astype(np.int64)
    commits = np.maximum(team, np.minimum(chance.lognormal(1.3, 1.35, repositories), 5000).astype(np.int64))
    repository = np.repeat(np.arange(repositories), commits)
    place = np.arange(repository.size) - np.repeat(np.cumsum(commits) - commits, commits)
    # Every member has one commit, the others are by anyone; members of one repository are near each other.
    member = np.where(place < team[repository], place, chance.integers(0, 2**31, repository.size) % team[repository])
    home = (developers * chance.random(repositories) ** 2).astype(np.int64)
    author = (home[repository] + member * (1 + home[repository] % 7)) % developers
    rows = pl.DataFrame({"repository": repository, "commit": place, "author": author})
    names = pl.concat_str(pl.lit("developer-"), pl.col("author").cast(pl.String))
    rows.select(
        "repository", "commit", position=pl.lit(0, pl.Int64), author=names, kind=pl.lit("model")
    ).write_parquet(folder / "commit_authors.parquet")
    begun = datetime(2022, 3, 3, tzinfo=UTC)
    # One in ten rests for more than half a year between any two commits, the others for a day or two at most.
    step = pl.when(pl.col("repository") % 10 == 0).then(5_000).otherwise(pl.col("repository") % 50)
    hours = (pl.col("repository") % 30_000 + pl.col("commit") * step).clip(upper_bound=33_000)
    at = pl.lit(begun) + pl.duration(hours=hours)
    rows.select("repository", "commit", committed_at=at, squash=pl.lit(False), kind=pl.lit("model")).write_parquet(
        folder / "commits.parquet"
    )
