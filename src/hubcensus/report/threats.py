"""Threats to validity, filled with the figures of this census: what its numbers may not mean, and by how much."""

from typing import Any

from markupsafe import Markup

from hubcensus.findings.claims import RARE
from hubcensus.findings.community import ALIKE
from hubcensus.findings.repositories import UNKNOWN
from hubcensus.kinds import KINDS, Kind
from hubcensus.networks.contributions import LARGEST_TEAM
from hubcensus.report import answers, scopes, unseen
from hubcensus.report.passages import Passage, Said, passage
from hubcensus.report.reading import Reading, caution
from hubcensus.report.words import count, plural, share
from hubcensus.schema import ACCESS_RESOURCES

__all__ = ["threats"]

_CONSTRUCT = (
    Said(
        "Downloads are requests of certain files over 30 days, not people and not uses "
        "[@huggingface2025downloads]; a like is one click, and nobody is asked why.",
        "activity.model.downloads activity.dataset.downloads",
    ),
    Said(
        "{time.model.created_at_floor|model} of {census.model.listed} carry the date from which the Hub began to "
        "keep dates of creation: they are that old or older, and their age is not known."
    ),
    Said(
        "Commits are dated by the clock of who made them, which may be wrong.",
        "time.model.commits_by_month",
    ),
    Said(
        "A name is not a person. Bots left out, {community.all.without_bots.isolate_share} of the developers are "
        "isolates; with bots among them it would be {community.all.isolate_share}, and with names alike by "
        f"{ALIKE} points taken for one person {{community.all.aliases_{ALIKE}.isolate_share}}."
    ),
    Said(
        "Working on one model is not the same as working together: who is tied to whom follows from a rule, and what "
        "holds under one may not under another (see the statements under all rules).",
        "claims.all.isolates.rules",
    ),
    Said(
        "A use says that an application was published with a model, not that anybody runs it: of "
        "{adoption.all.edges|use}, {adoption.all.running.edges} are by spaces that are known to run; of spaces whose "
        "state is not known it cannot be said."
    ),
    Said(
        "Licences are what owners declare: {activity.model.license.none_share} of the models declare none, which is "
        "not the same as having none."
    ),
    Said(
        "Lineage is what tags name: {lineage.all.derived_share} of the models name a base; those that have one and "
        "do not say so are not seen."
    ),
)
_SET_ASIDE = {
    "community.all.large_teams": "In ties, {community.all.large_teams|model} "
    f"with over {LARGEST_TEAM:,} authors are set aside.",
    "community.all.squash_commits": "Nobody is credited with {community.all.squash_commits|commit} that stand for a "
    "squashed history.",
}
_EXTERNAL = (
    Said(
        "The Hub lists what is public on the day: what was deleted, made private or never published is not in it, so "
        "what is said of earlier years is said of what is left of them."
    ),
    Said("What happens elsewhere, such as on GitHub or inside companies, is not seen."),
)
_CONCLUSION = (
    Said(
        "Tests between groups take every repository for independent, though those of one owner are not: their p is "
        "too small, and sizes of effects with intervals by owners are to be read first.",
        "activity.model.license.likes.kruskal_wallis activity.dataset.license.likes.kruskal_wallis",
    ),
    Said(
        f"Rarely by chance means a p of at most {RARE:g} of one statement under one rule; no correction is made for "
        "the many statements and rules.",
        "claims.all.isolates.rules",
    ),
    Said(
        "Networks have no intervals: ties depend on each other. They are compared between rules, between decisions "
        "on who is a person, and with chance.",
        "community.all.developers",
    ),
)


def threats(document: dict[str, Any]) -> list[Passage]:
    """Return the threats to the validity of a document's findings, by kind of validity.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """
    reading, snapshots = Reading(document), document["census"]["snapshots"]
    passages = (
        passage(
            reading, "Construct: what is counted", (*_CONSTRUCT, Markup("{}").format(answers.retired_tags(reading)))
        ),
        passage(reading, "Internal: what was not read", _internal(reading, snapshots)),
        passage(reading, "External: what this speaks of", (*_part(reading, snapshots), *_EXTERNAL)),
        passage(reading, "Conclusion: how sure it is", (*_CONCLUSION, *_daggers(reading), *_owners(reading))),
    )
    return [one for one in passages if one.sentences]


def _internal(reading: Reading, snapshots: list[dict[str, Any]]) -> list[Said | Markup]:
    recorded = any(not one["source"].startswith("http") for one in snapshots)
    return [
        Markup("Whether the recorded listings are complete is not known." if recorded else ""),
        *(unseen.not_read(reading, resource) for resource in ACCESS_RESOURCES),
        unseen.by_year(reading),
        *(_undated(reading, kind) for kind in KINDS),
        *_capped(reading),
        *(Said(text) for id, text in _SET_ASIDE.items() if reading.value(id)),
        *(_listing(kind.name) for kind in KINDS if _is_odd(reading, kind.name)),
    ]


def _undated(reading: Reading, kind: Kind) -> Markup:
    """Return of how many repositories of a kind it is not known when they were made."""
    rows = reading.value(f"census.{kind.name}.read_by_year") or []
    n = next((row["listed"] for row in rows if row["year"] == UNKNOWN), 0)
    said = Markup('When they were made is not known of <a href="#table-read">{}</a> {}.')
    return said.format(count(n), plural(n, kind.name)) if n else Markup("")


def _capped(reading: Reading) -> list[Said]:
    """Return that uses may have been cut before they were read, where that shows."""
    at_cap = "{adoption.all.cap.models_at_cap|model} stand at exactly 100 uses, a sign that lists were cut before."
    return [Said(at_cap)] if reading.value("adoption.all.cap.models_at_cap") else []


def _is_odd(reading: Reading, kind: str) -> bool:
    return any(
        reading.value(f"census.{kind}.listing.{oddity}") for oddity in ("repeated", "out_of_order", "unreadable")
    )


def _listing(kind: str) -> Said:
    of = f"census.{kind}.listing"
    return Said(
        f"The listing of {kind}s gave {{{of}.repeated|item}} twice and {{{of}.out_of_order|item}} out of order; "
        f"{{{of}.unreadable}} could not be read."
    )


def _part(reading: Reading, snapshots: list[dict[str, Any]]) -> list[Markup]:
    if not scopes.is_hub(snapshots):
        return [Markup("This census is not of huggingface.co: its repositories may be made up.")]
    return [scopes.part(snapshots, unseen.answered(reading))]


def _daggers(reading: Reading) -> list[Markup]:
    noted = sum(1 for finding in reading.findings if caution(finding))
    said = Markup("{} of the findings have a note on how far to trust them (&dagger;).")
    return [said.format(count(noted))] if noted else []


def _owners(reading: Reading) -> list[Markup]:
    rows = reading.value("adoption.all.by_owner_type") or []
    unknown = next((row["share"] for row in rows if row["type"] == "unknown"), 0)
    said = Markup(
        'For <a href="#adoption.all.by_owner_type">{}</a> of the uses of models that have an owner, its kind is '
        "not known: shares of companies, universities and others are lower bounds."
    )
    return [said.format(share(unknown))] if unknown else []
