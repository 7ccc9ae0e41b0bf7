"""The tables of RQ2 on who is key, and on what is told of developers by every rule."""

from collections.abc import Iterator
from typing import Any

from hubcensus.findings.community import ALIKE
from hubcensus.findings.statements import STATEMENTS, Statement
from hubcensus.networks.build import RULE
from hubcensus.networks.collaboration import RULES
from hubcensus.report.measure_tables import VARIANTS
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, text, within
from hubcensus.report.words import count, decimal, listed, share, shown

__all__ = ["claims_sheets", "key_developers_sheet"]

_OF = "community.all.without_bots"
_RANKED = (
    "Degree: other developers tied. PageRank: share of a walk along the ties. Betweenness: pairs of developers whose "
    "shortest way leads over them. k-core: the largest k of one that they are in. Ranks, in brackets, are among all "
    "developers, and equals share the best; those with the smallest product of the three ranks come first.",
    "By other rules: the rank by degree under the other rules of who works with whom, the best and the worst; in "
    "discussions: under the rule of who opens one to whom, which is of other people. Aliases as one: the place in "
    f"this table if names alike by {ALIKE} of 100 points or more are one person; none if not among its first. Alike: "
    "names that may be the same person's (from as many points on), which here count as another's until "
    "hubcensus people is told; a name may also be a team's. Those to whom somebody is tied have aliases too.",
)


def key_developers_sheet(reading: Reading) -> Sheet:
    """Return who is first by degree, PageRank and betweenness, and how sure that is."""
    id, otherwise = f"{_OF}.key_developers", f"{_OF}.key_developers_otherwise"
    others = {row["developer"]: row for row in reading.value(otherwise) or ()}
    merged = f"community.all.aliases_{ALIKE}.key_developers"
    places = {row["developer"]: place for place, row in enumerate(reading.value(merged) or (), 1)}
    rows = [
        (
            text(row["developer"]),
            *(_ranked(row, name, id) for name in ("degree", "pagerank", "betweenness")),
            Cell(count(row["core"]), row["core"], id),
            *_otherwise(others.get(row["developer"], {}), otherwise),
            Cell(count(place) if (place := places.get(row["developer"])) else "none", place, merged, note="none"),
            _alike(others.get(row["developer"], {}), otherwise),
        )
        for row in reading.value(id) or ()
    ]
    n, error = reading[f"{_OF}.developers"].n or 0, reading.value(f"{_OF}.betweenness_error")
    estimated = (f"Betweenness is estimated, with a standard error of up to {share(error)}.",) if error else ()
    return Sheet(
        "key-developers",
        f"Key developers of all models: the first by degree, PageRank and betweenness, of {count(n)} (rule "
        f"{RULE}, bots left out).",
        (
            "Developer",
            "Degree",
            "PageRank",
            "Betweenness",
            "k-core",
            "By other rules",
            "In discussions",
            "Aliases as one",
            "Alike",
        ),
        tuple(rows),
        (*_RANKED, *estimated),
    )


def _ranked(row: dict[str, Any], name: str, id: str) -> Cell:
    form = share if name == "pagerank" else count
    return Cell(f"{form(row[name])} ({count(row[f'{name}_rank'])})", row[name], id)


def _otherwise(row: dict[str, Any], id: str) -> Iterator[Cell]:
    """Yield the best and the worst rank by the rules of commits, and by those of discussions."""
    for of in ("commits", "discussions"):
        ranks = [row[rule] for rule in RULES if RULES[rule].of == of and row.get(rule) is not None]
        spread = " to ".join(count(rank) for rank in sorted({min(ranks), max(ranks)})) if ranks else "not known"
        yield Cell(spread, spread, id)


def _alike(row: dict[str, Any], id: str) -> Cell:
    alike = listed([shown(name) for name in row.get("alike", ())]) or "none"
    return Cell(alike, alike, id)


def claims_sheets(reading: Reading, part: str, title: str) -> Iterator[Sheet]:
    """Yield what each statement on developers measures under every rule, with and without bots, and by chance."""
    if reading.value(f"claims.{part}.isolates.verdict") not in (None, "unknown"):
        yield from (_claims(reading, part, title, one) for one in STATEMENTS)


def _claims(reading: Reading, part: str, title: str, one: Statement) -> Sheet:
    rows = [_rule(reading, f"claims.{part}.{one.name}.{rule}", rule) for rule in RULES]
    measured = one.measured[:1].upper() + one.measured[1:]
    return Sheet(
        f"claims-{part}-{one.name}",
        f"{title}. {one.sentence} {measured}.",
        ("Rule", *(heading for _, heading in VARIANTS), "Chance (95 % of draws)", "z", "p", "It is"),
        tuple(rows),
        ("Chance deals anew who works on which model. Read off bots left out; p is of one side, and not corrected.",),
    )


def _rule(reading: Reading, prefix: str, rule: str) -> tuple[Cell, ...]:
    chance = reading[f"{prefix}.chance"]
    return (
        text(rule),
        *(cited(reading, f"{prefix}.{name}") for name, _ in VARIANTS),
        within(decimal, chance.value, chance.low, chance.high, chance.id),
        *(cited(reading, f"{prefix}.{name}") for name in ("z", "p", "stamp")),
    )
