"""The SQLite file under the journal: its tables, its version, and its troubles in sentences."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex

from zstandard import ZstdError

from hubcensus.errors import JournalError

__all__ = ["check_version", "connected", "create", "sentences"]

_SCHEMA = """
CREATE TABLE journal (id TEXT NOT NULL);
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, source TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT
);
CREATE TABLE note (snapshot INTEGER NOT NULL, text TEXT NOT NULL, UNIQUE (snapshot, text));
CREATE TABLE reply (
    id INTEGER PRIMARY KEY, snapshot INTEGER NOT NULL, kind TEXT NOT NULL, resource TEXT NOT NULL,
    repository INTEGER NOT NULL, page INTEGER NOT NULL, path TEXT NOT NULL, landed_on TEXT,
    status INTEGER NOT NULL, headers TEXT NOT NULL, read_at TEXT NOT NULL, body BLOB NOT NULL,
    UNIQUE (snapshot, kind, resource, repository, page)
);
CREATE TABLE repository (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, hub_id TEXT NOT NULL, UNIQUE (kind, hub_id)
);
CREATE TABLE listed (
    snapshot INTEGER NOT NULL, repository INTEGER NOT NULL, kind TEXT NOT NULL, repo_id TEXT NOT NULL,
    page INTEGER NOT NULL, state TEXT, PRIMARY KEY (snapshot, repository)
) WITHOUT ROWID;
CREATE INDEX listed_page ON listed (snapshot, kind, page);
CREATE TABLE access (
    snapshot INTEGER NOT NULL, repository INTEGER NOT NULL, resource TEXT NOT NULL, outcome TEXT NOT NULL,
    status INTEGER NOT NULL, detail TEXT, read_at TEXT NOT NULL, items INTEGER, held_in INTEGER NOT NULL,
    PRIMARY KEY (snapshot, repository, resource)
) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_VERSION = 1


def connected(path: Path) -> sqlite3.Connection:
    """Open the file; where nothing can be written beside it, to read only.

    Without a write-ahead log that is a file that nobody changes; with one, it is read too.
    """
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)  # see loop.finished
    log = path.with_name(path.name + "-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", isolation_level=None, uri=True, timeout=30)


def check_version(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that another version of hubcensus wrote."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if not path.stat().st_size:
        raise JournalError(f"the journal '{path}' is empty: restore it from a copy, or collect into a new folder")
    if version != _VERSION:
        raise JournalError(
            f"'{path}' was not written by this version of hubcensus (its format is {version}, "
            f"ours is {_VERSION}): read it with the version that wrote it, or collect into a new folder"
        )


def create(path: Path) -> None:
    """Make an empty journal that only its owner can read, if there is none."""
    if path.exists():
        return
    made = path.with_suffix(".new")
    made.unlink(missing_ok=True)
    with sentences(path):
        os.close(os.open(made, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(made, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)
            db.execute("INSERT INTO journal VALUES (?)", (token_hex(8),))
        made.replace(path)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn the troubles of SQLite and of the file system into a ``JournalError`` that says what to do."""
    try:
        yield
    except (sqlite3.Error, OSError, ZstdError, ValueError) as error:
        raise JournalError(f"the journal '{path}' cannot be used: {_what_to_do(str(error))}") from error


def _what_to_do(said: str) -> str:
    if "disk is full" in said or "disk I/O error" in said or "No space left" in said:
        return f"{said}; make room on the disk, then run the same command again"
    if "readonly" in said or "unable to open" in said or "Permission denied" in said:
        return f"{said}; make it readable and the folder writable, or copy the census to where you may write"
    if "locked" in said:
        return f"{said}; another program holds it: close that program and try again"
    return f"{said}; restore the file from a copy, or collect into a new folder"
