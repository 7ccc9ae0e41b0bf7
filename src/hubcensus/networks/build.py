"""Every network of a census, by name, from its tables: overall and for each subfield."""

import math
from collections.abc import Callable, Iterator

import narwhals as nw
import polars as pl

from hubcensus.measures import backbone, meeting_p
from hubcensus.networks.co_usage import co_usage, compared
from hubcensus.networks.collaboration import RULES, collaboration
from hubcensus.networks.contributions import Frame
from hubcensus.networks.dependencies import dependencies
from hubcensus.networks.engines import Engine
from hubcensus.networks.ground import Ground
from hubcensus.networks.lineage import lineage
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
    """Yield (name, network): collaboration by every rule, use, co-usage and lineage, overall and by subfield.

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
    people = engine.collect(ground.people).lazy()
    parts = parts_of(table, engine, taxonomy)
    for part, members in parts.items():
        of_part = ground if members is None else ground.of(members)
        work = {of: engine.keep(of_part.work(of)) for of in ("commits", "discussions")}
        for rule in RULES:
            yield (
                network_name("collaboration", rule, part),
                collaboration_network(of_part, rule, people, engine, work[RULES[rule].of]),
            )
    yield from _dependency_networks(table, engine, parts)


def _dependency_networks(
    table: Callable[[str], Frame], engine: Engine, parts: dict[str, Frame | None]
) -> Iterator[tuple[str, Network]]:
    """Yield what uses what and what was made from what: overall all of it, in a subfield what is of its models."""
    uses = engine.keep(dependencies(table("dependencies")))
    bases = engine.keep(lineage(table("lineage").filter(nw.col("kind") == "model")))
    models = engine.keep(_listed(table, "model"))
    listed = engine.collect(models).lazy().select(name="repo_id").unique()
    for part, members in parts.items():
        inside, used, derived = models, uses, bases
        if members is not None:
            inside = engine.keep(models.join(members, on="repository", how="semi"))
            used, derived = (
                edges.join(inside.select("repo_id"), left_on=end, right_on="repo_id", how="semi")
                for edges, end in ((uses, "target"), (bases, "source"))
            )
        of_part = engine.collect(inside).lazy().group_by(name="repo_id").agg(tagged=pl.col("has_tags").any())
        made = {
            "dependencies": dependency_network(engine.collect(used).lazy(), of_part.select("name"), "model"),
            "co-usage": co_usage_network(used, listed, engine),
            "lineage": lineage_network(engine.collect(derived).lazy(), of_part, listed),
        }
        yield from ((network_name(of, RULE, part), network) for of, network in made.items())
    datasets = engine.collect(_listed(table, "dataset")).lazy().select(name="repo_id").unique()
    of_datasets = engine.collect(dependencies(table("dependencies"), "dataset")).lazy()
    yield network_name("dataset-dependencies", RULE, "all"), dependency_network(of_datasets, datasets, "dataset")


def _listed(table: Callable[[str], Frame], kind: str) -> Frame:
    return table("repositories").filter(nw.col("kind") == kind).select("repository", "repo_id", "has_tags")


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


def dependency_network(uses: pl.LazyFrame, listed: pl.LazyFrame, kind: str) -> Network:
    """Return who uses what; nodes are the spaces of these uses, and all that is listed of the part, used or not.

    Parameters
    ----------
    uses
        Frame with ``source`` (space) and ``target``.
    listed
        Frame with ``name``, each once: what there is to use.
    kind
        What it is: ``model`` or ``dataset``.
    """
    spaces = uses.select(name="source").unique().with_columns(kind=pl.lit("space"), listed=pl.lit(True))
    used = uses.select(name="target").unique().join(listed, on="name", how="anti")
    targets = [listed.select("name", listed=pl.lit(True)), used.with_columns(listed=pl.lit(False))]
    return Network.of(
        pl.concat([spaces, *(of.with_columns(kind=pl.lit(kind)) for of in targets)], how="diagonal"), uses
    )


def lineage_network(bases: pl.LazyFrame, of_part: pl.LazyFrame, listed: pl.LazyFrame) -> Network:
    """Return what was made from what; nodes are the models of the part, and all bases of these.

    Parameters
    ----------
    bases
        Frame with ``source``, ``target`` and ``relation``: those of the part.
    of_part
        Frame with ``name``, each once, and ``tagged``, whether its tags are known: the listed models of the part.
    listed
        Frame with ``name``, each once: all listed models.

    Returns
    -------
    Network
        Its nodes say ``listed``, and ``in_part``: a listed model of the part whose tags are known.
    """
    names = pl.concat([of_part.select("name"), *(bases.select(name=end) for end in ("source", "target"))]).unique()
    known = {"listed": listed, "in_part": of_part.filter("tagged")}
    for column, of in known.items():
        names = names.join(of.select("name", pl.lit(True).alias(column)), on="name", how="left")
    nodes = names.with_columns(pl.col(*known).fill_null(False), kind=pl.lit("model"))
    return Network.of(nodes.select("name", "kind", *known), bases)


def co_usage_network(uses: Frame, listed: pl.LazyFrame, engine: Engine) -> Network:
    """Return which models are used together, how likely that is by chance, and which pairs are in the backbone.

    Parameters
    ----------
    uses
        Frame with ``source`` (space) and ``target`` (model).
    listed
        Frame with ``name``, each once: the listed models.
    engine
        Runs the joins.

    Returns
    -------
    Network
        Its nodes say ``listed`` and ``spaces``, how many use them; its edges ``weight``, ``p`` and ``backbone``.
    """
    kept = engine.keep(compared(uses))
    numbers = engine.keep(kept.select("target").unique().with_row_index("number", order_by="target"))
    counts, sizes = (kept.group_by(end).agg(spaces=nw.len()) for end in ("target", "source"))
    used = engine.collect(numbers.join(counts, on="target")).sort("number").rename({"target": "name"})
    used = used.with_columns(pl.col("spaces").cast(pl.Int64))
    pairs = engine.collect(co_usage(kept.join(numbers, on="target").select("source", target="number")))
    one, other = pairs["source"], pairs["target"]
    p = meeting_p(pairs["weight"], one, other, used["spaces"], engine.collect(sizes)["spaces"])
    source, target = (used["name"].gather(end) for end in (one, other))
    held = backbone(p, math.comb(used.height, 2))
    edges = pl.DataFrame({"source": source, "target": target, "weight": pairs["weight"], "p": p, "backbone": held})
    known = used.lazy().join(listed.select("name", listed=pl.lit(True)), on="name", how="left")
    nodes = known.select("name", pl.lit("model").alias("kind"), pl.col("listed").fill_null(False), "spaces")
    return Network.of(nodes, edges.lazy(), directed=False)
