"""What polars and DuckDB hand to each other."""

from typing import Any

__all__ = ["Arrow"]


class Arrow:
    """A frame of polars or a relation of DuckDB as an Arrow stream and no more.

    Polars keeps the types that it is given, and DuckDB 2.0 complains of a kept type when Python ends; DuckDB asks
    for pyarrow where it sees polars.
    """

    def __init__(self, rows: Any) -> None:
        self._rows = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)
