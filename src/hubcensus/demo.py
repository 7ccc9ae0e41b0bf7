"""The census of a made-up Hub: to try everything without a network and without a token."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hubcensus.collect.census import take_census
from hubcensus.collect.plan import Scope
from hubcensus.collect.progress import Progress
from hubcensus.errors import StandinError

__all__ = ["take_demo_census"]


def take_demo_census(
    folder: str | Path,
    population: int = 3000,
    seed: int = 1,
    *,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Serve a made-up Hub on this machine and take its census; its numbers say nothing about the real one.

    Parameters
    ----------
    folder
        The census; made if it does not exist. If it was begun with the same made-up Hub it goes on.
    population
        How many models there are; a third as many datasets, and half as many spaces.
    seed
        Another seed makes another Hub.
    watch
        Told of the progress after every batch.

    Returns
    -------
    Progress
        What was read in all; ``n_requests`` is 0 if there was nothing left to ask.

    Raises
    ------
    StandinError
        If the made-up Hub does not start.

    Examples
    --------
    >>> hc.take_demo_census("demo-census").listed.total()                   # doctest: +SKIP
    5500
    """
    with _standin_process(["--population", str(population), "--seed", str(seed)]) as address:
        return take_census(folder, Scope(owners=True), address, watch=watch)


@contextmanager
def _standin_process(arguments: list[str]) -> Iterator[str]:
    """Run a stand-in Hub in a process of its own, and yield its address."""
    command = [sys.executable, "-m", "hubcensus", "standin", "--quota", "1000000", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            if not address:
                raise StandinError("the stand-in Hub did not start; `hubcensus standin` says why")
            yield address
        finally:
            process.terminate()
