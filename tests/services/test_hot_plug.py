"""Ports come and go: many devices at once, a device that moves, another one in its place, one that hangs beside others.

Units are real servers on real ptys. An injected lister stands for the system's list of ports; where the test may make
device links (root, CI), the system's own list is used.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from fleetdesk.devices.driver import Timing
from fleetdesk.devices.ports import Lister, Port, list_system_ports
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import WrongDeviceError
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.services.bench_views import BenchView, DraftChange, ItemAnswer, PortState, PortView
from fleetdesk.services.desk import Desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.watch_current import watch_current
from fleetdesk.storage import journal
from tests.devices.link_peers import LINUX, Pty, SmpServer, SmpUnit, Spoil, nothing
from tests.devices.simulated import missing

pytestmark = pytest.mark.skipif(not LINUX, reason="makes ptys and device links as Linux has them")

T = TypeVar("T")
LIMIT_S = 30.0
FAST = Timing(request_s=0.5, retries=1, probe_s=0.3, pause_s=0.02, quiet_s=0.02, open_s=2.0)
RF = "RF-20417"
OTHER = "RF-20405"
LEFT, RIGHT = "/dev/ttyUSB40", "/dev/ttyUSB41"


def unit(serial: str = RF) -> SmpUnit:
    """A blender that counts only what the bundled pack reads."""
    state = {"motor_ma": 3900, "motor_temp_dK": 2981, "vbat_mv": 3900, "rssi_neg_dbm": 61, "boot_count": 41}
    use = dict.fromkeys(("cycles_ok", "cycles_fault", "motor_on_s", "jam_count", "lid_abort", "clean_cycles"), 0)
    return SmpUnit(serial, use={"cycles_total": 1012, **use}, state={**state, "uptime_s": 9})


@dataclass
class Sockets:
    """The USB sockets of a laptop: {port: what is plugged in}. Each is listed as a blender's module."""

    there: dict[str, Pty] = field(default_factory=dict[str, Pty])

    def plug(self, port: str, server: SmpServer) -> Pty:
        self.there[port] = Pty(server)
        return self.there[port]

    def pull(self, port: str) -> None:
        self.there.pop(port).unplug()

    def swap(self, port: str, serial: str) -> None:
        """Another unit behind the same adapter: the port itself never goes away."""
        server = self.there[port].server
        assert isinstance(server, SmpServer)
        server.unit = unit(serial)

    def lister(self) -> Lister:
        return lambda: tuple(Port(pty.device, port, 0x2FE3, 0x0100, port) for port, pty in list(self.there.items()))


class Watcher:
    """A running bench as the window has it, asked from the test on the same loop."""

    def __init__(self, desk: Desk, lister: Lister) -> None:
        self.desk = desk
        self.bench = Bench(
            desk.record, desk.packs, lister=lister, timing=FAST, look_every_s=0.02, retry_s=0.1
        )  # fmt: skip
        self.inspections = InspectDevice(desk.record, self.bench, ModelNames())
        self.views: list[tuple[float, BenchView]] = []
        self.bench.subscribe(lambda view: self.views.append((time.monotonic(), view)))

    @property
    def ports(self) -> tuple[PortView, ...]:
        return self.views[-1][1].ports

    async def until(self, find: Callable[[BenchView], T | None]) -> T:
        async with asyncio.timeout(LIMIT_S):
            while True:
                found = find(self.views[-1][1])
                if found is not None:
                    return found
                await asyncio.sleep(0.005)

    async def wait(self, port: str, state: PortState = PortState.READY) -> PortView:
        return await self.until(lambda view: next((p for p in view.ports if p.port == port and p.state is state), None))

    async def wait_gone(self, port: str) -> None:
        await self.until(lambda view: True if all(p.port != port for p in view.ports) else None)


@asynccontextmanager
async def watching(desk: Desk, lister: Lister) -> AsyncGenerator[Watcher]:
    made = Watcher(desk, lister)
    running = asyncio.create_task(made.bench.run())
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.wait({running})


@asynccontextmanager
async def bench_with(desk: Desk) -> AsyncGenerator[tuple[Watcher, Sockets]]:
    sockets = Sockets()
    async with watching(desk, sockets.lister()) as watcher:
        try:
            yield watcher, sockets
        finally:
            for port in list(sockets.there):
                sockets.pull(port)


def readings(desk: Desk, serial: str) -> list[str]:
    """The instants of the contacts that the journal holds of a unit."""
    device = device_subject(device_id("ruiyun-frost", serial))
    events = desk.record.read(lambda c: list(journal.events_of(c, device)))
    return [p.as_of for e in events if isinstance(p := e.payload, ev.StateReported) and p.source == "wired"]


# -- many at once ------------------------------------------------------------------------------------------------------


