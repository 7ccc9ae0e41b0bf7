"""A Hub that changes while it is read: repositories are made, renamed, deleted, hidden, gated, liked, worked on."""

from collections.abc import Iterable
from typing import Any

from hubcensus.standin.records import Record, RecordedHub

__all__ = ["ChangingHub"]


class ChangingHub(RecordedHub):
    """A Hub of records that can be changed between any two requests.

    Parameters
    ----------
    rows
        Its repositories at first; they are changed in place.
    """

    def __init__(self, rows: Iterable[Record]) -> None:
        self._leads_to: dict[str, dict[str, str]] = {}
        self._take(rows)

    def position(self, kind: str, repo_id: str) -> int | None:
        """See `Hub.position`; an earlier name leads to the repository until another takes that name."""
        found = super().position(kind, repo_id)
        later = self._leads_to.get(kind, {}).get(repo_id.lower())
        return found if found is not None or later is None else self.position(kind, later)

    def create(self, row: Record) -> None:
        """Add a repository."""
        self._rows[row["kind"]].append(row)
        self._changed()

    def delete(self, kind: str, repo_id: str) -> None:
        """Take a repository away; making it private looks the same from outside."""
        self._rows[kind].remove(self._row(kind, repo_id))
        self._changed()

    def rename(self, kind: str, repo_id: str, new_id: str) -> None:
        """Give a repository another name, or another owner."""
        self._row(kind, repo_id)["item"]["id"] = new_id
        leads_to = self._leads_to.setdefault(kind, {})
        leads_to.pop(new_id.lower(), None)
        leads_to[repo_id.lower()] = new_id
        self._changed()

    def update(self, kind: str, repo_id: str, **values: Any) -> None:
        """Change what the Hub says of a repository: ``likes``, ``gated``, ``disabled``, ..."""
        self._row(kind, repo_id)["item"].update(values)
        self._changed()

    def commit(self, kind: str, repo_id: str, commit: dict[str, Any]) -> None:
        """Put a commit on top of a repository's history."""
        row = self._row(kind, repo_id)
        row["commits"] = [commit, *(row["commits"] or ())]
        row["item"]["sha"] = commit["id"]
        self._changed()

    def _row(self, kind: str, repo_id: str) -> Record:
        return next(row for row in self._rows[kind] if row["item"]["id"] == repo_id)

    def _changed(self) -> None:
        self._take([row for rows in self._rows.values() for row in rows])
        self.version += 1
