"""The oracle itself, on records and rows made by hand."""

import csv
import json

import pytest

from oracle_origin import COLUMNS, SUBFIELDS, origin_files, read_origin

EDGES = "hf-edgelist-contributors.csv"
USES = "hf-edgelist-spaces-dependencies.csv"


def record(kind, repo_id, commits=None, discussions=None, answers=None, **item):
    row = {"kind": kind, "item": {"id": repo_id, **item}, "commits": commits, "discussions": discussions}
    return row | ({"answers": answers} if answers else {})


def commits(*authors):
    """Make a commit of each list of authors, given as one text."""
    return [
        {"id": str(number), "authors": [{"user": name} for name in names.split()]}
        for number, names in enumerate(authors)
    ]


def discussions(*openers):
    return [{"num": number, "author": {"name": name}} for number, name in enumerate(openers)]


def row_of(found):
    kind = found["kind"]
    (row,) = origin_files([found])[f"hf-data-{kind}s.csv"]
    return row


def edges(*found, name=EDGES):
    rows = origin_files(found)[name]
    assert len({(row["source"], row["target"]) for row in rows}) == len(rows)
    return {(row["source"], row["target"]): row["freq"] for row in rows}


def uses(*found, ending=""):
    rows = origin_files(found)[USES.replace(".csv", f"{ending}.csv")]
    return sorted((row["source"], row["target"]) for row in rows)


def model(*authors, repo_id="acme/m", **item):
    return record("model", repo_id, commits=commits(*authors), **item)


def test_a_whole_repository_is_one_row_in_the_order_of_the_columns():
    found = record(
        "model",
        "acme/m/x",
        commits=commits("bob ann", "bob"),
        discussions=discussions("zoe", "ann", "zoe"),
        lastModified="2024-01-02T03:04:05.000Z",
        tags=["x", "license:mit", "x", "license:other"],
        likes=0,
        downloads=7,
    )
    expected = {
        "owner": "acme",
        "model": "m/x",
        "id": "acme/m/x",
        "lastModified": "2024-01-02T03:04:05.000Z",
        "license": "mit",
        "tags": ["x", "license:mit", "license:other"],
        "likes": 0,
        "downloads": 7,
        "commits": 2,
        "commits_contributors": ["ann", "bob"],
        "discussions": 3,
        "discussions_contributors": ["ann", "zoe"],
    }
    assert list(row_of(found).items()) == list(expected.items())


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_what_a_record_does_not_say_is_none_in_every_column(kind):
    row = row_of(record(kind, "gpt2"))
    assert list(row) == COLUMNS[f"hf-data-{kind}s.csv"]
    assert ("downloads" in row) == (kind != "space")
    assert {column: value for column, value in row.items() if value is not None} == {kind: "gpt2", "id": "gpt2"}


def test_a_license_is_all_after_the_first_colon_of_the_first_tag_that_contains_it():
    assert row_of(record("model", "a/m", tags=["mit", "my-license:a:b", "license:mit"]))["license"] == "a:b"
    assert row_of(record("model", "a/m", tags=["license", "mit"]))["license"] is None


def test_eleven_files_stand_there_even_for_no_records():
    assert len(COLUMNS) == 11 and origin_files(iter([])) == {name: [] for name in COLUMNS}


def test_the_subfields_have_as_many_tags_as_the_study_lists_and_share_none():
    assert {name: len(tags) for name, tags in SUBFIELDS.items()} == {"cv": 9, "nlp": 12, "mm": 8}
    assert len(set().union(*SUBFIELDS.values())) == 29


def test_an_author_alone_in_a_repository_gets_a_self_loop_for_every_commit():
    assert edges(model("ann", "ann", "ann ann")) == {("ann", "ann"): 3}


def test_two_first_authors_are_joined_both_ways_as_often_as_each_came_first():
    assert edges(model("ann", "bob", "ann")) == {("ann", "bob"): 2, ("bob", "ann"): 1}


def test_a_co_author_who_never_comes_first_is_only_a_target_of_every_commit():
    assert edges(model("ann cy", "ann", "bob")) == {
        ("ann", "cy"): 2,
        ("ann", "bob"): 2,
        ("bob", "ann"): 1,
        ("bob", "cy"): 1,
    }


def test_a_commit_without_authors_counts_as_a_commit_but_adds_no_edge():
    assert edges(model("", "ann", "")) == {("ann", "ann"): 1}
    assert edges(model("", "ann", "bob")) == {("ann", "bob"): 1, ("bob", "ann"): 1}
    assert edges(model("")) == {}
    row = row_of(model("", "ann"))
    assert (row["commits"], row["commits_contributors"]) == (2, ["ann"])


def test_edges_are_summed_over_models_and_never_come_from_datasets_or_spaces():
    others = [record(kind, "acme/o", commits=commits("eve", "dan")) for kind in ("dataset", "space")]
    assert edges(model("ann", "bob"), model("ann bob", repo_id="acme/n"), *others) == {
        ("ann", "bob"): 2,
        ("bob", "ann"): 1,
    }


def test_a_commit_id_or_discussion_number_that_occurs_twice_counts_once_in_its_repository():
    rows, threads = commits("ann", "bob"), discussions("ann", "bob")
    found = record("model", "acme/m", commits=rows + rows[:1], discussions=threads + threads[1:])
    assert (row_of(found)["commits"], row_of(found)["discussions"]) == (2, 2)
    assert edges(found, found | {"item": {"id": "acme/fork"}}) == {("ann", "bob"): 2, ("bob", "ann"): 2}


