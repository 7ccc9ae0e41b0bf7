"""What may stand in a cell of a CSV file that people open in a spreadsheet."""

import polars as pl

__all__ = ["guarded", "write_csv"]

_FORMULA = r"^[=+\-@\t\r]"


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose texts no spreadsheet runs: one that begins with = + - @ gets an apostrophe before it."""
    texts = (pl.col(name) for name, dtype in frame.schema.items() if dtype == pl.String)
    return frame.with_columns(
        pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).name.keep()
        for text in texts
    )


def write_csv(frame: pl.DataFrame) -> str:
    """Return a frame as CSV: guarded, UTF-8, an unknown as an empty cell, quotes where they are needed."""
    return guarded(frame).write_csv()
