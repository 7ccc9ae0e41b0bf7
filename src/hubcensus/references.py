"""The sources of definitions by key: how each is named in a text, and its line in a list of references."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Any

__all__ = ["Reference", "bibliography", "references"]

_FEW = 2  # authors who are all named in a text


@dataclass(frozen=True)
class Reference:
    """One source.

    Parameters
    ----------
    key
        In ``references.bib``.
    named
        Authors and year, as in ``Clauset et al. 2009``.
    line
        As in a list of references, without the address.
    address
        Where it is to be found; empty if that is not said.
    """

    key: str
    named: str
    line: str
    address: str


@cache
def references() -> dict[str, Reference]:
    """Return all sources, by key, in the order of the file."""
    import bibtexparser
    from bibtexparser import middlewares

    steps = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = bibtexparser.parse_string(bibliography(), append_middleware=steps)
    fields = {
        entry.key: {name: _read(field.value) for name, field in entry.fields_dict.items()}
        for entry in library.entries
    }
    names = {key: _named(of) for key, of in fields.items()}
    return {key: Reference(key, _apart(key, names), _line(of), _address(of)) for key, of in fields.items()}


def bibliography() -> str:
    """Return the sources in the form of BibTeX."""
    return files("hubcensus").joinpath("references.bib").read_text("utf-8")


def _read(value: Any) -> Any:
    """Return a field without what is for LaTeX: a text, or of each author all names, the last first, and the last."""
    from pylatexenc.latex2text import LatexNodes2Text

    def read(text: str) -> str:
        return str(LatexNodes2Text().latex_to_text(text)).replace("`", "‘")

    if isinstance(value, str):
        return read(value)
    parts = [([*name.von, *name.last], name.first) for name in value]
    return [
        (read(", ".join(filter(None, [" ".join(last), " ".join(first)]))), read(" ".join(last)))
        for last, first in parts
    ]


def _named(fields: dict[str, Any]) -> str:
    last = [name for _, name in fields["author"]]
    return f"{' and '.join(last) if len(last) <= _FEW else f'{last[0]} et al.'} {fields['year']}"


def _apart(key: str, names: dict[str, str]) -> str:
    """Return how a source is named, with a letter behind the year if another is named alike."""
    alike = [other for other, name in names.items() if name == names[key]]
    return names[key] + (ascii_lowercase[alike.index(key)] if len(alike) > 1 else "")


def _line(fields: dict[str, Any]) -> str:
    authors = "; ".join(whole for whole, _ in fields["author"])
    said = [f"{authors} ({fields['year']}). {fields['title'].rstrip('.')}", _published(fields)]
    return ". ".join(filter(None, said)) + "."


def _published(fields: dict[str, Any]) -> str:
    volume = fields.get("volume", "") + (f"({fields['number']})" if "number" in fields else "")
    inside = " ".join(filter(None, [fields.get("journal"), volume]))
    where = inside or fields.get("booktitle") or fields.get("publisher") or fields.get("howpublished", "")
    return ", ".join(filter(None, [where, fields.get("pages", "")]))


def _address(fields: dict[str, Any]) -> str:
    if "doi" in fields:
        return f"https://doi.org/{fields['doi']}"
    return f"https://arxiv.org/abs/{fields['eprint']}" if "eprint" in fields else fields.get("url", "")
