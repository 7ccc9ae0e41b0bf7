"""One repository: its info, commits and discussions, and the ways in which the Hub refuses them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.datastructures import QueryParams

from hubcensus.kinds import kind_named
from hubcensus.standin.fields import asked, told
from hubcensus.standin.listing import SpacesOfModels
from hubcensus.standin.records import Hub
from hubcensus.standin.replies import Reply, many, moved, next_link, number, ok, refused

__all__ = ["Asked", "Repositories"]

_RESOURCES = ("commits", "discussions", "revision")
_COMMITS_PAGE = 50
_COMMITS_CAP = 1000
_DISCUSSIONS_PAGE = 50
_STATUSES = {"open": ("open", "draft"), "closed": ("closed", "merged")}


@dataclass(frozen=True)
class Asked:
    """A request for one repository.

    Parameters
    ----------
    kind
        The kind of the repository.
    repo_id
        Its id as it was asked for.
    resource
        What of it: info, revision, commits or discussions.
    rest
        What follows the resource in the path.
    query
        The parameters.
    token
        The caller's token, ``None`` if anonymous.
    """

    kind: str
    repo_id: str
    resource: str
    rest: tuple[str, ...]
    query: QueryParams
    token: str | None

    @classmethod
    def of(cls, kind: str, segments: list[str], query: QueryParams, token: str | None) -> "Asked":
        """Read the part of a path behind the kind; an id has one or two segments."""
        at = next((at for at in (1, 2) if segments[at : at + 1] and segments[at] in _RESOURCES), None)
        if at is None:
            return cls(kind, "/".join(segments), "info", (), query, token)
        return cls(kind, "/".join(segments[:at]), segments[at], tuple(segments[at + 1 :]), query, token)

    @property
    def revision(self) -> str:
        """The branch asked for."""
        return "/".join(self.rest) if self.resource in ("commits", "revision") else "main"

    def renamed(self, repo_id: str) -> str:
        """Return the path and query that ask the same of another id."""
        path = [kind_named(self.kind).plural, *repo_id.split("/")]
        if self.resource != "info":
            path += [self.resource, *self.rest]
        query = f"?{self.query}" if self.query else ""
        return "/api/" + "/".join(quote(part, safe="") for part in path) + query


class Repositories:
    """The repositories of one Hub, one at a time.

    Parameters
    ----------
    hub
        What is served.
    spaces
        Which spaces use a model.
    """

    def __init__(self, hub: Hub, spaces: SpacesOfModels) -> None:
        self._hub = hub
        self._spaces = spaces

    def reply(self, ask: Asked, url: str) -> Reply:
        """Answer a request for one repository."""
        position = self._hub.position(ask.kind, ask.repo_id)
        if position is None:
            return _missing(ask)
        answers = self._hub.answers(ask.kind, position)
        if answers.get("missing"):
            return _missing(ask)
        repo_id = answers.get("renamed_to") or self._hub.ids(ask.kind)[position]
        if repo_id != ask.repo_id:
            return moved(ask.renamed(repo_id))
        if ask.resource == "discussions":
            return self._discussions(ask, position, answers)
        if ask.resource == "commits":
            return self._commits(ask, position, answers, url)
        return self._info(ask, position, answers)

    def _info(self, ask: Asked, position: int, answers: dict[str, Any]) -> Reply:
        item = {**self._hub.item(ask.kind, position), "id": ask.repo_id}
        if ask.resource == "revision" and not _has_revision(ask, item, answers):
            return _no_revision(ask)
        if ask.kind == "model":
            item |= {"modelId": ask.repo_id, "spaces": self._spaces[self._hub.ids("model")[position]]}
        return ok(told(item, asked(ask.kind, many(ask.query, "expand"), listing=False)))

    def _commits(self, ask: Asked, position: int, answers: dict[str, Any], url: str) -> Reply:
        item = self._hub.item(ask.kind, position)
        if item.get("gated") in ("auto", "manual"):
            return _gated(ask)
        if item.get("disabled"):
            return refused(403, "Access to this resource is disabled.")
        if not _has_revision(ask, item, answers):
            return _no_revision(ask)
        commits = self._hub.commits(ask.kind, position)
        return _not_recorded() if commits is None else _commits_page(commits, ask.query, url)

    def _discussions(self, ask: Asked, position: int, answers: dict[str, Any]) -> Reply:
        if answers.get("discussions_disabled"):
            return refused(403, "Discussions are disabled for this repo")
        rows = self._hub.discussions(ask.kind, position)
        if rows is None or ask.rest:
            return _not_recorded()
        return _discussions_page([row for row in rows if _concerns(row, ask.query)], ask.query)


def _commits_page(commits: list[dict[str, Any]], query: QueryParams, url: str) -> Reply:
    page = number(query, "p", 0)
    limit = number(query, "limit", _COMMITS_PAGE, _COMMITS_CAP) or _COMMITS_PAGE
    end = (page + 1) * limit
    headers = {"x-total-count": str(len(commits))}
    if end < len(commits):
        headers |= next_link(url, query, {"p": page + 1, "limit": limit})
    rows = commits[page * limit : end]
    if "formatted" in many(query, "expand"):
        rows = [row | {"formatted": {"title": row["title"], "message": row["message"]}} for row in rows]
    return ok(rows, headers)


def _discussions_page(rows: list[dict[str, Any]], query: QueryParams) -> Reply:
    page = number(query, "p", 0)
    start = page * _DISCUSSIONS_PAGE
    status = _STATUSES.get(query.get("status", "all"))
    matching = [row for row in rows if status is None or row["status"] in status]
    payload = {
        "discussions": matching[start : start + _DISCUSSIONS_PAGE],
        "count": len(matching),
        "start": start,
    }
    if page == 0:
        payload["numClosedDiscussions"] = sum(row["status"] in _STATUSES["closed"] for row in rows)
    return ok(payload)


def _concerns(row: dict[str, Any], query: QueryParams) -> bool:
    kind, author = query.get("type", "all"), query.get("author")
    if author is not None and row.get("author", {}).get("name") != author:
        return False
    return kind == "all" or row["isPullRequest"] == (kind == "pull_request")


def _has_revision(ask: Asked, item: dict[str, Any], answers: dict[str, Any]) -> bool:
    return not answers.get("no_main") and ask.revision in ("main", item.get("sha"))


def _missing(ask: Asked) -> Reply:
    if ask.token:
        return refused(404, "Repository not found", "RepoNotFound")
    challenge = {"www-authenticate": 'Bearer realm="Authentication required", charset="UTF-8"'}
    return refused(401, "Invalid username or password.", headers=challenge)


def _gated(ask: Asked) -> Reply:
    restricted = f"Access to {ask.kind} {ask.repo_id} is restricted"
    if ask.token:
        page = "" if ask.kind == "model" else f"{kind_named(ask.kind).plural}/"
        said = f"{restricted} and you are not in the authorized list. "
        return refused(403, f"{said}Visit https://huggingface.co/{page}{ask.repo_id} to ask for access.", "GatedRepo")
    said = f"{restricted}. You must have access to it and be authenticated to access it. Please log in."
    return refused(401, said, "GatedRepo")


def _no_revision(ask: Asked) -> Reply:
    return refused(404, f"Invalid rev id: {ask.revision}", "RevisionNotFound")


def _not_recorded() -> Reply:
    return refused(404, "This was not recorded.")
