"""Where the joins run: polars by itself, DuckDB, or Spark; the rules are the same for all."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Literal, Protocol

import narwhals as nw
import polars as pl

from hubcensus.errors import UsageError
from hubcensus.networks.contributions import Frame

__all__ = ["ENGINES", "Engine", "EngineName", "engine_named"]

EngineName = Literal["polars", "duckdb", "spark"]
ENGINES: tuple[EngineName, ...] = ("polars", "duckdb", "spark")


class Engine(Protocol):
    """What reads Parquet files and runs narwhals frames."""

    def read(self, paths: Sequence[Path]) -> Frame:
        """Return the rows of Parquet files."""

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once and hold the result."""

    def collect(self, frame: Frame) -> pl.DataFrame:
        """Return the result as polars."""


def engine_named(name: EngineName) -> Engine:
    """Return a new engine; Spark is an extra, and uses the session that there is or a local one."""
    engines: dict[EngineName, type[Engine]] = {"polars": _Polars, "duckdb": _DuckDB, "spark": _Spark}
    return engines[name]()


class _Polars:
    def read(self, paths: Sequence[Path]) -> Frame:
        return nw.from_native(pl.scan_parquet(list(paths), glob=False))

    def keep(self, frame: Frame) -> Frame:
        return nw.from_native(self.collect(frame).lazy())

    def collect(self, frame: Frame) -> pl.DataFrame:
        result: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return result


class _DuckDB:
    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()
        self._numbers = count()

    def read(self, paths: Sequence[Path]) -> Frame:
        return nw.from_native(self._connection.read_parquet([str(path) for path in paths]))

    def keep(self, frame: Frame) -> Frame:
        name = f"kept_{next(self._numbers)}"
        frame.to_native().create(name)
        return nw.from_native(self._connection.table(name))

    def collect(self, frame: Frame) -> pl.DataFrame:
        result: pl.DataFrame = frame.collect("polars").to_native()
        return result.with_columns(pl.selectors.by_dtype(pl.Int128).cast(pl.Int64))  # what DuckDB makes of a sum


class _Spark:
    def __init__(self) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise UsageError(
                "Spark is not installed: run `pip install 'hubcensus[spark]'`, or use --engine polars"
            ) from error
        self._session: Any = SparkSession.builder.getOrCreate()

    def read(self, paths: Sequence[Path]) -> Frame:
        rows: Frame = nw.from_native(self._session.read.parquet(*[str(path) for path in paths]))
        return rows

    def keep(self, frame: Frame) -> Frame:
        kept: Frame = nw.from_native(frame.to_native().persist())
        return kept

    def collect(self, frame: Frame) -> pl.DataFrame:
        result: pl.DataFrame = frame.collect("polars").to_native()
        return result
