"""The files of the explorer: the page and a small picture, made again only if something changed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from hubcensus.report.explorer.columns import Facts
from hubcensus.report.explorer.page import explorer_page, sources
from hubcensus.report.explorer.picture import picture
from hubcensus.report.explorer.views import views
from hubcensus.tables.network import Network

__all__ = ["PAGE", "PICTURE", "Explored", "write_explorer"]

PAGE, PICTURE = "explorer.html", "explorer.svg"


@dataclass(frozen=True)
class Explored:
    """What the explorer is made from.

    Parameters
    ----------
    network
        Gives a network by its name.
    networks
        Names of the networks that there are.
    facts
        Gives what else the census knows; asked only if something has to be made.
    """

    network: Callable[[str], Network]
    networks: list[str]
    facts: Callable[[], Facts]


def write_explorer(census: dict[str, Any], explored: Explored, folder: Path, before: Path) -> str:
    """Write the page and the picture, or take them over if they were made from the same; return the picture.

    Parameters
    ----------
    census
        Head of ``findings.json``.
    explored
        What they are made from.
    folder
        Where.
    before
        The folder of the report that is there, if any.
    """
    stamp = blake2b(repr((census, explored.networks, sources())).encode(), digest_size=16).hexdigest()
    if made_from(before / PAGE) == stamp and (before / PICTURE).is_file():
        for name in (PAGE, PICTURE):
            (folder / name).hardlink_to(before / name)
    else:
        shown = list(views(explored.network, explored.networks, explored.facts()))
        (folder / PAGE).write_text(explorer_page(census, shown, stamp), "utf-8")
        (folder / PICTURE).write_text(picture(shown[0]), "utf-8")
    return (folder / PICTURE).read_text("utf-8")


def made_from(page: Path) -> str:
    """Return the stamp in a page of the explorer; empty if there is none."""
    if not page.is_file():
        return ""
    head = page.read_bytes()[:500].decode("utf-8", "replace")
    return head.partition('name="hubcensus-made-from" content="')[2].partition('"')[0]
