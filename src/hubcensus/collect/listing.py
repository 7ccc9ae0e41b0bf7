"""A recorded listing, taken as a snapshot: Parquet or pages of JSON, in place of asking the Hub."""

import gzip
import zlib
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path

import msgspec
import polars as pl

from hubcensus import __version__
from hubcensus.collect.entries import RECORDED, Listed, Snapshot, StoredReply
from hubcensus.collect.journal import Journal
from hubcensus.collect.manifest import write_manifest
from hubcensus.collect.plan import Scope
from hubcensus.collect.reading import listing_pages
from hubcensus.errors import ListingError, UsageError
from hubcensus.hub.assumptions import PAGE_LENGTH
from hubcensus.hub.secrets import redacted, redacted_body
from hubcensus.hub.wire import BadReply, ListedItem, listing_items, state_of
from hubcensus.kinds import Kind

__all__ = ["import_listing"]

_KEYS = {field.encode_name for field in msgspec.structs.fields(ListedItem)}
_LISTS = {"tags", "models", "datasets"}
_COUNTS = {"likes", "downloads", "downloadsAllTime"}
_DATES = (-62_135_596_800_000, 253_402_300_799_999)  # years 1 to 9999; beyond, a date cannot be written
_CHUNK = 100_000  # rows of a Parquet file that are held at a time


def import_listing(folder: str | Path, files: list[Path], kind: Kind, captured: date) -> int:
    """Take recorded listings of one kind as a snapshot of the census in ``folder``.

    Parameters
    ----------
    folder
        The census; made if it does not exist.
    files
        Parquet files with the listing's keys as columns, or JSON lists of listing items; ``.gz`` too.
    kind
        What the files list.
    captured
        The day on which they were recorded, UTC.

    Returns
    -------
    int
        Repositories listed, each once.

    Raises
    ------
    ListingError
        If a file cannot be read as a listing; nothing is kept then.
    UsageError
        If the same was taken for that kind and day before.
    """
    folder = Path(folder)
    scope = Scope(kinds=(kind.name,), sort="as recorded", details=())
    day = f"{captured}T00:00:00Z"
    source = RECORDED + ", ".join(map(_name, files))
    with Journal.writing(folder) as journal:
        taken = _taken_before(journal, scope, kind, day, files)
        if taken is None:
            with journal.transaction():
                snapshot = journal.begin_snapshot(captured.isoformat(), scope.as_dict(), source, day)
                n_listed = _keep(journal, snapshot, kind, day, files)
                journal.finish_snapshot(snapshot, day)
        write_manifest(folder, journal, __version__)
    if taken is not None:
        raise UsageError(f"what these files list of {captured} is in this census already: it is the snapshot {taken}")
    return n_listed


def _taken_before(journal: Journal, scope: Scope, kind: Kind, day: str, files: list[Path]) -> str | None:
    """Return the name of the snapshot that holds what is in these files, of that kind and day, if there is one."""
    for snapshot in journal.snapshots():
        if snapshot.started_at == day and Scope.from_dict(snapshot.scope) == scope:
            held = (reply.body for reply in listing_pages(journal, snapshot, kind.name))
            if all(ours == theirs for ours, theirs in zip_longest(_pages(files), held)):
                return snapshot.name
    return None


def _pages(files: list[Path]) -> Iterator[bytes]:
    return (redacted_body(body) for path in files for body in _bodies(path))


def _keep(journal: Journal, snapshot: Snapshot, kind: Kind, day: str, files: list[Path]) -> int:
    pages = ((path, redacted_body(body)) for path in files for body in _bodies(path))
    n_listed = 0
    for page, (path, body) in enumerate(pages):
        items = _items(journal, snapshot, path, body)
        reply = StoredReply(kind.name, "listing", 0, page, _name(path), None, 200, {}, day, body)
        listed = [Listed(kind.name, item.hub_id, item.repo_id, state_of(item)) for item in items]
        n_listed += journal.add_listing_page(snapshot, reply, listed)
    if n_listed == 0:
        raise ListingError(f"there is no repository in {', '.join(str(path) for path in files)}")
    return n_listed


def _items(journal: Journal, snapshot: Snapshot, path: Path, body: bytes) -> list[ListedItem]:
    try:
        items, n_odd = listing_items(body)
    except BadReply as error:
        raise ListingError(f"'{path}' is not one JSON list of repositories, as the Hub sends it: {error}") from error
    if n_odd:
        journal.add_note(snapshot, f"{n_odd} items of {_name(path)} have no id and were left out")
    return items


def _name(path: Path) -> str:
    """Return the name of a file as it may be kept."""
    return redacted(path.name.encode("utf-8", "replace").decode())


def _bodies(path: Path) -> Iterator[bytes]:
    """Yield a file's content as pages of a listing, in the form in which the Hub sends them."""
    try:
        if path.suffix.lower() == ".parquet":
            yield from _parquet_pages(path)
        elif path.name.lower().endswith(".json.gz"):
            yield gzip.decompress(path.read_bytes())
        elif path.suffix.lower() == ".json":
            yield path.read_bytes()
        else:
            raise ListingError(f"'{path}' is neither .parquet, .json nor .json.gz: give a recorded listing")
    except (OSError, EOFError, zlib.error, pl.exceptions.PolarsError) as error:
        raise ListingError(f"'{path}' cannot be read: {error}") from error


def _parquet_pages(path: Path) -> Iterator[bytes]:
    scan = pl.scan_parquet(path.absolute(), glob=False)
    schema = {name: dtype for name, dtype in scan.collect_schema().items() if name in _KEYS}
    if not {"_id", "id"} <= set(schema):
        raise ListingError(f"'{path}' has no columns _id and id: it is not a listing of repositories")
    rows = scan.select(_as_sent(path, name, dtype) for name, dtype in schema.items())
    offset = 0
    while (chunk := rows.slice(offset, _CHUNK).collect()).height:
        yield from (page.write_json().encode() for page in chunk.iter_slices(PAGE_LENGTH["listing"]))
        offset += _CHUNK


def _as_sent(path: Path, name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as the Hub sends it: whole numbers, instants as text in UTC, lists of texts."""
    column = pl.col(name)
    if name in _LISTS:
        if dtype != pl.List(pl.String):
            raise ListingError(f"the column {name} of '{path}' is {dtype}, and should be lists of texts")
        return column
    if name in _COUNTS and dtype == pl.Boolean:
        return pl.lit(None, pl.Int64).alias(name)  # no count
    if name in _COUNTS:
        return column.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False) if dtype != pl.Int64 else column
    if dtype == pl.Date:
        column, dtype = column.cast(pl.Datetime("ms")), pl.Datetime("ms")
    if isinstance(dtype, pl.Datetime):
        column = column if dtype.time_zone is None else column.dt.convert_time_zone("UTC")
        column = pl.when(pl.col(name).dt.timestamp("ms").is_between(*_DATES)).then(column).alias(name)
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
    if dtype == pl.Binary:
        return column.cast(pl.String)
    if dtype in (pl.String, pl.Boolean) or dtype.is_numeric():
        return column
    raise ListingError(f"the column {name} of '{path}' is {dtype}, which a listing does not hold")