def test_six_devices_appear_by_themselves_and_go_again(fleet_desk: Desk) -> None:
    serials = [f"RF-2040{n}" for n in range(6)]

    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            ptys = [sockets.plug(f"/dev/ttyUSB{n}", SmpServer(unit(serial))) for n, serial in enumerate(serials)]
            shown = [await bench.wait(pty.device) for pty in ptys]
            assert [view.unit.serial for view in shown if view.unit] == serials
            sockets.pull("/dev/ttyUSB3")
            await bench.wait_gone(ptys[3].device)
            assert len(bench.ports) == 5
            assert all(view.state is PortState.READY for view in bench.ports)

    asyncio.run(act())


def test_a_device_on_another_port_keeps_its_history(fleet_desk: Desk) -> None:
    """Its record, its unfinished inspection and the load that was watched come along."""

    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            left = sockets.plug(LEFT, SmpServer(unit()))
            first = await bench.wait(left.device)
            assert first.unit is not None
            assert first.unit.device is not None
            await watch_for_a_while(bench, left.device)
            device = first.unit.device
            draft = await asyncio.to_thread(bench.inspections.start, device, left.device)
            answers = (ItemAnswer("blade", "fail"),)
            await asyncio.to_thread(bench.inspections.save, draft.id, DraftChange(answers, None, None, "", ()))
            seen = len(readings(fleet_desk, RF))
            sockets.pull(LEFT)
            right = sockets.plug(RIGHT, SmpServer(unit()))
            moved = await bench.wait(right.device)
            assert moved.unit is not None
            assert (moved.unit.device, moved.unit.draft) == (device, draft.id)
            assert len(readings(fleet_desk, RF)) > seen
            wired = {answer.item: answer for answer in await bench.inspections.read_items(draft.id)}
            assert (wired["uses"].value, wired["motor_current"].value) == (1012, 3900)

    asyncio.run(act())


async def watch_for_a_while(bench: Watcher, port: str) -> None:
    task = asyncio.create_task(watch_current(bench.bench, port, lambda at, values: None))
    motor = bench.bench.slot(port).motor
    async with asyncio.timeout(LIMIT_S):
        while motor.load is None:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})


# -- the wrong device --------------------------------------------------------------------------------------------------


