"""What the registry says of a device, in the fields of an import file."""

from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain.events import ModuleFitted
from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """`gateway` and `module` are ids, `*_serial` what people call them; `uses` is what the counter of the module that
    is in the device showed last, `state` online | offline, or None when nobody reported it."""

    id: str
    model: str
    serial: str | None
    asset_tag: str | None
    store: str | None
    status: str
    gateway: str | None
    gateway_serial: str | None
    state: str | None
    state_as_of: str | None
    firmware: str | None
    module: str | None
    module_serial: str | None
    fitted_at: str | None
    baseline: dict[str, int]
    uses: int | None
    uses_at: str | None
    supplier: str | None
    notes: str | None
    synthetic: bool


_FACTS = (
    "SELECT d.id, d.model, d.serial, d.asset_tag, d.store, d.status, d.gateway, g.serial, d.state, d.state_as_of,"
    " d.firmware, d.module, m.serial, f.fitted_at, f.event, u.value, u.taken_at, d.supplier, d.notes, d.synthetic"
    " FROM p_device d LEFT JOIN p_device g ON g.id = d.gateway LEFT JOIN p_module m ON m.id = d.module"
    " LEFT JOIN p_fitting f ON f.device = d.id AND f.module = d.module AND f.removed_at IS NULL"
    " LEFT JOIN p_usage u ON u.device = d.id AND u.counter = ? AND u.module = d.module WHERE d.id = ?"
)


def facts_of(connection: Connection, device: str, counter: str | None) -> DeviceFacts | None:
    """`counter`: the one that maintenance of its model counts by."""
    row = connection.execute(f"{_FACTS} LIMIT 1", (counter, device)).fetchone()
    if row is None:
        return None
    known = row[8] in ("online", "offline") and row[9] is not None
    own = row[12] is not None and row[2] is not None and normalise_serial(row[12]) == normalise_serial(row[2])
    values: list[Any] = [*row]
    values[8:10] = row[8:10] if known else (None, None)
    values[12] = None if own else row[12]
    values[14] = _baseline(connection, row[14])
    values[15] = row[15] if row[16] is not None else None
    values[19] = bool(row[19])
    return DeviceFacts(*values)


def model_of(connection: Connection, device: str) -> str | None:
    row = connection.execute("SELECT model FROM p_device WHERE id = ?", (device,)).fetchone()
    return None if row is None else str(row[0])


def _baseline(connection: Connection, event: str | None) -> dict[str, int]:
    row = connection.execute("SELECT body FROM journal_event WHERE id = ? LIMIT 1", (event,)).fetchone()
    payload = None if row is None else wire.decode_body(bytes(row[0])).payload
    return payload.baseline if isinstance(payload, ModuleFitted) else {}
