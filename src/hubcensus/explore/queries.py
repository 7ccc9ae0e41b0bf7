"""What is read for a page: parts of tables, and who or what is in them. Values are bound, names are of the census."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from hubcensus.arrow import Arrow
from hubcensus.errors import CensusError, NotCollected, UsageError
from hubcensus.explore.asked import Asked, Filter
from hubcensus.tables.query import opened
from hubcensus.tables.store import Census
from hubcensus.tables.tidy import frame

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "MOST_ROWS",
    "Part",
    "TooSlow",
    "download",
    "names_like",
    "part",
    "repositories_like",
    "sizes",
    "tables_of",
    "ties",
]

MOST_ROWS = 100_000
"""Rows of a download."""

_SECONDS = 10.0  # that a question may take
_MEMORY = "1GB"
_NAMES = 50  # that are found at once
_FOUND = 20  # repositories of a kind that are found at once


class TooSlow(CensusError):
    """A question took longer than it may."""


@dataclass(frozen=True)
class Part:
    """A part of a table: its columns, their rows on this page, and how many there are on all."""

    table: str
    asked: Asked
    columns: list[str]
    rows: list[dict[str, Any]]
    total: int

    @property
    def first(self) -> int:
        """Return the number of the first row on this page, from 1."""
        return (self.asked.page - 1) * self.asked.rows + 1

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return -(-self.total // self.asked.rows)


def tables_of(census: Census) -> list[str]:
    """Return the tables that can be read now: those of the census, its findings, the frames of its networks."""
    findings = ["findings"] if (census.folder / "findings.json").is_file() else []
    return [*(name for name, paths in census.files().items() if paths), *findings]


def sizes(census: Census, names: Iterable[str]) -> dict[str, int]:
    """Return how many rows tables have."""
    with _asking(census, names) as connection:
        return {name: _count(connection, f"FROM {_name(name)}", {}) for name in names}


def part(census: Census, table: str, asked: Asked) -> Part:
    """Return the part of a table that is asked for; pages add up to all rows, each once.

    Raises
    ------
    UsageError
        If there is no such table or column, or a filter's value is not of its column's type.
    TooSlow
        If it takes too long.
    """
    with _asking(census, [table]) as connection:
        columns = connection.view(table).columns
        source, values = _source(connection, table, asked)
        total = _count(connection, source, values)
        limits = {"rows": asked.rows, "before": (asked.page - 1) * asked.rows}
        query = f"SELECT * {source} {_order(columns, asked)} LIMIT $rows OFFSET $before"
        rows = _frame(connection, query, values | limits).to_dicts()
    return Part(table, asked, columns, rows, total)


def download(census: Census, table: str, asked: Asked) -> pl.DataFrame:
    """Return all rows that are asked for, whatever the page, up to ``MOST_ROWS``."""
    with _asking(census, [table]) as connection:
        source, values = _source(connection, table, asked)
        order = _order(connection.view(table).columns, asked)
        return _frame(connection, f"SELECT * {source} {order} LIMIT {MOST_ROWS}", values)


def names_like(census: Census, text: str) -> list[dict[str, Any]]:
    """Return names of owners and developers that hold a text, with their repositories and credited commits."""
    with _asking(census, ["repositories", "commit_authors"]) as connection:
        return _frame(connection, _NAMES_LIKE, {"text": text}).to_dicts()


def repositories_like(census: Census, kind: str, text: str) -> list[dict[str, Any]]:
    """Return repositories of a kind whose names hold a text, each once, as listed last; ``total`` is of all."""
    with _asking(census, ["repositories"]) as connection:
        return _frame(connection, _REPOSITORIES_LIKE, {"kind": kind, "text": text}).to_dicts()


def ties(census: Census, name: str, kind: str | None) -> list[dict[str, Any]]:
    """Return the networks in which a name is a node, and how many edges begin at it and lead to it.

    Parameters
    ----------
    census
        A census.
    name
        A repo_id, or the name of a developer.
    kind
        The kind of the repository; ``None`` for a developer.
    """
    networks = census.networks()
    frames = [f"{network}/{end}" for network in networks for end in ("nodes", "edges")]
    found = []
    with _asking(census, frames) as connection:
        for network in networks:
            if ("kind" in connection.view(f"{network}/nodes").columns) == (kind is not None):
                found += _ties(connection, network, name, kind)
    return found


def _ties(connection: "duckdb.DuckDBPyConnection", network: str, name: str, kind: str | None) -> list[dict[str, Any]]:
    """Return the row of one network, if the name is in it. A space and a model may have one name."""
    nodes, edges = _name(f"{network}/nodes"), _name(f"{network}/edges")
    values = {"name": name} | ({"kind": kind} if kind else {})
    if not _count(connection, f"FROM {nodes} WHERE name = $name {'AND kind = $kind' if kind else ''}", values):
        return []
    of_spaces = bool(kind) and _count(connection, f"FROM {nodes} WHERE kind = 'space'", {}) > 0
    ends = {"source": not of_spaces or kind == "space", "target": kind != "space"}
    degrees = {
        end: _count(connection, f"FROM {edges} WHERE {end} = $name", {"name": name}) if may_be else 0
        for end, may_be in ends.items()
    }
    return [{"network": network, **degrees}]


@contextmanager
def _asking(census: Census, names: Iterable[str]) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Yield a connection that sees these tables, reads nothing else, and is stopped when it takes too long."""
    import duckdb

    there = tables_of(census)
    if strange := [name for name in names if name not in there]:
        raise NotCollected(f"'{strange[0]}' is not there just now: another command may be making it anew")
    files = {name: paths for name, paths in census.files().items() if name in names}
    frames = {"findings": frame(census.findings()["findings"])} if "findings" in names else {}
    with opened(files, frames) as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        done = threading.Event()
        threading.Thread(target=_stop, args=(connection, done), daemon=True).start()
        try:
            yield connection
        except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
            raise TooSlow(
                f"this took more than {_SECONDS:.0f} seconds or {_MEMORY}: ask for less, or use `hubcensus sql`"
            ) from error
        finally:
            done.set()


