"""Write the pages of the docs that the program itself says, and the figures of measures and networks."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from definitions import HEAD, measures, rules
from illustrations import ILLUSTRATIONS

import hubcensus
from hubcensus import errors
from hubcensus.breaks import BREAKS, retirements
from hubcensus.cli.app import app
from hubcensus.findings.claimed import DRAWS
from hubcensus.findings.claims import RARE, STAMPS, VERDICTS
from hubcensus.findings.contract import SCHEMA
from hubcensus.findings.statements import STATEMENTS
from hubcensus.kinds import KINDS, VARIABLES
from hubcensus.licenses import Row, classify, license_table
from hubcensus.networks.bots import LIKELY, SIGNS
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.contributions import LARGEST_TEAM
from hubcensus.networks.null import BURN_IN, THINNING
from hubcensus.networks.people import THRESHOLDS
from hubcensus.networks.spelling import SPELLINGS
from hubcensus.networks.taxonomy import TAXONOMIES, taxonomy_named
from hubcensus.owners import actor_types
from hubcensus.schema import OUTCOMES, TABLES

HERE = Path(__file__).parent


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


def claims() -> str:
    """Return how statements on the developers' network are tested, and who counts as a person in it."""
    seen = [f"| {one.sentence} | {one.measured} | `{one.source}` |\n" for one in STATEMENTS]
    spelled = [f"| {called} | {points or 'by length'} |\n" for points, called in SPELLINGS.values()]
    signs = [f"| {called} | {points} |\n" for points, called in SIGNS.values()]
    return "".join(
        [
            HEAD
            + _CLAIMS.format(
                draws=DRAWS,
                rare=RARE,
                cells=len(STATEMENTS) * len(RULES),
                burn_in=BURN_IN,
                thinning=THINNING,
                largest=LARGEST_TEAM,
            ),
            "\n| statement | what is measured | source |\n|---|---|---|\n",
            *seen,
            "\nWhat is said of one statement under one rule:\n\n",
            *(f"- **{stamp}**: {meaning}\n" for stamp, meaning in STAMPS.items()),
            "\nWhat is said of it under all rules that say anything (`claims.PART.STATEMENT.rules` counts those "
            "under which it is beyond chance): " + "; ".join(VERDICTS) + ".\n",
            _PEOPLE.format(likely=LIKELY, thresholds=", ".join(map(str, THRESHOLDS))),
            "\n| two names | points |\n|---|---|\n",
            *spelled,
            "\n| a name | points for a bot |\n|---|---|\n",
            *signs,
        ]
    )


def licenses() -> str:
    """Return the classes of licences, the study's groups, and what is in each and why."""
    table = license_table()
    classes = [f"| {c.title} | `{name}` | {c.group or '-'} | {c.meaning} |\n" for name, c in table.classes.items()]
    by_id = [f"| `{name}` | {table.classes[classify(name)].title} | by its SPDX id |\n" for name in table.spdx]
    categories = [f"| {name} | {table.classes[c].title} |\n" for name, c in (table.open | table.closed).items()]
    patterns = [
        f"\n{table.classes[one.license_class].title}: {one.why}:\n\n" + "".join(f"    {p.pattern}\n" for p in one.any)
        for one in table.patterns
    ]
    return "".join(
        [
            HEAD + _LICENSES,
            "\n| class | name | group | meaning |\n|---|---|---|---|\n",
            *classes,
            "\n## Licences that the Hub offers\n\n| id | class | why |\n|---|---|---|\n",
            *sorted(_license_rows(table.hub) + by_id),
            '\n## Names under "other"\n\n| name | class | why |\n|---|---|---|\n',
            *sorted(_license_rows(table.names)),
            _LICENSE_NAMES,
            *patterns,
            "\n## ScanCode's categories\n\n| category | class |\n|---|---|\n",
            *categories,
        ]
    )


def findings(document: Mapping[str, Any]) -> str:
    """Return what a document of findings promises, and every shape of id with its meaning.

    Parameters
    ----------
    document
        Content of ``findings.json`` of a census of everything.
    """
    shapes: dict[str, str] = {}
    for row in document["findings"]:
        shape = _shape(row["id"], document["census"]["subfields"])
        method = _SAID.get(shape) or row["method"].split("; interval:")[0].rstrip(".")
        said = f"{row['unit']} | {method}"
        said = said.replace("likes", "VARIABLE") if "VARIABLE" in shape else said  # that of the first
        shapes.setdefault(shape, f"| `{shape}` | {said} | `{row['source']}` |\n")
    return "".join([HEAD + _FINDINGS.format(schema=SCHEMA), *shapes.values()])


