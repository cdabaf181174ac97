"""The one generic projector: folds whole subjects anew and replaces their rows.

A batch collects the subjects that its events name, then every device that ever held a touched module, and folds each
once from all its events in the order of the world; so late events give the same rows as timely ones. Which rows a
subject has is said by pure functions in `projections/`; nothing else writes to a `p_*` table.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fleetdesk import wire
from fleetdesk.domain import undone
from fleetdesk.domain.events import Envelope, EventQuarantined, EventReleased, ImportUndone
from fleetdesk.domain.fleet import module_subject, subject_parts
from fleetdesk.sqlite import Connection
from fleetdesk.storage.fresh_units import fold_fresh
from fleetdesk.storage.projections import FOLDS, tables_of, tasks
from fleetdesk.storage.projections.device import modules_in
from fleetdesk.storage.projections.tables import Row, Rows, Table, upsert


def fold_touched(connection: Connection, events: Sequence[Envelope]) -> None:
    """Folds every subject that `events` touch."""
    done = fold_fresh(connection, events, quarantined(connection))
    batch = {(event.journal, event.seq) for event in events}
    touched = dict.fromkeys(subject for event in events for subject in event.subjects if subject not in done)
    for event in events:
        if isinstance(event.payload, EventQuarantined | EventReleased):
            touched.update(dict.fromkeys(_subjects_of_event(connection, event.payload.event)))
    for subject in list(touched):
        family, name = subject_parts(subject)
        if family == "module":
            touched.update(dict.fromkeys(_holders(connection, name)))
    touched.update(dict.fromkeys(_one_unit_with(connection, touched)))
    follow: dict[str, None] = {}
    for subject in _judgements_first(touched):
        follow.update(dict.fromkeys(fold(connection, subject, fresh=_is_fresh(connection, subject, batch))))
    for subject in follow:
        if subject not in touched:
            fold(connection, subject)


def _judgements_first(subjects: Iterable[str]) -> list[str]:
    """What is quarantined must be known before anything else is folded."""
    return sorted(subjects, key=lambda subject: not subject.startswith("event:"))


def _is_fresh(connection: Connection, subject: str, batch: set[tuple[str, int]]) -> bool:
    """Nobody spoke of it before these events: it has no rows yet."""
    places = connection.execute(
        "SELECT k.journal, s.seq FROM journal_subject s JOIN journal_known k USING (number) WHERE s.subject = ?",
        (subject,),
    )
    return all(tuple(place) in batch for place in places)


def fold(connection: Connection, subject: str, *, fresh: bool = False) -> Sequence[str]:
    """Folds one subject from all its events and replaces exactly its rows; a `fresh` one has none. Returns the subjects
    whose rows depend on this one's too: of a device of which an import was undone its modules, and what ever held
    them."""
    family, _ = subject_parts(subject)
    if family not in FOLDS:
        return ()
    events = _events_for(connection, subject)
    rows = _rows(connection, subject, events)
    for table in tables_of(family):
        _replace(connection, table, subject, rows.get(table.name, []), fresh=fresh)
    if family == "device":
        tasks.refresh_device(connection, subject_parts(subject)[1], fresh=fresh)
    elif family == "plan":
        tasks.refresh_task(connection, subject_parts(subject)[1])
    return _depending(connection, events) if family == "device" and undone.is_undone(events) else ()


def rows_of(connection: Connection, subject: str) -> Rows:
    """The rows that the journal gives to one subject; none for a family that has no projection."""
    return _rows(connection, subject, _events_for(connection, subject)) if subject_parts(subject)[0] in FOLDS else {}


def _events_for(connection: Connection, subject: str) -> list[Envelope]:
    """All that a fold of `subject` looks at."""
    events = list(events_of(connection, (subject,)))
    others = _others_for(connection, subject, events)
    return list(events_of(connection, (subject, *others))) if others else events


def _rows(connection: Connection, subject: str, events: list[Envelope]) -> Rows:
    counting = _counting(connection, events)
    return FOLDS[subject_parts(subject)[0]](subject, counting) if counting else {}


def _depending(connection: Connection, events: Sequence[Envelope]) -> list[str]:
    modules = modules_in(events)
    return [*map(module_subject, modules), *(device for module in modules for device in _holders(connection, module))]


def standing_of(connection: Connection, subject: str) -> undone.Standing:
    """What counts of a device or a store after undone imports, and what stays although it was to be taken back."""
    return undone.standing(subject, _all_events(connection, subject))


def _all_events(connection: Connection, subject: str) -> list[Envelope]:
    """The events of a subject; of a device also those of all modules that it ever held."""
    events = list(events_of(connection, (subject,)))
    modules = [module_subject(module) for module in modules_in(events)] if subject.startswith("device:") else []
    return list(events_of(connection, (subject, *modules))) if modules else events


def _counting(connection: Connection, events: list[Envelope]) -> list[Envelope]:
    """The events less what undone imports took back, of whichever of their devices and stores they were undone."""
    undone_of = dict.fromkeys(e.subjects[0] for e in events if isinstance(e.payload, ImportUndone))
    undone_of = [subject for subject in undone_of if subject.startswith(("device:", "store:"))]
    if not undone_of:
        return events
    gone: set[str] = set()
    left: dict[str, Envelope] = {}
    for subject in undone_of:
        before = _all_events(connection, subject)
        standing = {event.id: event for event in undone.standing(subject, before).events}
        gone |= {event.id for event in before} - set(standing)
        left |= standing
    return [left.get(event.id, event) for event in events if event.id not in gone]


def _others_for(connection: Connection, subject: str, events: Sequence[Envelope]) -> list[str]:
    """Whose events a fold needs beside its subject's own."""
    family, _ = subject_parts(subject)
    if family == "module":
        held = dict.fromkeys(other for e in events for other in e.subjects if other.startswith("device:"))
        units = [_connected(connection, [device]) for device in held]
        return list(dict.fromkeys(device for unit in units if len(unit) > 1 for device in unit))
    if family != "device":
        return []
    same = [other for other in _connected(connection, [subject]) if other != subject]
    everything = list(events_of(connection, (subject, *same))) if same else events
    return [*same, *(module_subject(module) for module in modules_in(everything))]


