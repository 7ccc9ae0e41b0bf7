"""SQL over Parquet files by DuckDB: one query, which reads these files and can neither write nor read others."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hubcensus.arrow import Arrow
from hubcensus.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import polars as pl

__all__ = ["MOST_ROWS", "answer", "opened"]

MOST_ROWS = 10_000_000
"""An answer of more is refused: it would fill the memory."""

_PLAIN = re.compile(
    r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|FLOAT|DOUBLE|DECIMAL.*|VARCHAR|BOOLEAN|DATE)$"
)
_KEPT = re.compile(r"TIMESTAMP.*|(?:VARCHAR|BIGINT|INTEGER|DOUBLE)\[\]$")


def answer(files: Mapping[str, list[Path]], frames: Mapping[str, "pl.DataFrame"], query: str) -> "pl.DataFrame":
    """Return the answer to a query over views of these files and frames.

    Raises
    ------
    UsageError
        If it is not one query, or DuckDB does not take it.
    """
    import duckdb
    import polars as pl

    try:
        with opened(files, frames) as connection:
            _only_one_query(connection, query)
            with _what_there_is(connection, query):
                found = pl.DataFrame(Arrow(_plain(connection.sql(query)).limit(MOST_ROWS + 1)))
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        if "parquet" in str(error).lower() and "parquet" not in query.lower():
            raise  # a damaged file, and no fault of the query
        raise UsageError(f"DuckDB does not take this query: {str(error).strip().splitlines()[0]}") from error
    if found.height > MOST_ROWS:
        raise UsageError(f"the answer has more than {MOST_ROWS:,} rows: add a limit, or count in the query")
    return found


@contextmanager
def opened(
    files: Mapping[str, list[Path]], frames: Mapping[str, "pl.DataFrame"]
) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Yield a connection with views over these files and frames, which can reach nothing else."""
    import duckdb

    with (
        TemporaryDirectory(prefix="hubcensus-") as spilled,  # DuckDB's own choice is the folder that one works in
        duckdb.connect(config={"temp_directory": spilled}) as connection,
    ):
        for name, rows in frames.items():
            connection.register(name, Arrow(rows))
        _make_views(connection, files)
        yield connection


_NO_TABLE = re.compile(r"Table with name (.+) does not exist")
_NO_COLUMN = re.compile(r'[Cc]olumn (?:named )?"(.+?)"(?: not found|$)')
_ASKED = re.compile(r"""(?:^|\b(?:from|join)\b|,)\s*"?([\w/-]+)""", re.IGNORECASE)
_MADE = 'findings, and "NAME/nodes" and "NAME/edges" of each network (`show tables` lists those that are made)'


def _make_views(connection: "duckdb.DuckDBPyConnection", files: Mapping[str, list[Path]]) -> None:
    paths = [str(path.absolute()) for parts in files.values() for path in parts]
    allowed = [*paths, *(_no_pattern(path) for path in paths)]
    connection.execute("SET allowed_paths = $allowed", {"allowed": allowed})
    for name, parts in files.items():
        listed = ", ".join("'" + _no_pattern(str(path.absolute())).replace("'", "''") + "'" for path in parts)
        if parts:
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])')
    connection.execute("SET enable_external_access = false")


def _no_pattern(path: str) -> str:
    """Return a path as DuckDB takes it that sees a pattern in each: one that only this path fits."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def _only_one_query(connection: "duckdb.DuckDBPyConnection", query: str) -> None:
    statements = connection.extract_statements(query)
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        raise UsageError(
            "give one query that begins with SELECT, FROM, WITH, DESCRIBE or SUMMARIZE: a census is read only"
        )


@contextmanager
def _what_there_is(connection: "duckdb.DuckDBPyConnection", query: str) -> Iterator[None]:
    """Make of DuckDB's error for a name that there is not one that says which tables or columns there are."""
    import duckdb

    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if found := _NO_TABLE.search(str(error)):
            names = _names(connection, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL")
            tables = ", ".join(name for name in names if "/" not in name and name != "findings")
            raise UsageError(f"there is no table '{found[1]}': there are {tables}, {_MADE}") from error
        if found := _NO_COLUMN.search(str(error)):
            of = "SELECT column_name FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index"
            source = re.split(r"\bfrom\b", query, maxsplit=1, flags=re.IGNORECASE)[-1]
            columns = {match[1]: _names(connection, of, name=match[1]) for match in _ASKED.finditer(source)}
            said = "; ".join(f"{name} has {', '.join(each)}" for name, each in columns.items() if each)
            raise UsageError(f"there is no column '{found[1]}'{said and ': '}{said}") from error
        raise


def _names(connection: "duckdb.DuckDBPyConnection", query: str, **values: str) -> list[str]:
    return [name for (name,) in connection.execute(query, values).fetchall()]


def _plain(relation: "duckdb.DuckDBPyRelation") -> "duckdb.DuckDBPyRelation":
    """Return a relation whose columns every reader knows: the odder types as text, names told apart."""
    names: list[str] = []
    columns = []
    for place, (name, dtype) in enumerate(zip(relation.columns, relation.types, strict=True), 1):
        while name in names:
            name += "_"
        names.append(name)
        known = _PLAIN.match(str(dtype)) or _KEPT.match(str(dtype))
        columns.append(
            f'{f"#{place}" if known else f"CAST(#{place} AS VARCHAR)"} AS "{name.replace(chr(34), chr(34) * 2)}"'
        )
    return relation.project(", ".join(columns))
