"""Corrects a serial that was written down wrongly: the device keeps its id, its history and its uses.

A factory-fitted module carries its device's serial, so it is corrected in the same append: the cable finds the unit by
its true serial, and what it counts goes on counting for the device.
"""

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import module_subject, normalise_serial
from fleetdesk.services.device_acts import checked_reason, described_draft, known_device, label_of
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownDevice, KnownModule


def correct_serial(record: Record, device: str, serial: str, reason: str, actor: str) -> bool:
    """Returns whether the module's serial was corrected too. Raises KnownError when the serial is somebody else's."""
    why, right = checked_reason(reason), serial.strip()
    if not right:
        raise KnownError("The right serial is needed.", "", "It stands on the type plate.")

    def work(connection: Connection) -> bool:
        known = known_device(connection, device)
        if known.serial == right:
            raise KnownError(f"{right} is its serial already.", "", "Nothing was changed.")
        module = _factory_module(connection, known)
        _check_free(connection, known, module, right)
        facts = [described_draft(record, known, {"serial": right}, why)]
        if module is not None:
            corrected = ev.ModuleDescribed(
                module=module.id, serial=normalise_serial(right), base=module.set_by, reason=why
            )
            facts.append(record.draft(corrected, module_subject(module.id), store=known.store))
        record.append_within(connection, facts, actor)
        return module is not None

    return record.change(work)


def _factory_module(connection: Connection, device: KnownDevice) -> KnownModule | None:
    """The fitted module when it carries the device's own serial; a replacement has one of its own, which is right."""
    module = registry.module(connection, device.module) if device.module else None
    same = module is not None and normalise_serial(module.serial) == normalise_serial(device.serial or "")
    return module if same else None


def _check_free(connection: Connection, device: KnownDevice, module: KnownModule | None, serial: str) -> None:
    holder = registry.device_by_serial(connection, device.model, serial)
    if holder is not None and holder.id != device.id:
        raise KnownError(
            f"{serial} is the serial of another device.", f"That one is in {holder.store or 'no store'}.",
            "If both are one unit, merge them. If not, one of the two labels was misread.",
        )  # fmt: skip
    other = registry.module_by_serial(connection, device.model, serial) if module is not None else None
    if module is not None and other is not None and other.id != module.id:
        place = known_device(connection, other.device) if other.device else None
        where = f"It is fitted in {label_of(place)}." if place else "It is fitted nowhere."
        raise KnownError(f"A module with the serial {serial} is known already.", where, "Look at both labels again.")
