"""Update and restart from the Bench: the unit stays on it, shows how far it is, and shows the new version after."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.devices.firmware.image import checked_image, pinned_key
from fleetdesk.devices.firmware.progress import Stage
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import DeviceReset
from fleetdesk.domain.fleet import module_id, module_subject
from fleetdesk.services.bench_views import BenchView, PortState, WorkView
from fleetdesk.services.desk import Desk
from fleetdesk.services.firmware_library import FirmwareLibrary
from fleetdesk.services.module_work import TITLES, ModuleWork
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.views import Text
from fleetdesk.storage import journal
from tests.devices.conftest import Simulate
from tests.devices.firmware_images import BOARD, make_image, signing_key
from tests.devices.powered_module import PoweredModule
from tests.devices.simulated import FROST
from tests.devices.updating import QUICK, updates_of
from tests.services.conftest import RunningBench

SERIAL = "RF-20417"


def add_to_library(desk: Desk, folder: Path, version: str = "1.5.0", size: int = 60_000) -> None:
    key = pinned_key(signing_key().public_pem, "key")
    image = checked_image(make_image(folder, version, signing_key(), size=size), key)
    FirmwareLibrary(desk.record).add(image, key, BOARD, f"{version}.bin")


def test_a_newer_image_is_offered_and_installed(bench: RunningBench, simulate: Simulate, tmp_path: Path) -> None:
    add_to_library(bench.desk, tmp_path)
    add_to_library(bench.desk, tmp_path, "1.3.0")
    port = simulate(FROST, {"motor": "idle"}, baud=1_000_000).port
    shown = bench.plug(port)
    assert shown.unit is not None
    assert (shown.unit.offer, shown.unit.can_restart) == ("1.5.0", True)
    seen: list[WorkView] = []
    states: set[PortState] = set()

    def look(view: Any) -> None:
        here = next((p for p in view.ports if p.port == port), None)
        if here is not None and here.work is not None:
            seen.append(here.work)
            states.add(here.state)

    end = bench.bench.subscribe(look)
    said = bench.do(ModuleWork(bench.desk, bench.bench).update_firmware(port))
    end()
    assert said.values == {"serial": SERIAL, "version": "1.5.0"}
    titles = list(dict.fromkeys(view.title.message for view in seen))
    assert titles[0] == "Reading the module"
    assert "Sending the firmware" in titles
    assert titles[-1] == "Keeping the new firmware"
    assert states == {PortState.READY}, "the restart did not take the unit off the bench"
    after = bench.wait(port)
    assert after.work is None
    assert after.unit is not None
    assert ("1.5.0" in [str(fact.value) for fact in after.unit.facts]) or any(
        "1.5.0" in repr(fact) for fact in after.unit.facts
    )
    assert after.unit.offer == ""
    assert [event.outcome for event in updates_of(bench.desk)] == ["confirmed"]


def test_nothing_newer_is_said(bench: RunningBench, simulate: Simulate) -> None:
    port = simulate(FROST, {"motor": "idle"}).port
    bench.plug(port)
    with pytest.raises(KnownError, match="no newer firmware"):
        bench.do(ModuleWork(bench.desk, bench.bench).update_firmware(port))


def test_an_update_that_fails_is_told_and_the_unit_stays(
    bench: RunningBench, simulate: Simulate, tmp_path: Path
) -> None:
    add_to_library(bench.desk, tmp_path)
    port = simulate(FROST, {"motor": "idle", "faults": {"new_firmware": "loses_counters"}}).port
    bench.plug(port)
    with pytest.raises(KnownError, match="was not updated") as told:
        bench.do(ModuleWork(bench.desk, bench.bench).update_firmware(port))
    assert "The self test failed" in told.value.message
    assert bench.wait(port).unit is not None


def test_a_restart_is_recorded_with_its_state_before_and_after(bench: RunningBench, simulate: Simulate) -> None:
    port = simulate(FROST, {"motor": "idle"}).port
    bench.plug(port)
    said: Text = bench.do(ModuleWork(bench.desk, bench.bench).restart_module(port))
    assert "restarted" in said.message
    subject = module_subject(module_id(FROST, SERIAL))
    events = bench.desk.record.read(lambda connection: list(journal.events_of(connection, subject)))
    (reset,) = [event.payload for event in events if isinstance(event.payload, DeviceReset)]
    assert (reset.before["boot_count"], reset.after["boot_count"]) == (41, 42)
    assert reset.before["counters"] == reset.after["counters"]
    assert reset.transcript_sha256
    assert bench.desk.workstation.blobs.has(reset.transcript_sha256)


def test_three_modules_are_updated_at_once(bench: RunningBench, simulate: Simulate, tmp_path: Path) -> None:
    add_to_library(bench.desk, tmp_path)
    serials = ("RF-20417", "RF-20418", "RF-20419")
    ports = [simulate(FROST, {"serial": serial, "motor": "idle"}, baud=460_800).port for serial in serials]
    for port in ports:
        bench.plug(port)
    work = ModuleWork(bench.desk, bench.bench)
    at_once = 0

    def look(view: Any) -> None:
        nonlocal at_once
        titles = [port.work.title.message for port in view.ports if port.work is not None]
        at_once = max(at_once, titles.count("Sending the firmware"))

    async def all_of_them() -> list[Text]:
        return list(await asyncio.gather(*(work.update_firmware(port) for port in ports)))

    end = bench.bench.subscribe(look)
    said = bench.do(all_of_them())
    end()
    assert [text.values for text in said] == [{"serial": serial, "version": "1.5.0"} for serial in serials]
    assert at_once == 3
    for serial in serials:
        assert [event.outcome for event in updates_of(bench.desk, serial)] == ["confirmed"]


@pytest.mark.parametrize("stage", [Stage.UPLOAD, Stage.RESTART])
def test_an_adapter_that_comes_back_under_another_name_is_followed(
    fleet_desk: Desk, tmp_path: Path, stage: Stage
) -> None:
    """The port goes in the middle of the update and another one with the same adapter comes: one unit, one update."""
    add_to_library(fleet_desk, tmp_path)

    async def act() -> None:
        async with PoweredModule(tmp_path / "flash") as module:
            socket = Socket(fleet_desk, module, TITLES[stage])
            running = asyncio.create_task(socket.bench.run())
            first = module.url
            await socket.wait_ready(first)
            said = await ModuleWork(fleet_desk, socket.bench).update_firmware(first)
            assert said.values == {"serial": SERIAL, "version": "1.5.0"}
            assert socket.moving is not None
            await socket.moving
            second = module.url
            assert first != second
            await socket.wait_ready(second)
            assert [slot.port.device for slot in socket.bench.slots()] == [second], "the old place is gone"
            assert (await socket.bench.read_again(second)).identity.firmware == "1.5.0"
            assert module.versions() == ("1.5.0", True)
            running.cancel()
            await asyncio.wait({running})

    asyncio.run(asyncio.wait_for(act(), 45))
    assert [event.outcome for event in updates_of(fleet_desk)] == ["confirmed"]


class Socket:
    """A Bench with one module, which is pulled and comes back under another name when the work shows `title`."""

    def __init__(self, desk: Desk, module: PoweredModule, title: Text) -> None:
        self._module = module
        self._title = title
        self._there = True
        self.moving: asyncio.Task[None] | None = None
        self.bench = Bench(
            desk.record,
            desk.packs,
            lister=lambda: (module.adapter,) if self._there else (),
            timing=QUICK,
            look_every_s=0.02,
        )
        self._view = BenchView()
        self.bench.subscribe(self._look)

    def _look(self, view: BenchView) -> None:
        self._view = view
        shown = [port.work.title for port in view.ports if port.work is not None]
        if self._title in shown and self.moving is None:
            self.moving = asyncio.create_task(self._move())

    async def _move(self) -> None:
        (slot,) = self.bench.slots()
        self._there = False
        await self._module.stop()
        while not slot.unplugged:
            await asyncio.sleep(0.005)
        await self._module.listen()
        self._there = True

    async def wait_ready(self, port: str) -> None:
        while not any(p.port == port and p.state is PortState.READY and p.work is None for p in self._view.ports):
            await asyncio.sleep(0.005)