def test_another_unit_on_the_port_locks_it_and_both_are_named(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            port = sockets.plug(LEFT, SmpServer(unit())).device
            await bench.wait(port)
            before = fleet_desk.record.read(journal.own_head)
            stranger = unit(OTHER)
            server = sockets.there[LEFT].server
            assert isinstance(server, SmpServer)
            server.unit = stranger
            with pytest.raises(WrongDeviceError):
                await bench.bench.read_again(port)
            locked = await bench.until(
                lambda view: next((p for p in view.ports if p.state is PortState.LOCKED and p.unit), None)
            )
            assert locked.unit is not None
            assert (locked.expected, locked.unit.serial) == (RF, OTHER)
            assert locked.problem is not None
            assert RF in locked.problem.message
            assert OTHER in locked.problem.message
            with pytest.raises(WrongDeviceError):
                bench.bench.session(port)
            assert stranger.settings["asg/store"] == b"STORE-01"
            assert stranger.saved == 0
            assert fleet_desk.record.read(journal.own_head) == before, "of a stranger nothing is recorded"

    asyncio.run(act())


def test_a_write_that_is_under_way_in_the_old_session_is_refused(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            port = sockets.plug(LEFT, SmpServer(unit())).device
            await bench.wait(port)
            session = bench.bench.session(port)
            sockets.swap(LEFT, OTHER)
            for _ in range(2):  # the second is refused without a byte on the line
                with pytest.raises(WrongDeviceError):
                    await session.write("store", "STORE-09")
            server = sockets.there[LEFT].server
            assert isinstance(server, SmpServer)
            assert server.unit.settings["asg/store"] == b"STORE-01"

    asyncio.run(act())


def test_the_expected_unit_back_on_the_port_unlocks_it(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            port = sockets.plug(LEFT, SmpServer(unit())).device
            await bench.wait(port)
            sockets.swap(LEFT, OTHER)
            with pytest.raises(WrongDeviceError):
                await bench.bench.read_again(port)
            await bench.wait(port, PortState.LOCKED)
            sockets.swap(LEFT, RF)
            back = await bench.wait(port)
            assert back.unit is not None
            assert back.unit.serial == RF

    asyncio.run(act())


def test_a_person_may_go_on_with_the_new_unit(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            port = sockets.plug(LEFT, SmpServer(unit())).device
            await bench.wait(port)
            await watch_for_a_while(bench, port)
            sockets.swap(LEFT, OTHER)
            with pytest.raises(WrongDeviceError):
                await bench.bench.read_again(port)
            await bench.wait(port, PortState.LOCKED)
            await bench.bench.accept_unit(port)
            new = await bench.wait(port)
            assert new.unit is not None
            assert new.unit.serial == OTHER
            assert bench.bench.slot(port).motor.load is None, "what the other unit drew is not this one's"

    asyncio.run(act())


def test_an_unfinished_inspection_keeps_its_port_for_its_unit(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            link = StablePort(LEFT)
            sockets.there[LEFT] = link.plug(unit())
            first = await bench.wait(LEFT)
            assert first.unit is not None
            assert first.unit.device is not None
            await asyncio.to_thread(bench.inspections.start, first.unit.device, LEFT)
            sockets.pull(LEFT)
            await bench.wait_gone(LEFT)
            sockets.there[LEFT] = link.plug(unit(OTHER))
            locked = await bench.wait(LEFT, PortState.LOCKED)
            assert locked.expected == RF
            right = sockets.plug(RIGHT, SmpServer(unit()))
            await bench.wait(right.device)
            released = await bench.wait(LEFT)
            assert released.unit is not None
            assert released.unit.serial == OTHER, "the missed unit is on another port: nobody waits for it here"

    asyncio.run(act())


def test_without_work_under_way_the_next_unit_on_the_cable_is_simply_the_next(fleet_desk: Desk) -> None:
    async def act() -> None:
        async with bench_with(fleet_desk) as (bench, sockets):
            link = StablePort(LEFT)
            for serial in (RF, OTHER, "RF-20400"):
                sockets.there[LEFT] = link.plug(unit(serial))
                shown = await bench.wait(LEFT)
                assert shown.unit is not None
                assert shown.unit.serial == serial
                sockets.pull(LEFT)
                await bench.wait_gone(LEFT)

    asyncio.run(act())


class StablePort:
    """A port that has the same name whatever is plugged in, as a device link gives it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._folder = Path("/dev")

    def plug(self, what: SmpUnit) -> Pty:
        made = Pty(SmpServer(what))
        link = Path(self.name)
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(made.device)
        except PermissionError:
            made.unplug()
            missing("only root may make device links: run as root, or in the CI container")
        made.device = self.name
        return made


@pytest.fixture(autouse=True)
def _no_links_are_left() -> Generator[None]:
    yield
    for name in (LEFT, RIGHT):
        link = Path(name)
        if link.is_symlink():
            link.unlink()


def test_a_real_hot_plug_through_the_systems_own_list(fleet_desk: Desk) -> None:
    """pyserial lists a pty that is linked as a USB adapter. It has no USB id, so a person asks what it is."""

    async def act() -> None:
        link = StablePort(LEFT)
        async with watching(fleet_desk, list_system_ports) as bench:
            pty = link.plug(unit())
            try:
                await bench.wait(LEFT, PortState.UNKNOWN_ADAPTER)
                assert not pty.server.requests, "nothing was sent to an unknown adapter"  # type: ignore[attr-defined]
                await bench.bench.probe(LEFT)
                assert (await bench.wait(LEFT)).unit is not None
            finally:
                pty.unplug()
            await bench.wait(LEFT, PortState.ERROR)
            Path(LEFT).unlink()
            await bench.wait_gone(LEFT)

    asyncio.run(act())


# -- one that hangs ----------------------------------------------------------------------------------------------------


def slow(sound: bytes) -> list[tuple[float, bytes]]:
    return [(0.25, sound)]


def test_a_silent_and_a_slow_device_hold_up_nobody(fleet_desk: Desk) -> None:
    """The good device is read as fast beside them as alone, and live values of it never pause."""

    async def act() -> None:
        async with AsyncExitStack() as stack:
            bench, sockets = await stack.enter_async_context(bench_with(fleet_desk))
            spoils: list[Spoil] = [nothing, nothing, nothing, slow, slow]
            for number, spoil in enumerate(spoils):
                sockets.plug(f"/dev/ttyUSB{number}", SmpServer(unit(f"RF-2040{number}"), spoil))
            good = sockets.plug(LEFT, SmpServer(unit()))
            started = time.monotonic()
            await bench.wait(good.device)
            assert time.monotonic() - started < 2.0
            hung = sockets.there["/dev/ttyUSB0"]
            hung.pause()
            longest = await longest_pause(bench, good.device, samples=60)
            assert longest < 0.5
            await bench.wait(sockets.there["/dev/ttyUSB4"].device)
            trouble = await bench.wait(hung.device, PortState.ERROR)
            assert trouble.problem is not None
            assert "Nothing answers" in trouble.problem.title

    asyncio.run(act())


async def longest_pause(bench: Watcher, port: str, samples: int) -> float:
    times: list[float] = []
    enough = asyncio.Event()

    def push(at_s: float, values: object) -> None:
        times.append(at_s)
        if len(times) > samples:
            enough.set()

    task = asyncio.create_task(watch_current(bench.bench, port, push))
    await asyncio.wait_for(enough.wait(), LIMIT_S)
    task.cancel()
    await asyncio.wait({task})
    return max(after - before for before, after in pairwise(times))
