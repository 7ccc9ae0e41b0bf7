"""DuckDB, in this process and in memory."""

import re
from collections.abc import Sequence
from itertools import count
from os import getpid
from pathlib import Path
from tempfile import gettempdir

import duckdb
import narwhals as nw
import polars as pl
from polars import selectors as cs

from hubcensus.arrow import Arrow
from hubcensus.networks.contributions import Frame

__all__ = ["DuckDB"]


class DuckDB:
    """A database of its own, which is gone with it."""

    def __init__(self) -> None:
        spilled = str(Path(gettempdir()) / f"hubcensus-{getpid()}")  # made and removed by DuckDB, if it needs it
        self._connection = duckdb.connect(config={"temp_directory": spilled})
        self._connection.execute("SET TimeZone = 'UTC'")  # by which a moment's day is told
        self._numbers = count()

    def read(self, paths: Sequence[Path]) -> Frame:
        """Return the rows of Parquet files."""
        return nw.from_native(self._connection.read_parquet([_no_pattern(path) for path in paths]))

    def frame(self, rows: pl.DataFrame) -> Frame:
        """Return rows of polars as a table."""
        return self._table(self._connection.from_arrow(Arrow(rows)))

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once and hold the result."""
        return self._table(frame.to_native())

    def collect(self, frame: Frame) -> pl.DataFrame:
        """Return the result as polars, whole numbers as Int64."""
        result = pl.DataFrame(Arrow(frame.to_native()))
        return result.with_columns(cs.integer().cast(pl.Int64), cs.decimal().cast(pl.Int64))  # a sum is a decimal

    def _table(self, relation: duckdb.DuckDBPyRelation) -> Frame:
        name = f"kept_{next(self._numbers)}"
        relation.create(name)
        return nw.from_native(self._connection.table(name))


def _no_pattern(path: Path) -> str:
    return re.sub(r"([\[*?])", r"[\1]", str(path))
