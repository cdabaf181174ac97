"""Replaces a device as one act: the new one takes over place and gateway, the old one becomes a spare or is retired."""

from dataclasses import dataclass

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import Status, device_subject
from fleetdesk.services.device_acts import (
    checked_reason,
    described_draft,
    gateway_draft,
    known_device,
    label_of,
    not_retired,
    status_draft,
)
from fleetdesk.services.new_ids import new_device_id
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownDevice

LEAVES_AS = (Status.SPARE, Status.RETIRED)


@dataclass(frozen=True, slots=True)
class Replaced:
    old: str
    new: str
    registered: bool
    """The new one was not known before."""


def replace_device(record: Record, old: str, new_serial: str, old_becomes: str, reason: str, actor: str) -> Replaced:
    """One append: all of it or nothing. `new_serial` of the same model; a unit that the registry does not know is
    registered. Each device keeps its own uses. Raises KnownError for what cannot be."""
    why = checked_reason(reason)
    if old_becomes not in LEAVES_AS:
        raise KnownError(f"The old device cannot become {old_becomes!r}.", "", "It becomes spare or retired.")
    if not new_serial.strip():
        raise KnownError("The new device's serial is needed.", "", "It stands on its label.")

    def work(connection: Connection) -> Replaced:
        leaving = known_device(connection, old)
        not_retired(leaving, "it has no place to hand over")
        coming = registry.device_by_serial(connection, leaving.model, new_serial)
        if coming is None:
            new, facts = _registered(record, connection, leaving, new_serial, why)
        else:
            _check(leaving, coming)
            new, facts = coming.id, _takes_place(record, leaving, coming, why)
        facts += _leaves(record, leaving, Status(old_becomes), why)
        record.append_within(connection, facts, actor)
        return Replaced(leaving.id, new, coming is None)

    return record.change(work)


def _check(leaving: KnownDevice, coming: KnownDevice) -> None:
    if coming.id == leaving.id:
        raise KnownError("A device cannot replace itself.", "", "Scan the new one.")
    not_retired(coming, "it cannot take a place")
    if coming.status == Status.IN_SERVICE and coming.store is not None:
        raise KnownError(
            f"{label_of(coming)} is in service in {coming.store}.", "It would leave a place empty there.",
            "Replace it there first, or set it to spare.",
        )  # fmt: skip


def _takes_place(record: Record, leaving: KnownDevice, coming: KnownDevice, reason: str) -> list[Draft]:
    facts: list[Draft] = []
    if coming.store != leaving.store:
        facts.append(described_draft(record, coming, {"store": leaving.store}, reason))
    if coming.status != leaving.status:
        facts.append(status_draft(record, coming, Status(leaving.status), reason))
    if coming.gateway != leaving.gateway:
        facts.append(gateway_draft(record, coming, leaving.gateway, reason))
    return facts


def _registered(
    record: Record, connection: Connection, leaving: KnownDevice, serial: str, reason: str
) -> tuple[str, list[Draft]]:
    new = new_device_id(connection, leaving.model, serial)
    registered = ev.DeviceRegistered(
        device=new, model=leaving.model, category=leaving.category, serial=serial.strip(),
        fields={"store": leaving.store, "status": leaving.status},
    )  # fmt: skip
    assigned = ev.GatewayAssigned(device=new, gateway=leaving.gateway, assigned_at=record.now(), reason=reason)
    payloads = [registered, assigned] if leaving.gateway else [registered]
    return new, [record.draft(payload, device_subject(new), store=leaving.store) for payload in payloads]


def _leaves(record: Record, leaving: KnownDevice, status: Status, reason: str) -> list[Draft]:
    """It stays known in its store, where it lies, until somebody says where it went."""
    facts = [status_draft(record, leaving, status, reason)] if leaving.status != status else []
    return [*facts, gateway_draft(record, leaving, None, reason)] if leaving.gateway else facts
