"""The truth of a Hub small enough to count on one's fingers."""

import pytest
from awkward_hub import commit, discussion, record

from hubcensus.standin.arithmetic import gini, mean, median, ratio, share_of_top
from hubcensus.standin.records import RecordedHub
from hubcensus.standin.truth import truth

# Three listed models in the open: ann leads bob in the first, bob and cleo work side by side in the
# second, dora is alone in the third. A gated model hides eve. Two spaces use m1, one m2 and a ghost.
MODELS = [
    record(
        "model",
        1,
        "acme/m1",
        [commit(3, "ann", "bob"), commit(2, "ann"), commit(1, "ann")],
        [discussion(1, "acme/m1")],
        likes=4,
        downloads=90,
        tags=["fill-mask", "license:mit"],
    ),
    record(
        "model",
        2,
        "acme/m2",
        [commit(3), commit(2, "bob"), commit(1, "cleo")],
        [],
        {"renamed_to": "acme/m2-renamed"},
        likes=0,
        downloads=10,
        tags=["image-classification", "fill-mask"],
    ),
    record("model", 3, "m3", [commit(1, "dora")], None, {"discussions_disabled": True}, likes=0),
    record("model", 4, "acme/m4", [commit(1, "eve", "ann")], [], gated="auto", likes=0, downloads=0, tags=[]),
]
SPACES = [
    record("space", 5, "ann/s1", models=["acme/m1", "acme/m2", "ghost"], cardData={"models": ["acme/m1"]}),
    record("space", 6, "ann/s2", models=["acme/m1"], cardData={"models": ["acme/m1"]}),
]


@pytest.fixture(scope="module")
def found():
    return truth(RecordedHub.of(MODELS + SPACES))["findings"]


def part(found, prefix):
    return {key.removeprefix(prefix): value for key, value in found.items() if key.startswith(prefix)}


def top(found, prefix):
    return {key: value for key, value in part(found, prefix).items() if "." not in key}


def test_counts_of_activity_are_those_of_the_fingers(found):
    assert part(found, "activity.model.downloads.") == {
        "n": 3,
        "unknown_share": 1 / 4,
        "zero_share": 1 / 3,
        "mean": 100 / 3,
        "median": 10.0,
        "max": 90,
        "total": 100,
        "top_1pct_share": None,
        "top_10pct_share": None,
        "gini": 0.6,  # (-2 * 0 + 0 * 10 + 2 * 90) / (3 * 100)
    }


def test_what_is_refused_is_unknown(found):
    assert part(found, "activity.model.commits.")["n"] == 3
    assert found["activity.model.commits.total"] == 7
    assert found["activity.model.discussions.n"] == 3
    assert found["activity.model.discussions.unknown_share"] == 0.25
    assert found["activity.model.contributors.single_share"] == 1 / 3


def test_where_nothing_is_known_nothing_is_said(found):
    described = part(found, "activity.space.likes.")
    assert (described.pop("n"), described.pop("unknown_share")) == (0, 1.0)
    assert set(described.values()) == {None}
    assert set(part(found, "activity.dataset.likes.").values()) == {0, None}


def test_licences_are_shares_of_those_whose_tags_are_known(found):
    assert found["activity.model.license.none_share"] == 2 / 3
    assert found["activity.model.license.shares"] == [{"license": "mit", "share": 1 / 3}]


def test_who_works_with_whom(found):
    # ann -> bob; bob -> cleo and cleo -> bob; dora alone; eve is never seen
    assert part(found, "community.all.") == {
        "developers": 4,
        "edges": 3,
        "isolates": 1,
        "isolate_share": 0.25,
        "components": 2,
        "giant_share": 0.75,
        "density": 3 / 12,
        "reciprocity": 2 / 3,
        "degree_mean": 1.0,  # ann 1, bob 2, cleo 1, dora 0
        "degree_median": 1.0,
        "degree_max": 2,
        "core_max": 1,
    }


def test_subfields_are_by_any_tag(found):
    assert (found["community.nlp.developers"], found["community.nlp.edges"]) == (3, 3)
    assert (found["community.cv.developers"], found["community.cv.edges"]) == (2, 2)
    assert found["community.cv.reciprocity"] == 1.0
    assert found["community.mm.developers"] == 0
    assert found["community.mm.core_max"] is None


def test_which_spaces_use_which_models(found):
    assert top(found, "adoption.all.") == {
        "spaces": 2,
        "edges": 4,
        "models_in_spaces": 3,
        "models": 4,
        "unused_share": 0.5,
        "in_degree_mean": 4 / 3,
        "in_degree_median": 1.0,
        "in_degree_max": 2,
        "top_1pct_share": None,
        "top_models": [
            {"model": "acme/m1", "spaces": 2},
            {"model": "acme/m2", "spaces": 1},
            {"model": "ghost", "spaces": 1},
        ],
        "top_owners": [{"owner": "acme", "models": 2, "uses": 3}],
        "declared_share": 0.5,  # the first has a card that names m1 of three, the second one that names all of one
    }
    assert (found["adoption.cv.spaces"], found["adoption.cv.edges"], found["adoption.cv.unused_share"]) == (1, 1, 0)
    assert found["adoption.mm.top_1pct_share"] is None


