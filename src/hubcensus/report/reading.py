"""The findings of one document, by id, and each as it stands on the page."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from hubcensus.findings import Finding
from hubcensus.findings.distribution import DECIDED
from hubcensus.findings.finding import INTERVAL
from hubcensus.report.words import absence, between, count, decimal, plural, probability, rounded, share, shown

__all__ = ["MARK", "Reading", "bracketed", "brief", "caution", "exact", "formed"]

_PURE = {"gini", "density", "modularity"}  # indices: read as 0.95, not as a percentage
_FINDING = re.compile(r"\{([\w.]+)(?:\|([\w ]+))?\}")
_LINK = Markup('<a class="number" href="#{id}">{text}</a>')
_CAUTIONS = (
    "no commit of the last",
    "no interval",
    "of lognormals",
    "the tail falls",
    "the state of",
)  # so these notes begin
MARK = "†"
"""What stands behind a number that has to be read with its note."""

_CAUTION = Markup('<span class="mark" title="{note}">{mark}</span>')
_ABSENT = Markup('<span class="absent" title="{note}">{text}</span>')


class Method(NamedTuple):
    """How findings were made, what they count, and where that is defined."""

    how: str
    unit: str
    source: str


class Reading:
    """The findings of one document.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.findings = [Finding(**row) for row in document["findings"]]
        self._by_id = {finding.id: finding for finding in self.findings}

    def __getitem__(self, id: str) -> Finding:
        """Return the finding of that id; one without a value if the document has none."""
        return self._by_id.get(id) or Finding(id, "", None, "", None, "", "", notes="not among these findings")

    def value(self, id: str) -> Any:
        """Return the value of a finding, ``None`` if it has none."""
        return self[id].value

    def cite(self, id: str, *, in_words: bool = False) -> Markup:
        """Return a value as a link to how it was made, or why there is none.

        Parameters
        ----------
        id
            The finding.
        in_words
            Write millions in words.
        """
        finding = self[id]
        if finding.value is None:
            return _ABSENT.format(note=finding.notes, text=absence(finding.notes))
        text = rounded(finding.value) if in_words else formed(finding)(finding.value)
        link = _LINK.format(id=id, text=text)
        return link + _CAUTION.format(note=note, mark=MARK) if (note := caution(finding)) else link

    def interval(self, id: str) -> Markup:
        """Return the interval of a finding in small print; nothing if it has none."""
        finding = self[id]
        return bracketed(finding.low, finding.high, formed(finding)) if finding.value is not None else Markup("")

    def say(self, sentence: str) -> Markup:
        """Return a sentence with its findings; nothing if one has no value.

        Parameters
        ----------
        sentence
            Text with ``{id}``; ``{id|words}`` in words; ``{id|model}`` with the noun in the form that goes with it.
        """
        cited = _FINDING.findall(sentence)
        if any(self[id].value is None for id, _ in cited):
            return Markup("")
        blank = Markup(_FINDING.sub("{}", sentence).replace(" %", "\N{NO-BREAK SPACE}%"))
        return blank.format(*(self._worded(id, form) for id, form in cited))

    def _worded(self, id: str, form: str) -> Markup:
        link = self.cite(id, in_words=form == "words") + self.interval(id)
        return link if form in ("", "words") else Markup("{} {}").format(link, plural(self[id].value, form))

    def notes(self, prefix: str) -> list[str]:
        """Return why a finding, or those under a prefix, have no value, each reason once."""
        missing = (f.notes for f in self.findings if f.value is None and f"{f.id}.".startswith(f"{prefix}."))
        return list(dict.fromkeys(missing))

    def has(self, prefixes: str) -> bool:
        """Return whether a finding of one of these ids, or under one as a prefix, has a value; blanks between."""
        starts = tuple(f"{prefix}." for prefix in prefixes.split())
        return any(f.value is not None and f"{f.id}.".startswith(starts) for f in self.findings)

    def absent(self, prefix: str, names: Iterable[str]) -> bool:
        """Return whether none of these findings under a prefix has a value."""
        return all(self[f"{prefix}.{name}"].value is None for name in names)

    def methods(self) -> list[tuple[str, list[tuple[Method, list[Finding]]]]]:
        """Return the findings by the last word of their ids, and by how they were made, both by first appearance."""
        named: dict[str, dict[Method, list[Finding]]] = {}
        for finding in self.findings:
            how = finding.method.removesuffix(f"; {INTERVAL}").rstrip(".")
            made = named.setdefault(finding.id.rpartition(".")[2], {})
            made.setdefault(Method(how, finding.unit, finding.source), []).append(finding)
        return [(name, list(made.items())) for name, made in named.items()]


def bracketed(low: float | None, high: float | None, form: Callable[[float], str]) -> Markup:
    """Return an interval in small print; nothing if there is none."""
    if low is None or high is None:
        return Markup("")
    return Markup('<small class="interval"> ({})</small>').format(between(low, high, form))


def caution(finding: Finding) -> str:
    """Return what one has to see before a value is believed: the first of its notes, if it is of that kind."""
    first = finding.notes.split("; ")[0]
    return first if finding.value is not None and first.startswith(_CAUTIONS) else ""


def formed(finding: Finding) -> Callable[[Any], str]:
    """Return how the value of a finding is written: a word as it is, a number in the form of its unit."""
    if isinstance(finding.value, str):
        return shown
    if finding.id.rsplit(".", 1)[-1] in _PURE:
        return decimal
    return {"share": share, "p": probability}.get(finding.unit, count)


def exact(finding: Finding) -> str:
    """Return the value to six digits, with its interval if it has one; of a list, how long it is."""
    if finding.value is None:
        return absence(finding.notes)
    if isinstance(finding.value, list):
        return f"{len(finding.value):,} {plural(len(finding.value), 'row')}"
    if finding.low is None or finding.high is None:
        return _digits(finding.value)
    return f"{_digits(finding.value)} ({_digits(finding.low)} to {_digits(finding.high)})"


def brief(notes: str) -> str:
    """Return notes for a list of all findings, which says once what a heavy tail does to a number."""
    return notes.partition(DECIDED)[0]


def _digits(value: Any) -> str:
    """Return a number to six digits, whole ones in full, and a word as it is."""
    if not isinstance(value, float):
        return f"{value}"
    return f"{value:.0f}" if value.is_integer() else f"{value:.6g}"
