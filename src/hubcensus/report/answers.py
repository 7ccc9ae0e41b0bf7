"""The three answers in sentences, made from the findings; each number links to how it was made."""

from collections.abc import Iterable

from markupsafe import Markup

from hubcensus.kinds import KINDS, Kind
from hubcensus.report.reading import Reading
from hubcensus.report.words import shown

__all__ = ["activity_answer", "adoption_answer", "community_answer", "counted_kinds", "summary"]

_DOWNLOADS = "Of {P.downloads.n} K with known downloads, {P.downloads.zero_share} had none in 30 days"
_LIKES = "Of {P.likes.n} K with known likes, {P.likes.zero_share} have none"
_ACTIVITY = (  # where the concentration of a count is not defined, its zeros are said alone
    (
        _DOWNLOADS + ", and the top 1 % had {P.downloads.top_1pct_share} of the {P.downloads.total|words} downloads.",
        _DOWNLOADS + ".",
    ),
    (
        _LIKES + ", and the top 1 % have {P.likes.top_1pct_share} of the {P.likes.total|words} likes.",
        _LIKES + ".",
    ),
    ("{P.contributors.single_share} of the {P.contributors.n} K whose commits were read have a single contributor.",),
)
_COMMUNITY = (
    "Of {P.developers} developers who committed to models, {P.isolate_share} are isolates: they share no model "
    "with another author.",
    "{P.giant_share} are in the largest connected component, and the innermost core is {P.core_developers} "
    "developers with ties to at least {P.core_max} others in it.",
)
_ADOPTION = (
    "{P.unused_share} of {P.models} listed models are used by no listed space; {P.spaces} spaces use "
    "{P.models_in_spaces} different models.",
    "The top 1 % of these have {P.top_1pct_share} of all {P.edges} uses; spaces per used model: median "
    "{P.in_degree_median}, most {P.in_degree_max}.",
)
_KEY_OWNER = Markup(
    "The owner with most uses is <bdi>{}</bdi>, with "
    '<a class="number" href="#adoption.all.top_owners">{:,}</a> uses of {:,} {}.'
)


def counted_kinds(reading: Reading) -> list[Kind]:
    """Return the kinds that the census lists."""
    return [kind for kind in KINDS if reading.value(f"activity.{kind.name}.repositories") is not None]


def summary(reading: Reading) -> list[tuple[str, str, list[Markup]]]:
    """Return anchor, question and answer of each of the three."""
    kinds = counted_kinds(reading)[:1]
    activity = [said for kind in kinds for said in activity_answer(reading, kind)]
    return [
        ("rq1", "What are typical patterns of activity?", activity or [Markup("This census lists no repository.")]),
        ("rq2", "What is the structure of the community?", community_answer(reading)),
        ("rq3", "How is adoption distributed, and who is key?", adoption_answer(reading)),
    ]


def activity_answer(reading: Reading, kind: Kind) -> list[Markup]:
    """Return what the census says on RQ1 for one kind."""
    prefix = f"activity.{kind.name}"
    found = (_said(reading, sentences, prefix, kind.plural)[:1] for sentences in _ACTIVITY)
    said = [sentence for first in found for sentence in first]
    return said or [_unanswered(reading, f"{prefix}.likes.zero_share")]


def community_answer(reading: Reading) -> list[Markup]:
    """Return what the census says on RQ2."""
    return _said(reading, _COMMUNITY, "community.all") or [_unanswered(reading, "community.all.developers")]


def adoption_answer(reading: Reading) -> list[Markup]:
    """Return what the census says on RQ3."""
    said = _said(reading, _ADOPTION, "adoption.all")
    owners = reading.value("adoption.all.top_owners")
    if said and owners:
        owner, uses, models = (owners[0][key] for key in ("owner", "uses", "models"))
        said.append(_KEY_OWNER.format(shown(owner), uses, models, "model" if models == 1 else "models"))
    return said or [_unanswered(reading, "adoption.all.edges")]


def _said(reading: Reading, sentences: Iterable[str], prefix: str, plural: str = "") -> list[Markup]:
    """Return those of the sentences whose numbers are all there."""
    own = (sentence.replace("{P.", f"{{{prefix}.").replace(" K ", f" {plural} ") for sentence in sentences)
    return [said for sentence in own if (said := reading.say(sentence))]


def _unanswered(reading: Reading, id: str) -> Markup:
    return Markup("This census does not answer it: {}.").format(reading[id].notes or "there is nothing to measure")