def _one_unit_with(connection: Connection, touched: Iterable[str]) -> list[str]:
    """The devices that merges connect with touched ones, and the modules that these ever held."""
    devices = [subject for subject in touched if subject.startswith("device:")]
    found: list[str] = []
    for device in devices:
        same = _connected(connection, [device])
        if len(same) > 1:
            found += same
            found += [module_subject(module) for module in modules_in(events_of(connection, same))]
    return found


def _connected(connection: Connection, devices: Iterable[str]) -> list[str]:
    """The devices and all that any merge, undone or not, ever named together with them."""
    known = list(dict.fromkeys(devices))
    if connection.execute("SELECT 1 FROM journal_event WHERE kind = 'device.merged' LIMIT 1").fetchone() is None:
        return known
    for subject in known:  # grows while it is walked
        for (body,) in connection.execute(
            "SELECT e.body FROM journal_subject s JOIN journal_event e USING (number, seq)"
            " WHERE s.subject = ? AND e.kind = 'device.merged'",
            (subject,),
        ):
            known += [other for other in wire.decode_header(bytes(body)).subjects if other not in known]
    return known


def events_of(connection: Connection, subjects: Sequence[str]) -> Iterator[Envelope]:
    """The events of some subjects in the order of the world, each id once, quarantined ones left out."""
    streams = [_stream(connection, subject) for subject in subjects]
    # Judgements are not judged: one that names itself, or two that name each other, would have no answer.
    set_aside: set[str] = set() if subjects[0].startswith("event:") else quarantined(connection)
    seen: set[str] = set()
    for _, _, _, body in heapq.merge(*streams):
        envelope = wire.decode_body(body)
        if envelope.id not in seen and envelope.id not in set_aside:
            seen.add(envelope.id)
            yield envelope


def digest(connection: Connection) -> str:
    """SHA-256 over all `p_*` rows in primary-key order, without the search index: equal homes have equal digests."""
    result = hashlib.sha256()
    for name in sorted(projection_names(connection)):
        if name == "p_device_search":
            continue
        info = connection.execute(f"PRAGMA table_info({name})").fetchall()
        keys = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
        columns = ", ".join(f"quote({row[1]})" for row in info)
        result.update(name.encode())
        for row in connection.execute(f"SELECT {columns} FROM {name} ORDER BY {', '.join(keys)}"):
            result.update(("\x1f".join(row) + "\x1e").encode())
    return result.hexdigest()


