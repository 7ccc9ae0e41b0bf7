"""The numbers of made-up repositories, a column each: what does not fit in memory as records."""

import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubcensus.standin.society import Authorship
from hubcensus.standin.vocabulary import LICENCES, TASKS

__all__ = ["Columns", "columns", "uses"]

_FLOOR = 1646263744
"""2022-03-02T23:29:04Z: what the Hub says of all that is older."""

_END = 1793404800
_WEEK, _MONDAY = 7 * 86400, 4 * 86400
_SHARES = {
    # kind: downloaded, liked, with licence, discussed
    "model": (0.27, 0.15, 0.35, 0.10),
    "dataset": (0.45, 0.12, 0.28, 0.05),
    "space": (0.0, 0.25, 0.30, 0.06),
}

Ints = NDArray[np.int64]


@dataclass
class Columns:
    """The repositories of one kind, in the order of their creation.

    Parameters
    ----------
    authors
        Who works on them.
    fame
        Their rank in the public's eye, 0 for the most famous.
    created, modified
        Seconds since 1970.
    suffix
        The random part of the ``_id``.
    likes, downloads, trending, commits, discussions
        Counts.
    task, licence
        Index into the vocabulary; a licence of -1 is none.
    mood
        A number from 0 to 2**32 for all that is decided by the way.
    base
        The position of the model that a model was made from, -1 for none.
    gated
        0, 1 for auto, 2 for manual.
    disabled
        Whether the Hub has disabled it.
    answers
        The awkward ones' answers.
    absent
        Keys that the Hub does not tell of some.
    unsigned
        Those with a commit without author.
    """

    authors: Authorship
    fame: Ints
    created: Ints
    modified: Ints
    suffix: NDArray[np.uint64]
    likes: Ints
    downloads: Ints
    trending: Ints
    commits: Ints
    discussions: Ints
    task: Ints
    licence: Ints
    mood: Ints
    base: Ints
    gated: NDArray[np.int8]
    disabled: NDArray[np.bool_]
    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    absent: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unsigned: set[int] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How many repositories there are."""
        return len(self.created)


def columns(kind: str, authors: Authorship, seed: int) -> Columns:
    """Draw the repositories of a kind, skewed as the Hub's."""
    size = len(authors.lead)
    chance = np.random.default_rng([seed, len(kind)])
    downloaded, liked, licensed, discussed = _SHARES[kind]
    fame = _fame(authors, chance)
    when = chance.spawn(1)[0]  # apart, so that whatever else is drawn does not depend on it
    created = _created(size, chance, when)
    active = np.minimum(_active(size, chance, when), _END + 60 - created)
    n_commits = 1 + chance.geometric(0.25, size) + 5 * chance.pareto(1.2, size) * (chance.random(size) < 0.2)
    licence = chance.choice(len(LICENCES), size, p=_weights([share for _, share in LICENCES]))
    return Columns(
        authors=authors,
        fame=fame,
        created=created,
        modified=created + np.maximum(active, 60),
        suffix=chance.integers(0, 2**64, size, dtype=np.uint64),
        likes=_likes(fame, liked, chance),
        downloads=_downloads(fame, downloaded, chance),
        trending=np.maximum(0, 40 - fame),
        commits=np.clip(n_commits, 2, 900).astype(np.int64),
        discussions=_discussions(fame, discussed, chance),
        task=chance.choice(len(TASKS), size, p=_weights([share for *_, share in TASKS])),
        licence=np.where(chance.random(size) < licensed, licence, -1),
        mood=chance.integers(0, 2**32, size),
        base=_bases(fame, chance) if kind == "model" else np.full(size, -1),
        gated=chance.choice(3, size, p=(0.98, 0.015, 0.005)).astype(np.int8),
        disabled=chance.random(size) < 0.002,
    )


def _weights(shares: list[float]) -> NDArray[np.float64]:
    return np.array(shares) / sum(shares)


