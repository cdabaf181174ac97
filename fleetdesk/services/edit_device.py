"""Changes the fields of a device that people keep: store, asset tag, supplier, notes."""

from collections.abc import Mapping

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.device_acts import checked_reason, described_draft, known_device, label_of
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

FIELDS = ("store", "asset_tag", "supplier", "notes")


def edit_device(
    record: Record,
    device: str,
    values: Mapping[str, str],
    reason: str,
    actor: str,
    base: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Returns the fields that changed. An empty value clears a field.

    `base` is `set_by` as the person saw it; without it the present one. Another edit in between is then not overwritten
    in silence but shown as a conflict. Raises KnownError for what cannot be.
    """
    why = checked_reason(reason)

    def work(connection: Connection) -> tuple[str, ...]:
        known = known_device(connection, device)
        changed = {name: value.strip() or None for name, value in values.items()}
        _check(connection, known, changed)
        changed = {name: value for name, value in changed.items() if (getattr(known, name) or None) != value}
        if changed:
            record.append_within(connection, [described_draft(record, known, changed, why, base)], actor)
        return tuple(changed)

    return record.change(work)


def _check(connection: Connection, device: registry.KnownDevice, values: Mapping[str, str | None]) -> None:
    for name in values:
        if name not in FIELDS:
            raise KnownError(f"A device has no field {name!r} to edit.", "", f"These can be: {', '.join(FIELDS)}.")
    store, tag = values.get("store"), values.get("asset_tag")
    if store is not None and registry.store(connection, store) is None:
        raise KnownError(f"There is no store {store!r}.", "", "Choose one of the stores, or import yours first.")
    others = [other for other in registry.by_asset_tag(connection, tag) if other.id != device.id] if tag else []
    if others:
        raise KnownError(
            f"Asset tag {tag} is on {label_of(others[0])} already.", f"It is in {others[0].store or 'no store'}.",
            "Look at both labels, and correct the wrong one first.",
        )  # fmt: skip
