"""A census folder, opened to read: its tables, its networks, its findings, and SQL over them."""

import json
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hubcensus.errors import CensusError, NotACensus, NotCollected, UsageError
from hubcensus.schema import TABLES
from hubcensus.tables.checksum import is_whole
from hubcensus.tables.query import answer

if TYPE_CHECKING:
    import polars as pl

    from hubcensus.tables.network import Network

__all__ = ["MADE", "Census", "open_census"]

MADE = ("tables", "people", "networks", "report")
"""Folders of a census that are made again from its journal and may be deleted."""


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
            raise NotACensus(folder)
        self.folder = folder

    def table(self, name: str) -> "pl.LazyFrame":
        """Return one of ``schema.TABLES`` as a polars LazyFrame."""
        import polars as pl

        if name not in {table.name for table in TABLES}:
            names = ", ".join(table.name for table in TABLES)
            raise UsageError(f"there is no table '{name}': there are {names}")
        return pl.scan_parquet(self.parts(name), glob=False)

    def parts(self, name: str) -> list[Path]:
        """Return the Parquet files of a table."""
        return _parts(self._made(f"tables/{name}", "study"))

    def newest(self, name: str) -> "pl.LazyFrame":
        """Return the rows of a table from the newest snapshot of each kind.

        That is the last complete snapshot that lists the kind, or the last one if none is complete; of owners, the
        rows of all these snapshots.
        """
        import polars as pl

        order = (pl.col("finished_at").is_not_null(), pl.col("started_at"), pl.col("number"))
        snapshots = self.table("snapshots").sort(order).unique("kind", keep="last", maintain_order=True)
        newest = snapshots.select("snapshot", "kind").collect()
        if name == "owners":
            return self.table(name).filter(pl.col("snapshot").is_in(newest["snapshot"].implode()))
        kept = [(pl.col("snapshot") == snapshot) & (pl.col("kind") == kind) for snapshot, kind in newest.rows()]
        return self.table(name).filter(pl.any_horizontal(pl.lit(False), *kept))

    def network(self, of: str, rule: str = "osborne2024", subfield: str = "all") -> "Network":
        """Return a network that has been built.

        Parameters
        ----------
        of
            ``collaboration``, ``dependencies``, ``co-usage`` or ``lineage``; or the whole name of a network, such as
            ``dataset-dependencies``, and then nothing else counts.
        rule
            By which rule developers are tied, for ``collaboration``; see docs/rules.md.
        subfield
            Which models it is of: ``all``, or the name of a subfield.

        Returns
        -------
        Network
            With frames ``nodes`` and ``edges``, and ``graph()`` for igraph.

        Raises
        ------
        UsageError
            If there is no such network.
        """
        import polars as pl

        from hubcensus.tables.network import Network, network_name

        name = network_name(of, rule, subfield)
        self._made("networks", "networks")
        if name not in self.networks():
            close = get_close_matches(name, self.networks(), n=5, cutoff=0.3)
            near = f"near to it are {', '.join(close)}: " if close else ""
            raise UsageError(f"there is no network '{name}'; {near}`ls {self.folder / 'networks'}` shows all")
        folder = self.folder.absolute() / "networks" / name
        nodes, edges = (pl.read_parquet(folder / f"{part}.parquet", glob=False) for part in ("nodes", "edges"))
        directed = pl.read_parquet_metadata(folder / "edges.parquet").get("directed") != "no"
        return Network(nodes, edges, directed)

    def networks(self) -> list[str]:
        """Return the names of the networks that have been built."""
        return sorted(path.parent.name for path in (self.folder / "networks").glob("*/edges.parquet"))

    def findings(self) -> dict[str, Any]:
        """Return the content of ``findings.json``, as it was written.

        Raises
        ------
        CensusError
            If the file cannot be read, or was changed since: ``hubcensus study`` makes it anew.
        """
        path = self._made("findings.json", "study")
        anew = f"`hubcensus study {self.folder}` makes it anew"
        try:
            content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise CensusError(f"'{path}' cannot be read ({error}): {anew}") from error
        if not is_whole(content):
            raise CensusError(f"'{path}' was changed after it was made, or by an older hubcensus: {anew}")
        return content

    def sql(self, query: str) -> "pl.DataFrame":
        """Return the answer of DuckDB to one query over tables, networks and findings; it can read nothing else.

        A network's frames are called ``"NAME/nodes"`` and ``"NAME/edges"``. ``findings`` has a row for each finding,
        with the columns of ``hubcensus.list_findings``.

        Raises
        ------
        UsageError
            If it is not one query, DuckDB does not take it, or it names a table or column that there is not.
        """
        self._made("tables", "study")
        return answer(self.files(), self._frames(query), query)

    def files(self) -> dict[str, list[Path]]:
        """Return the Parquet files of every table and network frame, by the name that SQL knows."""
        tables = {table.name: _parts(self.folder / "tables" / table.name) for table in TABLES}
        frames = {
            f"{name}/{part}": [self.folder / "networks" / name / f"{part}.parquet"]
            for name in self.networks()
            for part in ("nodes", "edges")
        }
        return tables | frames

    def _frames(self, query: str) -> "dict[str, pl.DataFrame]":
        """Return the findings, if there are any and the query is on them or on what there is."""
        from hubcensus.tables.tidy import frame

        on_them = re.search(r"\b(?:findings|tables)\b", query, re.IGNORECASE)
        if not on_them or not (self.folder / "findings.json").is_file():
            return {}
        return {"findings": frame(self.findings()["findings"])}

    def _made(self, name: str, command: str) -> Path:
        path = self.folder / name
        if not path.exists():
            raise NotCollected(f"'{path}' has not been made yet: run `hubcensus {command} {self.folder}` first")
        return path


def _parts(folder: Path) -> list[Path]:
    return sorted(folder.absolute().glob("*.parquet"))  # polars reads a leading ~ as the home folder


def open_census(folder: str | Path) -> Census:
    """Open the census in a folder; see ``Census``."""
    return Census(Path(folder))