def _stop(connection: "duckdb.DuckDBPyConnection", done: threading.Event) -> None:
    """Interrupt what takes too long, again and again: between two queries there is nothing to interrupt."""
    done.wait(_SECONDS)
    while not done.wait(0.1):
        connection.interrupt()


def _frame(connection: "duckdb.DuckDBPyConnection", query: str, values: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(Arrow(connection.sql(query, params=values or None)))


def _count(connection: "duckdb.DuckDBPyConnection", source: str, values: dict[str, Any]) -> int:
    ((n,),) = connection.execute(f"SELECT count(*) {source}", values or None).fetchall()
    return int(n)


def _source(connection: "duckdb.DuckDBPyConnection", table: str, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return FROM and WHERE of what is asked for, and the values that they leave open."""
    view = connection.view(table)
    types = dict(zip(view.columns, map(str, view.types), strict=True))
    values: dict[str, Any] = {}
    conditions = []
    if asked.search:
        values["search"] = asked.search
        texts = [name for name, dtype in types.items() if dtype == "VARCHAR"]
        conditions.append(" OR ".join(f"contains(lower({_name(name)}), lower($search))" for name in texts))
    for place, one in enumerate(asked.filters):
        conditions.append(_condition(connection, one, types, f"value_{place}"))
        if one.how not in ("unknown", "known"):
            values[f"value_{place}"] = one.value
    where = " AND ".join(f"({condition})" for condition in conditions)
    return f"FROM {_name(table)}" + (f" WHERE {where}" if where else ""), values


def _condition(connection: "duckdb.DuckDBPyConnection", one: Filter, types: dict[str, str], value: str) -> str:
    column, dtype = _column(one.column, types), types[one.column]
    match one.how:
        case "unknown":
            return f"{column} IS NULL"
        case "known":
            return f"{column} IS NOT NULL"
        case "contains":
            return f"contains(lower(CAST({column} AS VARCHAR)), lower(${value}))"
    ((cast,),) = connection.execute(f"SELECT TRY_CAST($value AS {dtype})", {"value": one.value}).fetchall()
    if cast is None:
        said = {"BIGINT": "a whole number", "BOOLEAN": "true or false", "DOUBLE": "a number"}.get(dtype, "a date")
        raise UsageError(f"{one.column} is {said}, and '{one.value}' is none")
    return f"{column} { {'is': '=', 'from': '>=', 'to': '<='}[one.how] } CAST(${value} AS {dtype})"


def _order(columns: list[str], asked: Asked) -> str:
    """Return an order in which no two rows that differ may change places; without one it is that of the files."""
    if not asked.sort:
        return ""
    first = f"{_column(asked.sort, columns)} {'DESC' if asked.descending else 'ASC'} NULLS LAST"
    return ", ".join([f"ORDER BY {first}", *(_name(name) for name in columns if name != asked.sort)])


def _column(name: str, columns: Iterable[str]) -> str:
    if name not in columns:
        raise UsageError(f"there is no column '{name}': there are {', '.join(columns)}")
    return _name(name)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_REPOSITORIES_LIKE = f"""
SELECT repo_id, arg_max_null(likes, snapshot) AS likes, count(*) OVER () AS total
FROM repositories WHERE kind = $kind AND contains(lower(repo_id), lower($text))
GROUP BY repo_id
ORDER BY lower(repo_id) = lower($text) DESC, likes DESC NULLS LAST, repo_id
LIMIT {_FOUND}
"""
_NAMES_LIKE = f"""
SELECT name, max(repositories) AS repositories, max(commits) AS commits FROM (
    SELECT owner AS name, count(DISTINCT repository) AS repositories, NULL AS commits
    FROM repositories WHERE contains(lower(owner), lower($text)) GROUP BY owner
    UNION ALL
    SELECT author, NULL, count(DISTINCT (repository, "commit"))
    FROM commit_authors WHERE contains(lower(author), lower($text)) GROUP BY author
)
GROUP BY name
ORDER BY lower(name) = lower($text) DESC, repositories DESC NULLS LAST, commits DESC NULLS LAST, name
LIMIT {_NAMES}
"""
