"""Assigns devices to the gateway that hears them: in the registry, and in the module itself while it is on a cable."""

import asyncio
from collections.abc import Sequence

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_subject
from fleetdesk.services.bench_slot import Slot
from fleetdesk.services.configure_device import change_settings
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

SETTING = "gateway"


def assign_in_registry(record: Record, gateway: str, devices: Sequence[str], actor: str, reason: str) -> list[str]:
    """Appends gateway.assigned for each device that is assigned elsewhere; returns these. One append for all.

    Raises KnownError when the gateway or a device is not in the registry; then nothing is appended.
    """

    def work(connection: Connection) -> list[str]:
        if registry.device(connection, gateway) is None:
            raise KnownError("This gateway is not in the registry.", "", "Register it on the Bench first.")
        facts = [_assigned(record, known, gateway, reason) for known in _elsewhere(connection, gateway, devices)]
        record.append_within(connection, facts, actor)
        return [fact.payload.device for fact in facts if isinstance(fact.payload, ev.GatewayAssigned)]

    return record.change(work)


async def assign_on_bench(bench: Bench, record: Record, port: str, devices: Sequence[str], actor: str) -> None:
    """Assigns to the gateway on `port`, and writes it into each of the devices' modules that is on a cable too.

    Raises KnownError; when a module did not take it the registry's assignment stands, and the error says so.
    """
    unit = bench.slot(port).unit
    if unit is None or unit.device is None:
        raise KnownError("This gateway is not in the registry.", "", "Register it on the Bench first.")
    gateway, serial = unit.device, unit.serial
    reason = f"gateway {serial} hears it, seen on the bench"
    await asyncio.to_thread(assign_in_registry, record, gateway, devices, actor, reason)
    for slot in bench.slots():
        if _takes_it(slot, devices):
            await _write(bench, record, slot, serial, actor, reason)


def _elsewhere(connection: Connection, gateway: str, devices: Sequence[str]) -> list[registry.KnownDevice]:
    found: list[registry.KnownDevice] = []
    for device in devices:
        known = registry.device(connection, device)
        if known is None:
            raise KnownError("One of these devices is not in the registry.", "", "Read the gateway again.")
        if known.gateway != gateway:
            found.append(known)
    return found


def _assigned(record: Record, known: registry.KnownDevice, gateway: str, reason: str) -> ev.Draft:
    payload = ev.GatewayAssigned(
        device=known.id, gateway=gateway, assigned_at=record.now(), base=known.set_by.get("gateway"), reason=reason
    )
    return record.draft(payload, device_subject(known.id), store=known.store)


def _takes_it(slot: Slot, devices: Sequence[str]) -> bool:
    if slot.session is None or slot.unit is None or slot.unit.device not in devices:
        return False
    return any(s.name == SETTING and s.type == "string" and s.writable for s in slot.session.pack.settings)


async def _write(bench: Bench, record: Record, slot: Slot, serial: str, actor: str, reason: str) -> None:
    session = bench.session(slot.port.device)
    try:
        await change_settings(record, session, {SETTING: serial}, actor, reason=reason)
    except KnownError as error:
        raise KnownError(
            f"The registry has the new gateway; the module on {slot.port.device} has not.",
            str(error),
            "Read the module again, then assign it once more.",
        ) from error
    await bench.read_again(slot.port.device)
