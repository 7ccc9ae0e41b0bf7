"""All findings of a census, and what they stand on."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import narwhals as nw
import polars as pl

from hubcensus import __version__
from hubcensus.findings import (
    Finding,
    Variant,
    activity,
    adoption,
    cap,
    claimed,
    co_usage,
    community,
    coverage,
    flow,
    left_out,
    lineage,
    listing,
    subfields,
)
from hubcensus.findings.repositories import described
from hubcensus.kinds import KINDS
from hubcensus.networks.build import RULE, collaboration_network, parts_of
from hubcensus.networks.engines import engine_named
from hubcensus.networks.ground import Ground
from hubcensus.networks.lineage import self_references
from hubcensus.networks.taxonomy import Taxonomy
from hubcensus.review import bots, candidates, decisions
from hubcensus.standing import Standing, tables_on
from hubcensus.tables.audit import coverage_of
from hubcensus.tables.certificate import listings_of, readings_of
from hubcensus.tables.store import Census
from hubcensus.watch import Watch

__all__ = ["about", "all_findings"]


def all_findings(census: Census, sorted_by: Taxonomy, watch: Watch) -> Iterator[Finding]:
    """Yield every finding of a census whose networks are made, in the order of the questions."""
    kinds = set(census.newest("snapshots").collect()["kind"])
    standing = Standing(tables_on(engine := engine_named("polars"), census), engine, decisions(census), bots(census))
    named = parts_of(standing.table, engine, sorted_by)
    members = {part: engine.collect(of).sort("repository") for part, of in named.items() if of is not None}
    yield from _seen(census, kinds)
    yield from _activity(census, kinds, standing, members, watch)
    tagged = census.newest("repositories").filter("has_tags", kind="model").select("repository").collect()
    yield from subfields(sorted_by, members, tagged)
    variants, homes = standing.variants(candidates(census)), standing.homes()
    no_spaces, no_models = ("" if kind in kinds else f"{kind}s were not collected" for kind in ("space", "model"))
    itself = engine.collect(self_references(standing.table("lineage").filter(nw.col("kind") == "model")))
    for part, models in named.items():
        watch(f"findings on community and adoption, {part}")
        ground = standing.ground if models is None else standing.ground.of(models)
        yield from left_out(part, *standing.set_aside(models))
        yield from community(part, census.network("collaboration", RULE, part), homes)
        yield from _variants(part, standing, ground, variants, homes)
        yield from claimed(part, ground, engine, variants, watch)
        yield from _dependencies(part, census, no_spaces)
        yield from lineage(part, census.network("lineage", subfield=part), itself, no_models)
    yield from adoption("datasets", census.network("dataset-dependencies"), no_spaces, "dataset")


def _seen(census: Census, kinds: set[str]) -> Iterator[Finding]:
    """Yield the findings on what was listed and read."""
    seen = list(coverage_of(census.newest))
    listings = {one.kind: one for one in listings_of(census.newest)}
    readings = {one.snapshot: one for one in readings_of(census.newest)}
    for kind in KINDS:
        rows = census.newest("repositories").filter(kind=kind.name).select("commits", "contributors").collect()
        of_kind = {one.resource: one for one in seen if one.kind == kind.name}
        listed = rows.height if kind.name in kinds else None
        yield from coverage(kind, listed, of_kind)
        yield from flow(kind, rows, listed, of_kind)
        one = listings.get(kind.name)
        yield from listing(kind, one, readings[one.snapshot] if one else None)


def _activity(
    census: Census, kinds: set[str], standing: Standing, members: dict[str, pl.DataFrame], watch: Watch
) -> Iterator[Finding]:
    """Yield the findings on the activity in each kind, and in each subfield of the models."""
    types = standing.owner_types()
    for kind in KINDS:
        watch(f"findings on {kind.plural}")
        wanted = ("repository", "repo_id", "owner", "created_at", "license", "has_tags", *kind.variables)
        rows = described(census.newest("repositories").filter(kind=kind.name).select(wanted).collect(), types)
        missing = "" if kind.name in kinds else f"{kind.plural} were not collected"
        yield from activity(kind.name, kind, rows, missing)
        for part, of in members.items() if kind.name == "model" else ():
            watch(f"findings on {kind.plural}, {part}")
            yield from activity(part, kind, rows.join(of, on="repository", how="semi"), missing, by_group=False)


def _variants(
    part: str, standing: Standing, ground: Ground, variants: list[Variant], homes: pl.DataFrame
) -> Iterator[Finding]:
    """Yield the findings on a part's community for each decision on who counts as a person."""
    for variant in variants:
        if variant.name != "as_named":
            known = ground.known_as(variant.aliases, variant.bots)
            network = collaboration_network(known, RULE, standing.people.lazy(), standing.engine)
            yield from community(part, network, homes, variant=variant.name)


def _dependencies(part: str, census: Census, no_spaces: str) -> Iterator[Finding]:
    """Yield the findings on the models of a part that spaces use: which, which together, what a list would lose."""
    network = census.network("dependencies", subfield=part)
    yield from adoption(part, network, no_spaces)
    yield from cap(part, network, no_spaces)
    yield from co_usage(part, census.network("co-usage", subfield=part), network.edges, no_spaces)


def about(census: Census, sorted_by: Taxonomy, stamp: str) -> dict[str, Any]:
    """Return what the findings stand on, for their head."""
    snapshots = census.newest("snapshots").sort("number", "kind").collect()
    return {
        "hubcensus": __version__,
        "made_from": stamp,
        "rule": RULE,
        "taxonomy": {"name": sorted_by.name, "title": sorted_by.title, "source": sorted_by.source},
        "subfields": {subfield.name: subfield.title for subfield in sorted_by.subfields},
        "snapshots": [
            {
                **row,
                "scope": json.loads(row["scope"]),
                **{at: _instant(row[at]) for at in ("started_at", "finished_at")},
            }
            for row in snapshots.iter_rows(named=True)
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
