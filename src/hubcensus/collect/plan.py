"""What a census is of (its scope), and the requests that it takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from hubcensus.errors import HubError, UsageError
from hubcensus.hub.assumptions import PAGE_LENGTH
from hubcensus.kinds import KINDS, Kind, kind_named
from hubcensus.schema import ACCESS_RESOURCES, ACCOUNTS

__all__ = ["SORTS", "Scope", "details_path", "listing_query", "names_next", "next_page", "overview_path"]

SORTS = ("createdAt", "downloads", "likes", "lastModified")
"""Orders in which the Hub lists; only createdAt stands still while it is read."""


_TYPES = {str: "text", int: "whole number", bool: "truth, True or False"}
_NEXT = re.compile(r"""<([^>]*)>\s*;[^,<]*\brel="?next\b""")


@dataclass(frozen=True)
class Scope:
    """Which repositories a census is of, and what it asks of each.

    Parameters
    ----------
    kinds
        Names of the kinds, in the order of ``kinds.KINDS``.
    author, tag, search
        Only repositories of this owner, with this tag, with this in their name.
    limit
        At most so many repositories of each kind.
    sort
        Order of the listing, one of ``SORTS``.
    details
        What to ask each repository for: any of ``schema.ACCESS_RESOURCES``.
    owners
        Ask, once an owner, what kind of account it is.
    """

    kinds: tuple[str, ...] = tuple(kind.name for kind in KINDS)
    author: str | None = None
    tag: str | None = None
    search: str | None = None
    limit: int | None = None
    sort: str = "createdAt"
    details: tuple[str, ...] = ACCESS_RESOURCES
    owners: bool = False

    def __post_init__(self) -> None:
        """Refuse what the Hub could not answer, or would take for the whole Hub."""
        self._check_types()
        for name in ("author", "tag", "search"):
            if getattr(self, name) is not None and not getattr(self, name).strip():
                raise UsageError(f"--{name} is empty: leave it out for the whole Hub, or say which {name}")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"--limit is a number of repositories, at least 1, not {self.limit}")
        if self.sort == "downloads" and "space" in self.kinds:
            raise UsageError("the Hub counts no downloads of spaces: add --kind model or --kind dataset")

    def _check_types(self) -> None:
        """Refuse what is no scope at all, as a script may give it."""
        for name, of in (("kinds", [kind.name for kind in KINDS]), ("details", [*ACCESS_RESOURCES])):
            given = getattr(self, name)
            if not isinstance(given, tuple | list) or not {*map(str, given)} <= {*of}:
                raise UsageError(f"the {name} of a scope are some of {', '.join(of)}, not {given!r}")
        if not self.kinds:
            raise UsageError(f"a scope needs a kind: {', '.join(kind.name for kind in KINDS)}")
        if self.sort not in (*SORTS, "as recorded"):
            raise UsageError(f"a listing is sorted by one of {', '.join(SORTS)}, not {self.sort!r}")
        for name, kind in (("author", str), ("tag", str), ("search", str), ("limit", int), ("owners", bool)):
            given = getattr(self, name)
            if given is not None and not isinstance(given, kind):
                raise UsageError(f"the {name} of a scope is {given!r}, which is no {_TYPES[kind]}")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Scope":
        """Make a scope from what ``as_dict`` gave."""
        return msgspec.convert(values, cls)

    def as_dict(self) -> dict[str, Any]:
        """Return the scope without what it leaves open, for JSON and TOML."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @property
    def resources(self) -> tuple[str, ...]:
        """What is asked for in all, of repositories and of owners."""
        return self.details + (ACCOUNTS,) * self.owners

    def unlike(self, other: "Scope") -> list[str]:
        """Return which of its parts are others than those of another scope."""
        return [name for name in asdict(self) if getattr(self, name) != getattr(other, name)]

    def elsewhere(self, other: "Scope") -> list[str]:
        """Return in which of its parts it lists other repositories of a kind than another scope does."""
        return [name for name in self.unlike(other) if name in ("author", "tag", "search", "limit", "sort")]

    def in_order(self) -> list[Kind]:
        """Return its kinds, in the one order in which they are read."""
        return [kind for kind in KINDS if kind.name in self.kinds]


def listing_query(scope: Scope, kind: Kind, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Return the query of the first page of a listing."""
    length = min(scope.limit or PAGE_LENGTH["listing"], PAGE_LENGTH["listing"])
    query = [("limit", str(length)), ("sort", scope.sort)]
    query += [(name, value) for name, value in (("author", scope.author), ("search", scope.search)) if value]
    query += [("filter", scope.tag)] if scope.tag else []
    return query + [("expand", field) for field in fields]


def details_path(
    kind: str, repo_id: str, resource: str, page: int, length: int | None
) -> tuple[str, list[tuple[str, str]]]:
    """Return the path and query that read one page of a repository's commits or discussions.

    ``length`` is how many commits to ask for at once, ``None`` for as many as the Hub likes.
    """
    base = f"/api/{kind_named(kind).plural}/{quote(repo_id, safe='/')}"
    place = [("p", str(page))] if page else []
    if resource == "commits":
        return f"{base}/commits/main", ([("limit", str(length))] if length else []) + place
    return f"{base}/discussions", place


def overview_path(owner: str, *, organisation: bool) -> str:
    """Return the path at which the Hub says what a user, or an organisation, is; it knows each only as what it is."""
    return f"/api/{'organizations' if organisation else 'users'}/{quote(owner, safe='')}/overview"


def names_next(headers: Mapping[str, str]) -> bool:
    """Return whether the Link header names a next page."""
    return _NEXT.search(headers.get("link", "")) is not None


def next_page(headers: Mapping[str, str], kind: Kind) -> str | None:
    """Return path and query of the page after this one, whatever host the Link header names; ``None`` at the end.

    Raises
    ------
    HubError
        If it names a next page that is none of this listing.
    """
    found = _NEXT.search(headers.get("link", ""))
    if found is None:
        return None
    try:
        address = urlsplit(found[1])
    except ValueError:
        address = urlsplit("")
    if address.path != f"/api/{kind.plural}" or not found[1].isprintable():
        raise HubError(f"a page of the listing of {kind.plural} names a next page that is none of this listing")
    return f"{address.path}?{address.query}"
