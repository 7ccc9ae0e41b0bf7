from typing import Any

import pytest

from hubcensus.report.scopes import part, place, scope, when
from hubcensus.report.words import day

NBSP = "\N{NO-BREAK SPACE}"
BOTH = ["RQ2", "RQ3"]


def snapshot(source: str = "https://huggingface.co", **of: Any) -> dict[str, Any]:
    at = {"snapshot": "2024-07-11", "started_at": "2024-07-11T08:00:09Z", "finished_at": "2024-07-11T21:30:59Z"}
    return {**at, "source": source, "scope": {"kinds": ["model"], "sort": "createdAt", "details": [], **of}}


def test_a_scope_says_all_that_narrows_it() -> None:
    of = {"kinds": ["model"], "sort": "likes", "author": "ana", "limit": 1000, "details": []}
    assert scope(of) == "models, author ana, at most 1,000 of each kind, listed by likes, the listing only"


def test_a_recorded_listing_is_not_said_to_be_complete_nor_in_an_order_of_the_hub() -> None:
    said = scope(snapshot(sort="as recorded")["scope"])
    assert said.endswith("in the order in which it was recorded; whether it is complete is not known")
    assert "listed by" not in said


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"author": "ana"}, "repositories of the owner <bdi>ana</bdi>."),
        ({"tag": "<b>", "search": "x"}, "with the tag <bdi>&lt;b&gt;</bdi> with this in their names: <bdi>x</bdi>."),
        ({"limit": 9}, "repositories, at most the 9 newest of each kind."),
        ({"limit": 1000, "sort": "downloads"}, "Shares, means and curves speak of the 1,000 most downloaded"),
    ],
)
def test_a_part_says_of_what_it_is_and_what_follows(of: dict[str, Any], said: str) -> None:
    told = part([snapshot(), snapshot(**of)], BOTH)
    assert said in told
    assert "so isolates and unused models are overstated." in told


def test_a_part_overstates_only_what_was_answered_and_the_whole_nothing() -> None:
    assert "overstated" not in part([snapshot(limit=9)], [])
    assert "isolates" not in part([snapshot(limit=9)], ["RQ3"])
    assert part([snapshot(author=None, search="")], BOTH) == ""


def test_recorded_files_are_of_the_hugging_face_hub_and_a_mixture_is_not() -> None:
    assert place([snapshot("recorded: a.parquet"), snapshot("https://huggingface.co/")]) == "the Hugging Face Hub"
    assert place([snapshot(), snapshot("http://localhost:1")]) == "a stand-in Hub"
    assert place([snapshot("http://a.org"), snapshot("http://localhost:1")]) == "the Hub at a.org and localhost:1"


@pytest.mark.parametrize(
    ("at", "read"),
    [
        ({}, "{}, 08:00 to 21:30 UTC"),
        ({"finished_at": "2024-07-11T08:00:40Z"}, "{}, 08:00 UTC"),
        ({"finished_at": "2024-07-12T01:02:03Z"}, f"{{}}, 08:00 to {day('2024-07-12')}, 01:02 UTC"),
        ({"finished_at": None}, "from {}, 08:00 UTC, not finished"),
        ({"started_at": None}, "not known"),
        ({"source": "recorded: a.json"}, "recorded {}"),
    ],
)
def test_when_a_snapshot_was_read_is_said_as_people_say_it(at: dict[str, Any], read: str) -> None:
    assert when({**snapshot(), **at}) == read.format(f"11{NBSP}July{NBSP}2024")
