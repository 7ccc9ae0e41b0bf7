"""What ``findings.json`` promises, and what it gives side by side."""

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.errors import CensusError
from hubcensus.findings.contract import SCHEMA, schema
from hubcensus.findings.spread import by_group, by_subfield
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.standin.records import RecordedHub
from hubcensus.study import make_findings
from hubcensus.tables.store import Census, open_census
from test_cli import run, sentence

MANY = 10_000_000
OUTSIDE = (".epsilon_squared", ".chance")  # docs/findings.md says why these may lie outside their intervals


def assert_kept(document: dict[str, Any]) -> None:
    """The document follows the schema, and no value lies outside its interval."""
    wrong = [
        f"{list(error.path)}: {error.message[:200]}" for error in Draft202012Validator(schema()).iter_errors(document)
    ]
    assert wrong == []
    for row in document["findings"]:
        assert (row["low"] is None) == (row["high"] is None), row["id"]
        if row["low"] is not None and not row["id"].endswith(OUTSIDE):
            assert row["low"] - 1e-12 <= row["value"] <= row["high"] + 1e-12, row["id"]


def test_the_schema_is_one_and_has_its_id() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == schema()["properties"]["$schema"]["const"] == SCHEMA


def test_the_findings_of_a_census_keep_what_they_promise(census: Census) -> None:
    document = json.loads((census.folder / "findings.json").read_text("utf-8"))
    assert next(iter(document)) == "$schema"
    assert_kept(document)


def test_the_findings_of_a_listing_keep_what_they_promise(hub: Population, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("model",), details=()), standin.address)
    assert_kept(make_findings(open_census(tmp_path)))


@pytest.mark.long
@pytest.mark.recorded
def test_the_findings_of_the_recorded_slice_keep_what_they_promise(recorded: Path, tmp_path: Path) -> None:
    with background(RecordedHub(recorded / "real-slice.ndjson.gz"), quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    assert_kept(make_findings(open_census(tmp_path)))


@pytest.mark.long
def test_the_findings_of_the_demo_keep_what_they_promise(tmp_path: Path) -> None:
    with background(Population(), quota=MANY) as standin:
        take_census(tmp_path, endpoint=standin.address)
    assert_kept(make_findings(open_census(tmp_path)))


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "share", "value": 1.5},
        {"unit": "share", "value": -0.1},
        {"unit": "share", "value": "half"},
        {"unit": "share", "value": 0.5, "low": 0.4, "high": 1.2},
        {"value": None, "notes": ""},
        {"value": None, "notes": "not read", "low": 0.1, "high": 0.2},
        {"value": {"a": 1}},
        {"n": -1},
        {"n": 1.5},
        {"id": "Activity Model"},
        {"question": "RQ4"},
        {"method": ""},
        {"more": 1},
    ],
)
def test_the_schema_refuses_what_no_finding_may_be(census: Census, change: dict[str, Any]) -> None:
    document = copy.deepcopy(census.findings())
    document["findings"] = [document["findings"][0]]
    assert Draft202012Validator(schema()).is_valid(document)
    document["findings"][0].update(change)
    assert not Draft202012Validator(schema()).is_valid(document)


def test_a_column_a_subfield_has_the_findings_of_it(census: Census) -> None:
    document = census.findings()
    values = {row["id"]: row["value"] for row in document["findings"]}
    rows = {row["finding"]: row for row in by_subfield(document["findings"], document["census"]["subfields"])}
    gini = rows["activity.*.likes.gini"]
    assert (gini["all"], gini["cv"]) == (values["activity.model.likes.gini"], values["activity.cv.likes.gini"])
    (of_cv,) = (row for row in document["findings"] if row["id"] == "activity.cv.likes.gini")
    assert (gini["cv_low"], gini["cv_high"], gini["cv_n"]) == (of_cv["low"], of_cv["high"], of_cv["n"])
    assert rows["community.*.developers"]["nlp"] == values["community.nlp.developers"]
    assert "activity.*.likes.by_year" not in rows and "adoption.*.running.spaces" not in rows
    assert not any(isinstance(value, list) for row in rows.values() for value in row.values())


