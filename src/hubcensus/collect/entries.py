"""What the journal keeps: snapshots, replies, what is listed, and what became of each request."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

__all__ = ["RECORDED", "Access", "Listed", "Pending", "Snapshot", "StoredReply", "utc_text"]


RECORDED = "recorded: "
"""How the source of a snapshot begins that was not read from a Hub."""


@dataclass(frozen=True)
class Snapshot:
    """One reading of the Hub: its number, name (a day), scope and where it came from."""

    id: int
    name: str
    scope: dict[str, Any]
    source: str
    started_at: str
    finished_at: str | None


@dataclass(frozen=True)
class StoredReply:
    """One reply to be kept, or as it was kept; ``repository`` is 0 for a page of a listing."""

    kind: str
    resource: str
    repository: int
    page: int
    path: str
    landed_on: str | None
    status: int
    headers: dict[str, str]
    read_at: str
    body: bytes


@dataclass(frozen=True)
class Listed:
    """One repository as a listing names it; ``state`` changes when its commits may have, ``None`` if unknown."""

    kind: str
    hub_id: str
    repo_id: str
    state: str | None


@dataclass(frozen=True)
class Access:
    """The final outcome for one resource of one repository; ``items`` are the commits or discussions read."""

    repository: int
    resource: str
    outcome: str
    status: int
    detail: str | None
    read_at: str
    items: int | None = None


@dataclass(frozen=True)
class Pending:
    """One repository, its last commit as listed (if the listing names it), and what of it has no final answer."""

    repository: int
    hub_id: str
    kind: str
    repo_id: str
    sha: str | None
    resources: tuple[str, ...]


def utc_text(at: datetime) -> str:
    """Return an instant as text, UTC, to the second, which sorts as it counts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
