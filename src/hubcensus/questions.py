"""All findings of a census, in the order of the questions."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

import narwhals as nw
import polars as pl

from hubcensus.collect.entries import RECORDED
from hubcensus.findings import (
    Active,
    Finding,
    History,
    accounts,
    activities,
    actors,
    adoption,
    agreement,
    cap,
    claimed,
    co_usage,
    community,
    coverage,
    created,
    declared,
    drift,
    flow,
    in_time,
    left_out,
    lineage,
    listing,
    otherwise,
    replication,
    retired_in,
    subfields,
)
from hubcensus.findings.agreement import signs
from hubcensus.findings.community import ALIKE
from hubcensus.findings.elsewhere import elsewhere
from hubcensus.findings.repositories import DESCRIBED, described
from hubcensus.findings.unread import explained, unread
from hubcensus.kinds import KINDS, Kind
from hubcensus.networks.build import RULE, collaboration_network, parts_of
from hubcensus.networks.collaboration import RULES
from hubcensus.networks.engines import engine_named
from hubcensus.networks.ground import Ground
from hubcensus.networks.lineage import self_references
from hubcensus.networks.taxonomy import Taxonomy
from hubcensus.owners import kinds_of_owners
from hubcensus.review import bots, bots_among, candidates, decisions
from hubcensus.standing import Standing, tables_on
from hubcensus.tables.audit import coverage_of
from hubcensus.tables.certificate import listings_of, readings_of
from hubcensus.tables.network import Network
from hubcensus.tables.store import Census
from hubcensus.watch import Watch

__all__ = ["all_findings"]

_WORTH_A_PROCESS = 50_000


def all_findings(census: Census, sorted_by: Taxonomy, watch: Watch) -> Iterator[Finding]:
    """Yield every finding of a census whose networks are made, in the order of the questions."""
    asked = _Questions(census, sorted_by, watch)
    yield from asked.seen()
    for kind in KINDS:
        yield from asked.activity(kind)
        yield from asked.in_time(kind)
    yield from asked.subfields()
    for part in asked.parts:
        watch(f"findings on community and adoption, {part}")
        yield from asked.community(part)
        yield from asked.adoption(part)
    yield from asked.datasets()
    yield from asked.replication()


class _Questions:
    """The questions of one census, and what several of them stand on."""

    def __init__(self, census: Census, sorted_by: Taxonomy, watch: Watch) -> None:
        self.census, self.sorted_by, self.watch = census, sorted_by, watch
        self.kinds = set(census.newest("snapshots").collect()["kind"])
        self.engine = engine_named("polars")
        self.standing = Standing(tables_on(self.engine, census), self.engine, decisions(census), bots(census))
        self.variants, self.homes = self.standing.variants(candidates(census)), self.standing.homes()
        self.parts = parts_of(self.standing.table, self.engine, sorted_by)
        members = {part: of for part, of in self.parts.items() if of is not None}
        self.members = {part: self.engine.collect(of).sort("repository") for part, of in members.items()}
        self.types = self.standing.owner_types()
        self._described: dict[str, pl.DataFrame] = {}
        self.models = self.described(KINDS[0])

    def described(self, kind: Kind) -> pl.DataFrame:
        """Return the repositories of a kind as findings see them."""
        if kind.name not in self._described:
            rows = self.census.newest("repositories").filter(kind=kind.name).select(*DESCRIBED, *kind.variables)
            self._described[kind.name] = described(rows.collect(), self.types)
        return self._described[kind.name]

    def not_collected(self, kind: str) -> str:
        """Return why there is nothing of a kind, if it was not collected."""
        return "" if kind in self.kinds else f"{kind}s were not collected"

    def unread(self, kind: str, repositories: pl.DataFrame) -> dict[str, str]:
        """Return why nothing is known of repositories of a kind, by words of ids; see ``findings.unread``."""
        return unread(repositories, self._asked.get(kind))

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        """What the newest snapshot of each kind that was taken of a Hub asks for, beside the listing."""
        rows = self.census.newest("snapshots").select("kind", "source", "scope").collect().rows()
        scopes = {kind: json.loads(scope) for kind, source, scope in rows if not source.startswith(RECORDED)}
        return {kind: scope["details"] + ["owners"] * bool(scope.get("owners")) for kind, scope in scopes.items()}

    def of_part(self, part: str) -> pl.DataFrame:
        """Return the models of a part."""
        if part == "all":
            return self.models
        return self.models.join(self.members[part], on="repository", how="semi", maintain_order="left")

    def seen(self) -> Iterator[Finding]:
        """Yield the findings on what was listed and read."""
        seen = list(coverage_of(self.census.newest))
        listings = {one.kind: one for one in listings_of(self.census.newest)}
        readings = {one.snapshot: one for one in readings_of(self.census.newest)}
        for kind in KINDS:
            rows = self.described(kind).select("commits", "contributors", "by_year")
            of_kind = {one.resource: one for one in seen if one.kind == kind.name}
            listed = rows.height if kind.name in self.kinds else None
            yield from coverage(kind, listed, of_kind)
            yield from flow(kind, rows, listed, of_kind)
            one = listings.get(kind.name)
            yield from listing(kind, one, readings[one.snapshot] if one else None)
        yield from self._accounts()

    def _accounts(self) -> Iterator[Finding]:
        """Yield what the Hub said of the owners."""
        scopes = self.census.newest("snapshots").collect()["scope"]
        asked = any(json.loads(scope).get("owners") for scope in scopes)
        told = self.census.newest("owners").sort("snapshot").select("owner", "owner_type").collect()
        yield from accounts(told.unique("owner", keep="last", maintain_order=True), asked)

    def activity(self, kind: Kind) -> Iterator[Finding]:
        """Yield the findings on the activity in a kind, and in each subfield of the models."""
        for part in (kind.name, *(self.members if kind.name == "model" else ())):
            repositories = self.described(kind) if part == kind.name else self.of_part(part)
            yield from explained(self._activity[part], self.unread(kind.name, repositories))

    @cached_property
    def _activity(self) -> dict[str, list[Finding]]:
        """The findings on activity by part: on all models here, on the others beside, where there is much to do."""
        self.watch("findings on activity")
        models, *others = (self._active(kind.name, kind) for kind in KINDS)
        others += [self._active(part, KINDS[0]) for part in self.members]
        if models.repositories.height < _WORTH_A_PROCESS:
            return next(activities([models, *others]))
        with elsewhere(activities, others) as beside:
            return next(activities([models])) | next(beside)

    def _active(self, part: str, kind: Kind) -> Active:
        repositories = self.described(kind) if part == kind.name else self.of_part(part)
        return Active(part, kind, repositories, self.not_collected(kind.name), part == kind.name)

    def in_time(self, kind: Kind) -> Iterator[Finding]:
        """Yield when a kind's repositories and commits were made, how long work lasts and on how few it depends."""
        self.watch(f"findings on {kind.plural} in time")
        is_models, missing = kind.name == "model", self.not_collected(kind.name)
        repositories, end = self.described(kind), self._begun.get(kind.name)
        for part in (kind.name, *(self.members if is_models else ())):
            of = repositories if part == kind.name else self.of_part(part)
            yield from created(part, kind, of, end, missing, retired_in(self.sorted_by, part))
        commits, authors = (self.census.newest(of).filter(kind=kind.name) for of in ("commits", "commit_authors"))
        history = None if end is None else History(commits, authors, end, self._bots)
        no_commits = self.unread(kind.name, repositories).get("commits", "")
        yield from explained(in_time(kind, repositories, history, missing), {"time": no_commits})

    @cached_property
    def _begun(self) -> dict[str, datetime]:
        """When the newest snapshot of each kind was begun."""
        return dict(self.census.newest("snapshots").select("kind", "started_at").collect().iter_rows())

    @cached_property
    def _bots(self) -> list[str]:
        """The names that count as bots, in all kinds."""
        found, made = bots(self.census), decisions(self.census)
        names = [*found["name"], *(name for (name,) in made.are("a bot"))]
        return bots_among(pl.Series(names, dtype=pl.String), found, made)

    def subfields(self) -> Iterator[Finding]:
        """Yield how models are sorted."""
        tagged = self.models.filter("has_tags").select("repository")
        yield from explained(
            subfields(self.sorted_by, self.members, tagged), {"subfields": self.not_collected("model")}
        )

    def community(self, part: str) -> Iterator[Finding]:
        """Yield the findings on a part's developers, and why there are none where no commits were to be read."""
        no_commits = self.not_collected("model") or self.unread("model", self.of_part(part)).get("commits", "")
        yield from explained(self._community(part), {"community": no_commits, "claims": no_commits})

    def _community(self, part: str) -> Iterator[Finding]:
        """Yield the findings on a part's developers, for each decision on who counts as a person."""
        models, standing = self.parts[part], self.standing
        ground = standing.ground if models is None else standing.ground.of(models)
        yield from left_out(part, *standing.set_aside(models))
        yield from community(part, self.census.network("collaboration", RULE, part), self.homes)
        for variant in self.variants:
            if variant.name != "as_named":
                known = ground.known_as(variant.aliases, variant.bots)
                network = collaboration_network(known, RULE, standing.people.lazy(), standing.engine)
                found = list(community(part, network, self.homes, variant=variant.name))
                yield from found
                if (part, variant.name) == ("all", "without_bots"):
                    yield self._otherwise(f"{part}.{variant.name}", found, known)
        yield from claimed(part, ground, self.engine, self.variants, self.watch)

    def _otherwise(self, part: str, found: list[Finding], known: Ground) -> Finding:
        """Return how the key developers stand by other rules, and who may be the same person."""
        people, engine = self.standing.people.lazy(), self.standing.engine
        networks = {rule: collaboration_network(known, rule, people, engine) for rule in RULES if rule != RULE}
        key = next(one.value for one in found if one.id == f"community.{part}.key_developers") or []
        pairs = candidates(self.census).filter(pl.col("points") >= ALIKE)
        return otherwise(part, key, networks, pairs.select("name", "other_name").rows())

    def adoption(self, part: str) -> Iterator[Finding]:
        """Yield the findings on the models of a part that spaces use, and on what these were made from."""
        network, bases = (self.census.network(of, subfield=part) for of in ("dependencies", "lineage"))
        no_spaces, no_models = (self.not_collected(kind) for kind in ("space", "model"))
        yield from explained(adoption(part, network, no_spaces), {f"adoption.{part}.models": no_models})
        yield from actors(part, network.edges, self._actors, no_spaces, "model")
        models = signs(self.of_part(part), None if no_spaces else network.edges, bases.edges)
        yield from agreement(part, models, no_models)
        yield from declared(part, self._declared.join(network.edges, on=["source", "target"], how="semi"), no_spaces)
        yield from cap(part, network, no_spaces)
        yield from co_usage(part, self.census.network("co-usage", subfield=part), network.edges, no_spaces)
        yield from lineage(part, bases, self._itself, no_models)
        yield from drift(part, bases.edges, self.models, no_models)
        if part == "all":
            yield from explained(self._running(network, no_spaces), {"running.models": no_models})

    @cached_property
    def _declared(self) -> pl.DataFrame:
        """The uses of models, and whether the space's card names them."""
        uses = self.census.newest("dependencies").filter(depends_on_kind="model")
        return uses.select(source="repo_id", target="depends_on", declared="declared").collect()

    def _running(self, network: Network, missing: str) -> Iterator[Finding]:
        """Yield the findings on the use of models by the spaces that were running when they were listed."""
        spaces = self.census.newest("repositories").filter(kind="space")
        stages = spaces.select(source="repo_id", stage="runtime_stage").collect()
        running = network.edges.join(stages.filter(stage="RUNNING"), on="source", how="semi")
        unknown, n = stages["stage"].null_count(), stages.height
        missing = missing or ("" if unknown < n else "the state of spaces was not collected")
        of = f"the state of {unknown:,} of {n:,} spaces is not known: they are not among the running ones."
        for one in adoption("all.running", Network(network.nodes, running), missing):
            yield one.noted(of if unknown and not missing else "")

    @cached_property
    def _actors(self) -> pl.DataFrame:
        """What kind of actor owners are: as the table says, else what the Hub says of their accounts."""
        known = kinds_of_owners(self.types.iter_rows(), self.census.folder)
        return pl.DataFrame(
            {"owner": list(known), "type": list(known.values())}, {"owner": pl.String, "type": pl.String}
        )

    @cached_property
    def _itself(self) -> pl.DataFrame:
        models = self.standing.table("lineage").filter(nw.col("kind") == "model")
        return self.engine.collect(self_references(models))

    def datasets(self) -> Iterator[Finding]:
        """Yield the findings on the datasets that spaces use."""
        network, no_spaces = self.census.network("dataset-dependencies"), self.not_collected("space")
        yield from adoption("datasets", network, no_spaces, "dataset")
        yield from actors("datasets", network.edges, self._actors, no_spaces, "dataset")

    def replication(self) -> Iterator[Finding]:
        """Yield the numbers of the original study by its own definitions."""
        self.watch("findings of the original study")
        repositories = {kind.name: self.described(kind) for kind in KINDS}
        missing = {kind: self.not_collected(kind) for kind in repositories}
        authors = (
            self.standing.table("commit_authors").filter(nw.col("kind") == "model").select("repository", "author")
        )
        network = self.census.network("dependencies", subfield="all")
        why = {
            f"{kind}.{name}": text
            for kind, of in repositories.items()
            for name, text in self.unread(kind, of).items()
        }
        no_commits = self.not_collected("model") or why.get("model.commits", "")
        why |= {"developers": no_commits, "model.license.contributors": no_commits}
        yield from explained(replication(repositories, missing, self.engine.collect(authors.unique()), network), why)
