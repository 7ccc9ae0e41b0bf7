"""The one form in which a Hub is described: a record per repository, recorded or made up."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from hubcensus.errors import StandinError
from hubcensus.kinds import KINDS

__all__ = ["Hub", "Record", "RecordedHub", "instant", "read_records", "records", "write_records"]

Record = dict[str, Any]
"""A repository: ``kind``, ``item``, ``commits``, ``discussions`` and perhaps ``answers``.

``item`` is all that the Hub could say of it, in the Hub's own words; a key that is not there is
absent from every answer. ``commits`` and ``discussions`` are the items of these endpoints, newest
first; ``None`` means not recorded, and the server answers 404 there. ``answers`` says how the
Hub's answers are awkward: ``missing``, ``renamed_to``, ``discussions_disabled``, ``no_main``.
"""


class Hub(Protocol):
    """What a stand-in can be asked to serve; a repository is a kind and a position.

    ``version`` grows whenever anything in it changes.
    """

    version: int

    def ids(self, kind: str) -> Sequence[str]:
        """Return the listed ids of a kind (``owner/name``); the position is the index."""

    def hub_ids(self, kind: str) -> NDArray[np.bytes_]:
        """Return the ``_id`` of every repository of a kind."""

    def values(self, kind: str, key: str) -> NDArray[np.float64]:
        """Return what a kind can be sorted by: numbers, dates as seconds, NaN where unknown."""

    def position(self, kind: str, repo_id: str) -> int | None:
        """Return where a repository is, by its listed or its new id in any case."""

    def item(self, kind: str, position: int) -> dict[str, Any]:
        """Return all that the Hub could say of a repository."""

    def commits(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """Return its commits, newest first."""

    def discussions(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """Return its discussions, newest first."""

    def answers(self, kind: str, position: int) -> dict[str, Any]:
        """Return how the Hub's answers for it are awkward."""

    def account(self, name: str) -> dict[str, Any] | None:
        """Return ``type`` ("user", "org" or unknown) of an account, counts of repositories, and what else is said."""

    def planted(self) -> dict[str, Any]:
        """Return what was planted: core, communities, aliases and bots; nothing where recorded."""


def records(hub: Hub) -> Iterator[Record]:
    """Yield every repository of a Hub as a record, models first."""
    for kind in KINDS:
        for position in range(len(hub.ids(kind.name))):
            yield _record(hub, kind.name, position)


