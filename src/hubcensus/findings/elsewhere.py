"""A second process: it reads what to do, and sends what comes of it, while this one does something else.

It is not of ``multiprocessing``, which would run a user's own script again. It hears no Ctrl-C, and ends with the
one who asks: by a signal, or when what it sends is not read.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from hubcensus.errors import CensusError

__all__ = ["elsewhere", "main"]

T = TypeVar("T")


@contextmanager
def elsewhere(make: Callable[..., Iterator[T]], *about: Any) -> Iterator[Iterator[T]]:
    """Lend what a function yields for these arguments in a process of its own; it has to be that of a module.

    Raises
    ------
    CensusError
        If the process ends before it is through.
    """
    program = f"from {__name__} import main; main()"
    command = [sys.executable, "-P", "-c", program]  # -P: nothing from the folder that somebody is in
    searched = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process: Any = subprocess.Popen(command, start_new_session=True, env=searched, **pipes)
    try:
        _give(process, (make, about))
        yield _sent(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with suppress(BrokenPipeError):  # what was not read is left, since nobody is there to read it
                pipe.close()


def _give(process: Any, task: tuple[Any, ...]) -> None:
    try:
        pickle.dump(task, process.stdin)
        process.stdin.close()
    except OSError as error:
        raise _ended(process) from error


def _sent(process: Any) -> Iterator[Any]:
    try:
        while True:
            yield pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        raise _ended(process) from error


def _ended(process: Any) -> CensusError:
    said = process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    status = process.wait()
    advice = "there may be too little memory; free some and " * (status < 0)
    return CensusError(
        f"a second process ended before it was through (exit status {status}{': ' + said if said else ''}): "
        f"{advice}run the same command again"
    )


def main() -> None:
    """Do what is read from the input, and write what comes of it, one by one."""
    make, about = pickle.load(sys.stdin.buffer)
    with threadpool_limits(1):  # as in the process that asks
        for each in make(*about):
            pickle.dump(each, sys.stdout.buffer)
            sys.stdout.buffer.flush()
