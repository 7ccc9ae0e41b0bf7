"""Polars, streaming: the default, which needs nothing else and the least memory."""

from collections.abc import Sequence
from pathlib import Path

import narwhals as nw
import polars as pl

from hubcensus.networks.contributions import Frame

__all__ = ["Polars"]


class Polars:
    """The engine of the study."""

    def read(self, paths: Sequence[Path]) -> Frame:
        """Return the rows of Parquet files."""
        return nw.from_native(pl.scan_parquet(list(paths), glob=False))

    def frame(self, rows: pl.DataFrame) -> Frame:
        """Return rows of polars, lazy."""
        return nw.from_native(rows.lazy())

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once and hold the result."""
        return self.frame(self.collect(frame))

    def collect(self, frame: Frame) -> pl.DataFrame:
        """Return the result."""
        result: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return result
