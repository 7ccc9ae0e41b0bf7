"""What the Hub sends, in the Hub's own words, and what its refusals mean."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from hubcensus.kinds import Kind

__all__ = [
    "BadReply",
    "Commit",
    "CommitAuthor",
    "Discussion",
    "DiscussionAuthor",
    "DiscussionPage",
    "Identity",
    "ListedItem",
    "decode",
    "expanded_fields",
    "listing_items",
    "outcome_of",
    "redacted",
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
    "space": "author createdAt datasets disabled lastModified likes models private runtime sdk sha tags",
}

_TOKEN = re.compile(rb"hf_[A-Za-z0-9]{30,}")
_EMAIL = re.compile(rb"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")


class BadReply(Exception):
    """The body is not what the Hub sends there: cut short, not JSON, or of another shape."""


class Identity(msgspec.Struct):
    """What a repository is, whatever it is called today."""

    hub_id: str = msgspec.field(name="_id")
    repo_id: str = msgspec.field(name="id")


class ListedItem(msgspec.Struct):
    """One repository of a listing; a key that the Hub left out is ``None``."""

    hub_id: str = msgspec.field(name="_id")
    repo_id: str = msgspec.field(name="id")
    created_at: str | None = msgspec.field(name="createdAt", default=None)
    last_modified_at: str | None = msgspec.field(name="lastModified", default=None)
    sha: str | None = None
    private: bool | None = None
    gated: Any = None
    disabled: bool | None = None
    likes: int | None = None
    downloads: int | None = None
    downloads_all_time: int | None = msgspec.field(name="downloadsAllTime", default=None)
    tags: list[str] | None = None
    library: str | None = msgspec.field(name="library_name", default=None)
    pipeline_tag: str | None = None
    sdk: str | None = None
    runtime: Any = None
    models: list[str] | None = None
    datasets: list[str] | None = None


class CommitAuthor(msgspec.Struct):
    """A login of the Hub where the e-mail is known to it, else the name that git recorded."""

    user: str


class Commit(msgspec.Struct):
    """One commit, as the commits endpoint sends it."""

    id: str
    authors: list[CommitAuthor] = []
    date: str | None = None
    title: str = ""


class DiscussionAuthor(msgspec.Struct):
    """Who opened a discussion."""

    name: str
    type: str | None = None


class Discussion(msgspec.Struct):
    """One discussion or pull request, as the discussions endpoint sends it."""

    num: int
    author: DiscussionAuthor | None = None
    title: str = ""
    status: str | None = None
    created_at: str | None = msgspec.field(name="createdAt", default=None)
    is_pull_request: bool | None = msgspec.field(name="isPullRequest", default=None)
    comments: int | None = msgspec.field(name="numComments", default=None)


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
    return None if item.sha is None else f"{item.sha} {item.gated} {item.disabled}"


class _Refusal(msgspec.Struct):
    error: str = ""


def still_allowed(fields: Iterable[str], body: bytes) -> tuple[str, ...]:
    """Return the fields that the Hub's own list of options, in the body of a 400, still holds."""
    options = set(re.findall(r'"([^"]+)"', decode(body, _Refusal).error))
    return tuple(field for field in fields if field in options)


def decode(body: bytes, shape: type[T]) -> T:
    """Read a body as that shape.

    Raises
    ------
    BadReply
        If it is not JSON, or not of that shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
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


def redacted(body: bytes) -> bytes:
    """Return the body without anything shaped like an access token or an e-mail address.

    Each is replaced by a stand-in made from its hash, so that two of them stay two.
    """
    if b"hf_" in body:
        body = _TOKEN.sub(lambda match: b"hf_REDACTED-" + _digest(match[0]), body)
    if b"@" in body:
        body = _EMAIL.sub(lambda match: b"email-" + _digest(match[0].lower()), body)
    return body


def _digest(secret: bytes) -> bytes:
    import hashlib

    return hashlib.blake2b(secret, digest_size=6, person=b"hubcensus").hexdigest().encode()


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
