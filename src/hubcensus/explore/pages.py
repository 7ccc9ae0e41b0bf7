"""The pages as HTML; every text of the census is escaped, and shown without letters that would steer the page."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from hubcensus.explore.asked import HOWS, LONGEST, address
from hubcensus.explore.links import account, links, repository
from hubcensus.explore.queries import MOST_ROWS
from hubcensus.report.environment import environment
from hubcensus.report.words import shown

__all__ = ["STYLES", "rendered", "style"]

STYLES = {"page.css": "hubcensus.report", "explore.css": "hubcensus.explore"}
"""The styles of the pages, and whose they are: colours and type are the report's."""


def rendered(template: str, **values: Any) -> str:
    """Return a page."""
    return _templates().get_template(f"{template}.html.j2").render(values)


@cache
def style(name: str) -> str:
    """Return one of ``STYLES``."""
    return (files(STYLES[name]) / "templates" / name).read_text("utf-8")


@cache
def _templates() -> Environment:
    made = environment("hubcensus.explore")
    made.globals.update(
        account=account,
        address=address,
        hows=HOWS,
        links=links,
        longest=LONGEST,
        most_rows=MOST_ROWS,
        repository=repository,
        styles=list(STYLES),
    )
    made.filters.update(shown=shown, cell=_cell)
    return made


def _cell(value: Any) -> str:
    """Return a value of a table as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.6g}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
    return shown(str(value))
