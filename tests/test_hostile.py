"""A Hub that sends what no Hub should: nothing is lost, nothing leaks, nothing goes on for ever."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import polars as pl
import pytest

from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.collect.progress import status
from hubcensus.errors import CollectionStopped, HubError, UsageError
from hubcensus.export.cells import write_csv
from hubcensus.hub.client import HubClient
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.study import make_findings, make_report
from hubcensus.tables.store import Census, open_census
from test_census import MANY, losing, no_sleep

HUB = "https://hub.example"
MODELS = Scope(kinds=("model",))
Answer = Callable[[httpx2.Request], httpx2.Response]


def take(folder: Path, answer: Answer, scope: Scope = MODELS) -> Census:
    """A census of a Hub that answers like this."""

    def client(endpoint: str) -> HubClient:
        return HubClient(endpoint, transport=httpx2.MockTransport(answer), sleep=no_sleep)

    take_census(folder, scope, HUB, client=client)  # type: ignore[arg-type]
    return open_census(folder)


def hub(items: list[Any], commits: Any = (), discussions: Any = None) -> Answer:
    """A Hub with one page of models, and the same commits and discussions for each."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if path == "/api/models":
            return httpx2.Response(200, json=items)
        if path.endswith("/commits/main"):
            return httpx2.Response(200, json=list(commits))
        return httpx2.Response(200, json=discussions or {"discussions": [], "count": 0, "start": 0})

    return answer


def item(number: int = 1, **values: Any) -> dict[str, Any]:
    return {"_id": f"{number:024x}", "id": f"a/model-{number}", **values}


@pytest.mark.parametrize("likes", [-5, 2**63, 1e300, 1.5, "7", True, [1]])
def test_a_number_that_is_no_count_is_unknown_and_stops_nothing(likes: Any, tmp_path: Path) -> None:
    census = take(tmp_path, hub([item(1, likes=likes), item(2, likes=3.0)]))
    found = {row["id"]: row["value"] for row in make_findings(census)["findings"]}
    assert found["activity.model.likes.n"] == 1
    assert found["activity.model.likes.total"] == 3


def test_values_of_any_shape_cost_no_repository(tmp_path: Path) -> None:
    odd = item(
        1,
        tags=["x", None, 7],
        sdk={},
        runtime={"stage": {}},
        createdAt=20240101,
        sha=[],
        gated={"a": 1},
        private="no",
    )
    commits = [{"id": "c", "authors": [{"user": None}, {"user": "ann"}, {}], "date": 5, "title": None}]
    opened = [{"num": 2**70}, {"num": "x"}, {"num": 1, "author": {"name": None}, "numComments": -1}]
    census = take(tmp_path, hub([odd], commits, {"discussions": opened, "count": 3, "start": 0}))
    make_findings(census)
    (row,) = census.table("repositories").collect().iter_rows(named=True)
    assert (row["commits"], row["contributors"], row["discussions"]) == (1, 1, 1)
    assert census.table("tags").collect()["tag"].to_list() == ["x"]


def test_secrets_do_not_get_through_in_any_spelling(tmp_path: Path) -> None:
    token, address = "hf_" + "Q" * 34, "joe@example.com"
    escaped = json.dumps([item(1, tags=[token, address, f"Fix\n{address}"])])
    escaped = escaped.replace("hf_", "hf\\u005f").replace("@", "\\u0040")

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/models":
            return httpx2.Response(200, content=escaped.encode())
        return httpx2.Response(403, headers={"x-error-message": f"ask {address} for {token}"})

    census = take(tmp_path, answer)
    make_report(census)
    assert len(census.table("tags").collect()) == 3
    for path in tmp_path.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert token.encode() not in content, path
        assert address.encode() not in content, path
    said = census.table("access").collect()["detail"].to_list()
    assert all(detail.startswith("ask email-") for detail in said)


def test_an_address_after_an_escape_leaves_the_json_whole(tmp_path: Path) -> None:
    commits = [{"id": "c", "title": "x\nfoo@bar.com", "authors": [{"user": "n\tfoo@bar.com"}]}]
    census = take(tmp_path, hub([item()], commits))
    make_findings(census)
    assert census.table("commits").collect()["title"].item().startswith("x\nemail-")


@pytest.mark.parametrize("following", ["the same page", "fresh cursors"])
def test_a_listing_without_end_ends(following: str, tmp_path: Path) -> None:
    asked = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal asked
        asked += 1
        cursor = "x" if following == "the same page" else str(asked)
        link = f'<{HUB}/api/models?cursor={cursor}>; rel="next"'
        return httpx2.Response(200, json=[item(1), item(2)], headers={"link": link})

    take(tmp_path, answer, Scope(kinds=("model",), details=()))
    assert asked == 2
    assert "has nothing new" in status(tmp_path)[0]["notes"][0]


