"""The twin of the whole fold for the common append: rows are moved on by an event that is the last word on its subject.

A reading, a signed inspection and a service, said here and now, change a few rows in a way that those rows decide. All
else is not for here: what is late, repeated, judged, undone or merged, a counter that fell or rose more than it can.
`follow` then leaves it to the projector, which folds whole subjects. Both give the same rows: a test appends whatever
may happen and compares each step with a rebuild.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.usage import Reading, plain_rise
from fleetdesk.domain.use_spans import with_next
from fleetdesk.sqlite import Connection
from fleetdesk.storage.projections import tables_of, tasks
from fleetdesk.storage.projections.device import reading_of, service_row
from fleetdesk.storage.projections.done import inspection_row, service_done_row
from fleetdesk.storage.projections.tables import Row, upsert

MOST = 16
"""Of more events than this that come together a whole fold of their subjects costs less."""

_DECIDED_OTHERWISE = ("device.merged", "import.undone", "inspection.amended", "reading.voided")
"""Kinds that reach into what was said before or after them: whoever has one in its story is folded whole."""

_ANY_SUCH = "SELECT " + " OR ".join(
    f"EXISTS (SELECT 1 FROM journal_event WHERE kind = '{kind}')" for kind in _DECIDED_OTHERWISE
)
_SUCH_OF = (
    "SELECT 1 FROM journal_subject s JOIN journal_event e USING (number, seq) WHERE s.subject IN (?, ?)"
    f" AND e.kind IN {_DECIDED_OTHERWISE} LIMIT 1"
)
_STATUS_WAS_SET = (
    "SELECT 1 FROM journal_subject s JOIN journal_event e USING (number, seq) WHERE s.subject = ?"
    " AND e.kind = 'device.status_set' LIMIT 1"
)
"""An inspection of a retired device is a conflict, and whether it was retired is not said by its row alone."""
_TABLES = {table.name: table for table in tables_of("device")}


def follow(connection: Connection, events: Sequence[Envelope]) -> int:
    """Moves the rows on by the first of `events`, just written to the own journal; returns by how many."""
    if len(events) > MOST or not isinstance(events[0].payload, _FOLLOWED) or not _last_words(connection, events):
        return 0
    such = bool(connection.execute(_ANY_SUCH).fetchone()[0])
    devices: dict[str, None] = {}
    done = 0
    for event in events:
        device = _moved_on(connection, event, such=such)
        if device is None:
            break
        devices[device] = None
        done += 1
    for device in devices:
        tasks.refresh_device(connection, device)
    return done


def _last_words(connection: Connection, events: Sequence[Envelope]) -> bool:
    """Nothing of their subjects stands behind them in the order of the world, none was here before or is set aside."""
    ids = tuple(event.id for event in events)
    marks = ", ".join("?" * len(ids))
    here, aside = connection.execute(
        f"SELECT (SELECT count(*) FROM journal_event WHERE id IN ({marks})),"
        f" EXISTS (SELECT 1 FROM p_quarantine WHERE event IN ({marks}))",
        (*ids, *ids),
    ).fetchone()
    if here != len(ids) or aside:
        return False
    named = Counter(subject for event in events for subject in dict.fromkeys(event.subjects))
    query = "SELECT count(*) FROM journal_subject WHERE subject = ? AND hlc >= ?"
    return all(connection.execute(query, (s, events[0].hlc)).fetchone()[0] == count for s, count in named.items())


def _moved_on(connection: Connection, event: Envelope, *, such: bool) -> str | None:
    """The device whose rows were moved on, or None when they have to be folded."""
    match event.payload:
        case ev.ReadingTaken() as reading if event.subjects == (module_subject(reading.module),):
            return _read(connection, event, reading, such=such)
        case ev.InspectionSigned() as signed if event.subjects == (device_subject(signed.device),):
            return _inspected(connection, event, signed, such=such)
        case ev.ServicePerformed() as service if event.subjects == (device_subject(service.device),):
            return _serviced(connection, event, service, such=such)
        case _:
            return None


_FOLLOWED = (ev.ReadingTaken, ev.InspectionSigned, ev.ServicePerformed)


def _judged(connection: Connection, *subjects: str) -> bool:
    return connection.execute(_SUCH_OF, (subjects[0], subjects[-1])).fetchone() is not None


# -- a reading --------------------------------------------------------------------------------------------------------

_COUNTED = """
SELECT f.device, f.removed_at, u.total, u.module, u.value, u.taken_at, u.counter_epoch, u.parts, u.flagged, w.spans,
    coalesce((SELECT max(performed_at) FROM p_service_done WHERE device = f.device), '')
