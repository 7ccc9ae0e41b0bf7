"""The real huggingface_hub client, unchanged, gets from the stand-in what it gets from the Hub."""

import pytest
from huggingface_hub.errors import (
    DisabledRepoError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)


@pytest.fixture
def api(api_of, awkward):
    return api_of(awkward.address)


def test_a_listing_with_expand_tells_what_was_asked_and_no_more(api):
    model = next(iter(api.list_models(sort="createdAt", expand=["likes", "tags", "spaces"], author="acme")))
    assert (model.id, model.likes, model.tags) == ("acme/plain", 3, ["license:mit", "fill-mask"])
    assert len(model.spaces) == 100
    assert model.downloads is None


def test_every_kind_is_listed_to_its_end(api_of, made_up, population):
    api = api_of(made_up.address)
    expand = ["createdAt"]
    for kind, listed in (
        ("model", api.list_models(sort="createdAt", expand=expand)),
        ("dataset", api.list_datasets(sort="createdAt", expand=expand)),
        ("space", api.list_spaces(sort="createdAt", expand=expand)),
    ):
        ids = [repository.id for repository in listed]
        assert len(ids) == len(set(ids))
        assert set(ids) == set(population.ids(kind))


def test_info_holds_the_spaces_and_the_counts(api):
    info = api.model_info("acme/plain")
    assert (info.likes, info.downloads, len(info.spaces)) == (3, 7, 100)


def test_an_id_without_owner_is_found(api):
    assert api.model_info("gpt9").id == "gpt9"
    assert len(api.list_repo_commits("gpt9")) == 2


def test_all_commits_arrive_over_many_pages(api):
    commits = api.list_repo_commits("acme/long")
    assert [commit.title for commit in commits] == [f"commit {n}" for n in range(1234, 0, -1)]


def test_commits_can_be_formatted(api):
    assert api.list_repo_commits("acme/plain", formatted=True)[0].formatted_title == "commit 2"


def test_all_discussions_arrive_and_a_deleted_author_is_deleted(api):
    discussions = list(api.get_repo_discussions("acme/debated"))
    assert [row.num for row in discussions] == list(range(120, 0, -1))
    assert discussions[-1].author == "deleted"


def test_discussions_can_be_filtered(api):
    pulls = list(api.get_repo_discussions("acme/debated", discussion_type="pull_request"))
    assert [row.num for row in pulls] == [1]
    opened = list(api.get_repo_discussions("acme/debated", discussion_status="open", author="ann"))
    assert [row.num for row in opened] == list(range(120, 1, -2))


def test_a_gated_repository_refuses_its_commits_and_nothing_else(api):
    with pytest.raises(GatedRepoError):
        api.list_repo_commits("acme/gated")
    assert api.model_info("acme/gated").gated == "manual"
    assert list(api.get_repo_discussions("acme/gated")) == []


def test_a_disabled_repository_refuses_its_commits(api):
    with pytest.raises(DisabledRepoError):
        api.list_repo_commits("acme/disabled")
    assert api.model_info("acme/disabled").disabled


def test_a_missing_repository_is_a_bare_401_without_token_and_not_found_with_one(api):
    with pytest.raises(HfHubHTTPError, match="401") as refused:
        api.model_info("acme/missing")
    assert not isinstance(refused.value, RepositoryNotFoundError)
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("acme/missing", token="hf_somebody")


def test_an_unknown_revision_is_not_found(api):
    with pytest.raises(RevisionNotFoundError):
        api.list_repo_commits("acme/plain", revision="no-such-branch")
    with pytest.raises(RevisionNotFoundError):
        api.list_repo_commits("acme/no-main")


def test_a_renamed_repository_is_followed_to_its_new_name(api):
    info = api.model_info("acme/old-name")
    assert info.id == "acme/new-name"
    assert info._id == next(m._id for m in api.list_models(search="old-name"))
    assert len(api.list_repo_commits("acme/old-name")) == 2
