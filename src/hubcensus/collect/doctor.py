"""Whether the Hub still answers as this tool assumes, found out with about fifteen requests."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten
from urllib.parse import quote

from hubcensus.collect.loop import finished
from hubcensus.collect.plan import Scope, details_path, listing_query, names_next, next_page, overview_path
from hubcensus.errors import HubError
from hubcensus.hub.assumptions import ASSUMPTIONS, PAGE_LENGTH, PLANS, SPACES_CAP, WINDOW_SECONDS, Assumption
from hubcensus.hub.client import HubClient, Reply
from hubcensus.hub.wire import (
    Commit,
    DiscussionPage,
    ListedItem,
    decode,
    expanded_fields,
    listing_items,
    outcome_of,
    still_allowed,
)
from hubcensus.kinds import KINDS, Kind

__all__ = ["Diagnosis", "Examined", "examine"]

_NOBODY = "hubcensus-doctor/there-is-no-such-repository"


@dataclass(frozen=True)
class Examined:
    """One assumption: its name, what was seen, and whether it holds (``None``: that could not be seen)."""

    name: str
    holds: bool | None
    seen: str

    @property
    def assumption(self) -> Assumption:
        """What is assumed."""
        return ASSUMPTIONS[self.name]


@dataclass(frozen=True)
class Diagnosis:
    """What a Hub answered.

    Parameters
    ----------
    examined
        Every assumption.
    requests
        How many requests it took.
    has_token
        Whether they carried an access token.
    limit
        Requests that the quota allows, and seconds of its window; ``None`` where none is named.
    """

    examined: list[Examined]
    requests: int
    has_token: bool
    limit: tuple[int, int] | None

    @property
    def plan(self) -> str | None:
        """The plan that has this quota, if one has."""
        return next((name for name, n in PLANS.items() if self.limit == (n, WINDOW_SECONDS)), None)


def examine(endpoint: str, client: Callable[[str], HubClient] = HubClient) -> Diagnosis:
    """Ask a Hub for a little of everything that a census asks for.

    Raises
    ------
    HubError
        If nothing answers there, the token is refused, or it cannot be listed.
    """

    async def ask() -> Diagnosis:
        async with client(endpoint) as hub:
            found = [one for part in (_listings, _refusals, _repository) async for one in part(hub)]
            found.append(_quota(hub))
            in_order = sorted(found, key=lambda one: list(ASSUMPTIONS).index(one.name))
            return Diagnosis(in_order, hub.n_requests, hub.has_token, hub.governor.limit)

    return finished(ask())


async def _listings(hub: HubClient) -> AsyncIterator[Examined]:
    """Read the first page of each kind as a census does, and the second of models."""
    dropped: list[str] = []
    for kind in KINDS:
        fields = expanded_fields(kind)
        reply = await _first_page(hub, kind, fields)
        if reply.status == 400:
            allowed = still_allowed(fields, reply.body)
            dropped += [f"{field} of {kind.plural}" for field in fields if field not in allowed]
            reply = await _first_page(hub, kind, allowed)
        if reply.content is None:
            raise HubError(f"{hub.endpoint} does not list {kind.plural}: {_refused(reply)}")
        if kind is KINDS[0]:
            async for one in _pages(hub, kind, reply):
                yield one
    yield Examined("fields", not dropped, f"it lists no {', '.join(dropped)}" if dropped else "all are given")


async def _first_page(hub: HubClient, kind: Kind, fields: tuple[str, ...]) -> Reply:
    return await hub.get(f"/api/{kind.plural}", listing_query(Scope(), kind, fields), listing_items)


async def _pages(hub: HubClient, kind: Kind, first: Reply) -> AsyncIterator[Examined]:
    items: list[ListedItem] = first.content[0]
    following = next_page(first.headers, kind)
    n = len(items)
    if following is None:
        yield Examined("pages", None, f"{n:,} {kind.plural} on one page, and no next one is named")
        yield Examined(
            "next page", None if n < PAGE_LENGTH["listing"] else False, f"none is named after {n:,} {kind.plural}"
        )
    else:
        yield Examined("pages", n == PAGE_LENGTH["listing"], f"{n:,} {kind.plural} on the first page")
        second = await hub.get(following, read=listing_items)
        more: list[ListedItem] = second.content[0] if second.content else []
        repeated = len({item.hub_id for item in items} & {item.hub_id for item in more})
        seen = f"{len(more):,} {kind.plural} on the second page, {repeated} of them again"
        yield Examined("next page", bool(more) and not repeated, seen)
        items = items + more
    dates = [item.created_at for item in items if isinstance(item.created_at, str)]
    later = sum(after > before for before, after in pairwise(dates))
    yield Examined("order", not later if dates else None, f"{later} of {len(dates):,} are newer than the one before")


async def _refusals(hub: HubClient) -> AsyncIterator[Examined]:
    """Ask for what is not there."""
    kind = KINDS[0]
    reply = await _first_page(hub, kind, ("hubcensus",))
    told = reply.status == 400 and bool(still_allowed(("likes",), reply.body))
    yield Examined("refusal of a field", told, _refused(reply))
    reply = await hub.get(*details_path(kind.name, _NOBODY, "commits", 0, None))
    gone = outcome_of(reply.status, reply.headers) == "missing_or_private"
    yield Examined("missing repository", gone, _refused(reply))


async def _repository(hub: HubClient) -> AsyncIterator[Examined]:
    """Read the repository of most likes whose commits may be read."""
    kind = KINDS[0]
    query = [("limit", "20"), ("sort", "likes"), ("expand", "gated"), ("expand", "disabled")]
    listed = await hub.get(f"/api/{kind.plural}", query, listing_items)
    items: list[ListedItem] = listed.content[0] if listed.content else []
    repo_id = next((item.repo_id for item in items if not item.gated and not item.disabled), None)
    if repo_id is None:
        for name in ("commits", "total of commits", "discussions", "missing branch", "spaces of a model", "accounts"):
            yield Examined(name, None, f"no model could be asked: {_refused(listed)}")
        return
    path = f"/api/{kind.plural}/{quote(repo_id, safe='/')}"
    async for one in _commits(hub, kind, repo_id):
        yield one
    reply = await hub.get(f"{path}/commits/there-is-no-such-branch")
    told = (reply.status, reply.headers.get("x-error-code")) == (404, "RevisionNotFound")
    yield Examined("missing branch", told, _refused(reply))
    reply = await hub.get(f"{path}/discussions", read=_read_discussions)
    yield _discussions(reply, repo_id)
    reply = await hub.get(path, [("expand", "spaces")], lambda body: decode(body, dict[str, object]))
    spaces = reply.content.get("spaces") if reply.content else None
    n = len(spaces) if isinstance(spaces, list) else 0
    yield Examined("spaces of a model", None if n < SPACES_CAP else n == SPACES_CAP, f"{repo_id} names {n}")
    yield await _account(hub, repo_id.partition("/")[0])


async def _account(hub: HubClient, owner: str) -> Examined:
    """Ask what an owner is, as a user and as an organisation."""
    replies = [await hub.get(overview_path(owner, organisation=organisation)) for organisation in (False, True)]
    as_user, as_org = (reply.status for reply in replies)
    known = [as_user, as_org].count(200)
    seen = f"{owner}: status {as_user} as a user, {as_org} as an organisation"
    return Examined("accounts", known == 1 if known else None, seen)


async def _commits(hub: HubClient, kind: Kind, repo_id: str) -> AsyncIterator[Examined]:
    """Ask for as many commits as a census does, and for one."""
    length = PAGE_LENGTH["commits"]
    reply = await hub.get(*details_path(kind.name, repo_id, "commits", 0, length), read=_read_commits)
    if reply.content is None:
        yield Examined("commits", False, f"{repo_id}: {_refused(reply)}")
        yield Examined("total of commits", None, f"{repo_id}: {_refused(reply)}")
        return
    n, total = len(reply.content), reply.headers.get("x-total-count")
    holds = n == length if names_next(reply.headers) else None
    yield Examined("commits", holds, f"{n:,} commits of {repo_id} at once")
    one = await hub.get(*details_path(kind.name, repo_id, "commits", 0, 1), read=_read_commits)
    same = total is not None and one.headers.get("x-total-count") == total
    yield Examined("total of commits", same, f"{total or 'none'} is said of {n:,} that came")


def _discussions(reply: Reply, repo_id: str) -> Examined:
    if reply.content is None:
        return Examined("discussions", None, f"{repo_id}: {_refused(reply)}")
    n, count = len(reply.content.discussions), reply.content.count
    length = PAGE_LENGTH["discussions"]
    holds = None if n == count < length else n == min(count, length)
    return Examined("discussions", holds, f"{n} of {count:,} of {repo_id} on a page")


def _quota(hub: HubClient) -> Examined:
    if hub.governor.limit is None:
        return Examined("quota", False, "no answer names a quota")
    n, seconds = hub.governor.limit
    return Examined("quota", seconds == WINDOW_SECONDS, f"{n:,} requests in {seconds} seconds")


def _refused(reply: Reply) -> str:
    """Return what an answer says, in a few words."""
    said = reply.trouble or reply.headers.get("x-error-message") or "no message"
    code = reply.headers.get("x-error-code")
    what = f"status {reply.status} {code}" if code else f"status {reply.status}"
    return f"{what}, {shorten(said, 90, placeholder=' ...')}"


def _read_commits(body: bytes) -> list[Commit]:
    return decode(body, list[Commit])


def _read_discussions(body: bytes) -> DiscussionPage:
    return decode(body, DiscussionPage)
