"""From the ground of the networks to arrays: memberships to be dealt anew, and the ties by rule between them."""

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.chance import Deal, Places
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.contributions import LARGEST_TEAM, Frame, shared
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import Ground

__all__ = ["deals_of"]

_SEED = 2405_13058  # of the halves of the repositories


def deals_of(ground: Ground, engine: Engine, rules: Sequence[str] = tuple(RULES)) -> list[Deal]:
    """Return what there is to deal for rules of commits, and for rules of discussions; people are those of the rule.

    Memberships in repositories of more than ``LARGEST_TEAM`` authors are set aside.
    """
    of = {kind: [rule for rule in rules if RULES[rule].of == kind] for kind in ("commits", "discussions")}
    return [_deal(ground, engine, names) for names in of.values() if names]


def _deal(ground: Ground, engine: Engine, rules: list[str]) -> Deal:
    """Deal among all whom the rules see; a membership is a developer in a repository, in the order of both."""
    people = engine.collect(ground.nodes(rules[0])).sort("author")["author"].to_numpy()
    held = (
        ground.members if RULES[rules[0]].of == "commits" else ground.opened.select("repository", "author").unique()
    )
    small = shared(held).filter(nw.col("authors") <= LARGEST_TEAM).select("repository")
    members = engine.collect(held.join(small, on="repository", how="semi")).sort("repository", "author")
    members = members.with_row_index("membership").with_columns(pl.col("membership").cast(pl.Int64))
    numbered: Frame = nw.from_native(members.lazy())
    placed = replace(ground, rows=_placed(ground.rows, numbered), opened=_placed(ground.opened, numbered))
    repository = members["repository"].rank("dense").to_numpy().astype(np.int64) - 1
    half = np.random.default_rng(_SEED).random(repository.size) < 0.5
    places = {rule: _places(placed, engine, rule, people, half[repository]) for rule in rules}
    developer = np.searchsorted(people, members["author"].to_numpy()).astype(np.int64)
    return Deal(people.size, developer, repository, places)


def _placed(frame: Frame, members: Frame) -> Frame:
    """Put the number of the membership in place of the author."""
    joined = frame.join(members, on=["repository", "author"])
    return joined.drop("author").rename({"membership": "author"})


def _places(ground: Ground, engine: Engine, rule: str, people: NDArray[np.int64], half: NDArray[np.bool_]) -> Places:
    edges = engine.collect(ground.edges(rule)).sort("source", "target")
    source, target = (edges[end].to_numpy().astype(np.int64) for end in ("source", "target"))
    if RULES[rule].of == "discussions":  # whom a discussion is opened with is no membership: owners stay
        target = half.size + np.searchsorted(people, target)
    weight = edges["weight"].to_numpy().astype(np.float64)
    return Places(source, target, weight, half[source], RULES[rule].directed)
