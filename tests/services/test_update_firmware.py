"""A module gets new firmware: how it is tested, confirmed, reverted, refused, cancelled, resumed and recorded."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from fleetdesk import transcript
from fleetdesk.devices.firmware.progress import Cancel, Progress, Stage
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.firmware import FirmwareRefused, Outcome, Rules, Why
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import load_pack
from fleetdesk.services.desk import Desk
from fleetdesk.storage.queries import registry
from tests.devices.firmware_images import signing_key
from tests.devices.powered_module import SERIAL, PoweredModule
from tests.devices.simulated import DRIVERS, FROST
from tests.devices.updating import PATIENCE, checked, update, updates_of

T = TypeVar("T")


def with_module(
    folder: Path, work: Callable[[PoweredModule], Awaitable[T]], changes: dict[str, Any] | None = None
) -> T:
    async def run() -> T:
        async with PoweredModule(folder / "flash", changes) as module:
            return await work(module)

    return asyncio.run(run())


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_a_signed_image_is_sent_tested_confirmed_and_recorded(desk: Desk, tmp_path: Path, kind: Any) -> None:
    key = signing_key(kind)
    seen: list[Progress] = []

    async def work(module: PoweredModule) -> None:
        before = module.cycles()
        report = await update(desk, module.url, checked(tmp_path, key=key), listener=seen.append)
        assert (report.outcome, report.before, report.after) == (Outcome.CONFIRMED, "1.4.2", "1.5.0"), report.detail
        assert module.versions() == ("1.5.0", True)
        module.power_cycle()
        assert module.versions() == ("1.5.0", True), "it stays"
        assert module.cycles() == before
        again = await update(desk, module.url, checked(tmp_path, key=key))
        assert again.outcome is Outcome.ALREADY

    with_module(tmp_path, work, {"firmware_key": key.for_simulator})
    stages = list(dict.fromkeys(progress.stage for progress in seen))
    assert stages == [Stage.PREPARE, Stage.UPLOAD, Stage.RESTART, Stage.SELF_TEST, Stage.CONFIRM]
    sent = [progress for progress in seen if progress.total]
    assert sent[-1].done == sent[-1].total
    (event,) = updates_of(desk)
    assert (event.outcome, event.before, event.after) == ("confirmed", "1.4.2", "1.5.0")
    assert event.transcript_sha256 is not None
    recorded = transcript.parse(desk.workstation.blobs.get(event.transcript_sha256))
    assert recorded.header.identity is not None
    assert recorded.header.identity.serial == SERIAL
    assert sum(len(frame.data) for frame in recorded.frames if frame.direction == "out") > 8000


def test_an_image_with_a_pure_signature_is_installed_under_its_longer_hash(desk: Desk, tmp_path: Path) -> None:
    key = signing_key()

    async def work(module: PoweredModule) -> None:
        image = checked(tmp_path, key=key, pure=True)
        report = await update(desk, module.url, image)
        assert (report.outcome, report.after) == (Outcome.CONFIRMED, "1.5.0"), report.detail
        assert (await update(desk, module.url, image)).outcome is Outcome.ALREADY

    with_module(tmp_path, work, {"firmware_key": key.for_simulator})


def test_the_registry_shows_the_new_version(fleet_desk: Desk, tmp_path: Path) -> None:
    with_module(tmp_path, lambda module: update(fleet_desk, module.url, checked(tmp_path)))
    device = fleet_desk.record.read(lambda connection: registry.device_by_serial(connection, FROST, SERIAL))
    assert device is not None
    assert device.firmware == "1.5.0"


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("loses_counters", "the counter 'cycles_total' fell from 1002 to 0"),
        ("loses_settings", "the setting 'log_hz' is no longer what it was"),
    ],
)
def test_firmware_that_loses_something_is_sent_back(desk: Desk, tmp_path: Path, fault: str, why: str) -> None:
    async def work(module: PoweredModule) -> None:
        report = await update(desk, module.url, checked(tmp_path))
        assert report.outcome is Outcome.REVERTED
        assert why in report.detail
        assert report.after == "1.4.2"
        assert module.versions() == ("1.4.2", True)
        assert module.unit.statistic("cycles_total") == 1002

    with_module(tmp_path, work, {"faults": {"new_firmware": fault}})
    assert [event.outcome for event in updates_of(desk)] == ["reverted"]


def test_control_without_the_self_test_that_firmware_would_be_kept(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_harm(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
        return ()

    monkeypatch.setattr("fleetdesk.devices.firmware.update.harm", no_harm)
    changes = {"faults": {"new_firmware": "loses_counters"}}
    report = with_module(tmp_path, lambda module: update(desk, module.url, checked(tmp_path)), changes)
    assert report.outcome is Outcome.CONFIRMED


def test_firmware_that_hangs_is_left_by_the_watchdog_and_told(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        report = await update(desk, module.url, checked(tmp_path))
        assert report.outcome is Outcome.REJECTED
        assert "went back by itself" in report.detail
        assert module.versions() == ("1.4.2", True)

    with_module(tmp_path, work, {"faults": {"new_firmware": "hangs"}})
    assert [event.outcome for event in updates_of(desk)] == ["rejected"]


def test_a_bootloader_with_another_key_keeps_the_old_firmware(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        report = await update(desk, module.url, checked(tmp_path))
        assert report.outcome is Outcome.REJECTED
        assert "Its own key may differ" in report.detail
        assert module.versions() == ("1.4.2", True)

    with_module(tmp_path, work, {"firmware_key": signing_key("ed25519", 9).for_simulator})
    assert len(updates_of(desk)) == 1


@pytest.mark.parametrize(
    ("version", "rules", "why"),
    [
        ("1.4.1", None, Why.DOWNGRADE),
        ("1.4.2", None, Why.SAME_VERSION),
        ("1.5.0", Rules(updates_from="1.4.3"), Why.TOO_FAR),
        ("1.5.0", Rules(hardware=("D1",)), Why.WRONG_HARDWARE),
    ],
)
def test_what_does_not_fit_the_module_is_refused_and_nothing_is_written(
    desk: Desk, tmp_path: Path, version: str, rules: Rules | None, why: Why
) -> None:
    async def work(module: PoweredModule) -> None:
        with pytest.raises(FirmwareRefused) as refusal:
            await update(desk, module.url, checked(tmp_path, version), rules=rules)
        assert refusal.value.why is why
        assert module.unit.bootloader.image(1) is None

    with_module(tmp_path, work)
    assert updates_of(desk) == []


def test_a_weak_battery_forbids_it(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        with pytest.raises(DeviceError, match="must not be updated now") as refusal:
            await update(desk, module.url, checked(tmp_path))
        assert "3400 mV" in refusal.value.message

    stats = load_pack(DRIVERS / FROST).simulate["stats"]
    changes = {"stats": {**stats, "blend_sys": {**stats["blend_sys"], "vbat_mv": 3400}}}
    with_module(tmp_path, work, changes)


def test_a_running_motor_is_waited_for(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        report = await update(desk, module.url, checked(tmp_path))
        assert report.outcome is Outcome.CONFIRMED, report.detail

    with_module(tmp_path, work, {"motor": "cycle", "run_s": 1.0, "pause_s": 1.5})


def test_cancelling_the_upload_says_what_the_module_holds_and_the_next_run_goes_on(desk: Desk, tmp_path: Path) -> None:
    image = checked(tmp_path, size=300_000)
    cancel = Cancel()

    async def work(module: PoweredModule) -> None:
        module.act_at(100_000, cancel.ask)
        report = await update(desk, module.url, image, cancel=cancel)
        assert report.outcome is Outcome.CANCELLED
        assert "still runs 1.4.2" in report.detail
        assert module.versions() == ("1.4.2", True)
        again = await update(desk, module.url, image)
        assert again.outcome is Outcome.CONFIRMED, again.detail
        assert again.resumed_at is not None
        assert again.resumed_at > 1000

    with_module(tmp_path, work)
    assert [event.outcome for event in updates_of(desk)] == ["cancelled", "confirmed"]


def test_cancelling_during_the_self_test_sends_the_module_back(desk: Desk, tmp_path: Path) -> None:
    cancel = Cancel()

    def listener(progress: Progress) -> None:
        if progress.stage is Stage.SELF_TEST:
            cancel.ask()

    async def work(module: PoweredModule) -> None:
        report = await update(desk, module.url, checked(tmp_path), listener=listener, cancel=cancel)
        assert (report.outcome, report.after) == (Outcome.CANCELLED, "1.4.2")
        assert module.versions() == ("1.4.2", True)

    with_module(tmp_path, work)


def test_a_cable_that_stays_out_is_told_and_the_next_run_goes_on(desk: Desk, tmp_path: Path) -> None:
    image = checked(tmp_path, size=60_000)

    async def work(module: PoweredModule) -> None:
        def pull() -> None:
            module.plugged = False
            module.unplug()

        module.cut_at, module.cut = 40_000, pull
        report = await update(desk, module.url, image, patience=replace(PATIENCE, replug_s=0.3))
        assert report.outcome is Outcome.INTERRUPTED
        assert "the next run goes on" in report.detail
        module.plugged = True
        again = await update(desk, module.url, image)
        assert again.outcome is Outcome.CONFIRMED, again.detail
        assert again.resumed_at is not None
        assert again.resumed_at > 20_000
        assert "An earlier run" in again.detail

    with_module(tmp_path, work)


def test_a_module_that_returns_under_another_port_name_is_found_by_its_adapter(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        first = module.url
        moved: list[asyncio.Task[None]] = []

        async def move() -> None:
            await module.stop()
            await module.listen()

        module.cut_at, module.cut = 6000, lambda: moved.append(asyncio.ensure_future(move()))
        report = await update(desk, module.url, checked(tmp_path), lister=lambda: (module.adapter,))
        assert report.outcome is Outcome.CONFIRMED, report.detail
        assert report.unplugs >= 1
        assert module.url != first

    with_module(tmp_path, work)


def test_another_unit_on_the_port_is_never_written_to(desk: Desk, tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> None:
        async with PoweredModule(tmp_path / "other") as other:

            def swap() -> None:
                module.unplug()
                module.power_on()
                module.unit.settings.running["id/serial"] = b"RF-99999"

            module.cut_at, module.cut = 6000, swap
            report = await update(desk, module.url, checked(tmp_path), patience=replace(PATIENCE, replug_s=0.3))
            assert report.outcome is Outcome.INTERRUPTED
            assert "Expected ruiyun-frost RF-20417" in report.detail
            assert module.unit.bootloader.image(1) is None
            assert other.received == 0

    with_module(tmp_path, work)


def test_two_modules_at_once(desk: Desk, tmp_path: Path) -> None:
    async def run() -> None:
        changes = {"serial": "RF-20418"}
        async with PoweredModule(tmp_path / "a") as one, PoweredModule(tmp_path / "b", changes) as two:
            image = checked(tmp_path, size=100_000)
            reports = await asyncio.gather(update(desk, one.url, image), update(desk, two.url, image))
            assert [report.outcome for report in reports] == [Outcome.CONFIRMED] * 2
            assert {report.serial for report in reports} == {SERIAL, "RF-20418"}

    asyncio.run(run())
    assert len(updates_of(desk)) == len(updates_of(desk, "RF-20418")) == 1
