"""What a census would cost before it starts: requests, hours at each plan's quota, disk."""

import base64
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from hubcensus.collect.loop import finished
from hubcensus.collect.plan import Scope, listing_query, next_page
from hubcensus.errors import HubError
from hubcensus.hub.assumptions import CREATED_FLOOR, PAGE_LENGTH, PLANS, WINDOW_SECONDS
from hubcensus.hub.client import HubClient, Reply
from hubcensus.hub.wire import ListedItem, listing_items
from hubcensus.kinds import Kind

__all__ = ["Cost", "Size", "Survey", "cost_of", "survey"]

_READ_THROUGH = 5  # pages of a listing that are simply read to see whether it ends
_STRATA = 20  # else: parts of the time since the floor, each sampled by one page
_BYTES = {"listing": 300, "commits": 1000, "discussions": 800}  # journal and tables, a repository, as measured


@dataclass(frozen=True)
class Size:
    """How many repositories of a kind a scope holds, and how that is known.

    ``given`` by hand, ``counted``, ``estimated`` from samples, or ``at least`` so many: those that were counted
    before the Hub would not begin a listing at a date.
    """

    repositories: int
    how: Literal["given", "counted", "estimated", "at least"]


@dataclass(frozen=True)
class Cost:
    """What a census would take.

    Parameters
    ----------
    sizes
        Repositories by kind.
    requests
        Requests by resource. Further pages of long histories, and renamed repositories, come on top: one
        request for every 1,000 commits or 50 discussions beyond the first.
    disk
        Bytes of journal and tables, about.
    """

    sizes: dict[str, Size]
    requests: dict[str, int]
    disk: int

    @property
    def total(self) -> int:
        """Requests in all."""
        return sum(self.requests.values())

    def hours(self) -> dict[str, float]:
        """Return hours by plan: what the quota allows, if nothing else uses it."""
        return {name: self.total / quota * WINDOW_SECONDS / 3600 for name, quota in PLANS.items()}

    def as_dict(self) -> dict[str, Any]:
        """Return the cost for JSON."""
        return {
            "repositories": {kind: {"n": size.repositories, "how": size.how} for kind, size in self.sizes.items()},
            "requests": {**self.requests, "total": self.total},
            "hours": self.hours(),
            "disk_bytes": self.disk,
        }


def cost_of(scope: Scope, sizes: Mapping[str, Size]) -> Cost:
    """Return what a census of a scope takes, if its kinds have these sizes; ``limit`` is applied here."""
    limit = math.inf if scope.limit is None else scope.limit
    taken = {kind: Size(int(min(size.repositories, limit)), size.how) for kind, size in sizes.items()}
    n = sum(size.repositories for size in taken.values())
    pages = sum(max(1, math.ceil(size.repositories / PAGE_LENGTH["listing"])) for size in taken.values())
    requests = {"listing": pages} | dict.fromkeys(scope.details, n)
    return Cost(taken, requests, n * sum(_BYTES[resource] for resource in requests))


@dataclass(frozen=True)
class Survey:
    """What a Hub says before a census: sizes by kind, and the requests a second of the quota in use, if any."""

    sizes: dict[str, Size]
    per_second: float | None


def survey(endpoint: str, scope: Scope, client: Callable[[str], HubClient] = HubClient) -> Survey:
    """Ask a Hub how many repositories a scope holds, with at most 25 requests a kind.

    A short listing is read through and counted. A long one is sampled: the Hub says no totals, but a page
    of 1,000 begun at any date says how many were created a second then.

    Raises
    ------
    HubError
        If the Hub does not answer, or cannot be listed.
    """

    async def ask() -> Survey:
        async with client(endpoint) as hub:
            sizes = {kind.name: await _size(hub, scope, kind) for kind in scope.in_order()}
            limit = hub.governor.limit
            return Survey(sizes, limit[0] / limit[1] if limit else None)

    return finished(ask())


async def _size(hub: HubClient, scope: Scope, kind: Kind) -> Size:
    query = [
        ("sort", "createdAt"),
        *(pair for pair in listing_query(scope, kind, ["createdAt"]) if pair[0] != "sort"),
    ]
    path: str | None = f"/api/{kind.plural}"
    n = 0
    newest: datetime | None = None
    for page in range(_READ_THROUGH):
        reply = await _page(hub, path or "", query if page == 0 else None)
        items: list[ListedItem] = reply.content[0]
        n += len(items)
        newest = newest or _created(items, 0)
        path = next_page(reply.headers, kind)
        if path is None or (scope.limit is not None and n >= scope.limit):
            return Size(n, "counted")
    try:
        return Size(await _sampled(hub, kind, query, newest or datetime.now(UTC)), "estimated")
    except HubError:  # no listing begins at a date there
        return Size(n, "at least")


async def _sampled(hub: HubClient, kind: Kind, query: list[tuple[str, str]], newest: datetime) -> int:
    """Add up, over equal parts of the time since the floor, the rate of creation in the middle of each."""
    width = (newest - CREATED_FLOOR) / _STRATA
    n = 0.0
    for part in range(_STRATA):
        middle = CREATED_FLOOR + (part + 0.5) * width
        reply = await _page(hub, f"/api/{kind.plural}", [*query, ("cursor", _cursor(middle))])
        items: list[ListedItem] = reply.content[0]
        first, last = _created(items, 0), _created(items, -1)
        if first is not None and last is not None and first > last:
            n += len(items) * (width / (first - last))
    return round(n)


async def _page(hub: HubClient, path: str, query: list[tuple[str, str]] | None) -> Reply:
    reply = await hub.get(path, query, listing_items)
    if reply.content is None:
        why = reply.trouble or reply.headers.get("x-error-message") or f"HTTP status {reply.status}"
        raise HubError(f"{path.split('?')[0]} of the Hub cannot be listed: {why}")
    return reply


def _created(items: list[ListedItem], place: int) -> datetime | None:
    try:
        return datetime.fromisoformat(items[place].created_at)
    except (IndexError, TypeError, ValueError):  # none there, or it says no date
        return None


def _cursor(before: datetime) -> str:
    """Return the Hub's own form of a place in a listing: those created before a moment."""
    clause = {"createdAt": before.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "_id": {"$gt": "f" * 24}}
    older = {"createdAt": {"$lt": clause["createdAt"]}}
    return base64.b64encode(json.dumps({"$or": [clause, older]}).encode()).decode()
