"""Listings page, sort, filter and refuse as the Hub's do."""

import base64
import json
from itertools import pairwise

import httpx2
import pytest


def pages(address, path):
    with httpx2.Client() as client:
        url = f"{address}{path}"
        while url:
            answer = client.get(url)
            assert answer.status_code == 200
            yield answer.json()
            url = answer.links.get("next", {}).get("url")


@pytest.mark.parametrize("sort", ["createdAt", "likes", "downloads", "lastModified", "trendingScore"])
def test_keyset_pages_tell_each_repository_once_in_order(made_up, population, sort):
    rows = [row for page in pages(made_up.address, f"/api/models?sort={sort}&limit=700&full=true") for row in page]
    assert len({row["_id"] for row in rows}) == len(rows) == len(population.ids("model"))
    known = [row for row in rows if sort in row]
    assert rows[: len(known)] == known, "the unknown come last"
    keys = [row[sort] for row in known]
    assert keys == sorted(keys, reverse=True)
    for before, after in pairwise(known):
        assert before[sort] != after[sort] or before["_id"] < after["_id"]


def test_the_cursor_is_the_query_behind_the_last_row(ask):
    answer = ask("/api/models?sort=likes&limit=1&expand=likes")
    cursor = httpx2.URL(answer.links["next"]["url"]).params["cursor"]
    last = answer.json()[0]
    assert json.loads(base64.b64decode(cursor)) == {
        "$or": [{"likes": 3, "_id": {"$gt": last["_id"]}}, {"likes": {"$lt": 3}}, {"likes": None}]
    }


def test_the_link_is_absolute_and_keeps_all_parameters(ask, awkward):
    following = httpx2.URL(ask("/api/models?sort=likes&limit=2&expand=likes&expand=tags").links["next"]["url"])
    assert str(following).startswith(f"{awkward.address}/api/models?")
    assert following.params.get_list("expand") == ["likes", "tags"]
    assert following.params["limit"] == "2"


def test_a_cursor_that_is_none_is_refused(ask):
    assert ask("/api/models?cursor=nonsense").status_code == 400


def test_a_page_holds_1000_at_most(made_up):
    assert len(next(pages(made_up.address, "/api/models?limit=5000"))) == 1000
    assert len(next(pages(made_up.address, "/api/models"))) == 1000


def test_limit_must_be_a_number(ask):
    assert ask("/api/models?limit=many").status_code == 400


def test_unknown_expansions_are_refused_in_the_hubs_words(ask):
    answer = ask("/api/models?expand=likes&expand=nonsense")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith('✖ Invalid option: expected one of "author"|"baseModels"|')


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/models?expand=usedStorage", 400),
        ("/api/models?expand=childrenModelCount", 400),
        ("/api/models?expand=_id", 400),
        ("/api/spaces?expand=gated", 400),
        ("/api/spaces?sort=downloads", 400),
        ("/api/models/acme/plain?expand=usedStorage", 200),
        ("/api/models/acme/plain?expand=childrenModelCount", 200),
    ],
)
def test_listings_expand_less_than_single_repositories(ask, path, status):
    assert ask(path).status_code == status


@pytest.mark.parametrize("asked", ["expand=likes&expand=tags", "expand[]=likes&expand[]=tags", "expand=likes,tags"])
def test_expansions_can_be_asked_for_in_every_spelling(ask, asked):
    assert set(ask(f"/api/models?sort=createdAt&limit=1&{asked}").json()[0]) == {"_id", "id", "likes", "tags"}


def test_keys_without_value_are_absent(ask):
    rows = {row["id"]: row for row in ask("/api/models?expand=likes&expand=spaces&expand=author").json()}
    assert set(rows["acme/unrecorded"]) == {"_id", "id"}
    assert set(rows["acme/gated"]) == {"_id", "id", "likes"}


def test_the_spaces_of_a_model_are_cut_at_100_and_the_models_of_spaces_are_not(ask):
    model = ask("/api/models?expand=spaces&filter=fill-mask&search=plain").json()[0]
    assert len(model["spaces"]) == 100
    assert len(ask("/api/spaces?expand=models&models=acme/plain").json()) == 120


def test_the_default_items_are_the_hubs(ask):
    model = ask("/api/models?search=plain").json()[0]
    assert set(model) == {"_id", "id", "likes", "downloads", "tags", "createdAt", "modelId"}
    assert "author" in ask("/api/models?search=plain&full=true").json()[0]
    assert "models" not in ask("/api/spaces?limit=1").json()[0]
    assert "models" in ask("/api/spaces?limit=1&linked=true").json()[0]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("search=GPT9", {"gpt9"}),
        ("gated=true", {"acme/gated", "acme/both"}),
        ("author=gpt9", set()),
        ("author=acm", set()),
        ("filter=license:apache-2.0", set()),
        ("pipeline_tag=fill-mask", set()),
    ],
)
def test_listings_can_be_filtered(ask, query, ids):
    assert {row["id"] for row in ask(f"/api/models?{query}").json()} == ids


def test_filters_on_several_tags_must_all_match(ask):
    assert len(ask("/api/models?filter=license:mit&filter=fill-mask").json()) == 11
    assert ask("/api/models?filter=license:mit&filter=translation").json() == []


def test_a_filtered_listing_pages_too(made_up, population):
    owner = population.ids("model")[2999].partition("/")[0]
    rows = [row["id"] for page in pages(made_up.address, f"/api/models?author={owner}&limit=1") for row in page]
    assert sorted(rows) == sorted(name for name in population.ids("model") if name.startswith(f"{owner}/"))
