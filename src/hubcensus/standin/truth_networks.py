"""The networks of the study in sets and loops: who works with whom, which space uses which model."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from hubcensus.standin.arithmetic import mean, median, ratio, share_of_top
from hubcensus.standin.records import Record

__all__ = ["adoption", "community", "developers"]

Edges = set[tuple[str, str]]
Neighbours = dict[str, set[str]]


def developers(rows: Iterable[Record]) -> set[str]:
    """Return the names of all authors of all known commits."""
    return {author["user"] for row in rows for commit in row["commits"] or () for author in commit["authors"]}


def community(sub: str, models: list[Record]) -> dict[str, Any]:
    """Return the findings on who works with whom on these models, by the rule of the study."""
    people = developers(models)
    edges = _collaborations(models)
    ties: Neighbours = {name: set() for name in people}
    for source, target in edges:
        ties[source].add(target)
        ties[target].add(source)
    sizes = _components(ties)
    degrees = [len(others) for others in ties.values()]
    found = {
        "developers": len(people),
        "edges": len(edges),
        "isolates": degrees.count(0),
        "isolate_share": ratio(degrees.count(0), len(people)),
        "components": len(sizes),
        "giant_share": ratio(max(sizes, default=0), len(people)),
        "density": ratio(len(edges), len(people) * (len(people) - 1)),
        "reciprocity": ratio(sum((target, source) in edges for source, target in edges), len(edges)),
        "degree_mean": mean(degrees),
        "degree_median": median(degrees),
        "degree_max": max(degrees, default=None),
        "core_max": _deepest_core(ties),
    }
    return {f"community.{sub}.{key}": value for key, value in found.items()}


def adoption(sub: str, models: list[Record], spaces: list[Record]) -> dict[str, Any]:
    """Return the findings on which spaces use these models; ``all`` counts models that are not listed too."""
    listed = {row["item"]["id"] for row in models}
    pairs = {
        (row["item"]["_id"], model)
        for row in spaces
        for model in row["item"].get("models", ())
        if sub == "all" or model in listed
    }
    uses = Counter(model for _, model in pairs)
    counts = list(uses.values())
    found = {
        "spaces": len({space for space, _ in pairs}),
        "edges": len(pairs),
        "models_in_spaces": len(uses),
        "models": len(listed),
        "unused_share": ratio(len(listed - uses.keys()), len(listed)),
        "in_degree_mean": mean(counts),
        "in_degree_median": median(counts),
        "in_degree_max": max(counts, default=None),
        "top_1pct_share": share_of_top(counts, 1),
        "top_models": [{"model": model, "spaces": count} for model, count in _ranked(uses)],
        "top_owners": _top_owners(uses),
    }
    return {f"adoption.{sub}.{key}": value for key, value in found.items()}


def _collaborations(models: list[Record]) -> Edges:
    """Return who is tied to whom: the first author of each commit to all others of the repository."""
    edges: Edges = set()
    for row in models:
        team = developers([row])
        firsts = {commit["authors"][0]["user"] for commit in row["commits"] or () if commit["authors"]}
        edges |= {(first, other) for first in firsts for other in team if other != first}
    return edges


def _components(ties: Neighbours) -> list[int]:
    """Return the sizes of the parts that hang together."""
    sizes = []
    left = set(ties)
    while left:
        reached = [left.pop()]
        for name in reached:  # grows while it is walked
            new = ties[name] & left
            left -= new
            reached += new
        sizes.append(len(reached))
    return sizes


def _deepest_core(ties: Neighbours) -> int | None:
    """Return the largest k such that some people have k ties among themselves."""
    if not ties:
        return None
    left = {name: set(others) for name, others in ties.items()}
    depth = 0
    while left:
        weak = [name for name, others in left.items() if len(others) <= depth]
        if not weak:
            depth += 1
        for name in weak:
            for other in left.pop(name):
                left[other].discard(name)
    return depth


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]


def _top_owners(uses: Counter[str]) -> list[dict[str, Any]]:
    models: defaultdict[str, int] = defaultdict(int)
    owned: Counter[str] = Counter()
    for model, count in uses.items():
        owner, slash, _ = model.partition("/")
        if slash:
            models[owner] += 1
            owned[owner] += count
    return [{"owner": owner, "models": models[owner], "uses": count} for owner, count in _ranked(owned)]