def test_empty_pages_without_end_end(tmp_path: Path) -> None:
    link = {"link": f'<{HUB}/api/models?cursor=x>; rel="next"'}
    pages = iter([[item(1)], []])
    take(
        tmp_path, lambda _: httpx2.Response(200, json=next(pages), headers=link), Scope(kinds=("model",), details=())
    )
    assert status(tmp_path)[0]["listed"] == {"model": 1}


def test_a_listing_of_which_nothing_can_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="no item on page 1"):
        take(tmp_path / "c", hub([{"name": "x"}, 7]))


@pytest.mark.parametrize(
    "link", ['</api/models?cursor=2>; rel="next"', "<https://other.example/api/models?cursor=2>; rel=next"]
)
def test_a_next_page_is_found_however_it_is_written(link: str, tmp_path: Path) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if "cursor" in request.url.params:
            return httpx2.Response(200, json=[item(2)])
        return httpx2.Response(200, json=[item(1)], headers={"link": link})

    take(tmp_path, answer, Scope(kinds=("model",), details=()))
    assert status(tmp_path)[0]["listed"] == {"model": 2}


def test_commits_without_end_are_one_failed_repository(tmp_path: Path) -> None:
    full = [{"id": f"c{n}", "authors": []} for n in range(1000)]
    census = take(tmp_path, hub([item()], full), Scope(kinds=("model",), details=("commits",)))
    make_findings(census)
    (row,) = census.table("access").collect().iter_rows(named=True)
    assert (row["outcome"], row["detail"]) == ("failed", "it has more than 200 pages of commits")


def test_one_repository_that_leads_elsewhere_stops_nothing(tmp_path: Path) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if "model-1" in request.url.path:
            return httpx2.Response(307, headers={"location": "https://elsewhere.example/x"})
        return hub([item(1), item(2)])(request)

    census = take(tmp_path, answer)
    make_findings(census)
    outcomes = dict(
        census.table("access").filter(resource="commits").select("repo_id", "outcome").collect().iter_rows()
    )
    assert outcomes == {"a/model-1": "unavailable", "a/model-2": "ok"}


def test_many_unreadable_repositories_do_not_stop_a_hub_that_answers(tmp_path: Path) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/commits/main"):
            return httpx2.Response(200, content=b"no json")
        return hub([item(number) for number in range(30)])(request)

    take(tmp_path, answer, Scope(kinds=("model",), details=("commits",)))
    rows = status(tmp_path)[0]["outcomes"]
    assert rows == [{"resource": "commits", "outcome": "failed", "repositories": 30}]


@pytest.mark.parametrize("name", ["a/..", "../b", "a//b", "a/b\x00", "a/\u202eb"])
def test_a_name_that_cannot_stand_in_an_address_is_not_asked_for(name: str, tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return hub([{"_id": "a" * 24, "id": name}])(request)

    take(tmp_path, answer)
    assert asked == ["/api/models"]
    assert {row["outcome"] for row in status(tmp_path)[0]["outcomes"]} == {"unavailable"}


def test_a_name_with_signs_of_an_address_is_asked_for_as_it_is(tmp_path: Path) -> None:
    asked: set[str] = set()

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.add(request.url.raw_path.decode().split("?")[0])
        return hub([{"_id": "a" * 24, "id": "a/b?c#d%2F é"}])(request)

    take(tmp_path, answer, Scope(kinds=("model",), details=("commits",)))
    assert "/api/models/a/b%3Fc%23d%252F%20%C3%A9/commits/main" in asked


def test_a_400_that_is_a_page_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="HTTP status 400"):
        take(tmp_path / "c", lambda _: httpx2.Response(400, content=b"<html>"))


