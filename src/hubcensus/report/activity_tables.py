"""The tables of RQ1 on tails, relations, owners and groups of repositories."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from hubcensus.findings.repositories import BY
from hubcensus.findings.tails import DRAWS
from hubcensus.kinds import KINDS, VARIABLES
from hubcensus.licenses import license_table
from hubcensus.measures import VERDICTS
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, text, within
from hubcensus.report.words import count, decimal, probability, share

__all__ = [
    "OWNERS_DRAWN",
    "Parts",
    "group_sheets",
    "owners_sheet",
    "parts_of_activity",
    "relations_sheet",
    "tails_sheet",
]

Parts = Sequence[tuple[str, str]]

OWNERS_DRAWN = (
    "Intervals (95 %): whole owners drawn anew, with replacement. There is none where fewer than 20 owners, or one "
    "or two of them, decide a number, or where it is at an end of its range."
)
"""How the intervals of tables on repositories are made."""

_GROUPED = ("likes", "downloads", "commits")


def parts_of_activity(reading: Reading, subfields: Parts) -> Parts:
    """Return the kinds that were listed and the subfields of models, each with its title."""
    kinds = [(kind.name, kind.plural.capitalize()) for kind in KINDS if reading.value(f"census.{kind.name}.listed")]
    return [*kinds, *(subfields if any(name == "model" for name, _ in kinds) else ())]


def tails_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return which law each tail follows."""
    of = {
        f"activity.{part}.{variable}.tail": f"{title}, {about.title.lower()}"
        for part, title in parts
        for variable, about in VARIABLES.items()
    }
    rows = [_tail(reading, id, title) for id, title in of.items() if reading.value(f"{id}.verdict") is not None]
    return Sheet(
        "tails",
        "Tails: the law that the counts of the most active repositories follow.",
        (
            "Counted",
            "Law",
            "Begins at",
            "Decades",
            "Exponent",
            "In the tail",
            "Share of those with any",
            "p of a power law",
            "Beaten by",
        ),
        tuple(rows),
        (*_verdicts(row[1].shown for row in rows), *_TAILS),
    )


def _verdicts(said: Iterable[str]) -> Iterator[str]:
    """Yield what the words mean that are said."""
    words = set(said)
    yield from (f"{word.capitalize()}: {meaning}." for word, meaning in VERDICTS.items() if word in words)


_TAILS = (
    f"p of a power law: of {DRAWS} sets drawn from the power law, the share that are further from theirs.",
    "A power law (a Pareto tail) is said only where it passes its own test (p of at least 0.1), beats an "
    "exponential, no other law is significantly better (p of that below 0.1), and it holds for a tenth of those with "
    "any. Even so, of lognormals of 1,000 counts up to four in ten pass; of 10,000 or more hardly one does.",
    "Exponents are of the best power law, whatever the verdict; their intervals are 1.96 standard errors, the "
    "beginning of the tail taken as known. Decades: from there to the most; a law is hardly told over less than two, "
    "and over less than one not at all (Stumpf and Porter 2012). Zeros are outside. Below 3 a tail has no variance, "
    "below 2 no mean.",
)


def _tail(reading: Reading, id: str, title: str) -> tuple[Cell, ...]:
    known = [cited(reading, f"{id}.{name}") for name in ("verdict", "xmin", "decades", "alpha", "n", "share")]
    known[2] = replace(known[2], shown=f"{known[2].value:.1f}")
    p = reading.value(f"{id}.p")
    better = _better(reading.value(f"{id}.alternatives"))
    return (
        text(title),
        *known,
        Cell(probability(p, 1 / DRAWS), p, f"{id}.p"),
        Cell(better, better, f"{id}.alternatives"),
    )


def _better(alternatives: list[dict[str, Any]]) -> str:
    better = [row["law"] for row in alternatives if row["ratio"] < 0 and row["p"] < 0.1 and row["identified"]]
    return ", ".join(better) or "none"


def relations_sheet(reading: Reading, part: str, title: str) -> Sheet:
    """Return how each two counts of a kind or subfield go together, the closest first."""
    id = f"activity.{part}.spearman"
    found = sorted(reading.value(id) or [], key=lambda row: -abs(row["rho"]))
    rows = [
        (
            text(VARIABLES[row["one"]].title),
            text(VARIABLES[row["other"]].title),
            within(decimal, row["rho"], row["low"], row["high"], id),
            Cell(count(row["n"]), row["n"], id),
        )
        for row in found
    ]
    return Sheet(
        f"relations-{part}",
        f"{title}: which counts go together (Spearman's rank correlation), of the repositories where both are known.",
        ("Count", "Other count", "Correlation", "n"),
        tuple(rows),
        (OWNERS_DRAWN,),
    )


def owners_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return how activity is shared out between owners."""
    names = ("n", "top_1pct_share", "top_10pct_share", "gini", "hhi")
    rows = [
        (
            text(f"{title}, {about.title.lower()}"),
            *(cited(reading, f"activity.{part}.owners.{variable}.{name}") for name in names),
        )
        for part, title in parts
        for variable, about in VARIABLES.items()
        if reading.value(f"activity.{part}.owners.{variable}.gini") is not None
    ]
    return Sheet(
        "owners",
        "Owners: how all activity in their repositories is shared out between them.",
        ("Counted", "Owners", "Top 1 %", "Top 10 %", "Gini", "Herfindahl index"),
        tuple(rows),
        ("Owners of repositories whose count is known; repositories without an owner are left out.", OWNERS_DRAWN),
    )


def group_sheets(reading: Reading, part: str, title: str) -> Iterator[Sheet]:
    """Yield the numbers of groups of repositories of a kind, by year, licence, owner and team, where known."""
    licenses = {name: one.title for name, one in license_table().classes.items()}
    for name, by in BY.items():
        rows = [
            (
                text(VARIABLES[variable].title),
                text(licenses.get(row["group"], row["group"]).capitalize()),
                *_group(row, f"activity.{part}.{variable}.by_{name}"),
            )
            for variable in _GROUPED
            for row in reading.value(f"activity.{part}.{variable}.by_{name}") or ()
        ]
        if rows:
            yield Sheet(
                f"groups-{name.replace('_', '-')}-{part}",
                f"{title} by {by}: how many have no activity, and median, mean and Gini of each count.",
                ("Counted", "Group", "Listed", "Known", "Zero", "Median", "Mean", "Gini"),
                tuple(rows),
                (OWNERS_DRAWN,),
            )


def _group(row: dict[str, Any], id: str) -> Iterator[Cell]:
    yield from (Cell(count(row[name]), row[name], id) for name in ("listed", "n"))
    for name, form in (("zero_share", share), ("median", count), ("mean", count), ("gini", decimal)):
        yield within(form, row[name], row[f"{name}_low"], row[f"{name}_high"], id)
