"""Pacing: spend the Hub's quota evenly over its window, never beyond it, and leave others theirs.

The Hub counts requests in fixed windows and says on every answer how many are left and for how many
seconds: ``RateLimit: "api";r=499;t=295`` and ``RateLimit-Policy: "fixed window";"api";q=500;w=300``.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from huggingface_hub.utils import RateLimitInfo, parse_ratelimit_headers

__all__ = ["Bucket", "Governor"]

_ROUNDING = 1.0  # seconds: the Hub rounds the time left in its window
_LONGEST = 600.0  # seconds: no window of the Hub is longer than 300
_LEAST = 0.25  # of what is left: ours, however much others take
_POLL = 0.01  # seconds between looks at whether an answer has come


@dataclass
class _Window:
    """One fixed window as the answers have described it so far; it ends at ``ends_at`` or up to a second later.

    ``began_at`` is when it was first heard of, ``had`` what was left of it then, ``own`` our answers since.
    """

    left: int
    ends_at: float
    began_at: float
    had: int
    limit: int | None = None
    own: int = 0

    def for_others(self, now: float, in_flight: int) -> float:
        """Return what others will take of it until it ends, if they go on as they have."""
        taken = max(self.had - self.left - self.own - in_flight, 0)
        return taken * max(self.ends_at - now, 0.0) / max(now - self.began_at, _ROUNDING)


class Bucket:
    """One quota of the Hub, which may have several: its window, and what is under way in it.

    Parameters
    ----------
    clock
        Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._has_quota: bool | None = None
        self._in_flight = 0
        self._next_at = 0.0
        self._refusals = 0
        self.window: _Window | None = None
        self.limit: tuple[int, int] | None = None
        self.lock = asyncio.Lock()

    def seconds_to_wait(self, needed: int | None) -> float:
        """Return how long the next request has to wait, zero if it may be sent now."""
        now = self._clock()
        window = self.window
        if window is None:  # the first answer tells the quota: ask alone
            return _POLL if self._in_flight and self._has_quota is not False else 0.0
        if now >= window.ends_at + _ROUNDING:
            self.window = None
            return self.seconds_to_wait(needed)
        free = window.left - self._in_flight
        if free <= 0:
            return _POLL if self._in_flight else window.ends_at + _ROUNDING - now
        if needed is not None and needed <= free:
            return 0.0
        if self._next_at > now:
            return self._next_at - now
        ours = max(free - window.for_others(now, self._in_flight), free * _LEAST)
        self._next_at = max(self._next_at, now - _ROUNDING) + max(window.ends_at - now, 0.0) / ours
        return 0.0

    def seconds_held(self) -> float | None:
        """Return for how long nothing will be asked, if its window is spent."""
        window = self.window
        if window is None or window.left > 0:
            return None
        return max(window.ends_at + _ROUNDING - self._clock(), 0.0) or None

    def sent(self) -> None:
        """Count a request as under way."""
        self._in_flight += 1

    def back(self) -> None:
        """Count a request as under way no more."""
        self._in_flight -= 1

    def learn(self, status: int, headers: Mapping[str, str], info: RateLimitInfo | None) -> None:
        """Learn from an answer what is left of the window."""
        if info is not None:
            self._learn_window(info.remaining, info.reset_in_seconds, info.limit)
            if info.limit and info.window_seconds:
                self.limit = info.limit, info.window_seconds
        elif self._has_quota is None and status != 429:
            self._has_quota = False
        if status == 429:
            self._hold(headers, spent=info is not None and info.remaining <= 0)
        else:
            self._refusals = 0

    def _learn_window(self, left: int, seconds: int, limit: int | None) -> None:
        now = self._clock()
        ends_at = now + min(seconds, _LONGEST)
        self._has_quota = True
        window = self.window
        if window is not None and abs(ends_at - window.ends_at) <= 2 * _ROUNDING:
            window.left = min(window.left, left)
            window.ends_at = min(window.ends_at, ends_at)
            window.limit = limit
            window.own += 1
        else:
            self.window = _Window(left, ends_at, now, left, limit)

    def _hold(self, headers: Mapping[str, str], *, spent: bool) -> None:
        self._refusals += 1
        if spent:  # the window says for how long
            return
        said = headers.get("retry-after", "")
        seconds = float(said) if said.isdecimal() and said.isascii() else min(2.0**self._refusals, 60.0)
        now = self._clock()
        self.window = _Window(0, now + min(seconds, _LONGEST), now, 0)


class Governor:
    """Lets requests through at the pace at which the quota ends with its window.

    Requests of one family (listings, commits, ...) count in one bucket of the Hub: that which the answers
    to this family name, and until the first of them that which any other names.

    Parameters
    ----------
    clock
        Seconds that only grow.
    sleep
        How to wait; a test passes one that does not.

    Attributes
    ----------
    needed
        How many requests there still are to ask, where that is known. If what is left of the window
        holds them all, nothing is gained by waiting, and they are let through at once.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self.needed: int | None = None
        self._last = Bucket(clock)
        self._of_family: dict[str, Bucket] = {}
        self._of_name: dict[str, Bucket] = {}

    @property
    def limit(self) -> tuple[int, int] | None:
        """The quota by its own words: requests, and seconds of its window; ``None`` where the Hub names none."""
        return self._last.limit

    @property
    def quota_used(self) -> float | None:
        """Share of this window's quota that is spent; ``None`` where the Hub names no quota."""
        window = self._last.window
        if window is None or not window.limit:
            return None
        return 1 - max(window.left, 0) / window.limit

    @property
    def requests_per_second(self) -> float | None:
        """The pace that the quota allows from now to the end of the window, if one is known."""
        window = self._last.window
        if window is None:
            return None
        return max(window.left, 0) / max(window.ends_at - self._clock(), _ROUNDING)

    @property
    def seconds_held(self) -> float | None:
        """For how long nothing will be asked, since the window is spent; ``None`` if requests may go on."""
        return self._last.seconds_held()

    async def turn(self, family: str = "") -> Bucket:
        """Wait until the next request of a family may be sent, and count it as sent in the bucket returned."""
        bucket = self._of_family.get(family, self._last)
        async with bucket.lock:
            while (wait := bucket.seconds_to_wait(self.needed)) > 0:
                await self._sleep(wait)
            bucket.sent()
        return bucket

    def answered(self, bucket: Bucket, status: int, headers: Mapping[str, str], family: str = "") -> None:
        """Learn from an answer, whatever its status, to a request that was counted in ``bucket``."""
        bucket.back()
        info = _rate_limit(headers)
        if info is not None:
            name = info.resource_type
            if name not in self._of_name:
                taken = bucket in self._of_name.values()
                self._of_name[name] = Bucket(self._clock) if taken else bucket
            bucket = self._last = self._of_family[family] = self._of_name[name]
        bucket.learn(status, headers, info)


def _rate_limit(headers: Mapping[str, str]) -> RateLimitInfo | None:
    try:
        return parse_ratelimit_headers(headers)
    except ValueError:  # numbers too long for Python to read
        return None