FROM p_fitting f JOIN p_usage u ON u.device = f.device AND u.counter = ?
LEFT JOIN p_use_spans w ON w.device = u.device AND w.counter = u.counter WHERE f.module = ?
"""
_COUNT_ON = (
    "UPDATE p_usage SET total = ?, value = ?, taken_at = ?, source = ?, counter_epoch = ?, parts = ?"
    " WHERE device = ? AND counter = ?"
)


def _read(connection: Connection, event: Envelope, payload: ev.ReadingTaken, *, such: bool) -> str | None:
    """The next reading of a module that was only ever in one device and whose counter raises no question."""
    rows = connection.execute(_COUNTED, (payload.counter, payload.module)).fetchall()
    if len(rows) != 1 or payload.row_key is not None:
        return None
    device, removed, total, module, value, taken_at, epoch, parts, flagged, spans, serviced = rows[0]
    if removed or module != payload.module or flagged != "[]" or payload.taken_at < taken_at:
        return None
    if payload.taken_at <= serviced or (such and _judged(connection, event.subjects[0], device_subject(device))):
        return None  # a service knows what had been counted by then
    reading = reading_of(event, payload)
    uses = plain_rise(Reading("", value, taken_at, "", counter_epoch=epoch), reading)
    if uses is None:
        return None
    stays = [[m, counted + uses if m == module else counted, *when] for m, counted, *when in orjson.loads(parts)]
    values = (total + uses, reading.value, reading.taken_at, reading.source, reading.counter_epoch, _json(stays))
    connection.execute(_COUNT_ON, (*values, device, payload.counter))
    _keep_span(connection, device, payload.counter, spans, (taken_at, reading.taken_at, uses))
    return device


def _keep_span(connection: Connection, device: str, counter: str, kept: str | None, span: tuple[str, str, int]) -> None:
    known: list[tuple[str, str, int]] = [tuple(each) for each in orjson.loads(kept or "[]")]
    spans = with_next(known, span)
    if spans and spans != known:
        _put(
            connection, "p_use_spans",
            {"device": device, "counter": counter, "subject": device_subject(device), "spans": _json(spans)},
        )  # fmt: skip


# -- an inspection and what it proves --------------------------------------------------------------------------------


def _inspected(connection: Connection, event: Envelope, payload: ev.InspectionSigned, *, such: bool) -> str | None:
    known = connection.execute("SELECT category FROM p_device WHERE id = ?", (payload.device,)).fetchone()
    if known is None or (such and _judged(connection, event.subjects[0])):
        return None
    if connection.execute(_STATUS_WAS_SET, event.subjects).fetchone() is not None:
        return None
    _put(connection, "p_inspection", inspection_row(event.subjects[0], known[0], event, payload, 0))
    return payload.device


_SERVICED = """
SELECT d.category, s.performed_at, s.totals,
    EXISTS (SELECT 1 FROM p_postponed o WHERE o.device = d.id AND o.task = :task)
FROM p_device d LEFT JOIN p_service s ON s.device = d.id AND s.task = :task WHERE d.id = :device
"""


def _serviced(connection: Connection, event: Envelope, payload: ev.ServicePerformed, *, such: bool) -> str | None:
    """The newest service of its task, after everything that was counted."""
    asked = {"device": payload.device, "task": payload.task}
    known = connection.execute(_SERVICED, asked).fetchone()
    if known is None or (such and _judged(connection, event.subjects[0])):
        return None
    category, since, totals_then, postponed = known
    if postponed or payload.performed_at < (since or ""):
        return None
    totals: dict[str, int] = {}
    for counter, total, taken_at in connection.execute(
        "SELECT counter, total, taken_at FROM p_usage WHERE device = ?", (payload.device,)
    ):
        if taken_at is not None and taken_at > payload.performed_at:
            return None
        totals[counter] = total
    then: dict[str, int] = orjson.loads(totals_then or "{}")
    used = {counter: total - then.get(counter, 0) for counter, total in totals.items()}
    subject, device = event.subjects[0], payload.device
    _put(connection, "p_service", service_row(subject, device, event, payload, totals))
    _put(connection, "p_service_done", service_done_row(subject, device, category, event, payload, since, used))
    return device


def _put(connection: Connection, name: str, row: Row) -> None:
    table = _TABLES[name]
    connection.execute(upsert(table), tuple(row[column] for column in table.columns))


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
