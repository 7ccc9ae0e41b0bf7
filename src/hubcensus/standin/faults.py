"""Faults on demand: which requests of a stand-in go wrong, and how."""

import random
from dataclasses import dataclass

from hubcensus.errors import UsageError

__all__ = ["Fault", "Faults"]

_NAMES = ("5xx", "504", "cut", "reset", "slow", "edge429")
_MEANING = "write shares of requests such as 5xx=0.02,504=0.01,cut=0.01,reset=0.01,slow=0.05,edge429=0.01"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Parameters
    ----------
    name
        ``status`` (answered with this status), ``cut`` (the body ends early), ``reset`` (the
        connection does), ``slow`` (answered after a delay) or ``edge429`` (refused before the Hub).
    status
        The status of the answer, 200 where the answer itself is sound.
    """

    name: str
    status: int = 200


@dataclass(frozen=True)
class Faults:
    """Shares of requests that go wrong, decided by the seed and the number of the request.

    Parameters
    ----------
    shares
        Share of requests per name: 5xx, 504, cut, reset, slow, edge429.
    delay
        Seconds by which a slow answer is late.
    seed
        Decides which requests.
    """

    shares: dict[str, float]
    delay: float = 0.05
    seed: int = 0

    @classmethod
    def parse(cls, text: str, seed: int = 0) -> "Faults":
        """Read faults from a text such as ``5xx=0.02,slow=0.05,delay=0.2``.

        Raises
        ------
        UsageError
            If the text does not say faults.
        """
        values = dict(_pair(part) for part in text.split(",") if part.strip())
        delay = values.pop("delay", cls.delay)
        if sum(values.values()) > 1:
            raise UsageError(f"The faults {text!r} add up to more than all requests: {_MEANING}.")
        return cls(values, delay, seed)

    def of(self, number: int) -> Fault | None:
        """Return what goes wrong with the request of this number, ``None`` if nothing."""
        draw = random.Random(f"{self.seed}/{number}")
        place = draw.random()
        for name, share in self.shares.items():
            if place < share:
                return _fault(name, draw)
            place -= share
        return None


def _fault(name: str, draw: random.Random) -> Fault:
    if name == "5xx":
        return Fault("status", draw.choice((500, 502, 503)))
    if name == "504":
        return Fault("status", 504)
    return Fault(name)


def _pair(part: str) -> tuple[str, float]:
    name, _, share = part.strip().partition("=")
    try:
        value = float(share)
    except ValueError as error:
        raise UsageError(f"The fault {part.strip()!r} has no share: {_MEANING}.") from error
    if name not in (*_NAMES, "delay"):
        raise UsageError(f"There is no fault {name!r}: {_MEANING}.")
    if not 0 <= value <= (1 if name in _NAMES else 60):
        raise UsageError(f"The share of {name!r} is {share}, it must be between 0 and 1: {_MEANING}.")
    return name, value
