"""The census loop against the stand-in Hub, over real HTTP."""

import stat
from pathlib import Path

import httpx2
import pytest

from comparing import MANY, assert_same_tables
from hubcensus.collect.census import take_census
from hubcensus.collect.journal import Journal
from hubcensus.collect.plan import Scope
from hubcensus.collect.progress import status
from hubcensus.errors import CollectionStopped, HubUnreachable, JournalLocked, NotACensus, UsageError
from hubcensus.hub.client import HubClient
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.standin.records import RecordedHub
from hubcensus.study import make_tables
from hubcensus.tables.store import Census, open_census


class Failing(httpx2.AsyncBaseTransport):
    """A network that is lost after so many requests."""

    def __init__(self, requests: int) -> None:
        self.inner, self.left = httpx2.AsyncHTTPTransport(), requests

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.left -= 1
        if self.left < 0:
            raise httpx2.ConnectError("the network is gone")
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self.inner.aclose()


async def no_sleep(_: float) -> None:
    """Waits that pass at once."""


def losing(requests: int) -> type[HubClient]:
    def make(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=Failing(requests), sleep=no_sleep)

    return make  # type: ignore[return-value]


@pytest.fixture(scope="module")
def tiny() -> Population:
    return Population(models=30, datasets=10, spaces=12, seed=5)


@pytest.fixture(scope="module")
def undisturbed(tiny: Population, tmp_path_factory: pytest.TempPathFactory) -> Census:
    folder = tmp_path_factory.mktemp("undisturbed") / "census"
    with background(tiny, quota=MANY) as standin:
        take_census(folder, endpoint=standin.address)
    return open_census(folder)


@pytest.mark.parametrize("requests", [1, 2, 3, 4, 9, 20, 33, 50, 77, 100])
def test_a_census_that_lost_its_network_anywhere_ends_up_the_same(
    requests: int, tiny: Population, undisturbed: Census, tmp_path: Path
) -> None:
    folder = tmp_path / "census"
    with background(tiny, quota=MANY) as standin:
        with pytest.raises(CollectionStopped, match="goes on"):
            take_census(folder, endpoint=standin.address, client=losing(requests))
        take_census(folder)
        assert take_census(folder).n_requests == 0
    assert_same_tables(open_census(folder), undisturbed)


def test_each_repository_costs_two_requests_and_none_is_asked_twice(tiny: Population, tmp_path: Path) -> None:
    with background(tiny, quota=MANY) as standin:
        done = take_census(tmp_path, endpoint=standin.address)
        log = standin.log
        assert log.total == done.n_requests
        assert not log.repeated
        per_repository = {"info", "commits", "discussions"}
        assert set(log.resources) == per_repository | {"listing"}
        assert log.resources["listing"] == 3
        assert 0 < 2 * log.resources["info"] <= log.statuses[307]  # which repository a new name leads to, once


def test_a_snapshot_with_anything_left_to_ask_is_never_called_complete(
    tiny: Population, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with background(tiny, quota=MANY) as standin:
        with monkeypatch.context() as patch:
            patch.setattr("hubcensus.collect.run.pending", lambda *_: iter(()))
            with pytest.raises(CollectionStopped, match="104 answers are still to be read"):
                take_census(tmp_path, endpoint=standin.address)
        assert status(tmp_path)[0]["finished_at"] is None
        take_census(tmp_path)
    assert status(tmp_path)[0]["finished_at"] is not None


def test_a_second_run_asks_nothing_and_says_so(census: Census) -> None:
    assert take_census(census.folder).n_requests == 0


def test_outcomes_add_up_to_what_is_listed(census: Census) -> None:
    (snapshot,) = status(census.folder)
    for resource in ("commits", "discussions"):
        rows = [row for row in snapshot["outcomes"] if row["resource"] == resource]
        assert sum(row["repositories"] for row in rows) == sum(snapshot["listed"].values())
        assert "pending" not in {row["outcome"] for row in rows}


def test_a_hub_full_of_faults_gives_the_same_census(tiny: Population, undisturbed: Census, tmp_path: Path) -> None:
    def patient(endpoint: str) -> HubClient:
        return HubClient(endpoint, sleep=no_sleep)

    with background(tiny, quota=MANY, faults="5xx=0.05,504=0.02,cut=0.03,reset=0.03", seed=4) as standin:
        take_census(tmp_path / "census", endpoint=standin.address, client=patient)  # type: ignore[arg-type]
    assert_same_tables(open_census(tmp_path / "census"), undisturbed)


def test_a_limit_takes_the_newest_of_each_kind(tiny: Population, tmp_path: Path) -> None:
    with background(tiny, quota=MANY) as standin:
        done = take_census(tmp_path, Scope(limit=7, details=()), standin.address)
        assert dict(done.listed) == {"model": 7, "dataset": 7, "space": 7}
        assert standin.log.total == 3


def test_a_scope_of_one_author_lists_only_theirs(hub: Population, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("model",), details=()), standin.address)
        make_tables(open_census(tmp_path))
        author = open_census(tmp_path).table("repositories").collect()["owner"].drop_nulls().mode().sort()[0]
        take_census(tmp_path / "one", Scope(kinds=("model",), author=author, details=()), standin.address)
    make_tables(open_census(tmp_path / "one"))
    assert set(open_census(tmp_path / "one").table("repositories").collect()["owner"]) == {author}


