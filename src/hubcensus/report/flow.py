"""The census flow: how many repositories are left at each step from listed to worked on by several, and who left."""

from dataclasses import dataclass

from hubcensus.kinds import Kind
from hubcensus.report.reading import Reading

__all__ = ["Step", "flow"]

_STEPS = (
    ("listed", "listed"),
    ("flow.reachable", "reachable"),
    ("flow.read", "commits read"),
    ("flow.active", "with a commit"),
    ("flow.shared", "with more than one author"),
)
_LEAVE: dict[str, str | tuple[str, ...]] = {
    "flow.reachable": ("gated", "disabled", "missing_or_private", "failed", "pending"),
    "flow.read": ("unavailable",),
    "flow.active": "without a commit",
    "flow.shared": "without a second author",
}


@dataclass(frozen=True)
class Step:
    """One step: its words, its finding, which part of those listed is left, and who left before it, by reason."""

    title: str
    id: str
    part: float
    left: list[tuple[str, int]]


def flow(reading: Reading, kind: Kind) -> list[Step]:
    """Return the steps of a kind as far as they are known; none if it was not collected."""
    prefix = f"census.{kind.name}"
    listed = reading.value(f"{prefix}.listed")
    steps: list[Step] = []
    before = listed
    for name, title in _STEPS:
        n = reading.value(f"{prefix}.{name}")
        if n is None:
            break
        why = _LEAVE.get(name, ())
        reasons = [(why, before - n)] if isinstance(why, str) else _by_outcome(reading, prefix, why)
        steps.append(Step(title, f"{prefix}.{name}", n / listed if listed else 0, [(w, m) for w, m in reasons if m]))
        before = n
    return steps


def _by_outcome(reading: Reading, prefix: str, outcomes: tuple[str, ...]) -> list[tuple[str, int]]:
    found = ((outcome, reading.value(f"{prefix}.commits.{outcome}")) for outcome in outcomes)
    return [(outcome.replace("_", " "), n or 0) for outcome, n in found]
