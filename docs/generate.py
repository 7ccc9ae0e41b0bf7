"""Write the pages of the docs that the program itself says: the codebook, the measures and the edge rules."""

from inspect import cleandoc
from pathlib import Path

from hubcensus.measures import MEASURES
from hubcensus.networks.collaboration import RULES
from hubcensus.schema import OUTCOMES, TABLES

HERE = Path(__file__).parent
HEAD = "<!-- Written by docs/generate.py from the program; change it there. -->\n\n"


def codebook() -> str:
    """Return every table and column: type, unit, meaning."""
    parts = [HEAD + "# Codebook\n\nUnknown is null, never zero. Instants are UTC.\n"]
    for table in TABLES:
        parts.append(
            f"\n## {table.name}\n\nA row is {table.row}.\n\n| column | type | meaning | unit |\n|---|---|---|---|\n"
        )
        parts += [f"| `{c.name}` | {c.type} | {c.meaning} | {c.unit} |\n" for c in table.columns]
    parts.append("\n## Outcomes\n\n| outcome | meaning |\n|---|---|\n")
    parts += [f"| `{name}` | {meaning} |\n" for name, meaning in OUTCOMES.items()]
    return "".join(parts)


def measures() -> str:
    """Return every registered measure: its definition, as its docstring says it, and its source."""
    parts = [
        HEAD + "# Measures\n\nEach is a function of `hubcensus.measures`; sources are keys of `references.bib`.\n"
    ]
    for name, entry in sorted(MEASURES.items()):
        text = cleandoc(entry.function.__doc__ or "")
        unit = f"; unit: {entry.unit}" if entry.unit else ""
        parts.append(f"\n## {name}\n\nOf {entry.of}{unit}; source: `{entry.source}`.\n\n```text\n{text}\n```\n")
    return "".join(parts)


def rules() -> str:
    """Return every edge rule: its six lines and its source."""
    parts = [HEAD + "# Edge rules\n\nEach says who is tied to whom; `hubcensus networks` builds a network by each.\n"]
    for name, rule in RULES.items():
        text = cleandoc(rule.edges.__doc__ or "").partition("\n")[2].strip()
        parts.append(f"\n## {name}\n\nTies {rule.title}; source: `{rule.source}`.\n\n```text\n{text}\n```\n")
    return "".join(parts)


PAGES = {"codebook.md": codebook, "measures.md": measures, "rules.md": rules}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), "utf-8")
