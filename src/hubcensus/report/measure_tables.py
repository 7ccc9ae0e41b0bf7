"""Tables of measures: a row a measure, a column a part of the Hub, or who counts as a person."""

from collections.abc import Iterator, Mapping

from hubcensus.networks.build import RULE
from hubcensus.networks.people import THRESHOLDS
from hubcensus.report.activity_tables import Parts
from hubcensus.report.reading import Reading
from hubcensus.report.sheets import Sheet, cited, reasons, text

__all__ = ["VARIANTS", "measure_sheets"]

VARIANTS = (
    ("as_named", "With bots"),
    ("without_bots", "Without bots"),
    *((f"aliases_{least}", f"Aliases from {least} points") for least in THRESHOLDS),
)
"""Who counts as a person: the name in findings, and the heading of a column."""

_COMMUNITY = {
    "developers": "Developers",
    "edges": "Edges (ordered pairs)",
    "isolates": "Isolates",
    "isolate_share": "Isolates, share",
    "components": "Components",
    "giant_share": "In the largest component",
    "density": "Density",
    "reciprocity": "Reciprocity (see warning)",
    "weighted_reciprocity": "Reciprocity, by weight",
    "transitivity": "Transitivity",
    "mean_clustering": "Clustering, mean",
    "assortativity": "Assortativity, by degree",
    "degree_mean": "Degree, mean",
    "degree_median": "Degree, median",
    "degree_max": "Degree, max",
    "strength_mean": "Strength, mean",
    "home_assortativity": "Assortativity, by whose models",
    "core_max": "Innermost core, k",
    "core_developers": "Innermost core, developers",
    "communities": "Communities",
    "modularity": "Modularity",
    "stability": "Communities alike over seeds",
}
_ADOPTION = {
    "models": "Models listed",
    "spaces": "Spaces that use them",
    "models_in_spaces": "Models used",
    "edges": "Uses",
    "unused_share": "Listed models unused",
    "in_degree_mean": "Spaces per used model, mean",
    "in_degree_median": "Spaces per used model, median",
    "in_degree_max": "Spaces per used model, max",
    "top_1pct_share": "Top 1 % of used models have",
    "gini": "Gini of used models",
}
_CO_USAGE = {
    "co_usage.pairs": "Pairs of models used together",
    "co_usage.backbone_pairs": "Of these, in the backbone",
    "co_usage.models": "Models in the backbone",
    "co_usage.communities": "Communities of these",
    "co_usage.modularity": "Modularity",
    "co_usage.spaces_set_aside": "Spaces set aside",
}
_LINEAGE = {
    "models": "Models with known tags",
    "derived": "Derived from another",
    "derived_share": "Derived, share",
    "edges": "Pairs of model and base",
    "single_base_share": "Derived from one base only",
    "bases": "Bases",
    "unlisted_bases": "Bases that are not listed",
    "roots_used": "Bases without a base",
    "childless_share": "Models that are no base",
    "fertility.max": "Derivatives of a base, max",
    "fertility.top_1pct_share": "Top 1 % of bases have",
    "fertility.gini": "Gini of bases",
    "depth.mean": "Depth of derived models, mean",
    "depth.max": "Depth, max",
    "cyclic": "On or behind a cycle",
    "self_references": "Naming themselves",
}


def measure_sheets(reading: Reading, parts: Parts, people: Parts) -> Iterator[Sheet]:
    """Yield the measures of each network, by part; of developers, also by who counts as a person.

    Parameters
    ----------
    reading
        The findings.
    parts
        Name and title of all models and of the subfields.
    people
        The same, as they are named in findings on people.
    """
    bots = ", bots left out" if people != parts else ""
    title = f"The network of developers (rule {RULE}), overall and by subfield{bots}."
    yield _sheet(reading, "community", title, "community", _COMMUNITY, people)
    if bots:
        variants = [("all", "Every name"), *((f"all.{name}", title) for name, title in VARIANTS[1:])]
        title = (
            f"The network of developers of all models (rule {RULE}), whoever counts as a person: without bots, "
            "and with names alike by so many of 100 points as one person."
        )
        yield _sheet(reading, "people", title, "community", _COMMUNITY, variants)
    title = "The use of models by spaces, overall and by subfield."
    yield _sheet(reading, "adoption", title, "adoption", _ADOPTION, parts)
    title = "Models used together by spaces, overall and by subfield."
    yield _sheet(reading, "co-usage", title, "adoption", _CO_USAGE, parts)
    title = "What models were made from, overall and by subfield."
    yield _sheet(reading, "lineage", title, "lineage", _LINEAGE, parts)


def _sheet(reading: Reading, name: str, title: str, prefix: str, measures: Mapping[str, str], parts: Parts) -> Sheet:
    rows = tuple(
        (text(label), *(cited(reading, f"{prefix}.{part}.{key}") for part, _ in parts))
        for key, label in measures.items()
    )
    known = any(cell.value is not None for row in rows for cell in row[1:])
    return Sheet(name, title, ("Measure", *(title for _, title in parts)), rows if known else (), reasons(rows))
