"""Rows into Parquet, in parts of bounded size, and folders that appear whole or not at all."""

import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

import polars as pl
from filelock import FileLock

from hubcensus.errors import CensusError
from hubcensus.schema import Table
from hubcensus.tables.rows import Row

__all__ = [
    "TableWriter",
    "made_folder",
    "read_stamp",
    "replaced_file",
    "replaced_folder",
    "replaced_text",
    "take_over",
    "write_parquet",
    "write_stamp",
]

_MEND = "make room or make the folder writable, and run the same command again; the journal is untouched"
_STAMP = "made-from.json"
_PART = 100_000  # rows of a part: what is held in memory at a time
_TYPES = {"text": pl.String, "integer": pl.Int64, "truth": pl.Boolean, "instant": pl.String}


class TableWriter:
    """Collects the rows of one snapshot in one table and writes them in parts, ``SNAPSHOT-00000.parquet`` and on.

    Parameters
    ----------
    table
        The table, as ``schema`` has it.
    folder
        Folder of all tables; the parts go into a folder named as the table.
    snapshot
        Name of the snapshot.
    """

    def __init__(self, table: Table, folder: Path, snapshot: str) -> None:
        self._path = folder / table.name / snapshot
        self._path.parent.mkdir(exist_ok=True)
        self._raw = {column.name: _TYPES[column.type] for column in table.columns}
        self._instants = [column.name for column in table.columns if column.type == "instant"]
        self._rows: list[Row] = []
        self._n_parts = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows, columns in the order of the schema, instants as text."""
        self._rows.extend(rows)
        if len(self._rows) >= _PART:
            self._flush()

    def close(self) -> None:
        """Write what is left; a part without rows if there was none."""
        if self._rows or not self._n_parts:
            self._flush()

    def _flush(self) -> None:
        frame = pl.DataFrame(self._rows, schema=self._raw, orient="row").with_columns(
            pl.col(name)
            .str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", strict=False)
            .dt.replace_time_zone("UTC")
            for name in self._instants
        )
        write_parquet(frame, self._path.with_name(f"{self._path.name}-{self._n_parts:05}.parquet"))
        self._rows.clear()
        self._n_parts += 1


def write_parquet(frame: pl.DataFrame, path: Path, **about: str) -> None:
    """Write a frame as zstd-compressed Parquet, with words about it: the same frame gives the same bytes."""
    content = io.BytesIO()  # polars writing a file by itself would not say that the disk is full
    frame.write_parquet(content, compression="zstd", statistics=True, metadata=about or None)
    path.write_bytes(content.getbuffer())


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``folder`` once the block is through.

    Readers see the old folder or the new one, never a half; if the block fails the old one stays.
    """
    aside, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CensusError(
            f"'{folder}' is a file or a link, where a folder should be: move it away, and run the same command again"
        )
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire()  # two that make the same folder make it one after the other
        for leftover in (aside, old):
            shutil.rmtree(leftover, ignore_errors=True)
        aside.mkdir(parents=True)
        yield aside
        for path in aside.rglob("*"):
            _to_disk(path)
        if folder.exists():
            folder.replace(old)
        aside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        if not str(error.filename or folder).startswith(str(folder.parent)):
            raise  # of another file, which is not this folder's fault
        raise CensusError(f"'{folder}' cannot be written ({error.strerror or error}): {_MEND}") from error
    finally:
        lock.release()


def take_over(old: Path, new: Path) -> None:
    """Give a file a second name, without copying it where the file system can do that."""
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copy2(old, new)


def write_stamp(folder: Path, made_from: dict[str, str]) -> None:
    """Write what the content of a folder was made from, and which files that is."""
    stamp = {"made_from": made_from, "files": _sizes(folder)}
    (folder / _STAMP).write_text(json.dumps(stamp), "utf-8")


def read_stamp(folder: Path) -> dict[str, str]:
    """Return what the content of a folder was made from; nothing if any file of it is missing or cut."""
    try:
        stamp = json.loads((folder / _STAMP).read_text("utf-8"))
        made_from: dict[str, str] = stamp["made_from"]
        return made_from if stamp["files"] == _sizes(folder) else {}
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not what write_stamp wrote: make it again
        return {}


def _sizes(folder: Path) -> dict[str, int]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != _STAMP)
    return {str(path.relative_to(folder)): path.stat().st_size for path in files}


def made_folder(folder: Path) -> None:
    """Make a folder, if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CensusError(f"the folder '{folder}' cannot be made ({error.strerror}): give another one") from error


def replaced_text(path: Path, text: str) -> None:
    """Put a text in the place of a file: readers see the old one or the new one."""
    with replaced_file(path) as aside:
        aside.write_text(text, "utf-8")


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Yield the path of a new file that takes the place of ``path`` once the block is through.

    Readers see the old file or the new one, never a half; if the block fails the old one stays.
    """
    aside = path.with_name(path.name + ".new")
    if path.is_dir():
        raise CensusError(
            f"'{path}' is a folder, where a file should be: move it away, and run the same command again"
        )
    name = blake2b(str(path.absolute()).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    lock = FileLock(Path(gettempdir()) / f"hubcensus-{name}.lock")  # elsewhere: the folder may be anybody's
    try:
        lock.acquire()  # two that make the same file make it one after the other
        aside.unlink(missing_ok=True)  # of one that was killed
        yield aside
        _to_disk(aside)
        aside.replace(path)
    except OSError as error:
        raise CensusError(f"'{path}' cannot be written ({error.strerror}): {_MEND}") from error
    finally:
        with suppress(OSError):
            aside.unlink()  # it is there only if something failed
        lock.release()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
