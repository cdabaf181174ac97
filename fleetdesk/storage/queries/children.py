"""What the registry knows of a gateway's children."""

from collections.abc import Sequence
from dataclasses import dataclass

from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class ChildDevice:
    id: str
    serial: str | None
    category: str
    gateway: str | None


@dataclass(frozen=True, slots=True)
class GatewayReport:
    state: str
    as_of: str


def candidates(connection: Connection, gateway: str, serials: Sequence[str]) -> list[ChildDevice]:
    """Devices in use with one of these serials, and all that are assigned to the gateway. At most 64 serials are
    asked: a child table has no more rows."""
    keys = sorted({normalise_serial(serial) for serial in serials} - {""})
    marks = ", ".join("?" * len(keys))
    rows = connection.execute(
        "SELECT id, serial, category, gateway FROM p_device"
        f" WHERE (serial_key IN ({marks}) OR gateway = ?) AND id != ? AND status != 'retired' ORDER BY id",
        (*keys, gateway, gateway),
    ).fetchall()
    return [ChildDevice(*row) for row in rows]


def gateway_report(connection: Connection, device: str) -> GatewayReport | None:
    """What a gateway last said of a device."""
    row = connection.execute(
        "SELECT state, as_of FROM p_state WHERE device = ? AND source = 'gateway'", (device,)
    ).fetchone()
    return None if row is None else GatewayReport(*row)