def known(found):
    row = row_of(found)
    return row["commits"], row["commits_contributors"], row["discussions"], row["discussions_contributors"]


def test_none_recorded_is_zero_and_not_recorded_is_unknown():
    assert known(record("dataset", "a/d", commits=[], discussions=[])) == (0, [], 0, [])
    assert known(record("dataset", "a/d", commits=[])) == (0, [], None, None)
    assert row_of(record("dataset", "a/d", downloads=0))["downloads"] == 0
    assert known(record("dataset", "a/d", discussions=[])) == (None, None, 0, [])


@pytest.mark.parametrize(
    ("item", "answers", "commits_known", "discussions_known"),
    [
        ({"gated": False, "disabled": False}, {}, True, True),
        ({"gated": "auto"}, {}, False, True),
        ({"gated": "manual"}, {}, False, True),
        ({"disabled": True}, {}, False, True),
        ({}, {"no_main": True}, False, True),
        ({}, {"missing": True}, False, False),
        ({}, {"discussions_disabled": True}, True, False),
        ({}, {"renamed_to": "acme/new"}, True, True),
    ],
)
def test_commits_and_discussions_are_known_as_far_as_an_anonymous_reader_gets(
    item, answers, commits_known, discussions_known
):
    found = record("model", "acme/m", commits("ann"), discussions("bob"), answers, **item)
    both = ((1, ["ann"]) if commits_known else (None,) * 2) + ((1, ["bob"]) if discussions_known else (None,) * 2)
    assert known(found) == both
    assert edges(found) == ({("ann", "ann"): 1} if commits_known else {})
    assert row_of(found)["id"] == "acme/m"


def test_a_discussion_without_author_was_opened_by_deleted():
    threads = [{"num": 1}, {"num": 2, "author": None}, {"num": 3, "author": {"name": "ann"}}]
    assert row_of(record("space", "a/s", discussions=threads))["discussions_contributors"] == ["ann", "deleted"]


def test_a_model_of_two_subfields_counts_in_both_and_one_of_none_only_in_the_whole():
    found = [
        model("ann", "bob", repo_id="a/two", tags=["text-generation", "image-to-text", "image-to-text"]),
        model("ann", repo_id="a/none", tags=["automatic-speech-recognition", "Text-Generation"]),
        record("space", "a/s", models=["a/two", "a/none"]),
    ]
    two = {("ann", "bob"): 1, ("bob", "ann"): 1}
    assert edges(*found) == two | {("ann", "ann"): 1}
    assert uses(*found) == [("a/s", "a/none"), ("a/s", "a/two")]
    for ending, freqs, pairs in (
        ("-nlp", two, [("a/s", "a/two")]),
        ("-mm", two, [("a/s", "a/two")]),
        ("-cv", {}, []),
    ):
        assert edges(*found, name=f"hf-edgelist-contributors{ending}.csv") == freqs
        assert uses(*found, ending=ending) == pairs


def test_a_space_uses_each_listed_model_once_whatever_the_order_and_however_many():
    models = [model(repo_id=f"a/m{number}") for number in range(101)]
    space = record("space", "a/s", models=["a/m1", "a/m0", "a/m1", "A/M0", "b/unlisted", "a/d"])
    dataset = record("dataset", "a/d", models=["a/m0"])
    assert uses(space, *models, dataset, record("space", "a/none")) == [("a/s", "a/m0"), ("a/s", "a/m1")]
    everything = record("space", "a/all", models=[found["item"]["id"] for found in models])
    assert len(uses(*models, everything)) == 101


def test_names_of_any_script_stand_as_they_are_and_sort_by_code_point():
    found = model("Zoë", "ann", "李雷", "élan", repo_id="名/モデル")
    row = row_of(found)
    assert (row["owner"], row["model"]) == ("名", "モデル")
    assert row["commits_contributors"] == ["Zoë", "ann", "élan", "李雷"]
    assert edges(found)["李雷", "Zoë"] == 1


def write(folder, files):
    """Write files as any spreadsheet-safe exporter would: a text that looks like a formula gets an apostrophe."""

    def cell(value):
        if isinstance(value, list):
            return json.dumps(value)
        return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value

    for name, columns in COLUMNS.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([cell(value) for value in row.values()] for row in files[name])


def test_files_read_back_are_the_rows_that_were_written_guarded_or_not(tmp_path):
    names = ["=1+1", "+a", "-b", "@c", "\td", "\re", "'f", 'g,"\n', "李雷"]
    found = [record("dataset", name, tags=["license:" + name], likes=0) for name in names]
    found += [model("", repo_id=name, tags=[name, "multimodal"], downloads=3) for name in names]
    found[-1]["commits"] = [{"id": name, "authors": [{"user": name}]} for name in names]
    found.append(record("space", "=s", models=names, discussions=discussions(*names)))
    files = origin_files(found)
    assert [len(rows) for rows in files.values()] == [9, 9, 1, 72, 9, 0, 0, 0, 0, 72, 9]
    write(tmp_path, files)
    assert read_origin(tmp_path) == files
    assert b"'=1+1," in (tmp_path / EDGES).read_bytes()


def test_a_file_with_other_columns_is_refused_even_when_it_has_no_rows(tmp_path):
    write(tmp_path, origin_files([]))
    (tmp_path / EDGES).write_text("source,freq,target\n", encoding="utf-8")
    with pytest.raises(ValueError, match=EDGES):
        read_origin(tmp_path)
