"""What a rule makes of authors assigned at random: what it finds there, it puts there itself."""

from functools import cache

import narwhals as nw
import numpy as np
import polars as pl

from hubcensus.findings.statements import STATEMENTS, Statement
from hubcensus.measures import Pairs, Ties
from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import contributions

__all__ = ["at_random", "forced"]

_REPOSITORIES, _DEVELOPERS, _TEAM = 300, 600, 4


def at_random(rule: str, seed: int = 1) -> Ties:
    """Return who is tied to whom by a rule where chance alone decides who is author, opener and owner.

    There are 300 repositories and 600 developers. Each repository has four commits a day apart, each by another
    developer drawn at random, and an owner drawn at random to whom the same four open a discussion. Nobody comes
    back to a repository, so no tie in it is returned but by the rule.
    """
    chance = np.random.default_rng(seed)
    repository = np.repeat(np.arange(_REPOSITORIES), _TEAM)
    everyone = np.tile(np.arange(_DEVELOPERS), (_REPOSITORIES, 1))
    rows = pl.LazyFrame(
        {
            "repository": repository,
            "commit": np.tile(np.arange(_TEAM), _REPOSITORIES),
            "position": np.zeros(repository.size, dtype=np.int64),
            "author": chance.permuted(everyone, axis=1)[:, :_TEAM].ravel(),
            "owner": chance.integers(0, _DEVELOPERS, _REPOSITORIES)[repository],
        }
    )
    work = nw.from_native(rows.with_columns(day="commit"))
    if RULES[rule].of == "commits":
        work = contributions(work)
    edges = collaboration(work, rule).to_native().collect()
    source, target = (edges[end].to_numpy().astype(np.int64) for end in ("source", "target"))
    weight = edges["weight"].to_numpy().astype(np.float64)
    return Pairs(_DEVELOPERS, source, target).ties(weight, np.zeros_like(weight) if RULES[rule].directed else None)


@cache
def forced(rule: str) -> frozenset[str]:
    """Return the names of the statements that a rule makes so even then."""
    ties = at_random(rule)
    so = {one.name for one in STATEMENTS if _is_so(one, ties)}
    return frozenset(one.name for one in STATEMENTS if one.rests_on in so)


def _is_so(one: Statement, ties: Ties) -> bool:
    if one.limit is None or (one.directed and not ties.directed):
        return False
    value = one.statistic(ties, None)
    return value is not None and bool(one.holds(value))
