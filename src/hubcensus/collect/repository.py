"""One repository: ask for each of its resources, page by page, until each has a final outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hubcensus.collect.entries import Access, Pending, StoredReply, utc_text
from hubcensus.collect.plan import PAGE_LENGTH, details_path
from hubcensus.hub.client import HubClient, Reply
from hubcensus.hub.secrets import WITHHELD
from hubcensus.hub.wire import Commit, DiscussionPage, Identity, decode, outcome_of
from hubcensus.kinds import kind_named

__all__ = ["Answers", "read_repository", "stored"]


_SENSIBLE = 10**12  # no repository has so many commits or discussions
_MOST_PAGES = 200  # 200,000 commits or 10,000 discussions; beyond, pages are taken to have no end


@dataclass
class Answers:
    """What one repository answered: replies to keep, outcomes that are settled, resources that failed."""

    replies: list[StoredReply] = field(default_factory=list)
    settled: list[Access] = field(default_factory=list)
    failed: list[Access] = field(default_factory=list)


async def read_repository(hub: HubClient, pending: Pending) -> Answers:
    """Ask for what is pending of a repository.

    A name that the Hub leads elsewhere is followed, and counts as renamed if the repository found
    there has the same id; if it has not, the repository that was listed is gone.
    """
    answers = Answers()
    for resource, n_pages in pending.n_pages.items():
        if reason := _unaskable(pending.repo_id):
            answers.settled.append(Access(pending.repository, resource, "unavailable", 0, reason, ""))
            continue
        replies: list[StoredReply] = []
        last = await _pages(hub, pending, resource, n_pages, replies)
        access = await _outcome(hub, pending, resource, last, answers.replies)
        if access.outcome == "failed":
            answers.failed.append(access)  # its pages are asked for again
        else:
            answers.settled.append(access)
            answers.replies += replies
    return answers


async def _pages(hub: HubClient, pending: Pending, resource: str, page: int, replies: list[StoredReply]) -> Reply:
    while True:
        path, query = details_path(pending.kind, pending.repo_id, resource, page)
        reply = await hub.get(path, query, _READERS[resource])
        if reply.trouble is None and outcome_of(reply.status, reply.headers) != "failed":
            replies.append(stored(reply, pending.kind, resource, pending.repository, page))
        if reply.status != 200 or reply.trouble is not None or _is_last(resource, page, reply.content):
            return reply
        page += 1
        if page == _MOST_PAGES:
            return replace(reply, trouble=f"it has more than {_MOST_PAGES} pages of {resource}")


def _is_last(resource: str, page: int, content: Any) -> bool:
    length = PAGE_LENGTH[resource]
    if isinstance(content, DiscussionPage):  # past the end the Hub answers empty pages for ever
        return not content.discussions or (page + 1) * length >= content.count
    return len(content) < length


async def _outcome(
    hub: HubClient, pending: Pending, resource: str, last: Reply, replies: list[StoredReply]
) -> Access:
    outcome = "failed" if last.trouble else outcome_of(last.status, last.headers)
    detail = last.trouble or last.headers.get("x-error-message")
    if outcome == "ok" and last.landed_on is not None:
        outcome, detail = await _landed(hub, pending, last.landed_on, replies)
    if outcome == "failed" and detail is None:
        detail = f"HTTP status {last.status}"
    items = _items(last) if outcome in ("ok", "renamed") else None
    return Access(pending.repository, resource, outcome, last.status, detail, utc_text(last.read_at), items)


def _items(last: Reply) -> int | None:
    """Return how many commits or discussions the Hub says there are."""
    if isinstance(last.content, DiscussionPage):
        return last.content.count if 0 <= last.content.count < _SENSIBLE else None
    said = last.headers.get("x-total-count", "")
    return int(said) if said.isdecimal() and said.isascii() and len(said) < len(str(_SENSIBLE)) else None


async def _landed(hub: HubClient, pending: Pending, path: str, replies: list[StoredReply]) -> tuple[str, str]:
    prefix = f"/api/{kind_named(pending.kind).plural}/"
    repo_id = path.removeprefix(prefix).split("?")[0].removesuffix("/commits/main").removesuffix("/discussions")
    identity = await _identity(hub, pending, prefix + repo_id, replies)
    if identity is None:
        return "failed", f"its name now leads to {repo_id}, which did not answer"
    if identity.status == 200 and decode(identity.body, Identity).hub_id == pending.hub_id:
        return "renamed", f"now {repo_id}"
    return "missing_or_private", f"its name now leads to another repository, {repo_id}"


async def _identity(hub: HubClient, pending: Pending, path: str, replies: list[StoredReply]) -> StoredReply | None:
    """Ask what the repository at a path is, once for all resources; ``None`` if nothing usable answers."""
    asked = [reply for reply in replies if reply.resource == "identity"]
    if not asked:
        reply = await hub.get(path, [("expand", "sha")], lambda body: decode(body, Identity))
        if reply.trouble or outcome_of(reply.status, reply.headers) == "failed":
            return None
        asked = [stored(reply, pending.kind, "identity", pending.repository, 0)]
        replies += asked
    return asked[0]


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
