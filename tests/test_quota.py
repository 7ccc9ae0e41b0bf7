import asyncio
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubcensus.hub.quota import Governor


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Window:
    """A quota in fixed windows, as the Hub counts it; ``others`` take from it as well."""

    def __init__(self, clock: Clock, quota: int, length: float, others: Callable[[], int] = lambda: 0) -> None:
        self.clock, self.quota, self.length, self.others = clock, quota, length, others
        self.used: dict[int, int] = {}
        self.refused = 0

    def answer(self) -> tuple[int, dict[str, str]]:
        number = int(self.clock.now // self.length)
        self.used[number] = self.used.get(number, 0) + 1 + self.others()
        left = max(self.quota - self.used[number], 0)
        over = self.used[number] > self.quota
        self.refused += over
        seconds = int((number + 1) * self.length - self.clock.now)
        headers = {
            "ratelimit": f'"api";r={left};t={seconds}',
            "ratelimit-policy": f'"fixed window";"api";q={self.quota};w={int(self.length)}',
        }
        return (429 if over else 200), headers


def ask(governor: Governor, hub: Window, requests: int) -> None:
    async def all_of_them() -> None:
        for _ in range(requests):
            await governor.turn()
            governor.answered(*hub.answer())

    asyncio.run(all_of_them())


@given(quota=st.integers(2, 80), length=st.integers(5, 60), start=st.floats(0, 60), requests=st.integers(1, 300))
def test_a_quota_is_never_overspent_when_alone(quota: int, length: int, start: float, requests: int) -> None:
    clock = Clock()
    clock.now += start
    hub = Window(clock, quota, length)
    ask(Governor(clock, clock.sleep), hub, requests)
    assert hub.refused == 0
    assert max(hub.used.values()) <= quota


def test_most_of_the_quota_is_spent() -> None:
    clock = Clock()
    hub = Window(clock, 500, 300)
    ask(Governor(clock, clock.sleep), hub, 3000)
    whole = sorted(hub.used)[1:-1]  # the first and the last window are cut
    assert len(whole) >= 4
    assert min(hub.used[number] for number in whole) >= 0.97 * 500


def test_progress_goes_on_when_another_client_takes_half() -> None:
    clock = Clock()
    hub = Window(clock, 100, 30, others=lambda: 1)
    ask(Governor(clock, clock.sleep), hub, 500)
    assert hub.refused <= len(hub.used)  # at worst the first request of a window learns that it is spent
    assert clock.now - 1000 < 1.2 * 30 * 500 / 50


def test_what_the_window_holds_is_not_slowed_down() -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)
    governor.needed = 50
    ask(governor, Window(clock, 100, 300), 50)
    assert clock.now == 1000.0


def test_no_quota_named_means_no_waiting() -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)

    async def some() -> None:
        for _ in range(20):
            await governor.turn()
            governor.answered(200, {})
        for _ in range(20):
            await governor.turn()

    asyncio.run(some())
    assert clock.now == 1000.0
    assert governor.quota_used is None


@pytest.mark.parametrize(("headers", "waited"), [({}, 2.0), ({"retry-after": "7"}, 7.0)])
def test_a_refusal_without_a_quota_holds_everything_back(headers: dict[str, str], waited: float) -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)

    async def refused_then_asked() -> None:
        await governor.turn()
        governor.answered(429, headers)
        await governor.turn()

    asyncio.run(refused_then_asked())
    assert waited <= clock.now - 1000 <= waited + 2


def test_refusals_in_a_row_wait_longer_each_time() -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)
    waits: list[float] = []

    def gaps() -> Iterator[float]:
        before = clock.now
        for _ in range(6):
            asyncio.run(governor.turn())
            governor.answered(429, {})
            yield clock.now - before
            before = clock.now

    waits = list(gaps())
    assert waits[1:] == sorted(waits[1:])
    assert waits[-1] > 8 * waits[1]
