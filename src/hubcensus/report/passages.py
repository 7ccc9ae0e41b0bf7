"""Text for a paper: passages of sentences that are true of this census, with sources cited by key, in three forms."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hubcensus.references import Reference, references
from hubcensus.report.reading import Reading
from hubcensus.report.writers import latex_text, markdown_text

__all__ = ["Passage", "Said", "cited", "in_html", "in_latex", "in_markdown", "passage", "uncited"]

_CITED = re.compile(r"\[(@[\w; @]+)\]")


@dataclass(frozen=True)
class Said:
    """A sentence that is said where all its findings have a value, and that of ``when``, if it is given, too.

    Parameters
    ----------
    text
        With ``{id}`` as in ``Reading.say``, and sources as ``[@key; @other]``.
    when
        Beginning of the ids of which one has to have a value.
    """

    text: str
    when: str = ""


@dataclass(frozen=True)
class Passage:
    """A title and the sentences under it."""

    title: str
    sentences: tuple[Markup, ...]


def passage(reading: Reading, title: str, said: Iterable[Said | Markup]) -> Passage:
    """Return the passage of those sentences that are true of a census; one that is made already is taken as it is."""
    made = (_said(reading, one) if isinstance(one, Said) else one for one in said)
    return Passage(title, tuple(filter(None, made)))


def uncited(text: str) -> str:
    """Return a text that comes from outside, in which nothing is a citation."""
    return text.replace("[@", "[ @")


def _said(reading: Reading, one: Said) -> Markup:
    return reading.say(one.text) if not one.when or reading.has(one.when) else Markup("")


def cited(passages: Sequence[Passage]) -> list[Reference]:
    """Return the sources that are cited, in the order of the names of their authors."""
    pieces = (piece for one in passages for said in one.sentences for piece in _pieces(said))
    keys = {key for piece in pieces if isinstance(piece, list) for key in piece}
    return sorted((references()[key] for key in keys), key=lambda source: source.named.casefold())


def in_html(said: Markup) -> Markup:
    """Return a sentence of a passage with its sources linked to their lines in the list of references."""
    pieces = _pieces(said)
    return Markup("").join(Markup(piece) if isinstance(piece, str) else _linked(piece) for piece in pieces)


def in_markdown(passages: Sequence[Passage]) -> str:
    """Return passages as Markdown, sources as Pandoc cites them."""
    return _written(passages, "## {}", markdown_text, lambda keys: f"[{'; '.join(f'@{key}' for key in keys)}]")


def in_latex(passages: Sequence[Passage]) -> str:
    """Return passages as LaTeX, sources as natbib cites them."""
    text = _written(passages, r"\paragraph{{{}}}", latex_text, lambda keys: rf"\citep{{{','.join(keys)}}}")
    return f"% \\usepackage{{natbib}} and \\bibliography{{references}}\n{text}"


def _written(
    passages: Sequence[Passage], title: str, text: Callable[[str], str], citation: Callable[[list[str]], str]
) -> str:
    """Return passages as a text: what is between the citations is escaped."""

    def sentence(said: Markup) -> str:
        pieces = _pieces(said.striptags())
        return "".join(text(piece) if isinstance(piece, str) else citation(piece) for piece in pieces)

    parts = (f"{title.format(text(one.title))}\n\n{' '.join(map(sentence, one.sentences))}\n" for one in passages)
    return "\n".join(parts)


def _pieces(said: str) -> list[str | list[str]]:
    """Return a sentence as texts and lists of the keys that are cited between them; a key that is none is text."""
    pieces: list[str | list[str]] = []
    for place, piece in enumerate(_CITED.split(said)):
        keys = [key.strip().removeprefix("@") for key in piece.split(";")]
        is_citation = place % 2 and all(key in references() for key in keys)
        pieces.append(keys if is_citation else f"[{piece}]" if place % 2 else piece)
    return pieces


def _linked(keys: list[str]) -> Markup:
    links = [Markup('<a href="#ref-{}">{}</a>').format(key, references()[key].named) for key in keys]
    return Markup("({})").format(Markup("; ").join(links))