def test_a_row_a_group_has_its_number_and_interval(census: Census) -> None:
    document = census.findings()
    (given,) = (row["value"] for row in document["findings"] if row["id"] == "activity.model.likes.by_owner_kind")
    rows = [row for row in by_group(document["findings"], "owner-kind") if row["finding"] == "activity.model.likes"]
    assert [row["number"] for row in rows[:: len(given)]] == ["zero_share", "mean", "median", "gini"]
    for row in rows:
        (group,) = (one for one in given if one["group"] == row["group"])
        name = row["number"]
        assert (row["n"], row["value"]) == (group["n"], group[name])
        assert (row["low"], row["high"]) == (group[f"{name}_low"], group[f"{name}_high"])


def test_the_command_sets_findings_side_by_side(census: Census) -> None:
    findings = ("findings", census.folder)
    head, _, gini = run(*findings, "activity.*.likes.gini", "--by", "subfield").stdout.splitlines()[:3]
    assert head.split() == ["finding", "unit", "all", "cv", "nlp", "mm"]
    assert re.search(r"0\.\d+ \(0\.\d+ to 0\.\d+\), n = \d+", gini)
    rows = json.loads(run(*findings, "activity.model.likes.gini", "--by", "year", "--json").stdout)
    shown = run(*findings, "activity.model.likes.zero_share", "--by", "year").stdout.splitlines()[2:]
    assert all(f" {row['n']:,} " in line for line, row in zip(shown, rows, strict=True))
    assert {row["number"] for row in rows} == {"gini"} and len(rows) > 2
    csv = run(*findings, "activity.model.likes", "--by", "license", "--csv").stdout.splitlines()
    assert csv[0] == "finding,number,group,n,value,low,high"
    plain = run(*findings, "activity.model.likes.zero_share", "--csv").stdout.splitlines()
    assert plain[0] == "id,question,value,unit,n,method,source,low,high,notes"
    shown = run(*findings, "activity.model.likes.zero_share").stdout.splitlines()
    assert shown[0].split() == ["finding", "value", "low", "high", "unit", "n"]


def test_a_wrong_use_of_findings_is_a_sentence(census: Census) -> None:
    findings = ("findings", census.folder)
    for asked, said in (
        (("community", "--by", "year"), "are given by year, and 'community' asks for none of them: try"),
        (("nothing.*", "--by", "subfield"), "no finding is called"),
        (("census", "--by", "subfield"), "are given by subfield, and 'census' asks for none of them: try"),
        (("activity", "--json", "--csv"), "give one of them"),
    ):
        wrong = run(*findings, *asked)
        assert (wrong.returncode, said in sentence(wrong)) == (2, True), asked
    wrong = run(*findings, "activity", "--by", "month")
    assert (wrong.returncode, "is not one of" in wrong.stderr) == (2, True)


def test_findings_that_were_changed_are_noticed_and_made_anew(census: Census, tmp_path: Path) -> None:
    copied = open_census(shutil.copytree(census.folder, tmp_path / "copy"))
    path = copied.folder / "findings.json"
    whole = path.read_bytes()
    for change in (
        {
            "findings": [
                {**row, "value": 0.1} if row["id"] == "activity.model.likes.gini" else row for row in rows(whole)
            ]
        },
        {"findings": rows(whole)[:-1]},
        {"census": {**json.loads(whole)["census"], "rule": "temporal"}},
        {"census": {"made_from": json.loads(whole)["census"]["made_from"]}},
    ):
        path.write_text(json.dumps({**json.loads(whole), **change}), "utf-8")
        with pytest.raises(CensusError, match=r"was changed .* `hubcensus study .*copy` makes it anew"):
            copied.findings()
    assert make_findings(copied) == json.loads(whole)
    assert path.read_bytes() == whole


def test_findings_that_were_only_laid_out_anew_are_the_same(census: Census, tmp_path: Path) -> None:
    copied = open_census(shutil.copytree(census.folder, tmp_path / "copy"))
    path = copied.folder / "findings.json"
    path.write_text(json.dumps(census.findings(), sort_keys=True, indent=4), "utf-8")
    assert copied.findings() == census.findings()


def rows(document: bytes) -> list[dict[str, Any]]:
    """The findings of a document."""
    return list(json.loads(document)["findings"])


def test_findings_that_are_not_given_by_a_group_say_first_why(hub: Population, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as standin:
        take_census(tmp_path, Scope(kinds=("dataset",), details=()), standin.address)
    for pattern, by, why in (
        ("activity.dataset.commits", "year", "commits were not "),
        ("activity.model", "license", "models were not collected, so nothing"),
        ("community", "subfield", "models were not collected, so nothing"),
    ):
        wrong = run("findings", tmp_path, pattern, "--by", by)
        assert sentence(wrong).startswith(f"hubcensus: {why}")
