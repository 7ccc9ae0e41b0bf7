"""The few numbers that a command prints at its end."""

from typing import Any

__all__ = ["in_cell", "key_facts"]

_FACTS = (
    ("models, datasets, spaces listed", ("census.model.listed", "census.dataset.listed", "census.space.listed")),
    ("models without downloads", ("activity.model.downloads.zero_share",)),
    ("downloads of the top 1 % of models", ("activity.model.downloads.top_1pct_share",)),
    ("models without a licence", ("activity.model.license.none_share",)),
    ("models with one contributor", ("activity.model.contributors.single_share",)),
    ("developers of models", ("community.all.developers",)),
    ("developers who are isolates", ("community.all.isolate_share",)),
    ("ties that are returned (rule osborne2024)", ("community.all.reciprocity",)),
    ("models that no space uses", ("adoption.all.unused_share",)),
    ("uses by spaces of the top 1 % of used models", ("adoption.all.top_1pct_share",)),
)


def key_facts(content: dict[str, Any]) -> str:
    """Return the headline findings as lines of text."""
    by_id = {row["id"]: row for row in content["findings"]}
    width = max(len(label) for label, _ in _FACTS)
    return "\n".join(f"{label:<{width}}  {', '.join(in_cell(by_id[id]) for id in ids)}" for label, ids in _FACTS)


def in_cell(row: dict[str, Any], what: str = "value") -> str:
    """Return a finding's value for a terminal: a share as per cent, a list by its length, no value by its reason."""
    value = row[what]
    if value is None:
        return row["notes"] or "unknown"
    if isinstance(value, list):
        return f"{len(value)} rows (--json shows them)"
    if isinstance(value, float) and row["unit"] == "share":
        return f"{value:.4%}" if 0 < value < 0.001 else f"{value:.1%}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
