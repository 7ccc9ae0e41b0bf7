"""The Hub's rate limit: fixed windows on the clock, one count a caller."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Quota"]

_ANONYMOUS = (
    "We had to rate limit your IP (127.0.0.1). To continue using our service, create a HF account or login "
    "to your existing account, and make sure you pass a HF_TOKEN if you're using the API."
)
_WITH_TOKEN = (
    "We had to rate limit you, you hit the quota of {limit} api requests per {minutes:g} minutes period. "
    "Upgrade to a PRO user or Team/Enterprise organization account (https://hf.co/pricing) to get higher "
    "limits. See https://huggingface.co/docs/hub/rate-limits"
)


@dataclass
class Quota:
    """How many requests a caller may make in a window.

    Parameters
    ----------
    limit
        Requests per window and caller.
    window
        Length of a window in seconds; windows start at its multiples.
    clock
        Tells the time in seconds.
    """

    limit: int
    window: float
    clock: Callable[[], float] = time.time
    _used: dict[str | None, tuple[int, int]] = field(default_factory=dict, init=False)

    def take(self, caller: str | None) -> tuple[bool, dict[str, str]]:
        """Count a request of a caller (its token, ``None`` if anonymous).

        Returns
        -------
        tuple
            Whether it was within the quota, and the headers that say what is left.
        """
        current, passed = divmod(self.clock(), self.window)
        window, used = self._used.get(caller, (0, 0))
        used = used + 1 if window == current else 1
        self._used[caller] = (int(current), used)
        left = max(0, self.limit - used)
        return used <= self.limit, {
            "ratelimit": f'"api";r={left};t={math.ceil(self.window - passed)}',
            "ratelimit-policy": f'"fixed window";"api";q={self.limit};w={self.window:g}',
        }

    def refusal(self, caller: str | None) -> str:
        """Return the text that a caller over the quota is answered with."""
        if caller is None:
            return _ANONYMOUS
        return _WITH_TOKEN.format(limit=self.limit, minutes=self.window / 60)