def test_which_models_are_used_together(found):
    # one space uses m1, m2 and a ghost, another m1: three pairs, and each had to meet, so little else is there
    assert part(found, "adoption.all.co_usage.") == {
        "pairs": 3,
        "spaces_set_aside": 0,
        "backbone_pairs": 0,
        "backbone_share": 0.0,
        "models": 0,
        "strongest": [],
    }
    assert part(found, "adoption.all.cap.") == {"edges_lost": 0, "edges_lost_share": 0.0, "models_cut": 0, "top": []}


def test_pairs_that_meet_more_than_by_chance_are_told_from_those_that_do_not():
    # a and b meet in all of their eight spaces, c and d once, and two hundred models are alone
    spaces = [record("space", n, f"x/s{n}", models=["a", "b"]) for n in range(8)]
    spaces += [record("space", 8 + n, f"x/t{n}", models=[f"m{n}"]) for n in range(200)]
    spaces.append(record("space", 300, "x/u", models=["c", "d"]))
    found = truth(RecordedHub.of(spaces))["findings"]
    assert found["adoption.all.co_usage.strongest"] == [{"model": "a", "other": "b", "spaces": 8}]
    assert (found["adoption.all.co_usage.pairs"], found["adoption.all.co_usage.models"]) == (2, 2)


def test_more_than_a_hundred_spaces_are_cut():
    spaces = [record("space", n, f"x/s{n}", models=["a", "b"] if n < 99 else ["a"]) for n in range(130)]
    found = truth(RecordedHub.of(spaces))["findings"]
    assert part(found, "adoption.all.cap.")["top"] == [{"model": "a", "spaces": 130, "lost": 30}]
    assert found["adoption.all.cap.edges_lost_share"] == 30 / 229


def test_what_models_were_made_from():
    # d from c from b from a; m from a and d; e and f from each other, g from f; s from itself; h unlisted base of i
    named = {
        "x/a": [],
        "x/b": ["base_model:x/a", "base_model:finetune:x/a"],
        "x/c": ["base_model:quantized:x/b", "base_model:finetune:x/b"],
        "x/d": ["base_model:x/c"],
        "x/m": ["base_model:merge:x/a", "base_model:merge:x/d"],
        "x/e": ["base_model:x/f"],
        "x/f": ["base_model:x/e"],
        "x/g": ["base_model:adapter:x/f"],
        "x/s": ["base_model:x/s"],
        "x/i": ["base_model:adapter:x/h"],
    }
    rows = [record("model", n, id, [], [], tags=tags) for n, (id, tags) in enumerate(named.items())]
    rows.append(record("model", 99, "x/untold", [], []))
    found = truth(RecordedHub.of(rows))["findings"]
    counts = (
        "models",
        "edges",
        "derived",
        "roots",
        "roots_used",
        "bases",
        "unlisted_bases",
        "self_references",
        "cyclic",
    )
    assert [found[f"lineage.all.{name}"] for name in counts] == [10, 9, 8, 2, 1, 7, 1, 1, 3]
    assert found["lineage.all.depth.distribution"] == [2, 2, 1, 1, 1]
    assert found["lineage.all.depth.mean"] == (1 + 1 + 2 + 3 + 4) / 5
    assert found["lineage.all.single_base_share"] == 7 / 8
    assert found["lineage.all.largest_families"] == [
        {"model": "x/a", "descendants": 4, "depth": 4},
        {"model": "x/h", "descendants": 1, "depth": 1},
    ]
    assert found["lineage.all.by_relation"][0] == {"relation": None, "edges": 3, "share": 3 / 9}
    assert [(row["relation"], row["edges"]) for row in found["lineage.all.by_relation"][1:]] == [
        ("adapter", 2),
        ("merge", 2),
        ("finetune", 1),
        ("quantized", 1),
    ]
    assert found["lineage.cv.models"] is None


def test_a_recorded_hub_has_nothing_planted():
    assert truth(RecordedHub.of(MODELS))["planted"] == {}


def test_a_clique_is_a_core_of_its_size_less_one():
    team = ("a", "b", "c", "d")
    rows = [record("model", 1, "x/y", [commit(n, name) for n, name in enumerate(team)], [])]
    rows.append(record("model", 2, "x/z", [commit(9, "a", "tail")], []))
    found = truth(RecordedHub.of(rows))["findings"]
    assert found["community.all.core_max"] == 3
    assert found["community.all.degree_max"] == 4


def test_arithmetic_has_its_closed_forms():
    assert gini(range(1, 11)) == pytest.approx(9 / 30)  # (n - 1) / 3n for 1 .. n
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([0, 0]) is None
    assert gini([]) is None
    assert share_of_top([1] * 250, 1) == 0.01
    assert share_of_top(list(range(1, 251)), 1) == (250 + 249 + 0.5 * 248) / (250 * 251 / 2)
    assert share_of_top([0, 0], 1) is None
    assert (median([3, 1]), median([5, 1, 2]), median([])) == (2, 2, None)
    assert (mean([1, 2]), mean([]), ratio(0, 0)) == (1.5, None, None)
