"""The statements on the developers' network under every rule: one picture, and the numbers under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hubcensus.findings.claims import STAMPS
from hubcensus.findings.statements import STATEMENTS, Statement
from hubcensus.networks.collaboration import RULES
from hubcensus.report.reading import Reading

__all__ = ["Cell", "Row", "claims", "marks"]

_MARKS: dict[str, str] = {
    "beyond chance": '<circle cx="{x}" cy="11" r="5.5" class="full"/>',
    "as by chance": '<circle cx="{x}" cy="11" r="5" class="hollow"/>',
    "by construction": '<path d="M{a} 6 L{b} 16 M{b} 6 L{a} 16" class="cross"/>',
    "not beyond chance": '<path d="M{x} 4 V18" class="bar dashed"/>',
    "not so": '<path d="M{x} 4 V18" class="bar"/>',
}
"""How a value is drawn, by what is said of it."""

_WIDTH, _EDGE = 130, 8
_ENDS = {"core": (-0.2, 1.0), "communities": (-0.2, 1.0)}  # correlations; all others are shares
_DRAWN = '<svg viewBox="0 0 {width} 22" width="{width}" height="22" role="img"><title>{said}</title>{parts}</svg>'


@dataclass(frozen=True)
class Cell:
    """One statement under one rule: the beginning of its ids, what is said of it, its picture."""

    prefix: str
    stamp: str
    svg: Markup


@dataclass(frozen=True)
class Row:
    """One rule: its name, what it ties, and a cell a statement."""

    name: str
    title: str
    cells: list[Cell]


def claims(reading: Reading, part: str) -> list[Row]:
    """Return a row for each rule; none if the statements were not measured on this part of the Hub."""
    if reading.value(f"claims.{part}.isolates.verdict") in (None, "unknown"):
        return []
    return [
        Row(
            rule.name,
            rule.title,
            [_cell(reading, f"claims.{part}.{one.name}.{rule.name}", one) for one in STATEMENTS],
        )
        for rule in RULES.values()
    ]


def marks() -> list[tuple[Markup, str]]:
    """Return how each is drawn and what it means, for the legend."""
    return [(_svg([_mark(stamp, 15)], STAMPS[stamp], 30), STAMPS[stamp]) for stamp in _MARKS]


def _cell(reading: Reading, prefix: str, one: Statement) -> Cell:
    stamp = reading.value(f"{prefix}.stamp") or "unknown"
    value, chance = reading.value(f"{prefix}.without_bots"), reading[f"{prefix}.chance"]
    if value is None or chance.low is None or chance.high is None:
        return Cell(prefix, stamp, Markup(""))
    ends = _ENDS.get(one.name, (0.0, 1.0))
    left, right = _at(chance.low, ends), _at(chance.high, ends)
    band = f'<rect x="{left:.1f}" y="5" width="{max(right - left, 1.5):.1f}" height="12" class="band"/>'
    line = f'<path d="M{_EDGE} 11 H{_WIDTH - _EDGE}" class="axis"/>'
    zero = f'<path d="M{_at(0, ends):.1f} 8 V14" class="axis"/>'
    limit = "" if one.limit is None else f'<path d="M{_at(one.limit, ends):.1f} 1 V21" class="limit"/>'
    said = f"{value:.3f}, chance {chance.low:.3f} to {chance.high:.3f}: {STAMPS[stamp]}"
    return Cell(prefix, stamp, _svg([line, zero, band, limit, _mark(stamp, _at(value, ends))], said, _WIDTH))


def _at(value: float, ends: tuple[float, float]) -> float:
    share = (min(max(value, ends[0]), ends[1]) - ends[0]) / (ends[1] - ends[0])
    return _EDGE + share * (_WIDTH - 2 * _EDGE)


def _mark(stamp: str, x: float) -> str:
    return _MARKS[stamp].format(x=f"{x:.1f}", a=f"{x - 5:.1f}", b=f"{x + 5:.1f}")


def _svg(parts: Sequence[str], said: str, width: int) -> Markup:
    return Markup(_DRAWN.format(width=width, said=said, parts="".join(parts)))
