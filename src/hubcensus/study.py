"""The study of a census folder: tables, networks, findings, page; each made only if what it stands on changed."""

import json
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl
from threadpoolctl import threadpool_limits

from hubcensus import __version__
from hubcensus.collect.entries import Snapshot
from hubcensus.collect.journal import Journal
from hubcensus.collect.reading import fingerprint
from hubcensus.errors import CensusError, JournalError, NotCollected, UsageError
from hubcensus.findings.contract import SCHEMA
from hubcensus.heading import about
from hubcensus.hub.wire import BadReply
from hubcensus.kinds import KINDS
from hubcensus.networks.bots import bot_list
from hubcensus.networks.build import build_networks, collaboration_network, parts_of
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.engines import EngineName, engine_named
from hubcensus.owners import owners_known
from hubcensus.questions import all_findings
from hubcensus.review import bots, bots_among, candidates, decisions, make_people, taxonomy
from hubcensus.schema import TABLES
from hubcensus.standing import Standing, tables_on
from hubcensus.tables.build import build_snapshot
from hubcensus.tables.certificate import Certificate, certificate_of
from hubcensus.tables.checksum import checksum
from hubcensus.tables.difference import Difference, difference
from hubcensus.tables.network import Network, network_name
from hubcensus.tables.store import Census
from hubcensus.tables.writer import (
    read_stamp,
    replaced_folder,
    replaced_text,
    take_over,
    write_parquet,
    write_stamp,
)
from hubcensus.watch import Watch, unwatched

__all__ = [
    "export",
    "make_audit",
    "make_difference",
    "make_findings",
    "make_names",
    "make_networks",
    "make_report",
    "make_tables",
    "network_of",
]


def make_tables(census: Census, watch: Watch = unwatched) -> str:
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
    """Take over the parts of a snapshot that has not changed."""
    for table in TABLES:
        (new / table.name).mkdir(exist_ok=True)
        for part in sorted((old / table.name).glob(f"{snapshot}-*.parquet")):
            take_over(part, new / table.name / part.name)


def make_names(census: Census, watch: Watch = unwatched) -> str:
    """Look for aliases and bots, once for these tables; return what the tables are made from."""
    tables = make_tables(census, watch)
    watch("names")
    make_people(census, tables)
    return tables


def make_networks(census: Census, watch: Watch = unwatched, engine_name: EngineName = "polars") -> str:
    """Make the networks from the tables, unless they are of these tables; return what they were made from."""
    sorted_by, made = taxonomy(census), decisions(census)
    tables = make_names(census, watch)
    stamp = _stamp(tables, repr(sorted_by), made.text(), bot_list().version)
    folder = census.folder / "networks"
    if read_stamp(folder) != {"networks": stamp}:
        engine = engine_named(engine_name)
        table = tables_on(engine, census)
        ground = Standing(table, engine, made, bots(census)).ground
        with replaced_folder(folder) as aside:
            for name, network in build_networks(table, ground, engine, sorted_by):
                watch(f"network {name}")
                (aside / name).mkdir()
                write_parquet(network.nodes, aside / name / "nodes.parquet")
                directed = "yes" if network.directed else "no"
                write_parquet(network.edges, aside / name / "edges.parquet", directed=directed)
            write_stamp(aside, {"networks": stamp})
    return stamp


