"""Where the joins run: polars by itself, or DuckDB; the rules are the same for both."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Literal, Protocol

import narwhals as nw
import polars as pl

from hubcensus.networks.contributions import Frame

__all__ = ["Engine", "EngineName", "engine_named"]

EngineName = Literal["polars", "duckdb"]


class Engine(Protocol):
    """What reads Parquet files and runs narwhals frames."""

    def read(self, paths: Sequence[Path]) -> Frame:
        """Return the rows of Parquet files."""

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once and hold the result."""

    def collect(self, frame: Frame) -> pl.DataFrame:
        """Return the result as polars."""


def engine_named(name: EngineName) -> Engine:
    """Return a new engine."""
    engines: dict[EngineName, type[Engine]] = {"polars": _Polars, "duckdb": _DuckDB}
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
