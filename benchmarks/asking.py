"""What a census asks for: its first snapshot beside the original's request pattern, and its second snapshot."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from figures import Figure
from runs import Ended, Served, collect, script, served, temporary

__all__ = ["first_snapshot", "second_snapshot"]

RESOURCES = ("listing", "info", "commits", "discussions", "other")
SHARE_CHANGED = 0.05


def first_snapshot(models: int) -> Iterator[Figure]:
    """Yield requests and time of ours and of the original's pattern on the same Hub, one after the other."""
    with served(models) as hub, temporary() as folder:
        run = collect(folder / "census", hub.address)
        ours = hub.asked()
        yield Figure("repositories on the Hub", hub.listed)
        yield from _totals("ours", ours, run)
        yield from _by_repository(hub, ours)
    with served(models) as hub:
        run = script("original.py", hub.address)
        original = hub.asked()
        yield from _totals("original", original, run)
        yield from (Figure(f"original: requests, {name}", original["resources"].get(name, 0)) for name in RESOURCES)
        yield Figure("original: visits, each with a sleep of 1 s that is left out", json.loads(run.printed)["visits"])
    yield Figure("requests of the original for each of ours", original["total"] / ours["total"])


def _totals(who: str, counts: dict[str, Any], run: Ended) -> Iterator[Figure]:
    yield Figure(f"{who}: exit status", run.status, target=0)
    yield Figure(f"{who}: requests", counts["total"])
    yield Figure(f"{who}: wall time, no latency", run.seconds, "s")
    yield Figure(f"{who}: CPU time of the client", run.cpu, "s")


def _by_repository(hub: Served, counts: dict[str, Any]) -> Iterator[Figure]:
    resources = counts["resources"]
    yield from (Figure(f"ours: requests, {name}", resources.get(name, 0)) for name in RESOURCES)
    yield Figure("ours: renamed repositories, which are asked who they are", hub.renamed)
    extra = resources.get("info", 0) + resources.get("other", 0) - hub.renamed
    yield Figure("ours: requests for dependencies and subfields", extra, target=0)
    yield Figure("ours: requests made before", counts["repeated"], target=0)
    per_repository = (counts["total"] - resources["listing"]) / hub.listed
    yield Figure("ours: requests a repository, listings left out", per_repository, target=2.05)


def second_snapshot(models: int) -> Iterator[Figure]:
    """Yield what a second snapshot asks for when some repositories got a commit and twice as many a like."""
    with temporary() as folder:
        census = folder / "census"
        with served(models) as hub:
            collect(census, hub.address)
            first, port = hub.asked(), hub.port
        with served(models, port=port, changed=SHARE_CHANGED) as hub:
            run = collect(census, hub.address, "--new-snapshot")
            second, requests = hub.asked(), hub.asked("requests")
    changed = len(hub.changed)
    of_changed = _commits_of(requests, hub.changed)
    resources = second["resources"]
    yield Figure("exit status", run.status, target=0)
    yield Figure("repositories on the Hub", hub.listed)
    yield Figure("repositories that got a commit", changed)
    yield Figure("requests of the first snapshot", first["total"])
    yield Figure("requests of the second", second["total"])
    for name in RESOURCES:
        yield Figure(f"requests of the second, {name}", resources.get(name, 0))
    yield Figure("commits: requests for each that changed", resources["commits"] / changed, target=1.05)
    yield Figure("commits: requests to those that changed, for each", of_changed / changed)
    yield Figure("commits: requests to others (missing, renamed)", resources["commits"] - of_changed)
    yield Figure("discussions: requests for each that changed", resources["discussions"] / changed)
    yield Figure("requests of the second for each of the first", second["total"] / first["total"])


def _commits_of(requests: dict[str, int], repositories: list[str]) -> int:
    wanted = set(repositories)
    return sum(n for path, n in requests.items() if "/commits/" in path and _repository(path) in wanted)


def _repository(path: str) -> str:
    return unquote(path.partition("/commits/")[0])
