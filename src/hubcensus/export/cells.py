"""What may stand in a cell of a CSV file that people open in a spreadsheet."""

import msgspec
import polars as pl

__all__ = ["guarded", "write_csv"]

_FORMULA = r"^(?:[\t\r]|\s*[=+\-@＝＋－＠])"


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose texts no spreadsheet runs: one that begins with = + - @ gets an apostrophe before it."""
    texts = (pl.col(name) for name, dtype in frame.schema.items() if dtype == pl.String)
    return frame.with_columns(
        pl.when(text.str.contains(_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).name.keep()
        for text in texts
    )


def write_csv(frame: pl.DataFrame) -> str:
    """Return a frame as CSV: guarded, UTF-8, an unknown as an empty cell, a list as JSON, quotes where needed."""
    lists = frame.with_columns(
        pl.col(name).map_elements(_json, return_dtype=pl.String, skip_nulls=True)
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.List)
    )
    return guarded(lists).write_csv()


def _json(items: pl.Series) -> str:
    return msgspec.json.encode(items.to_list()).decode()
