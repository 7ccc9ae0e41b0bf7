"""The kinds of repository on the Hub: one row each."""

from dataclasses import dataclass

__all__ = ["KINDS", "Kind", "kind_named"]


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
    Kind("model", "models", ("likes", "downloads", "commits", "discussions", "contributors")),
    Kind("dataset", "datasets", ("likes", "downloads", "commits", "discussions", "contributors")),
    Kind("space", "spaces", ("likes", "commits", "discussions", "contributors")),
)


def kind_named(name: str) -> Kind:
    """Return the kind of that name; ``KeyError`` if there is none."""
    return {kind.name: kind for kind in KINDS}[name]
