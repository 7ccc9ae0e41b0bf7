"""RQ2: what the networks of developers leave out, and how much of it there is."""

from collections.abc import Iterator

from hubcensus.findings.finding import Finding, plain
from hubcensus.networks.contributions import LARGEST_TEAM

__all__ = ["left_out"]


def left_out(part: str, models: int, large_teams: int, squash_commits: int) -> Iterator[Finding]:
    """Yield what is left out of the ties on one part of the Hub.

    Parameters
    ----------
    part
        ``all``, or the name of a subfield.
    models
        Models of which commits were read.
    large_teams
        Of these, how many have more than ``LARGEST_TEAM`` authors.
    squash_commits
        Commits that stand for a whole history.
    """
    missing = "" if models else "no commit to a model of this part was read"
    teams = f"models of more than {LARGEST_TEAM:,} authors: their authors are developers, but not tied by it"
    squash = (
        "commits that stand for a squashed history: their authors need not have worked on it, and are not counted"
    )
    for name, value, unit, method in (
        ("large_teams", large_teams, "models", teams),
        ("squash_commits", squash_commits, "commits", squash),
    ):
        yield plain(f"community.{part}.{name}", "RQ2", value, unit, models, method, missing=missing)
