"""The loop itself: pages of the listings, then every repository; each answer is kept before the next step."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote

from hubcensus.collect.entries import RECORDED, Listed, Pending, Snapshot
from hubcensus.collect.journal import Journal
from hubcensus.collect.plan import Scope, listing_query, next_page
from hubcensus.collect.progress import Progress
from hubcensus.collect.reading import last_listing_page, n_answered, n_owners, pending, some_listed
from hubcensus.collect.repository import Answers, Reader, stored
from hubcensus.errors import CollectionStopped, HubError, UsageError
from hubcensus.hub.client import CONCURRENCY, HubClient, Reply
from hubcensus.hub.wire import Identity, decode, expanded_fields, listing_items, outcome_of, state_of, still_allowed
from hubcensus.kinds import Kind, kind_named

__all__ = ["BATCH", "Run", "first_trouble"]

BATCH = 200
"""Repositories in one transaction: what a crash can lose."""

_IN_VAIN = 20  # repositories that fail one after another before it is asked whether the Hub is still there


@contextmanager
def first_trouble() -> Iterator[None]:
    """Raise the first trouble of a group of tasks, which has ended the others."""
    try:
        yield
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None


class Run:
    """One run of the loop over one snapshot: what is kept, and how far it is."""

    def __init__(
        self, journal: Journal, snapshot: Snapshot, progress: Progress, watch: Callable[[Progress], None]
    ) -> None:
        self.journal = journal
        self.snapshot = snapshot
        self.scope = Scope.from_dict(snapshot.scope)
        self.progress = progress
        self._watch = watch
        self._unwritten: list[Answers] = []
        self._set_aside: list[Pending] = []
        self._in_vain = 0

    async def same_hub(self, hub: HubClient) -> None:
        """Refuse to go on, or to take the next snapshot, at another Hub than before.

        Another address may lead to the same Hub: it does if a repository that was listed has its id there.
        """
        before = self._read_before()
        if before is None or hub.endpoint == before.source:
            return
        for kind, repo_id, hub_id in some_listed(self.journal, before):
            path = f"/api/{kind_named(kind).plural}/{quote(repo_id, safe='/')}"
            reply = await hub.get(path, [("expand", "sha")], lambda body: decode(body, Identity))
            if outcome_of(reply.status, reply.headers) == "failed":
                raise HubError(f"{hub.endpoint} does not say whether it is the Hub of this census; try again later")
            if reply.content is not None and reply.content.hub_id == hub_id:
                break
        else:
            raise UsageError(
                f"snapshot {before.name} of this census was read at {before.source}, and {hub.endpoint} is another "
                "Hub: leave --endpoint out to go on there, or collect into another folder"
            )
        if self.snapshot.finished_at is None:
            self.journal.add_note(
                self.snapshot, f"{before.name} was begun at {before.source}, this at {hub.endpoint}"
            )

    def _read_before(self) -> Snapshot | None:
        """Return this snapshot if it lists anything yet, else the last one that was read from a Hub."""
        taken = [
            s for s in self.journal.snapshots() if s.id <= self.snapshot.id and not s.source.startswith(RECORDED)
        ]
        return next((s for s in reversed(taken) if some_listed(self.journal, s)), None)

    # listings

    async def listings(self, hub: HubClient) -> None:
        """List every kind of the scope, from where the journal left off."""
        for kind in self.scope.in_order():
            self.progress.listing = kind.name
            last = last_listing_page(self.journal, self.snapshot, kind.name)
            if last is None:
                path, page = await self._first_page(hub, kind), 1
            else:
                path, page = self._next_page(kind, last.headers), last.page + 1
            while path is not None:
                path, page = await self._listing_page(hub, kind, path, page), page + 1
        self.progress.listing = None

    async def _first_page(self, hub: HubClient, kind: Kind) -> str | None:
        """Read the first page; fields that this Hub does not know are left out and noted."""
        fields = expanded_fields(kind)
        while True:
            path = f"/api/{kind.plural}"
            reply = await hub.get(path, listing_query(self.scope, kind, fields), listing_items)
            allowed = still_allowed(fields, reply.body) if reply.status == 400 else ()
            if not allowed or allowed == fields:
                self._keep_listing_page(kind, reply, 0)
                return self._next_page(kind, reply.headers)
            unknown = ", ".join(field for field in fields if field not in allowed)
            self.journal.add_note(self.snapshot, f"the Hub lists no {unknown} of {kind.plural}: left out")
            fields = allowed

    async def _listing_page(self, hub: HubClient, kind: Kind, path: str, page: int) -> str | None:
        """Read one page and return the path of the next; a page with nothing new ends the listing."""
        reply = await hub.get(path, read=listing_items)
        new = self._keep_listing_page(kind, reply, page)
        self.tell(hub)
        following = self._next_page(kind, reply.headers)
        if following is None or new:
            return following
        text = f"page {page + 1} of the listing of {kind.plural} has nothing new and names a next one: it ends there"
        self.journal.add_note(self.snapshot, text)
        return None

    def _keep_listing_page(self, kind: Kind, reply: Reply, page: int) -> int:
        if reply.status != 200 or reply.content is None:
            why = reply.trouble or reply.headers.get("x-error-message") or f"HTTP status {reply.status}"
            raise CollectionStopped(f"page {page + 1} of the listing of {kind.plural} cannot be read: {why}")
        items, n_odd = reply.content
        if n_odd and not items:
            raise CollectionStopped(
                f"no item on page {page + 1} of the listing of {kind.plural} has an id and a name"
            )
        if n_odd:
            text = f"{n_odd} items on page {page + 1} of the listing of {kind.plural} could not be read"
            self.journal.add_note(self.snapshot, text)
        limit = self.scope.limit
        room = len(items) if limit is None else limit - self.progress.listed[kind.name]
        listed = [Listed(kind.name, item.hub_id, item.repo_id, state_of(item)) for item in items[:room]]
        new = self.journal.add_listing_page(self.snapshot, stored(reply, kind.name, "listing", 0, page), listed)
        self.progress.listed[kind.name] += new
        return new

    def _next_page(self, kind: Kind, headers: dict[str, str]) -> str | None:
        if self.scope.limit is not None and self.progress.listed[kind.name] >= self.scope.limit:
            return None
        return next_page(headers, kind)

    # repositories

    async def repositories(self, hub: HubClient) -> None:
        """Ask every repository, and every owner, for what is pending; those that failed once more at the end."""
        if self.scope.owners:
            self.journal.list_owners(self.snapshot)
            self.progress.owners = n_owners(self.journal, self.snapshot)
        self._carry_over()
        reader = Reader(hub, self.snapshot, lambda text: self.journal.add_note(self.snapshot, text))
        try:
            todo = pending(self.journal, self.snapshot, self.scope.resources)
            await self._ask_all(hub, reader, todo, last_time=False)
            again, self._set_aside = self._set_aside, []
            await self._ask_all(hub, reader, iter(again), last_time=True)
        finally:
            self._write()

    def _carry_over(self) -> None:
        """Settle what is as it was in the last complete snapshot that came from a Hub."""
        before = [
            s
            for s in self.journal.snapshots()
            if s.id < self.snapshot.id and s.finished_at and Scope.from_dict(s.scope).resources
        ]
        if before:
            self.journal.carry_over(before[-1], self.snapshot, self.scope.resources)
            self.progress.start(n_answered(self.journal, self.snapshot))

    async def _ask_all(self, hub: HubClient, reader: Reader, todo: Iterator[Pending], *, last_time: bool) -> None:
        with first_trouble():
            async with asyncio.TaskGroup() as group:
                for _ in range(CONCURRENCY):
                    group.create_task(self._work(hub, reader, todo, last_time))
        self.tell(hub)

    async def _work(self, hub: HubClient, reader: Reader, todo: Iterator[Pending], last_time: bool) -> None:
        for repository in todo:
            answers = await reader.read(repository)
            self._in_vain = self._in_vain + 1 if answers.failed else 0
            if answers.failed and (last_time or self._in_vain % _IN_VAIN == 0):
                await self._insist(hub, answers)
            if last_time:
                answers.settled += answers.failed
            elif answers.failed:
                left = tuple(access.resource for access in answers.failed)
                self._set_aside.append(replace(repository, resources=left))
            self._unwritten.append(answers)
            if len(self._unwritten) >= BATCH:
                self.tell(hub)

    async def _insist(self, hub: HubClient, answers: Answers) -> None:
        """Stop, unless the Hub answers otherwise: then it is the repository's fault."""
        alive = await hub.get("/api/models", [("limit", "1")])
        if alive.status != 200:
            raise CollectionStopped(f"the Hub does not answer any more ({answers.failed[-1].detail})")

    def tell(self, hub: HubClient) -> None:
        """Keep what was answered so far, and tell whoever watches."""
        self._write()
        progress = self.progress
        progress.n_requests = hub.n_requests
        progress.quota_used = hub.governor.quota_used
        progress.allowed_per_second = hub.governor.requests_per_second
        progress.seconds_held = hub.governor.seconds_held
        hub.governor.needed = progress.wanted - progress.settled if progress.listing is None else None
        self._watch(progress)

    def _write(self) -> None:
        batch, self._unwritten = self._unwritten, []
        if batch:
            self.journal.add(
                self.snapshot,
                [reply for answers in batch for reply in answers.replies],
                [access for answers in batch for access in answers.settled],
            )
            self.progress.outcomes.update((a.resource, a.outcome) for answers in batch for a in answers.settled)
