"""Fits another module into a device, as one act: the old one out, the new one in, with what both counted if known.

Without a cable the serial and the values are typed; with the new module on a cable they are read. What a module counted
before it was fitted never counts for the device.
"""

from dataclasses import dataclass, replace

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject, module_subject, normalise_serial
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.payload import LARGEST_INTEGER
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.services.device_acts import checked_past, checked_reason, known_device, label_of, not_retired
from fleetdesk.services.new_ids import new_module_id
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownDevice, KnownModule


@dataclass(frozen=True, slots=True)
class Swap:
    """`serial` of the new module; what both showed at `at` (ISO 8601 UTC, None: now), None: nobody looked."""

    serial: str
    at: str | None = None
    old_value: int | None = None
    new_value: int | None = None
    boot_count: int | None = None
    counter_epoch: int | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    device: str
    module: str
    serial: str
    at: str
    removed: str | None
    """The serial of the module that was taken out; None: none was known."""


def fit_module(record: Record, device: str, swap: Swap, reason: str, actor: str) -> Fitted:
    """One append. Raises KnownError for what cannot be; then nothing is."""
    why, at = checked_reason(reason), checked_past(record, swap.at)

    def work(connection: Connection) -> Fitted:
        known = known_device(connection, device)
        old = registry.module(connection, known.module) if known.module else None
        _check(connection, known, old, replace(swap, at=at))
        module = _new_module(connection, known, swap.serial)
        facts = [*_out(record, known, swap, at, why), *_in(record, connection, known, module, swap, at, why)]
        record.append_within(connection, facts, actor)
        return Fitted(known.id, module, swap.serial.strip(), at, old.serial if old else None)

    return record.change(work)


def swap_seen(pack: Pack, snapshot: Snapshot, old_value: int | None) -> Swap:
    """The new module as it is on the cable now."""
    counter = pack.usage_counter()
    value = snapshot.counters.get(counter.name) if counter else None
    return Swap(
        snapshot.identity.serial, snapshot.taken_at, old_value, value, snapshot.boot_count, snapshot.counter_epoch
    )


def _check(connection: Connection, device: KnownDevice, old: KnownModule | None, swap: Swap) -> None:
    not_retired(device, "no module can be fitted in it")
    if _counter(device) is None:
        raise KnownError(f"{label_of(device)} has no counting module.", f"Its model is {device.model}.", "")
    if not swap.serial.strip():
        raise KnownError("The new module's serial is needed.", "", "It stands on its label.")
    for value in (swap.old_value, swap.new_value):
        if value is not None and not 0 <= value <= LARGEST_INTEGER:
            raise KnownError(f"A counter cannot show {value}.", "", "Look at it again.")
    if swap.old_value is not None and device.module is None:
        raise KnownError("No module is known to be in it, so none can be read out.", "", "Leave its value out.")
    since = registry.fitted_since(connection, device.id)
    if since is not None and swap.at is not None and swap.at <= since:
        serial = old.serial if old else "its module"
        raise KnownError(
            f"{serial} was fitted at {since} only.", f"The swap cannot have been at {swap.at}.",
            "Say when it really happened.",
        )  # fmt: skip
    _check_free(connection, device, swap)


def _check_free(connection: Connection, device: KnownDevice, swap: Swap) -> None:
    known = registry.module_by_serial(connection, device.model, swap.serial)
    if known is None or known.device is None:
        return
    if known.device == device.id:
        raise KnownError(f"Module {known.serial} is in {label_of(device)} already.", "", "Nothing was changed.")
    holder = known_device(connection, known.device)
    raise KnownError(
        f"Module {known.serial} is fitted in {label_of(holder)}.", f"That one is in {holder.store or 'no store'}.",
        f"A module is in one place: fit another one in {label_of(holder)} first, or look at the label again.",
    )  # fmt: skip


def _new_module(connection: Connection, device: KnownDevice, serial: str) -> str:
    known = registry.module_by_serial(connection, device.model, serial)
    return known.id if known else new_module_id(connection, device.model, serial)


def _out(record: Record, device: KnownDevice, swap: Swap, at: str, reason: str) -> list[Draft]:
    counter = _counter(device)
    if device.module is None or counter is None:
        return []
    last = {} if swap.old_value is None else {counter: swap.old_value}
    removed = ev.ModuleRemoved(module=device.module, device=device.id, removed_at=at, last=last, reason=reason)
    return [record.draft(removed, module_subject(device.module), device_subject(device.id), store=device.store)]


def _in(
    record: Record, connection: Connection, device: KnownDevice, module: str, swap: Swap, at: str, reason: str
) -> list[Draft]:
    counter, facts = _counter(device), list[Draft]()
    if registry.module(connection, module) is None:
        serial = normalise_serial(swap.serial)
        registered = ev.ModuleRegistered(module=module, model=device.model, serial=serial)
        facts.append(record.draft(registered, module_subject(module), store=device.store))
    baseline = {} if swap.new_value is None or counter is None else {counter: swap.new_value}
    fitted = ev.ModuleFitted(
        module=module, device=device.id, fitted_at=at, baseline=baseline, boot_count=swap.boot_count,
        counter_epoch=swap.counter_epoch, reason=reason,
    )  # fmt: skip
    facts.append(record.draft(fitted, module_subject(module), device_subject(device.id), store=device.store))
    return facts


def _counter(device: KnownDevice) -> str | None:
    """The counter that maintenance of this model counts by."""
    model = load_models().get(device.model)
    return model.counter if model else None
