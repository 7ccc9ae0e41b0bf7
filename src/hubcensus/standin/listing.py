"""Listings: keyset pages in the Hub's order, as its Mongo-like cursor makes them."""

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.datastructures import QueryParams

from hubcensus.standin.fields import SORTS, InvalidOption, asked, told
from hubcensus.standin.records import Hub, instant
from hubcensus.standin.replies import BadRequest, Reply, many, next_link, number, ok

__all__ = ["Listings", "SpacesOfModels"]

_PAGE = 1000
_SPACES_CAP = 100
_DATES = ("createdAt", "lastModified")
_FILTERS = ("author", "filter", "search", "pipeline_tag", "gated", "models", "datasets")

Wanted = tuple[tuple[str, str], ...]


class SpacesOfModels:
    """Which spaces use a model: their first hundred, as the Hub tells it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._spaces: dict[str, list[str]] = {}
        self._version = -1

    def __getitem__(self, model_id: str) -> list[str]:
        if self._version != self._hub.version:
            self._spaces, self._version = self._index(), self._hub.version
        return self._spaces.get(model_id, [])

    def _index(self) -> dict[str, list[str]]:
        spaces: dict[str, list[str]] = {}
        for position, space_id in enumerate(self._hub.ids("space")):
            for model_id in self._hub.item("space", position).get("models", ()):
                users = spaces.setdefault(model_id, [])
                if len(users) < _SPACES_CAP:
                    users.append(space_id)
        return spaces


class Listings:
    """The listings of one Hub.

    Parameters
    ----------
    hub
        What is listed.
    spaces
        Which spaces use a model.
    """

    def __init__(self, hub: Hub, spaces: SpacesOfModels) -> None:
        self._hub = hub
        self._spaces = spaces
        self._orders: dict[tuple[str, str, Wanted], Sequence[int]] = {}
        self._ranks: dict[tuple[str, str], tuple[NDArray[np.float64], NDArray[np.bytes_]]] = {}
        self._version = hub.version

    def page(self, kind: str, query: QueryParams, url: str) -> Reply:
        """Answer one page of a listing.

        Raises
        ------
        InvalidOption, BadRequest
            If a parameter has a value that the Hub does not know.
        """
        if self._version != self._hub.version:
            self._orders, self._ranks, self._version = {}, {}, self._hub.version
        keys = _keys(kind, query)
        sort = query.get("sort", SORTS[kind][0])
        if sort not in SORTS[kind]:
            raise InvalidOption(list(SORTS[kind]))
        limit = number(query, "limit", _PAGE, _PAGE) or _PAGE
        order = self._order(kind, sort, _wanted(query))
        start = self._after(kind, sort, order, query["cursor"]) if "cursor" in query else 0
        rows = [self._listed(kind, position, keys) for position in order[start : start + limit]]
        if start + limit >= len(order):
            return ok(rows)
        cursor = self._cursor(kind, sort, order[start + limit - 1])
        return ok(rows, next_link(url, query, {"cursor": cursor}))

    def _listed(self, kind: str, position: int, keys: list[str]) -> dict[str, Any]:
        item = self._hub.item(kind, position)
        if kind == "model":
            item = {**item, "modelId": item["id"]}
            item.pop("spaces", None)
            if "spaces" in keys and (spaces := self._spaces[item["id"]]):
                item["spaces"] = spaces
        return told(item, keys)

    def _rank(self, kind: str, sort: str) -> tuple[NDArray[np.float64], NDArray[np.bytes_]]:
        """Return what to sort by, ascending: the negative value (unknown last), then the _id."""
        if (kind, sort) not in self._ranks:
            values = self._hub.values(kind, sort)
            self._ranks[kind, sort] = np.where(np.isnan(values), np.inf, -values), self._hub.hub_ids(kind)
        return self._ranks[kind, sort]

    def _order(self, kind: str, sort: str, wanted: Wanted) -> Sequence[int]:
        if (kind, sort, wanted) not in self._orders:
            self._orders[kind, sort, wanted] = self._sorted(kind, sort, wanted)
        return self._orders[kind, sort, wanted]

    def _sorted(self, kind: str, sort: str, wanted: Wanted) -> Sequence[int]:
        if wanted:
            everything = self._order(kind, sort, ())
            return [place for place in everything if _matches(self._hub.item(kind, place), wanted)]
        ranks, ids = self._rank(kind, sort)
        places: list[int] = np.lexsort((ids, ranks)).tolist()
        return places

    def _cursor(self, kind: str, sort: str, position: int) -> str:
        ranks, ids = self._rank(kind, sort)
        after = {"_id": {"$gt": ids[position].decode()}}
        if ranks[position] == np.inf:
            return _encoded([{sort: None, **after}])
        value = _date(-ranks[position]) if sort in _DATES else _plain(-ranks[position])
        return _encoded([{sort: value, **after}, {sort: {"$lt": value}}, {sort: None}])

    def _after(self, kind: str, sort: str, order: Sequence[int], cursor: str) -> int:
        ranks, ids = self._rank(kind, sort)
        place = _decoded(cursor, sort)
        return bisect_right(order, place, key=lambda position: (ranks[position], ids[position]))


def _keys(kind: str, query: QueryParams) -> list[str]:
    full = query.get("full", "").lower() == "true"
    keys = list(asked(kind, many(query, "expand"), full=full, listing=True) or ())
    if kind == "space" and query.get("linked", "").lower() == "true":
        keys += ["models", "datasets"]
    return keys


def _wanted(query: QueryParams) -> Wanted:
    return tuple((name, value) for name in _FILTERS for value in query.getlist(name))


def _matches(item: dict[str, Any], wanted: Iterable[tuple[str, str]]) -> bool:
    return all(_TESTS[name](item, value) for name, value in wanted)


_TESTS: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "author": lambda item, value: item["id"].startswith(f"{value}/"),
    "filter": lambda item, value: set(value.split(",")) <= set(item.get("tags", ())),
    "search": lambda item, value: value.lower() in item["id"].lower(),
    "pipeline_tag": lambda item, value: item.get("pipeline_tag") == value,
    "gated": lambda item, value: bool(item.get("gated")) == (value.lower() == "true"),
    "models": lambda item, value: value in item.get("models", ()),
    "datasets": lambda item, value: value in item.get("datasets", ()),
}


def _encoded(clauses: list[dict[str, Any]]) -> str:
    return base64.b64encode(json.dumps({"$or": clauses}, separators=(",", ":")).encode()).decode()


def _decoded(cursor: str, sort: str) -> tuple[float, bytes]:
    try:
        last = json.loads(base64.b64decode(cursor))["$or"][0]
        value, hub_id = last[sort], last["_id"]["$gt"].encode()
        rank = np.inf if value is None else -(instant(value) if sort in _DATES else float(value))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadRequest("Invalid cursor") from error
    return rank, hub_id


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: float) -> float:
    return int(value) if value == int(value) else float(value)
