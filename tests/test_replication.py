"""What the study published beside a census, and its old numbers against those of its own files."""

import csv
import io
import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy.stats import skew

from hubcensus.errors import UsageError
from hubcensus.findings import replication as old
from hubcensus.report.replication import not_comparable, published, replication, studies
from hubcensus.study import export
from hubcensus.tables.network import Network
from hubcensus.tables.store import Census
from test_cli import run, sentence

PREFIX = "replication.osborne2024"


def found(census: Census) -> dict[str, Any]:
    return {row["id"]: row["value"] for row in census.findings()["findings"]}


@pytest.fixture(scope="module")
def files(census: Census, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """The files of the original scripts, as a person would read them."""
    copy = shutil.copytree(census.folder, tmp_path_factory.mktemp("origin") / "census")
    written = export(Census(copy), "origin", [], copy.parent / "csv")
    return {path.stem: list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))) for path in written}


def test_the_old_numbers_are_those_of_the_studys_files(
    census: Census, files: dict[str, list[dict[str, str]]]
) -> None:
    values, models = found(census), files["hf-data-models"]
    with_any = sorted(int(row["downloads"]) for row in models if row["downloads"] not in ("", "0"))
    assert values[f"{PREFIX}.model.downloads.missing_share"] == pytest.approx(1 - len(with_any) / len(models))
    assert values[f"{PREFIX}.model.downloads.skewness"] == pytest.approx(skew(with_any))
    for kind in ("model", "dataset"):
        rows = files[f"hf-data-{kind}s"]
        none = sum(row["license"] == "" for row in rows) / len(rows)
        assert values[f"{PREFIX}.{kind}.license.none_share"] == pytest.approx(none)
    teams = [len(json.loads(row["commits_contributors"])) for row in models if row["commits_contributors"]]
    single = sum(n == 1 for n in teams) / sum(n > 0 for n in teams)
    assert values[f"{PREFIX}.model.contributors.single_share"] == pytest.approx(single)


def test_isolates_by_the_old_rule_are_those_whose_edges_are_all_loops(
    census: Census, files: dict[str, list[dict[str, str]]]
) -> None:
    tied: dict[str, bool] = defaultdict(bool)
    for row in files["hf-edgelist-contributors"]:
        for end in ("source", "target"):
            tied[row[end]] |= row["source"] != row["target"]
    isolates = sum(not any_ for any_ in tied.values()) / len(tied)
    assert found(census)[f"{PREFIX}.developers.isolate_share"] == pytest.approx(isolates)


def test_the_old_list_of_spaces_ends_after_a_hundred_and_knows_listed_models_only() -> None:
    uses = {"big/model": 300, "small/model": 40, "gone/model": 90}
    edges = [(f"s/{i}", model) for model, n in uses.items() for i in range(n)]
    nodes = pl.DataFrame({"kind": "model", "name": list(uses), "listed": [True, True, False]})
    network = Network(nodes, pl.DataFrame(edges, ["source", "target"], orient="row"))
    nobody = pl.DataFrame(schema={"repository": pl.Int64, "author": pl.String})
    rows = {row.id: row for row in old({}, {"space": "", "model": ""}, nobody, network)}
    assert (rows[f"{PREFIX}.uses.owners_half"].value, rows[f"{PREFIX}.uses.owners_half"].n) == (1, 2)
    assert rows[f"{PREFIX}.uses.top_1pct_share"].notes == "the top 1 % of 2 is less than one of them"
    assert rows[f"{PREFIX}.developers.isolate_share"].value is None, "nobody is not no isolate"


def test_every_id_of_the_published_results_is_a_finding(census: Census) -> None:
    study, ids = published("osborne2024"), found(census).keys()
    named = [id for row in study["results"] for id in (row["old"], row["ours"], *row.get("range", ()))]
    named += [row["here"].format(subfield="cv") for row in study["apart"] if "here" in row]
    assert [id for id in named if id not in ids and not id.endswith(".tail.verdict")] == []
    assert {row["trust"] for row in study["results"]} <= study["trust"].keys()
    assert {row["why"] for row in study["results"]} == study["why"].keys()
    assert {row["because"] for row in study["apart"]} == study["because"].keys()


