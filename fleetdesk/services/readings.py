"""What of a snapshot is recorded: the module when it is new, that the device answered, and its usage counter."""

from dataclasses import dataclass
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.services.new_ids import new_module_id
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

_GAUGE_OF = {"battery_mv": "vbat_mv", "rssi_dbm": "rssi_dbm"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which device the unit on the cable is. `module` is None when the device has no counter of its own, or when the
    registry says that another module is fitted in it: then nothing is counted before a person says what happened."""

    device: registry.KnownDevice | None
    module: str | None
    module_known: bool


def resolve(connection: Connection, pack: Pack, identity: Identity) -> Resolved:
    """By the module that answered; a factory-fitted module carries its device's serial."""
    known = registry.module_by_serial(connection, pack.key, identity.serial) if pack.counters else None
    if known is not None:
        device = registry.device(connection, known.device) if known.device else None
        return Resolved(device, known.id, True)
    device = registry.device_by_serial(connection, pack.key, identity.serial)
    if device is not None and device.module is not None:
        return Resolved(device, None, False)
    return Resolved(device, new_module_id(connection, pack.key, identity.serial) if pack.counters else None, False)


def contact(record: Record, device: registry.KnownDevice, snapshot: Snapshot) -> Draft:
    """The device answered on a cable, with what it said of itself. That it answers does not mean that it reports."""
    details: dict[str, Any] = {"firmware": snapshot.identity.firmware}
    for name, gauge_name in _GAUGE_OF.items():
        gauge = snapshot.gauge(gauge_name)
        if gauge is not None:
            details[name] = gauge.value
    for name in ("store", "gateway"):
        if name in snapshot.settings:
            details[name] = snapshot.settings[name]
    payload = ev.StateReported(
        device=device.id, state="online", source="wired", as_of=snapshot.taken_at, details=details
    )
    return record.draft(payload, device_subject(device.id), store=device.store)


def module_drafts(record: Record, resolved: Resolved, identity: Identity, taken_at: str) -> list[Draft]:
    """A module that the registry does not know yet, in the device whose serial it carries. It has no baseline: what it
    counted before this first look is named as not counted."""
    if resolved.module is None or resolved.module_known or resolved.device is None:
        return []
    subject = module_subject(resolved.module)
    registered = ev.ModuleRegistered(module=resolved.module, model=resolved.device.model, serial=identity.serial)
    fitted = ev.ModuleFitted(
        module=resolved.module, device=resolved.device.id, fitted_at=taken_at, reason="first seen on a cable"
    )
    store = resolved.device.store
    return [
        record.draft(registered, subject, store=store),
        record.draft(fitted, subject, device_subject(resolved.device.id), store=store),
    ]


def reading_drafts(record: Record, resolved: Resolved, pack: Pack, snapshot: Snapshot) -> list[Draft]:
    """The usage counter as read over the cable, with the pack's bounds of what is plausible."""
    if resolved.module is None or resolved.device is None:
        return []
    return [
        record.draft(
            ev.ReadingTaken(
                module=resolved.module, counter=counter.name, value=snapshot.counters[counter.name],
                taken_at=snapshot.taken_at, source="wired", boot_count=snapshot.boot_count,
                counter_epoch=snapshot.counter_epoch, max_per_hour=counter.max_per_hour, width=counter.width,
                pack=pack.key, pack_version=pack.version,
            ),
            module_subject(resolved.module),
            store=resolved.device.store,
        )
        for counter in pack.counters
        if counter.usage and counter.name in snapshot.counters
    ]  # fmt: skip
