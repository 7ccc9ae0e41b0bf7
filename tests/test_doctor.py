"""What is assumed of the Hub: seen where it holds, told where it does not, and a census comes out either way."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import polars as pl
import pytest
from click.testing import CliRunner

from hubcensus.cli.app import app
from hubcensus.collect.census import take_census
from hubcensus.collect.doctor import Diagnosis, examine
from hubcensus.collect.listing import import_listing
from hubcensus.collect.progress import status
from hubcensus.errors import HubError
from hubcensus.hub.assumptions import ASSUMPTIONS
from hubcensus.hub.client import HubClient
from hubcensus.kinds import kind_named
from hubcensus.standin import background
from hubcensus.standin.log import RequestLog
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import Record, RecordedHub
from hubcensus.standin.server import StandinHub
from hubcensus.study import make_audit, make_tables
from hubcensus.tables.store import Census, open_census

Answer = Callable[[httpx2.Request], httpx2.Response | None]
ADDRESS = "http://hub.example"


class Altered(httpx2.AsyncBaseTransport):
    """A stand-in in this process, some of whose answers are others and some of whose headers are missing."""

    def __init__(self, rows: list[Record], answer: Answer, without: tuple[str, ...], quota: Quota) -> None:
        app = StandinHub(RecordedHub.of(rows), quota, None, RequestLog())
        self._inner = httpx2.ASGITransport(app)  # type: ignore[arg-type]
        self._answer, self._without = answer, without

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self._answer(request) or await self._inner.handle_async_request(request)
        for name in self._without:
            response.headers.pop(name, None)
        return response


def same(_: httpx2.Request) -> None:
    """Alter nothing."""


def hub_that(
    answer: Answer = same, without: tuple[str, ...] = (), rows: list[Record] | None = None, quota: int = 10**9
) -> Callable[[str], HubClient]:
    def client(endpoint: str) -> HubClient:
        transport = Altered(RECORDS if rows is None else rows, answer, without, Quota(quota, 300.0))
        return HubClient(endpoint, transport=transport)

    return client


def record(number: int, n_commits: int, n_discussions: int = 0, kind: str = "model") -> Record:
    commits = [
        {"id": f"{number}-{n}", "title": "t", "authors": [{"user": "ann"}], "date": "2024-05-01T00:00:00.000Z"}
        for n in range(n_commits)
    ]
    item = {
        "_id": f"{0x65000000 + number:08x}" + "0" * 16,
        "id": f"owner/{kind}-{number}",
        "createdAt": f"2024-01-01T00:{number // 60:02}:{number % 60:02}.000Z",
        "gated": False,
        "disabled": False,
        "likes": n_commits,
    }
    whose = {"name": "owner", "type": "org"}
    opened = [
        {"num": n, "title": "t", "status": "open", "isPullRequest": False, "repoOwner": whose}
        for n in range(n_discussions)
    ]
    return {"kind": kind, "item": item, "commits": commits, "discussions": opened}


RECORDS = [record(1, 1), record(2, 2600, 120), record(3, 1000), record(4, 3), record(5, 1, 50, "dataset")]


def commits_of(census: Census) -> list[int | None]:
    make_tables(census)
    checks = make_audit(census).checks
    assert all(check.holds for check in checks)
    counts: list[int | None] = census.table("repositories").sort("created_at").collect()["commits"].to_list()
    return counts


def by_name(found: Diagnosis) -> dict[str, bool | None]:
    return {one.name: one.holds for one in found.examined}


def test_a_hub_as_assumed_is_found_so_with_fifteen_requests() -> None:
    rows = [record(n, 1) for n in range(1, 1200)] + RECORDS[1:2]
    rows += [
        {**record(n, 1, kind="space"), "item": {**record(n, 1, kind="space")["item"], "models": ["owner/model-2"]}}
        for n in range(120)
    ]
    rows += [record(1, 1, kind="dataset")]
    found = examine(ADDRESS, hub_that(rows=rows))
    assert list(by_name(found)) == list(ASSUMPTIONS)
    assert set(by_name(found).values()) == {True}
    assert found.requests <= 15


@pytest.mark.parametrize(("quota", "plan"), [(500, "anonymous"), (1000, "free account"), (777, None)])
def test_the_quota_in_use_names_its_plan(quota: int, plan: str | None) -> None:
    found = examine(ADDRESS, hub_that(quota=quota))
    assert (found.limit, found.plan, found.has_token) == ((quota, 300), plan, False)


def test_a_token_in_use_is_said_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_" + "a" * 34)
    with background(RecordedHub.of(RECORDS)) as standin:
        done = CliRunner().invoke(app, ["doctor", str(tmp_path / "new"), "--endpoint", standin.address])
    assert done.exit_code == 0
    assert "a token is in use" in done.output
    assert "hf_aaa" not in done.output
    assert "quota: 100,000 requests in 300 seconds" in done.output
    assert not (tmp_path / "new").exists()


def refusing_lengths(request: httpx2.Request) -> httpx2.Response | None:
    if "/commits/" in request.url.path and int(request.url.params.get("limit", "0")) > 500:
        return httpx2.Response(400, json={"error": "limit must be at most 500"})
    return None


@pytest.mark.parametrize("cap", [1000, 100, 7])
@pytest.mark.parametrize("without", [(), ("x-total-count",), ("link",)], ids=["", "no total", "no link"])
def test_whatever_the_longest_page_of_commits_is_all_are_read(
    cap: int, without: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("hubcensus.standin.repository._COMMITS_CAP", cap)
    rows = RECORDS if cap > 100 else [record(1, 1), record(2, 3 * cap + 2), record(3, cap), record(4, 3)]
    take_census(tmp_path, endpoint=ADDRESS, client=hub_that(without=without, rows=rows))
    assert commits_of(open_census(tmp_path)) == [len(row["commits"]) for row in rows]
    holds = by_name(examine(ADDRESS, hub_that(without=without, rows=rows)))
    assert holds["commits"] is (None if without == ("link",) else cap == 1000)
    assert holds["total of commits"] is (without != ("x-total-count",))


@pytest.mark.parametrize("page", [50, 3])
def test_where_the_length_is_refused_pages_of_the_hubs_own_length_are_read(
    page: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("hubcensus.standin.repository._COMMITS_PAGE", page)
    rows = [record(1, 1), record(2, 120), record(3, 50), record(4, 3)]
    take_census(tmp_path, endpoint=ADDRESS, client=hub_that(refusing_lengths, rows=rows))
    assert commits_of(open_census(tmp_path)) == [1, 120, 50, 3]
    (snapshot,) = status(tmp_path)
    assert "the Hub gives no 1000 commits at once" in snapshot["notes"][0]
    assert by_name(examine(ADDRESS, hub_that(refusing_lengths, rows=rows)))["commits"] is False


def empty_list(request: httpx2.Request) -> httpx2.Response | None:
    return httpx2.Response(200, json=[]) if "model-1/commits" in request.url.path else None


def no_revision(request: httpx2.Request) -> httpx2.Response | None:
    headers = {"x-error-code": "RevisionNotFound", "x-error-message": "Invalid rev id: main"}
    return httpx2.Response(404, headers=headers) if "model-1/commits" in request.url.path else None


@pytest.mark.parametrize(
    ("answer", "outcome", "commits"), [(empty_list, "ok", 0), (no_revision, "unavailable", None)]
)
def test_a_repository_without_commits_is_known_or_unavailable_and_never_both(
    answer: Answer, outcome: str, commits: int | None, tmp_path: Path
) -> None:
    take_census(tmp_path, endpoint=ADDRESS, client=hub_that(answer))
    assert commits_of(open_census(tmp_path))[0] == commits
    access = open_census(tmp_path).table("access").filter(pl.col("repo_id") == "owner/model-1", resource="commits")
    assert access.collect()["outcome"].to_list() == [outcome]


def gone(status: int, headers: dict[str, str]) -> Answer:
    def answer(request: httpx2.Request) -> httpx2.Response | None:
        return httpx2.Response(status, headers=headers) if "no-such-repository" in request.url.path else None

    return answer


@pytest.mark.parametrize(
    ("answer", "holds"),
    [(gone(401, {}), True), (gone(404, {"x-error-code": "RepoNotFound"}), True), (gone(410, {}), False)],
)
def test_a_missing_repository_is_known_in_either_form(answer: Answer, holds: bool) -> None:
    assert by_name(examine(ADDRESS, hub_that(answer)))["missing repository"] is holds


def test_without_quota_headers_it_says_so_and_the_census_goes_on(tmp_path: Path) -> None:
    client = hub_that(without=("ratelimit", "ratelimit-policy"))
    found = examine(ADDRESS, client)
    assert (by_name(found)["quota"], found.limit, found.plan) == (False, None, None)
    take_census(tmp_path, endpoint=ADDRESS, client=client)
    assert commits_of(open_census(tmp_path)) == [1, 2600, 1000, 3, 1]


@pytest.mark.parametrize("allowed", ["likes", "likes|gated|tags|createdAt|sha"])
def test_fields_that_a_listing_gives_no_more_are_named(allowed: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response | None:
        if request.url.path != "/api/spaces" or set(request.url.params.get_list("expand")) <= set(allowed.split("|")):
            return None
        options = "|".join(f'"{name}"' for name in allowed.split("|"))
        return httpx2.Response(400, json={"error": f"Invalid option: expected one of {options}"})

    found = next(one for one in examine(ADDRESS, hub_that(answer)).examined if one.name == "fields")
    assert found.holds is False
    assert "runtime of spaces" in found.seen


def test_a_listing_that_does_not_go_on_is_told_by_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubcensus.standin.listing.next_link", lambda *_: {})
    with background(RecordedHub.of([record(n, 1) for n in range(1001)])) as standin:
        done = CliRunner().invoke(app, ["doctor", "--endpoint", standin.address])
    assert done.exit_code == 1
    assert "DIFFERS  the Link header names the next page" in done.output
    assert ASSUMPTIONS["next page"].otherwise in done.output


def test_in_a_census_the_hub_is_asked_that_it_was_taken_of(tmp_path: Path) -> None:
    with background(RecordedHub.of(RECORDS)) as of_census, background(RecordedHub.of(RECORDS)) as another:
        take_census(tmp_path, endpoint=of_census.address)
        for given, address in (((), of_census.address), (("--endpoint", another.address), another.address)):
            done = CliRunner().invoke(app, ["doctor", str(tmp_path), *given])
            assert (done.exit_code, done.output.split()[0]) == (0, address)


def test_in_a_census_of_recorded_listings_the_hub_is_asked_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.json"
    page.write_text(json.dumps([one["item"] for one in RECORDS if one["kind"] == "model"]))
    import_listing(tmp_path, [page], kind_named("model"), date(2026, 11, 1))
    with background(RecordedHub.of(RECORDS)) as standin:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", standin.address)
        done = CliRunner().invoke(app, ["doctor", str(tmp_path)])
    assert (done.exit_code, done.output.split()[0]) == (0, standin.address)


def test_everything_that_is_said_is_there_as_json() -> None:
    with background(RecordedHub.of(RECORDS)) as standin:
        done = CliRunner().invoke(app, ["doctor", "--json", "--endpoint", standin.address])
    told: dict[str, Any] = json.loads(done.output)
    assert done.exit_code == 0
    assert [one["name"] for one in told["examined"]] == list(ASSUMPTIONS)
    assert told["quota"] == {"requests": 100_000, "seconds": 300}
    assert told["disk"]["whole_hub_bytes"] > 10**9


def test_a_hub_that_lists_nothing_is_a_sentence() -> None:
    with pytest.raises(HubError, match="does not list models: status 404"):
        examine(ADDRESS, hub_that(lambda _: httpx2.Response(404)))
