"""The few numbers that a command prints at its end."""

from typing import Any

__all__ = ["in_cell", "key_facts", "unfinished"]

_FACTS = {
    "census.model.listed": "models listed",
    "activity.model.downloads.zero_share": "models without downloads in 30 days",
    "activity.model.downloads.top_1pct_share": "downloads of the top 1 % of models",
    "activity.model.license.none_share": "models without a licence",
    "activity.model.contributors.single_share": "models with one contributor",
    "census.dataset.listed": "datasets listed",
    "activity.dataset.downloads.zero_share": "datasets without downloads in 30 days",
    "activity.dataset.license.none_share": "datasets without a licence",
    "census.space.listed": "spaces listed",
    "community.all.without_bots.developers": "developers of models, bots left out",
    "community.all.without_bots.isolate_share": "developers who are isolates",
    "claims.all.core.verdict": "there is a core and a periphery",
    "claims.all.reciprocity.verdict": "ties are mostly returned",
    "claims.all.communities.verdict": "there are communities",
    "adoption.all.unused_share": "listed models that no listed space uses",
    "adoption.all.top_1pct_share": "uses by spaces of the top 1 % of used models",
}


def key_facts(content: dict[str, Any]) -> str:
    """Return the headline findings as lines of text, and why the others have no value."""
    by_id = {row["id"]: row for row in content["findings"]}
    rows = [(label, by_id[id]) for id, label in _FACTS.items()]
    width = max(len(label) for label in _FACTS.values())
    lines = [f"{label:<{width}}  {in_cell(row)}" for label, row in rows if row["value"] is not None]
    absent = [f"{label:<{width}}  no answer: {row['notes']}" for label, row in rows if row["value"] is None]
    warning = unfinished(content)
    return "\n".join([*lines, *absent, *([warning] if warning else [])])


def unfinished(content: dict[str, Any]) -> str:
    """Return what has to be said of findings on a census that is not complete; nothing if it is."""
    names = dict.fromkeys(row["snapshot"] for row in content["census"]["snapshots"] if row["finished_at"] is None)
    return f"snapshot {', '.join(names)} is not complete: these numbers are of what was read so far" if names else ""


def in_cell(row: dict[str, Any]) -> str:
    """Return a finding's value for a terminal: as on the page; a list by its length, no value by its reason."""
    from hubcensus.report.words import count, share

    value = row["value"]
    if value is None:
        return row["notes"] or "unknown"
    if isinstance(value, list):
        return f"{len(value)} rows (--json shows them)"
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, float) and row["unit"] == "share":  # beside a share there may be a whole number, its n
        return share(value).replace("\N{NO-BREAK SPACE}", "")
    return count(value)
