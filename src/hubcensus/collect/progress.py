"""How far a collection has come."""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from hubcensus.collect.entries import Snapshot
from hubcensus.collect.journal import Journal
from hubcensus.collect.plan import Scope
from hubcensus.collect.reading import n_answered, n_listed, n_owners
from hubcensus.schema import ACCOUNTS

__all__ = ["Progress", "status"]


@dataclass
class Progress:
    """What a snapshot lists, what became of it, and how fast this run goes.

    Attributes
    ----------
    snapshot
        Name of the snapshot.
    listed
        Repositories listed, by kind.
    owners
        Owners listed, if they are asked for; that is known once all repositories are listed.
    outcomes
        Repositories, or owners, by (resource, outcome).
    wanted
        How many outcomes there will be in all; it grows while the listing is read.
    n_requests
        Requests sent by this run.
    quota_used
        Share of the Hub's present window that is spent; ``None`` if it names no quota.
    allowed_per_second
        Requests a second that the quota allows from now on; ``None`` if it names no quota.
    seconds_held
        For how long nothing will be asked since the quota is spent; ``None`` if requests go on.
    listing
        Kind that is being listed; ``None`` once all are.
    """

    snapshot: str
    resources: tuple[str, ...]
    listed: Counter[str] = field(default_factory=Counter)
    owners: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    n_requests: int = 0
    quota_used: float | None = None
    allowed_per_second: float | None = None
    seconds_held: float | None = None
    listing: str | None = None
    began_at: float = field(default_factory=time.monotonic)
    settled_before: int = 0

    @classmethod
    def of(cls, journal: Journal, snapshot: Snapshot) -> Self:
        """Return where a snapshot stands before this run."""
        progress = cls(snapshot.name, Scope.from_dict(snapshot.scope).resources)
        progress.listed.update(n_listed(journal, snapshot))
        progress.owners = n_owners(journal, snapshot)
        progress.start(n_answered(journal, snapshot))
        return progress

    def start(self, outcomes: Mapping[tuple[str, str], int]) -> None:
        """Count from these outcomes on."""
        self.outcomes = Counter(outcomes)
        self.settled_before = self.settled

    @property
    def wanted(self) -> int:
        """Outcomes there will be: one a resource of every repository listed, and one of every owner."""
        return sum(map(self.wanted_of, self.resources))

    def wanted_of(self, resource: str) -> int:
        """Outcomes there will be of one resource."""
        return self.owners if resource == ACCOUNTS else self.listed.total()

    @property
    def settled(self) -> int:
        """Outcomes there are."""
        return self.outcomes.total()

    @property
    def per_second(self) -> float:
        """Requests a second of this run so far."""
        return self.n_requests / max(time.monotonic() - self.began_at, 0.001)

    @property
    def seconds_left(self) -> float | None:
        """Time until all is settled at the present pace, or at the quota's if that is slower; ``None`` at first."""
        done, seconds = self.settled - self.settled_before, time.monotonic() - self.began_at
        if not done:
            return None
        by_pace = (self.wanted - self.settled) * seconds / done
        by_quota = (self.wanted - self.settled) / self.allowed_per_second if self.allowed_per_second else 0.0
        return max(by_pace, by_quota)


def status(folder: Path) -> list[dict[str, Any]]:
    """Return what each snapshot of the census in ``folder`` lists, and what became of its requests."""
    with closing(Journal(folder)) as journal:
        notes = journal.notes()
        return [
            {
                "snapshot": snapshot.name,
                "source": snapshot.source,
                "started_at": snapshot.started_at,
                "finished_at": snapshot.finished_at,
                "listed": n_listed(journal, snapshot),
                "outcomes": _outcomes(journal, snapshot),
                "notes": [text for name, text in notes if name == snapshot.name],
            }
            for snapshot in journal.snapshots()
        ]


def _outcomes(journal: Journal, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return rows that add up to what is listed, for each resource of the scope."""
    answered = n_answered(journal, snapshot)
    progress = Progress.of(journal, snapshot)
    rows = [
        {"resource": resource, "outcome": outcome, "repositories": n} for (resource, outcome), n in answered.items()
    ]
    for resource in progress.resources:
        pending = progress.wanted_of(resource) - sum(n for (name, _), n in answered.items() if name == resource)
        if pending:
            rows.append({"resource": resource, "outcome": "pending", "repositories": pending})
    return rows
