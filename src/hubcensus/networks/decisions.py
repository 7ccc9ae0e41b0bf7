"""What people have decided on who is who: read from and written to text that they can edit, share and undo."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import tomli_w

from hubcensus.errors import UsageError

__all__ = ["KINDS_OF_DECISION", "Decision", "Decisions", "decision"]

KINDS_OF_DECISION = {"one person": 2, "two people": 2, "a bot": 1, "a person": 1}
"""What can be decided, and on how many names."""

_HEAD = """\
# Who is who in this census: decisions that `hubcensus people` asks for and that networks and findings follow.
# Change or delete any by hand, or take this file to another census. `are` is one of: {kinds}.

"""


@dataclass(frozen=True)
class Decision:
    """One decision: the names, in order, and what they are, one of ``KINDS_OF_DECISION``."""

    names: tuple[str, ...]
    are: str


@dataclass(frozen=True)
class Decisions:
    """All decisions on a census."""

    all: tuple[Decision, ...] = ()

    @classmethod
    def of_text(cls, text: str, where: str) -> "Decisions":
        """Read them from TOML.

        Raises
        ------
        UsageError
            If it is no TOML or holds something else.
        """
        try:
            content = tomllib.loads(text.removeprefix("\ufeff"))
            if unknown := sorted(content.keys() - {"decision"}):
                raise UsageError(f"'{unknown[0]}' is nothing that it holds; each decision is a [[decision]]")
            return cls().decided([_row(row) for row in content.get("decision", [])])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, UsageError, RecursionError) as error:
            raise UsageError(
                f"'{where}' holds no decisions that can be read ({error}): mend it, or move it away"
            ) from error

    def text(self) -> str:
        """Return them as TOML, the same decisions as the same text."""
        head = _HEAD.format(kinds=", ".join(KINDS_OF_DECISION))
        rows = [
            {"names": list(one.names), "are": one.are}
            for one in sorted(self.all, key=lambda one: (one.are, one.names))
        ]
        return head + tomli_w.dumps({"decision": rows}) if rows else head

    def decided(self, new: Iterable[Decision]) -> "Decisions":
        """Return them with more, each in place of an earlier one on the same names."""
        kept = {one.names: one for one in self.all}
        for one in new:
            kept.pop(one.names, None)
            kept[one.names] = one
        return Decisions(tuple(kept.values()))

    def undone(self, gone: Iterable[Iterable[str]]) -> "Decisions":
        """Return them without what was decided on just these names, several times over."""
        taken_back = {tuple(sorted(names)) for names in gone}
        return Decisions(tuple(one for one in self.all if one.names not in taken_back))

    def contradictions(self) -> list[str]:
        """Return, in sentences, which decisions cannot all be followed, and what is done."""
        bots = {name for (name,) in self.are("a bot")}
        joined = [pair for pair in sorted(self.are("one person")) if not bots & set(pair)]
        said = [
            f"'{one}' and '{other}' are decided to be one person, and one of them a bot: they are not joined"
            for one, other in sorted(self.are("one person"))
            if bots & {one, other}
        ]
        held = {name: {name} for pair in joined for name in pair}
        for one, other in joined:
            both = held[one] | held[other]
            held.update(dict.fromkeys(both, both))
        said += [
            f"'{one}' and '{other}' are decided to be two people, but others join them: the last of these is left out"
            for one, other in sorted(self.are("two people"))
            if other in held.get(one, ())
        ]
        return said

    def are(self, kind: str) -> set[tuple[str, ...]]:
        """Return the names of which this was decided."""
        return {one.names for one in self.all if one.are == kind}


def _row(row: Any) -> Decision:
    names = row["names"]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"names are a list of texts, not {names!r}")
    return decision(tuple(names), row["are"])


def decision(names: tuple[str, ...], are: str) -> Decision:
    """Return a decision, names in order; refuse one that cannot be."""
    if are not in KINDS_OF_DECISION:
        raise UsageError(f"'{are}' cannot be decided: it is one of {', '.join(KINDS_OF_DECISION)}")
    if not all(isinstance(name, str) for name in names) or len(set(names)) != KINDS_OF_DECISION[are]:
        raise UsageError(f"'{are}' is decided on {KINDS_OF_DECISION[are]} different names, not on {len(set(names))}")
    return Decision(tuple(sorted(names)), are)
