"""A census folder, opened to read: its tables, its networks, its findings, and SQL over them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hubcensus.errors import NotACensus, NotCollected, UsageError
from hubcensus.schema import TABLES

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Census", "open_census"]


class _Arrow:
    """An answer of DuckDB as an Arrow stream and no more.

    Polars keeps the types that it is given, and DuckDB 2.0 complains of a kept type when Python ends.
    """

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._answer.__arrow_c_stream__(requested_schema)


class Census:
    """The census in a folder.

    Parameters
    ----------
    folder
        The census folder.

    Raises
    ------
    NotACensus
        If the folder holds no census.

    Examples
    --------
    >>> census = open_census("my-census")                                   # doctest: +SKIP
    >>> census.table("repositories").filter(pl.col("likes") > 100)          # doctest: +SKIP
    >>> census.sql("select kind, count(*) from repositories group by kind") # doctest: +SKIP
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "journal.db").is_file():
            raise NotACensus(
                f"there is no census in '{folder}': begin one with `hubcensus collect {folder}`, "
                "or give the folder that holds journal.db"
            )
        self.folder = folder

    def table(self, name: str) -> "pl.LazyFrame":
        """Return one of ``schema.TABLES`` as a polars LazyFrame."""
        import polars as pl

        if name not in {table.name for table in TABLES}:
            names = ", ".join(table.name for table in TABLES)
            raise UsageError(f"there is no table '{name}': there are {names}")
        return pl.scan_parquet(self._made(f"tables/{name}", "study") / "*.parquet")

    def newest(self, name: str) -> "pl.LazyFrame":
        """Return the rows of a table from the newest snapshot of each kind.

        That is the last complete snapshot that lists the kind, or the last one if none is complete.
        """
        import polars as pl

        order = (pl.col("finished_at").is_not_null(), pl.col("number"))
        snapshots = self.table("snapshots").sort(order).unique("kind", keep="last", maintain_order=True)
        return self.table(name).join(snapshots.select("snapshot", "kind"), on=["snapshot", "kind"], how="semi")

    def network(self, name: str) -> tuple["pl.DataFrame", "pl.DataFrame"]:
        """Return (nodes, edges) of a network such as ``collaboration-osborne2024-cv``."""
        import polars as pl

        self._made("networks", "networks")
        if name not in self.networks():
            raise UsageError(f"there is no network '{name}': there are {', '.join(self.networks())}")
        folder = self.folder / "networks" / name
        return pl.read_parquet(folder / "nodes.parquet"), pl.read_parquet(folder / "edges.parquet")

    def networks(self) -> list[str]:
        """Return the names of the networks that have been built."""
        folder = self.folder / "networks"
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    def findings(self) -> dict[str, Any]:
        """Return the content of ``findings.json``."""
        content: dict[str, Any] = json.loads(self._made("findings.json", "study").read_text("utf-8"))
        return content

    def sql(self, query: str) -> "pl.DataFrame":
        """Return the answer of DuckDB to a query over the tables and networks.

        A network's frames are called ``"NAME/nodes"`` and ``"NAME/edges"``.
        """
        import duckdb
        import polars as pl

        self._made("tables", "study")
        with duckdb.connect() as connection:
            for name, files in self._sources():
                path = str(files).replace("'", "''")
                connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{path}')")
            # the query may read this census, and nothing else
            connection.execute("SET allowed_directories = [$folder]", {"folder": str(self.folder)})
            connection.execute("SET enable_external_access = false")
            try:
                answer = connection.sql(query)
                return pl.DataFrame() if answer is None else pl.DataFrame(_Arrow(answer))
            except duckdb.Error as error:
                raise UsageError(f"DuckDB does not take this query: {error}") from error

    def _sources(self) -> list[tuple[str, Path]]:
        tables = [(table.name, self.folder / "tables" / table.name / "*.parquet") for table in TABLES]
        frames = [
            (f"{name}/{part}", self.folder / "networks" / name / f"{part}.parquet")
            for name in self.networks()
            for part in ("nodes", "edges")
        ]
        return [*tables, *frames]

    def _made(self, name: str, command: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise NotCollected(f"'{path}' has not been made yet: run `hubcensus {command} {self.folder}` first")
        return path


def open_census(folder: str | Path) -> Census:
    """Open the census in a folder; see ``Census``."""
    return Census(Path(folder))
