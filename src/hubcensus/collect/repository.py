"""One repository: ask for each of its resources, page by page, until each has a final outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, unquote

from hubcensus.collect.entries import Access, Pending, Snapshot, StoredReply, utc_text
from hubcensus.collect.plan import details_path, names_next, overview_path
from hubcensus.hub.assumptions import PAGE_LENGTH
from hubcensus.hub.client import HubClient, Reply
from hubcensus.hub.secrets import WITHHELD
from hubcensus.hub.wire import Commit, DiscussionPage, Identity, Overview, decode, outcome_of
from hubcensus.kinds import kind_named
from hubcensus.schema import ACCOUNTS

__all__ = ["Answers", "Reader", "stored"]


_SENSIBLE = 10**12  # no repository has so many commits or discussions
_MOST_PAGES = 200  # 200,000 commits or 10,000 discussions; beyond, pages are taken to have no end


@dataclass
class Answers:
    """What one repository answered: replies to keep, outcomes that are settled, resources that failed."""

    replies: list[StoredReply] = field(default_factory=list)
    settled: list[Access] = field(default_factory=list)
    failed: list[Access] = field(default_factory=list)


class Reader:
    """Reads repositories of one snapshot, one at a time.

    A name that the Hub leads elsewhere is followed, and counts as renamed if the repository found there has
    the same id. If it has not, or if the name was given to a new repository, the one that was listed is gone.

    Parameters
    ----------
    hub
        Whom to ask.
    snapshot
        What is being read: a history that begins after it, or lacks the last commit that it lists, is of another
        repository, or was rewritten.
    note
        Told what readers of the snapshot should know.
    """

    def __init__(self, hub: HubClient, snapshot: Snapshot, note: Callable[[str], None]) -> None:
        self._hub = hub
        self._snapshot = snapshot
        self._note = note
        self._length: int | None = PAGE_LENGTH["commits"]

    async def read(self, pending: Pending) -> Answers:
        """Ask for what is pending of a repository."""
        answers = Answers()
        for resource in pending.resources:
            if reason := _unaskable(pending.repo_id):
                answers.settled.append(Access(pending.repository, resource, "unavailable", 0, reason, ""))
                continue
            replies: list[StoredReply] = []
            if resource == ACCOUNTS:
                access = await self._overview(pending, replies)
            else:
                seen: set[str] = set()
                last = await self._pages(pending, resource, replies, seen)
                strange = self._began_later(last.content) or _unlike(pending, seen)
                access = await self._outcome(pending, resource, last, answers.replies, strange)
            if access.outcome == "failed":
                answers.failed.append(access)  # its pages are asked for again
            else:
                answers.settled.append(access)
                answers.replies += replies
        return answers

    async def _pages(self, pending: Pending, resource: str, replies: list[StoredReply], seen: set[str]) -> Reply:
        """Read page after page into ``replies``, and the ids of the commits into ``seen``; return the last answer."""
        length = self._length if resource == "commits" else None
        n = page = 0
        while page < _MOST_PAGES:
            path, query = details_path(pending.kind, pending.repo_id, resource, page, length)
            reply = await self._hub.get(path, query, _READERS[resource])
            if reply.status == 400 and length is not None and page == 0:
                self._refuse(length)
                length = None
                continue
            if reply.trouble is None and outcome_of(reply.status, reply.headers) != "failed":
                replies.append(stored(reply, pending.kind, resource, pending.repository, page))
            if reply.status != 200 or reply.trouble is not None:
                return reply
            rows = reply.content.discussions if isinstance(reply.content, DiscussionPage) else reply.content
            n += len(rows)
            seen |= {one.id for one in rows if isinstance(one, Commit)}
            if not rows or _is_last(reply, resource, len(rows), n):  # past the end there may be empty pages for ever
                return reply
            page += 1
        return replace(reply, trouble=f"it has more than {_MOST_PAGES} pages of {resource}")

    async def _overview(self, owner: Pending, replies: list[StoredReply]) -> Access:
        """Ask what an owner is: most are users, and the Hub knows an organisation as an organisation only."""
        for organisation in (False, True):
            reply = await self._hub.get(overview_path(owner.repo_id, organisation=organisation), None, _read_overview)
            if reply.status != 404:
                break
        access = _settled(owner, ACCOUNTS, reply)
        if access.outcome == "ok":
            replies.append(stored(reply, owner.kind, ACCOUNTS, owner.repository, 0))
        return access

    def _refuse(self, length: int) -> None:
        """Ask for no length from the next repository on: the Hub refuses this one."""
        self._length = None
        self._note(f"the Hub gives no {length} commits at once: read in pages of its own length")

    async def _outcome(
        self, pending: Pending, resource: str, last: Reply, replies: list[StoredReply], strange: bool
    ) -> Access:
        access = _settled(pending, resource, last)
        outcome, detail = access.outcome, access.detail
        if outcome == "ok" and last.landed_on is not None:
            outcome, detail = await self._identified(pending, _landed_on(last.landed_on, pending.kind), replies)
        elif outcome == "ok" and (_identities(replies) or strange):
            outcome, detail = await self._identified(pending, quote(pending.repo_id, safe="/"), replies)
        items = _items(last) if outcome in ("ok", "renamed") else None
        return replace(access, outcome=outcome, detail=detail, items=items)

    def _began_later(self, content: Any) -> bool:
        """Return whether the oldest commit read is younger than the snapshot, which lists its repository."""
        oldest = content[-1].date if isinstance(content, list) and content else None
        return isinstance(oldest, str) and oldest > self._snapshot.started_at

    async def _identified(self, pending: Pending, repo_id: str, replies: list[StoredReply]) -> tuple[str, str | None]:
        """Return outcome and detail of what was read under a name, once it is known whose name it is."""
        identity = await self._identity(pending, repo_id, replies)
        if identity is None:
            return "failed", f"its name now leads to {unquote(repo_id)}, which did not answer"
        if identity.status != 200 or decode(identity.body, Identity).hub_id != pending.hub_id:
            return "missing_or_private", f"its name now leads to another repository, {unquote(repo_id)}"
        return ("ok", None) if unquote(repo_id) == pending.repo_id else ("renamed", f"now {unquote(repo_id)}")

    async def _identity(self, pending: Pending, repo_id: str, replies: list[StoredReply]) -> StoredReply | None:
        """Ask what the repository of a name is, once for all resources; ``None`` if nothing usable answers."""
        asked = _identities(replies)
        if not asked:
            path = f"/api/{kind_named(pending.kind).plural}/{repo_id}"
            reply = await self._hub.get(path, [("expand", "sha")], lambda body: decode(body, Identity))
            if reply.trouble or outcome_of(reply.status, reply.headers) == "failed":
                return None
            asked = [stored(reply, pending.kind, "identity", pending.repository, 0)]
            replies += asked
        return asked[0]


def _settled(pending: Pending, resource: str, last: Reply) -> Access:
    """Return what an answer means by itself."""
    outcome = "failed" if last.trouble else outcome_of(last.status, last.headers)
    detail = last.trouble or last.headers.get("x-error-message")
    if outcome == "failed" and detail is None:
        detail = f"HTTP status {last.status}"
    return Access(pending.repository, resource, outcome, last.status, detail, utc_text(last.read_at))


def _read_overview(body: bytes) -> Overview:
    return decode(body, Overview)


def _is_last(reply: Reply, resource: str, n_on_page: int, n: int) -> bool:
    """Return whether a page ends its resource, of which ``n`` were read so far.

    A next page that is named is there; else the total says it, or else a page that is not full.
    """
    if names_next(reply.headers):
        return False
    total = _items(reply)
    return n >= total if total is not None else n_on_page < PAGE_LENGTH[resource]


def _items(last: Reply) -> int | None:
    """Return how many commits or discussions the Hub says there are."""
    if isinstance(last.content, DiscussionPage):
        return last.content.count if 0 <= last.content.count < _SENSIBLE else None
    said = last.headers.get("x-total-count", "")
    return int(said) if said.isdecimal() and said.isascii() and len(said) < len(str(_SENSIBLE)) else None


def _unlike(pending: Pending, seen: set[str]) -> bool:
    """Return whether a history was read that lacks the commit which the listing names as the last one."""
    return bool(seen) and pending.sha is not None and pending.sha not in seen


def _identities(replies: list[StoredReply]) -> list[StoredReply]:
    return [reply for reply in replies if reply.resource == "identity"]


def _landed_on(path: str, kind: str) -> str:
    """Return the id, as it stands in a path, of the repository whose commits or discussions answered there."""
    prefix = f"/api/{kind_named(kind).plural}/"
    return path.removeprefix(prefix).split("?")[0].removesuffix("/commits/main").removesuffix("/discussions")


def _unaskable(repo_id: str) -> str | None:
    """Return why a repository cannot be asked for by its name, if so."""
    if WITHHELD in repo_id:
        return "its name has the shape of an access token and was not kept, so it cannot be asked for"
    if {"", ".", ".."} & set(repo_id.split("/")) or not repo_id.isprintable():
        return "its name cannot stand in an address"
    return None


def stored(reply: Reply, kind: str, resource: str, repository: int, page: int) -> StoredReply:
    """Return a reply as the journal keeps it; ``repository`` is 0 for a page of a listing."""
    return StoredReply(
        kind=kind,
        resource=resource,
        repository=repository,
        page=page,
        path=reply.path,
        landed_on=reply.landed_on,
        status=reply.status,
        headers=reply.headers,
        read_at=utc_text(reply.read_at),
        body=reply.body,
    )


_READERS: dict[str, Callable[[bytes], Any]] = {
    "commits": lambda body: decode(body, list[Commit]),
    "discussions": lambda body: decode(body, DiscussionPage),
}
