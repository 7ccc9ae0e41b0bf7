"""The recorded slice of the real Hub is served whole."""

import pytest

from hubcensus.standin import background
from hubcensus.standin.records import RecordedHub
from hubcensus.standin.truth import truth

pytestmark = pytest.mark.recorded


@pytest.fixture
def slice_hub(recorded):
    return RecordedHub(recorded)


def test_the_real_slice_is_listed_and_read_by_the_real_client(slice_hub, api_of):
    with background(slice_hub) as standin:
        api = api_of(standin.address)
        spaces = list(api.list_spaces(sort="createdAt", expand=["models", "createdAt"]))
        assert len({space._id for space in spaces}) == 1123
        assert all(space.created_at for space in spaces[:123]), "those without a date come last"
        assert not any(space.created_at for space in spaces[123:])
        assert sum(len(space.models or ()) for space in spaces) == 1997
        commits = api.list_repo_commits("Gregor/mblip-bloomz-7b")
        assert commits[0].authors == ["Gregor Geigle", "SFconvertbot"]


def test_the_truth_of_the_real_slice_adds_up(slice_hub):
    found = truth(slice_hub)["findings"]
    assert found["activity.model.repositories"] == 4558
    assert found["activity.model.commits.n"] == 1326
    assert found["activity.model.commits.total"] == 5042
    assert found["activity.model.discussions.n"] == 0
    assert found["activity.model.discussions.gini"] is None
    assert found["adoption.all.edges"] == 1997
    assert found["activity.space.likes.unknown_share"] == 1000 / 1123
