"""A process that deals chance: it reads what to deal, and sends what each draw measures.

It is not of ``multiprocessing``, which would run a user's own script again. It hears no Ctrl-C, and ends with the
one who asks: by a signal, or when what it sends is not read.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hubcensus.errors import CensusError

__all__ = ["elsewhere", "main"]


@contextmanager
def elsewhere(share: tuple[Any, ...]) -> Iterator[Iterator[Any]]:
    """Lend what ``chance.chain`` yields for these arguments in a process of its own.

    Raises
    ------
    CensusError
        If the process ends before it is through.
    """
    command = [sys.executable, "-c", f"from {__name__} import main; main()"]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, start_new_session=True, **pipes) as process:
        try:
            yield _sent(process, share)
        finally:
            process.kill()


def _sent(process: "subprocess.Popen[bytes]", share: tuple[Any, ...]) -> Iterator[Any]:
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    try:
        pickle.dump(share, process.stdin)
        process.stdin.close()
        while True:
            yield pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError) as error:
        said = process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise CensusError(
            f"a process that deals chance ended before it was through (exit status {process.wait()}"
            f"{': ' + said if said else ''}): there may be too little memory; "
            "free some and run the same command again"
        ) from error


def main() -> None:
    """Deal what is read from the input, and write what each draw measures."""
    from hubcensus.findings.chance import chain

    for measured in chain(*pickle.load(sys.stdin.buffer)):
        pickle.dump(measured, sys.stdout.buffer)
        sys.stdout.buffer.flush()