def test_going_on_at_another_hub_is_refused(tmp_path: Path) -> None:
    first, other = (Population(models=40, datasets=10, spaces=10, seed=seed) for seed in (1, 2))
    with background(first, quota=MANY) as standin, pytest.raises(CollectionStopped):
        take_census(tmp_path, endpoint=standin.address, client=losing(20))
    with background(other, quota=MANY) as standin, pytest.raises(UsageError, match="another Hub"):
        take_census(tmp_path, endpoint=standin.address)
    with background(first, quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    assert "was begun at" in status(tmp_path)[0]["notes"][0]


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("name", ["author", "tag", "search"])
def test_an_empty_scope_is_not_the_whole_hub(name: str, blank: str) -> None:
    with pytest.raises(UsageError, match=f"--{name} is empty"):
        Scope(**{name: blank})  # type: ignore[arg-type]


QUERIES = (
    "copy (select 1) to '{folder}/journal.db'",
    "attach '{folder}/x.db'",
    "select 1; drop view tags",
    "set threads = 1",
)


@pytest.mark.parametrize("query", QUERIES)
def test_sql_writes_nothing(query: str, census: Census) -> None:
    before = (census.folder / "journal.db").read_bytes()
    with pytest.raises(UsageError):
        census.sql(query.format(folder=census.folder))
    assert (census.folder / "journal.db").read_bytes() == before


@pytest.mark.parametrize(
    "query", ["select interval 1 day as x", "select 1 as a, 2 as a", "select '1'::bit as b", "select {'a': [1]} as s"]
)
def test_sql_answers_in_any_type(query: str, census: Census) -> None:
    assert write_csv(census.sql(query)).count("\n") == 2


@pytest.mark.parametrize("name", ["c[12]", "[ab]c", "a*b", "a'b", "~t", "a\\b", "%41"])
def test_the_name_of_a_folder_is_no_pattern(name: str, tmp_path: Path) -> None:
    for number, folder in enumerate((name, "c1", "c2", "aab", "ac"), 1):
        census = take(tmp_path / folder, hub([item(n) for n in range(number)]))
        make_findings(census)
    census = open_census(tmp_path / name)
    assert make_findings(census)["findings"][0]["value"] == 1
    assert census.sql("select count(*) from repositories").item() == 1


def test_parts_that_are_lost_are_made_again(tmp_path: Path) -> None:
    census = take(tmp_path, hub([item()]))
    before = make_findings(census)
    (tmp_path / "findings.json").write_text("{}")
    for lost in tmp_path.glob("tables/tags/*.parquet"):
        lost.unlink()
    for cut in tmp_path.glob("networks/*/nodes.parquet"):
        cut.write_bytes(cut.read_bytes()[:-1])
    assert make_findings(census) == before
    assert census.table("tags").collect().height == 0
    assert isinstance(census.network(census.networks()[0]).nodes, pl.DataFrame)


def test_a_damaged_journal_is_a_sentence(tmp_path: Path) -> None:
    from hubcensus.errors import CensusError

    census = take(tmp_path, hub([item(number, tags=["x" * 50]) for number in range(200)]))
    path = tmp_path / "journal.db"
    whole = path.read_bytes()
    for place in range(4096, len(whole), 1777):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        for made in ("tables", "networks"):
            if (tmp_path / made).exists():
                (tmp_path / made).rename(tmp_path / f"{made}-{place}")
        try:
            make_findings(census)
        except CensusError as error:
            assert str(error)


def test_a_complete_census_is_not_taken_for_that_of_another_hub(tmp_path: Path) -> None:
    first, other = (Population(models=40, datasets=10, spaces=10, seed=seed) for seed in (1, 2))
    with background(first, quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    with background(other, quota=MANY) as standin, pytest.raises(UsageError, match="another Hub"):
        take_census(tmp_path, endpoint=standin.address)


def test_sql_tells_columns_of_one_name_apart(census: Census) -> None:
    assert census.sql("select 1 as x, 2 as x, 3 as x_").rows() == [(1, 2, 3)]
    joined = census.sql("select a.n, b.n from (select 7 as n) a, (select 8 as n) b")
    assert joined.rows() == [(7, 8)]


@pytest.mark.parametrize("link", ["<http://[::1/x>", "</api/spaces?x=1>", f"<{HUB}@evil.example/api/x>", "</x>"])
def test_a_next_page_that_is_none_of_the_listing_is_a_sentence(link: str, tmp_path: Path) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json=[item()], headers={"link": f'{link}; rel="next"'})

    with pytest.raises(CollectionStopped, match="none of this listing"):
        take(tmp_path, answer, Scope(kinds=("model",), details=()))


@pytest.mark.parametrize("count", ["9" * 5000, str(2**64), "-1", "x"])
def test_a_total_that_is_none_is_unknown(count: str, tmp_path: Path) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        reply = hub([item()], [{"id": "c", "authors": []}])(request)
        reply.headers["x-total-count"] = count
        return reply

    census = take(tmp_path, answer)
    make_findings(census)
    assert census.table("repositories").collect()["commits"].to_list() == [1]


@pytest.mark.parametrize("count", [2**70, -5])
def test_a_count_of_discussions_that_is_none_stops_nothing(count: int, tmp_path: Path) -> None:
    make_findings(take(tmp_path, hub([item()], [], {"discussions": [], "count": count, "start": 0})))


def test_a_quota_that_is_never_given_back_ends_the_run(tmp_path: Path) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/models":
            return hub([item()])(request)
        return httpx2.Response(429, headers={"retry-after": "999999999"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hubcensus.hub.quota._LONGEST", 0.0)
        take(tmp_path, answer, Scope(kinds=("model",), details=("commits",)))
    assert {row["outcome"] for row in status(tmp_path)[0]["outcomes"]} == {"failed"}


def test_the_next_snapshot_is_of_the_same_hub(tmp_path: Path) -> None:
    first, other = (Population(models=40, datasets=10, spaces=10, seed=seed) for seed in (1, 2))
    with background(first, quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
        assert take_census(tmp_path, new_snapshot=True).snapshot.endswith(".2")
    with background(other, quota=MANY) as standin, pytest.raises(UsageError, match="another Hub"):
        take_census(tmp_path, endpoint=standin.address, new_snapshot=True)
    assert len(status(tmp_path)) == 2