def test_every_old_number_stands_beside_a_published_one(census: Census) -> None:
    used = {row["old"] for row in published("osborne2024")["results"]}
    assert {id for id in found(census) if id.startswith("replication.")} <= used


def snapshots(document: dict[str, Any], scope: dict[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    rows = [
        {**row, "source": "https://huggingface.co", **changed, "scope": {**row["scope"], **(scope or {})}}
        for row in document["census"]["snapshots"]
    ]
    return {**document, "census": {**document["census"], "snapshots": rows}}


def test_no_census_stands_bare_beside_the_whole_hub_of_october_2023(census: Census) -> None:
    made_up = census.findings()
    for document, heading, said in (
        (made_up, "a stand-in Hub", "made up or a copy"),
        (snapshots(made_up, {"author": "openai"}), "a part of the Hub", "a part of the Hub (models, "),
        (snapshots(made_up, snapshot="2024-07-11", source="x.parquet"), "a recorded listing, 11", "recorded on 11"),
        (snapshots(made_up, snapshot="2024-07-11"), "the Hub, 11\N{NO-BREAK SPACE}July", "the day differs as well"),
        (snapshots(made_up, {"details": []}), "the Hub", "It holds listings only"),
        (snapshots(made_up, finished_at=None), "the Hub", "It is not complete"),
    ):
        for sheet in (replication(document), not_comparable(document)):
            assert said in sheet.caption, heading
            assert "the whole Hub in October 2023" in sheet.caption
            assert any(heading in each for each in sheet.headings), sheet.headings
        assert "October 2023" in replication(document).headings[1]


def test_another_taxonomy_is_said(census: Census) -> None:
    document = census.findings()
    other = {**document["census"], "taxonomy": {"name": "hf-2026", "title": "Hub 2026", "source": "hf"}}
    assert not any("Hub 2026" in note for note in replication(document).notes)
    assert any("Hub 2026" in note for note in replication({**document, "census": other}).notes)


def test_our_number_of_isolates_has_the_range_over_who_counts_as_a_person(census: Census) -> None:
    values = found(census)
    ids = ["without_bots", "aliases_85", "aliases_90", "aliases_95"]
    shares = [values[f"community.all.{name}.isolate_share"] for name in ids] + [values["community.all.isolate_share"]]
    (row,) = (row for row in replication(census.findings()).rows if row[0].shown == "Developers who are isolates")
    assert (row[4].value, row[4].low, row[4].high) == (shares[0], min(shares), max(shares))


def test_a_study_of_another_name_gets_a_suggestion() -> None:
    assert studies() == ["osborne2024"]
    with pytest.raises(UsageError, match="did you mean 'osborne2024'"):
        published("osborn2023")
    with pytest.raises(UsageError, match="there is osborne2024"):
        published("x")


def test_the_command_prints_one_form_at_a_time(census: Census, tmp_path: Path) -> None:
    folder = shutil.copytree(census.folder, tmp_path / "census")
    shown = run("replicate", "osborne2024", folder)
    assert (shown.returncode, "Developers who are isolates" in shown.stdout) == (0, True)
    both = json.loads(run("replicate", "osborne2024", folder, "--json").stdout)
    assert [one["name"] for one in both] == ["replication", "not-comparable"]
    assert run("replicate", "osborne2024", folder, "--csv").stdout.startswith('Result,"Published (the whole Hub')
    assert run("replicate", "osborne2024", folder, "--latex").stdout.count(r"\end{longtable}") == 2
    assert run("replicate", "osborne2024", folder, "--markdown").stdout.count("| --- |") >= 2
    wrong = run("replicate", "osborn", folder)
    assert (wrong.returncode, "did you mean 'osborne2024'" in sentence(wrong)) == (2, True)
    wrong = run("replicate", "osborne2024", folder, "--json", "--csv")
    assert (wrong.returncode, "give one of them" in sentence(wrong)) == (2, True)
