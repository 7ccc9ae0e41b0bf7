"""Collecting where a loop runs already, as in the cells of a notebook."""

import asyncio
import threading
from _thread import interrupt_main
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

import hubcensus as hc
from hubcensus.collect.loop import finished
from hubcensus.collect.progress import Progress
from hubcensus.standin import background
from hubcensus.standin.population import Population

T = TypeVar("T")


def in_a_loop(cell: Coroutine[Any, Any, T]) -> T:
    """Run a cell as a kernel does: unlike ``asyncio.run``, it leaves an interrupt to Python."""
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(cell)


def test_a_census_is_taken_where_a_loop_runs_already(tmp_path: Path) -> None:
    async def cell() -> Progress:
        return hc.take_census(tmp_path / "census", endpoint=standin.address)

    with background(Population(models=30, datasets=10, spaces=10, seed=1), quota=10**7) as standin:
        assert in_a_loop(cell()).listed.total() == 50
        assert in_a_loop(cell()).n_requests == 0


def test_what_the_work_raises_comes_out_in_the_cell() -> None:
    async def work() -> None:
        raise ValueError("as it is")

    async def cell() -> None:
        finished(work())

    with pytest.raises(ValueError, match="as it is"):
        in_a_loop(cell())


def test_an_interrupt_in_a_cell_stops_the_work_and_lets_it_put_away_what_it_holds() -> None:
    seen: list[str] = []

    async def work() -> None:
        threading.Timer(0.05, interrupt_main).start()
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("put away")

    async def cell() -> list[str]:
        with pytest.raises(KeyboardInterrupt):
            finished(work())
        return [*seen]

    assert in_a_loop(cell()) == ["put away"]


def test_a_census_that_was_interrupted_in_a_cell_goes_on_in_the_next(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        interrupt_main()

    async def first() -> None:
        with pytest.raises(KeyboardInterrupt):
            hc.take_census(tmp_path / "census", endpoint=standin.address, watch=stop)

    async def second() -> Progress:
        return hc.take_census(tmp_path / "census")

    with background(Population(models=300, datasets=10, spaces=10, seed=1), quota=10**7) as standin:
        in_a_loop(first())
        assert in_a_loop(second()).listed.total() == 320
