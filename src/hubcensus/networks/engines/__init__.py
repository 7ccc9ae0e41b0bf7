"""Where the joins run: polars, DuckDB or Spark; the rules are the same for all. Only the one in use is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import polars as pl

    from hubcensus.networks.contributions import Frame

__all__ = ["Engine", "EngineName", "engine_named"]

EngineName = Literal["polars", "duckdb", "spark"]


class Engine(Protocol):
    """What reads Parquet files and runs narwhals frames."""

    def read(self, paths: Sequence[Path]) -> "Frame":
        """Return the rows of Parquet files."""

    def frame(self, rows: "pl.DataFrame") -> "Frame":
        """Return rows of polars as a frame that joins those that were read."""

    def keep(self, frame: "Frame") -> "Frame":
        """Compute a frame once and hold the result."""

    def collect(self, frame: "Frame") -> "pl.DataFrame":
        """Return the result as polars, whole numbers as Int64."""


def engine_named(name: EngineName) -> Engine:
    """Return a new engine.

    Raises
    ------
    EngineError
        If it is Spark, and Spark is not installed or does not start.
    """
    if name == "spark":
        from hubcensus.networks.engines.spark import Spark

        return Spark()
    if name == "duckdb":
        from hubcensus.networks.engines.duckdb import DuckDB

        return DuckDB()
    from hubcensus.networks.engines.polars import Polars

    return Polars()
