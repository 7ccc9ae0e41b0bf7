"""What models were made from, in sets and loops."""

from collections import Counter, defaultdict
from typing import Any

from hubcensus.standin.arithmetic import gini, mean, ratio, share_of_top
from hubcensus.standin.seen import Seen

__all__ = ["lineage"]

_RELATIONS = ("merge", "quantized", "adapter", "finetune")
Bases = dict[str, set[str]]


def lineage(sub: str, models: list[Seen], listed: set[str]) -> dict[str, Any]:
    """Return the findings on what these models were made from; ``listed`` are the ids of all models."""
    tags = {row.repo_id: row.tags for row in models if row.tags is not None}
    found = _found(tags, listed)
    return {f"lineage.{sub}.{key}": value if tags else None for key, value in found.items()}


def _found(tags: dict[str, tuple[str, ...]], listed: set[str]) -> dict[str, Any]:
    named = {model: _named(own) for model, own in tags.items()}
    relations = {(model, base): of for model, own in named.items() for base, of in own.items() if base != model}
    bases: Bases = {model: set(own) - {model} for model, own in named.items()}
    derived_from: Bases = defaultdict(set)
    for model, base in relations:
        derived_from[base].add(model)
    derived = [model for model in tags if bases[model]]
    children = {base: len(made) for base, made in derived_from.items()}
    depth = _depths(bases)
    known = Counter(depth[model] for model in tags if model in depth)
    families = {root: _family(root, derived_from) for root in derived_from if not bases.get(root)}
    return {
        "models": len(tags),
        "edges": len(relations),
        "derived": len(derived),
        "roots": len(tags) - len(derived),
        "roots_used": sum(not bases[model] and model in derived_from for model in tags),
        "bases": len(derived_from),
        "unlisted_bases": len(derived_from.keys() - listed),
        "self_references": sum(model in own for model, own in named.items()),
        "cyclic": sum(model not in depth for model in tags),
        "derived_share": ratio(len(derived), len(tags)),
        "single_base_share": ratio(sum(len(bases[model]) == 1 for model in derived), len(derived)),
        "by_relation": _by_relation(relations),
        "depth.distribution": [known[at] for at in range(max(known) + 1)] if known else None,
        "depth.max": max(known, default=None),
        "depth.mean": mean([depth[model] for model in derived if model in depth]),
        "childless_share": ratio(len(tags.keys() - derived_from.keys()), len(tags)),
        "fertility.gini": gini(children.values()),
        "fertility.max": max(children.values(), default=None),
        "fertility.top_1pct_share": share_of_top(list(children.values()), 1),
        "top_bases": _top_bases(relations, children),
        "largest_families": _largest(families, bases),
    }


def _named(tags: tuple[str, ...]) -> dict[str, str | None]:
    """Return the relation of each base that the tags name; of several the one that stands first in the list."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for tag in tags:
        if tag.startswith("base_model:"):
            first, _, rest = tag.removeprefix("base_model:").partition(":")
            if first in _RELATIONS:
                found[rest].add(first)
            else:
                found[tag.removeprefix("base_model:")] |= set()
    return {base: next((name for name in _RELATIONS if name in said), None) for base, said in found.items()}


def _depths(bases: Bases) -> dict[str, int]:
    """Return the longest way to a model without a base; none for those on a cycle or behind one."""
    depth = {base: 0 for own in bases.values() for base in own if base not in bases}
    depth |= {model: 0 for model, own in bases.items() if not own}
    waiting = {model for model in bases if model not in depth}
    while ready := {model for model in waiting if bases[model] <= depth.keys()}:
        depth |= {model: 1 + max(depth[base] for base in bases[model]) for model in ready}
        waiting -= ready
    return depth


def _family(root: str, derived_from: Bases) -> set[str]:
    family = {root}
    reached = [root]
    for model in reached:  # grows while it is walked
        new = derived_from.get(model, set()) - family
        family |= new
        reached += new
    return family


def _by_relation(relations: dict[tuple[str, str], str | None]) -> list[dict[str, Any]]:
    counts = Counter(relations.values())
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or ""))
    return [{"relation": of, "edges": n, "share": ratio(n, len(relations))} for of, n in ranked]


def _top_bases(relations: dict[tuple[str, str], str | None], children: dict[str, int]) -> list[dict[str, Any]]:
    by = Counter((base, of or "not_given") for (_, base), of in relations.items())
    ranked = sorted(children.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    return [
        {"model": base, "derivatives": n, **{of: by[base, of] for of in (*_RELATIONS, "not_given")}}
        for base, n in ranked
    ]


def _largest(families: Bases, bases: Bases) -> list[dict[str, Any]]:
    ranked = sorted(families.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:10]
    inside = {root: {model: bases.get(model, set()) & family for model in family} for root, family in ranked}
    return [
        {"model": root, "descendants": len(family) - 1, "depth": max(_depths(inside[root]).values())}
        for root, family in ranked
    ]
