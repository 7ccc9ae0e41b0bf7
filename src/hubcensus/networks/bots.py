"""Who is no person: a list of known bots and of names that stand for nobody, and a score for the rest."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["LIKELY", "SIGNS", "BotList", "bot_list", "bot_scores"]

LIKELY = 60
"""Points from which a name is proposed as a bot."""

SIGNS: dict[str, tuple[int, str]] = {
    "called": (60, "is called a bot"),
    "ends": (40, "ends in bot"),
    "title": (20, "says nearly always the same"),
    "spread": (15, "comes once to many repositories"),
    "guest": (10, "owns none of them"),
    "clock": (25, "works around the clock"),
}
"""What speaks for a bot: the points that it gives, and how it is called."""

_COMMITS, _REPOSITORIES = 20, 20
_SAME, _ONCE, _HOURS, _CLOCK_COMMITS = 0.8, 1.5, 21, 60


@dataclass(frozen=True)
class BotList:
    """The known names, with the version of the list; names are compared without case."""

    version: str
    bots: tuple[str, ...]
    nobody: tuple[str, ...]

    def among(self, names: pl.Series) -> list[str]:
        """Return those of the names that are on the list."""
        known = [name.lower() for name in (*self.bots, *self.nobody)]
        return names.filter(names.str.to_lowercase().is_in(known)).sort().to_list()


@cache
def bot_list() -> BotList:
    """Return the list that comes with hubcensus."""
    content = tomllib.loads(files("hubcensus.networks").joinpath("bots.toml").read_text("utf-8"))
    return BotList(content["version"], tuple(content["bots"]), tuple(content["nobody"]))


def bot_scores(commits: pl.LazyFrame) -> pl.DataFrame:
    """Return how much speaks for each name being a bot.

    Behaviour is looked at from 20 commits on: the share of the most frequent title (digits aside) is 0.8 or
    more; 20 repositories or more with 1.5 commits each or fewer; no repository of its own among them; commits in
    21 or more of the 24 hours of the day, UTC, from 60 commits on, which people who sleep do not reach.

    Parameters
    ----------
    commits
        Frame with ``name``, ``repository``, ``owner``, ``title`` and ``committed_at``, a row an author of a commit.

    Returns
    -------
    DataFrame
        ``name``, ``points`` (0 to 100, those above 0) and ``why``, most points first.
    """
    named = (
        commits.select("name")
        .unique()
        .with_columns(
            called=pl.col("name").str.contains(r"(?i)(?:^|[^\p{L}])bot(?:$|[^\p{L}])")
            | pl.col("name").str.contains(r"\p{Ll}Bot$"),
        )
    )
    named = named.with_columns(ends=pl.col("name").str.to_lowercase().str.ends_with("bot") & ~pl.col("called"))
    signs = named.join(_behaviour(commits), on="name", how="left").with_columns(
        pl.col(*_OF_BEHAVIOUR).fill_null(False)
    )
    points = pl.sum_horizontal(pl.col(sign).cast(pl.Int64) * points for sign, (points, _) in SIGNS.items())
    why = pl.concat_str(
        [pl.when(sign).then(pl.lit(called)) for sign, (_, called) in SIGNS.items()], separator="; ", ignore_nulls=True
    )
    scored = signs.select("name", points=points.clip(0, 100), why=why).filter(pl.col("points") > 0)
    return scored.collect(engine="streaming").sort(["points", "name"], descending=[True, False])


_OF_BEHAVIOUR = ("title", "spread", "guest", "clock")


def _behaviour(commits: pl.LazyFrame) -> pl.LazyFrame:
    """Return the signs of those with commits enough."""
    busy = commits.group_by("name").len().filter(pl.col("len") >= _COMMITS)
    rows = commits.join(busy, on="name", how="semi")
    said = pl.col("title").fill_null("").str.replace_all(r"\p{N}+", "")
    titles = (
        rows.group_by("name", said.alias("said"))
        .len()
        .group_by("name")
        .agg(same=pl.col("len").max() / pl.col("len").sum())
    )
    about = rows.group_by("name").agg(
        commits=pl.len(),
        repositories=pl.col("repository").n_unique(),
        own=(pl.col("owner") == pl.col("name")).sum(),
        hours=pl.col("committed_at").dt.hour().n_unique(),
    )
    many = (pl.col("repositories") >= _REPOSITORIES) & (pl.col("commits") <= _ONCE * pl.col("repositories"))
    return about.join(titles, on="name").select(
        "name",
        title=pl.col("same") >= _SAME,
        spread=many,
        guest=pl.col("own") == 0,
        clock=(pl.col("commits") >= _CLOCK_COMMITS) & (pl.col("hours") >= _HOURS),
    )
