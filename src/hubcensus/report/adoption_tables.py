"""The tables of RQ3: how many spaces use a model, who is behind it, and other signs of adoption."""

from collections.abc import Iterator
from typing import Any

from hubcensus.owners import actor_types
from hubcensus.report.activity_tables import OWNERS_DRAWN, Parts
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Cell, Sheet, cited, counted, text, within
from hubcensus.report.words import count, decimal, share

__all__ = [
    "agreement_sheet",
    "apart_sheet",
    "by_spaces_sheet",
    "concentration_sheet",
    "kind_of_actor",
    "owner_types_sheet",
    "ranks_sheets",
    "running_sheet",
]

_SPACES_DRAWN = (
    "Intervals (95 %): whole owners of spaces drawn anew, with replacement; none where there are fewer than 20."
)
_CONCENTRATION = {
    "models_half": "Models that have half of all uses",
    "owners_half": "Owners that have half of all uses",
    "model_hhi": "Herfindahl index, models",
    "owner_hhi": "Herfindahl index, owners",
    "top_1pct_share": "Top 1 % of used models have",
    "gini": "Gini of used models",
    "declared_share": "Uses that the space's card declares",
}
_RUNNING = {
    "spaces": "Spaces that use a model",
    "edges": "Uses",
    "models_in_spaces": "Models used",
    "unused_share": "Listed models unused",
    "in_degree_mean": "Spaces per used model, mean",
    "top_1pct_share": "Top 1 % of used models have",
    "gini": "Gini of used models",
}


