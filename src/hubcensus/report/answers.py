"""The three answers in sentences, made from the findings; each number links to how it was made."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from hubcensus.findings.repositories import UNKNOWN
from hubcensus.findings.statements import STATEMENTS
from hubcensus.kinds import KINDS, VARIABLES, Kind
from hubcensus.measures.verdicts import VERDICTS as TAIL_VERDICTS
from hubcensus.networks.build import RULE
from hubcensus.networks.collaboration import RULES
from hubcensus.report.adoption_tables import kind_of_actor
from hubcensus.report.reading import Reading, bracketed
from hubcensus.report.words import count, decimal, listed, plural, probability, shown

__all__ = [
    "activity_answer",
    "adoption_answer",
    "community_answer",
    "counted_kinds",
    "license_answer",
    "nothing_listed",
    "retired_tags",
    "summary",
    "verdicts",
]

Choice = tuple[str, ...]
"""Sentences of which the first is said whose numbers are all there."""

_DOWNLOADS = "Of {P.downloads.n|K} with known downloads, {P.downloads.zero_share} had none in 30 days"
_LIKES = "Of {P.likes.n|K} with known likes, {P.likes.zero_share} have none"
_ACTIVITY: tuple[Choice, ...] = (
    (
        _DOWNLOADS + ", and the top 1 % had {P.downloads.top_1pct_share} of the {P.downloads.total|words} downloads.",
        _DOWNLOADS + ".",
    ),
    (
        _LIKES + ", and the top 1 % have {P.likes.top_1pct_share} of the {P.likes.total|words} likes.",
        _LIKES + ".",
    ),
    ("Of {P.contributors.n|K} whose commits were read, {P.contributors.single_share} have a single contributor.",),
)
_ISOLATES = "{P.isolate_share} are isolates: they share no model with another author"
_CORE = (
    "{P.giant_share} are in the largest connected component, and the innermost k-core is "
    "{P.core_developers|developer} with ties to at least {P.core_max|other} in it."
)
_PEOPLE = "Of {P.developers|developer} who committed to models, "
_COMMUNITY: tuple[Choice, ...] = (
    (
        (_PEOPLE + "bots left out, " + _ISOLATES).replace("{P.", "{P.without_bots.")
        + " ({P.isolate_share} with bots among them, {P.aliases_90.isolate_share} with aliases from 90 points on).",
        _PEOPLE + _ISOLATES + ".",
    ),
    (_CORE.replace("{P.", "{P.without_bots."), _CORE),
)
_OF_LAW = Markup('{} of {} <a class="number" href="#{}">{}</a>')
_LAW = {
    **{name: f"is best told by {'an' if name[0] == 'e' else 'a'} {name}" for name in TAIL_VERDICTS},
    "power law": "is consistent with a power law",
    "heavy tail, law undecided": "is heavy, its law undecided",
    "undecided": "follows no law that can be told",
    "too few": "is too small to tell its law",
    "too short": "is too short to tell its law",
}
_IN_DEGREE = "paces per used model: median {P.in_degree_median}, most {P.in_degree_max}."
_ADOPTION: tuple[Choice, ...] = (
    (
        "Of {P.models|listed model}, {P.unused_share} are used by no listed space. The uses are of "
        "{P.models_in_spaces|different model} by {P.spaces|space}.",
    ),
    ("The top 1 % of used models have {P.top_1pct_share} of all {P.edges|use}; s" + _IN_DEGREE, "S" + _IN_DEGREE),
)
_KEY_OWNER = Markup(
    "The owner with most uses is <bdi>{owner}</bdi> ({kind}), with "
    '<a class="number" href="#adoption.all.owner_ranks">{uses:,}</a>{interval} {of_uses} of '
    '<a class="number" href="#adoption.all.owner_ranks">{models:,}</a> {of_models}.'
)
_KEY = "community.all.without_bots.key_developers"
_FIRST = Markup('Key by degree, PageRank and betweenness are {} (<a href="#table-key-developers">all {}</a>).')
_ALIKE = Markup('Of these, {} have <a href="#table-key-developers">names alike</a> that may be theirs too.')
_TIED = Markup("Ties are of {}.")


def counted_kinds(reading: Reading) -> list[Kind]:
    """Return the kinds of which the census lists a repository."""
    return [kind for kind in KINDS if reading.value(f"census.{kind.name}.listed")]


def nothing_listed(reading: Reading) -> str:
    """Return why no repository is listed; nothing if one is."""
    if counted_kinds(reading):
        return ""
    in_scope = any(reading.value(f"census.{kind.name}.listed") == 0 for kind in KINDS)
    return "Nothing matched the scope of this census." if in_scope else "This census lists no repository."


def summary(reading: Reading) -> list[tuple[str, str, list[Markup]]]:
    """Return anchor, question and answer of each of the three."""
    kinds = counted_kinds(reading)[:1]
    activity = [said for kind in kinds for said in activity_answer(reading, kind)]
    return [
        ("rq1", "What are typical patterns of activity?", activity or [Markup(nothing_listed(reading))]),
        ("rq2", "What is the structure of the community?", community_answer(reading)),
        ("rq3", "How is adoption distributed, and who is key?", adoption_answer(reading)),
    ]


def activity_answer(reading: Reading, kind: Kind) -> list[Markup]:
    """Return what the census says on RQ1 for one kind."""
    prefix = f"activity.{kind.name}"
    said = [*_said(reading, _ACTIVITY, prefix, kind.name), *_laws(reading, prefix)]
    return said or [_unanswered(reading, f"{prefix}.likes.zero_share")]


def _laws(reading: Reading, prefix: str) -> list[Markup]:
    """Return which laws the tails follow, of downloads and likes, where that was asked."""
    ids = {what: f"{prefix}.{what}.tail.verdict" for what in ("downloads", "likes")}
    known = [(what, id, _LAW[law]) for what, id in ids.items() if (law := reading.value(id))]
    told = [_OF_LAW.format("that" if place else "The tail", *one) for place, one in enumerate(known)]
    return [Markup("{}.").format(Markup("; ").join(told))] if told else []


def license_answer(reading: Reading) -> list[Markup]:
    """Return how much activity differs between groups of licences, for each kind: sizes first, then p."""
    said = []
    for kind in KINDS:
        ids = {f"activity.{kind.name}.license.{name}": name for name in ("contributors", "likes")}
        of = next((id for id in ids if reading.value(f"{id}.pairs")), None)
        if of is not None:
            said.append(_effect(reading, of, kind, VARIABLES[ids[of]].what))
    return said


def _effect(reading: Reading, of: str, kind: Kind, what: str) -> Markup:
    most = max(reading.value(f"{of}.pairs"), key=lambda row: abs(row["delta"]))
    more, less = (most["one"], most["other"]) if most["delta"] > 0 else (most["other"], most["one"])
    return _EFFECT.format(
        kinds=kind.plural.capitalize(),
        size=reading.cite(f"{of}.epsilon_squared"),
        interval=reading.interval(f"{of}.epsilon_squared"),
        chance=reading.cite(f"{of}.epsilon_by_chance"),
        what=what,
        pairs=f"{of}.pairs",
        delta=decimal(abs(most["delta"])),
        around=bracketed(*_turned(most), decimal),
        more=_WITH[more],
        less=_WITH[less],
        p=probability(reading.value(f"{of}.kruskal_wallis")[0]["p"]),
        n=count(reading[f"{of}.pairs"].n or 0),
    )


def _turned(pair: dict[str, Any]) -> tuple[float | None, float | None]:
    """Return the ends of the interval of a delta, as seen from the group that has more."""
    low, high = pair["low"], pair["high"]
    return (low, high) if pair["delta"] > 0 or low is None else (-high, -low)


_WITH = {"permissive": "a permissive licence", "restrictive": "a restrictive one", "none": "no licence"}
_EFFECT = Markup(
    "<b>{kinds}.</b> Which group of licences they are in accounts for {size}{interval} of the variance of their "
    "ranks by {what}; groups that are alike would give {chance}. It is largest between those with {more} and those "
    'with {less}: Cliff&rsquo;s delta <a class="number" href="#{pairs}">{delta}</a>{around} (0 is no difference, 1 a '
    "complete one). Kruskal-Wallis: p {p}, n = {n}; unlike the interval, p takes repositories of one owner for "
    "independent."
)


def community_answer(reading: Reading) -> list[Markup]:
    """Return what the census says on RQ2; nothing on the core where nobody is tied."""
    prefix = "community.all"
    choices = _COMMUNITY if reading.value(f"{prefix}.core_max") else _COMMUNITY[:1]
    said = _said(reading, choices, prefix)
    if not said:
        return [_unanswered(reading, f"{prefix}.developers")]
    key = [Markup("<bdi>{}</bdi>").format(shown(row["developer"])) for row in reading.value(_KEY) or ()]
    named = [_FIRST.format(Markup(", ").join(key[:3]), len(key))] if len(key) > 3 else []
    alike = sum(1 for row in reading.value(f"{_KEY}_otherwise") or () if row["alike"])
    named += [_ALIKE.format(alike)] if named and alike else []
    return [*said, *named, _TIED.format(RULES[RULE].title)]


def verdicts(reading: Reading) -> list[tuple[str, Markup, Markup]]:
    """Return each statement on the community with its verdict, and under how many of the rules it is beyond chance.

    Only those that were measured; both are links to their findings.
    """
    known = [(one.sentence.rstrip("."), f"claims.all.{one.name}") for one in STATEMENTS]
    return [
        (sentence, reading.cite(f"{of}.verdict"), reading.say(f"beyond chance under {{{of}.rules}} of {rules.n}"))
        for sentence, of in known
        if (rules := reading[f"{of}.rules"]).value is not None
    ]


def adoption_answer(reading: Reading) -> list[Markup]:
    """Return what the census says on RQ3."""
    said = _said(reading, _ADOPTION, "adoption.all")
    owners = reading.value("adoption.all.owner_ranks")
    if said and owners:
        owner, uses, models = (owners[0][key] for key in ("owner", "uses", "models"))
        words = {"of_uses": plural(uses, "use"), "of_models": plural(models, "model")}
        interval = bracketed(owners[0].get("uses_low"), owners[0].get("uses_high"), count)
        known = owners[0]["type"] != UNKNOWN
        kind = kind_of_actor(owners[0]["type"]).lower() if known else "of unknown kind"
        said.append(
            _KEY_OWNER.format(owner=shown(owner), kind=kind, uses=uses, models=models, interval=interval, **words)
        )
    return said or [_unanswered(reading, "adoption.all.edges")]


def _said(reading: Reading, choices: Iterable[Choice], prefix: str, noun: str = "") -> list[Markup]:
    """Return of each choice the first sentence whose numbers are all there."""
    found = ([_about(reading, sentence, prefix, noun) for sentence in choice] for choice in choices)
    return [said for choice in found if (said := next(filter(None, choice), None))]


def _about(reading: Reading, sentence: str, prefix: str, noun: str) -> Markup:
    return reading.say(sentence.replace("{P.", f"{{{prefix}.").replace("|K}", f"|{noun}}}"))


def _unanswered(reading: Reading, id: str) -> Markup:
    return Markup("This census does not answer it: {}.").format(reading[id].notes or "there is nothing to measure")


def retired_tags(reading: Reading) -> str:
    """Return what to know of numbers of subfields: which of their tags the Hub gives no longer; empty if none."""
    rows = reading.value("subfields.retired") or []
    if not rows:
        return ""
    tags = listed([f"'{shown(row['tag'])}' (last on {row['until']})" for row in rows])
    return (
        f"Subfields rest on tags, of which the Hub gives {tags} no longer: fewer models made since are in such a "
        "subfield, for that reason alone."
    )
