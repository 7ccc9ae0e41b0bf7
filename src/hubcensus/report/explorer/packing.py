"""The wire format: a view as bytes, and as the text that stands in the page.

A view is ``[u32 length of the header][header, JSON in UTF-8][arrays]``, gzip, base64. The header says what the view
is and lists the arrays in order: name, type (``u8``, ``u16``, ``u32`` or ``f64``, little-endian) and length. The
bytes of an array are by their place, all first bytes, then all second ones: gzip finds more in these. Where something
may be unknown, 0 is unknown and all else is 1 more than it is. Names are one text, with their lengths in UTF-16
units, as JavaScript counts: a name may hold any character. Of the numbers of ties only what is beyond those here is
there, mostly nothing.
"""

import base64
import gzip
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hubcensus.measures import Ties
from hubcensus.report.explorer.view import Column, View

__all__ = ["packed", "text_of", "unpacked"]

_TYPES: dict[str, np.dtype[Any]] = {
    "u8": np.dtype("<u1"),
    "u16": np.dtype("<u2"),
    "u32": np.dtype("<u4"),
    "f64": np.dtype("<f8"),
}
_GRID = 4095  # places of a coordinate: a node of 75,000 has 15 to itself


def text_of(view: View) -> str:
    """Return a view as text, for the page."""
    return base64.b64encode(gzip.compress(packed(view), 9, mtime=0)).decode("ascii")


def packed(view: View) -> bytes:
    """Return a view as bytes; the same view gives the same bytes."""
    arrays, columns = _arrays(view), []
    here = _counted(view.ties)
    for column in view.columns:
        described, values = _column(column)
        if column.name in here:
            values = values - here[column.name]
        columns.append(described)
        arrays[f"column.{column.name}"] = values
    smallest = {name: _smallest(values) for name, values in arrays.items()}
    head = {
        **asdict(view.words),
        "relations": list(view.relations),
        "leftOut": view.left_out,
        "columns": columns,
        "arrays": [[name, type_, values.size] for name, (type_, values) in smallest.items()],
    }
    header = json.dumps(head, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    planes = (
        values.view(np.uint8).reshape(values.size, values.itemsize).T.tobytes() for _, values in smallest.values()
    )
    return b"".join([len(header).to_bytes(4, "little"), header, *planes])


def unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of what ``packed`` returns, as the page reads them."""
    begin = 4 + int.from_bytes(content[:4], "little")
    head, arrays = json.loads(content[4:begin]), {}
    for name, type_, size in head["arrays"]:
        dtype = _TYPES[type_]
        end = begin + size * dtype.itemsize
        planes = np.frombuffer(content[begin:end], dtype=np.uint8).reshape(dtype.itemsize, size)
        arrays[name] = np.ascontiguousarray(planes.T).view(dtype).reshape(size)
        begin = end
    return head, arrays


def _arrays(view: View) -> dict[str, NDArray[Any]]:
    """Return names, places and ties: of each node how many higher ones it is tied to, and these as differences."""
    ties = view.ties
    first = np.append(True, ties.low[1:] != ties.low[:-1])[: ties.low.size]
    before = np.where(first, ties.low, np.append(0, ties.high[:-1])[: ties.low.size])
    text = np.frombuffer("".join(view.names).encode(), dtype=np.uint8)
    return {
        "text": text,
        "lengths": np.array([len(name.encode("utf-16-le")) // 2 for name in view.names], dtype=np.int64),
        "x": np.rint(view.place[:, 0] * _GRID),
        "y": np.rint(view.place[:, 1] * _GRID),
        "higher": np.bincount(ties.low, minlength=ties.n),
        "high": ties.high - before,
        "there": np.rint(ties.there),
        "back": np.rint(ties.back),
        "drawn": view.drawn,
        "parts": view.parts,
        "relation": view.relation + 1,
    }


def _counted(ties: Ties) -> dict[str, NDArray[np.int64]]:
    """Return how many of the ties each node has, is the source of, and is the target of; the page counts them too."""

    def ends(low: NDArray[np.bool_], high: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(np.concatenate([ties.low[low], ties.high[high]]), minlength=ties.n)

    there, back = ties.there > 0, ties.back > 0
    return {"ties": ties.degrees, "out": ends(there, back), "back": ends(back, there)}


def _column(column: Column) -> tuple[dict[str, Any], NDArray[Any]]:
    """Return what the header says of a column, and its values."""
    said: dict[str, Any] = {"name": column.name, "title": column.title, "type": column.type}
    values = column.values
    if column.type == "set":
        said["choices"] = list(column.choices.values())
    if column.type == "choice":
        counts = values.drop_nulls().value_counts(name="n").sort(["n", values.name], descending=[True, False])
        found = counts[values.name].to_list()
        said["choices"] = [column.choices.get(one, one) for one in found]
        number = {one: at for at, one in enumerate(found)}
        values = values.replace_strict(number, default=None, return_dtype=pl.Int64)
    return said, (values.cast(pl.Int64) + 1).fill_null(0).to_numpy()


def _smallest(values: NDArray[Any]) -> tuple[str, NDArray[Any]]:
    """Return the smallest type that holds these numbers, 0 or more, and the numbers in it."""
    most = values.max(initial=0)
    name = next((name for name in ("u8", "u16", "u32") if most < 256 ** _TYPES[name].itemsize), "f64")
    return name, np.ascontiguousarray(values, dtype=_TYPES[name])
