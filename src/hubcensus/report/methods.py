"""What was done, as the methods of a paper: sentences on what was really read, built and measured, with sources."""

from typing import Any

from markupsafe import Markup

from hubcensus.findings.claimed import DRAWS as DRAWS_OF_CHANCE
from hubcensus.findings.claims import RARE
from hubcensus.findings.lasting import SILENCE
from hubcensus.findings.statements import STATEMENTS
from hubcensus.findings.tails import DRAWS as DRAWS_OF_TAILS
from hubcensus.kinds import KINDS
from hubcensus.measures.bootstrap import DRAWS
from hubcensus.measures.verdicts import ENOUGH, PART, SIGNIFICANT
from hubcensus.networks.bots import LIKELY
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.contributions import LARGEST_TEAM
from hubcensus.networks.people import THRESHOLDS
from hubcensus.references import references
from hubcensus.report import scopes, unseen
from hubcensus.report.passages import Passage, Said, passage, uncited
from hubcensus.report.reading import Reading
from hubcensus.report.words import day, listed, shown
from hubcensus.schema import ACCESS_RESOURCES

__all__ = ["methods"]

_COUNTED = " ".join(f"activity.{kind.name}.likes.zero_share" for kind in KINDS)
_TAILS = " ".join(f"activity.{kind.name}.likes.tail" for kind in KINDS)
_GROUPS = " ".join(f"activity.{kind.name}.license.likes" for kind in KINDS)
_PAIRS = " ".join(f"activity.{kind.name}.spearman" for kind in KINDS)
_ACTIVITY = (
    Said(
        "For each count (likes, downloads, commits, days with commits, discussions, pull requests, contributors) the "
        "shares that are unknown and zero, quantiles [@hyndman1996], Lorenz curves with the shares of the most "
        "active 1 % and 10 % [@lorenz1905] and the Gini coefficient [@dorfman1979] were computed.",
        _COUNTED,
    ),
    Said(
        f"Intervals of 95 % are from {DRAWS} bootstrap samples of whole owners, each with all its repositories "
        "[@davison1997], studentized for shares, means and indices of concentration [@beach1983; @langel2013]; where "
        "few owners decide a number, none is given.",
        _COUNTED,
    ),
    Said(
        "A discrete power law was fitted to each upper tail by maximum likelihood, from the value on at which it is "
        f"closest by the distance of Kolmogorov and Smirnov, tested against {DRAWS_OF_TAILS} semiparametric "
        "bootstrap samples [@clauset2009], and compared with an exponential, a lognormal, a stretched exponential "
        "and a truncated power law by ratios of their likelihoods [@vuong1989]. A tail is called a power law only "
        f"if it has {ENOUGH} repositories or more and {PART:.0%} of those with any, spans a power of ten "
        f"[@stumpf2012], passes its own test (p of {SIGNIFICANT} or more), is significantly better told by it than "
        f"by an exponential, and by no other law significantly better (p below {SIGNIFICANT}) [@broido2019].",
        _TAILS,
    ),
    Said(
        "Pairs of counts were related by rank correlation [@spearman1904].",
        _PAIRS,
    ),
    Said(
        "Licences were sorted into permissive, restrictive and none [@osborne2024], and into classes of the ScanCode "
        "LicenseDB [@licensedb]. Between groups, epsilon squared [@tomczak2014] and Cliff&rsquo;s delta [@cliff1993] "
        "give the size of differences; the tests of Kruskal and Wallis [@kruskal1952] and of Dunn [@dunn1964], "
        "with the adjustment of Holm [@holm1979], follow.",
        _GROUPS,
    ),
    Said(
        "How long repositories are worked on, from their first commit to their last [@samoladas2010], was estimated "
        "by Kaplan and Meier [@kaplan1958]; work counts as ended if there is no commit in the "
        f"last {SILENCE} days.",
        "time.model.survival",
    ),
    Said(
        "The absence factor [@chaoss] and the elephant factor [@chaosselephant] count the developers, and the "
        "owners, who together made half of all commits.",
        "time.model.absence_factor",
    ),
)
_COMMUNITY = (
    Said(
        "The nodes of the network of collaboration are the {community.all.developers|author} of commits to models, "
        "of whom {community.all.without_bots.developers} are left when bots are left out: those of a list, and names "
        f"with at least {LIKELY} of 100 points for signs of one, such as being called a bot or working around the "
        "clock. All results on the community leave bots out unless they say otherwise."
    ),
    Said(
        "Each commit ties its first author to all other commit authors of the model [@osborne2024], which gives "
        "{community.all.without_bots.edges} ordered pairs of different developers; a commit to a model with one "
        "author ties nobody. Commits that stand for a squashed history, and models with more than "
        f"{LARGEST_TEAM:,} authors, "
        "make no ties."
    ),
    Said(
        "To see what changes, names were taken for one person from "
        f"{listed([str(points) for points in THRESHOLDS])} of 100 points of likeness on: for how they are spelled, "
        "and for meeting in small repositories.",
        "community.all.aliases_90.developers",
    ),
    Said(
        "Of the network we report components, density and k-cores [@seidman1983], reciprocity [@garlaschelli2004; "
        "@squartini2013], clustering [@watts1998; @barrat2004], assortativity [@newman2003], the rich club "
        "[@zhou2004; @colizza2006], and communities by the Leiden algorithm [@traag2019] with their modularity "
        "[@newman2004] and how alike they are over seeds [@hubert1985]. Developers are key by the product of their "
        "ranks by degree, by PageRank (along weighted ties, damping 0.85) [@brin1998] and by betweenness "
        "[@freeman1977; @brandes2007].",
        "community.all.edges",
    ),
    Said(
        f"On the community, {len(STATEMENTS)} statements were measured under {len(RULES)} rules of who is tied to "
        f"whom, as far as the rule and the data say anything, and on {DRAWS_OF_CHANCE} draws of chance, which deal "
        "anew who works on which model and keep everyone&rsquo;s number of models and every model&rsquo;s number of "
        "developers [@rao1996]. A statement is "
        f"beyond chance under a rule if at most {RARE:g} of the draws speak for it as much; what a rule gives even "
        "for authors assigned at random is said to be so by construction. Communities are sought in one half of the "
        "models and measured in the other. The core is that of Borgatti and Everett "
        "[@borgatti2000], found by the algorithm of Lip [@lip2011].",
        "claims.all.isolates.rules",
    ),
)
_LINEAGE = (
    Said(
        "Bases of models are those that their tags name [@laufer2025]: {lineage.all.edges|pair} of a model "
        "and a base."
    ),
)
_ADOPTION = (
    Said(
        "A use is a pair of a listed space and a model that the space names: {adoption.all.edges|use} of "
        "{adoption.all.models_in_spaces|model} by {adoption.all.spaces|space}."
    ),
    Said(
        "Concentration is given by the share of the top 1 %, the Gini coefficient, the Herfindahl-Hirschman index "
        "[@rhoades1993] and by how few owners have half of all uses. Intervals of uses and of ranks are from "
        f"{DRAWS} bootstrap samples of whole owners of spaces [@davison1997].",
        "adoption.all.edges",
    ),
    Said(
        "Models are used together if one space uses both; the backbone holds the pairs that meet in more spaces than "
        "by chance, given how widely each model is used and how many each space uses [@saracco2017; "
        "@tumminello2011], at a false discovery rate of 1 % [@benjamini1995].",
        "adoption.all.co_usage.pairs",
    ),
    *_LINEAGE,
)
_ALL_LISTED = Said(
    "Each kind was listed once, in the order of creation, and a repository is known by the Hub's own id, so that one "
    "that was renamed meanwhile counts once."
)
_SUBFIELDS = Markup(
    "Subfields ({}) are sorted by the tags {}: a model is in one if it has one of its tags, and can be in several or "
    "in none."
)
_TAKEN = Markup("This is a census of {}, taken on {} by hubcensus {} [@hubcensus]: {}.")
_RECORDED = Markup("These are listings of {}, recorded on {} and read by hubcensus {} [@hubcensus]: {}.")


