"""Every network of a census, by name, from its tables: overall and for each subfield."""

from collections.abc import Callable, Iterator

import narwhals as nw
import polars as pl

from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import Frame
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import Ground
from hubcensus.networks.taxonomy import Taxonomy, in_subfield
from hubcensus.tables.network import Network, network_name

__all__ = ["RULE", "build_networks", "collaboration_network", "parts_of"]

RULE = "osborne2024"
"""The rule of the original study, and of findings that name no other."""


def build_networks(
    table: Callable[[str], Frame],
    ground: Ground,
    engine: Engine,
    taxonomy: Taxonomy,
) -> Iterator[tuple[str, Network]]:
    """Yield (name, network) for collaboration by every rule and dependencies, overall and by subfield.

    Parameters
    ----------
    table
        Gives a table of the newest snapshot by its name, as a frame of the engine.
    ground
        Who did what, of the same engine.
    engine
        Runs the joins.
    taxonomy
        Its subfields.
    """
    parts = parts_of(table, engine, taxonomy)
    names = table("repositories").filter(nw.col("kind") == "model").select("repository", "repo_id")
    people = engine.collect(ground.people).lazy()
    for part, members in parts.items():
        of_part = ground if members is None else ground.of(members)
        work = {of: engine.keep(of_part.work(of)) for of in ("commits", "discussions")}
        for rule in RULES:
            yield (
                network_name("collaboration", rule, part),
                collaboration_network(of_part, rule, people, engine, work[RULES[rule].of]),
            )
        listed = names if members is None else names.join(members, on="repository", how="semi")
        yield (
            network_name("dependencies", RULE, part),
            _dependencies(engine, table("dependencies"), listed, members is None),
        )


def parts_of(table: Callable[[str], Frame], engine: Engine, taxonomy: Taxonomy) -> dict[str, Frame | None]:
    """Return the models of each part of the Hub, by its name; ``None`` for all."""
    tags = table("tags").filter(nw.col("kind") == "model")
    of = {subfield.name: engine.keep(in_subfield(tags, subfield)) for subfield in taxonomy.subfields}
    return {"all": None, **of}


def collaboration_network(
    ground: Ground, rule: str, people: pl.LazyFrame, engine: Engine, work: Frame | None = None
) -> Network:
    """Return the network of a ground by a rule.

    Parameters
    ----------
    ground
        Who did what.
    rule
        Name of a rule.
    people
        Frame with ``id`` and ``name``, numbered as the names sort.
    engine
        Runs the joins.
    work
        What the rule reads of the ground, if that is at hand.
    """
    of = RULES[rule]
    nodes = engine.collect(ground.nodes(rule)).lazy().join(people, left_on="author", right_on="id").select("name")
    edges = engine.collect(collaboration(ground.work(of.of) if work is None else work, rule)).lazy()
    for end in ("source", "target"):
        edges = edges.join(people, left_on=end, right_on="id").drop(end).rename({"name": end})
    return Network.of(nodes, edges.select("source", "target", "weight"), directed=of.directed)


def _dependencies(engine: Engine, uses: Frame, listed: Frame, whole: bool) -> Network:
    """Overall every use counts; in a subfield, those of the models that are listed and in it.

    Nodes are the spaces that use a model, and every model of the part, used or not.
    """
    found = dependencies(uses)
    if not whole:
        found = found.join(listed.select("repo_id"), left_on="target", right_on="repo_id", how="semi")
    edges = engine.collect(found).lazy()
    spaces = edges.select(name="source").unique().with_columns(kind=pl.lit("space"), listed=pl.lit(True))
    models = engine.collect(listed.select(name="repo_id").unique()).lazy().with_columns(listed=pl.lit(True))
    used = edges.select(name="target").unique().join(models, on="name", how="anti")
    models = pl.concat([models, used.with_columns(listed=pl.lit(False))]).with_columns(kind=pl.lit("model"))
    return Network.of(pl.concat([spaces, models.select("name", "kind", "listed")], how="diagonal"), edges)
