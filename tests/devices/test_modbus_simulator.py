"""The Modbus driver against the project's simulator, which is tested with foreign clients and not with this driver."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from fleetdesk.devices.driver import Timing
from fleetdesk.devices.identify import find
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_session
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Link
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import load_pack
from tests.devices.conftest import Simulate
from tests.devices.simulated import DRIVERS, GATEWAY, needs_ptys

RS485 = Link(baud=19200, parity="E")


def _snapshot(port: str, link: Link | None = None) -> Snapshot:
    pack = load_pack(DRIVERS / GATEWAY)

    async def run() -> Snapshot:
        session = await open_session(port, replace(pack, link=link or pack.link))
        try:
            return await session.snapshot()
        finally:
            await session.close()

    return asyncio.run(run())


def _check(taken: Snapshot) -> None:
    assert (taken.identity.serial, taken.identity.firmware) == ("GW-1911-0007", "3.2.1")
    assert taken.identity.details["contract"] == "fd-gw/1"
    assert taken.boot_count == 88
    supply, signal = taken.gauge("supply_mv"), taken.gauge("rssi_dbm")
    assert supply is not None
    assert signal is not None
    assert 4600 <= supply.value <= 5400
    assert signal.value < 0
    assert taken.settings["store"] == "STORE-01"
    assert "wifi_password" not in taken.settings
    assert [(child.serial, child.type, child.state, child.firmware) for child in taken.children] == [
        ("RF-20417", "blender", "online", "1.4.2"),
        ("RF-20418", "blender", "offline", "1.4.2"),
        ("RF-20419", "blender", "unknown", ""),
    ]
    assert taken.children[2].last_seen_s is None


def test_a_snapshot_over_tcp(gateway_port: str) -> None:
    _check(_snapshot(gateway_port))


@needs_ptys
def test_a_snapshot_over_a_pty(gateway_pty: str) -> None:
    _check(_snapshot(gateway_pty))


@needs_ptys
@pytest.mark.parametrize("changes", [{}, {"faults.slow_ms": 100}], ids=str)
def test_a_snapshot_at_the_rate_of_an_rs485_line(simulate: Simulate, changes: dict[str, Any]) -> None:
    _check(_snapshot(simulate(GATEWAY, changes, tcp=False, baud=19200).port, RS485))


@needs_ptys
def test_a_line_at_another_baud_rate_is_told_as_such(simulate: Simulate) -> None:
    port = simulate(GATEWAY, tcp=False, baud=19200).port

    async def run() -> None:
        with pytest.raises(DeviceError, match="is not understood") as told:
            await find(named_port(port), [load_pack(DRIVERS / GATEWAY)], timing=Timing(probe_s=0.5), explicit=True)
        assert "baud rate" in told.value.next_step

    asyncio.run(run())
