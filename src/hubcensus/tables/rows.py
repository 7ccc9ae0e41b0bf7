"""From what the Hub sent to rows of the tables: pure functions, one a table."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hubcensus.hub.wire import BadReply, Commit, Discussion, ListedItem, Overview, decode
from hubcensus.schema import RELATIONS

__all__ = [
    "Row",
    "card_of",
    "commit_author_rows",
    "commit_days",
    "commit_rows",
    "count_of",
    "dependency_rows",
    "discussion_rows",
    "history",
    "is_squash",
    "license_of",
    "lineage_rows",
    "out_of_order",
    "owner_row",
    "pull_requests",
    "repository_row",
    "split_id",
    "texts_of",
]

Row = tuple[Any, ...]

_MOST = 2**53  # beyond, a floating-point number cannot tell two counts apart
_SQUASHED = ("super-squash branch", "squash entire repository history")


def split_id(repo_id: str) -> tuple[str | None, str]:
    """Return (owner, name): the id split at its first "/"; an id without one has no owner."""
    owner, slash, name = repo_id.partition("/")
    return (owner, name) if slash else (None, repo_id)


def license_of(tags: Iterable[str]) -> str | None:
    """Return the first tag that contains "license:", the part after the colon.

    Source: ``osborne2024``, the collection scripts.
    """
    return next((tag.partition(":")[2] for tag in tags if "license:" in tag), None)


def repository_row(item: ListedItem, tags: Iterable[str]) -> Row:
    """Return the columns of ``repositories`` from ``hub_id`` to ``runtime_stage``; ``tags`` are the item's."""
    return (
        item.hub_id,
        *split_id(item.repo_id),
        _text(item.created_at),
        _text(item.last_modified_at),
        _text(item.sha),
        _truth(item.private),
        _gate(item.gated),
        _truth(item.disabled),
        count_of(item.likes),
        count_of(item.downloads),
        count_of(item.downloads_all_time),
        license_of(tags),
        _text((card_of(item) or {}).get("license_name")),
        isinstance(item.tags, list),
        _text(item.library),
        _text(item.pipeline_tag),
        _text(item.sdk),
        _text(item.runtime.get("stage")) if isinstance(item.runtime, dict) else None,
    )


def count_of(value: Any) -> int | None:
    """Return a count if it is one, a whole number from 0 to what every reader of tables can hold; else unknown."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value) if 0 <= value <= _MOST else None


def texts_of(value: Any) -> list[str]:
    """Return the texts of a list, each once, in order; none if it is no list."""
    return list(dict.fromkeys([item for item in value if isinstance(item, str)])) if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _gate(gated: Any) -> str | None:
    if gated is None:
        return None
    return "no" if gated in (False, "false") else str(gated)[:20]


def out_of_order(previous: str | None, created: Iterable[str]) -> int:
    """Return how many dates are later than the one before them; a listing by creation has the newest first."""
    n = 0
    for date in created:
        n += previous is not None and date > previous
        previous = date
    return n


def lineage_rows(tags: Iterable[str]) -> Iterator[Row]:
    """Yield (base model, relation) of the ``base_model:`` tags.

    The Hub writes a tag with the relation and one without; the one without counts only if it stands alone. A tag
    that names nothing is no base.
    """
    bases = [tag.removeprefix("base_model:").strip() for tag in tags if tag.startswith("base_model:")]
    if not bases:
        return
    pairs = (base.partition(":") for base in bases if base.startswith(_PREFIXES))
    related = [(base.strip(), relation) for relation, _, base in pairs if base.strip()]
    named = {base for base, _ in related}
    plain = [(base, None) for base in bases if base and not base.startswith(_PREFIXES) and base not in named]
    yield from dict.fromkeys([*related, *plain])


_PREFIXES = tuple(f"{relation}:" for relation in RELATIONS)


def card_of(item: ListedItem) -> dict[str, Any] | None:
    """Return the card's metadata, sent as an object or, in some recordings, as its text; ``None`` if it was not."""
    if isinstance(item.card, dict):
        return item.card
    try:
        return decode(item.card.encode(), dict[str, Any]) if isinstance(item.card, str) else None
    except BadReply:
        return None


def dependency_rows(item: ListedItem) -> Iterator[Row]:
    """Yield (kind, repo_id, declared) of what a space uses, each once."""
    if not item.models and not item.datasets:
        return
    card = card_of(item)
    for kind, used in (("model", item.models), ("dataset", item.datasets)):
        declared = None if card is None else set(texts_of(card.get(f"{kind}s")))
        for repo_id in texts_of(used):
            yield kind, repo_id, None if declared is None else repo_id in declared


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
        title = _text(commit.title)
        yield place, commit.id, _text(commit.date), len(commit.authors), title, is_squash(title)


def commit_days(commits: Iterable[Commit]) -> int | None:
    """Return on how many different days, UTC, there are commits; unknown if one has no date."""
    days = [
        commit.date[:10] if isinstance(commit.date, str) and _DAY.match(commit.date) else None for commit in commits
    ]
    return None if None in days else len(set(days))


_DAY = re.compile(r"\d{4}-\d\d-\d\dT")


def is_squash(title: str | None) -> bool | None:
    """Say whether a commit's title is one that the Hub's client gives to a whole history made into one commit.

    Such a commit names all who wrote what it replaced, or nobody who did. Pull requests are
    squashed too; these name who took part, and are ordinary commits.
    """
    return None if title is None else title.lower().startswith(_SQUASHED)


def commit_author_rows(commits: Iterable[Commit]) -> Iterator[Row]:
    """Yield (commit, position, author) for every author of every commit, oldest first."""
    for place, commit in enumerate(commits):
        for position, author in enumerate(commit.authors):
            if isinstance(author.user, str):
                yield place, position, author.user


def owner_row(path: str, overview: Overview) -> Row:
    """Return the columns of ``owners`` from ``owner_type`` to ``verified``: the path that answered says the type."""
    kind = "org" if path.startswith("/api/organizations/") else "user"
    counts = (count_of(overview.members), count_of(overview.followers))
    return (kind, _text(overview.created_at), *counts, _truth(overview.verified))


def pull_requests(discussions: Iterable[Row]) -> int | None:
    """Return how many rows of ``discussions`` are pull requests; unknown if the Hub did not say it of one."""
    said = [is_pull_request for *_, is_pull_request, _comments, _title in discussions]
    return None if None in said else sum(said)


def discussion_rows(newest_first: Iterable[Discussion]) -> Iterator[Row]:
    """Yield the columns of ``discussions`` from ``number`` on, by number, each once."""
    by_number = {one.num: one for one in newest_first if count_of(one.num) is not None}
    for number in sorted(by_number):
        one = by_number[number]
        author = (_text(one.author.name), _text(one.author.type)) if one.author else (None, None)
        whose = _text(one.owner.type) if one.owner else None
        about = (_text(one.created_at), _text(one.status), _truth(one.is_pull_request), count_of(one.comments))
        yield number, *author, whose, *about, _text(one.title)
