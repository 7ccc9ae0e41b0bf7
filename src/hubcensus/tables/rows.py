"""From what the Hub sent to rows of the tables: pure functions, one a table."""

from collections.abc import Iterable, Iterator
from typing import Any

from hubcensus.hub.wire import Commit, Discussion, ListedItem

__all__ = [
    "Row",
    "commit_author_rows",
    "commit_rows",
    "dependency_rows",
    "discussion_rows",
    "history",
    "license_of",
    "lineage_rows",
    "out_of_order",
    "repository_row",
    "split_id",
]

Row = tuple[Any, ...]

_RELATIONS = ("finetune", "adapter", "quantized", "merge")


def split_id(repo_id: str) -> tuple[str | None, str]:
    """Return (owner, name): the id split at its first "/"; an id without one has no owner."""
    owner, slash, name = repo_id.partition("/")
    return (owner, name) if slash else (None, repo_id)


def license_of(tags: Iterable[str]) -> str | None:
    """Return the first tag that contains "license:", the part after the colon.

    Source: ``osborne2024``, the collection scripts.
    """
    return next((tag.partition(":")[2] for tag in tags if "license:" in tag), None)


def repository_row(item: ListedItem) -> Row:
    """Return the columns of ``repositories`` from ``hub_id`` to ``runtime_stage``."""
    return (
        item.hub_id,
        *split_id(item.repo_id),
        item.created_at,
        item.last_modified_at,
        item.sha,
        item.private,
        _gate(item.gated),
        item.disabled,
        item.likes,
        item.downloads,
        item.downloads_all_time,
        license_of(item.tags or ()),
        item.tags is not None,
        item.library,
        item.pipeline_tag,
        item.sdk,
        item.runtime.get("stage") if isinstance(item.runtime, dict) else None,
    )


def _gate(gated: Any) -> str | None:
    if gated is None:
        return None
    return "no" if gated in (False, "false") else str(gated)


def out_of_order(previous: str | None, created: Iterable[str]) -> int:
    """Return how many dates are later than the one before them; a listing by creation has the newest first."""
    n = 0
    for date in created:
        n += previous is not None and date > previous
        previous = date
    return n


def lineage_rows(item: ListedItem) -> Iterator[Row]:
    """Yield (base model, relation) of the ``base_model:`` tags.

    The Hub writes a tag with the relation and one without; the one without counts only if it stands alone.
    """
    bases = [tag.removeprefix("base_model:") for tag in item.tags or () if tag.startswith("base_model:")]
    related = [tuple(reversed(base.split(":", 1))) for base in bases if base.startswith(_PREFIXES)]
    named = {base for base, _ in related}
    plain = [(base, None) for base in bases if not base.startswith(_PREFIXES) and base not in named]
    yield from dict.fromkeys([*related, *plain])


_PREFIXES = tuple(f"{relation}:" for relation in _RELATIONS)


def dependency_rows(item: ListedItem) -> Iterator[Row]:
    """Yield (kind, repo_id) of what a space uses, each once."""
    for kind, used in (("model", item.models), ("dataset", item.datasets)):
        for repo_id in dict.fromkeys(used or ()):
            yield kind, repo_id


def history(newest_first: Iterable[Commit]) -> list[Commit]:
    """Return the commits of a repository, oldest first, each once.

    A commit made while pages are read moves the last one of a page to the next, so one may come twice.
    """
    commits = list({commit.id: commit for commit in newest_first}.values())
    commits.reverse()
    return commits


def commit_rows(commits: Iterable[Commit]) -> Iterator[Row]:
    """Yield the columns of ``commits`` from ``commit`` on, oldest first."""
    for place, commit in enumerate(commits):
        yield place, commit.id, commit.date, len(commit.authors), commit.title


def commit_author_rows(commits: Iterable[Commit]) -> Iterator[Row]:
    """Yield (commit, position, author) for every author of every commit, oldest first."""
    for place, commit in enumerate(commits):
        for position, author in enumerate(commit.authors):
            yield place, position, author.user


def discussion_rows(newest_first: Iterable[Discussion]) -> Iterator[Row]:
    """Yield the columns of ``discussions`` from ``number`` on, by number, each once."""
    by_number = {discussion.num: discussion for discussion in newest_first}
    for number in sorted(by_number):
        one = by_number[number]
        author = (one.author.name, one.author.type) if one.author else (None, None)
        yield number, *author, one.created_at, one.status, one.is_pull_request, one.comments, one.title
