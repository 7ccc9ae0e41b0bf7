"""The census of a made-up Hub from Python, as `hubcensus demo` takes it."""

from pathlib import Path

import pytest

import hubcensus as hc


def test_the_demo_census_is_of_the_made_up_hub_and_goes_on_where_it_is_complete(tmp_path: Path) -> None:
    done = hc.take_demo_census(tmp_path / "census", population=30, seed=2)
    assert dict(done.listed) == {"model": 30, "dataset": 10, "space": 15}
    assert hc.open(tmp_path / "census").folder == tmp_path / "census"
    assert hc.take_demo_census(tmp_path / "census", population=30, seed=2).n_requests == 0


def test_a_made_up_hub_that_cannot_be_says_so(tmp_path: Path) -> None:
    with pytest.raises(hc.CensusError, match="the stand-in Hub did not start"):
        hc.take_demo_census(tmp_path / "census", population=0)
    assert not (tmp_path / "census").exists()
