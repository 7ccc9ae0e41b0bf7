"""The stand-in as a process: its address, its log, and how it ends."""

import signal
import socket
import subprocess
import sys

import httpx2
import pytest

from hubcensus.errors import ServingError
from hubcensus.standin import background, serve
from hubcensus.standin.records import RecordedHub

SERVE = """
from hubcensus.standin import serve
from hubcensus.standin.records import RecordedHub
serve(RecordedHub.of([]), ready=lambda address: print(address, flush=True))
print("ended")
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_traceback(stop):
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        address = process.stdout.readline().strip()
        assert httpx2.get(f"{address}/api/models").json() == []
        process.send_signal(stop)
        assert process.communicate(timeout=20) == ("ended\n", "")
        assert process.returncode == 0


def test_a_port_in_use_is_refused_with_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServingError, match=rf"Port {port} of 127\.0\.0\.1 cannot be used"):
            serve(RecordedHub.of([]), port=port)


def test_it_is_bound_to_loopback_only():
    with background(RecordedHub.of([])) as standin:
        assert standin.address.startswith("http://127.0.0.1:")


def test_the_log_counts_resources_statuses_and_repetitions():
    with background(RecordedHub.of([])) as standin, httpx2.Client(base_url=standin.address) as client:
        for path in ("", "?limit=1", "/a/b", "/a/b/revision/main", "/a/b/commits/main", "/a/b/discussions"):
            client.get(f"/api/models{path}")
        client.get("/api/models?limit=1")
        client.get("/api/users/a/overview")
        assert standin.log.resources == {
            "listing": 3,
            "info": 2,
            "commits": 1,
            "discussions": 1,
            "other": 1,
        }
        assert standin.log.statuses == {200: 3, 401: 4, 404: 1}
        assert standin.log.repeated == {"GET /api/models?limit=1": 2}
        assert standin.log.total == 8


def test_importing_it_loads_no_server():
    code = "import sys, hubcensus.standin; sys.exit('uvicorn' in sys.modules or 'starlette' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
