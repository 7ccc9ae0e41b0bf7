"""The networks of the study in sets and loops: who works with whom, which space uses which model."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from hubcensus.standin.arithmetic import mean, median, ratio, share_of_top
from hubcensus.standin.seen import Seen

__all__ = ["adoption", "community", "developers"]

Edges = set[tuple[str, str]]
Neighbours = dict[str, set[str]]


def developers(rows: Iterable[Seen]) -> set[str]:
    """Return the names of all authors of all known commits."""
    return {name for row in rows for name in row.authors or ()}


def community(sub: str, models: list[Seen]) -> dict[str, Any]:
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


def adoption(part: str, listed: set[str], uses: dict[str, set[str]], kind: str = "model") -> dict[str, Any]:
    """Return the findings on the use of what is listed; ``uses`` is what each space uses, listed or not."""
    spaces = Counter(used for of_space in uses.values() for used in of_space)
    counts = list(spaces.values())
    found = {
        "spaces": sum(map(bool, uses.values())),
        "edges": sum(counts),
        f"{kind}s_in_spaces": len(spaces),
        f"{kind}s": len(listed),
        "unused_share": ratio(len(listed - spaces.keys()), len(listed)),
        "in_degree_mean": mean(counts),
        "in_degree_median": median(counts),
        "in_degree_max": max(counts, default=None),
        "top_1pct_share": share_of_top(counts, 1),
        f"top_{kind}s": [{kind: used, "spaces": count} for used, count in _ranked(spaces)],
        "top_owners": _top_owners(spaces, f"{kind}s"),
    }
    return {f"adoption.{part}.{key}": value for key, value in found.items()}


def _collaborations(models: list[Seen]) -> Edges:
    """Return who is tied to whom: the first author of each commit to all others of the repository."""
    return {
        (first, other)
        for row in models
        for first in row.first_authors
        for other in row.authors or ()
        if other != first
    }


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


def _top_owners(uses: Counter[str], named: str) -> list[dict[str, Any]]:
    models: defaultdict[str, int] = defaultdict(int)
    owned: Counter[str] = Counter()
    for model, count in uses.items():
        owner, slash, _ = model.partition("/")
        if slash:
            models[owner] += 1
            owned[owner] += count
    return [{"owner": owner, named: models[owner], "uses": count} for owner, count in _ranked(owned)]
