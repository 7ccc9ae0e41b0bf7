"""The kinds of repository on the Hub: one row each."""

from dataclasses import dataclass

__all__ = ["KINDS", "VARIABLES", "Kind", "Variable", "kind_named"]


@dataclass(frozen=True)
class Variable:
    """One count of activity.

    Parameters
    ----------
    title
        What a table or an axis calls it.
    what
        What is counted, in a sentence.
    adds
        Whether counts of several repositories add up: one person can be a contributor to two of them.
    """

    title: str
    what: str
    adds: bool = True


VARIABLES: dict[str, Variable] = {
    "likes": Variable("Likes", "likes"),
    "downloads": Variable("Downloads (30 days)", "downloads"),
    "downloads_all_time": Variable("Downloads (all time)", "downloads of all time"),
    "commits": Variable("Commits", "commits"),
    "commit_days": Variable("Days with commits", "days with commits", adds=False),
    "contributors": Variable("Contributors", "different commit authors", adds=False),
    "discussions": Variable("Discussions", "discussions and pull requests"),
    "pull_requests": Variable("Pull requests", "pull requests"),
}
"""The counts of activity, by the name of their column in ``repositories``."""


@dataclass(frozen=True)
class Kind:
    """One kind of repository.

    Parameters
    ----------
    name
        What people call it: ``model``, ``dataset`` or ``space``.
    plural
        How the Hub's API spells it in a path.
    variables
        The counts of activity that the Hub keeps for this kind, in the order of the report.
    """

    name: str
    plural: str
    variables: tuple[str, ...]


KINDS: tuple[Kind, ...] = (
    Kind("model", "models", tuple(VARIABLES)),
    Kind("dataset", "datasets", tuple(VARIABLES)),
    Kind("space", "spaces", tuple(name for name in VARIABLES if not name.startswith("downloads"))),
)


def kind_named(name: str) -> Kind:
    """Return the kind of that name; ``KeyError`` if there is none."""
    return {kind.name: kind for kind in KINDS}[name]
