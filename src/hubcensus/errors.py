"""Every error of hubcensus, as a sentence for the person at the keyboard.

CensusError                  all that hubcensus raises on purpose (exit 1)
├── UsageError               what was asked for makes no sense (exit 2)
├── CollectionStopped        the collection ended early and can be resumed (exit 3)
├── HubError                 the Hub did not answer as a Hub
│   ├── HubUnreachable       nothing answered at the endpoint
│   └── TokenRefused         the Hub refused the token
├── JournalError             the journal cannot be read or written
│   └── JournalLocked        another collector is writing it
├── NotACensus               the folder holds no census
├── NotCollected             the census does not hold what was asked for
├── EngineError              what runs the joins is not there, or failed
├── ListingError             a recorded listing that cannot be imported
├── ServingError             an address of this machine cannot be served on
├── StandinError             the stand-in Hub cannot be started
└── MeasureError             a measure was given what it cannot mean
"""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

__all__ = [
    "CensusError",
    "CollectionStopped",
    "EngineError",
    "HubError",
    "HubUnreachable",
    "JournalError",
    "JournalLocked",
    "ListingError",
    "MeasureError",
    "NotACensus",
    "NotCollected",
    "ServingError",
    "StandinError",
    "TokenRefused",
    "UsageError",
    "no_such",
]


class CensusError(Exception):
    """All that hubcensus raises on purpose; its text is for people, ``exit_code`` for the shell."""

    exit_code = 1


class UsageError(CensusError):
    """What was asked for makes no sense as it stands."""

    exit_code = 2


class CollectionStopped(CensusError):
    """The collection ended before it was complete; the same command goes on."""

    exit_code = 3


class HubError(CensusError):
    """The Hub did not answer as a Hub does."""


class HubUnreachable(HubError):
    """Nothing answered at the endpoint."""


class TokenRefused(HubError):
    """The Hub refused the token."""


class JournalError(CensusError):
    """The journal cannot be read or written."""


class JournalLocked(JournalError):
    """Another collector is writing the journal."""


class NotACensus(CensusError):
    """The folder holds no census."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no census in '{folder}': begin one with `hubcensus collect {folder}`, "
            "or give the folder that holds journal.db"
        )


class NotCollected(CensusError):
    """The census does not hold what was asked for."""


class EngineError(CensusError):
    """What runs the joins of the networks is not there, or failed."""


class ListingError(CensusError):
    """A recorded listing cannot be imported."""


class ServingError(CensusError):
    """An address of this machine cannot be served on."""


class StandinError(CensusError):
    """The stand-in Hub cannot be started."""


class MeasureError(CensusError):
    """A measure was given what it cannot mean."""


def no_such(what: str, name: str, there: Collection[str], listed_by: str) -> UsageError:
    """Return the error for a name that nothing has: it says which names are near, or where all are.

    Parameters
    ----------
    what
        What was looked for: ``figure``.
    name
        The name.
    there
        The names that there are.
    listed_by
        What lists them.

    Examples
    --------
    >>> print(no_such("figure", "lorens-likes", ["core", "lorenz-likes"], "list_figures"))
    no figure is called 'lorens-likes': did you mean 'lorenz-likes'? All names: list_figures
    """
    near = get_close_matches(name, there, n=3, cutoff=0.7)
    said = f"did you mean {' or '.join(map(repr, near))}? All names: {listed_by}"
    return UsageError(f"no {what} is called '{name}': {said if near else f'{listed_by} has all names'}")