def make_findings(census: Census, watch: Watch = unwatched) -> dict[str, Any]:
    """Answer the three questions in ``findings.json``, unless it answers for these networks; return its content."""
    stamp = _stamp(make_networks(census, watch), SCHEMA, repr(owners_known(census.folder)))
    path = census.folder / "findings.json"
    if (content := _findings_made_from(census, stamp)) is not None:
        return content
    sorted_by = taxonomy(census)
    with threadpool_limits(1):  # sums are made in one order, however many cores there are
        findings = [finding.as_dict() for finding in all_findings(census, sorted_by, watch)]
    head = about(census, sorted_by, stamp)
    content = {"$schema": SCHEMA, "census": head, "findings": findings}
    head["checksum"] = checksum(content)
    replaced_text(path, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    return content


def _findings_made_from(census: Census, stamp: str) -> dict[str, Any] | None:
    """Return the findings that there are, if they are as they were written and were made from this."""
    try:
        content = census.findings()
        return content if content["census"]["made_from"] == stamp else None
    except CensusError:  # none yet, or changed since: they are made again
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


def network_of(census: Census, name: str, people: str = "as_named") -> Network:
    """Return a network for one choice of who counts as a person; all but the first are made when they are asked for.

    Parameters
    ----------
    census
        A census whose networks are made.
    name
        Name of the network, such as ``collaboration-temporal-cv``.
    people
        ``as_named``, ``without_bots``, or ``aliases_85`` and so on, as in the names of findings.

    Raises
    ------
    UsageError
        If there is no such network or choice, or the network is not of developers.
    """
    if people == "as_named":
        return census.network(name)
    sorted_by, engine = taxonomy(census), engine_named("polars")
    parts = ["all", *(subfield.name for subfield in sorted_by.subfields)]
    named = {network_name("collaboration", rule, part): (rule, part) for rule in RULES for part in parts}
    if name not in named:
        raise UsageError(f"'{name}' is no network of developers: who counts as a person changes nothing in it")
    rule, part = named[name]
    standing = Standing(tables_on(engine, census), engine, decisions(census), bots(census))
    variants = {one.name: one for one in standing.variants(candidates(census))}
    if people not in variants:
        raise UsageError(f"'{people}' is no choice of who counts as a person: there are {', '.join(variants)}")
    models = parts_of(standing.table, engine, sorted_by)[part]
    ground = standing.ground if models is None else standing.ground.of(models)
    known = ground.known_as(variants[people].aliases, variants[people].bots)
    return collaboration_network(known, rule, standing.people.lazy(), engine)


def export(
    census: Census,
    format: str,
    names: list[str],
    folder: Path,
    watch: Watch = unwatched,
    people: str = "as_named",
) -> list[Path]:
    """Write a whole census (formats ``origin``, ``duckdb``, ``sqlite``), or networks by name; return the paths."""
    from hubcensus.export.databases import DATABASES, export_database
    from hubcensus.export.networks import described, export_network
    from hubcensus.export.origin import export_origin

    if format in DATABASES:
        return [export_database(census, make_findings(census, watch), format, folder, watch)]
    make_networks(census, watch)
    if format == "origin":
        return export_origin(census, folder)
    made, written = decisions(census), []
    for name in names:
        watch(name)
        network = network_of(census, name, people)
        of, parts = name.rpartition("-")[0], [subfield.name for subfield in taxonomy(census).subfields]
        alike = {part: f"{of}-{part}" for part in parts}
        subfields = {
            part: census.network(other).members() for part, other in alike.items() if other in census.networks()
        }
        known = described(network, subfields, bots_among(network.nodes["name"], bots(census), made))
        written += export_network(known, name if people == "as_named" else f"{name}-{people}", format, folder)
    return written


def make_report(census: Census, watch: Watch = unwatched) -> tuple[dict[str, Any], Path]:
    """Write the page, its tables and its figures from the findings; return these and the path of the page."""
    from hubcensus.exploring import facts_of
    from hubcensus.report.explorer.files import Explored
    from hubcensus.report.files import write_report

    content = make_findings(census, watch)
    watch("the page")
    explored = Explored(census.network, census.networks(), lambda: facts_of(census, taxonomy(census)))
    return content, write_report(content, census.folder / "report", explored)


def _stamp(*parts: str) -> str:
    """Return a short text for what something is made from: its parts, the version, the schema."""
    return blake2b(repr((parts, __version__, TABLES)).encode(), digest_size=16).hexdigest()
