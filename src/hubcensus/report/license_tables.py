"""The tables of RQ1 on licences: how frequent, what differs between them, what models make of those of bases."""

from typing import Any

from hubcensus.findings.repositories import LICENSE_GROUPS
from hubcensus.kinds import VARIABLES
from hubcensus.licenses import license_table
from hubcensus.report.activity_tables import OWNERS_DRAWN, Parts
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, counted, text, within
from hubcensus.report.words import count, decimal, probability, share

__all__ = ["drift_sheet", "effects_sheet", "licenses_sheet"]

_ALONE = "p takes every repository for independent of all others, which those of one owner are not: read sizes first."
_SIZES = (
    "Epsilon squared: share of the variance of ranks that lies between the groups; by chance: what groups that are "
    "alike would give. Delta (Cliff): how much more "
    "often a repository of the first group has more than one of the second, than less. Left out are licences in no "
    "group, and repositories whose tags are not known."
)
_SHORT = dict(zip(LICENSE_GROUPS, ("permissive", "restrictive", "no licence"), strict=True))
_PAIRS = (("permissive", "none"), ("restrictive", "none"), ("permissive", "restrictive"))


def licenses_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return how frequent each class of licence is, by kind and subfield."""
    ids = {f"activity.{part}.license.classes": title for part, title in parts}
    known = {id: {row["group"]: row for row in reading.value(id)} for id in ids if reading.value(id)}
    rows = [
        (text(one.title), *(_class(rows.get(name), id) for id, rows in known.items()))
        for name, one in license_table().classes.items()
    ]
    return Sheet(
        "licenses",
        "Licences by class: share of the repositories whose tags are known.",
        ("Class", *(ids[id] for id in known)),
        (*rows, (text("n, tags known"), *(counted(reading, id) for id in known))),
        (OWNERS_DRAWN, "Which licence is in which class is in the documentation, docs/licenses.md."),
    )


def _class(row: dict[str, Any] | None, id: str) -> Cell:
    return within(share, row["share"], row["low"], row["high"], id) if row else Cell(share(0.0), 0.0, id)


def effects_sheet(reading: Reading, part: str, title: str) -> Sheet:
    """Return how much activity differs between the study's groups of licences, sizes first."""
    of = {f"activity.{part}.license.{name}": about.title for name, about in VARIABLES.items()}
    known = {id: title for id, title in of.items() if reading.value(f"{id}.epsilon_squared") is not None}
    return Sheet(
        f"license-effects-{part}",
        f"{title}: how much activity differs between groups of licences, sizes first.",
        (
            "Counted",
            "Epsilon squared",
            "By chance",
            *(f"Delta, {_SHORT[one]} over {_SHORT[other]}" for one, other in _PAIRS),
            *(f"Median, {name}" for name in _SHORT.values()),
            "p, Kruskal-Wallis",
            "n",
        ),
        tuple(_effect(reading, id, title) for id, title in known.items()),
        (_SIZES, OWNERS_DRAWN, _ALONE),
    )


def _effect(reading: Reading, of: str, title: str) -> tuple[Cell, ...]:
    deltas = {(row["one"], row["other"]): row for row in reading.value(f"{of}.pairs")}
    medians = {row["group"]: row for row in reading.value(f"{of}.groups")}
    p = reading.value(f"{of}.kruskal_wallis")[0]["p"]
    return (
        text(title),
        cited(reading, f"{of}.epsilon_squared"),
        cited(reading, f"{of}.epsilon_by_chance"),
        *(_delta(deltas.get(pair), f"{of}.pairs") for pair in _PAIRS),
        *(_median(medians.get(name), f"{of}.groups") for name in LICENSE_GROUPS),
        Cell(probability(p), p, f"{of}.kruskal_wallis"),
        counted(reading, f"{of}.pairs"),
    )


def _delta(row: dict[str, Any] | None, id: str) -> Cell:
    return within(decimal, row["delta"], row["low"], row["high"], id) if row else Cell("none", note="no such pair")


def _median(row: dict[str, Any] | None, id: str) -> Cell:
    if row is None:
        return Cell("none", note="no repository of that group")
    return within(count, row["median"], row["median_low"], row["median_high"], id)


def drift_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return what became of the licences of bases in the models made from them."""
    names = ("kept_share", "changed_share", "dropped_share", "kept_by_chance")
    ids = {f"lineage.{part}.license": title for part, title in parts}
    rows = [
        (text(title), *(cited(reading, f"{id}.{name}") for name in names), counted(reading, f"{id}.kept_share"))
        for id, title in ids.items()
        if reading.value(f"{id}.kept_share") is not None
    ]
    return Sheet(
        "license-drift",
        "What becomes of a base's licence in the models made from it.",
        ("Models", "Same licence", "Another licence", "No licence", "Same, by chance", "n, pairs"),
        tuple(rows),
        (
            "Pairs of a model and a listed base that names a licence, both with known tags. By chance: if the "
            "licences of models were dealt anew among these pairs.",
            OWNERS_DRAWN,
        ),
    )
