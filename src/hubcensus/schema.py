"""Every table and column in one place: type, unit, meaning. The codebook is made from this page."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["ACCESS_RESOURCES", "OUTCOMES", "RELATIONS", "TABLES", "Column", "Table"]

Type = Literal["text", "integer", "number", "truth", "instant"]

OUTCOMES: dict[str, str] = {
    "ok": "read",
    "gated": "the owner has to grant access first",
    "disabled": "the Hub or the owner has switched it off",
    "missing_or_private": "deleted or made private; the Hub does not say which",
    "renamed": "read under another name, the same repository",
    "unavailable": "the Hub has no such resource for this repository",
    "failed": "no usable answer after several attempts",
}
"""What became of a request for one resource of one repository."""

ACCESS_RESOURCES = ("commits", "discussions")
"""What is asked for each repository by itself."""

OWNER, ACCOUNTS = "owner", "accounts"
"""What the journal calls an owner, which it keeps as it keeps a repository, and what is asked of it."""

RELATIONS = ("merge", "quantized", "adapter", "finetune")
"""How a model was made from its base. Of several that tags give to one pair the first counts: a fine-tune is what
the Hub takes a model for where it sees nothing else, so any other says more."""


@dataclass(frozen=True)
class Column:
    """One column: its name, type, what it means, and its unit if it is a quantity."""

    name: str
    type: Type
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]


_SNAPSHOT = Column("snapshot", "text", "name of the snapshot: the day on which it was begun, UTC")
_REPOSITORY = Column("repository", "integer", "number of the repository in this census, for joins")
_KIND = Column("kind", "text", "model, dataset or space")
_REPO_ID = Column("repo_id", "text", "owner/name as listed")
_KEYS = (_SNAPSHOT, _REPOSITORY, _KIND, _REPO_ID)

TABLES: tuple[Table, ...] = (
    Table(
        "snapshots",
        "one kind in one reading of the Hub",
        (
            _SNAPSHOT,
            Column("number", "integer", "place in the order of the snapshots, from 1"),
            _KIND,
            Column("repositories", "integer", "repositories listed", "repositories"),
            Column("source", "text", "address of the Hub, or the recorded files"),
            Column("scope", "text", "what was asked for, as JSON"),
            Column("started_at", "instant", "when the reading began"),
            Column("finished_at", "instant", "when it was complete; null if it is not"),
            Column("notes", "text", "what readers should know, a sentence a line"),
        ),
    ),
    Table(
        "pages",
        "one page of a listing, as it was read",
        (
            _SNAPSHOT,
            _KIND,
            Column("page", "integer", "place in the listing, from 0"),
            Column("items", "integer", "repositories on it that could be read", "repositories"),
            Column("new", "integer", "of these, those not seen before in this snapshot", "repositories"),
            Column("repeated", "integer", "of these, those seen before in this snapshot", "repositories"),
            Column("unreadable", "integer", "items of a shape that could not be read", "items"),
            Column("out_of_order", "integer", "items created later than the one before them", "items"),
            Column("newest_at", "instant", "creation of the first that has a date"),
            Column("oldest_at", "instant", "creation of the last that has a date"),
            Column("read_at", "instant", "when it was read"),
        ),
    ),
    Table(
        "repositories",
        "one repository in one snapshot",
        (
            *_KEYS,
            Column("hub_id", "text", "the Hub's own id of the repository, the same after a rename"),
            Column("owner", "text", "repo_id before its first '/'; null if it has none"),
            Column("name", "text", "repo_id after its first '/'"),
            Column("created_at", "instant", "creation; all from before 2022-03-02 23:30 UTC are dated 23:29"),
            Column("last_modified_at", "instant", "last commit to the main branch"),
            Column("sha", "text", "last commit of the main branch"),
            Column("private", "truth", "not public"),
            Column("gated", "text", "no, auto (granted at once) or manual"),
            Column("disabled", "truth", "switched off by the Hub"),
            Column("likes", "integer", "users who like it", "likes"),
            Column("downloads", "integer", "downloads in the last 30 days, as the Hub counts them", "downloads"),
            Column("downloads_all_time", "integer", "downloads since the beginning", "downloads"),
            Column("license", "text", "first tag with 'license:', after the colon; null if none"),
            Column("license_name", "text", "what the card calls the licence; null if it does not, or was not listed"),
            Column("has_tags", "truth", "the Hub sent its tags (false: licence and subfield are unknown)"),
            Column("library", "text", "library named by the Hub"),
            Column("pipeline_tag", "text", "task named by the Hub"),
            Column("sdk", "text", "what a space runs on"),
            Column("runtime_stage", "text", "state of a space: RUNNING, SLEEPING, ..."),
            Column("commits", "integer", "commits on main; null if not read", "commits"),
            Column("commit_days", "integer", "different days, UTC, with commits on main; null if not known", "days"),
            Column("contributors", "integer", "different commit authors; null if not read", "names"),
            Column("discussions", "integer", "discussions and pull requests; null if not read", "discussions"),
            Column("pull_requests", "integer", "of these, pull requests; null if not known", "pull requests"),
        ),
    ),
    Table("tags", "one tag of a repository", (*_KEYS, Column("tag", "text", "the tag"))),
    Table(
        "commits",
        "one commit on the main branch",
        (
            *_KEYS,
            Column("commit", "integer", "place in the repository's history, 0 is the oldest"),
            Column("commit_id", "text", "git's id of it"),
            Column("committed_at", "instant", "date of the commit"),
            Column("authors", "integer", "authors credited", "names"),
            Column("title", "text", "first line of its message"),
            Column("squash", "truth", "stands for a whole history that was made into one commit; known by its title"),
        ),
    ),
    Table(
        "commit_authors",
        "one author of one commit",
        (
            *_KEYS,
            Column("commit", "integer", "place in the repository's history, 0 is the oldest"),
            Column("position", "integer", "place among the commit's authors, 0 is the first author"),
            Column("author", "text", "login, or the name that git recorded"),
        ),
    ),
    Table(
        "discussions",
        "one discussion or pull request",
        (
            *_KEYS,
            Column("number", "integer", "its number in the repository"),
            Column("author", "text", "who opened it; null if the account is deleted"),
            Column("author_type", "text", "user or org"),
            Column("owner_type", "text", "user or org: whose repository it is about"),
            Column("opened_at", "instant", "when it was opened"),
            Column("status", "text", "draft, open, closed or merged"),
            Column("is_pull_request", "truth", "a pull request"),
            Column("comments", "integer", "comments", "comments"),
            Column("title", "text", "its title"),
        ),
    ),
    Table(
        "dependencies",
        "one repository that a space uses, from the space's own list",
        (
            *_KEYS,
            Column("depends_on_kind", "text", "model or dataset"),
            Column("depends_on", "text", "repo_id of what is used, as the space names it"),
            Column("declared", "truth", "the space's card names it too; null if the card is not known"),
        ),
    ),
    Table(
        "lineage",
        "one base model that a model's tags name",
        (
            *_KEYS,
            Column("base_model", "text", "repo_id of the base model"),
            Column("relation", "text", f"{', '.join(RELATIONS)}; null if the tag has none"),
        ),
    ),
    Table(
        "owners",
        "one owner of repositories, if owners were asked for",
        (
            _SNAPSHOT,
            Column("owner", "text", "its name, as in repo_id"),
            Column("owner_type", "text", "user or org; null if the Hub did not say"),
            Column("created_at", "instant", "when the account was made; null if not said, as of an org"),
            Column("members", "integer", "members of an org", "users"),
            Column("followers", "integer", "who follows it", "users"),
            Column("verified", "truth", "an org that the Hub has verified"),
            Column("outcome", "text", "what became of the request; see access"),
            Column("status", "integer", "HTTP status; 0 if nothing answered"),
            Column("detail", "text", "the Hub's words, or ours"),
            Column("read_at", "instant", "when it was read"),
        ),
    ),
    Table(
        "access",
        "what became of one request for one resource of a repository",
        (
            *_KEYS,
            Column("resource", "text", "commits or discussions"),
            Column("outcome", "text", "; ".join(f"{name}: {text}" for name, text in OUTCOMES.items())),
            Column("status", "integer", "HTTP status; 0 if nothing answered"),
            Column("detail", "text", "the Hub's words, or ours"),
            Column("read_at", "instant", "when it was read"),
        ),
    ),
)
