"""The pages of measures and of edge rules: meaning, formula, figure and source of each."""

import re
from inspect import cleandoc

from illustrations import ILLUSTRATIONS

from hubcensus.measures import MEASURES, Measure
from hubcensus.networks.collaboration import RULES, WINDOW_DAYS
from hubcensus.networks.contributions import LARGEST_TEAM
from hubcensus.references import references

HEAD = "<!-- Written by docs/generate.py from the program; change it there. -->\n\n"

_SECTIONS = {
    "Counts": ("counts",),
    "Tails": ("tails",),
    "Groups": ("groups",),
    "Pairs of counts": ("counts of two kinds",),
    "Durations": ("durations",),
    "Networks": ("graph", "ties", "partitions"),
    "Pairs of models": ("pairs",),
    "Lineage": ("lineage",),
}

_MEASURES = """\
# Measures

Each is a function of `hubcensus.measures`. Every figure is of a small made-up example, and its numbers are those that
the function returns for it. In formulas a bracket, as in $[x > 0]$, is 1 if what it says is true, else 0.

"""

_DEFINED = re.compile(r"^``(.+?)``\n    (.+)$", re.MULTILINE)

_RULES = """\
# Edge rules

Each says who is tied to whom; `hubcensus networks` builds a network by each, with every name as it stands. A commit
is credited to its first author, unless a program asks for another credit (`hubcensus.networks.contributions`): to
all of its authors, 1 each or 1 together. Without bots, whoever comes after a bot in a commit is its first author.

Formulas give the weight $w_{ij}$ of the tie from developer $i$ to another, $j$, or between them; there is none where
it is 0. The sums of the rules of commits are over all repositories $r$ of two authors or more, but for those of more
than LARGEST; a bracket, as in $[x > 0]$, is 1 if what it says is true, else 0. The figures of these rules are of the
same six commits.
"""


def measures() -> str:
    """Return every registered measure, by what it is of: meaning, formula, figure, source, docstring."""
    sections = {title: [one for one in MEASURES.values() if one.of in of] for title, of in _SECTIONS.items()}
    index = [
        f"- {_link(title)}: {', '.join(_link(one.name) for one in found)}\n" for title, found in sections.items()
    ]
    parts = [HEAD + _MEASURES, *index]
    for title, found in sections.items():
        parts += [f"\n## {title}\n", *map(_measure, found)]
    return "".join(parts)


def _link(title: str) -> str:
    return f"[{title}](#{title.lower().replace(' ', '-')})"


def _measure(one: Measure) -> str:
    text = cleandoc(one.function.__doc__ or "")
    meaning, _, rest = text.partition("\n\n")
    reading = _DEFINED.sub(r"- `\1`: \2", rest.partition("Parameters\n---")[0]).replace("``", "`")
    unit = f"; unit: {one.unit}" if one.unit else ""
    return (
        f"\n### {one.name}\n\n{meaning}\n\nOf {one.of}{unit}.\n\n{_formula(one.formula, one.symbols)}\n"
        f"{figure_of(one.name)}\n{reading}{_source(one.source)}\n{_folded(text)}"
    )


def rules() -> str:
    """Return every edge rule: whom it ties, formula, figure, its six lines and its source."""
    parts = [HEAD + _RULES.replace("LARGEST", f"{LARGEST_TEAM:,}")]
    for name, rule in RULES.items():
        text = (
            cleandoc(rule.edges.__doc__ or "").partition("\n")[2].strip().replace("``WINDOW_DAYS``", str(WINDOW_DAYS))
        )
        parts.append(
            f"\n## {name}\n\nTies {rule.title}.\n\n{_formula(rule.formula, rule.symbols)}\n{figure_of(name)}\n"
            f"```text\n{text}\n```\n\n{_source(rule.source)}"
        )
    return "".join(parts)


def _formula(lines: str, symbols: str) -> str:
    """Return each line of a formula between dollars, as the site and GitHub draw it, and what its symbols mean."""
    return "".join(f"$$\n{line}\n$$\n\n" for line in lines.split("\n")) + f"{symbols}\n"


def figure_of(name: str) -> str:
    """Return the figure of a measure or network, and below it what it shows."""
    shown = ILLUSTRATIONS[name]()
    return f"![{shown.title}](figures/{name}.svg)\n\n{shown.caption}\n"


def _source(key: str) -> str:
    """Return the whole reference of a source."""
    source = references()[key]
    return f"Source: {source.line}" + (f" <{source.address}>" if source.address else "") + "\n"


def _folded(text: str) -> str:
    return (
        '<details markdown="1">\n<summary>Parameters, errors, references</summary>\n\n'
        f"```text\n{text}\n```\n\n</details>\n"
    )
