"""Subfields as data: those that come with hubcensus, and a user's own."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from hubcensus.errors import UsageError
from hubcensus.networks.taxonomy import TAXONOMIES, read_taxonomy, taxonomy_named
from hubcensus.review import choose_taxonomy, taxonomy
from hubcensus.study import export, make_findings
from hubcensus.tables.store import Census

OWN = 'title = "Mine"\n[subfields.lora]\ntitle = "Adapters"\ntags = ["lora", "peft"]\n'


@pytest.fixture
def copy(census: Census, tmp_path: Path) -> Census:
    return Census(Path(shutil.copytree(census.folder, tmp_path / "copy")))


def test_the_hubs_table_sorts_each_task_into_one_subfield_and_names_what_was_retired() -> None:
    ours = taxonomy_named("hf-2026")
    tags = [tag for subfield in ours.subfields for tag in subfield.tags]
    assert len(tags) == len(set(tags))
    assert [one.name for one in ours.subfields] == ["cv", "nlp", "multimodal", "audio", "tabular", "rl"]
    retired = {tag: f"{day:%Y-%m-%d}" for tag, day in ours.retired}
    assert retired == {"conversational": "2024-02-20", "text2text-generation": "2025-07-09"}
    assert set(retired) <= set(tags)


@pytest.mark.recorded
def test_the_hubs_table_is_as_recorded(recorded: Path) -> None:
    rows = [line.split("\t") for line in (recorded / "hub-tasks-2026-08.tsv").read_text().splitlines()]
    tasks = {row[0]: row[1] for row in rows if len(row) == 2 and row[0] != "task"}
    ours = taxonomy_named("hf-2026")
    retired = {tag for tag, _ in ours.retired}
    found = {tag: one.name for one in ours.subfields for tag in one.tags if tag not in retired}
    assert found == {task: kind for task, kind in tasks.items() if kind != "other"}


@pytest.mark.parametrize("name", TAXONOMIES)
def test_a_taxonomy_that_comes_along_can_be_chosen_and_is_known_by_its_name(copy: Census, name: str) -> None:
    choose_taxonomy(copy, name)
    assert taxonomy(copy) == taxonomy_named(name)


def test_a_users_own_taxonomy_is_followed_and_the_origin_export_keeps_the_studys(
    copy: Census, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in export(copy, "origin", [], tmp_path / "before")}
    (tmp_path / "mine.toml").write_text(OWN)
    choose_taxonomy(copy, str(tmp_path / "mine.toml"))
    content = make_findings(copy)
    found = {row["id"]: row["value"] for row in content["findings"]}
    assert content["census"]["subfields"] == {"lora": "Adapters"}
    tags = copy.newest("tags").filter(pl.col("tag").is_in(["lora", "peft"]), kind="model").collect()
    assert found["subfields.lora.models"] == tags["repository"].n_unique() > 0
    assert "community.lora.developers" in found
    assert "community.cv.developers" not in found
    assert {path.name: path.read_bytes() for path in export(copy, "origin", [], tmp_path / "after")} == before


def test_overlaps_and_the_unmapped_are_what_counting_gives(census: Census) -> None:
    found = {row["id"]: row["value"] for row in census.findings()["findings"]}
    rows = census.newest("tags").filter(kind="model").select("repository", "tag").collect().rows()
    members = {
        one.name: {repository for repository, tag in rows if tag in one.tags}
        for one in taxonomy_named("osborne2024").subfields
    }
    for row in found["subfields.overlap"]:
        assert row["models"] == len(members[row["one"]] & members[row["other"]])
    tagged = census.newest("repositories").filter("has_tags", kind="model").collect().height
    assert found["subfields.unmapped_share"] == pytest.approx(1 - len(set().union(*members.values())) / tagged)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "title = 1",
        "[subfields.all]\ntitle = 'x'\ntags = ['a']",
        "[subfields.'../x']\ntitle = 'x'\ntags = ['a']",
        "[subfields.cv]\ntags = ['a']",
        "[subfields.cv]\ntitle = 'x'\ntags = 'a'",
        "[subfields.cv]\ntitle = 'x'\ntags = []",
        "subfields = 3",
        "[retired]\na = 'soon'\n[subfields.cv]\ntitle = 'x'\ntags = ['a']",
    ],
)
def test_a_file_that_is_no_taxonomy_is_a_sentence_and_changes_nothing(
    copy: Census, tmp_path: Path, text: str
) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_taxonomy(text, "mine")
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(UsageError, match="cannot be read"):
        choose_taxonomy(copy, str(tmp_path / "mine.toml"))
    assert taxonomy(copy).name == "osborne2024"
