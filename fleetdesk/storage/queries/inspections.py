"""The log of inspections and of services done: pages of it by any filters, newest first, and one with all its parts.

Each filter has an index that ends with the instant, so that a page is found without looking at the rest; the total is
counted in an index alone where one filter decides.
"""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Envelope
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import search
from fleetdesk.storage.verify_seal import amendment_bodies


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Empty fields do not filter. `since` and `until` are instants (ISO 8601 UTC), the second not included; `seal`
    sealed | amended | broken, the last as far as somebody looked; `task` filters services only."""

    search: str = ""
    store: str | None = None
    category: str | None = None
    verdict: str | None = None
    cause: str | None = None
    person: str | None = None
    since: str | None = None
    until: str | None = None
    seal: str | None = None
    device: str | None = None
    devices: tuple[str, ...] | None = None
    """Those of a campaign."""
    task: str | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One inspection. `broken` is the place that was found broken when somebody last looked."""

    id: str
    device: str
    serial: str
    model: str
    category: str
    store: str
    store_name: str
    zone: str
    signed_at: str
    verdict: str
    cause: str | None
    person: str
    staff_number: str
    template: str
    amended: int
    broken: str | None


@dataclass(frozen=True, slots=True)
class ServiceDone:
    """One service done; `used` {counter: counted since the one before, `since_at`, or since the device is known}."""

    event: str
    device: str
    serial: str
    model: str
    store: str
    store_name: str
    zone: str
    task: str
    plan_version: int
    performed_at: str
    since_at: str | None
    used: dict[str, int]
    inspection: str
    actor: str
    person: str
    known_at: str


_COLUMNS = {"store": "store", "category": "category", "verdict": "verdict", "cause": "cause", "person": "staff_number"}
_BROKEN = "i.id IN (SELECT inspection FROM local_broken_seal)"
_SEALS = {"sealed": f"NOT {_BROKEN}", "broken": _BROKEN, "amended": "i.amended > 0"}
_ROW = (
    "SELECT i.id, i.device, coalesce(d.serial, d.asset_tag, m.serial, substr(i.device, 1, 8)),"
    " coalesce(d.model, m.model, ''), coalesce(i.category, ''), coalesce(i.store, ''),"
    " coalesce(s.name, i.store, ''), coalesce(s.time_zone, 'UTC'), i.signed_at, i.verdict, i.cause,"
    " coalesce(json_extract(i.signer, '$.name'), ''), i.staff_number, i.template, i.amended, b.place"
    " FROM (SELECT i.id FROM p_inspection i{where} ORDER BY i.signed_at DESC, i.id DESC LIMIT ? OFFSET ?) f"
    " CROSS JOIN p_inspection i ON i.id = f.id"
    " LEFT JOIN p_device d ON d.id = i.device LEFT JOIN p_merged m ON m.device = i.device"
    " LEFT JOIN p_store s ON s.code = i.store LEFT JOIN local_broken_seal b ON b.inspection = i.id"
    " ORDER BY i.signed_at DESC, i.id DESC"
)


def page(connection: Connection, wanted: LogFilter, offset: int, limit: int) -> list[LogRow]:
    """Newest first; `limit` -1: all."""
    where, values = _where(connection, wanted)
    rows = connection.execute(_ROW.format(where=where), (*values, limit, offset))
    return [LogRow(*row) for row in rows]


def count(connection: Connection, wanted: LogFilter) -> int:
    if wanted == LogFilter(**{name: getattr(wanted, name) for name in _COLUMNS}):
        return _kept_count(connection, wanted)
    where, values = _where(connection, wanted)
    return int(connection.execute(f"SELECT count(*) FROM p_inspection i{where}", values).fetchone()[0])


def _kept_count(connection: Connection, wanted: LogFilter) -> int:
    """Of kept counts alone, when nothing else narrows the log."""
    asked = {column: value for name, column in _COLUMNS.items() if (value := getattr(wanted, name)) is not None}
    where = " AND ".join(f"{column} = ?" for column in asked)
    query = "SELECT coalesce(sum(inspections), 0) FROM p_inspection_count" + (f" WHERE {where}" if asked else "")
    return int(connection.execute(query, tuple(asked.values())).fetchone()[0])


def row_of(connection: Connection, inspection: str) -> LogRow | None:
    rows = connection.execute(_ROW.format(where=" WHERE i.id = ?"), (inspection, 1, 0))
    return next((LogRow(*row) for row in rows), None)