def read_records(path: Path) -> list[Record]:
    """Read records from an ``.ndjson`` or ``.ndjson.gz`` file, a line each.

    Raises
    ------
    StandinError
        If the file cannot be read or a line is not a record.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            lines = file.read().splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise StandinError(f"The records file {path} cannot be read: {error}.") from error
    return [_parsed(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def write_records(rows: Iterable[Record], path: Path) -> None:
    """Write records to an ``.ndjson`` or ``.ndjson.gz`` file, a line each."""
    with gzip.GzipFile(path, "wb", mtime=0) if path.suffix == ".gz" else path.open("wb") as file:
        for row in rows:
            file.write(msgspec.json.encode(row) + b"\n")


class RecordedHub:
    """A Hub that answers from records.

    Parameters
    ----------
    path
        An ``.ndjson`` or ``.ndjson.gz`` file of records.
    """

    version = 0

    def __init__(self, path: Path) -> None:
        self._take(read_records(Path(path)))

    @classmethod
    def of(cls, rows: Iterable[Record]) -> "RecordedHub":
        """Make a Hub of records in memory."""
        hub = cls.__new__(cls)
        hub._take(rows)
        return hub

    def _take(self, rows: Iterable[Record]) -> None:
        self._rows: dict[str, list[Record]] = {kind.name: [] for kind in KINDS}
        for row in rows:
            self._rows[row["kind"]].append(row)
        self._ids = {kind: [row["item"]["id"] for row in rows] for kind, rows in self._rows.items()}
        self._positions = {kind: _positions(rows) for kind, rows in self._rows.items()}

    def ids(self, kind: str) -> Sequence[str]:
        """See `Hub.ids`."""
        return self._ids[kind]

    def hub_ids(self, kind: str) -> NDArray[np.bytes_]:
        """See `Hub.hub_ids`."""
        return np.array([row["item"]["_id"] for row in self._rows[kind]], dtype="S24")

    def values(self, kind: str, key: str) -> NDArray[np.float64]:
        """See `Hub.values`."""
        return np.array([_sortable(row["item"].get(key)) for row in self._rows[kind]], dtype=np.float64)

    def position(self, kind: str, repo_id: str) -> int | None:
        """See `Hub.position`."""
        return self._positions[kind].get(repo_id.lower())

    def item(self, kind: str, position: int) -> dict[str, Any]:
        """See `Hub.item`."""
        item: dict[str, Any] = self._rows[kind][position]["item"]
        return item

    def commits(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """See `Hub.commits`."""
        rows: list[dict[str, Any]] | None = self._rows[kind][position]["commits"]
        return rows

    def discussions(self, kind: str, position: int) -> list[dict[str, Any]] | None:
        """See `Hub.discussions`."""
        rows: list[dict[str, Any]] | None = self._rows[kind][position]["discussions"]
        return rows

    def answers(self, kind: str, position: int) -> dict[str, Any]:
        """See `Hub.answers`."""
        answers: dict[str, Any] = self._rows[kind][position].get("answers", {})
        return answers

    def account(self, name: str) -> dict[str, Any] | None:
        """See `Hub.account`."""
        counts = {kind: [_owner(repo_id) for repo_id in ids].count(name) for kind, ids in self._ids.items()}
        if not any(counts.values()):
            return None
        return {"type": self._type_of(name), "counts": counts}

    def planted(self) -> dict[str, Any]:
        """See `Hub.planted`."""
        return {}

    def _type_of(self, name: str) -> str | None:
        """Return whether an owner is a user or an org: only discussions say so, and nothing if there are none."""
        for rows in self._rows.values():
            for row in rows:
                if _owner(row["item"]["id"]) == name and row["discussions"]:
                    told: str | None = row["discussions"][0].get("repoOwner", {}).get("type")
                    return told
        return None


def instant(text: str) -> float:
    """Return the seconds since 1970 of an instant as the Hub writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _record(hub: Hub, kind: str, position: int) -> Record:
    answers = hub.answers(kind, position)
    return {
        "kind": kind,
        "item": hub.item(kind, position),
        "commits": hub.commits(kind, position),
        "discussions": hub.discussions(kind, position),
    } | ({"answers": answers} if answers else {})


def _parsed(line: bytes, where: str) -> Record:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise StandinError(f"{where}: this is not JSON.") from error
    if not _is_record(row):
        raise StandinError(
            f"{where}: this is not a record: it needs kind, item (with _id and id), commits and discussions."
        )
    return dict(row)


def _is_record(row: object) -> bool:
    return (
        isinstance(row, dict)
        and row.get("kind") in {kind.name for kind in KINDS}
        and isinstance(row.get("item"), dict)
        and all(isinstance(row["item"].get(key), str) for key in ("_id", "id"))
        and all(_are_objects(row.get(key, 0)) for key in ("commits", "discussions"))
        and isinstance(row.get("answers", {}), dict)
        and isinstance(row.get("answers", {}).get("renamed_to", ""), str)
    )


def _are_objects(rows: object) -> bool:
    return rows is None or (isinstance(rows, list) and all(isinstance(row, dict) for row in rows))


def _positions(rows: list[Record]) -> dict[str, int]:
    places = {row["item"]["id"].lower(): place for place, row in enumerate(rows)}
    for place, row in enumerate(rows):
        if "renamed_to" in row.get("answers", {}):
            places[row["answers"]["renamed_to"].lower()] = place
    return places


def _owner(repo_id: str) -> str | None:
    owner, slash, _ = repo_id.partition("/")
    return owner if slash else None


def _sortable(value: object) -> float:
    if isinstance(value, str):
        return instant(value)
    return float(value) if isinstance(value, int | float) else float("nan")
