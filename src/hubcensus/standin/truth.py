"""What a census of a stand-in must find, computed from its records by other means than the census."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from hubcensus.kinds import KINDS, Kind
from hubcensus.standin.arithmetic import gini, mean, median, ratio, share_of_top
from hubcensus.standin.records import Hub, Record, records
from hubcensus.standin.truth_networks import adoption, community, developers

__all__ = ["findings", "truth"]

_SUBFIELDS = {
    "cv": (
        "computer-vision, depth-estimation, image-classification, object-detection, image-segmentation, "
        "image-to-image, unconditional-image-generation, video-classification, zero-shot-image-classification"
    ),
    "nlp": (
        "text-classification, token-classification, table-question-answering, question-answering, "
        "zero-shot-classification, translation, summarization, conversational, text-generation, "
        "text2text-generation, fill-mask, sentence-similarity"
    ),
    "mm": (
        "multimodal, feature-extraction, text-to-image, image-to-text, text-to-video, "
        "visual-question-answering, document-question-answering, graph-machine-learning"
    ),
}

Findings = dict[str, Any]


def truth(hub: Hub) -> dict[str, Any]:
    """Return what an anonymous census of a Hub can see, and what was planted in it.

    Returns
    -------
    dict
        ``findings`` by id, and ``planted``: core, communities, aliases and bots, each cut to the
        names that can be seen in commits to models.
    """
    seen = list(map(_anonymously, records(hub)))
    return {"findings": findings(seen), "planted": _visible(hub.planted(), developers(_models(seen)))}


def findings(rows: Iterable[Record]) -> Findings:
    """Return the findings by id; commits and discussions of ``None`` are unknown."""
    seen = list(map(_anonymously, rows))
    found: Findings = {}
    for kind in KINDS:
        found |= _activity(kind, [row for row in seen if row["kind"] == kind.name])
    models, spaces = _models(seen), [row for row in seen if row["kind"] == "space"]
    for sub in ("all", *_SUBFIELDS):
        inside = [row for row in models if _is_in(row, sub)]
        found |= community(sub, inside)
        found |= adoption(sub, inside, spaces)
    return found


def _anonymously(row: Record) -> Record:
    """Return a record with what is refused to callers without a token left out."""
    item, answers = row["item"], row.get("answers", {})
    missing = bool(answers.get("missing"))
    locked = item.get("gated") in ("auto", "manual") or item.get("disabled") or answers.get("no_main")
    return row | {
        "commits": None if missing or locked else row["commits"],
        "discussions": None if missing or answers.get("discussions_disabled") else row["discussions"],
    }


def _models(rows: list[Record]) -> list[Record]:
    return [row for row in rows if row["kind"] == "model"]


def _is_in(row: Record, sub: str) -> bool:
    return sub == "all" or not set(_SUBFIELDS[sub].split(", ")).isdisjoint(row["item"].get("tags", ()))


def _activity(kind: Kind, rows: list[Record]) -> Findings:
    name = f"activity.{kind.name}"
    found: Findings = {f"{name}.repositories": len(rows)}
    for variable in kind.variables:
        known = [value for row in rows if (value := _value(row, variable)) is not None]
        found |= {f"{name}.{variable}.{key}": value for key, value in _described(known, len(rows)).items()}
    known = [value for row in rows if (value := _value(row, "contributors")) is not None]
    found[f"{name}.contributors.single_share"] = ratio(known.count(1), len(known))
    return found | _licences(name, [row["item"]["tags"] for row in rows if "tags" in row["item"]])


def _value(row: Record, variable: str) -> int | None:
    """Return a count of activity of a repository, ``None`` if it cannot be known."""
    if variable in ("likes", "downloads"):
        count: int | None = row["item"].get(variable)
        return count
    rows = row["discussions" if variable == "discussions" else "commits"]
    if rows is None:
        return None
    return len(developers([row])) if variable == "contributors" else len(rows)


def _described(known: list[int], listed: int) -> Findings:
    return {
        "n": len(known),
        "unknown_share": ratio(listed - len(known), listed),
        "zero_share": ratio(known.count(0), len(known)),
        "mean": mean(known),
        "median": median(known),
        "max": max(known, default=None),
        "total": sum(known) if known else None,
        "top_1pct_share": share_of_top(known, 1),
        "top_10pct_share": share_of_top(known, 10),
        "gini": gini(known),
    }


def _licences(name: str, tag_lists: list[list[str]]) -> Findings:
    firsts = [next((tag for tag in tags if "license:" in tag), None) for tags in tag_lists]
    counts = Counter(tag.partition(":")[2] for tag in firsts if tag is not None)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    return {
        f"{name}.license.none_share": ratio(firsts.count(None), len(firsts)),
        f"{name}.license.shares": [
            {"license": licence, "share": ratio(count, len(firsts))} for licence, count in ranked
        ],
    }


def _visible(planted: dict[str, Any], seen: set[str]) -> dict[str, Any]:
    """Cut what was planted to the names that were seen; one spelling alone is no alias."""
    if not planted:
        return {}
    groups = {
        key: [[name for name in group if name in seen] for group in planted[key]]
        for key in ("communities", "aliases")
    }
    return {
        "core": [name for name in planted["core"] if name in seen],
        "communities": groups["communities"],
        "aliases": [names for names in groups["aliases"] if len(names) > 1],
        "bots": [name for name in planted["bots"] if name in seen],
    }
