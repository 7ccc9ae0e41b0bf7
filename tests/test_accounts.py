"""What kind of account owners have: asked once an owner, nothing lost, and preferred to what is said by the way."""

import json
import shutil
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from click.testing import CliRunner

from comparing import MANY, assert_same_tables
from hubcensus.cli.app import app
from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.collect.progress import status
from hubcensus.errors import CollectionStopped
from hubcensus.networks.homes import owner_types
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.standin.records import Record, RecordedHub
from hubcensus.study import make_audit, make_findings, make_tables
from hubcensus.tables.audit import checks
from hubcensus.tables.store import Census, open_census
from test_census import losing

OWNERS = Scope(owners=True)


@pytest.fixture(scope="module")
def tiny() -> Population:
    return Population(models=40, datasets=10, spaces=12, seed=5)


@pytest.fixture(scope="module")
def taken(tiny: Population, tmp_path_factory: pytest.TempPathFactory) -> tuple[Census, int, int]:
    """The census with owners, how many requests it took, and how many of these for owners."""
    folder = tmp_path_factory.mktemp("accounts") / "census"
    with background(tiny, quota=MANY) as standin:
        take_census(folder, OWNERS, standin.address)
        assert not standin.log.repeated
        asked = (standin.log.total, standin.log.resources["other"])
    make_tables(open_census(folder))
    return open_census(folder), *asked


def owned(hub: Population) -> set[str]:
    ids = (repo_id for kind in ("model", "dataset", "space") for repo_id in hub.ids(kind))
    return {repo_id.partition("/")[0] for repo_id in ids if "/" in repo_id}


def test_each_owner_is_known_as_the_hub_has_it(tiny: Population, taken: tuple[Census, int, int]) -> None:
    rows = taken[0].table("owners").collect()
    assert set(rows["owner"]) == owned(tiny)
    assert rows["owner"].is_unique().all()
    assert {"user", "org"} == set(rows["owner_type"])
    for row in rows.iter_rows(named=True):
        account = tiny.account(row["owner"])
        assert account is not None
        assert (row["owner_type"], row["outcome"], row["status"]) == (account["type"], "ok", 200)
        said = account["about"]
        assert row["followers"] == said["numFollowers"]
        assert (row["members"], row["verified"]) == (said.get("numUsers"), said.get("isVerified"))
        assert (row["created_at"] is None) == ("createdAt" not in said)


def test_a_user_costs_one_request_and_an_organisation_two(taken: tuple[Census, int, int]) -> None:
    types = taken[0].table("owners").collect()["owner_type"]
    assert taken[2] == (types == "user").sum() + 2 * (types == "org").sum()


def test_what_was_asked_adds_up(taken: tuple[Census, int, int]) -> None:
    checks = make_audit(taken[0]).checks
    assert all(check.holds for check in checks)
    assert "rows of the table owners, as many as different owners" in {check.what for check in checks}
    (snapshot,) = status(taken[0].folder)
    told = [row["repositories"] for row in snapshot["outcomes"] if row["resource"] == "accounts"]
    assert sum(told) == taken[0].table("owners").collect().height


def test_the_certificate_tells_of_owners_as_it_does_of_repositories(taken: tuple[Census, int, int]) -> None:
    rows = taken[0].table("owners").collect()
    users = (rows["owner_type"] == "user").sum()
    told = CliRunner().invoke(app, ["audit", str(taken[0].folder)]).output
    assert f"  owner accounts: {rows.height} listed = {rows.height} ok\n" in told
    assert f"owners (100.0 %): user {users}, org {rows.height - users}\n" in told
    (one,) = json.loads(CliRunner().invoke(app, ["audit", str(taken[0].folder), "--json"]).output)["accounts"]
    assert (one["listed"], one["user"], one["pending"]) == (rows.height, users, 0)
    assert sum(one["outcomes"].values()) == rows.height


def test_an_owner_that_is_lost_or_doubled_or_has_no_type_is_found(
    taken: tuple[Census, int, int], tmp_path: Path
) -> None:
    copy = open_census(shutil.copytree(taken[0].folder, tmp_path / "copy"))
    (path,) = copy.parts("owners")
    whole = pl.read_parquet(path)
    no_type = whole.with_columns(owner_type=pl.lit(None, pl.String))
    for changed in (whole.tail(-1), pl.concat([whole, whole.head(1)]), no_type):
        changed.write_parquet(path)
        assert [check for check in checks(copy.table) if not check.holds]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.8, 0.9, 0.97])
