"""What part of a table is asked for, as an address says it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from hubcensus.errors import UsageError

__all__ = ["HOWS", "LONGEST", "Asked", "Filter", "address"]

LONGEST = 500
"""Letters of a text that is searched for."""

HOWS = {
    "is": "is",
    "contains": "contains",
    "from": "is at least",
    "to": "is at most",
    "unknown": "is unknown",
    "known": "is known",
}
"""How a column is filtered, and how that is said."""

_ROWS = 50  # of a page
_MOST_ROWS = 200
_MOST_FILTERS = 8
_LAST_PAGE = 10_000_000


@dataclass(frozen=True)
class Filter:
    """One condition: a column, one of ``HOWS``, and the value as text."""

    column: str
    how: str
    value: str = ""

    def __str__(self) -> str:
        """Return the condition as people say it."""
        return f"{self.column} {HOWS[self.how]} {'' if self.how in ('unknown', 'known') else self.value}".rstrip()


@dataclass(frozen=True)
class Asked:
    """A part of a table: what is searched for in all texts, the filters, the order, the page from 1, its rows."""

    search: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    descending: bool = False
    page: int = 1
    rows: int = _ROWS

    @classmethod
    def of(cls, query: QueryParams) -> Self:
        """Return what the query of an address asks for.

        Raises
        ------
        UsageError
            If it makes no sense, or asks for too much.
        """
        texts = [query.getlist(name) for name in ("column", "how", "value")]
        if len({len(each) for each in texts}) > 1:
            raise UsageError("a filter has a column, a how and a value: one of them is missing in the address")
        filters = tuple(Filter(*parts) for parts in zip(*texts, strict=True) if parts[0])
        if len(filters) > _MOST_FILTERS:
            raise UsageError(f"there are {len(filters)} filters, and at most {_MOST_FILTERS} are taken: remove some")
        for one in filters:
            if one.how not in HOWS:
                raise UsageError(f"a column cannot be filtered by '{one.how}': there are {', '.join(HOWS)}")
        for text in (query.get("search", ""), query.get("sort", ""), *(one.value for one in filters)):
            if len(text) > LONGEST:
                raise UsageError(f"a text of {len(text):,} letters is looked for, and at most {LONGEST} are taken")
        return cls(
            query.get("search", ""),
            filters,
            query.get("sort", ""),
            query.get("desc") == "1",
            _whole(query, "page", 1, _LAST_PAGE),
            _whole(query, "rows", _ROWS, _MOST_ROWS),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the query of an address that asks for this."""
        pairs = [("search", self.search)] if self.search else []
        for one in self.filters:
            pairs += [("column", one.column), ("how", one.how), ("value", one.value)]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("desc", "1")] if self.descending else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs + ([("rows", str(self.rows))] if self.rows != _ROWS else [])

    def on(self, page: int) -> "Asked":
        """Return the same on another page."""
        return replace(self, page=page)

    def by(self, column: str) -> "Asked":
        """Return the same in the order of a column: downwards if it was upwards."""
        return replace(self, sort=column, descending=column == self.sort and not self.descending, page=1)

    def whole(self) -> "Asked":
        """Return the same with as many rows as a page has by itself."""
        return replace(self, rows=_ROWS)

    def without(self, one: Filter) -> "Asked":
        """Return the same without a filter."""
        return replace(self, filters=tuple(each for each in self.filters if each != one), page=1)


def address(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """Return an address of this server: a path, and the pairs of its query."""
    query = urlencode(list(pairs))
    return quote(path) + (f"?{query}" if query else "")


def _whole(query: QueryParams, name: str, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise UsageError(f"{name} is a whole number from 1 to {most:,}, and not '{text[:20]}'")
    return int(text)
