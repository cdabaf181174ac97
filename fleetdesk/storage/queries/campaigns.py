"""Which devices a campaign is about, and which of them nobody inspected since."""

from collections.abc import Sequence

from fleetdesk.sqlite import Connection

MOST = 50_000


def devices(connection: Connection, category: str, state: str) -> list[str]:
    """Ids of those in use that are in the state, by store and serial: from the index by category and state."""
    rows = connection.execute(
        "SELECT id FROM p_device WHERE category = ? AND state = ? AND status IN ('in_service', 'tagged_out')"
        " ORDER BY store, serial_key, id LIMIT ?",
        (category, state, MOST),
    )
    return [row[0] for row in rows]


def not_inspected(connection: Connection, wanted: Sequence[str], since: str) -> list[str]:
    """Those of `wanted` without an inspection that was signed at `since` (ISO 8601 UTC) or later; a service round is
    none. In their order."""
    query = "SELECT 1 FROM p_inspection WHERE device = ? AND signed_at >= ? AND verdict != 'serviced' LIMIT 1"
    return [device for device in wanted if connection.execute(query, (device, since)).fetchone() is None]
