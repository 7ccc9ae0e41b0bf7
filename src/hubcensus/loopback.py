"""An application at an address of this machine, which nobody else can reach."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import uvicorn

from hubcensus.errors import ServingError

__all__ = ["Loopback"]

_LOOPBACK = "127.0.0.1"


class Loopback:
    """A server on loopback; it is bound at once and answers when run.

    Parameters
    ----------
    app
        The ASGI application.
    port
        The port, 0 for any that is free.
    options
        Further ones of uvicorn's.

    Attributes
    ----------
    address
        Where it answers (``http://127.0.0.1:PORT``).

    Raises
    ------
    ServingError
        If the port is taken.
    """

    def __init__(self, app: Any, port: int, **options: Any) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level=60,  # above critical: what a client breaks off is not worth a line
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
                **options,
            )
        )
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
    def in_background(self) -> Iterator[Self]:
        """Answer in a thread for as long as the context lasts."""
        thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.should_exit = True
            thread.join()
            self._socket.close()


def _bound(port: int) -> socket.socket:
    listener = socket.socket(proto=socket.IPPROTO_TCP)  # asyncio sends at once on TCP only
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServingError(
            f"Port {port} of {_LOOPBACK} cannot be used: {getattr(error, 'strerror', error)}. Choose another port."
        ) from error
    listener.listen(1024)
    return listener