def _where(connection: Connection, wanted: LogFilter) -> tuple[str, list[Any]]:
    parts, values = _common(connection, wanted, "i.signed_at")
    for name in ("verdict", "cause", "person"):
        value = getattr(wanted, name)
        if value is not None:
            parts.append(f"i.{_COLUMNS[name]} = ?")
            values.append(value)
    if wanted.seal is not None:
        parts.append(_SEALS[wanted.seal])
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _common(connection: Connection, wanted: LogFilter, when: str) -> tuple[list[str], list[Any]]:
    """What inspections and services are both narrowed by."""
    parts: list[str] = []
    values: list[Any] = []
    pairs = (
        ("i.device = ?", wanted.device), ("i.store = ?", wanted.store), ("i.category = ?", wanted.category),
        (f"{when} >= ?", wanted.since), (f"{when} < ?", wanted.until),
    )  # fmt: skip
    for part, value in pairs:
        if value is not None:
            parts.append(part)
            values.append(value)
    if wanted.devices is not None:
        parts.append("i.device IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(wanted.devices))
    part, bound = _sought(connection, wanted.search)
    if part:
        parts.append(part)
        values += bound
    return parts, values


def _sought(connection: Connection, text: str) -> tuple[str, list[Any]]:
    """The devices that a search finds: listed when they are few, else asked of each inspection that is walked past."""
    found = search.sought(connection, text)
    if not found.conditions:
        return "", []
    condition = " AND ".join(part for part, _ in found.conditions)
    values = [value for _, bound in found.conditions for value in bound]
    if found.broad:
        return f"EXISTS (SELECT 1 FROM p_device d WHERE d.id = i.device AND {condition})", values
    return f"i.device IN (SELECT d.id FROM p_device d WHERE {condition})", values


# -- what the filters offer -------------------------------------------------------------------------------------------


def values_of(connection: Connection, column: str, most: int) -> list[tuple[str, int]]:
    """The values of store, category, verdict, cause or person that occur, the first `most`, with how often."""
    name = _COLUMNS[column]
    rows = connection.execute(
        f"SELECT {name}, sum(inspections) FROM p_inspection_count WHERE {name} != '' GROUP BY {name} ORDER BY {name}"
        " LIMIT ?",
        (most,),
    )
    return [(str(row[0]), int(row[1])) for row in rows]


# -- services ---------------------------------------------------------------------------------------------------------

_SERVICE = (
    "SELECT i.event, i.device, coalesce(d.serial, d.asset_tag, substr(i.device, 1, 8)), coalesce(d.model, ''),"
    " coalesce(i.store, ''), coalesce(s.name, i.store, ''), coalesce(s.time_zone, 'UTC'), i.task, i.plan_version,"
    " i.performed_at, i.since_at, i.used, i.inspection, i.actor,"
    " coalesce(p.name, json_extract(j.signer, '$.name'), i.actor),"
    " coalesce(d.known_at, i.performed_at)"
    " FROM (SELECT i.event FROM p_service_done i{where} ORDER BY i.performed_at DESC, i.event DESC"
    " LIMIT ? OFFSET ?) f CROSS JOIN p_service_done i ON i.event = f.event"
    " LEFT JOIN p_device d ON d.id = i.device LEFT JOIN p_store s ON s.code = i.store"
    " LEFT JOIN p_person p ON p.staff_number = i.actor LEFT JOIN p_inspection j ON j.id = i.inspection"
    " ORDER BY i.performed_at DESC, i.event DESC"
)


def services(connection: Connection, wanted: LogFilter, offset: int, limit: int) -> list[ServiceDone]:
    """Newest first; `verdict`, `cause` and `seal` do not filter services."""
    where, values = _service_where(connection, wanted)
    rows = connection.execute(_SERVICE.format(where=where), (*values, limit, offset))
    return [_service(row) for row in rows]


def count_services(connection: Connection, wanted: LogFilter) -> int:
    where, values = _service_where(connection, wanted)
    return int(connection.execute(f"SELECT count(*) FROM p_service_done i{where}", values).fetchone()[0])


def services_of(connection: Connection, device: str, inspection: str) -> list[ServiceDone]:
    """Those that an inspection proves."""
    rows = connection.execute(
        _SERVICE.format(where=" WHERE i.device = ? AND i.inspection = ?"), (device, inspection, -1, 0)
    )
    return [_service(row) for row in rows]


def arrived(connection: Connection, after: int, limit: int, most_looked_at: int) -> tuple[list[ServiceDone], int, bool]:
    """Services in the order in which they came to this home, behind the place `after`: a laptop that was offline for
    weeks brings old ones, which no order by date would show to who has read on.

    Returns up to `limit` of them, the place to go on from, and whether there is more. At most `most_looked_at` events
    are looked at, so a page may be short or empty. The place is the event's rowid: nothing leaves the journal.
    """
    last = int(connection.execute("SELECT coalesce(max(rowid), 0) FROM journal_event").fetchone()[0])
    until = min(last, after + most_looked_at)
    found = connection.execute(
        "SELECT e.rowid, e.id FROM journal_event e WHERE e.rowid > ? AND e.rowid <= ? AND +e.kind = 'service.performed'"
        " ORDER BY e.rowid LIMIT ?",
        (after, until, limit),
    ).fetchall()
    here = int(found[-1][0]) if len(found) == limit else until
    done = {each.event: each for _, event in found for each in _services_by_event(connection, str(event))}
    return [done[str(event)] for _, event in found if str(event) in done], here, here < last


def _services_by_event(connection: Connection, event: str) -> list[ServiceDone]:
    rows = connection.execute(_SERVICE.format(where=" WHERE i.event = ?"), (event, 1, 0))
    return [_service(row) for row in rows]


def _service_where(connection: Connection, wanted: LogFilter) -> tuple[str, list[Any]]:
    parts, values = _common(connection, wanted, "i.performed_at")
    for part, value in (("i.task = ?", wanted.task), ("i.actor = ?", wanted.person)):
        if value is not None:
            parts.append(part)
            values.append(value)
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _service(row: Any) -> ServiceDone:
    values: list[Any] = [*row[:11], json.loads(row[11]), *row[12:]]
    return ServiceDone(*values)


def published_plans(connection: Connection, task: str) -> list[ev.PlanPublished]:
    """Every plan of a task that was ever published, so that a service is judged by the one that held then."""
    rows = connection.execute(
        "SELECT e.body FROM journal_subject s JOIN journal_event e USING (number, seq)"
        " WHERE s.subject = ? AND e.kind = 'plan.published' ORDER BY s.hlc",
        (f"plan:{task}",),
    )
    found = (wire.decode_body(bytes(row[0])).payload for row in rows)
    return [payload for payload in found if isinstance(payload, ev.PlanPublished)]


# -- one inspection ---------------------------------------------------------------------------------------------------


def signed(connection: Connection, inspection: str) -> Envelope:
    """The event. Raises KnownError when there is no inspection of that id, or it cannot be read any more."""
    row = connection.execute(
        "SELECT body FROM journal_event WHERE id = ? AND kind = 'inspection.signed'", (inspection,)
    ).fetchone()
    event = wire.decode_body(bytes(row[0])) if row else None
    if event is None or not isinstance(event.payload, ev.InspectionSigned):
        raise KnownError(
            f"There is no inspection {inspection}.", "", "Look for it: fleetdesk inspections --json"
        )  # fmt: skip
    return event


def resolve(connection: Connection, said: str) -> str:
    """The id that begins with `said` (8 characters at least). Raises KnownError for none or several."""
    if len(said) < 8:
        raise KnownError(f"{said!r} is too short for an id.", "", "Give 8 of its characters, or all.")
    rows = connection.execute(
        "SELECT id FROM p_inspection WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (said.lower(), said.lower() + "~")
    ).fetchall()
    if len(rows) != 1:
        several = "More than one inspection begins with it." if rows else ""
        raise KnownError(f"There is no single inspection {said!r}.", several, "Look for it: fleetdesk inspections")
    return str(rows[0][0])


def amendments(connection: Connection, device: str, inspection: str) -> list[tuple[Envelope, ev.InspectionAmended]]:
    """The amendments that can be read, in the order of the world."""
    found = (wire.decode_body(body) for body in amendment_bodies(connection, device, inspection))
    return [(event, event.payload) for event in found if isinstance(event.payload, ev.InspectionAmended)]


# -- what this laptop found broken ------------------------------------------------------------------------------------


def broken_seals(connection: Connection) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute("SELECT inspection, place FROM local_broken_seal")}


def note_seals(connection: Connection, found: dict[str, str | None], at: str) -> None:
    """{inspection: the place where it is broken, or None}."""
    for inspection, place in found.items():
        connection.execute("DELETE FROM local_broken_seal WHERE inspection = ?", (inspection,))
        if place is not None:
            connection.execute("INSERT INTO local_broken_seal VALUES (?, ?, ?)", (inspection, place, at))
