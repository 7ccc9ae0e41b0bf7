"""From the journal to the tables: one pass a kind, in the order of the listing."""

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from hubcensus.collect.entries import Snapshot, StoredReply
from hubcensus.collect.journal import Journal
from hubcensus.collect.reading import (
    access_of,
    last_repository,
    listed_on,
    listing_pages,
    n_listed,
    n_listed_among,
    replies_of,
)
from hubcensus.hub.wire import Commit, DiscussionPage, ListedItem, Overview, decode, listing_items
from hubcensus.schema import ACCOUNTS, OWNER, TABLES
from hubcensus.tables.rows import (
    Row,
    commit_author_rows,
    commit_days,
    commit_rows,
    dependency_rows,
    discussion_rows,
    history,
    lineage_rows,
    out_of_order,
    owner_row,
    pull_requests,
    repository_row,
    texts_of,
)
from hubcensus.tables.writer import TableWriter
from hubcensus.watch import Watch, unwatched

__all__ = ["build_snapshot"]

_UNKNOWN = -1  # in the counts of a repository, the last columns of its row, in their order
_COMMITS, _DISCUSSIONS = slice(0, 3), slice(3, 5)


def build_snapshot(journal: Journal, snapshot: Snapshot, folder: Path, watch: Watch = unwatched) -> None:
    """Write the rows of one snapshot into every table in ``folder``, from the journal alone.

    The same journal gives the same bytes. What is held in memory is one part of each table, and five
    counts a repository.
    """
    writers = {table.name: TableWriter(table, folder, snapshot.name) for table in TABLES}
    with _no_search_for_cycles():
        writers["snapshots"].add(_snapshot_rows(journal, snapshot))
        for kind in n_listed(journal, snapshot):
            watch(f"{kind}s of {snapshot.name}")
            _Kind(journal, snapshot, kind, writers).add()
        for row in _owner_rows(journal, snapshot):
            writers["owners"].add([row])
        for writer in writers.values():
            writer.close()


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Spare Python looking for cycles among millions of rows, which have none: a quarter of the time."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def _snapshot_rows(journal: Journal, snapshot: Snapshot) -> Iterator[Row]:
    notes = "\n".join(text for name, text in journal.notes() if name == snapshot.name)
    scope = json.dumps(snapshot.scope)
    for kind, listed in n_listed(journal, snapshot).items():
        about = (listed, snapshot.source, scope, snapshot.started_at, snapshot.finished_at, notes)
        yield snapshot.name, snapshot.id, kind, *about


def _owner_rows(journal: Journal, snapshot: Snapshot) -> Iterator[Row]:
    """Yield a row for each owner that was asked for, by its number: one that was not read has no type."""
    read = replies_of(journal, snapshot, OWNER, ACCOUNTS)
    following = next(read, None)
    for owner, access in access_of(journal, snapshot, OWNER):
        about: Row = (None,) * 5
        if following is not None and following[0] == access.repository:
            (reply,) = following[2]
            about, following = owner_row(reply.path, decode(reply.body, Overview)), next(read, None)
        yield snapshot.name, owner, *about, access.outcome, access.status, access.detail, access.read_at


def _known(count: int | None) -> int:
    return _UNKNOWN if count is None else count


class _Kind:
    """One kind in one snapshot, on its way into the tables."""

    def __init__(self, journal: Journal, snapshot: Snapshot, kind: str, writers: dict[str, TableWriter]) -> None:
        self._journal = journal
        self._snapshot = snapshot
        self._kind = kind
        self._writers = writers
        self._previous: str | None = None  # creation of the last repository of the page before
        self._counts = np.full((last_repository(journal) + 1, 5), _UNKNOWN, dtype=np.int64)

    def add(self) -> None:
        """Add its rows to every table."""
        self._add_access()
        for repository, repo_id, replies in replies_of(self._journal, self._snapshot, self._kind, "commits"):
            self._add_commits(self._keys(repository, repo_id), replies)
        for repository, repo_id, replies in replies_of(self._journal, self._snapshot, self._kind, "discussions"):
            self._add_discussions(self._keys(repository, repo_id), replies)
        for reply in listing_pages(self._journal, self._snapshot, self._kind):
            self._add_listing_page(reply)

    def _put(self, table: str, keys: Row, rows: Iterable[Row]) -> None:
        self._writers[table].add([keys + row for row in rows])

    def _keys(self, repository: int, repo_id: str) -> Row:
        return (self._snapshot.name, repository, self._kind, repo_id)

    def _add_access(self) -> None:
        for repo_id, access in access_of(self._journal, self._snapshot, self._kind):
            row = (access.resource, access.outcome, access.status, access.detail, access.read_at)
            self._put("access", self._keys(access.repository, repo_id), [row])

    def _add_commits(self, keys: Row, replies: list[StoredReply]) -> None:
        commits = history(commit for reply in replies for commit in decode(reply.body, list[Commit]))
        authors = list(commit_author_rows(commits))
        self._put("commits", keys, commit_rows(commits))
        self._put("commit_authors", keys, authors)
        names = {author for *_, author in authors}
        self._counts[keys[1], _COMMITS] = len(commits), _known(commit_days(commits)), len(names)

    def _add_discussions(self, keys: Row, replies: list[StoredReply]) -> None:
        pages = (decode(reply.body, DiscussionPage) for reply in replies)
        rows = list(discussion_rows(one for page in pages for one in page.discussions))
        self._put("discussions", keys, rows)
        self._counts[keys[1], _DISCUSSIONS] = len(rows), _known(pull_requests(rows))

    def _add_listing_page(self, reply: StoredReply) -> None:
        listed = listed_on(self._journal, self._snapshot, self._kind, reply.page)
        items, unreadable = listing_items(reply.body)
        found, left = [], []  # left: seen before in this listing, or beyond the limit of the scope
        for item in items:
            if item.hub_id in listed:
                found.append((self._keys(*listed.pop(item.hub_id)), item, texts_of(item.tags)))
            else:
                left.append(item.hub_id)
        self._add_repositories(found)
        repeated = n_listed_among(self._journal, self._snapshot, self._kind, left)
        dates = [item.created_at for item in items if isinstance(item.created_at, str)]
        disorder = out_of_order(self._previous, dates) if self._snapshot.scope["sort"] == "createdAt" else None
        self._previous = dates[-1] if dates else self._previous
        about = (reply.page, len(items), len(items) - len(left), repeated, unreadable, disorder)
        span = (dates[0], dates[-1]) if dates else (None, None)
        self._writers["pages"].add([(self._snapshot.name, self._kind, *about, *span, reply.read_at)])

    def _add_repositories(self, found: list[tuple[Row, ListedItem, list[str]]]) -> None:
        counted = self._counts[[keys[1] for keys, _, _ in found]].tolist()
        counts = [[None if count == _UNKNOWN else count for count in each] for each in counted]
        rows = ((*keys, *repository_row(item, tags)) for keys, item, tags in found)
        add = {name: writer.add for name, writer in self._writers.items()}
        add["repositories"]([(*row, *each) for row, each in zip(rows, counts, strict=True)])
        add["tags"]([(*keys, tag) for keys, _, tags in found for tag in tags])
        add["dependencies"]([keys + row for keys, item, _ in found for row in dependency_rows(item)])
        add["lineage"]([keys + row for keys, _, tags in found for row in lineage_rows(tags)])