def by_spaces_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return how many models are used in how many spaces, by part."""
    ids = {f"adoption.{part}.by_spaces": title for part, title in parts}
    known = {id: reading.value(id) for id in ids if reading.value(id)}
    labels = [row["spaces"] for row in next(iter(known.values()), [])]
    rows = [
        (text(label), *(_models(found[at], id) for id, found in known.items())) for at, label in enumerate(labels)
    ]
    n = (text("n, models"), *(counted(reading, id) for id in known))
    return Sheet(
        "by-spaces",
        "Listed models by the number of listed spaces that use them.",
        ("Spaces", *(ids[id] for id in known)),
        (*rows, n) if rows else (),
        ("Used models that are not listed are not in it.",),
    )


def _models(row: dict[str, Any], id: str) -> Cell:
    return Cell(f"{count(row['models'])} ({share(row['share'])})", row["models"], id)


def concentration_sheet(reading: Reading, parts: Parts) -> Sheet:
    """Return how concentrated use is, by part."""
    known = [(part, title) for part, title in parts if reading.value(f"adoption.{part}.edges")]
    rows = [
        (text(label), *(cited(reading, f"adoption.{part}.{name}") for part, _ in known))
        for name, label in _CONCENTRATION.items()
    ]
    return Sheet(
        "concentration",
        "How few have how much of all use by spaces.",
        ("Measure", *(title for _, title in known)),
        tuple(rows) if known else (),
        (
            "Intervals: whole owners of models drawn anew for the share of the top and Gini, of spaces for declared "
            "uses; the other numbers are of this census as it is.",
        ),
    )


def ranks_sheets(reading: Reading, part: str, title: str) -> Iterator[Sheet]:
    """Yield the most used models and their owners, with the intervals of their ranks."""
    for noun in ("model", "owner"):
        id = f"adoption.{part}.{noun}_ranks"
        rows = [
            (
                text(row[noun]),
                within(count, row["rank"], row.get("rank_low"), row.get("rank_high"), id),
                within(count, row["uses"], row.get("uses_low"), row.get("uses_high"), id),
                *((text(kind_of_actor(row["type"])),) if noun == "owner" else ()),
            )
            for row in reading.value(id) or ()
        ]
        yield Sheet(
            f"{noun}-ranks-{part}",
            f"{title}: most used {noun}s, of {count(reading[id].n or 0)}.",
            (noun.capitalize(), "Rank", "Uses by spaces", *(("Kind of owner",) if noun == "owner" else ())),
            tuple(rows),
            (f"{reading[id].notes.capitalize()}.",) if reading[id].notes else (_SPACES_DRAWN,),
        )


def kind_of_actor(name: str) -> str:
    """Return what a kind of actor is called."""
    return {one.name: one.title for one in actor_types()}.get(name, "Unknown")


def owner_types_sheet(reading: Reading, part: str, title: str) -> Sheet:
    """Return the uses by kind of actor."""
    id = f"adoption.{part}.by_owner_type"
    rows = [
        (
            text(kind_of_actor(row["type"])),
            *(Cell(count(row[name]), row[name], id) for name in ("owners", "models", "uses")),
            within(share, row["share"], row["share_low"], row["share_high"], id),
            Cell("", None) if row["share_at_most"] is None else within(share, row["share_at_most"], None, None, id),
        )
        for row in reading.value(id) or ()
    ]
    return Sheet(
        f"owner-types-{part}",
        f"{title}: uses by kind of the model's owner, n = {count(reading[id].n or 0)}.",
        ("Kind of owner", "Owners", "Models", "Uses", "Share of uses", "If all unknown were of it"),
        tuple(rows),
        (
            "From a table written by hand (docs/owners.md); for owners that are not in it, from what the Hub says of "
            f"their accounts{_unanswered(reading)}. Models without an owner are left out.",
            _SPACES_DRAWN,
        ),
    )


def _unanswered(reading: Reading) -> str:
    """Return of how many owners the Hub did not say it, if they were asked for."""
    unknown, n = (reading.value(f"census.owners.{name}") for name in ("unknown", "asked"))
    return f" (of {count(unknown)} of {count(n)} it does not say it)" if unknown else ""


def agreement_sheet(reading: Reading, part: str, title: str) -> Sheet:
    """Return whether the signs of adoption agree."""
    id = f"adoption.{part}.agreement.pairs"
    rows = [
        (
            text(row["one"].capitalize()),
            text(row["other"].capitalize()),
            within(decimal, row.get("rho"), row.get("low"), row.get("high"), id),
            Cell(f"{row['in_both']} of {row['first']}", row["in_both"], id),
            Cell(count(row["n"]), row["n"], id) if "n" in row else Cell("", None),
        )
        for row in reading.value(id) or ()
    ]
    return Sheet(
        f"agreement-{part}",
        f"{title}: whether signs of adoption agree.",
        ("Sign", "Other sign", "Rank correlation", "Among the first by both", "n, models"),
        tuple(rows),
        (
            "Correlations are over all listed models of which both are known, those with none among them. The first "
            "are the first hundred by each, or as many as have any by both; of equals, the first by name.",
            OWNERS_DRAWN,
        ),
    )


def apart_sheet(reading: Reading, part: str, title: str) -> Sheet:
    """Return the models on which the signs of adoption differ most."""
    id = f"adoption.{part}.agreement.apart"
    found = reading.value(id) or []
    signs = [name.removesuffix("_rank") for name in (found[0] if found else ()) if name.endswith("_rank")]
    rows = [(text(row["model"]), *(_ranked(row, sign, id) for sign in signs)) for row in found]
    return Sheet(
        f"apart-{part}",
        f"{title}: models among the first 100 by one sign of adoption that another ranks lowest.",
        ("Model", *(sign.capitalize() for sign in signs)),
        tuple(rows),
        ("The count, and its rank among all listed models; equal counts share the best rank.",),
    )


def _ranked(row: dict[str, Any], sign: str, id: str) -> Cell:
    value = row[sign]
    if value is None:
        return Cell("not known", None, id, note=f"the Hub did not send its {sign}")
    return Cell(f"{count(value)} (rank {count(row[f'{sign}_rank'])})", value, id)


def running_sheet(reading: Reading) -> Sheet:
    """Return the use by spaces that were running when they were listed, beside the use by all."""
    rows = [
        (text(label), *(cited(reading, f"{of}.{name}") for of in ("adoption.all", "adoption.all.running")))
        for name, label in _RUNNING.items()
    ]
    return Sheet(
        "running",
        "All models: use by all spaces, and by those that were running when they were listed.",
        ("Measure", "All spaces", "Running spaces"),
        tuple(rows) if reading.value("adoption.all.running.edges") else (),
        (OWNERS_DRAWN,),
    )