def test_a_census_with_owners_that_lost_its_network_ends_up_the_same(
    share: float, tiny: Population, taken: tuple[Census, int, int], tmp_path: Path
) -> None:
    folder = tmp_path / "census"
    with background(tiny, quota=MANY) as standin:
        with pytest.raises(CollectionStopped, match="goes on"):
            take_census(folder, OWNERS, standin.address, client=losing(int(share * taken[1])))
        halted = make_audit(open_census(folder))
        assert all(check.holds for check in halted.checks)
        take_census(folder)
        assert take_census(folder).n_requests == 0
    assert_same_tables(open_census(folder), taken[0])


def test_owners_are_not_asked_for_unless_they_are_wanted(census: Census) -> None:
    make_tables(census)
    assert census.table("owners").collect().is_empty()
    told = {one["id"]: one for one in make_findings(census)["findings"]}
    assert told["census.owners.asked"]["value"] is None
    assert "owners were not asked for" in told["census.owners.asked"]["notes"]


def record(repo_id: str, number: int, owner_type: str | None = None) -> Record:
    whose = {"repoOwner": {"name": repo_id.partition("/")[0], "type": owner_type}} if owner_type else {}
    opened = [{"num": 1, "title": "t", "status": "open", "isPullRequest": False, **whose}] if owner_type else []
    item = {"_id": f"{number:024x}", "id": repo_id, "sha": "a" * 40, "gated": False, "disabled": False, "tags": []}
    return {"kind": "model", "item": item, "commits": [], "discussions": opened}


def test_an_owner_of_whom_the_hub_says_nothing_is_unknown_and_others_are_not_lost(tmp_path: Path) -> None:
    rows = [record("said/a", 1, "org"), record("silent/a", 2), record("alone", 3), record("an owner é/a", 4, "user")]
    with background(RecordedHub.of(rows), quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("model",), owners=True), standin.address)
    census = open_census(tmp_path)
    make_tables(census)
    told = census.table("owners").sort("owner").select("owner", "owner_type", "outcome", "detail").collect()
    assert told.rows() == [
        ("an owner é", "user", "ok", None),
        ("said", "org", "ok", None),
        ("silent", None, "unavailable", "This organization does not exist"),
    ]
    findings = {one["id"]: one["value"] for one in make_findings(census)["findings"]}
    assert [findings[f"census.owners.{name}"] for name in ("asked", "user", "org", "unknown")] == [3, 1, 1, 1]


def test_the_next_snapshot_asks_for_new_owners_only(tmp_path: Path) -> None:
    before = [record("one/a", 1, "org"), record("two/a", 2, "user")]
    scope = Scope(kinds=("model",), owners=True)
    with background(RecordedHub.of(before), quota=MANY) as standin:
        take_census(tmp_path, scope, standin.address)
    with background(RecordedHub.of([*before, record("three/a", 3, "user")]), quota=MANY) as standin:
        take_census(tmp_path, None, standin.address, new_snapshot=True)
        asked = [request for request in standin.log.requests if "overview" in request]
    assert asked == ["GET /api/users/three/overview"]
    census = open_census(tmp_path)
    make_tables(census)
    last = census.newest("owners").sort("owner").select("owner", "owner_type").collect()
    assert last.rows() == [("one", "org"), ("three", "user"), ("two", "user")]
    assert all(check.holds for check in make_audit(census).checks)


def test_a_scope_from_before_owners_could_be_asked_for_is_understood() -> None:
    old = json.dumps({name: value for name, value in Scope().as_dict().items() if name != "owners"})
    assert Scope.from_dict(json.loads(old)) == Scope()


def test_what_the_hub_says_of_an_account_goes_before_what_it_says_by_the_way() -> None:
    owners = pl.LazyFrame({"owner": ["a", "a", "b"], "owner_type": ["org", "org", None]})
    discussions = pl.LazyFrame({"repository": [1, 2, 3], "owner_type": ["user", "user", None]})
    repositories = pl.LazyFrame({"repository": [1, 2, 3], "owner": ["a", "b", "c"]})
    told = owner_types(*(nw.from_native(frame) for frame in (owners, discussions, repositories)))
    assert sorted(told.to_native().select("owner", "owner_type").collect().rows()) == [("a", "org"), ("b", "user")]


def test_an_owner_that_two_snapshots_take_for_two_things_is_one_owner() -> None:
    owners = pl.LazyFrame({"owner": ["a", "a"], "owner_type": ["org", "user"]})
    nothing = pl.LazyFrame(schema={"repository": pl.Int64, "owner_type": pl.String, "owner": pl.String})
    told = owner_types(
        *(nw.from_native(each) for each in (owners, nothing.drop("owner"), nothing.drop("owner_type")))
    )
    assert told.to_native().collect().height == 1
