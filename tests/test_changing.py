"""A Hub that changes while it is read, and its census after every run."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import hubcensus.standin.listing
from hubcensus.collect.census import take_census
from hubcensus.hub.client import HubClient
from hubcensus.standin.changing import ChangingHub
from hubcensus.standin.log import RequestLog
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import Record
from hubcensus.standin.server import StandinHub
from hubcensus.study import make_audit
from hubcensus.tables.store import open_census

KINDS = ("model", "dataset", "space")
ADDRESS = "http://hub.example"


class Interrupting(httpx2.AsyncBaseTransport):
    """A Hub in this process, to which things happen just before chosen requests."""

    def __init__(self, hub: ChangingHub, happenings: dict[int, list[Callable[[], None]]]) -> None:
        app = StandinHub(hub, Quota(10**9, 300.0), None, RequestLog())
        self._inner = httpx2.ASGITransport(app)
        self._happenings = happenings
        self._requests = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        for happen in self._happenings.pop(self._requests, ()):
            happen()
        self._requests += 1
        return await self._inner.handle_async_request(request)


class Model:
    """What a census may find: for every repository, what it was at the start of a run and after each change."""

    def __init__(self, hub: ChangingHub) -> None:
        self.hub = hub
        self.seen: dict[str, list[dict[str, Any] | None]] = {}

    def start(self) -> None:
        self.seen = {}
        self.look()

    def look(self) -> None:
        there = {item["_id"]: item for kind in KINDS for item in self._items(kind)}
        for hub_id in there.keys() | self.seen.keys():
            self.seen.setdefault(hub_id, []).append(there.get(hub_id))

    def _items(self, kind: str) -> list[dict[str, Any]]:
        return [
            dict(self.hub.item(kind, place), n=len(self.hub.commits(kind, place) or ()))
            for place in range(len(self.hub.ids(kind)))
        ]


def outcomes_of(states: list[dict[str, Any] | None], resource: str) -> set[str]:
    """Every class in which a repository that went through these states may end."""
    found = set()
    names = {state["id"] for state in states if state}
    for state in states:
        if state is None:
            found.add("missing_or_private")
        elif resource == "commits" and state["gated"]:
            found.add("gated")
        else:
            found.add("ok")
    return found | ({"renamed"} & {"renamed" if len(names) > 1 else ""})


class AHubThatChanges(RuleBasedStateMachine):
    """People do things to a Hub, before and in the middle of runs; every run ends in a certificate that holds."""

    @initialize(n=st.integers(3, 12))
    def a_hub(self, n: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.born = 0
        self.now = datetime.now(UTC) - timedelta(days=2)
        self.hub = ChangingHub([])
        self.model = Model(self.hub)
        self.happenings: dict[int, list[Callable[[], None]]] = {}
        self.census: Path | None = None
        for place in range(n):
            self.create(KINDS[place % 3], 0)

    def record(self, kind: str, repo_id: str) -> Record:
        self.born += 1
        self.now += timedelta(minutes=1)
        at = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        hub_id = f"{int(self.now.timestamp()):08x}{self.born:016x}"
        item = {"_id": hub_id, "id": repo_id, "createdAt": at, "gated": False, "disabled": False, "likes": 0}
        return {"kind": kind, "item": item, "commits": [self.commit_of(hub_id)], "discussions": []}

    def commit_of(self, hub_id: str) -> dict[str, Any]:
        self.now += timedelta(minutes=1)
        at = self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return {"id": f"{hub_id}-{at}", "title": "t", "authors": [{"user": "ann"}], "date": at}

    def then(self, request: int, change: Callable[[], None]) -> None:
        """Let something happen now (0), or just before that request of the next run."""

        def happen() -> None:
            change()
            self.model.look()

        if request:
            self.happenings.setdefault(request, []).append(happen)
        else:
            change()

    def chosen(self, kind: str, place: int) -> str | None:
        ids = self.hub.ids(kind)
        return ids[place % len(ids)] if ids else None

    kinds, places, requests = st.sampled_from(KINDS), st.integers(0, 20), st.integers(0, 30)

    @rule(kind=kinds, request=requests)
    def create(self, kind: str, request: int) -> None:
        def change() -> None:
            row = self.record(kind, f"owner/new-{self.born}")
            row["item"]["sha"] = row["commits"][0]["id"]
            self.hub.create(row)

        self.then(request, change)

    @rule(kind=kinds, place=places, request=requests, reuse=st.booleans())
    def delete(self, kind: str, place: int, request: int, reuse: bool) -> None:
        """Delete one; perhaps another is made under its name at once."""

        def change() -> None:
            if repo_id := self.chosen(kind, place):
                self.hub.delete(kind, repo_id)
                if reuse:
                    row = self.record(kind, repo_id)
                    row["item"]["sha"] = row["commits"][0]["id"]
                    self.hub.create(row)

        self.then(request, change)

    @rule(kind=kinds, place=places, request=requests)
    def rename(self, kind: str, place: int, request: int) -> None:
        def change() -> None:
            if repo_id := self.chosen(kind, place):
                self.born += 1
                self.hub.rename(kind, repo_id, f"other/name-{self.born}")

        self.then(request, change)

    @rule(
        kind=st.sampled_from(("model", "dataset")),  # no space is gated, and no listing of spaces says so
        place=places,
        request=requests,
        gated=st.sampled_from([False, "auto", "manual"]),
    )
    def gate(self, kind: str, place: int, request: int, gated: str | bool) -> None:
        def change() -> None:
            if repo_id := self.chosen(kind, place):
                self.hub.update(kind, repo_id, gated=gated)

        self.then(request, change)

    @rule(kind=kinds, place=places, request=requests)
    def like(self, kind: str, place: int, request: int) -> None:
        def change() -> None:
            if repo_id := self.chosen(kind, place):
                likes = self.hub.item(kind, self.hub.position(kind, repo_id) or 0)["likes"]
                self.hub.update(kind, repo_id, likes=likes + 1)

        self.then(request, change)

    @rule(kind=kinds, place=places, request=requests)
    def commit(self, kind: str, place: int, request: int) -> None:
        def change() -> None:
            if repo_id := self.chosen(kind, place):
                hub_id = self.hub.item(kind, self.hub.position(kind, repo_id) or 0)["_id"]
                self.hub.commit(kind, repo_id, self.commit_of(hub_id))

        self.then(request, change)

    @rule()
    def collect(self) -> None:
        self.model.start()
        self.now = max(self.now, datetime.now(UTC))
        happenings, self.happenings = self.happenings, {}
        transport = Interrupting(self.hub, happenings)

        def client(endpoint: str) -> HubClient:
            return HubClient(endpoint, transport=transport)

        again = self.census is not None
        self.census = self.folder / "census"
        take_census(self.census, endpoint=ADDRESS, new_snapshot=again, client=client)
        for later in happenings.values():
            for happen in later:
                happen()
        self.check_certificate()

    def check_certificate(self) -> None:
        assert self.census is not None
        census = open_census(self.census)
        audit = make_audit(census)
        coverage, checks = audit.coverage, audit.checks
        assert [check for check in checks if not check.holds] == []
        for one in coverage:
            assert one.pending == 0
            assert sum(one.outcomes.values()) == one.listed
            assert one.outcomes["failed"] == 0
        newest = census.newest("repositories").collect()
        rows = {row["hub_id"]: row for row in newest.iter_rows(named=True)}
        assert len(rows) == newest.height
        self.check_listed(rows)
        settled = census.newest("access").join(
            census.newest("repositories").select("repository", "hub_id"), on="repository"
        )
        for row in settled.collect().iter_rows(named=True):
            states = self.model.seen[row["hub_id"]]
            assert row["outcome"] in outcomes_of(states, row["resource"]), (row, states)
        self.check_commits(rows)

    def check_listed(self, rows: dict[str, dict[str, Any]]) -> None:
        for hub_id, states in self.model.seen.items():
            there = [state for state in states if state]
            if len(there) == len(states) == len(next(iter(self.model.seen.values()))):
                assert hub_id in rows, "it was there all the time and is not listed"
            if hub_id in rows:
                assert rows[hub_id]["repo_id"] in {state["id"] for state in there}
                assert rows[hub_id]["likes"] in {state["likes"] for state in there}

    def check_commits(self, rows: dict[str, dict[str, Any]]) -> None:
        assert self.census is not None
        ids = {row["repository"]: hub_id for hub_id, row in rows.items()}
        for row in open_census(self.census).newest("commits").collect().iter_rows(named=True):
            assert row["commit_id"].startswith(ids[row["repository"]]), "the commit is another repository's"
        for hub_id, row in rows.items():
            if row["commits"] is not None:
                assert row["commits"] in {state["n"] for state in self.model.seen[hub_id] if state}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listings of two a page, so that much can happen between them."""
    monkeypatch.setattr(hubcensus.standin.listing, "_PAGE", 2)