def _fame(authors: Authorship, chance: np.random.Generator) -> Ints:
    """Rank the repositories: chance, and what a community stands behind is better known."""
    draw = chance.exponential(1.0, len(authors.lead))
    draw[list(authors.community)] += 2.0
    rank = np.empty(draw.size, dtype=np.int64)
    rank[np.argsort(-draw, kind="stable")] = np.arange(draw.size)
    return rank


def _created(size: int, chance: np.random.Generator, when: np.random.Generator) -> Ints:
    """Return dates that grow denser, on working days and by day; one in fifty is on the floor."""
    dates = _FLOOR + 1 + (chance.random(size) ** 0.6 * (_END - _FLOOR - 2)).astype(np.int64)
    hours = np.outer((1, 1.05, 1.05, 1, 0.95, 0.7, 0.75), 1 - 0.5 * np.cos((np.arange(24) - 3) * np.pi / 12)).ravel()
    hour = when.choice(168, size, p=_weights(hours.tolist()))
    monday = dates - (dates - _MONDAY) % _WEEK
    dates = monday + hour * 3600 + when.integers(0, 3600, size)
    dates += _WEEK * ((dates < _FLOOR + 60).astype(np.int64) - (dates >= _END))
    dates[: max(3, size // 50)] = _FLOOR
    return np.sort(dates)


def _active(size: int, chance: np.random.Generator, when: np.random.Generator) -> Ints:
    """Return for how long they are worked on: most for an hour or two, some for months, a few for years."""
    long, how = chance.exponential(1.0, size), when.random(size)
    scale = np.select([how < 0.55, how < 0.95], [3600, 60 * 86400], 500 * 86400)
    return 60 + np.asarray(long * scale, dtype=np.int64)


def _downloads(fame: Ints, share: float, chance: np.random.Generator) -> Ints:
    """Give the top 1 % about 99 % of all downloads, and most repositories none."""
    size = fame.size
    top = max(1, size // 100)
    head = 5e7 / (fame + 1.0)
    some = 10 ** (chance.random(size) * 4.5)
    tail = (fame >= top) & (fame < share * size)
    some *= 0.009 * head[fame < top].sum() / max(1.0, some[tail].sum())
    counts = np.where(fame < top, head, np.where(tail, np.maximum(1, some), 0))
    return counts.astype(np.int64) * (share > 0)


def _likes(fame: Ints, share: float, chance: np.random.Generator) -> Ints:
    liked = (chance.random(fame.size) < share * 0.7) | (fame < share * 0.4 * fame.size)
    counts = np.minimum(1 + chance.pareto(0.9, fame.size) + 4000 / (fame + 1.0), 15000)
    return (counts * liked).astype(np.int64)


def _discussions(fame: Ints, share: float, chance: np.random.Generator) -> Ints:
    discussed = chance.random(fame.size) < share
    counts = np.minimum(chance.geometric(0.5, fame.size) + 90 / (fame + 1.0), 400)
    return (counts * (discussed | (fame < 5))).astype(np.int64)


def _bases(fame: Ints, chance: np.random.Generator) -> Ints:
    """Derive a third of the models from an older one of the famous."""
    famous = np.argsort(fame)[: max(1, fame.size // 30)]
    pick = famous[(famous.size * chance.random(fame.size) ** 3).astype(np.int64)]
    derived = (chance.random(fame.size) < 0.4) & (pick < np.arange(fame.size))
    return np.where(derived, pick, -1)


def uses(spaces: int, fame: Ints, seed: int) -> list[tuple[int, ...]]:
    """Return the models that each space uses: half use none, a few models are used by many, some go in pairs."""
    chance = random.Random(f"{seed}/uses")
    by_fame = np.argsort(fame).tolist()
    known = max(1, len(by_fame) // 20)
    links = []
    for _ in range(spaces):
        count = 0 if chance.random() < 0.45 else min(12, 1 + int(chance.expovariate(0.8)))
        ranks = [int(known ** chance.random()) - 1 + (chance.random() < 0.1) * known for _ in range(count)]
        ranks += [rank + 1 for rank in ranks if rank % 6 == 4 and chance.random() < 0.8]
        links.append(tuple(by_fame[rank % len(by_fame)] for rank in dict.fromkeys(ranks)))
    return links
