"""The stand-in Hub on loopback, in the foreground or in a thread."""

import socket
import struct
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from hubcensus.loopback import Loopback
from hubcensus.standin.faults import Faults
from hubcensus.standin.log import RequestLog
from hubcensus.standin.quota import Quota
from hubcensus.standin.records import Hub
from hubcensus.standin.server import StandinHub

__all__ = ["Standin"]


class Standin(Loopback):
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
        super().__init__(app, port, http=_Connection, timeout_keep_alive=75)


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
