"""Work orders: those that are open, by the day until when, those of a device or of a finding, each with its device."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of `p_work` with what its device is called; `zone` is the store's, UTC without one."""

    id: str
    device: str
    serial: str
    model: str
    store: str | None
    store_name: str
    zone: str
    act: str
    title: str
    owner: str
    due_on: str | None
    inspection: str | None
    supplier: str
    reason: str
    ordered_at: str
    ordered_by: str
    progress: str
    ended_at: str | None
    ended_by: str | None
    ended_event: str | None
    note: str


_SELECT = (
    "SELECT w.id, w.device, coalesce(d.serial, d.asset_tag, substr(w.device, 1, 8)), coalesce(d.model, ''), w.store,"
    " coalesce(s.name, ''), coalesce(s.time_zone, 'UTC'), w.act, w.title, w.owner, w.due_on, w.inspection, w.supplier,"
    " w.reason, w.ordered_at, w.ordered_by, w.progress, w.ended_at, w.ended_by, w.ended_event, w.note"
    " FROM p_work w LEFT JOIN p_device d ON d.id = w.device LEFT JOIN p_store s ON s.code = w.store"
)
_BY_DAY = "coalesce(w.due_on, '9999'), w.id"


def open_orders(
    connection: Connection,
    limit: int,
    store: str | None = None,
    owner: str | None = None,
    stores: Collection[str] | None = None,
) -> list[WorkRow]:
    """The first due first, those without a day last; of one store, of some, of one owner, or of all."""
    where, values = "w.progress = 'open'", list[object]()
    if stores is not None:
        where += " AND w.store IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(sorted(stores)))
    for column, value in (("w.store", store), ("w.owner", owner)):
        if value is not None:
            where += f" AND {column} = ?"
            values.append(value)
    rows = connection.execute(f"{_SELECT} WHERE {where} ORDER BY {_BY_DAY} LIMIT ?", (*values, limit))
    return [WorkRow(*row) for row in rows]


def ended_orders(connection: Connection, limit: int) -> list[WorkRow]:
    """The newest first."""
    where = "w.ended_at IS NOT NULL ORDER BY w.ended_at DESC, w.id DESC"
    return [WorkRow(*row) for row in connection.execute(f"{_SELECT} WHERE {where} LIMIT ?", (limit,))]


def of_device(connection: Connection, device: str) -> list[WorkRow]:
    """All of a device, open ones first, then the newest."""
    order = f"ORDER BY w.progress != 'open', {_BY_DAY}"
    return [WorkRow(*row) for row in connection.execute(f"{_SELECT} WHERE w.device = ? {order}", (device,))]


def of_inspection(connection: Connection, inspection: str) -> list[WorkRow]:
    rows = connection.execute(f"{_SELECT} WHERE w.inspection = ? ORDER BY {_BY_DAY}", (inspection,))
    return [WorkRow(*row) for row in rows]


def one(connection: Connection, work: str) -> WorkRow | None:
    row = connection.execute(f"{_SELECT} WHERE w.id = ? ORDER BY w.device LIMIT 1", (work,)).fetchone()
    return WorkRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class OpenCount:
    open: int
    overdue: int


def count_open(connection: Connection, now: str, stores: Collection[str] | None = None) -> OpenCount:
    """How many are open at `now` (ISO 8601 UTC), in some stores or everywhere, and of how many the day is over in their
    store."""
    counts: Counter[bool] = Counter()
    days: dict[str | None, str] = {}
    for store, due_on, orders in connection.execute(  # from the index alone
        "SELECT store, due_on, count(*) FROM p_work WHERE progress = 'open' GROUP BY store, due_on"
    ):
        if stores is not None and store not in stores:
            continue
        if store not in days:
            days[store] = day_in(_zone(connection, store), now)
        counts[due_on is not None and due_on < days[store]] += orders
    return OpenCount(counts.total(), counts[True])


def _zone(connection: Connection, store: str | None) -> str:
    row = connection.execute("SELECT time_zone FROM p_store WHERE code = ?", (store,)).fetchone()
    return str(row[0]) if row else "UTC"


def day_in(zone: str, now: str) -> str:
    """The day of an instant on the store's calendar, YYYY-MM-DD."""
    return datetime.fromisoformat(now).astimezone(ZoneInfo(zone)).date().isoformat()
