"""SQL over Parquet files by DuckDB: one query, which reads these files and can neither write nor read others."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hubcensus.arrow import Arrow
from hubcensus.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import polars as pl

__all__ = ["MOST_ROWS", "answer"]

MOST_ROWS = 10_000_000
"""An answer of more is refused: it would fill the memory."""

_PLAIN = re.compile(
    r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|FLOAT|DOUBLE|DECIMAL.*|VARCHAR|BOOLEAN|DATE)$"
)
_KEPT = re.compile(r"TIMESTAMP.*|(?:VARCHAR|BIGINT|INTEGER|DOUBLE)\[\]$")


def answer(files: Mapping[str, list[Path]], query: str) -> "pl.DataFrame":
    """Return the answer to a query over views of these files.

    Raises
    ------
    UsageError
        If it is not one query, or DuckDB does not take it.
    """
    import duckdb
    import polars as pl

    try:
        with duckdb.connect() as connection:
            _make_views(connection, files)
            _only_one_query(connection, query)
            found = pl.DataFrame(Arrow(_plain(connection.sql(query)).limit(MOST_ROWS + 1)))
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        if "parquet" in str(error).lower() and "parquet" not in query.lower():
            raise  # a damaged file, and no fault of the query
        raise UsageError(f"DuckDB does not take this query: {str(error).strip().splitlines()[0]}") from error
    if found.height > MOST_ROWS:
        raise UsageError(f"the answer has more than {MOST_ROWS:,} rows: add a limit, or count in the query")
    return found


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
