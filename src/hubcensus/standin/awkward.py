"""The awkward repositories of a made-up Hub: one and more of everything that the API can answer."""

import random
from collections.abc import Iterator

from hubcensus.standin.columns import Columns

__all__ = ["GHOSTS", "plant"]

GHOSTS = ("vanished-labs/wraith-7b", "gone-since/phantom-diffusion", "phantom-base")
"""Models that spaces use and that are not there."""

_LONG = {"model": 1234, "dataset": 1050, "space": 1001}
_DISCUSSED = 137


def plant(kind: str, of: Columns, ids: list[str], seed: int) -> None:
    """Make some repositories of a kind awkward; the others stay as they are."""
    chance = random.Random(f"{seed}/{kind}/awkward")
    plain = [place for place in range(of.size) if place not in of.authors.teams]
    chance.shuffle(plain)
    picked = iter(plain)
    many = max(1, of.size // 1000)
    _answer_oddly(of, ids, picked, many)
    _hide_keys(of, picked, many)
    for place in _take(picked, 2 * many):
        of.unsigned.add(place)
    for place in _take(picked, 1):
        of.commits[place] = _LONG[kind]
    for place in _take(picked, 1):
        of.discussions[place] = _DISCUSSED
    for place in _take(picked, 2 * many if kind != "space" else 0):
        ids[place] = _without_owner(ids[place], place)
    if kind == "space":
        of.gated[:] = 0
    else:
        _lock(of, picked, many)


def _answer_oddly(of: Columns, ids: list[str], picked: Iterator[int], many: int) -> None:
    for place in _take(picked, 3 * many):
        of.answers[place] = {"missing": True}
    for place in _take(picked, 3 * many):
        of.answers[place] = {"renamed_to": f"{ids[place]}-renamed"}
    for place in _take(picked, 3 * many):
        of.answers[place] = {"discussions_disabled": True}
    for place in _take(picked, many):
        of.answers[place] = {"no_main": True}


def _hide_keys(of: Columns, picked: Iterator[int], many: int) -> None:
    """Leave counts and tags unknown for some: unknown is not zero."""
    for keys in (("tags",), ("downloads",), ("likes",), ("likes", "downloads"), ("lastModified", "author")):
        for place in _take(picked, many):
            of.absent[place] = keys


def _lock(of: Columns, picked: Iterator[int], many: int) -> None:
    """Gate and disable a few, in all combinations."""
    for gated, disabled in ((1, False), (2, False), (0, True), (1, True)):
        for place in _take(picked, many):
            of.gated[place], of.disabled[place] = gated, disabled


def _without_owner(repo_id: str, place: int) -> str:
    return f"{repo_id.partition('/')[2]}-{place}"


def _take(picked: Iterator[int], count: int) -> list[int]:
    return [place for _, place in zip(range(count), picked, strict=False)]
