"""Run what is asynchronous to its end: from a script, and from a notebook, which has a loop of its own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any, TypeVar

__all__ = ["finished"]

T = TypeVar("T")
_OFTEN = 0.2  # seconds


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what the work comes to; where a loop runs already, it is done in a thread of its own.

    Parameters
    ----------
    work
        What to do. Interrupting this call cancels it, and waits until it has put away what it holds.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # none runs here: a script
        return asyncio.run(work)
    begun: Future[Callable[[], object]] = Future()
    with ThreadPoolExecutor(1) as apart:
        done = apart.submit(asyncio.run, _stoppable(work, begun))
        try:
            while not wait([done], _OFTEN).done:
                pass  # only between two waits is an interrupt of every kind noticed
            return done.result()
        except KeyboardInterrupt:
            with suppress(RuntimeError):  # its loop is closed: it was over
                begun.result()()
            raise


async def _stoppable(work: Coroutine[Any, Any, T], begun: "Future[Callable[[], object]]") -> T:
    """Do the work, after handing over what cancels it from another thread."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    begun.set_result(lambda: loop.call_soon_threadsafe(task.cancel))
    return await work
