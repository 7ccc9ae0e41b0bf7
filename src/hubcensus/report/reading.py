"""The findings of one document, by id, and each as it stands on the page."""

import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from hubcensus.findings import Finding
from hubcensus.report.words import absence, count, decimal, rounded, share

__all__ = ["Reading", "exact"]

_PURE = {"gini", "density", "modularity"}  # indices: read as 0.95, not as a percentage
_FINDING = re.compile(r"\{([\w.]+)(\|words)?\}")
_LINK = Markup('<a class="number" href="#{id}" title="{exact}"{skip}>{text}</a>')
_ABSENT = Markup('<span class="absent" title="{note}">{text}</span>')


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

    def cite(self, id: str, *, in_words: bool = False, in_text: bool = False) -> Markup:
        """Return a value as a link to how it was made, or why there is none.

        Parameters
        ----------
        id
            The finding.
        in_words
            Write millions in words.
        in_text
            Let the keyboard stop at it; in a table it goes past its many numbers.
        """
        finding = self[id]
        if finding.value is None:
            return _ABSENT.format(note=finding.notes, text=absence(finding.notes))
        text = rounded(finding.value) if in_words else spoken(finding)
        skip = Markup("") if in_text else Markup(' tabindex="-1"')
        return _LINK.format(id=id, exact=json.dumps(finding.value), skip=skip, text=text)

    def say(self, sentence: str) -> Markup:
        """Return a sentence with its findings, ``{id}`` or in words ``{id|words}``; nothing if one has no value."""
        cited = [(id, bool(words)) for id, words in _FINDING.findall(sentence)]
        if any(self[id].value is None for id, _ in cited):
            return Markup("")
        blank = Markup(_FINDING.sub("{}", sentence).replace(" %", "\N{NO-BREAK SPACE}%"))
        return blank.format(*(self.cite(id, in_words=words, in_text=True) for id, words in cited))

    def notes(self, prefix: str) -> list[str]:
        """Return why findings under a prefix have no value, each reason once."""
        missing = (f.notes for f in self.findings if f.value is None and f.id.startswith(prefix + "."))
        return list(dict.fromkeys(missing))

    def absent(self, prefix: str, names: Iterable[str]) -> bool:
        """Return whether none of these findings under a prefix has a value."""
        return all(self[f"{prefix}.{name}"].value is None for name in names)

    def groups(self) -> list[tuple[str, list[Finding]]]:
        """Return the findings by all but the last word of their ids, in their order."""
        return [(prefix, list(found)) for prefix, found in groupby(self.findings, lambda f: f.id.rpartition(".")[0])]


def spoken(finding: Finding) -> str:
    """Return the number of a finding in the form of its unit."""
    if finding.id.rsplit(".", 1)[-1] in _PURE:
        return decimal(finding.value)
    return share(finding.value) if finding.unit == "share" else count(finding.value)


def exact(finding: Finding) -> str:
    """Return the value at full precision, with its interval if it has one; of a list, how long it is."""
    if finding.value is None:
        return absence(finding.notes)
    if isinstance(finding.value, list):
        return f"{len(finding.value):,} rows"
    interval = "" if finding.low is None else f" ({finding.low!r} to {finding.high!r})"
    return f"{finding.value!r}{interval}"
