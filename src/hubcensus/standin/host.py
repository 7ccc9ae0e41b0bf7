"""The HTTP server under a stand-in: one process, loopback only."""

import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from hubcensus.errors import StandinError
from hubcensus.standin.faults import Faults
from hubcensus.standin.log import RequestLog
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import Hub
from hubcensus.standin.server import StandinHub

__all__ = ["Standin"]

_LOOPBACK = "127.0.0.1"


class Standin:
    """A stand-in Hub at an address; it is bound at once and answers when run.

    Parameters
    ----------
    hub, port, quota, window, faults, seed
        As for `hubcensus.standin.serve`.

    Attributes
    ----------
    address
        Where it answers (``http://127.0.0.1:PORT``).
    log
        What it was asked.
    quota
        How much a caller may ask.
    hub
        What it serves.
    """

    def __init__(self, hub: Hub, port: int, quota: int, window: float, faults: str | None, seed: int) -> None:
        self.hub = hub
        self.log = RequestLog()
        self.quota = Quota(quota, window)
        app = StandinHub(hub, self.quota, Faults.parse(faults, seed) if faults else None, self.log)
        self._server = uvicorn.Server(_config(app))
        self._socket = _bound(port)
        self.address = f"http://{_LOOPBACK}:{self._socket.getsockname()[1]}"

    def run(self, ready: Callable[[str], None] | None) -> None:
        """Answer until SIGINT or SIGTERM."""
        stops = (signal.SIGINT, signal.SIGTERM)
        before = {stop: signal.signal(stop, self._server.handle_exit) for stop in stops}
        try:
            if ready is not None:
                ready(self.address)
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            for stop, handler in before.items():
                signal.signal(stop, handler)

    @contextmanager
    def in_background(self) -> Iterator["Standin"]:
        """Answer in a thread for as long as the context lasts."""
        thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.should_exit = True
            thread.join()
            self._socket.close()


class _Connection(H11Protocol):
    """A connection that the application can break."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, "connection": self}

    def abort(self) -> None:
        """Reset the connection."""
        self.cycle.disconnected = True
        linger_not = struct.pack("ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
        self.transport.abort()


def _config(app: StandinHub) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level=60,  # above critical: a body cut short on demand is not worth a line
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
    )


def _bound(port: int) -> socket.socket:
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio sends at once on TCP only
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise StandinError(f"Port {port} of {_LOOPBACK} cannot be used: {error}. Choose another port.") from error
    listener.listen(1024)
    return listener
