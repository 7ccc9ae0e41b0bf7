"""The page of the explorer: views into one HTML text that asks the network for nothing."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from hubcensus.report import scopes, words
from hubcensus.report.environment import environment, source_hash
from hubcensus.report.explorer.packing import text_of
from hubcensus.report.explorer.view import View

__all__ = ["explorer_page", "sources"]


def explorer_page(census: dict[str, Any], shown: Iterable[View], stamp: str) -> str:
    """Return the page; the same census and views give the same page.

    Parameters
    ----------
    census
        Head of ``findings.json``.
    shown
        What is shown.
    stamp
        What stands in the page for what it is made from.
    """
    snapshots = census["snapshots"]
    packed = [(view, text_of(view)) for view in shown]
    style, script = sources()
    return (
        _templates()
        .get_template("explorer.html.j2")
        .render(
            stamp=stamp,
            census=census,
            views=packed,
            place=scopes.place(snapshots),
            dates=scopes.once(words.day(snapshot["snapshot"]) for snapshot in snapshots),
            part=scopes.part(snapshots, ()),
            hub=scopes.HUB if snapshots and scopes.is_hub(snapshots) else "",
            style=Markup(style),
            script=Markup(script),
            hashes={"style": source_hash(style), "script": source_hash(script)},
        )
    )


def sources() -> tuple[str, str]:
    """Return the style and the script of the page."""
    room = files("hubcensus.report.explorer")
    style, script = room.joinpath("templates", "explorer.css"), room.joinpath("explorer.js")
    return style.read_text("utf-8"), script.read_text("utf-8")


@cache
def _templates() -> Environment:
    made = environment("hubcensus.report.explorer")
    made.filters.update(listed=words.listed, count=words.count)
    return made
