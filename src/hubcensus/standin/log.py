"""What a stand-in was asked."""

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["RequestLog"]


@dataclass
class RequestLog:
    """Counts of the requests that a stand-in had, in the order of their arrival.

    Parameters
    ----------
    resources
        Requests per resource: listing, info, commits, discussions, other.
    statuses
        Answers per status; 0 where the connection was reset instead.
    requests
        Requests per method, path and query (``GET /api/models?limit=1``).
    """

    resources: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many requests there were."""
        return self.statuses.total()

    @property
    def repeated(self) -> dict[str, int]:
        """The requests that came more than once, and how often."""
        return {request: count for request, count in self.requests.items() if count > 1}

    def add(self, request: str, resource: str, status: int) -> None:
        """Count one request."""
        self.requests[request] += 1
        self.resources[resource] += 1
        self.statuses[status] += 1
