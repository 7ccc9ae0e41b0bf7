"""How the columns of a table stand on the page: numbers to the right and, on a phone, each cell after its heading."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from markupsafe import Markup

from hubcensus.report.sheets import Sheet
from hubcensus.report.writers import plain

__all__ = ["column_styles", "layout"]

_WIDE, _NARROW = "@media print, (width > 44rem)", "@media screen and (width <= 44rem)"  # as in page.css
_STEERS = re.compile(r"[^\w .,;:()%+-]")


def layout(sheet: Sheet) -> str:
    """Return the class of a sheet: the same for all that have these headings, and numbers in the same columns."""
    return f"c{blake2b(repr(_columns(sheet)).encode(), digest_size=4).hexdigest()}"


def column_styles(sheets: Iterable[Sheet]) -> Markup:
    """Return the rules for the columns of these sheets, each layout once: cells need not say them again."""
    layouts = {layout(sheet): _columns(sheet) for sheet in sheets}
    right = [rule for name, columns in layouts.items() for rule in _to_the_right(name, columns)]
    named = [rule for name, columns in layouts.items() for rule in _named(name, columns)]
    blocks = ((_WIDE, right), (_NARROW, named))
    return Markup("\n").join(line for at, rules in blocks for line in (Markup(f"{at} {{"), *rules, Markup("}")))


def _columns(sheet: Sheet) -> list[tuple[str, bool]]:
    return [(plain(heading), sheet.of_numbers(place)) for place, heading in enumerate(sheet.headings)]


def _to_the_right(name: str, columns: list[tuple[str, bool]]) -> Iterator[Markup]:
    cells = [f".{name} tr > :nth-child({place})" for place, (_, numbers) in enumerate(columns, 1) if numbers]
    if cells:
        yield Markup(f"{', '.join(cells)} {{ text-align: right; }}")
        yield Markup(f"{', '.join(f'{cell}:is(td)' for cell in cells)} {{ white-space: nowrap; }}")


def _named(name: str, columns: list[tuple[str, bool]]) -> Iterator[Markup]:
    for place, (heading, _) in enumerate(columns[1:], 2):
        yield Markup(f'.{name} td:nth-child({place})::before {{ content: "{_escaped(heading)}"; }}')


def _escaped(heading: str) -> str:
    """Return a heading inside a string of CSS that ends neither the string nor the style."""
    return _STEERS.sub(lambda letter: f"\\{ord(letter[0]):x} ", heading)
