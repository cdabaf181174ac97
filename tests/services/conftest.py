"""The simulated devices of `tests/devices`, and a bench that runs on an io loop as it does in the window."""

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import Any, TypeVar

import pytest

from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.bench_views import BenchView, PortState, PortView
from fleetdesk.services.desk import Desk
from fleetdesk.services.plug_in import Bench
from tests.devices.conftest import simulate as simulate  # a fixture

T = TypeVar("T")
LIMIT_S = 45.0


class RunningBench:
    """A bench on its loop; everything is asked from the test's thread."""

    def __init__(self, desk: Desk, loop: IoLoop) -> None:
        self.desk = desk
        self.loop = loop
        self.bench = Bench(desk.record, desk.packs, lister=tuple, look_every_s=0.05)
        self._running: Future[None] = loop.run(self.bench.run())

    def do(self, work: Any) -> Any:
        return self.loop.run(work).result(LIMIT_S)

    def plug(self, url: str, *states: PortState) -> PortView:
        """Adds an address and waits for one of `states` (READY if none is named)."""
        self.do(self.bench.add_port(url))
        return self.wait(url, *states)

    def wait(self, url: str, *states: PortState) -> PortView:
        wanted = states or (PortState.READY,)
        return self.until(lambda view: next((p for p in view.ports if p.port == url and p.state in wanted), None))

    def until(self, find: Callable[[BenchView], T | None]) -> T:
        """The first value that `find` gives for a view that is not None."""

        async def wait() -> T:
            found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

            def look(view: BenchView) -> None:
                value = find(view)
                if value is not None and not found.done():
                    found.set_result(value)

            end = self.bench.subscribe(look)
            try:
                return await found
            finally:
                end()

        return self.loop.run(wait()).result(LIMIT_S)

    def stop(self) -> None:
        self._running.cancel()


@pytest.fixture
def bench(fleet_desk: Desk) -> Generator[RunningBench]:
    """A running bench on a home with the sample fleet."""
    loop = IoLoop().start()
    running = RunningBench(fleet_desk, loop)
    yield running
    running.stop()
    loop.stop()
