"""The SMP driver against the project's simulator, which is tested with foreign clients and not with this driver."""

import asyncio
from typing import Any

import pytest

from fleetdesk.devices.session import open_session
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import load_pack
from tests.devices.conftest import Simulate
from tests.devices.simulated import DRIVERS, FROST, needs_ptys


def _snapshot(port: str) -> Snapshot:
    async def run() -> Snapshot:
        session = await open_session(port, load_pack(DRIVERS / FROST))
        try:
            return await session.snapshot()
        finally:
            await session.close()

    return asyncio.run(run())


def _check(taken: Snapshot) -> None:
    assert (taken.identity.serial, taken.identity.firmware) == ("RF-20417", "1.4.2")
    assert taken.counters["cycles_total"] == 1002
    assert taken.counters["motor_on_s"] == 27054
    battery, signal = taken.gauge("vbat_mv"), taken.gauge("rssi_dbm")
    assert battery is not None
    assert signal is not None
    assert battery.value > 3000
    assert signal.value < 0
    assert taken.settings["motor_limit_ma"] == 6200
    assert (taken.boot_count, taken.counter_epoch) == (41, 1)


def test_a_snapshot_over_tcp(frost_port: str) -> None:
    _check(_snapshot(frost_port))


@needs_ptys
def test_a_snapshot_over_a_pty(frost_pty: str) -> None:
    _check(_snapshot(frost_pty))


@needs_ptys
def test_a_snapshot_at_the_real_line_rate(simulate: Simulate) -> None:
    _check(_snapshot(simulate(FROST, {"motor": "idle"}, tcp=False, baud=115200).port))


@pytest.mark.parametrize("value", ["STORE-09", ""])
def test_a_setting_is_written_and_survives(frost_port: str, value: str) -> None:
    async def run() -> str | int:
        session = await open_session(frost_port, load_pack(DRIVERS / FROST))
        await session.write("store", value)
        await session.close()
        again = await open_session(frost_port, session.pack, session.identity)
        taken = await again.snapshot()
        await again.close()
        return taken.settings["store"]

    assert asyncio.run(run()) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"faults.v1": True},
        {"faults.v1": True, "faults.rc_zero": True},
        {"faults.rc_zero": True},
        {"faults.chatter": True},
        {"faults.slow_ms": 30},
        {"without": ["fleet", "enum", "params"]},
        {"without": ["fleet"], "faults.v1": True, "faults.rc_zero": True, "faults.chatter": True},
    ],
    ids=str,
)
def test_old_slow_and_talkative_servers(simulate: Simulate, changes: dict[str, Any]) -> None:
    _check(_snapshot(simulate(FROST, {"motor": "idle", **changes}).port))
