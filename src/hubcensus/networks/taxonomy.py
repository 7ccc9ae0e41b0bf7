"""Subfields: which models count as computer vision, natural language processing, multimodal."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import combinations_with_replacement
from typing import Any

import narwhals as nw
import polars as pl

from hubcensus.errors import UsageError
from hubcensus.networks.contributions import Frame

__all__ = [
    "TAXONOMIES",
    "Subfield",
    "Taxonomy",
    "in_subfield",
    "overlaps",
    "read_taxonomy",
    "taxonomy_named",
    "taxonomy_text",
]

TAXONOMIES = ("osborne2024", "hf-2026")
"""The names of those that come with hubcensus."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_TAKEN = {"all", "dataset", "datasets", "model", "space"}  # other parts of the Hub that findings are on


@dataclass(frozen=True)
class Subfield:
    """One subfield: a short name, a title for people, and the tags that put a model into it."""

    name: str
    title: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """A named way to sort models into subfields.

    Parameters
    ----------
    name, title
        For files, and for people.
    source
        Key of its source in ``references.bib``; ``user`` for one of a user's own.
    subfields
        A model can be in several, or in none.
    retired
        Tags that the Hub gives no longer, with the last day on which it did.
    """

    name: str
    title: str
    source: str
    subfields: tuple[Subfield, ...]
    retired: tuple[tuple[str, date], ...] = ()


def taxonomy_named(name: str) -> Taxonomy:
    """Read a taxonomy that comes with hubcensus."""
    return read_taxonomy(taxonomy_text(name), name)


def taxonomy_text(name: str) -> str:
    """Return the file of a taxonomy that comes with hubcensus."""
    return files("hubcensus.networks").joinpath("taxonomies", f"{name}.toml").read_text("utf-8")


def read_taxonomy(text: str, name: str) -> Taxonomy:
    """Read a taxonomy from TOML: ``title``, and ``[subfields.NAME]`` with ``title`` and ``tags``.

    Raises
    ------
    UsageError
        If it is no TOML, or not that.
    """
    try:
        content = tomllib.loads(text)
        subfields = tuple(_subfield(key, row) for key, row in content["subfields"].items())
        retired = tuple(sorted((str(tag), _day(day)) for tag, day in content.get("retired", {}).items()))
        title = str(content.get("title", name))
        return Taxonomy(name, title, str(content.get("source", "user")), subfields, retired)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else error
        raise UsageError(
            f"the taxonomy '{name}' cannot be read ({what}): it is a TOML file with a title and, for each subfield, "
            "[subfields.NAME] with a title and a list of tags"
        ) from error


def _subfield(name: str, row: dict[str, Any]) -> Subfield:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise ValueError(
            f"'{name}' cannot name a subfield: up to 31 lower-case letters, digits and _ can, "
            f"and {', '.join(sorted(_TAKEN))} are taken"
        )
    tags = row["tags"]
    if not isinstance(tags, list) or not tags or not all(isinstance(tag, str) for tag in tags):
        raise ValueError(f"the tags of '{name}' are no list of texts")
    return Subfield(name, str(row["title"]), tuple(tags))


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no date")
    return value


def in_subfield(tags: Frame, subfield: Subfield) -> Frame:
    """Return the repositories with any tag of the subfield.

    Parameters
    ----------
    tags
        Frame with ``repository`` and ``tag``.

    Returns
    -------
    Frame
        Frame with ``repository``, each once.
    """
    return tags.filter(nw.col("tag").is_in(subfield.tags)).select("repository").unique()


def overlaps(members: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """Return how many models each two subfields share; with itself, how many each has.

    Parameters
    ----------
    members
        Frame with ``repository``, each once, by name of the subfield.
    """
    return [
        {"one": one, "other": other, "models": members[one].join(members[other], on="repository", how="semi").height}
        for one, other in combinations_with_replacement(members, 2)
    ]
