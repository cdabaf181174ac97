"""A technician changes a unit's settings over the cable: compared, changed, taken back, recorded, and kept secret."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from fleetdesk.devices.session import Session, open_session
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError, WrongDeviceError
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.domain.settings import ROLLED_BACK, SettingsNotTaken, StaleSettings
from fleetdesk.runtime.log import log_to, stop_log
from fleetdesk.services.configure_device import change_settings, read_settings, typed_values
from fleetdesk.services.desk import Desk
from fleetdesk.storage import journal
from tests.devices.link_peers import SmpServer, SmpUnit, on_socket
from tests.devices.simulated import FROST, GATEWAY
from tests.devices.simulated_gateway import GatewayServer, make_gateway

T = TypeVar("T")
SECRET = "canary-5521-wifi"
FROST_UNIT = {"serial": "RF-20417", "motor": "idle", "settings.store": "STORE-01", "settings.motor_limit_ma": 7000}


def over_the_cable(desk: Desk, port: str, key: str, act: Callable[[Session], Awaitable[T]]) -> T:
    pack = next(pack for pack in desk.packs if pack.key == key)

    async def run() -> T:
        session = await open_session(port, pack)
        try:
            return await act(session)
        finally:
            await session.close()

    return asyncio.run(asyncio.wait_for(run(), 40))


def changes_of(desk: Desk, device: str) -> list[ev.ConfigChanged]:
    events = desk.record.read(lambda connection: list(journal.events_of(connection, device_subject(device))))
    return [event.payload for event in events if isinstance(event.payload, ev.ConfigChanged)]


def test_settings_stand_beside_what_the_registry_and_the_pack_expect(fleet_desk: Desk, simulate: Any) -> None:
    port = simulate(FROST, FROST_UNIT).port
    found = over_the_cable(fleet_desk, port, FROST, lambda session: read_settings(fleet_desk.record, session))
    differing = {line.name: (line.value, line.expected) for line in found.differing}
    assert differing == {
        "store": ("STORE-01", "STORE-04"), "gateway": ("", "MPC-0006"), "motor_limit_ma": (7000, 6200),
    }  # fmt: skip
    assert (found.serial, found.generation) == ("RF-20417", 0)


def test_an_assignment_and_a_limit_in_one_act_are_recorded_with_the_dialogue(fleet_desk: Desk, simulate: Any) -> None:
    port, device = simulate(FROST, FROST_UNIT).port, device_id(FROST, "RF-20417")
    wanted = {"store": "STORE-04", "gateway": "MPC-0006", "motor_limit_ma": 6200}

    async def act(session: Session) -> int | None:
        done = await change_settings(fleet_desk.record, session, wanted, "T-1", seen_generation=0, reason="moved")
        assert done.after == wanted
        with pytest.raises(StaleSettings):
            await change_settings(fleet_desk.record, session, wanted, "T-1", seen_generation=0)
        return (await read_settings(fleet_desk.record, session)).generation

    assert over_the_cable(fleet_desk, port, FROST, act) == 1
    (fact,) = changes_of(fleet_desk, device)
    assert fact.before == {"store": "STORE-01", "gateway": "", "motor_limit_ma": 7000}
    assert (fact.after, fact.outcome, fact.reason) == (wanted, "changed", "moved")
    assert fact.transcript_sha256 is not None
    assert b'"dir":"out"' in fleet_desk.workstation.blobs.get(fact.transcript_sha256)


def test_a_unit_that_nobody_registered_is_not_written(fleet_desk: Desk, simulate: Any) -> None:
    port = simulate(FROST, {**FROST_UNIT, "serial": "RF-99999"}).port

    async def act(session: Session) -> str | int | None:
        with pytest.raises(KnownError, match="not in the registry"):
            await change_settings(fleet_desk.record, session, {"store": "STORE-04"}, "T-1")
        return (await session.settings()).values["store"]

    assert over_the_cable(fleet_desk, port, FROST, act) == "STORE-01"


class Forgetful(SmpUnit):
    """Acknowledges a new motor limit and keeps the old one."""

    def _setting(self, op: int, body: dict[str, Any]) -> dict[str, Any]:
        return {} if op == 2 and body["name"] == "cfg/motor_lim_ma" else super()._setting(op, body)


def test_what_the_module_did_not_take_is_set_back_whole_and_recorded(fleet_desk: Desk) -> None:
    unit = Forgetful()

    async def run() -> None:
        pack = next(pack for pack in fleet_desk.packs if pack.key == FROST)
        async with on_socket(SmpServer(unit)) as url:
            session = await open_session(url, pack)
            try:
                with pytest.raises(SettingsNotTaken, match="Motor current limit"):
                    await change_settings(
                        fleet_desk.record, session, {"store": "STORE-04", "motor_limit_ma": 5000}, "T-1"
                    )
            finally:
                await session.close()

    asyncio.run(run())
    assert unit.settings["asg/store"] == b"STORE-01"
    assert unit.saved == 0
    (fact,) = changes_of(fleet_desk, device_id(FROST, "RF-20417"))
    assert (fact.outcome, fact.before) == (ROLLED_BACK, fact.after)


def test_another_unit_on_the_port_is_not_written_and_nothing_is_recorded(fleet_desk: Desk) -> None:
    server = GatewayServer(make_gateway("MPC-0006"))

    async def run() -> None:
        pack = next(pack for pack in fleet_desk.packs if pack.key == GATEWAY)
        async with on_socket(server) as url:
            session = await open_session(url, pack)
            try:
                server.use(make_gateway("MPC-0007"))
                with pytest.raises(WrongDeviceError):
                    await change_settings(fleet_desk.record, session, {"store": "STORE-04"}, "T-1")
            finally:
                await session.close()

    asyncio.run(run())
    assert server.writes == []
    assert changes_of(fleet_desk, device_id(GATEWAY, "MPC-0006")) == []


def test_a_secret_is_in_no_transcript_no_event_and_no_log(fleet_desk: Desk, simulate: Any) -> None:
    device = simulate(GATEWAY, {"serial": "MPC-0006"})
    log = log_to(fleet_desk.workstation.home.logs)
    logging.getLogger().setLevel(logging.DEBUG)
    try:

        async def act(session: Session) -> None:
            values = typed_values(
                session.pack, ["wifi_ssid", "STORE-IOT", "wifi_password", SECRET, "wifi_mode", "wpa2"]
            )
            await change_settings(fleet_desk.record, session, values, "T-1")

        over_the_cable(fleet_desk, device.port, GATEWAY, act)
    finally:
        stop_log()
        logging.getLogger().setLevel(logging.WARNING)
    (fact,) = changes_of(fleet_desk, device_id(GATEWAY, "MPC-0006"))
    assert fact.after == {"wifi_ssid": "STORE-IOT", "wifi_password": None, "wifi_mode": 1}
    bodies = fleet_desk.record.read(lambda c: [bytes(row[0]) for row in c.execute("SELECT body FROM journal_event")])
    assert fact.transcript_sha256 is not None
    transcript = fleet_desk.workstation.blobs.get(fact.transcript_sha256)
    frames = b"".join(bytes.fromhex(json.loads(line).get("hex", "")) for line in transcript.splitlines()[1:])
    for place in (*bodies, transcript, frames, log.read_bytes()):
        assert SECRET.encode() not in place
        assert SECRET.encode().hex().encode() not in place
    assert b"STORE-IOT" in b"".join(bodies), "the search finds what is there"
