"""The ticker: what waits goes by itself, trouble slows it down, a wish of the hub is kept, clocks may jump."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from fleetdesk.services.jobs import Jobs, Pace
from fleetdesk.services.views import HubLink
from tests.sync.conftest import NewLaptop
from tests.sync.fault_proxy import Fault, fault_proxy
from tests.sync.places import Hub, Laptop

BRISK = Pace(tick_s=0.02, every_s=3600.0, first_retry_s=0.02, longest_retry_s=0.1, refused_retry_s=3600.0, watch_s=0.05)
DEADLINE_S = 30.0


@asynccontextmanager
async def _running(laptop: Laptop, pace: Pace = BRISK, wall: Callable[[], float] = time.time) -> AsyncGenerator[Jobs]:
    jobs = Jobs(laptop.sync, pace, wall=wall)
    await jobs.start()
    try:
        yield jobs
    finally:
        await jobs.stop()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not await asyncio.to_thread(holds):
            await asyncio.sleep(0.01)


def test_what_is_written_goes_by_itself(hub: Hub, ana: Laptop) -> None:
    ana.join(hub.url)

    async def work() -> None:
        async with _running(ana):
            for number in range(3):
                await asyncio.to_thread(ana.write_stores, 2, f"A{number}")
                await _until(lambda: ana.sync.state().waiting_events == 0)

    asyncio.run(work())
    assert hub.held_seq(ana.journal) == 7


def test_without_a_hub_it_waits_quietly_until_one_is_joined(hub: Hub, ana: Laptop) -> None:
    async def work() -> None:
        async with _running(ana):
            await _until(lambda: ana.sync.state().link is HubLink.NONE)
            await ana.sync.join(hub.url)
            await asyncio.to_thread(ana.write_stores, 2, "A")
            await _until(lambda: ana.sync.state().waiting_events == 0)

    asyncio.run(work())


def test_it_goes_on_when_the_hub_is_back(hub: Hub, ana: Laptop) -> None:
    ana.join(hub.url)
    hub.stop()
    ana.write_stores(2, "A")

    async def work() -> None:
        async with _running(ana):
            await _until(lambda: ana.sync.state().link is HubLink.OFFLINE)
            await asyncio.to_thread(hub.start)
            await _until(lambda: ana.sync.state().waiting_events == 0)

    asyncio.run(work())


def test_the_hubs_wish_to_be_left_alone_is_kept(hub: Hub, ana: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry-After of 7 s: in the time of some fifty ticks nobody asks again; `sync_soon` does."""
    ticks = 0

    def too_many(method: str, path: str) -> Fault:
        return Fault.TOO_MANY

    with fault_proxy(hub.port) as proxy:
        ana.join(proxy.url)
        before = proxy.exchanges
        proxy.choose = too_many
        ana.write_stores(1, "A")
        state = ana.sync.state

        def counting() -> object:
            nonlocal ticks
            ticks += 1
            return state()

        monkeypatch.setattr(ana.sync, "state", counting)

        async def work() -> None:
            async with _running(ana) as jobs:
                await _until(lambda: ticks > 50)
                assert proxy.exchanges == before + 1
                jobs.sync_soon()
                await _until(lambda: proxy.exchanges == before + 2)

        asyncio.run(work())


def test_trouble_doubles_the_pause_up_to_a_limit(hub: Hub, new_laptop: NewLaptop) -> None:
    """Between two tries: 0.05, 0.1, 0.2, 0.2 ... seconds, each less up to half of it."""
    ana = new_laptop("ana")
    at: list[float] = []

    def refuse(method: str, path: str) -> Fault:
        at.append(time.monotonic())
        return Fault.DROP_REQUEST

    pace = Pace(tick_s=0.002, first_retry_s=0.05, longest_retry_s=0.2, watch_s=5.0)
    with fault_proxy(hub.port) as proxy:
        ana.join(proxy.url)
        proxy.choose = refuse
        ana.write_stores(1, "A")

        async def work() -> None:
            async with _running(ana, pace):
                await _until(lambda: len(at) >= 5)

        asyncio.run(work())
    pauses = [later - earlier for earlier, later in pairwise(at)]
    assert all(pause >= least for pause, least in zip(pauses, (0.025, 0.05, 0.1, 0.1), strict=False))


@pytest.mark.parametrize("jump_s", [5 * 365 * 86_400.0, -5 * 365 * 86_400.0])
def test_a_jump_of_the_clock_stops_nothing(hub: Hub, ana: Laptop, jump_s: float) -> None:
    """The next tick stands where the old clock put it; after the jump it is planned anew."""
    ana.join(hub.url)
    offset = [jump_s]

    def wall() -> float:
        return time.time() + offset[0]

    async def work() -> None:
        async with _running(ana, wall=wall):
            offset[0] = 0.0
            for number in range(3):
                await asyncio.to_thread(ana.write_stores, 1, f"A{number}")
                await _until(lambda: ana.sync.state().waiting_events == 0)

    asyncio.run(work())


def test_without_the_watch_a_clock_set_back_stops_it(hub: Hub, ana: Laptop) -> None:
    """The control of the test above: the watch never looks, and nothing goes."""
    ana.join(hub.url)
    ana.write_stores(1, "A")
    blind = Pace(tick_s=0.02, watch_s=3600.0)

    async def work() -> None:
        async with _running(ana, blind, wall=lambda: time.time() + 365 * 86_400):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.0):
                    await _until(lambda: ana.sync.state().waiting_events == 0)

    asyncio.run(work())
