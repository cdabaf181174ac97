"""Every device as other systems ask for it, in the order of its id: a page goes on behind the last id before it.

The state is the judged one: a device reported offline behind an offline gateway is unknown since the gateway fell
silent. One never reported is unknown without an instant.
"""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries.fleet import JOINS, JUDGED, SINCE
from fleetdesk.storage.queries.standing import standing

_, _SOURCE, _ = standing("d", "s")


@dataclass(frozen=True, slots=True)
class Asset:
    """`uses` {counter: total by the ledger}; `last_*` of its newest inspection; instants are ISO 8601 UTC."""

    id: str
    serial: str | None
    asset_tag: str | None
    model: str
    category: str
    store: str | None
    store_name: str | None
    status: str
    state: str
    state_source: str | None
    state_as_of: str | None
    firmware: str | None
    gateway: str | None
    gateway_serial: str | None
    supplier: str | None
    synthetic: bool
    known_at: str
    last_inspection: str | None
    last_inspected_at: str | None
    last_verdict: str | None
    uses: dict[str, int]


_LAST = "(SELECT i.id FROM p_inspection i WHERE i.device = d.id ORDER BY i.signed_at DESC, i.id DESC LIMIT 1)"
_USES = "(SELECT json_group_object(u.counter, u.total) FROM p_usage u WHERE u.device = d.id)"
_PAGE = (
    "SELECT d.id, d.serial, d.asset_tag, d.model, d.category, d.store, o.name, d.status,"
    f" {JUDGED}, {_SOURCE}, {SINCE}, d.firmware, d.gateway, g.serial, d.supplier, d.synthetic, d.known_at,"
    f" l.id, l.signed_at, l.verdict, {_USES}"
    f" FROM p_device d{JOINS} LEFT JOIN p_store o ON o.code = d.store LEFT JOIN p_inspection l ON l.id = {_LAST}"
    " WHERE d.id > :after AND (:store IS NULL OR d.store = :store)"
    " AND (:category IS NULL OR d.category = :category) ORDER BY d.id LIMIT :limit"
)


def page(
    connection: Connection, after: str, limit: int, *, store: str | None = None, category: str | None = None
) -> list[Asset]:
    """Up to `limit` devices behind the id `after` ("" for the first)."""
    asked = {"after": after, "limit": limit, "store": store, "category": category}
    rows = connection.execute(_PAGE, asked).fetchall()
    return [_asset(row) for row in rows]


def _asset(row: Any) -> Asset:
    values: list[Any] = [*row[:15], bool(row[15]), *row[16:20], json.loads(row[20])]
    return Asset(*values)