_SAID = {
    "claims.PART.STATEMENT.RULE.PEOPLE": "what the statement measures",
    "claims.PART.STATEMENT.RULE.stamp": "what is said of the statement under the rule",
    "claims.PART.STATEMENT.verdict": "what is said of the statement under all rules",
}


def commands() -> str:
    """Return every command as its help says it, and the tree of errors."""
    parts = [HEAD + _COMMANDS_HEAD]
    for path, command in _each_command(app, ()):
        context = click.Context(command, info_name=" ".join(("hubcensus", *path)), terminal_width=100)
        parts.append(f"\n## {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n")
    return "".join(parts)


def _each_command(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _each_command(command, (*path, name))
        elif command is not None:
            yield (*path, name), command


_COMMANDS_HEAD = """# Commands

`hubcensus COMMAND --help` says the same. The program also installs as `hf-census`, which makes it an extension of the
Hub's own `hf`: from a repository called `hf-census`, `hf extensions install OWNER/hf-census` sets it up, and
`hf census COMMAND` runs it. Data goes to stdout, messages to stderr. Exit status: 0 done, 1 failed, 2 wrong usage, 3
stopped but resumable, 130 interrupted.
"""


def api() -> str:
    """Return the public names of the package, for mkdocstrings, and the tree of errors."""
    names = sorted(name for name in hubcensus.__all__ if name not in ("errors", "measures"))
    parts = [HEAD + "# Python\n\n```python\nimport hubcensus as hc\n```\n\n"]
    parts += [f"::: hubcensus.{hubcensus._HOMES[name].replace(':', '.')}\n\n" for name in names]
    tree = cleandoc(errors.__doc__ or "").partition("\n")[2].strip("\n")
    return "".join(parts) + f"Measures are in [measures](measures.md).\n\n## Errors\n\n```text\n{tree}\n```\n"


def _shape(id: str, subfields: Mapping[str, str]) -> str:
    """Return an id with the names of parts, counts, rules and so on in place of each of them."""
    question, *words = id.split(".")
    if question == "replication" and words[-1] != "skewness":
        return id
    names = {
        **dict.fromkeys(("all", *subfields), "PART"),
        **dict.fromkeys((kind.name for kind in KINDS), "PART" if question == "activity" else "KIND"),
        **(dict.fromkeys(VARIABLES, "VARIABLE") if question in ("activity", "replication") else {}),
        **(dict.fromkeys((*OUTCOMES, "pending"), "OUTCOME") if question == "census" else {}),
        **(dict.fromkeys((*RULES,), "RULE") if question == "claims" else {}),
        **(dict.fromkeys((one.name for one in STATEMENTS), "STATEMENT") if question == "claims" else {}),
        **dict.fromkeys(("as_named", "without_bots", *(f"aliases_{n}" for n in THRESHOLDS)), "PEOPLE"),
    }
    shape = ".".join([question, *(names.get(word, word) for word in words)])
    return shape.replace("community.PART.PEOPLE.", "community.PART.").replace("PART.running.", "PART.")


def _document() -> Mapping[str, Any]:
    """Return the findings of a small made-up Hub."""
    from hubcensus.collect.census import take_census
    from hubcensus.standin import background
    from hubcensus.standin.population import Population
    from hubcensus.study import make_findings
    from hubcensus.tables.store import open_census

    with TemporaryDirectory() as folder, background(Population(models=240, datasets=80, spaces=120, seed=3)) as hub:
        take_census(Path(folder) / "census", endpoint=hub.address)
        return make_findings(open_census(Path(folder) / "census"))


def _license_rows(rows: dict[str, Row]) -> list[str]:
    titles = {name: c.title for name, c in license_table().classes.items()}
    return [
        f"| `{name}` | {titles[row.license_class]} | {row.why or f'ScanCode: `{row.key}`'} |\n"
        for name, row in rows.items()
    ]


def owners() -> str:
    """Return the kinds of actor, and who is of which."""
    parts = [HEAD + _OWNERS]
    for one in actor_types():
        parts.append(f"\n## {one.title}\n\n`{one.name}`: {one.meaning}.\n\n| owner | who that is |\n|---|---|\n")
        parts += [f"| `{owner}` | {who} |\n" for owner, who in one.owners.items()]
    return "".join(parts)


def breaks() -> str:
    """Return where numbers of before and after do not mean the same."""
    tables = map(taxonomy_named, TAXONOMIES)
    retired = {one.concerns: one for table in tables for one in retirements(table.retired, "huggingface2026tasks")}
    known = [*BREAKS, *retired.values()]
    rows = [
        f"| {one.said} | {one.what} | {', '.join(f'`{name}`' for name in one.concerns)} | `{one.source}` |\n"
        for one in known
    ]
    return "".join([HEAD + _BREAKS, "\n| when | what | concerns | source |\n|---|---|---|---|\n", *rows])


_BREAKS = """\
# Breaks

The Hub changes what it counts and what it calls things. A number of before such a day and one of after are two
different numbers, even under one name: compare them only with that said. `hubcensus.breaks.breaks_between` returns
those between two days. "Concerns" names columns and tags; kinds are named where it is not all of them.
"""

_OWNERS = """\
# Kinds of actor

Findings such as `adoption.all.by_owner_type` sort owners of repositories into these kinds. The table is ours, written
by hand from the names under which these actors publish elsewhere (`src/hubcensus/owners.toml`). Most owners are not
in it: they are individuals if the Hub says that they are a user, other organisations if it says that, and unknown
otherwise. The Hub says it of all owners to a census that asks (`collect --owners`, one request a user and two an
organisation), and of owners of repositories with discussions to one that reads these. Your own rows go into
`owners.toml` in the census folder, in the same form, and go before ours:

    [university.owners]
    "my-lab" = "My university, my lab"

Write owners as the Hub does: `google` is in the table, `Google` is nobody. `hubcensus report` names rows that differ
from an owner of the census in case alone. Owners who are not in the census do no harm: the file can be shared.
"""

_CLAIMS = """\
# Claims and people

A statement such as "ties are mostly returned" can be true of people, of chance, or of the rule that makes the ties.
`hubcensus study` measures each under every [edge rule](rules.md), on all models and on each subfield, and says which.

**Chance.** Who works on which model is dealt anew {draws} times: everyone keeps the number of models, every model its
number of developers, and nobody is twice on one. All such networks are equally likely (`rao1996`; {burn_in} rounds
before the first draw and {thinning} between two, in a round about nine memberships of ten change hands). What each
membership did there stays with it, so a rule is applied to the same histories with other people. Given are the mean
of the draws, the interval that holds 95 % of them, z, and p: the share of the draws, the observed network among them,
that speak for the statement at least as much; it cannot be less than 1 / ({draws} + 1). A draw that gives no number,
as in small networks, is counted as one that speaks for it. Chance rarely gives what it gives with a p of at most
{rare}. p is of one statement under one rule: there are up to {cells} of them for each part of the Hub, of which one
or two come out rare by chance alone, so a verdict is worth more the more rules agree on it.

**The rule itself.** Each rule is also applied to 300 repositories whose four authors, and whose owner, are drawn at
random and never come back. A statement that is so there too (by the limit in the table below) the rule itself makes
so: it is *true by construction*.

**Communities** found by an algorithm fit the very ties that it saw, random ones too. They are looked for in one half
of the models, by who shares them (`fractional`), and measured in the ties that the rule makes in the other half.

**Left out.** Models of more than {largest:,} authors (who works on these only counts as tied to nobody), and commits
that stand for a squashed history; findings `community.PART.large_teams` and `.squash_commits` say how many.
"""

_PEOPLE = """
## Who counts as a person

Every network finding is given five times: with every name as it stands; without bots, known and likely ones
(`without_bots`); and without bots and with all candidates for one person from {thresholds} points on taken for one
(`aliases_85` and so on). `hubcensus export --people without_bots` and `hubcensus.network_of` give the networks behind
them. A bot is left out before a rule is applied: the next author of a commit becomes its first author, the next
commit the oldest.

`hubcensus people CENSUS` lists candidates and likely bots with the evidence for each and takes decisions; these are
kept in `people.toml` and hold in all five.

Points for two names are those of the best row; less for few letters, for single given names and for initials that
fit several. Names that meet in a small repository get 5 more, 9 if it is one's own; two names that both own
repositories 10 less. A name of {likely} points or more is a likely bot, unless it was decided that it is a
person; known bots are on a list with a version.
"""

_LICENSES = """\
# Licences

A repository's licence is the Hub's tag for it, and under `license: other` the card's `license_name`. Each is in one
class; on top of the classes are the three groups of Osborne, Ding and Kirk (2024): permissive, restrictive, none. The
study does not say how it sorted licences, so the groups are ours: copyleft is restrictive there, and "other" is in no
group. A repository whose tags were never sent has no class: nothing is known.

It is looked up in this order: a row made by hand (below); the SPDX id or ScanCode key with its category in ScanCode's
LicenseDB, as it comes with `license-expression`, if that category is permissive, public domain or copyleft; what the
name itself says (patterns below); any other category; "Other". None of this is legal advice, and a tag is what
somebody typed: nobody checked that it is the licence of what is in the repository.
"""

_LICENSE_NAMES = """
Names are compared in lower case, with a "-" for all that is neither letter, digit, "." nor "+", and without the words
the, license, agreement and version. These regular expressions are looked for in names that have no row and no open
category, in this order:
"""

_FINDINGS = """\
# Findings

`findings.json` holds every number of a census: `{{"$schema": "{schema}", "census": {{...}}, "findings": [...]}}`.
`hubcensus findings CENSUS PATTERN` prints them, `--by subfield`, `year`, `license` or `owner-kind` sets them side by
side, `--json` and `--csv` give them to other programs, and `report/tables` has the tables of the page.

The head has a checksum of all the rest of the document: BLAKE2b, 16 bytes, of the content as JSON with sorted keys
(`hubcensus.tables.checksum`). A file that was changed is not believed: the commands and `hc.list_findings` make it
anew; `hc.open(...).findings()`, which only reads, refuses it with a sentence.

The document follows a JSON Schema (draft 2020-12) that comes with the package:
`hubcensus.findings.contract.schema()`. Its id is in the document as `$schema`; the number at its end rises when a
document that was valid would be no more. What it promises of a finding:

| field | is |
|---|---|
| `id` | words with dots between, from the general to the particular; it never changes its meaning |
| `question` | `RQ1` activity, `RQ2` community, `RQ3` adoption, or `census` for what was and was not read |
| `value` | a number, a word, a truth or a list; **null where there is no answer, and never zero for it** |
| `low`, `high` | ends of the interval of 95 %; null where there is none |
| `unit` | what the value counts; a `share` is from 0 to 1 |
| `n` | how many repositories, developers or ties it was made from |
| `method`, `source` | how it was made, and the key of its definition in `references.bib` |
| `notes` | why there is no value (not collected, asked for or read, or not defined); else what a reader should know |

A value lies within its interval, but for two: an `epsilon_squared` near 0 may lie below it, as it cannot be less than
0 and chance adds to it in every draw; and a `chance` is a mean, while its ends are of single draws.

Lists are of numbers, of points (`[x, y]`), or of rows. The head, `census`, says what the findings stand on: version,
rule, taxonomy, checksum, and each snapshot with its source, scope and times.

## What there is

PART is `all`, a subfield, or in `activity` also a kind; KIND is `model`, `dataset` or `space`; VARIABLE is a count,
such as `likes`; OUTCOME is one of the [codebook](codebook.md), or `pending`; STATEMENT, RULE and PEOPLE are those of
[claims](claims.md). Under `community`, after the part, may stand who counts as a person: `without_bots` (the numbers
of the page), `aliases_85` and so on; where nothing stands there, bots are among the developers.
`adoption.all.running` is of the spaces that were running. `replication` has the numbers of the original study by its
own definitions.

| id | unit | meaning | source |
|---|---|---|---|
"""

PAGES = {
    "owners.md": owners,
    "breaks.md": breaks,
    "codebook.md": codebook,
    "measures.md": measures,
    "rules.md": rules,
    "claims.md": claims,
    "commands.md": commands,
    "api.md": api,
    "licenses.md": licenses,
}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (HERE / page).write_text(write(), "utf-8")
    for name, shown in ILLUSTRATIONS.items():
        (HERE / "figures" / f"{name}.svg").write_text(shown().svg, "utf-8")
    (HERE / "findings.md").write_text(findings(_document()), "utf-8")
