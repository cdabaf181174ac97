"""Puts a unit that the registry does not know into it, from what it said over the cable and the store it is in."""

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.services.new_ids import new_device_id, new_module_id
from fleetdesk.services.record import Record
from fleetdesk.storage.queries import registry


def register_device(record: Record, pack: Pack, snapshot: Snapshot, store: str, actor: str) -> str:
    """Returns the device id. The counter's value now is the baseline: uses before it belong to an unknown past.

    Raises KnownError for a store that the registry does not have or a unit without a serial.
    """
    if record.read(lambda connection: registry.store(connection, store)) is None:
        raise KnownError(
            f"There is no store {store!r}.", "", "Choose a store from the list, or import your stores first."
        )
    serial = snapshot.identity.serial
    if not serial.strip():
        raise KnownError("This unit does not say its serial.", "", "Set its serial first, then register it.")
    device, module = record.read(
        lambda connection: (
            new_device_id(connection, pack.key, serial),
            new_module_id(connection, pack.key, serial),
        )
    )
    registered = ev.DeviceRegistered(
        device=device, model=pack.key, category=pack.category, serial=serial,
        fields={"store": store, "status": "in_service"},
    )  # fmt: skip
    facts = [record.draft(registered, device_subject(device), store=store)]
    baseline = {c.name: snapshot.counters[c.name] for c in pack.counters if c.usage and c.name in snapshot.counters}
    if baseline:
        known = ev.ModuleRegistered(module=module, model=pack.key, serial=serial)
        fitted = ev.ModuleFitted(
            module=module, device=device, fitted_at=snapshot.taken_at, baseline=baseline,
            boot_count=snapshot.boot_count, counter_epoch=snapshot.counter_epoch, reason="registered on the bench",
        )  # fmt: skip
        facts.append(record.draft(known, module_subject(module), store=store))
        facts.append(record.draft(fitted, module_subject(module), device_subject(device), store=store))
    record.append(facts, actor)
    return device
