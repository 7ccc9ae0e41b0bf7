"""The journal of a census: every reply as it came, and what has its final answer.

One SQLite file in WAL mode. A batch of replies is one transaction, so that a process that is killed
leaves whole batches; people may read while a collection goes on. What is still to be asked is what
has no row in ``access``: nothing else remembers progress.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Self

import zstandard
from filelock import FileLock, Timeout

from hubcensus.collect.database import check_version, connected, create, sentences
from hubcensus.collect.entries import Access, Listed, Snapshot, StoredReply
from hubcensus.errors import JournalError, JournalLocked, NotACensus
from hubcensus.schema import OWNER

__all__ = ["Journal"]

_CARRY_OVER = """
INSERT OR IGNORE INTO access
SELECT
    ?, a.repository, a.resource,
    CASE WHEN a.outcome = 'renamed' AND old.repo_id <> now.repo_id THEN 'ok' ELSE a.outcome END,
    a.status, 'unchanged since snapshot ' || ?, a.read_at, a.items, a.held_in
FROM json_each(?) AS r
JOIN listed AS now ON now.snapshot = ?
JOIN listed AS old ON old.snapshot = ? AND old.repository = now.repository AND old.state = now.state
JOIN access AS a ON a.snapshot = old.snapshot AND a.repository = old.repository AND a.resource = r.value
WHERE a.outcome NOT IN ('failed', 'missing_or_private') AND (a.resource = 'commits' OR coalesce(a.items, 0) = 0)
    AND NOT (a.outcome = 'gated' AND now.state LIKE '% False %')  -- no longer, says the listing
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
            raise NotACensus(folder)
        with sentences(self.path):
            self._db = connected(self.path)
            check_version(self._db, self.path)
            self._db.execute("PRAGMA synchronous = NORMAL")
        self._pack = zstandard.ZstdCompressor(level=3, write_checksum=True)
        self._unpack = zstandard.ZstdDecompressor()

    @classmethod
    @contextmanager
    def writing(cls, folder: Path) -> Iterator[Self]:
        """Open the journal for the one process that may write it, and make it if there is none.

        A journal made here that holds no snapshot at the end is taken away again.

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
        except (FileExistsError, NotADirectoryError) as error:
            raise JournalError(f"'{folder}' is no folder, and a census is one: give it another name") from error
        except OSError as error:
            raise JournalError(f"the folder '{folder}' cannot be written: {error.strerror}") from error
        new, empty = not (folder / "journal.db").exists(), False
        try:
            create(folder / "journal.db")
            with closing(cls(folder)) as journal:
                try:
                    yield journal
                finally:
                    empty = not journal.snapshots()
        finally:
            lock.release()
            if new and empty:
                _take_away(folder)

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
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("COMMIT")

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Return all rows of a query."""
        with sentences(self.path):
            return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Yield the rows of a query, one at a time."""
        with sentences(self.path):
            for row in self._db.execute(sql, values):  # noqa: UP028 - a cursor is not to be closed after its database
                yield row

    def unpacked(self, body: bytes) -> bytes:
        """Return a body as it came."""
        with sentences(self.path):
            return self._unpack.decompress(body)

    # snapshots

    def snapshots(self) -> list[Snapshot]:
        """Return all snapshots, oldest first."""
        rows = self.rows("SELECT id, name, scope, source, started_at, finished_at FROM snapshot ORDER BY id")
        with sentences(self.path):
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
        return self.rows(
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
                "INSERT OR IGNORE INTO listed SELECT ?, id, kind, ?, ?, ? FROM repository "
                "WHERE kind = ? AND hub_id = ?",
                [(snapshot.id, item.repo_id, reply.page, item.state, item.kind, item.hub_id) for item in listed],
            )
            return self._db.total_changes - before

    def list_owners(self, snapshot: Snapshot) -> None:
        """List the owners of all that the snapshot lists, each as if it were a repository; again does no harm."""
        owners = (
            "SELECT DISTINCT substr(repo_id, 1, instr(repo_id, '/') - 1) AS name FROM listed "
            "WHERE snapshot = ?1 AND kind <> ?2 AND instr(repo_id, '/') > 1 ORDER BY name"
        )
        with self.transaction():
            of = (snapshot.id, OWNER)
            self._db.execute(f"INSERT OR IGNORE INTO repository (kind, hub_id) SELECT ?2, name FROM ({owners})", of)
            self._db.execute(
                "INSERT OR IGNORE INTO listed SELECT ?1, id, ?2, name, 0, '' "
                f"FROM ({owners}) JOIN repository AS p ON p.kind = ?2 AND p.hub_id = name",
                of,
            )

    def add(self, snapshot: Snapshot, replies: Iterable[StoredReply], access: Iterable[Access]) -> None:
        """Keep a batch of replies and the outcomes that they settle, all or nothing."""
        with self.transaction():
            for reply in replies:
                self._insert_reply(snapshot, reply)
            self._db.executemany(
                f"INSERT INTO access VALUES (?, {', '.join('?' * len(fields(Access)))}, ?)",
                [(snapshot.id, *astuple(row), snapshot.id) for row in access],
            )

    def carry_over(self, earlier: Snapshot, snapshot: Snapshot, resources: tuple[str, ...]) -> None:
        """Take over from an earlier snapshot what cannot have changed, so that it is not asked again.

        Commits of a repository whose last commit, gating and disabling are as they were, whatever it is called
        now; discussions of one that, besides, had none; what owners are. What had failed or was missing is asked
        again.
        """
        with self.transaction():
            self._db.execute(_CARRY_OVER, (snapshot.id, earlier.name, json.dumps(resources), snapshot.id, earlier.id))

    def _insert_reply(self, snapshot: Snapshot, reply: StoredReply) -> None:
        kept = {**vars(reply), "headers": json.dumps(reply.headers), "body": self._pack.compress(reply.body)}
        self._db.execute(
            f"INSERT OR REPLACE INTO reply (snapshot, {', '.join(kept)}) VALUES (?, {', '.join('?' * len(kept))})",
            (snapshot.id, *kept.values()),
        )


def _take_away(folder: Path) -> None:
    for name in ("journal.db", "journal.db-wal", "journal.db-shm", "journal.lock"):
        (folder / name).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