def anew(hub_id: str, at: datetime) -> Record:
    """A repository under the one name of these tests."""
    text = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    item = {"_id": hub_id * 24, "id": "ann/one", "createdAt": text, "gated": False, "sha": hub_id, "likes": 0}
    commit = {"id": hub_id, "title": "t", "authors": [{"user": hub_id}], "date": text}
    return {"kind": "model", "item": item, "commits": [commit], "discussions": []}


@pytest.mark.parametrize("hours", [1, -1], ids=["a new one", "an old one"])
@pytest.mark.parametrize(("rewritten", "outcome", "commits"), [(False, "missing_or_private", 0), (True, "ok", 1)])
def test_a_name_given_to_another_repository_is_told_from_a_history_that_was_rewritten(
    rewritten: bool, outcome: str, commits: int, hours: int, tmp_path: Path
) -> None:
    later = datetime.now(UTC) + timedelta(hours=hours)
    hub = ChangingHub([anew("a", later - timedelta(days=9))])

    def change() -> None:
        hub.delete("model", "ann/one")
        hub.create(anew("a" if rewritten else "b", later))

    transport = Interrupting(hub, {len(KINDS): [change]})
    take_census(tmp_path, endpoint=ADDRESS, client=lambda endpoint: HubClient(endpoint, transport=transport))
    assert make_audit(open_census(tmp_path)).checks
    access = open_census(tmp_path).table("access").collect()
    assert set(access["outcome"]) == {outcome}
    assert access.height == 2
    assert open_census(tmp_path).table("commits").collect().height == commits


def case(examples: int) -> type:
    """The machine as a test of so many histories."""
    name = f"AHubThatChanges{examples}"
    found: type = type(name, (AHubThatChanges,), {}).TestCase  # type: ignore[attr-defined]
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    found.settings = settings(  # type: ignore[attr-defined]
        max_examples=examples, stateful_step_count=15, deadline=None, suppress_health_check=checks
    )
    return pytest.mark.usefixtures("short_pages")(found)


TestAHubThatChanges = case(5)
TestAHubThatChangesForLong = pytest.mark.long(case(60))