def _stream(connection: Connection, subject: str) -> Iterator[tuple[str, str, int, bytes]]:
    for hlc, journal, seq, body in connection.execute(
        "SELECT s.hlc, k.journal, s.seq, e.body FROM journal_subject s JOIN journal_known k USING (number)"
        " JOIN journal_event e USING (number, seq) WHERE s.subject = ? ORDER BY s.hlc, k.journal, s.seq",
        (subject,),
    ):
        yield hlc, journal, seq, bytes(body)


def quarantined(connection: Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT event FROM p_quarantine")}


def _subjects_of_event(connection: Connection, event: str) -> list[str]:
    bodies = connection.execute("SELECT body FROM journal_event WHERE id = ?", (event,)).fetchall()
    return [subject for (body,) in bodies for subject in wire.decode_header(bytes(body)).subjects]


def _holders(connection: Connection, module: str) -> list[str]:
    """Every device that ever held a module: from the journal itself, so that rebuild and append agree."""
    subject = module_subject(module)
    devices: list[str] = []
    for _, _, _, body in _stream(connection, subject):
        devices += [other for other in wire.decode_body(body).subjects if other.startswith("device:")]
    return devices


@dataclass(frozen=True, slots=True)
class _Sql:
    """What replacing rows of one table asks of the database."""

    find: str
    delete: str
    put: str
    key: tuple[int, ...]


@cache
def _sql(table: Table) -> _Sql:
    where = " AND ".join(f"{column} = ?" for column in table.key)
    return _Sql(
        f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE subject = ?",
        f"DELETE FROM {table.name} WHERE {where}",
        upsert(table),
        tuple(table.columns.index(column) for column in table.key),
    )


def _replace(connection: Connection, table: Table, subject: str, rows: Sequence[Row], *, fresh: bool) -> None:
    """Makes `rows` the rows of `subject`; equal ones are not written again, and a kept key keeps its rowid."""
    if fresh and not rows:
        return
    sql = _sql(table)
    found = () if fresh else connection.execute(sql.find, (subject,))
    before: set[tuple[Any, ...]] = {tuple(row) for row in found}
    after = {tuple(row[column] for column in table.columns) for row in rows}
    if before == after:
        return
    kept = {tuple(row[place] for place in sql.key) for row in after}
    for row in before - after:
        key = tuple(row[place] for place in sql.key)
        if key not in kept:
            _forget_search(connection, table, key)
            connection.execute(sql.delete, key)
    connection.executemany(sql.put, sorted(after - before, key=repr))
    if table.name == "p_device":
        _index_for_search(connection, before, after)


def _forget_search(connection: Connection, table: Table, key: tuple[object, ...]) -> None:
    if table.name == "p_device":
        connection.execute("DELETE FROM p_device_search WHERE rowid = (SELECT rowid FROM p_device WHERE id = ?)", key)


_SEARCHED = ("id", "serial", "asset_tag", "store", "model", "notes")
_DEVICE = next(table for table in tables_of("device") if table.name == "p_device")
_SEARCHED_AT = tuple(_DEVICE.columns.index(column) for column in _SEARCHED)


def _index_for_search(
    connection: Connection, before: Iterable[tuple[object, ...]], after: Iterable[tuple[object, ...]]
) -> None:
    """Keeps the trigram index beside `p_device`, when what is looked for has changed; its rowid is the device row's."""
    known = {tuple(row[place] for place in _SEARCHED_AT) for row in before}
    for row in after:
        texts = tuple(row[place] for place in _SEARCHED_AT)
        if texts not in known:
            (rowid,) = connection.execute("SELECT rowid FROM p_device WHERE id = ?", texts[:1]).fetchone()
            connection.execute("DELETE FROM p_device_search WHERE rowid = ?", (rowid,))
            connection.execute(
                "INSERT INTO p_device_search (rowid, serial, asset_tag, store, model, notes) VALUES (?, ?, ?, ?, ?, ?)",
                (rowid, *(text or "" for text in texts[1:])),
            )


def index_all_for_search(connection: Connection) -> None:
    """The whole trigram index at once, into an empty one."""
    connection.execute(
        "INSERT INTO p_device_search (rowid, serial, asset_tag, store, model, notes) SELECT rowid,"
        " coalesce(serial, ''), coalesce(asset_tag, ''), coalesce(store, ''), model, coalesce(notes, '') FROM p_device"
    )


def projection_names(connection: Connection) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'p\\_%' ESCAPE '\\'"
            " AND name NOT LIKE 'p\\_device\\_search\\_%' ESCAPE '\\'"
        )
    ]
