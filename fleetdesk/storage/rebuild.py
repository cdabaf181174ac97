"""Drops all projections and folds them again from the whole journal, in one walk over the subjects.

The fold functions are those of the append and the rows are the same; what differs is the way there. A device is read
together with its modules and each event is decoded once, rows are gathered and written without looking for older ones,
indexes and the search index are made at the end. Memory holds one unit and a batch of rows, however large the fleet is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from fleetdesk import wire
from fleetdesk.domain import undone
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import module_subject
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.projections import FOLDS, counted, counted_inspections, tasks
from fleetdesk.storage.projections.device import modules_in
from fleetdesk.storage.projections.sink import RowSink
from fleetdesk.storage.projections.tables import PROJECTION_TABLES, statements


def rebuild(connection: Connection) -> int:
    """Returns the number of subjects. Within the caller's transaction: readers see the old rows until it ends."""
    for name in projector.projection_names(connection):
        connection.execute(f"DROP TABLE {name}")
    script = statements(PROJECTION_TABLES)
    indexes = [statement for statement in script if statement.startswith("CREATE INDEX")]
    for statement in script:
        if statement not in indexes:
            connection.execute(statement)
    count = _fold_all(connection)
    for statement in indexes:
        connection.execute(statement)
    tasks.fill(connection)
    projector.index_all_for_search(connection)
    counted.count_all(connection)
    counted_inspections.count_all(connection)
    return count


def _fold_all(connection: Connection) -> int:
    sink = RowSink(connection)
    count = 0
    # What is quarantined must be known before anything else is folded.
    for subject in _other_subjects(connection, judgements=True):
        sink.put(subject, projector.rows_of(connection, subject))
        count += 1
    sink.flush()
    for subject in _other_subjects(connection, judgements=False):
        sink.put(subject, projector.rows_of(connection, subject))
        count += 1
    count += _fold_devices(connection, sink)
    sink.flush()
    for subject in _modules_left(connection):
        sink.put(subject, projector.rows_of(connection, subject))
        count += 1
    sink.flush()
    return count


def _fold_devices(connection: Connection, sink: RowSink) -> int:
    """All devices, each with those of its modules that were never elsewhere."""
    merged, quarantined = _merged(connection), projector.quarantined(connection)
    count = 0
    for subject, rows in groupby(_places(connection, "device"), key=itemgetter(0)):
        count += 1
        own = _decoded(((hlc, journal, seq, body) for _, hlc, journal, seq, body in rows), quarantined)
        modules = [module_subject(module) for module in modules_in(own)]
        of_modules = {module: _decoded(_of_module(connection, module), quarantined) for module in modules}
        events = _in_order([own, *of_modules.values()]) if modules else own
        if subject in merged or undone.is_undone(events):
            sink.put(subject, projector.rows_of(connection, subject))
            continue
        sink.put(subject, FOLDS["device"](subject, events) if events else {})
        for module, said in of_modules.items():
            if all(other in (module, subject) for event in said for other in event.subjects):
                folded = FOLDS["module"](module, said)
                if "p_module" in folded:  # else it is taken up with those that are left
                    sink.put(module, folded)
                    count += 1
    return count


def _decoded(rows: Iterable[tuple[str, str, int, bytes]], quarantined: set[str]) -> list[Envelope]:
    """The events in the order of the world, each id once."""
    found = [wire.decode_body(bytes(body)) for _, _, _, body in sorted(rows, key=itemgetter(0, 1, 2))]
    seen: dict[str, Envelope] = {}
    for event in found:
        if event.id not in quarantined:
            seen.setdefault(event.id, event)
    return list(seen.values())


def _in_order(parts: Sequence[list[Envelope]]) -> list[Envelope]:
    once: dict[str, Envelope] = {}
    for event in sorted((event for part in parts for event in part), key=lambda event: event.order):
        once.setdefault(event.id, event)
    return list(once.values())


_BODIES = (
    "SELECT s.subject, s.hlc, k.journal, s.seq, e.body FROM journal_subject s"
    " CROSS JOIN journal_event e ON e.number = s.number AND e.seq = s.seq"
    " CROSS JOIN journal_known k ON k.number = s.number"
)


def _places(connection: Connection, family: str) -> Iterator[tuple[str, str, str, int, bytes]]:
    """(subject, hlc, journal, seq, body) of all events of a family, subject by subject."""
    return iter(
        connection.execute(
            f"{_BODIES} WHERE s.subject >= ? AND s.subject < ? ORDER BY s.subject", (f"{family}:", f"{family};")
        )
    )


def _of_module(connection: Connection, subject: str) -> Iterator[tuple[str, str, int, bytes]]:
    for _, hlc, journal, seq, body in connection.execute(f"{_BODIES} WHERE s.subject = ?", (subject,)):
        yield hlc, journal, seq, body


def _merged(connection: Connection) -> set[str]:
    """The devices that a merge names: they are folded with what it connects them with."""
    bodies = connection.execute("SELECT body FROM journal_event WHERE kind = 'device.merged'").fetchall()
    return {subject for (body,) in bodies for subject in wire.decode_header(bytes(body)).subjects}


def _other_subjects(connection: Connection, *, judgements: bool) -> list[str]:
    """What is neither device nor module: few enough to be held."""
    where = "subject >= 'event:' AND subject < 'event;'"
    if not judgements:
        ranges = ("subject < 'device:'", "subject >= 'device;' AND subject < 'event:'",
                  "subject >= 'event;' AND subject < 'module:'", "subject >= 'module;'")  # fmt: skip
        where = " OR ".join(f"({part})" for part in ranges)
    return [row[0] for row in connection.execute(f"SELECT DISTINCT subject FROM journal_subject WHERE {where}")]


def _modules_left(connection: Connection) -> list[str]:
    """Modules that were in more than one device, or in none."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT s.subject FROM journal_subject s WHERE s.subject >= 'module:' AND s.subject < 'module;'"
            " AND NOT EXISTS (SELECT 1 FROM p_module m WHERE m.id = substr(s.subject, 8))"
        )
    ]
