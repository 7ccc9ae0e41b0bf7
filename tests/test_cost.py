from pathlib import Path
from typing import Any

import pytest

from hubcensus.collect.census import take_census
from hubcensus.collect.cost import Size, cost_of, survey
from hubcensus.collect.plan import Scope
from hubcensus.errors import UsageError
from hubcensus.standin import background
from hubcensus.standin.population import Population

MANY = 10_000_000


def test_a_small_hub_is_counted_and_the_plan_is_what_the_collection_uses(hub: Population, tmp_path: Path) -> None:
    with background(hub, quota=MANY) as standin:
        planned = cost_of(Scope(), survey(standin.address, Scope()).sizes)
        used = take_census(tmp_path, endpoint=standin.address).n_requests
    assert {size.how for size in planned.sizes.values()} == {"counted"}
    assert planned.total == pytest.approx(used, rel=0.05)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_large_hub_is_estimated_within_five_per_cent_with_few_requests(seed: int) -> None:
    hub = Population(models=40_000, datasets=13_000, spaces=20_000, seed=seed)
    with background(hub, quota=MANY) as standin:
        planned = cost_of(Scope(), survey(standin.address, Scope()).sizes)
        assert standin.log.total <= 75
    exact = cost_of(Scope(), {kind: Size(len(hub.ids(kind)), "counted") for kind in ("model", "dataset", "space")})
    assert planned.total == pytest.approx(exact.total, rel=0.05)
    assert {size.how for size in planned.sizes.values()} == {"estimated"}


def test_a_cost_is_requests_by_resource_hours_by_plan_and_disk() -> None:
    sizes = {"model": Size(2500, "given"), "space": Size(0, "given")}
    cost = cost_of(Scope(kinds=("model", "space"), limit=2000), sizes)
    assert cost.requests == {"listing": 2 + 1, "commits": 2000, "discussions": 2000}
    assert cost.hours()["anonymous"] == pytest.approx(4003 / 500 * 300 / 3600)
    assert cost_of(Scope(details=()), sizes).requests == {"listing": 4}
    assert cost.disk > cost_of(Scope(details=()), sizes).disk / 2


def test_the_quota_in_use_is_learnt_on_the_way(hub: Population) -> None:
    with background(hub, quota=600, window=60.0) as standin:
        assert survey(standin.address, Scope(kinds=("model",), limit=5)).per_second == 10


def test_a_limit_below_one_and_downloads_of_spaces_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        Scope(limit=0)
    with pytest.raises(UsageError, match="no downloads of spaces"):
        Scope(sort="downloads")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ("models",)},
        {"kinds": ()},
        {"kinds": "model"},
        {"details": ("commit",)},
        {"sort": "stars"},
        {"author": 3},
        {"limit": 1.5},
        {"owners": "yes"},
    ],
)
def test_what_is_no_scope_is_refused_in_words_before_anything_is_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Scope(**wrong)
