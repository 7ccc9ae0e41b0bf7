"""Pages of the explorer of small made-up networks, some with hostile names."""

from pathlib import Path

import pytest
from small_networks import facts_of, filed, rings, shown

from hubcensus.report.explorer.view import View
from hubcensus.report.explorer.views import views


@pytest.fixture(scope="session")
def few() -> list[View]:
    """Twenty developers in rings of five, and one without a tie."""
    return shown([*(f"dev-{at:04}" for at in range(20)), "lonely"], rings(20, 5))


@pytest.fixture(scope="session")
def few_page(few: list[View], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed("few", few, tmp_path_factory)


@pytest.fixture(scope="session")
def none_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed("none", list(views({}.__getitem__, [], facts_of([]))), tmp_path_factory)


@pytest.fixture(scope="session")
def hostile_page(hostile: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    ties = [(hostile[0], name, 2) for name in hostile[1:]]
    return filed("hostile", shown(hostile, ties), tmp_path_factory)


@pytest.fixture(scope="session")
def many_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = [f"dev-{at:04}" for at in range(1500)]
    return filed("many", shown(names, rings(1500, 25)), tmp_path_factory)


@pytest.fixture(params=["few", "none", "hostile"])
def any_page(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(f"{request.param}_page")