def methods(document: dict[str, Any]) -> list[Passage]:
    """Return the methods of a document: what its census read, and how its findings were made.

    Parameters
    ----------
    document
        Content of ``findings.json``.
    """
    reading, census = Reading(document), document["census"]
    passages = (
        passage(reading, "Data", _data(reading, census)),
        passage(reading, "Activity", _ACTIVITY),
        passage(reading, "Community", (*_COMMUNITY, _subfields(census) if reading.has("community") else Markup(""))),
        passage(reading, "Adoption", _ADOPTION if reading.value("adoption.all.edges") else _LINEAGE),
        passage(reading, "Reproduction", [_made(census)]),
    )
    return [one for one in passages if one.sentences]


def _data(reading: Reading, census: dict[str, Any]) -> list[Said | Markup]:
    snapshots = census["snapshots"]
    recorded = [one for one in snapshots if not one["source"].startswith("http")]
    by_creation = all(one["scope"].get("sort") == "createdAt" for one in snapshots)
    counts = [
        f"{{census.{kind.name}.listed|{kind.name}}}" for kind in KINDS if reading.has(f"census.{kind.name}.listed")
    ]
    return [
        _taken(census, recorded=bool(recorded)),
        Said(f"It lists {listed(counts)}.") if counts else Markup(""),
        _ALL_LISTED if by_creation and not recorded else Markup(""),
        *(unseen.not_read(reading, resource) for resource in ACCESS_RESOURCES),
        Said("A count that is not known is left out and its share is reported; it is never taken for zero."),
    ]


def _taken(census: dict[str, Any], *, recorded: bool) -> Markup:
    snapshots = census["snapshots"]
    dates = listed(scopes.once(day(one["snapshot"]) for one in snapshots))
    asked = "; ".join(scopes.once(scopes.scope(one["scope"]) for one in snapshots))
    taken = _RECORDED if recorded else _TAKEN
    return taken.format(scopes.place(snapshots), dates or "no day", census["hubcensus"], uncited(asked))


def _subfields(census: dict[str, Any]) -> Markup:
    titles = listed([uncited(shown(title)) for title in census["subfields"].values()])
    of, source = uncited(shown(census["taxonomy"]["title"])), census["taxonomy"]["source"]
    by = Markup("[@{}]").format(source) if source in references() else Markup("of {}").format(of)
    return _SUBFIELDS.format(titles, by) if titles else Markup("")


def _made(census: dict[str, Any]) -> Markup:
    return Markup(
        "All numbers are findings of one file, made from the state {} of the census; the same census gives the same "
        "bytes."
    ).format(census["made_from"])
