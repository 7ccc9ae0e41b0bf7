"""Questions to a journal: what is listed, what is pending, what was answered, and with what."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from hubcensus.collect.database import sentences
from hubcensus.collect.entries import Access, Pending, Snapshot, StoredReply
from hubcensus.collect.journal import Journal
from hubcensus.hub.wire import sha_of
from hubcensus.schema import ACCOUNTS, OWNER

__all__ = [
    "access_of",
    "fingerprint",
    "last_listing_page",
    "last_repository",
    "listed_on",
    "listing_pages",
    "n_answered",
    "n_listed",
    "n_listed_among",
    "n_owners",
    "pending",
    "replies_of",
    "some_listed",
]

_REPLY = "r.kind, r.resource, r.repository, r.page, r.path, r.landed_on, r.status, r.headers, r.read_at, r.body"

_PENDING = """
SELECT l.repository, p.hub_id, l.kind, l.repo_id, l.state, w.value
FROM listed AS l JOIN repository AS p ON p.id = l.repository CROSS JOIN json_each(?) AS w
LEFT JOIN access AS a ON a.snapshot = l.snapshot AND a.repository = l.repository AND a.resource = w.value
WHERE l.snapshot = ? AND l.repository BETWEEN ? AND ? AND a.outcome IS NULL
    AND (l.kind = ?) = (w.value = ?) ORDER BY l.repository, w.id
"""


def n_listed(journal: Journal, snapshot: Snapshot) -> dict[str, int]:
    """Return kind -> how many repositories of it the snapshot lists, for each kind of its scope, in its order."""
    counted = dict(journal.rows("SELECT kind, count(*) FROM listed WHERE snapshot = ? GROUP BY kind", (snapshot.id,)))
    return {kind: counted.get(kind, 0) for kind in snapshot.scope["kinds"]}


def n_owners(journal: Journal, snapshot: Snapshot) -> int:
    """Return how many owners the snapshot lists."""
    rows = journal.rows("SELECT count(*) FROM listed WHERE snapshot = ? AND kind = ?", (snapshot.id, OWNER))
    return int(rows[0][0])


def last_repository(journal: Journal) -> int:
    """Return the highest number that a repository has."""
    return int(journal.rows("SELECT coalesce(max(id), 0) FROM repository")[0][0])


def some_listed(journal: Journal, snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Return (kind, repo_id, hub_id) of the first few repositories listed."""
    return journal.rows(
        "SELECT l.kind, l.repo_id, p.hub_id FROM listed AS l JOIN repository AS p ON p.id = l.repository "
        "WHERE l.snapshot = ? AND l.kind <> ? ORDER BY l.repository LIMIT 5",
        (snapshot.id, OWNER),
    )


def listed_on(journal: Journal, snapshot: Snapshot, kind: str, page: int) -> dict[str, tuple[int, str]]:
    """Return hub_id -> (repository, repo_id) of those first listed on that page."""
    rows = journal.rows(
        "SELECT hub_id, id, repo_id FROM listed INDEXED BY listed_page JOIN repository ON id = repository "
        "WHERE snapshot = ? AND page = ? AND listed.kind = ?",
        (snapshot.id, page, kind),
    )
    return {hub_id: (repository, repo_id) for hub_id, repository, repo_id in rows}


def n_listed_among(journal: Journal, snapshot: Snapshot, kind: str, hub_ids: list[str]) -> int:
    """Return how many of these ids, repetitions counted, the snapshot lists."""
    sql = (
        "SELECT count(*) FROM json_each(?) AS w JOIN repository AS p ON p.kind = ? AND p.hub_id = w.value "
        "JOIN listed AS l ON l.snapshot = ? AND l.repository = p.id"
    )
    return int(journal.rows(sql, (json.dumps(hub_ids), kind, snapshot.id))[0][0]) if hub_ids else 0


def last_listing_page(journal: Journal, snapshot: Snapshot, kind: str | None = None) -> StoredReply | None:
    """Return the last page kept of a kind's listing, or of any listing."""
    rows = journal.rows(
        f"SELECT {_REPLY} FROM reply AS r WHERE snapshot = ? AND resource = 'listing' AND kind = coalesce(?, kind) "
        "ORDER BY page DESC LIMIT 1",
        (snapshot.id, kind),
    )
    return _stored(journal, rows[0]) if rows else None


