"""From the ground of the networks to arrays: memberships to be dealt anew, and the ties by rule between them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.findings.chance import Deal, Weights
from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import LARGEST_TEAM, Frame, shared
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import Ground

__all__ = ["deals_of"]

_SEED = 2405_13058  # of the halves of the repositories
_SHARED = "fractional"  # the rule under which a large team weighs no more than a small one
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def deals_of(ground: Ground, engine: Engine, rules: Sequence[str] = tuple(RULES)) -> list[Deal]:
    """Return what there is to deal for rules of commits, and for rules of discussions; people are those of the rule.

    Memberships in repositories of more than ``LARGEST_TEAM`` authors are set aside. Where nobody opened a discussion
    that was read, there is nothing to deal for rules of these: they do not say that nobody is tied.
    """
    of = {kind: [rule for rule in rules if RULES[rule].of == kind] for kind in ("commits", "discussions")}
    make: dict[str, Callable[..., Deal]] = {"commits": _of_commits, "discussions": _of_discussions}
    seats = {kind: _Seats(ground, engine, kind, names[0]) for kind, names in of.items() if names}
    known = {kind: each for kind, each in seats.items() if kind == "commits" or each.developer.size}
    return [make[kind](each, of[kind]) for kind, each in known.items()]


class _Seats:
    """The memberships of a ground in order of repository and author, and what rules read of them."""

    def __init__(self, ground: Ground, engine: Engine, of: str, rule: str) -> None:
        self._engine = engine
        self.people = engine.collect(ground.nodes(rule)).sort("author")["author"].to_numpy()
        held = ground.members if of == "commits" else ground.opened.select("repository", "author").unique()
        small = shared(held).filter(nw.col("authors") <= LARGEST_TEAM).select("repository")
        members = engine.collect(held.join(small, on="repository", how="semi")).sort("repository", "author")
        members = members.with_row_index("membership").with_columns(pl.col("membership").cast(pl.Int64))
        seated = engine.frame(members)
        placed = replace(ground, rows=_placed(ground.rows, seated), opened=_placed(ground.opened, seated))
        self._work = engine.keep(placed.work(of))
        self.repository = members["repository"].rank("dense").to_numpy().astype(np.int64) - 1
        self.developer = np.searchsorted(self.people, members["author"].to_numpy()).astype(np.int64)
        half = np.random.default_rng(_SEED).random(self.repository.size) < 0.5
        self.held = half[self.repository]

    def ties(self, rule: str) -> tuple[Integers, Integers, Floats]:
        """Return source, target and weight between memberships by a rule, in order."""
        edges = self._engine.collect(collaboration(self._work, rule)).sort("source", "target")
        source, target = (edges[end].to_numpy().astype(np.int64) for end in ("source", "target"))
        return source, target, edges["weight"].to_numpy().astype(np.float64)

    def deal(self, source: Integers, target: Integers, shared: Floats, rules: dict[str, Weights]) -> Deal:
        """Return the deal of these rows between seats."""
        held = self.held[source]
        return Deal(self.people.size, self.developer, self.repository, source, target, shared, held, rules)


def _placed(frame: Frame, members: Frame) -> Frame:
    """Put the number of the membership in place of the author."""
    joined = frame.join(members, on=["repository", "author"])
    return joined.drop("author").rename({"membership": "author"})


def _of_commits(seats: _Seats, rules: list[str]) -> Deal:
    """Deal on every two memberships of a repository; communities are looked for by ``fractional``."""
    sizes = np.bincount(seats.repository)
    members = np.arange(seats.repository.size)
    after = (np.cumsum(sizes) - 1)[seats.repository] - members  # how many of the same repository come after each
    first = np.cumsum(after) - after
    source = np.repeat(members, after)
    target = source + 1 + np.arange(source.size) - first[source]
    weights = {
        rule: _weights(seats.ties(rule), first, source.size, RULES[rule].directed)
        for rule in dict.fromkeys([*rules, _SHARED])
    }
    return seats.deal(source, target, weights[_SHARED].there, {rule: weights[rule] for rule in rules})


def _weights(ties: tuple[Integers, Integers, Floats], first: Integers, n: int, directed: bool) -> Weights:
    """Put the ties of a rule at the rows of their two memberships."""
    source, target, weight = ties
    row = first[np.minimum(source, target)] + np.abs(target - source) - 1
    up = source < target
    there, back = np.zeros(n), np.zeros(n)
    there[row[up]], back[row[~up]] = weight[up], weight[~up]
    return Weights(there, back if directed else None)


def _of_discussions(seats: _Seats, rules: list[str]) -> Deal:
    """Deal on whoever opens; whom a discussion is opened with is no membership: owners stay."""
    (rule,) = rules
    source, target, weight = seats.ties(rule)
    target = seats.developer.size + np.searchsorted(seats.people, target)
    return seats.deal(source, target, weight, {rule: Weights(weight, np.zeros_like(weight))})
