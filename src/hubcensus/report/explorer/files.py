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
from hubcensus.tables.writer import take_over

__all__ = ["PAGE", "PICTURE", "Explored", "write_explorer"]

PAGE, PICTURE = "explorer.html", "explorer.svg"
_BLANK = "0" * 32  # in place of the seal


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
    if _is_whole(before, stamp):
        for name in (PAGE, PICTURE):
            take_over(before / name, folder / name)
    else:
        shown = list(views(explored.network, explored.networks, explored.facts()))
        drawn = picture(shown[0])
        page = explorer_page(census, shown, f"{stamp}-{_BLANK}")
        (folder / PAGE).write_text(page.replace(_BLANK, _seal(page, drawn), 1), "utf-8")
        (folder / PICTURE).write_text(drawn, "utf-8")
    return (folder / PICTURE).read_text("utf-8")


def _seal(page: str, drawn: str) -> str:
    """Return what stands for every letter of both files, the seal itself left blank."""
    return blake2b((page + drawn).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _is_whole(folder: Path, stamp: str) -> bool:
    """Return whether both files are there, made from this, as they were written."""
    if not (folder / PAGE).is_file() or not (folder / PICTURE).is_file():
        return False
    page, drawn = ((folder / name).read_text("utf-8", "replace") for name in (PAGE, PICTURE))
    place = page.find(f'"{stamp}-') + len(stamp) + 2
    seal = page[place : place + len(_BLANK)]
    return seal == _seal(page[:place] + _BLANK + page[place + len(_BLANK) :], drawn)