def test_another_scope_is_refused_and_loses_nothing(tiny: Population, tmp_path: Path) -> None:
    with background(tiny, quota=MANY) as standin:
        take_census(tmp_path, Scope(limit=5), standin.address)
        with pytest.raises(UsageError, match="another scope"):
            take_census(tmp_path, Scope(limit=6), standin.address)
        assert take_census(tmp_path, Scope(limit=5)).n_requests == 0


def test_a_snapshot_of_other_repositories_is_refused(tiny: Population, tmp_path: Path) -> None:
    with background(tiny, quota=MANY) as standin:
        take_census(tmp_path, Scope(limit=5, details=()), standin.address)
        with pytest.raises(UsageError, match="begun with another limit"):
            take_census(tmp_path, Scope(limit=6, details=()), standin.address, new_snapshot=True)
        fewer = Scope(kinds=("model",), limit=5, details=())
        assert take_census(tmp_path, fewer, standin.address, new_snapshot=True).listed == {"model": 5}


def test_a_new_snapshot_is_begun_only_when_asked(tiny: Population, tmp_path: Path) -> None:
    with background(tiny, quota=MANY) as standin:
        take_census(tmp_path, Scope(limit=3, details=()), standin.address)
        again = take_census(tmp_path, endpoint=standin.address, new_snapshot=True)
    assert again.snapshot.endswith(".2")
    assert [row["snapshot"] for row in status(tmp_path)] == [again.snapshot[:-2], again.snapshot]


def test_a_field_the_hub_does_not_know_is_left_out_and_noted(tmp_path: Path) -> None:
    item = {"_id": "6" * 24, "id": "a/b", "likes": 1}
    allowed = "✖ Invalid option: expected one of " + "|".join(f'"{name}"' for name in ("likes", "tags", "createdAt"))

    def handler(request: httpx2.Request) -> httpx2.Response:
        if set(request.url.params.get_list("expand")) - {"likes", "tags", "createdAt"}:
            return httpx2.Response(400, json={"error": allowed})
        return httpx2.Response(200, json=[item])

    def client(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=httpx2.MockTransport(handler))

    take_census(tmp_path, Scope(kinds=("model",), details=()), "https://hub.example", client=client)  # type: ignore[arg-type]
    (snapshot,) = status(tmp_path)
    assert "the Hub lists no author" in snapshot["notes"][0]


def test_an_item_of_an_unknown_shape_does_not_cost_the_page(tmp_path: Path) -> None:
    page = [{"_id": "a" * 24, "id": "a/b"}, {"_id": 7, "id": None}, {"_id": "b" * 24, "id": 7, "tags": "odd"}]

    def client(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json=page)))

    take_census(tmp_path, Scope(kinds=("model",), details=()), "https://hub.example", client=client)  # type: ignore[arg-type]
    (snapshot,) = status(tmp_path)
    assert snapshot["listed"] == {"model": 1}
    assert snapshot["notes"] == ["2 items on page 1 of the listing of models could not be read"]


def test_a_name_that_is_a_token_is_neither_kept_nor_asked_for(tmp_path: Path) -> None:
    secret = "hf_" + "x" * 34
    record = {
        "kind": "model",
        "item": {"_id": "6" * 24, "id": f"a/{secret}", "createdAt": "2024-01-01T00:00:00.000Z"},
    }
    hub = RecordedHub.of([{**record, "commits": [], "discussions": []}])
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("model",)), standin.address)
    make_tables(open_census(tmp_path))
    (row,) = open_census(tmp_path).table("repositories").collect().iter_rows(named=True)
    assert row["name"].startswith("hf_REDACTED-")
    assert row["commits"] is None
    assert set(open_census(tmp_path).table("access").collect()["outcome"]) == {"unavailable"}
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_a_name_that_leads_to_another_repository_brings_none_of_its_data(tmp_path: Path) -> None:
    commits = [{"id": "c1", "title": "", "authors": [{"user": "eve"}], "date": "2024-01-01T00:00:00.000Z"}]

    def handler(request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if path == "/api/models":
            return httpx2.Response(200, json=[{"_id": "a" * 24, "id": "old/one"}])
        if "old/one" in path:
            return httpx2.Response(307, headers={"location": path.replace("old/one", "new/one")})
        if path.endswith("/commits/main"):
            return httpx2.Response(200, json=commits)
        return httpx2.Response(200, json={"_id": "b" * 24, "id": "new/one"})

    def client(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=httpx2.MockTransport(handler))

    take_census(tmp_path, Scope(kinds=("model",), details=("commits",)), "https://hub.example", client=client)  # type: ignore[arg-type]
    make_tables(open_census(tmp_path))
    (row,) = open_census(tmp_path).table("access").collect().iter_rows(named=True)
    assert (row["outcome"], row["detail"]) == (
        "missing_or_private",
        "its name now leads to another repository, new/one",
    )
    assert open_census(tmp_path).table("commits").collect().height == 0


def test_a_wrong_address_leaves_no_snapshot_behind(tmp_path: Path) -> None:
    with pytest.raises(HubUnreachable):
        take_census(tmp_path / "new", endpoint="http://127.0.0.1:9", client=losing(0))
    assert not (tmp_path / "new").exists()


def test_a_journal_has_one_writer_and_belongs_to_its_owner(tmp_path: Path) -> None:
    with Journal.writing(tmp_path):
        with pytest.raises(JournalLocked, match="another hubcensus"):
            take_census(tmp_path)
        assert stat.S_IMODE((tmp_path / "journal.db").stat().st_mode) == 0o600


def test_an_empty_folder_is_no_census(tmp_path: Path) -> None:
    with pytest.raises(NotACensus, match="hubcensus collect"):
        open_census(tmp_path)
