import asyncio
import math
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

    def __init__(
        self,
        clock: Clock,
        quota: int,
        length: float,
        others: Callable[[], int] = lambda: 0,
        rounded: Callable[[float], int] = int,
    ) -> None:
        self.clock, self.quota, self.length, self.others, self.rounded = clock, quota, length, others, rounded
        self.used: dict[int, int] = {}
        self.refused = 0

    def answer(self, bucket: str = "api") -> tuple[int, dict[str, str]]:
        number = int(self.clock.now // self.length)
        self.used[number] = self.used.get(number, 0) + 1 + self.others()
        left = max(self.quota - self.used[number], 0)
        over = self.used[number] > self.quota
        self.refused += over
        seconds = self.rounded((number + 1) * self.length - self.clock.now)
        headers = {
            "ratelimit": f'"{bucket}";r={left};t={seconds}',
            "ratelimit-policy": f'"fixed window";"{bucket}";q={self.quota};w={int(self.length)}',
        }
        return (429 if over else 200), headers


def ask(governor: Governor, hub: Window, requests: int) -> None:
    async def all_of_them() -> None:
        for _ in range(requests):
            bucket = await governor.turn()
            governor.answered(bucket, *hub.answer())

    asyncio.run(all_of_them())


@given(
    quota=st.integers(2, 80),
    length=st.integers(5, 60),
    start=st.floats(0, 60),
    requests=st.integers(1, 300),
    rounded=st.sampled_from([math.floor, math.ceil, round]),
)
def test_a_quota_is_never_overspent_when_alone(
    quota: int, length: int, start: float, requests: int, rounded: Callable[[float], int]
) -> None:
    clock = Clock()
    clock.now += start
    hub = Window(clock, quota, length, rounded=rounded)
    ask(Governor(clock, clock.sleep), hub, requests)
    assert hub.refused == 0
    assert max(hub.used.values()) <= quota


@pytest.mark.parametrize("rounded", [math.floor, math.ceil, round])
@pytest.mark.parametrize(("quota", "length"), [(500, 300), (1000, 300), (200, 10), (50, 5)])
def test_most_of_the_quota_of_every_window_is_spent(quota: int, length: int, rounded: Callable[[float], int]) -> None:
    clock = Clock()
    hub = Window(clock, quota, length, rounded=rounded)
    ask(Governor(clock, clock.sleep), hub, 12 * quota)
    whole = sorted(hub.used)[1:-1]  # the first and the last window are cut
    assert len(whole) >= 10
    assert min(hub.used[number] for number in whole) >= 0.97 * quota


def test_a_quota_is_spent_evenly_over_its_window() -> None:
    clock = Clock()
    hub = Window(clock, 600, 300)
    times: list[float] = []

    async def whole_windows() -> None:
        governor = Governor(clock, clock.sleep)
        for _ in range(1800):
            bucket = await governor.turn()
            times.append(clock.now % 300)
            governor.answered(bucket, *hub.answer())

    asyncio.run(whole_windows())
    by_minute = [sum(minute * 60 <= at < (minute + 1) * 60 for at in times[600:1200]) for minute in range(5)]
    assert max(by_minute) - min(by_minute) <= 12  # of 120


def test_progress_goes_on_when_another_client_takes_half() -> None:
    clock = Clock()
    hub = Window(clock, 100, 30, others=lambda: 1)
    ask(Governor(clock, clock.sleep), hub, 500)
    assert hub.refused <= len(hub.used)  # at worst the first request of a window learns that it is spent
    assert clock.now - 1000 < 1.2 * 30 * 500 / 50


@pytest.mark.parametrize("share", [0.1, 0.5, 0.7])
def test_a_client_that_asks_evenly_gets_its_part_of_a_shared_quota(share: float) -> None:
    clock = Clock()
    wanted, got = 0.0, dict[int, int]()

    def neighbour() -> int:
        """Take what it wants by now, as far as the window still has it."""
        nonlocal wanted
        number = int(clock.now // 60)
        due = int((clock.now - 1020) * share * 600 / 60 - wanted) if clock.now > 1020 else 0
        wanted += due
        taken = min(due, max(599 - hub.used.get(number, 0), 0))
        got[number] = got.get(number, 0) + taken
        return taken

    hub = Window(clock, 600, 60, others=neighbour)
    ask(Governor(clock, clock.sleep), hub, 3000)
    whole = sorted(hub.used)[2:-1]
    assert len(whole) >= 3
    for number in whole:
        assert got[number] >= 0.95 * share * 600
        assert hub.used[number] - got[number] >= 0.9 * (1 - share) * 600
    assert hub.refused <= len(hub.used)


@given(quotas=st.lists(st.integers(2, 60), min_size=2, max_size=4), requests=st.integers(50, 250))
def test_a_quota_that_changes_between_windows_is_followed(quotas: list[int], requests: int) -> None:
    clock = Clock()
    hub = Window(clock, quotas[0], 20)

    async def some() -> None:
        governor = Governor(clock, clock.sleep)
        for _ in range(requests):
            bucket = await governor.turn()
            hub.quota = quotas[int(clock.now // 20) % len(quotas)]
            governor.answered(bucket, *hub.answer())

    asyncio.run(some())
    assert hub.refused == 0


@pytest.mark.parametrize("later", [10, 90])
def test_a_quota_that_changes_within_a_window_is_followed(later: int) -> None:
    clock = Clock()
    hub = Window(clock, 50, 60)
    governor = Governor(clock, clock.sleep)
    ask(governor, hub, 20)
    hub.quota = later
    ask(governor, hub, 300)
    assert hub.refused <= 1
    assert clock.now - 1000 < 60 * (2 + 300 / later) * 1.1


def test_families_of_requests_in_other_buckets_do_not_wait_for_each_other() -> None:
    clock = Clock()
    narrow, wide = Window(clock, 3, 300), Window(clock, 300, 300)
    governor = Governor(clock, clock.sleep)

    async def both() -> None:
        for _ in range(3):
            governor.answered(await governor.turn("pages"), *narrow.answer("pages"), "pages")
        governor.answered(await governor.turn("api"), *wide.answer("api"), "api")
        before = clock.now
        for _ in range(20):
            governor.answered(await governor.turn("api"), *wide.answer("api"), "api")
        assert clock.now - before < 60
        governor.answered(await governor.turn("pages"), *narrow.answer("pages"), "pages")

    asyncio.run(both())
    assert narrow.refused == wide.refused == 0


def test_it_says_for_how_long_nothing_will_be_asked() -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)
    assert governor.seconds_held is None
    ask(governor, Window(clock, 1, 100), 1)
    assert 0 < (governor.seconds_held or 0) <= 101


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
            governor.answered(await governor.turn(), 200, {})
        for _ in range(20):
            await governor.turn()

    asyncio.run(some())
    assert clock.now == 1000.0
    assert governor.quota_used is None


LEFT = {"ratelimit": '"api";r=5;t=250', "ratelimit-policy": '"fixed window";"api";q=500;w=300'}


@pytest.mark.parametrize(
    ("headers", "waited"), [({}, 2.0), ({"retry-after": "7"}, 7.0), (LEFT, 2.0), (LEFT | {"retry-after": "9"}, 9.0)]
)
def test_a_refusal_without_a_quota_holds_everything_back(headers: dict[str, str], waited: float) -> None:
    clock = Clock()
    governor = Governor(clock, clock.sleep)

    async def refused_then_asked() -> None:
        governor.answered(await governor.turn(), 429, headers)
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
            governor.answered(asyncio.run(governor.turn()), 429, {})
            yield clock.now - before
            before = clock.now

    waits = list(gaps())
    assert waits[1:] == sorted(waits[1:])
    assert waits[-1] > 8 * waits[1]