def listing_pages(journal: Journal, snapshot: Snapshot, kind: str) -> Iterator[StoredReply]:
    """Yield the pages of a kind's listing in order."""
    sql = f"SELECT {_REPLY} FROM reply AS r WHERE snapshot = ? AND kind = ? AND resource = 'listing' ORDER BY page"
    for row in journal.each(sql, (snapshot.id, kind)):
        yield _stored(journal, row)


def replies_of(
    journal: Journal, snapshot: Snapshot, kind: str, resource: str
) -> Iterator[tuple[int, str, list[StoredReply]]]:
    """Yield (repository, repo_id, pages) for all whose resource was read to its end, in this snapshot or before."""
    rows = journal.each(
        f"SELECT l.repo_id, {_REPLY} FROM access AS a "
        "JOIN listed AS l ON l.snapshot = a.snapshot AND l.repository = a.repository "
        "JOIN reply AS r ON r.snapshot = a.held_in AND r.kind = l.kind AND r.resource = a.resource "
        "AND r.repository = a.repository WHERE a.snapshot = ? AND l.kind = ? AND a.resource = ? "
        "AND a.outcome IN ('ok', 'renamed') ORDER BY a.repository, r.page",
        (snapshot.id, kind, resource),
    )
    for (repo_id, repository), group in groupby(rows, key=lambda row: (row[0], row[3])):
        yield repository, repo_id, [_stored(journal, row[1:]) for row in group]


def pending(journal: Journal, snapshot: Snapshot, resources: tuple[str, ...], chunk: int = 1000) -> Iterator[Pending]:
    """Yield, in order, the repositories and owners for which any of these resources has no final answer."""
    after = 0
    while listed := journal.rows(
        "SELECT repository FROM listed WHERE snapshot = ? AND repository > ? ORDER BY repository LIMIT ?",
        (snapshot.id, after, chunk),
    ):
        first, after = listed[0][0], listed[-1][0]
        rows = journal.rows(_PENDING, (json.dumps(resources), snapshot.id, first, after, OWNER, ACCOUNTS))
        for (repository, hub_id, kind, repo_id, state), group in groupby(rows, key=lambda row: row[:5]):
            yield Pending(repository, hub_id, kind, repo_id, sha_of(state), tuple(row[5] for row in group))


def n_answered(journal: Journal, snapshot: Snapshot) -> dict[tuple[str, str], int]:
    """Return (resource, outcome) -> how many repositories, or owners, have it."""
    rows = journal.rows(
        "SELECT resource, outcome, count(*) FROM access WHERE snapshot = ? GROUP BY 1, 2 ORDER BY 1, 2",
        (snapshot.id,),
    )
    return {(resource, outcome): n for resource, outcome, n in rows}


def access_of(journal: Journal, snapshot: Snapshot, kind: str) -> Iterator[tuple[str, Access]]:
    """Yield (repo_id, outcome) for every settled resource of a kind, by repository and resource."""
    rows = journal.each(
        "SELECT repo_id, a.repository, resource, outcome, status, detail, read_at, items FROM access AS a "
        "JOIN listed AS l ON l.snapshot = a.snapshot AND l.repository = a.repository "
        "WHERE a.snapshot = ? AND kind = ? ORDER BY a.repository, resource",
        (snapshot.id, kind),
    )
    for repo_id, *access in rows:
        yield repo_id, Access(*access)


def fingerprint(journal: Journal, snapshot: Snapshot) -> str:
    """Return a text that changes whenever the journal holds something new of a snapshot."""
    counted = journal.rows(
        "SELECT (SELECT count(*) FROM access WHERE snapshot = ?1), (SELECT max(id) FROM reply WHERE snapshot = ?1), "
        "(SELECT count(*) FROM note WHERE snapshot = ?1)",
        (snapshot.id,),
    )
    return json.dumps(
        [journal.rows("SELECT id FROM journal"), snapshot.id, snapshot.name, snapshot.finished_at, counted]
    )


def _stored(journal: Journal, row: tuple[Any, ...]) -> StoredReply:
    kept = {name.removeprefix("r."): value for name, value in zip(_REPLY.split(", "), row, strict=True)}
    with sentences(journal.path):
        headers = json.loads(kept["headers"])
    return StoredReply(**{**kept, "headers": headers, "body": journal.unpacked(kept["body"])})
