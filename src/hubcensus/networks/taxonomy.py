"""Subfields: which models count as computer vision, natural language processing, multimodal."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import narwhals as nw

from hubcensus.networks.contributions import Frame

__all__ = ["Subfield", "Taxonomy", "in_subfield", "taxonomy_named"]


@dataclass(frozen=True)
class Subfield:
    """One subfield: a short name, a title for people, and the tags that put a model into it."""

    name: str
    title: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """A named way to sort models into subfields, and the key of its source in ``references.bib``."""

    name: str
    title: str
    source: str
    subfields: tuple[Subfield, ...]


def taxonomy_named(name: str) -> Taxonomy:
    """Read a taxonomy that comes with hubcensus."""
    text = files("hubcensus.networks").joinpath("taxonomies", f"{name}.toml").read_text("utf-8")
    content = tomllib.loads(text)
    subfields = [Subfield(key, row["title"], tuple(row["tags"])) for key, row in content["subfields"].items()]
    return Taxonomy(name, content["title"], content["source"], tuple(subfields))


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
