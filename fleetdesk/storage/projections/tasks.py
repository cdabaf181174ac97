"""Kept due tasks: which plan holds for each device, how far it is, and from when on it is due.

A row follows from a device's own rows and the plans, both of other subjects, so no fold of one subject can write it: it
is asked of the database after each fold of a device or a plan, and written where it differs. Whether a day has come
depends on the present, so only the day itself is kept. Of the plans of one task the most specific holds: the device's,
else its model's, else its category's; an ended one says that the task is not done there.
"""

import json
from collections.abc import Iterable, Sequence

from fleetdesk.sqlite import Connection

COLUMNS = (
    "device", "task", "scope", "counter", "every", "uses", "left_uses", "left_to_warning", "share", "warn_at", "due_at",
    "category", "store", "serves",
)  # fmt: skip
OUT_OF_SERVICE = ("retired", "spare", "test_unit")
"""What serves nobody is not due."""

_SCOPES = "('category:' || d.category, 'model:' || d.model, 'device:' || d.id)"
_USES = (
    "CASE WHEN p.counter = '' THEN NULL"  # since the service that an inspection proves
    " ELSE u.total - coalesce(json_extract(s.totals, '$.' || p.counter), 0) END"
)
_LIMIT = "max(p.every, coalesce(o.until_uses, 0))"
_DAY = "strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(s.performed_at, d.known_at), '+' || {days} || ' days')"
_DUE_AT = f"CASE WHEN p.counter = '' THEN max(coalesce(o.until_at, ''), {_DAY.format(days='p.every')}) END"
_WARN_AT = f"CASE WHEN p.counter = '' THEN {_DAY.format(days='(p.every * p.warn_at_percent / 100)')} END"
_SELECT = f"""
SELECT d.id, p.task, p.scope, p.counter, p.every, {_USES} AS uses, {_LIMIT} - ({_USES}),
    (p.every * p.warn_at_percent + 99) / 100 - ({_USES}), ({_USES}) * 1000 / p.every, {_WARN_AT}, {_DUE_AT},
    d.category, d.store, d.status NOT IN {OUT_OF_SERVICE}
FROM {{source}} ON p.scope IN {_SCOPES}
LEFT JOIN p_usage u ON u.device = d.id AND u.counter = p.counter
LEFT JOIN p_service s ON s.device = d.id AND s.task = p.task
LEFT JOIN p_postponed o ON o.device = d.id AND o.task = p.task
WHERE p.ended = 0 AND NOT EXISTS (
    SELECT 1 FROM p_plan q WHERE q.task = p.task AND q.rank > p.rank AND q.scope IN {_SCOPES})
"""
_OF_DEVICES = _SELECT.format(source="p_device d CROSS JOIN p_plan p")
_PUT = f"INSERT INTO p_task ({', '.join(COLUMNS)})"


def refresh_device(connection: Connection, device: str, *, fresh: bool = False) -> None:
    """Makes the tasks of one device what its rows and the plans say now; a `fresh` one has none yet."""
    if fresh:
        connection.execute(f"{_PUT} {_OF_DEVICES} AND d.id = ?", (device,))
        return
    found = {tuple(row) for row in connection.execute(f"{_OF_DEVICES} AND d.id = ?", (device,))}
    query = f"SELECT {', '.join(COLUMNS)} FROM p_task WHERE device = ?"
    before = {tuple(row) for row in connection.execute(query, (device,))}
    if found == before:
        return
    _remove(connection, device, (row[1] for row in before - found))
    _write(connection, found - before)


def refresh_task(connection: Connection, task: str) -> None:
    """The same for one task of the whole fleet, when its plan has changed."""
    connection.execute("DELETE FROM p_task WHERE task = ?", (task,))
    connection.execute(f"{_PUT} {_OF_DEVICES} AND p.task = ?", (task,))


def fill_devices(connection: Connection, devices: Sequence[str]) -> None:
    """The tasks of devices that have none yet."""
    connection.execute(f"{_PUT} {_OF_DEVICES} AND d.id IN (SELECT value FROM json_each(?))", (json.dumps(devices),))


def fill(connection: Connection) -> None:
    """All tasks, into an empty table."""
    connection.execute(f"{_PUT} {_OF_DEVICES}")


def _remove(connection: Connection, device: str, tasks: Iterable[str]) -> None:
    connection.executemany("DELETE FROM p_task WHERE device = ? AND task = ?", [(device, task) for task in tasks])


def _write(connection: Connection, rows: Iterable[tuple[object, ...]]) -> None:
    connection.executemany(f"{_PUT} VALUES ({', '.join('?' * len(COLUMNS))})", list(rows))
