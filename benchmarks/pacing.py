"""How fast a census asks, what it makes of a quota, and how much memory it takes."""

import json
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager
from typing import Any

from figures import Figure
from runs import Ended, Served, collect, neighbour, script, served, temporary

__all__ = ["memory", "quota", "speed"]

LATENCY = 0.02  # seconds
PER_MODEL = 11 / 6  # repositories that a made-up Hub has for each of its models


def speed(models: int) -> Iterator[Figure]:
    """Yield requests a second without a quota, and those of the bare client for the same paths."""
    slow = f"slow=1,delay={LATENCY}"
    with served(models, faults=slow) as hub, temporary() as folder:
        run = collect(folder / "census", hub.address)
        counts, paths = hub.asked(), list(hub.asked("requests"))
    ours = yield from _pace("ours", counts, run, target=400)
    with served(models, faults=slow) as hub:
        run = script("bare.py", hub.address, given=json.dumps(paths))
        counts = hub.asked()
    bare = yield from _pace("bare client", counts, run)
    yield Figure("ours for each of the bare client", ours / bare)
    at_once = int(run.printed)
    yield Figure(f"the most that {at_once} at a time can reach at {LATENCY} s", at_once / LATENCY, "/s")


def _pace(
    who: str, counts: dict[str, Any], run: Ended, target: float | None = None
) -> Generator[Figure, None, float]:
    n = counts["total"]
    pace: float = n / (run.ended_at - counts["first_at"])
    yield Figure(f"{who}: requests", n)
    yield Figure(f"{who}: requests a second, first request to end", pace, "/s", target, "at least")
    yield Figure(f"{who}: wall time with its start", run.seconds, "s")
    yield Figure(f"{who}: CPU of the client a request", 1000 * run.cpu / n, "ms")
    yield Figure(f"{who}: CPU of the stand-in a request", 1000 * counts["cpu"] / n, "ms")
    return pace


def quota(limit: int, window: float, n_windows: int) -> Iterator[Figure]:
    """Yield the share of the quota that is used alone, and beside a second client that takes half of it."""
    wanted = limit * (n_windows + 1) / 2  # repositories, two requests each
    yield Figure("quota of a window", limit)
    yield Figure("length of a window", window, "s")
    with _limited(wanted, limit, window) as hub, temporary() as folder:
        run = collect(folder / "census", hub.address)
        counts = hub.asked()
    yield Figure("alone: exit status", run.status, target=0)
    yield from _shares("alone", counts, limit, target=0.97)
    yield Figure("alone: answers 429", _refused(counts, other=False), target=0)
    with _limited(wanted / 2, limit, window) as hub, temporary() as folder:
        with neighbour(hub.address, every=2 * window / limit):
            run = collect(folder / "census", hub.address)
        counts = hub.asked()
    yield Figure("with a neighbour: exit status", run.status, target=0)
    yield from _shares("with a neighbour", counts, limit, target=0.40)
    yield Figure("with a neighbour: answers 429 to ours", _refused(counts, other=False))
    yield Figure("with a neighbour: answers 429 to the neighbour", _refused(counts, other=True))


def _limited(repositories: float, limit: int, window: float) -> AbstractContextManager[Served]:
    return served(round(repositories / PER_MODEL), quota=limit, window=window)


def _shares(who: str, counts: dict[str, Any], limit: int, target: float) -> Iterator[Figure]:
    """Yield the share of ours of each whole window: the first and the last, which are cut, are left out."""
    ours = _answered(counts, other=False)
    others = _answered(counts, other=True)
    whole = range(min(ours) + 1, max(ours))
    for number, at in enumerate(whole, 1):
        beside = f" (neighbour {others[at] / limit:.2f})" if others else ""
        yield Figure(f"{who}: share of whole window {number}{beside}", ours[at] / limit)
    mean = sum(ours[at] for at in whole) / limit / len(whole)
    yield Figure(f"{who}: share of {len(whole)} whole windows", mean, target=target, better="at least")


def _answered(counts: dict[str, Any], *, other: bool) -> Counter[int]:
    rows = [row for row in counts["windows"] if row["other"] == other and not row["refused"]]
    return Counter({row["window"]: row["n"] for row in rows})


def _refused(counts: dict[str, Any], *, other: bool) -> int:
    return sum(row["n"] for row in counts["windows"] if row["other"] == other and row["refused"])


def memory(sizes: tuple[int, int], seconds: float) -> Iterator[Figure]:
    """Yield the most memory that a census of listings and commits takes at two sizes, each for so long at most."""
    peaks = []
    for size in sizes:
        with served(round(size / PER_MODEL)) as hub, temporary() as folder:
            run = collect(folder / "census", hub.address, "--details", "commits", stop_after=seconds)
            counts = hub.asked()
        peaks.append(run.peak)
        yield from _peak(hub, counts, run)
    yield Figure("memory at the larger size for each MB at the smaller", peaks[1] / peaks[0])


def _peak(hub: Served, counts: dict[str, Any], run: Ended) -> Iterator[Figure]:
    who = f"{hub.listed:,} repositories"
    yield Figure(f"{who}: most memory", run.peak, "MB")
    yield Figure(f"{who}: requests for commits, of each", counts["resources"]["commits"] / hub.listed)
    yield Figure(f"{who}: wall time", run.seconds, "s")
    yield Figure(f"{who}: exit status (130: stopped by this benchmark)", run.status)
