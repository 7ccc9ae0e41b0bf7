"""The census loop: list each kind once, then ask every repository, and keep each answer first.

    for each kind:        page of the listing -> journal, until there is no next page
    for each repository:  commits, discussions -> journal, until each has a final outcome
    for each owner:       what account it is -> journal, if the scope asks for it

Stopping it anywhere loses at most the batch that was not yet written; running it again goes on.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hubcensus import __version__
from hubcensus.collect.entries import RECORDED, Snapshot, utc_text
from hubcensus.collect.journal import Journal
from hubcensus.collect.loop import finished
from hubcensus.collect.manifest import write_manifest
from hubcensus.collect.plan import Scope
from hubcensus.collect.progress import Progress
from hubcensus.collect.reading import last_listing_page
from hubcensus.collect.run import Run, first_trouble
from hubcensus.errors import CollectionStopped, HubError, JournalError, UsageError
from hubcensus.hub.client import HubClient, endpoint_or_default

__all__ = ["hub_of", "take_census"]

_OFTEN = 2.0  # seconds after which what was answered is kept and told, however little


def take_census(
    folder: str | Path,
    scope: Scope | None = None,
    endpoint: str | None = None,
    *,
    new_snapshot: bool = False,
    before: Callable[[Scope, str], None] = lambda *_: None,
    watch: Callable[[Progress], None] = lambda _: None,
    client: Callable[[str], HubClient] = HubClient,
) -> Progress:
    """Read the Hub into the census in ``folder``, or go on where that stopped.

    Parameters
    ----------
    folder
        The census; made if it does not exist.
    scope
        What to read; ``None`` for that of the last snapshot, or the whole Hub.
    endpoint
        Address of the Hub; ``None`` for that of the last snapshot, or ``HF_ENDPOINT``, or the Hub.
    new_snapshot
        Begin another snapshot of a census whose last one is complete.
    before
        Called with scope and address before a snapshot is begun; it may raise to prevent that.
    watch
        Told of the progress after every batch.
    client
        Makes the client from the address.

    Returns
    -------
    Progress
        What was read in all; ``n_requests`` is 0 if there was nothing left to ask.

    Raises
    ------
    CollectionStopped
        If it ended before it was complete: the Hub stopped answering, or the disk is full.
    HubError
        If nothing answers at the address, or the token is refused.
    JournalLocked
        If another process is collecting into this folder.
    UsageError
        If the scope is not that of the snapshot that is to go on.
    """
    folder = Path(folder)
    with Journal.writing(folder) as journal:
        snapshot = _snapshot_to_read(journal, scope, endpoint, new_snapshot, before)
        progress = Progress.of(journal, snapshot)
        address = snapshot.source if endpoint is None else endpoint_or_default(endpoint)
        if snapshot.finished_at is None or address != snapshot.source:
            _run(Run(journal, snapshot, progress, watch), client(endpoint_or_default(address)), folder)
        if snapshot.finished_at is None:
            _insist_on_all(journal, snapshot, folder)
            journal.finish_snapshot(snapshot, utc_text(datetime.now(UTC)))
        write_manifest(folder, journal, __version__)
        return progress


def hub_of(folder: Path) -> str | None:
    """Return the address of the Hub that a census was last taken of; ``None`` without one, or if it was imported."""
    if not (folder / "journal.db").is_file():
        return None
    with contextlib.closing(Journal(folder)) as journal:
        return next((snapshot.source for snapshot in reversed(_taken(journal))), None)


def _taken(journal: Journal) -> list[Snapshot]:
    """Return the snapshots that were taken of a Hub, in their order."""
    return [snapshot for snapshot in journal.snapshots() if not snapshot.source.startswith(RECORDED)]


def _insist_on_all(journal: Journal, snapshot: Snapshot, folder: Path) -> None:
    """Refuse to call a snapshot complete while anything that it lists has no outcome."""
    progress = Progress.of(journal, snapshot)
    left = progress.wanted - progress.settled
    if left:
        raise CollectionStopped(f"{left:,} answers are still to be read: `hubcensus collect {folder}` goes on")


def _snapshot_to_read(
    journal: Journal, scope: Scope | None, endpoint: str | None, new: bool, before: Callable[[Scope, str], None]
) -> Snapshot:
    taken = _taken(journal)
    unfinished = [snapshot for snapshot in taken if snapshot.finished_at is None]
    last = next(reversed(unfinished or taken), None)
    if last is None or (new and last.finished_at is not None):
        now = datetime.now(UTC)
        begun = scope or (Scope.from_dict(last.scope) if last else Scope())
        if last and (changed := begun.elsewhere(Scope.from_dict(last.scope))):
            raise UsageError(
                f"this census was begun with another {' and '.join(changed)}, and its snapshots would not compare: "
                "leave the scope out to take it again, or collect into another folder"
            )
        address = endpoint_or_default(last.source if last and endpoint is None else endpoint)
        before(begun, address)
        return journal.begin_snapshot(f"{now:%Y-%m-%d}", begun.as_dict(), address, utc_text(now))
    if scope is not None and (changed := scope.unlike(Scope.from_dict(last.scope))):
        raise UsageError(
            f"snapshot {last.name} of this census has another scope (what differs: {', '.join(changed)}): leave "
            "the scope out to go on with it, take the next one with --new-snapshot once it is complete, or collect "
            "into another folder"
        )
    return last


def _run(run: Run, hub: HubClient, folder: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        finished(_stoppable(run, hub))
    except asyncio.CancelledError:  # SIGTERM
        raise KeyboardInterrupt from None
    except (HubError, JournalError, CollectionStopped, UsageError) as error:
        if not last_listing_page(run.journal, run.snapshot):
            run.journal.drop_snapshot(run.snapshot)
            raise (HubError(str(error)) if isinstance(error, CollectionStopped) else error) from error
        if isinstance(error, UsageError):
            raise
        raise CollectionStopped(f"{error}; what was read is kept: `hubcensus collect {folder}` goes on") from error
    finally:
        with contextlib.suppress(ValueError):  # not the main thread, where no signal was caught either
            signal.signal(signal.SIGTERM, before)


async def _stoppable(run: Run, hub: HubClient) -> None:
    task = asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError, RuntimeError):  # not the main thread, or no such signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with hub:
        with first_trouble():
            async with asyncio.TaskGroup() as group:
                ticking = group.create_task(_tick(run, hub))
                await run.same_hub(hub)
                if run.snapshot.finished_at is None:
                    await run.listings(hub)
                    await run.repositories(hub)
                ticking.cancel()


async def _tick(run: Run, hub: HubClient) -> None:
    """Keep and tell what there is, every few seconds: also while the quota holds everything back."""
    while True:
        await asyncio.sleep(_OFTEN)
        run.tell(hub)
