import json
import math
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_info

from hubcensus import questions, study
from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.errors import CensusError
from hubcensus.findings.elsewhere import elsewhere
from hubcensus.findings.finding import Finding
from hubcensus.review import taxonomy
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.standin.records import RecordedHub
from hubcensus.standin.truth import truth
from hubcensus.study import make_findings
from hubcensus.tables.store import Census, open_census
from hubcensus.watch import unwatched

MANY = 10_000_000
REFERENCES = Path(__file__).parents[1] / "docs" / "references.bib"


def values(document: dict[str, Any]) -> dict[str, Any]:
    return {row["id"]: row["value"] for row in document["findings"]}


def assert_true(found: dict[str, Any], planted: dict[str, Any]) -> None:
    """Counts and lists are equal; other numbers to 1e-9."""
    assert planted.keys() <= found.keys()
    for id, value in planted.items():
        if isinstance(value, float):
            assert found[id] == pytest.approx(value, rel=1e-9, abs=1e-12), id
        else:
            assert found[id] == value, id


def test_every_finding_equals_the_planted_truth(hub: Population, census: Census) -> None:
    planted = truth(hub)["findings"]
    assert len(planted) > 200
    assert_true(values(census.findings()), planted)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_every_finding_of_the_demo_equals_the_planted_truth(seed: int, tmp_path: Path) -> None:
    hub = Population(seed=seed)
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    assert_true(values(make_findings(open_census(tmp_path))), truth(hub)["findings"])


@pytest.mark.long
@pytest.mark.recorded
def test_every_finding_of_the_recorded_slice_equals_its_truth(recorded: Path, tmp_path: Path) -> None:
    hub = RecordedHub(recorded / "real-slice.ndjson.gz")
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    assert_true(values(make_findings(open_census(tmp_path))), truth(hub)["findings"])


def test_an_id_stands_once_and_each_finding_says_how_it_was_made(census: Census) -> None:
    rows = census.findings()["findings"]
    assert len({row["id"] for row in rows}) == len(rows)
    sources = set(re.findall(r"^@\w+\{(\w+),", REFERENCES.read_text("utf-8"), re.MULTILINE))
    for row in rows:
        assert row["method"], row["id"]
        assert row["source"] in sources, row["id"]
        assert row["question"] in ("census", "RQ1", "RQ2", "RQ3"), row["id"]
        assert row["value"] is not None or row["notes"], row["id"]


def test_shares_are_between_nothing_and_all(census: Census) -> None:
    for row in census.findings()["findings"]:
        if row["unit"] == "share" and row["value"] is not None:
            assert 0 <= row["value"] <= 1, row["id"]


def test_what_was_read_adds_up(census: Census) -> None:
    found = values(census.findings())
    for kind in ("model", "dataset", "space"):
        for resource in ("commits", "discussions"):
            parts = [v for id, v in found.items() if id.startswith(f"census.{kind}.{resource}.")]
            assert sum(parts) == found[f"census.{kind}.listed"]


def test_what_was_not_collected_has_no_value_and_no_zero(hub: Population, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("model",), details=()), standin.address)
    rows = {row["id"]: row for row in make_findings(open_census(tmp_path))["findings"]}
    assert rows["activity.model.likes.gini"]["value"] is not None
    for id, why in (
        ("activity.dataset.repositories", "datasets were not collected"),
        ("activity.dataset.likes.zero_share", "datasets were not collected"),
        ("activity.model.commits.median", "commits were not asked for"),
        ("activity.model.contributors.single_share", "commits were not asked for"),
        ("activity.model.likes.by_contributors", "commits were not asked for"),
        ("activity.model.likes.by_owner_kind", "owners were not asked for"),
        ("activity.cv.owners.pull_requests.top", "discussions were not asked for"),
        ("time.model.absence_factor", "commits were not asked for"),
        ("community.all.developers", "commits were not asked for"),
        ("community.cv.without_bots.reciprocity", "commits were not asked for"),
        ("claims.all.core.osborne2024.p", "commits were not asked for"),
        ("replication.osborne2024.model.contributors.single_share", "commits were not asked for"),
        ("adoption.all.models_in_spaces", "spaces were not collected"),
        ("adoption.all.unused_share", "spaces were not collected"),
        ("adoption.nlp.top_models", "spaces were not collected"),
    ):
        assert (rows[id]["value"], rows[id]["notes"]) == (None, why), id


def test_what_was_asked_for_and_refused_is_told_from_what_was_not_asked_for(tmp_path: Path) -> None:
    gated = {
        "kind": "model",
        "item": {"_id": "a" * 24, "id": "a/b", "gated": "manual", "likes": 3, "tags": []},
        "commits": [],
    }
    with background(RecordedHub.of([gated]), quota=MANY) as standin:
        take_census(tmp_path, Scope(details=("commits",)), standin.address)
    notes = {row["id"]: row["notes"] for row in make_findings(open_census(tmp_path))["findings"]}
    for id in ("activity.model.commits.median", "time.model.elephant_factor", "community.all.isolates"):
        assert notes[id] == "commits were asked for, and none was read", id
    assert notes["activity.model.discussions.median"] == "discussions were not asked for"
    assert notes["activity.space.likes.median"] == "no space is in the scope of this census"


def test_findings_json_has_no_number_that_json_does_not_know(census: Census) -> None:
    def refuse(text: str) -> float:
        raise AssertionError(text)

    document = json.loads((census.folder / "findings.json").read_text("utf-8"), parse_constant=refuse)
    assert all(not isinstance(row["value"], float) or math.isfinite(row["value"]) for row in document["findings"])


def test_activity_is_the_same_in_one_process_and_in_two(census: Census, monkeypatch: pytest.MonkeyPatch) -> None:
    written = [row for row in census.findings()["findings"] if row["id"].startswith("activity.")]
    monkeypatch.setattr(questions, "_WORTH_A_PROCESS", 0)
    again = questions.all_findings(census, taxonomy(census), unwatched)
    found = [one.as_dict() for one in again if one.id.startswith("activity.")]
    assert len(found) > 1000
    assert json.loads(json.dumps(found)) == written


def _blas(info: list[dict[str, Any]]) -> set[int]:
    return {one["num_threads"] for one in info if one["user_api"] == "blas"}


def test_sums_are_made_in_one_order_however_many_cores_there_are(
    census: Census, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def none(*_: Any) -> Iterator[Finding]:
        seen.extend(threadpool_info())
        return iter(())

    monkeypatch.setattr(study, "all_findings", none)
    shutil.copytree(census.folder, tmp_path / "census")
    (tmp_path / "census" / "findings.json").unlink()
    make_findings(open_census(tmp_path / "census"))
    there: list[dict[str, Any]] = []
    with elsewhere(threadpool_info) as beside, suppress(CensusError):  # which says that there is no more
        there.extend(beside)
    assert _blas(seen) == _blas(there) == {1}
