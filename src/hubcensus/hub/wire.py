"""What the Hub sends, in the Hub's own words, and what its refusals mean."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from hubcensus.kinds import Kind

__all__ = [
    "Account",
    "BadReply",
    "Commit",
    "CommitAuthor",
    "Discussion",
    "DiscussionPage",
    "Identity",
    "ListedItem",
    "Overview",
    "decode",
    "expanded_fields",
    "listing_items",
    "outcome_of",
    "state_of",
    "still_allowed",
]

T = TypeVar("T")

_EXPANDED = {
    "model": (
        "author createdAt disabled downloads downloadsAllTime gated lastModified library_name likes "
        "pipeline_tag private sha tags"
    ),
    "dataset": "author createdAt disabled downloads downloadsAllTime gated lastModified likes private sha tags",
    "space": "author cardData createdAt datasets disabled lastModified likes models private runtime sdk sha tags",
}

_LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


class BadReply(Exception):
    """The body is not what the Hub sends there: cut short, not JSON, or of another shape."""


class Identity(msgspec.Struct):
    """What a repository is, whatever it is called today."""

    hub_id: str = msgspec.field(name="_id")
    repo_id: str = msgspec.field(name="id")


class ListedItem(msgspec.Struct):
    """One repository of a listing; a key that the Hub left out is ``None``.

    Only the ids have to be what they should: one odd value must not cost a repository, let alone a page.
    """

    hub_id: str = msgspec.field(name="_id")
    repo_id: str = msgspec.field(name="id")
    created_at: Any = msgspec.field(name="createdAt", default=None)
    last_modified_at: Any = msgspec.field(name="lastModified", default=None)
    sha: Any = None
    private: Any = None
    gated: Any = None
    disabled: Any = None
    likes: Any = None
    downloads: Any = None
    downloads_all_time: Any = msgspec.field(name="downloadsAllTime", default=None)
    tags: Any = None
    library: Any = msgspec.field(name="library_name", default=None)
    pipeline_tag: Any = None
    sdk: Any = None
    runtime: Any = None
    models: Any = None
    datasets: Any = None
    card: Any = msgspec.field(name="cardData", default=None)


class CommitAuthor(msgspec.Struct):
    """A login of the Hub where the e-mail is known to it, else the name that git recorded."""

    user: Any = None


class Commit(msgspec.Struct):
    """One commit, as the commits endpoint sends it."""

    id: str
    authors: list[CommitAuthor] = []
    date: Any = None
    title: Any = None


class Account(msgspec.Struct):
    """Who opened a discussion, or whose repository it is about."""

    name: Any = None
    type: Any = None


class Overview(msgspec.Struct):
    """What an account is, as the overview of a user or of an organisation sends it."""

    created_at: Any = msgspec.field(name="createdAt", default=None)
    members: Any = msgspec.field(name="numUsers", default=None)
    followers: Any = msgspec.field(name="numFollowers", default=None)
    verified: Any = msgspec.field(name="isVerified", default=None)


class Discussion(msgspec.Struct):
    """One discussion or pull request, as the discussions endpoint sends it."""

    num: Any = None
    author: Account | None = None
    owner: Account | None = msgspec.field(name="repoOwner", default=None)
    title: Any = None
    status: Any = None
    created_at: Any = msgspec.field(name="createdAt", default=None)
    is_pull_request: Any = msgspec.field(name="isPullRequest", default=None)
    comments: Any = msgspec.field(name="numComments", default=None)


class DiscussionPage(msgspec.Struct):
    """One page of discussions, and how many there are in all."""

    discussions: list[Discussion]
    count: int
    start: int = 0


def expanded_fields(kind: Kind) -> tuple[str, ...]:
    """Return the fields to ask for in a listing of this kind: those that a table keeps."""
    return tuple(_EXPANDED[kind.name].split())


def state_of(item: ListedItem) -> str | None:
    """Return what a listing says of a repository's last commit and gates; ``None`` if it names no last commit."""
    return f"{item.sha} {item.gated} {item.disabled}" if isinstance(item.sha, str) else None


def sha_of(state: str | None) -> str | None:
    """Return the last commit in what ``state_of`` returned."""
    return state.split(" ")[0] if state else None


class _Refusal(msgspec.Struct):
    error: str = ""


def still_allowed(fields: Iterable[str], body: bytes) -> tuple[str, ...]:
    """Return the fields that the Hub's own list of options, in the body of a 400, still holds."""
    try:
        options = set(re.findall(r'"([^"]+)"', decode(body, _Refusal).error))
    except BadReply:
        return ()
    return tuple(field for field in fields if field in options)


def decode(body: bytes, shape: type[T]) -> T:
    """Read a body as that shape; bytes and escapes that are no Unicode become U+FFFD.

    Raises
    ------
    BadReply
        If it is not JSON, or not of that shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        mended = _LONE_SURROGATE.sub(rb"\\ufffd", body.decode("utf-8", "replace").encode())
    try:
        return msgspec.json.decode(mended, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadReply(str(error)) from error


def listing_items(body: bytes) -> tuple[list[ListedItem], int]:
    """Read a page of a listing: its items, and how many more could not be read.

    An item of a shape never seen before is left out and counted; it does not cost the page.
    """
    try:
        return decode(body, list[ListedItem]), 0
    except BadReply:
        raws = decode(body, list[msgspec.Raw])
    items = []
    for raw in raws:
        try:
            items.append(decode(bytes(raw), ListedItem))
        except BadReply:
            continue
    return items, len(raws) - len(items)


def outcome_of(status: int, headers: Mapping[str, str]) -> str:
    """Return what an answer means for access, a word of ``schema.OUTCOMES``.

    The Hub answers 401 without a code for what is missing and for what is private alike.
    """
    code = headers.get("x-error-code", "")
    message = headers.get("x-error-message", "").lower()
    if status == 200:
        return "ok"
    if code == "GatedRepo":
        return "gated"
    if status == 403 and "disabled" in message:
        return "disabled"
    if code == "RepoNotFound" or status == 401:
        return "missing_or_private"
    if status >= 500 or status in (0, 408, 429):
        return "failed"
    return "unavailable"
