"""A hand-made Hub of every awkward state, and a made-up one, both served on loopback."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HOME"] = tempfile.mkdtemp()  # read when huggingface_hub is imported
atexit.register(shutil.rmtree, os.environ["HF_HOME"], ignore_errors=True)

import httpx2  # noqa: E402
import pytest  # noqa: E402
from awkward_hub import awkward_records  # noqa: E402
from huggingface_hub import HfApi, close_session  # noqa: E402

from hubcensus.standin import background  # noqa: E402
from hubcensus.standin.population import Population  # noqa: E402
from hubcensus.standin.records import RecordedHub  # noqa: E402


@pytest.fixture(scope="session")
def awkward():
    with background(RecordedHub.of(awkward_records())) as standin:
        yield standin


@pytest.fixture(scope="session")
def population():
    return Population(models=3000, datasets=1000, spaces=1500, seed=1)


@pytest.fixture(scope="session")
def made_up(population):
    with background(population) as standin:
        yield standin


@pytest.fixture
def ask(awkward):
    """Ask the awkward Hub for a path, without following redirects."""
    with httpx2.Client(base_url=awkward.address) as client:
        yield client.get


@pytest.fixture
def api_of():
    """Return the real client of an address, without a token."""
    yield lambda address: HfApi(endpoint=address, token=False)
    close_session()


@pytest.fixture
def recorded():
    path = Path(__file__).parents[2] / "../shared/data/real-slice.ndjson.gz"
    if not path.exists():
        pytest.skip("the recorded Hub data is not beside the checkout")
    return path
