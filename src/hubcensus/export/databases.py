"""A census as a database of one file, for DuckDB or for SQLite.

Frames of bounded size go in one after the other, so memory does not grow with the census.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from hubcensus.arrow import Arrow
from hubcensus.errors import CensusError
from hubcensus.export.contents import Part, codebook, parts
from hubcensus.schema import Table
from hubcensus.tables.store import Census
from hubcensus.tables.writer import made_folder, replaced_file
from hubcensus.watch import Watch, unwatched

if TYPE_CHECKING:
    import duckdb

__all__ = ["DATABASES", "export_database"]

_DUCKDB = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "truth": "BOOLEAN",
    "instant": "TIMESTAMP WITH TIME ZONE",
}
_SQLITE = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "truth": "INTEGER", "instant": "TEXT"}
_SAID = {
    "text": "text",
    "integer": "integer",
    "number": "number",
    "truth": "0 or 1",
    "instant": "text: instant in UTC, ISO 8601",
}
_MEMORY = "1GB"  # that DuckDB keeps of the file; it takes most of the machine's else
_INSTANT = "%Y-%m-%dT%H:%M:%S%.6fZ"
_INDEXED = (
    ("repo_id", "kind"),
    ("repository",),
    ("owner",),
    ("author",),
    ("tag",),
    ("depends_on",),
    ("base_model",),
    ("name",),
    ("source",),
    ("target",),
    ("id",),
)
_NOT_INDEXED = ("about", "codebook", "pages", "snapshots")  # of a few rows


def export_database(
    census: Census, document: dict[str, Any], format: str, folder: Path, watch: Watch = unwatched
) -> Path:
    """Write a census into one file, ``census.duckdb`` or ``census.sqlite``, whole or not at all; return its path.

    Parameters
    ----------
    census
        A census with tables and networks.
    document
        Content of its ``findings.json``.
    format
        One of ``DATABASES``.
    folder
        Where; made if it is not there.
    watch
        Is told which table is written.

    Raises
    ------
    CensusError
        If the file cannot be written.
    """
    made_folder(folder)
    path = folder / f"census.{format}"
    with replaced_file(path) as aside:
        DATABASES[format](aside, census, document, watch)
    return path


def _write_duckdb(path: Path, census: Census, document: dict[str, Any], watch: Watch) -> None:
    """Write all as DuckDB has it. It has no indices: they made the file three times as large and no answer faster."""
    import duckdb

    log = path.with_name(f"{path.name}.wal")
    log.unlink(missing_ok=True)  # of an export that was killed
    try:
        with duckdb.connect(str(path), config={"memory_limit": _MEMORY}) as connection:
            for part in chain(parts(census, document), [codebook(_DUCKDB)]):
                watch(part.table.name)
                connection.execute(_created(part.table, _DUCKDB))
                for rows in part.frames:
                    connection.register("rows", Arrow(rows))
                    connection.execute(f'INSERT INTO "{part.table.name}" BY NAME SELECT * FROM rows')
                    connection.unregister("rows")
                _comment(connection, part.table)
    except (duckdb.IOException, duckdb.TransactionException) as error:
        raise _unwritten(path, str(error)) from error
    finally:
        log.unlink(missing_ok=True)


def _comment(connection: "duckdb.DuckDBPyConnection", table: Table) -> None:
    connection.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(f"a row is {table.row}")}')
    for column in table.columns:
        said = f"{column.meaning} ({column.unit})" if column.unit else column.meaning
        connection.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(said)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write_sqlite(path: Path, census: Census, document: dict[str, Any], watch: Watch) -> None:
    """Write all as SQLite has it: instants as text, truths as 0 and 1."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")  # what is half written is thrown away, not mended
            connection.execute("PRAGMA synchronous = OFF")
            for part in chain(parts(census, document), [codebook(_SAID)]):
                watch(part.table.name)
                connection.execute(_created(part.table, _SQLITE))
                connection.execute("BEGIN")
                for rows in part.frames:
                    _insert(connection, part.table, rows)
                connection.execute("COMMIT")
                _index(connection, part)
    except sqlite3.OperationalError as error:
        raise _unwritten(path, str(error)) from error


def _insert(connection: sqlite3.Connection, table: Table, rows: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in rows.columns)
    places = ", ".join("?" * rows.width)
    written = rows.with_columns(pl.selectors.datetime().dt.strftime(_INSTANT))
    connection.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', written.iter_rows())


def _index(connection: sqlite3.Connection, part: Part) -> None:
    """Make what people ask by quick to find."""
    table = part.table
    there = {column.name for column in table.columns}
    for columns in _INDEXED if table.name not in _NOT_INDEXED else ():
        if there.issuperset(columns):
            listed = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f'CREATE INDEX "{table.name} by {columns[0]}" ON "{table.name}" ({listed})')


def _created(table: Table, types: dict[str, str]) -> str:
    columns = ", ".join(f'"{column.name}" {types[column.type]}' for column in table.columns)
    return f'CREATE TABLE "{table.name}" ({columns})'


def _unwritten(path: Path, why: str) -> CensusError:
    said = why.splitlines()[0]
    return CensusError(f"'{path.with_suffix('')}' cannot be written ({said}): make room, or give another folder")


DATABASES: dict[str, Callable[[Path, Census, dict[str, Any], Watch], None]] = {
    "duckdb": _write_duckdb,
    "sqlite": _write_sqlite,
}
"""What writes a census into one file, by format."""
