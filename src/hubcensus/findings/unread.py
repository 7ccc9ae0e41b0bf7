"""Why a finding has no value, where nothing of what it stands on is known: it was not asked for, or none was read."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import polars as pl

from hubcensus.findings.finding import Finding
from hubcensus.findings.repositories import UNKNOWN

__all__ = ["explained", "unread"]

_STAND_ON = {
    "commits": ("commits", "commit_days", "contributors", "by_contributors"),
    "discussions": ("discussions", "pull_requests"),
}


def unread(repositories: pl.DataFrame, asked: Collection[str] | None) -> dict[str, str]:
    """Return why nothing is known of these repositories, by the word that findings on it have in their ids.

    Parameters
    ----------
    repositories
        The repositories, as ``findings.repositories`` describes them.
    asked
        What was asked for: ``commits``, ``discussions``, ``owners``; ``None`` for a recorded listing.
    """
    why: dict[str, str] = {}
    if repositories.height:
        for resource, names in _STAND_ON.items():
            if not repositories[resource].count():
                why |= dict.fromkeys(names, _why(resource, asked))
        if (repositories["by_owner_kind"] == UNKNOWN).all():
            why["by_owner_kind"] = _why("owners", asked)
    return why


def _why(resource: str, asked: Collection[str] | None) -> str:
    if asked is None:
        return f"{resource} were not collected"
    return f"{resource} were asked for, and none was read" if resource in asked else f"{resource} were not asked for"


def explained(findings: Iterable[Finding], why: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the findings; one without a value says why, if one of these words stands in its id and has a reason."""
    for one in findings:
        reason = next((text for word, text in why.items() if f".{word}." in f".{one.id}."), "")
        yield replace(one, notes=reason) if reason and one.value is None else one
