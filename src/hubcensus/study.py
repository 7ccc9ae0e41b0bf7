"""The study of a census folder: tables, networks, findings, page; each made only if what it stands on changed."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from hubcensus import __version__
from hubcensus.collect.entries import Snapshot
from hubcensus.collect.journal import Journal
from hubcensus.collect.reading import fingerprint
from hubcensus.errors import CensusError, JournalError, NotCollected, UsageError
from hubcensus.findings import Finding, Variant, activity, adoption, claimed, community, coverage, flow, listing
from hubcensus.hub.wire import BadReply
from hubcensus.kinds import KINDS
from hubcensus.networks.bots import bot_list
from hubcensus.networks.build import RULE, build_networks, collaboration_network, network_name, parts_of
from hubcensus.networks.contributions import Frame
from hubcensus.networks.engines import Engine, engine_named
from hubcensus.networks.ground import Ground
from hubcensus.networks.network import Network
from hubcensus.networks.taxonomy import Taxonomy, taxonomy_named
from hubcensus.review import candidates, decisions, make_people
from hubcensus.schema import TABLES
from hubcensus.standing import Standing
from hubcensus.tables.audit import coverage_of
from hubcensus.tables.build import build_snapshot
from hubcensus.tables.certificate import Certificate, certificate_of, listings_of, readings_of
from hubcensus.tables.difference import Difference, difference
from hubcensus.tables.store import Census
from hubcensus.tables.writer import read_stamp, replaced_folder, replaced_text, write_parquet, write_stamp

__all__ = [
    "TAXONOMY",
    "make_audit",
    "make_difference",
    "make_findings",
    "make_names",
    "make_networks",
    "make_report",
    "make_tables",
    "tables_on",
]

TAXONOMY = "osborne2024"

_COUNTED = ("likes", "downloads", "commits", "contributors", "discussions", "license", "has_tags")

Watch = Callable[[str], None]


def make_tables(census: Census, watch: Watch = lambda _: None) -> str:
    """Make the tables of every snapshot that is not made of this journal yet; return what they are made from."""
    folder = census.folder / "tables"
    with closing(Journal(census.folder)) as journal, journal.at_one_moment():
        stamps = {snapshot.name: _stamp(fingerprint(journal, snapshot)) for snapshot in journal.snapshots()}
        if not stamps:
            raise NotCollected(
                f"nothing was read into '{census.folder}' yet: run `hubcensus collect {census.folder}`"
            )
        made = read_stamp(folder)
        if stamps != made:
            with replaced_folder(folder) as aside:
                for snapshot in journal.snapshots():
                    if made.get(snapshot.name) == stamps[snapshot.name]:
                        _take_over(folder, aside, snapshot.name)
                    else:
                        _build(journal, snapshot, aside, watch)
                write_stamp(aside, stamps)
    return _stamp(repr(stamps))


def _build(journal: Journal, snapshot: Snapshot, folder: Path, watch: Watch) -> None:
    try:
        build_snapshot(journal, snapshot, folder, watch)
    except BadReply as error:
        raise JournalError(
            f"the journal '{journal.path}' holds a reply that is damaged ({error}): restore the file from a copy, "
            "or collect into a new folder"
        ) from error


def _take_over(old: Path, new: Path, snapshot: str) -> None:
    """Take over the parts of a snapshot that has not changed, without copying them."""
    for table in TABLES:
        (new / table.name).mkdir(exist_ok=True)
        for part in sorted((old / table.name).glob(f"{snapshot}-*.parquet")):
            (new / table.name / part.name).hardlink_to(part)


def make_names(census: Census, watch: Watch = lambda _: None) -> str:
    """Look for aliases and bots, once for these tables; return what the tables are made from."""
    tables = make_tables(census, watch)
    watch("names")
    make_people(census, tables)
    return tables


def make_networks(census: Census, watch: Watch = lambda _: None) -> str:
    """Make the networks from the tables, unless they are of these tables; return what they were made from."""
    taxonomy, made = taxonomy_named(TAXONOMY), decisions(census)
    tables = make_names(census, watch)
    stamp = _stamp(tables, repr(taxonomy), made.text(), bot_list().version)
    folder, engine = census.folder / "networks", engine_named("polars")
    if read_stamp(folder) != {"networks": stamp}:
        table = tables_on(engine, census)
        ground = Standing(table, engine, made).ground
        with replaced_folder(folder) as aside:
            for name, network in build_networks(table, ground, engine, taxonomy):
                watch(f"network {name}")
                (aside / name).mkdir()
                write_parquet(network.nodes, aside / name / "nodes.parquet")
                write_parquet(network.edges, aside / name / "edges.parquet")
            write_stamp(aside, {"networks": stamp})
    return stamp


def tables_on(engine: Engine, census: Census) -> Callable[[str], Frame]:
    """Return what gives a table of the newest snapshot, as a frame of the engine, by its name."""
    newest = census.newest("snapshots").select("snapshot", "kind").collect().rows()
    of = [(nw.col("snapshot") == snapshot) & (nw.col("kind") == kind) for snapshot, kind in newest]
    return lambda name: engine.read(census.parts(name)).filter(nw.any_horizontal(*of, ignore_nulls=True))


def make_findings(census: Census, watch: Watch = lambda _: None) -> dict[str, Any]:
    """Answer the three questions in ``findings.json``, unless it answers for these networks; return its content."""
    stamp = _stamp(make_networks(census, watch), "findings")
    path = census.folder / "findings.json"
    if (content := _findings_made_from(census, stamp)) is not None:
        return content
    taxonomy = taxonomy_named(TAXONOMY)
    findings = [finding.as_dict() for finding in _findings(census, taxonomy, watch)]
    content = {"census": _about(census, taxonomy, stamp), "findings": findings}
    replaced_text(path, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return content


def _findings_made_from(census: Census, stamp: str) -> dict[str, Any] | None:
    """Return the findings that there are, if they can be read and were made from this."""
    try:
        content = census.findings()
        return content if content["census"]["made_from"] == stamp else None
    except (CensusError, KeyError, TypeError):  # none yet, or no findings: they are made again
        return None


def make_audit(census: Census) -> Certificate:
    """Return what every snapshot saw and did not see, how and when, and the sums that have to be right."""
    make_tables(census)
    return certificate_of(census.table)


def make_difference(
    census: Census, before: str | None = None, after: str | None = None
) -> tuple[str, str, list[Difference]]:
    """Return the names of two snapshots, by default the last two, and what changed between them, by kind.

    Raises
    ------
    UsageError
        If there is no such snapshot, or only one.
    """
    make_tables(census)
    taken = census.table("snapshots").sort("started_at", "number").collect()
    names = taken["snapshot"].unique(maintain_order=True).to_list()
    for name in (before, after):
        if name is not None and name not in names:
            raise UsageError(f"there is no snapshot '{name}' in '{census.folder}': there are {', '.join(names)}")
    if len(names) < 2:
        raise UsageError(
            f"'{census.folder}' has one snapshot, {names[0]}: take the next with "
            f"`hubcensus collect {census.folder} --new-snapshot`"
        )
    first, last = before or _earlier(taken, after or names[-1]) or names[-2], after or names[-1]
    sides = [census.table("repositories").filter(snapshot=name).collect() for name in (first, last)]
    kinds = [kind.name for kind in KINDS if all(side.filter(kind=kind.name).height for side in sides)]
    if not kinds:
        raise UsageError(f"snapshots {first} and {last} have no kind in common: name two, of {', '.join(names)}")
    return first, last, [difference(kind, *(side.filter(kind=kind) for side in sides)) for kind in kinds]


def _earlier(taken: pl.DataFrame, after: str) -> str | None:
    """Return the last snapshot before another that has a kind in common with it."""
    kinds = taken.filter(snapshot=after)["kind"]
    alike = taken.filter(pl.col("kind").is_in(kinds.implode()))["snapshot"].unique(maintain_order=True).to_list()
    place = alike.index(after)
    return alike[place - 1] if place else None


def make_report(census: Census, watch: Watch = lambda _: None) -> tuple[dict[str, Any], Path]:
    """Write the page from the findings; return the findings and the path of the page."""
    from hubcensus.report.page import write_report

    content = make_findings(census, watch)
    watch("the page")
    return content, write_report(content, census.folder / "report")


def _findings(census: Census, taxonomy: Taxonomy, watch: Watch) -> Iterator[Finding]:
    repositories = census.newest("repositories")
    kinds = set(census.newest("snapshots").collect()["kind"])
    seen = list(coverage_of(census.newest))
    listings = {one.kind: one for one in listings_of(census.newest)}
    readings = {one.snapshot: one for one in readings_of(census.newest)}
    for kind in KINDS:
        watch(f"findings on {kind.plural}")
        rows = repositories.filter(kind=kind.name).select(_COUNTED).collect()
        collected = kind.name in kinds
        of_kind = {one.resource: one for one in seen if one.kind == kind.name}
        listed = rows.height if collected else None
        yield from coverage(kind, listed, of_kind)
        yield from flow(kind, rows, listed, of_kind)
        one = listings.get(kind.name)
        yield from listing(kind, one, readings[one.snapshot] if one else None)
        yield from activity(kind, rows, collected=collected)
    no_spaces = "" if "space" in kinds else "spaces were not collected"
    standing = Standing(tables_on(engine := engine_named("polars"), census), engine, decisions(census))
    variants = standing.variants(candidates(census))
    for part, models in parts_of(standing.table, engine, taxonomy).items():
        watch(f"findings on community and adoption, {part}")
        ground = standing.ground if models is None else standing.ground.of(models)
        yield from community(part, Network(*census.network(network_name("collaboration", part))))
        yield from _variants(part, standing, ground, variants)
        yield from claimed(part, ground, engine, variants, watch)
        yield from adoption(part, Network(*census.network(network_name("dependencies", part))), no_spaces)


def _variants(part: str, standing: Standing, ground: Ground, variants: list[Variant]) -> Iterator[Finding]:
    """Yield the findings on a part's community for each decision on who counts as a person."""
    for variant in variants:
        if variant.bots or variant.aliases is not None:
            known = ground.known_as(variant.aliases, variant.bots)
            network = collaboration_network(known, RULE, standing.people.lazy(), standing.engine)
            yield from community(part, network, variant=variant.name)


def _about(census: Census, taxonomy: Taxonomy, stamp: str) -> dict[str, Any]:
    """Return what the findings stand on, for their head."""
    snapshots = census.newest("snapshots").sort("number", "kind").collect()
    return {
        "hubcensus": __version__,
        "made_from": stamp,
        "rule": RULE,
        "taxonomy": {"name": taxonomy.name, "title": taxonomy.title, "source": taxonomy.source},
        "subfields": {subfield.name: subfield.title for subfield in taxonomy.subfields},
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


def _stamp(*parts: str) -> str:
    """Return a short text for what something is made from: its parts, the version, the schema."""
    return blake2b(repr((parts, __version__, TABLES)).encode(), digest_size=16).hexdigest()
