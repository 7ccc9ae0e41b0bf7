"""A stand-in Hub in a process of its own, which counts what it is asked.

It prints one line of JSON when it answers (address, repositories, how many are renamed, which were changed),
then one for every line that it reads: ``counts``, or ``requests`` for how often each path was asked. It ends when
its input does.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from typing import Any

import click

from hubcensus.kinds import KINDS, kind_named
from hubcensus.standin import background
from hubcensus.standin.host import Standin
from hubcensus.standin.population import Population
from hubcensus.standin.records import Hub, Record, RecordedHub, records

NEW_COMMIT = {"title": "later", "message": "", "authors": [{"user": "later"}], "date": "2026-11-01T00:00:00.000Z"}


class Tally:
    """Counts the requests to a stand-in by window of its quota, and keeps the time of the first."""

    def __init__(self, standin: Standin) -> None:
        self._quota, self._log = standin.quota, standin.log
        self._take, self._add = standin.quota.take, standin.log.add
        self._window = 0
        self._windows: Counter[tuple[int, bool, bool]] = Counter()
        self._first_at: float | None = None
        standin.quota.take, standin.log.add = self._note_window, self._note_answer

    def _note_window(self, caller: str | None) -> tuple[bool, dict[str, str]]:
        now = self._quota.clock()
        self._first_at = self._first_at or now
        self._window = int(now // self._quota.window)
        return self._take(caller)

    def _note_answer(self, request: str, resource: str, status: int) -> None:
        self._windows[self._window, resource == "other", status == 429] += 1
        self._add(request, resource, status)

    def counts(self) -> dict[str, Any]:
        """Return what was asked so far; ``other`` is what is neither a listing nor about a repository."""
        return {
            "total": self._log.total,
            "resources": self._log.resources,
            "statuses": self._log.statuses,
            "repeated": sum(count - 1 for count in self._log.repeated.values()),
            "first_at": self._first_at,
            "cpu": time.process_time(),
            "windows": [
                {"window": window, "other": other, "refused": refused, "n": n}
                for (window, other, refused), n in sorted(self._windows.items())
            ],
        }

    def requests(self) -> dict[str, int]:
        """Return how often each path and query was asked for, in the order in which they first were."""
        return {request.removeprefix("GET "): n for request, n in self._log.requests.items()}


def changed(rows: list[Record], share: float, liked: float) -> list[str]:
    """Change some repositories in place and like others; return the paths of those changed.

    Parameters
    ----------
    rows
        The repositories.
    share
        Share of all that get a commit, among those whose commits can be read.
    liked
        Share of all that get a like.

    Returns
    -------
    list
        Their paths below the API (``/api/models/owner/name``).
    """
    chance = random.Random(0)
    for row in chance.sample([row for row in rows if "likes" in row["item"]], int(liked * len(rows))):
        row["item"]["likes"] += 1
    picked = chance.sample([row for row in rows if _readable(row)], int(share * len(rows)))
    for row in picked:
        row["commits"] = [NEW_COMMIT | {"id": f"{chance.getrandbits(160):040x}"}, *row["commits"]]
        row["item"] |= {"sha": row["commits"][0]["id"], "lastModified": NEW_COMMIT["date"]}
    return [f"/api/{kind_named(row['kind']).plural}/{row['item']['id']}" for row in picked]


def _readable(row: Record) -> bool:
    return not (row.get("answers") or row["item"]["gated"] or row["item"]["disabled"])


def main() -> None:
    """Serve until the input ends."""
    asked = _arguments()
    hub: Hub = Population(asked.models, asked.models // 3, asked.models // 2)
    paths: list[str] = []
    if asked.changed:
        rows = list(records(hub))
        paths = changed(rows, asked.changed, liked=2 * asked.changed)
        hub = RecordedHub.of(rows)
    with background(hub, port=asked.port, quota=asked.quota, window=asked.window, faults=asked.faults) as standin:
        tally = Tally(standin)
        answers = {"counts": tally.counts, "requests": tally.requests}
        click.echo(json.dumps({"address": standin.address, "changed": paths} | _sizes(hub)))
        for line in sys.stdin:
            click.echo(json.dumps(answers[line.strip()]()))


def _sizes(hub: Hub) -> dict[str, int]:
    places = [(kind.name, place) for kind in KINDS for place in range(len(hub.ids(kind.name)))]
    return {"listed": len(places), "renamed": sum("renamed_to" in hub.answers(*place) for place in places)}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--quota", type=int, default=10**9)
    parser.add_argument("--window", type=float, default=300.0)
    parser.add_argument("--faults")
    parser.add_argument("--changed", type=float, default=0.0, help="share of repositories that get a commit")
    return parser.parse_args()


if __name__ == "__main__":
    main()
