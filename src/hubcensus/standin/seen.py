"""What an anonymous caller can see of a repository, in as little as the findings need."""

import sys
from dataclasses import dataclass
from typing import Any

from hubcensus.standin.records import Record

__all__ = ["Seen", "seen"]

_SQUASHED = ("super-squash branch", "squash entire repository history")


@dataclass(frozen=True, slots=True)
class Seen:
    """A listed repository; ``None`` is what cannot be known of it.

    Parameters
    ----------
    kind, repo_id, hub_id
        Which it is.
    likes, downloads, downloads_all_time, commits, commit_days, discussions, pull_requests
        Counts.
    tags
        Its tags.
    models, datasets
        The models and datasets that it uses.
    declared
        The models that its card names, if it has a card.
    authors
        The names of all authors of its commits.
    first_authors
        The names that come first in one of its commits.
    created_at
        When it was made.
    history
        The date of each of its commits, and its first author; none if it stands for a squashed history.
    """

    kind: str
    repo_id: str
    hub_id: str
    likes: int | None
    downloads: int | None
    downloads_all_time: int | None
    commits: int | None
    commit_days: int | None
    discussions: int | None
    pull_requests: int | None
    tags: tuple[str, ...] | None
    models: tuple[str, ...]
    datasets: tuple[str, ...]
    declared: tuple[str, ...] | None
    authors: frozenset[str] | None
    first_authors: frozenset[str]
    created_at: str | None = None
    history: tuple[tuple[str, str | None], ...] = ()

    @property
    def contributors(self) -> int | None:
        """How many names there are in its commits."""
        return None if self.authors is None else len(self.authors)


def seen(row: Record) -> Seen:
    """Return what can be seen of a record without a token."""
    item, answers = row["item"], row.get("answers", {})
    missing = bool(answers.get("missing"))
    locked = item.get("gated") in ("auto", "manual") or item.get("disabled") or answers.get("no_main")
    commits = None if missing or locked else row["commits"]
    discussions = None if missing or answers.get("discussions_disabled") else row["discussions"]
    teams = [[author["user"] for author in commit["authors"]] for commit in commits or ()]
    return Seen(
        kind=row["kind"],
        repo_id=item["id"],
        hub_id=item["_id"],
        likes=item.get("likes"),
        downloads=item.get("downloads"),
        downloads_all_time=item.get("downloadsAllTime"),
        commits=_length(commits),
        commit_days=None if commits is None else len({commit["date"].split("T")[0] for commit in commits}),
        discussions=_length(discussions),
        pull_requests=_length([one for one in discussions if one["isPullRequest"]] if discussions else discussions),
        tags=tuple(map(sys.intern, item["tags"])) if "tags" in item else None,
        models=tuple(item.get("models", ())),
        datasets=tuple(item.get("datasets", ())),
        declared=tuple(item["cardData"].get("models", ())) if "cardData" in item else None,
        authors=None if commits is None else frozenset(name for team in teams for name in team),
        first_authors=frozenset(team[0] for team in teams if team),
        created_at=item.get("createdAt"),
        history=tuple((commit["date"], _first_author(commit)) for commit in commits or ()),
    )


def _first_author(commit: dict[str, Any]) -> str | None:
    names = [author["user"] for author in commit["authors"]]
    return names[0] if names and not commit["title"].lower().startswith(_SQUASHED) else None


def _length(rows: list[dict[str, Any]] | None) -> int | None:
    return None if rows is None else len(rows)
