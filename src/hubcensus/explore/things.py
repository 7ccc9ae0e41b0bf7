"""All that the tables of a census know of one repository, or of one name."""

from hubcensus.explore.asked import Asked, Filter
from hubcensus.explore.queries import Part, part, tables_of
from hubcensus.tables.store import Census

__all__ = ["of_account", "of_repository"]

_ROWS = 10  # of each table

Section = tuple[str, str, Asked]


def of_repository(census: Census, kind: str, repo_id: str) -> list[tuple[str, Part]]:
    """Return the parts of all tables that are on a repository, with what each says; only those that have rows."""
    keys = (Filter("kind", "is", kind), Filter("repo_id", "is", repo_id))
    used = (Filter("depends_on_kind", "is", kind), Filter("depends_on", "is", repo_id))
    bases = [("Made from it", "lineage", _newest(Filter("base_model", "is", repo_id)))] if kind == "model" else []
    return _filled(
        census,
        [
            ("In the listings", "repositories", _newest(*keys)),
            ("Tags", "tags", _newest(*keys)),
            ("What it uses", "dependencies", _newest(*keys)),
            ("Spaces that use it", "dependencies", _newest(*used)),
            ("What it was made from", "lineage", _newest(*keys)),
            *bases,
            ("Commits", "commits", Asked(filters=keys, sort="committed_at", descending=True, rows=_ROWS)),
            ("Authors of commits", "commit_authors", _newest(*keys)),
            ("Discussions", "discussions", Asked(filters=keys, sort="opened_at", descending=True, rows=_ROWS)),
            ("What was asked of the Hub", "access", _newest(*keys)),
        ],
    )


def of_account(census: Census, name: str) -> list[tuple[str, Part]]:
    """Return the parts of all tables that are on a name, as owner and as developer; only those that have rows."""
    owner, author = Filter("owner", "is", name), Filter("author", "is", name)
    return _filled(
        census,
        [
            ("What the Hub says of it", "owners", _newest(owner)),
            ("Owns", "repositories", Asked(filters=(owner,), sort="likes", descending=True, rows=_ROWS)),
            ("Credited for commits", "commit_authors", _newest(author)),
            ("Opened", "discussions", Asked(filters=(author,), sort="opened_at", descending=True, rows=_ROWS)),
        ],
    )


def _newest(*filters: Filter) -> Asked:
    return Asked(filters=filters, sort="snapshot", descending=True, rows=_ROWS)


def _filled(census: Census, sections: list[Section]) -> list[tuple[str, Part]]:
    there = tables_of(census)
    parts = ((title, part(census, table, asked)) for title, table, asked in sections if table in there)
    return [(title, one) for title, one in parts if one.total]
