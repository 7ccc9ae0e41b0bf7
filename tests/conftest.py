"""What tests share: a home of their own, a small made-up Hub, and its census."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from hubcensus.collect.census import take_census
from hubcensus.standin import background
from hubcensus.standin.population import Population
from hubcensus.study import make_findings
from hubcensus.tables.store import Census, open_census

MANY = 10_000_000  # a quota that no test reaches

settings.register_profile("untimed", deadline=None)  # the machine may be busy
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the crash test: moments tried, answers lost, differences found."""
    counted: Counter[str] = Counter()
    lost = [0]
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties if report.when == "call" else ():
                counted.update([f"{name}: {value}"] if name != "answers lost" else [])
                lost += [value] if name == "answers lost" else []
    if counted:
        tried = ", ".join(f"{n} ({what.partition(': ')[2]})" for what, n in sorted(counted.items()))
        differences = sum("test_crashes" in report.nodeid for report in terminalreporter.getreports("failed"))
        terminalreporter.write_line(
            f"crash test: {counted.total()} moments tried: {tried}; {differences} differences found; "
            f"answers lost and asked again: {max(lost)} at most, {sum(lost)} in all"
        )


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the token, the Hub address or the settings of who runs it."""
    monkeypatch.setenv("HF_HOME", str(tmp_path_factory.mktemp("hf")))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_ENDPOINT", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def hub() -> Population:
    """A made-up Hub that is read in a second or two."""
    return Population(models=240, datasets=80, spaces=120, seed=3)


@pytest.fixture(scope="session")
def census(hub: Population, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Census]:
    """The census of that Hub, with its findings; tests only read it."""
    folder = tmp_path_factory.mktemp("session") / "census"
    with background(hub, quota=MANY) as standin:
        take_census(folder, endpoint=standin.address)
    made = open_census(folder)
    make_findings(made)
    return made


@pytest.fixture(scope="session")
def recorded() -> Path:
    """The folder of recorded Hub data beside the checkout; tests that need it are marked ``recorded``."""
    folder = Path(__file__).parents[1] / ".." / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the recorded Hub data is not beside this checkout")
    return folder.resolve()
