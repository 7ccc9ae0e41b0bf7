"""What a census of a stand-in must find, computed from its records by other means than the census."""

from collections import Counter
from typing import Any

from hubcensus.kinds import KINDS, Kind, kind_named
from hubcensus.standin.arithmetic import gini, mean, median, ratio, share_of_top
from hubcensus.standin.records import Hub, records
from hubcensus.standin.seen import Seen, seen
from hubcensus.standin.truth_co_usage import cap, co_usage
from hubcensus.standin.truth_lineage import lineage
from hubcensus.standin.truth_networks import adoption, community, developers
from hubcensus.standin.truth_time import created, in_time

__all__ = ["truth"]

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
    rows = list(map(seen, records(hub)))
    return {"findings": _findings(rows), "planted": _visible(hub.planted(), developers(_of("model", rows)))}


def _findings(rows: list[Seen]) -> Findings:
    found: Findings = {}
    for kind in KINDS:
        of_kind = _of(kind.name, rows)
        found |= _activity(kind.name, kind, of_kind) | created(kind.name, of_kind) | in_time(kind.name, of_kind)
    spaces, listed = _of("space", rows), {row.repo_id for row in _of("model", rows)}
    for sub in ("all", *_SUBFIELDS):
        models = [row for row in _of("model", rows) if _is_in(row, sub)]
        found |= community(sub, models)
        found |= {} if sub == "all" else _activity(sub, kind_named("model"), models) | created(sub, models)
        found |= lineage(sub, models, listed)
        inside = {row.repo_id for row in models}
        uses = {row.hub_id: {model for model in row.models if sub == "all" or model in inside} for row in spaces}
        found |= adoption(sub, inside, uses) | cap(sub, uses) | co_usage(sub, uses)
        told = [model in row.declared for row in spaces if row.declared is not None for model in uses[row.hub_id]]
        found[f"adoption.{sub}.declared_share"] = ratio(told.count(True), len(told))
    datasets = {row.repo_id for row in _of("dataset", rows)}
    return found | adoption("datasets", datasets, {row.hub_id: set(row.datasets) for row in spaces}, "dataset")


def _of(kind: str, rows: list[Seen]) -> list[Seen]:
    return [row for row in rows if row.kind == kind]


def _is_in(row: Seen, sub: str) -> bool:
    return sub == "all" or not set(_SUBFIELDS[sub].split(", ")).isdisjoint(row.tags or ())


def _activity(part: str, kind: Kind, rows: list[Seen]) -> Findings:
    name = f"activity.{part}"
    found: Findings = {f"{name}.repositories": len(rows)}
    for variable in kind.variables:
        known = [value for row in rows if (value := getattr(row, variable)) is not None]
        found |= {f"{name}.{variable}.{key}": value for key, value in _described(known, len(rows)).items()}
    contributors = [row.contributors for row in rows if row.contributors is not None]
    found[f"{name}.contributors.single_share"] = ratio(contributors.count(1), len(contributors))
    return found | _licences(name, [row.tags for row in rows if row.tags is not None])


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


def _licences(name: str, tag_lists: list[tuple[str, ...]]) -> Findings:
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
