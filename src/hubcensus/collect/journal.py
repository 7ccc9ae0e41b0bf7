"""The journal of a census: every reply as it came, and what has its final answer.

One SQLite file in WAL mode. A batch of replies is one transaction, so that a process that is killed
leaves whole batches; people may read while a collection goes on. What is still to be asked is what
has no row in ``access``: nothing else remembers progress.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import zstandard
from filelock import FileLock, Timeout

from hubcensus.collect.database import check_version, create, sentences
from hubcensus.collect.entries import Access, Listed, Pending, Snapshot, StoredReply
from hubcensus.errors import JournalError, JournalLocked, NotACensus

__all__ = ["Journal"]

_REPLY = "kind, resource, repository, page, path, landed_on, status, headers, read_at, body"

_PENDING = """
SELECT l.repository, p.hub_id, l.kind, l.repo_id, r.value, (
    SELECT count(*) FROM reply WHERE reply.snapshot = l.snapshot AND reply.kind = l.kind
    AND reply.resource = r.value AND reply.repository = l.repository
) FROM listed AS l JOIN repository AS p ON p.id = l.repository CROSS JOIN json_each(?) AS r
LEFT JOIN access AS a ON a.snapshot = l.snapshot AND a.repository = l.repository AND a.resource = r.value
WHERE l.snapshot = ? AND l.repository BETWEEN ? AND ? AND a.outcome IS NULL ORDER BY l.repository, r.id
"""


class Journal:
    """The journal in a census folder, to read; ``Journal.writing`` opens it to write.

    Parameters
    ----------
    folder
        The census folder.

    Raises
    ------
    NotACensus
        If the folder has no journal.
    JournalError
        If the file is not a journal of this version.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.db"
        if not self.path.is_file():
            raise NotACensus(
                f"there is no census in '{folder}': begin one with `hubcensus collect {folder}`, "
                "or give the folder that holds journal.db"
            )
        with sentences(self.path):
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            check_version(self._db, self.path)
            self._db.execute("PRAGMA synchronous = NORMAL")
        self._pack = zstandard.ZstdCompressor(level=3)
        self._unpack = zstandard.ZstdDecompressor()

    @classmethod
    @contextmanager
    def writing(cls, folder: Path) -> Iterator[Self]:
        """Open the journal for the one process that may write it, and make it if there is none.

        Raises
        ------
        JournalLocked
            If another process is writing it.
        """
        lock = FileLock(folder / "journal.lock")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise JournalLocked(
                f"another hubcensus is collecting into '{folder}': wait for it to end, or stop it first"
            ) from error
        except OSError as error:
            raise JournalError(f"the folder '{folder}' cannot be written: {error.strerror}") from error
        try:
            create(folder / "journal.db")
            with closing(cls(folder)) as journal:
                yield journal
        finally:
            lock.release()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that the block writes, or nothing; a transaction inside another is part of that one."""
        if self._db.in_transaction:
            yield
            return
        with sentences(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """All that the block reads is of one moment, while a collection goes on."""
        with sentences(self.path):
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    # snapshots

    def snapshots(self) -> list[Snapshot]:
        """Return all snapshots, oldest first."""
        rows = self._rows("SELECT id, name, scope, source, started_at, finished_at FROM snapshot ORDER BY id")
        return [Snapshot(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows]

    def begin_snapshot(self, day: str, scope: dict[str, Any], source: str, now: str) -> Snapshot:
        """Begin a snapshot; a second one on a day is called ``DAY.2``."""
        with self.transaction():
            taken = {snapshot.name for snapshot in self.snapshots()}
            name, n = day, 1
            while name in taken:
                n += 1
                name = f"{day}.{n}"
            self._db.execute(
                "INSERT INTO snapshot (name, scope, source, started_at) VALUES (?, ?, ?, ?)",
                (name, json.dumps(scope), source, now),
            )
        return self.snapshots()[-1]

    def finish_snapshot(self, snapshot: Snapshot, now: str) -> None:
        """Mark a snapshot as complete."""
        with self.transaction():
            self._db.execute("UPDATE snapshot SET finished_at = ? WHERE id = ?", (now, snapshot.id))

    def drop_snapshot(self, snapshot: Snapshot) -> None:
        """Forget a snapshot whose reading came to nothing."""
        with self.transaction():
            for table in ("note", "reply", "listed", "access"):
                self._db.execute(f"DELETE FROM {table} WHERE snapshot = ?", (snapshot.id,))
            self._db.execute("DELETE FROM snapshot WHERE id = ?", (snapshot.id,))

    def add_note(self, snapshot: Snapshot, text: str) -> None:
        """Keep a sentence that readers of this snapshot should know."""
        with self.transaction():
            self._db.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (snapshot.id, text))

    def notes(self) -> list[tuple[str, str]]:
        """Return (snapshot name, sentence) for every note."""
        return self._rows(
            "SELECT name, text FROM note JOIN snapshot ON snapshot.id = note.snapshot ORDER BY snapshot.id, text"
        )

    # writing

    def add_listing_page(self, snapshot: Snapshot, reply: StoredReply, listed: Iterable[Listed]) -> int:
        """Keep one page of a listing and the repositories on it; return how many were new to the snapshot."""
        listed = list(listed)
        with self.transaction():
            self._insert_reply(snapshot, reply)
            self._db.executemany(
                "INSERT OR IGNORE INTO repository (kind, hub_id) VALUES (?, ?)",
                [(item.kind, item.hub_id) for item in listed],
            )
            before = self._db.total_changes
            self._db.executemany(
                "INSERT OR IGNORE INTO listed SELECT ?, id, kind, ?, ? FROM repository WHERE kind = ? AND hub_id = ?",
                [(snapshot.id, item.repo_id, reply.page, item.kind, item.hub_id) for item in listed],
            )
            return self._db.total_changes - before

    def add(self, snapshot: Snapshot, replies: Iterable[StoredReply], access: Iterable[Access]) -> None:
        """Keep a batch of replies and the outcomes that they settle, all or nothing."""
        with self.transaction():
            for reply in replies:
                self._insert_reply(snapshot, reply)
            self._db.executemany(
                "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        snapshot.id,
                        row.repository,
                        row.resource,
                        row.outcome,
                        row.status,
                        row.detail,
                        row.read_at,
                    )
                    for row in access
                ],
            )

    def _insert_reply(self, snapshot: Snapshot, reply: StoredReply) -> None:
        kept = {**vars(reply), "headers": json.dumps(reply.headers), "body": self._pack.compress(reply.body)}
        self._db.execute(
            f"INSERT OR REPLACE INTO reply (snapshot, {_REPLY}) VALUES (?, {', '.join('?' * len(kept))})",
            (snapshot.id, *kept.values()),
        )

    # reading

    def last_listing_page(self, snapshot: Snapshot, kind: str | None = None) -> StoredReply | None:
        """Return the last page kept of a kind's listing, or of any listing."""
        rows = self._rows(
            f"SELECT {_REPLY} FROM reply WHERE snapshot = ? AND resource = 'listing' AND kind = coalesce(?, kind) "
            "ORDER BY page DESC LIMIT 1",
            (snapshot.id, kind),
        )
        return self._stored(rows[0]) if rows else None

    def replies(self, snapshot: Snapshot, kind: str, resource: str) -> Iterator[StoredReply]:
        """Yield the replies for one resource of a kind, by repository and page."""
        cursor = self._db.execute(
            f"SELECT {_REPLY} FROM reply WHERE snapshot = ? AND kind = ? AND resource = ? ORDER BY repository, page",
            (snapshot.id, kind, resource),
        )
        with sentences(self.path):
            for row in cursor:
                yield self._stored(row)

    def _stored(self, row: tuple[Any, ...]) -> StoredReply:
        kept = dict(zip(_REPLY.split(", "), row, strict=True))
        return StoredReply(
            **{**kept, "headers": json.loads(kept["headers"]), "body": self._unpack.decompress(kept["body"])}
        )

    def listed_on(self, snapshot: Snapshot, kind: str, page: int) -> dict[str, tuple[int, str]]:
        """Return hub_id -> (repository, repo_id) of those first listed on that page."""
        rows = self._rows(
            "SELECT hub_id, id, repo_id FROM listed INDEXED BY listed_page JOIN repository ON id = repository "
            "WHERE snapshot = ? AND page = ? AND listed.kind = ?",
            (snapshot.id, page, kind),
        )
        return {hub_id: (repository, repo_id) for hub_id, repository, repo_id in rows}

    def n_listed(self, snapshot: Snapshot) -> dict[str, int]:
        """Return kind -> how many repositories of it the snapshot lists."""
        sql = "SELECT kind, count(*) FROM listed WHERE snapshot = ? GROUP BY kind ORDER BY min(repository)"
        return dict(self._rows(sql, (snapshot.id,)))

    def last_repository(self) -> int:
        """Return the highest number that a repository has."""
        return int(self._rows("SELECT coalesce(max(id), 0) FROM repository")[0][0])

    def pending(self, snapshot: Snapshot, resources: tuple[str, ...], chunk: int = 1000) -> Iterator[Pending]:
        """Yield, in order, the repositories for which any of these resources has no final answer."""
        after = 0
        while listed := self._rows(
            "SELECT repository FROM listed WHERE snapshot = ? AND repository > ? ORDER BY repository LIMIT ?",
            (snapshot.id, after, chunk),
        ):
            first, after = listed[0][0], listed[-1][0]
            rows = self._rows(_PENDING, (json.dumps(resources), snapshot.id, first, after))
            for (repository, hub_id, kind, repo_id), group in groupby(rows, key=lambda row: row[:4]):
                yield Pending(repository, hub_id, kind, repo_id, {row[4]: row[5] for row in group})

    def n_answered(self, snapshot: Snapshot) -> dict[tuple[str, str], int]:
        """Return (resource, outcome) -> how many repositories have it."""
        rows = self._rows(
            "SELECT resource, outcome, count(*) FROM access WHERE snapshot = ? GROUP BY 1, 2 ORDER BY 1, 2",
            (snapshot.id,),
        )
        return {(resource, outcome): n for resource, outcome, n in rows}

    def access(self, snapshot: Snapshot, kind: str) -> Iterator[tuple[str, Access]]:
        """Yield (repo_id, outcome) for every settled resource of a kind, by repository and resource."""
        cursor = self._db.execute(
            "SELECT repo_id, a.repository, resource, outcome, status, detail, read_at FROM access AS a "
            "JOIN listed AS l ON l.snapshot = a.snapshot AND l.repository = a.repository "
            "WHERE a.snapshot = ? AND kind = ? ORDER BY a.repository, resource",
            (snapshot.id, kind),
        )
        with sentences(self.path):
            for row in cursor:
                yield row[0], Access(*row[1:])

    def fingerprint(self) -> str:
        """Return a text that changes whenever the journal holds something new."""
        rows = self._rows(
            "SELECT id, name, finished_at, (SELECT count(*) FROM access WHERE snapshot = s.id), "
            "(SELECT max(id) FROM reply WHERE snapshot = s.id) FROM snapshot AS s ORDER BY id"
        )
        return json.dumps(rows)

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with sentences(self.path):
            return self._db.execute(sql, values).fetchall()
