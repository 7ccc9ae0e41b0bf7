"""A stand-in Hub on loopback: recorded or made up, and as awkward as the real one.

It shares no code with the reader that it tests.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubcensus.standin.host import Standin
    from hubcensus.standin.records import Hub

__all__ = ["background", "serve"]


def serve(
    hub: "Hub",
    *,
    port: int = 0,
    quota: int = 100_000,
    window: float = 300.0,
    faults: str | None = None,
    seed: int = 0,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a Hub on loopback until interrupted or terminated.

    Parameters
    ----------
    hub
        What is served.
    port
        The port, 0 for any that is free.
    quota, window
        Requests per caller, and per how many seconds.
    faults
        What goes wrong, such as ``5xx=0.02,slow=0.05``.
    seed
        Decides which requests go wrong.
    ready
        Called with the address as soon as it answers.

    Raises
    ------
    ServingError
        If the port is taken.
    StandinError
        If the faults are not understood.
    """
    from hubcensus.standin.host import Standin

    Standin(hub, port, quota, window, faults, seed).run(ready)


@contextmanager
def background(
    hub: "Hub",
    *,
    port: int = 0,
    quota: int = 100_000,
    window: float = 300.0,
    faults: str | None = None,
    seed: int = 0,
    ready: Callable[[str], None] | None = None,
) -> Iterator["Standin"]:
    """Serve a Hub in a thread of this process; parameters as for `serve`.

    Yields
    ------
    Standin
        With ``address``, ``log``, ``quota`` and ``hub``.
    """
    from hubcensus.standin.host import Standin

    with Standin(hub, port, quota, window, faults, seed).in_background() as standin:
        if ready is not None:
            ready(standin.address)
        yield standin
