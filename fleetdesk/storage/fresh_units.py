"""Folds what a batch of events speaks of for the first time: devices with their modules, straight from the batch.

A first import is nothing else. The fold functions and the rows are those of the whole fold; what is left out is reading
back what was just written, and looking for rows that cannot be there. Whatever is not plainly new is left to the whole
fold: a subject with an older event, a module that was elsewhere, merges, undone imports, judgements.
"""

import json
from collections.abc import Sequence

from fleetdesk.domain import undone
from fleetdesk.domain.events import Envelope, EventQuarantined, EventReleased
from fleetdesk.domain.fleet import module_subject, subject_parts
from fleetdesk.sqlite import Connection
from fleetdesk.storage.projections import FOLDS, tasks
from fleetdesk.storage.projections.device import modules_in
from fleetdesk.storage.projections.sink import RowSink

Spoken = dict[str, list[Envelope]]


def fold_fresh(connection: Connection, events: Sequence[Envelope], quarantined: set[str]) -> set[str]:
    """Writes the rows of all new units in `events`, which stand in the journal already. Returns the subjects done."""
    if any(isinstance(event.payload, EventQuarantined | EventReleased) for event in events) or _merges(connection):
        return set()
    spoken = _fresh(connection, _by_subject([event for event in events if event.id not in quarantined]))
    sink = RowSink(connection)
    devices: list[str] = []
    done: set[str] = set()
    for subject in spoken:
        unit = _unit(subject, spoken) if subject.startswith("device:") else None
        if unit is not None:
            done |= _put(sink, subject, unit)
            devices.append(subject_parts(subject)[1])
    sink.flush()
    _index_for_search(connection, devices)
    tasks.fill_devices(connection, devices)
    return done


def _merges(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM journal_event WHERE kind = 'device.merged' LIMIT 1").fetchone() is not None


def _by_subject(events: Sequence[Envelope]) -> Spoken:
    """What is said of each device and module, in the order of the world, each id once."""
    spoken: Spoken = {}
    once: dict[str, Envelope] = {}
    for event in sorted(events, key=lambda event: event.order):
        once.setdefault(event.id, event)
    for event in once.values():
        for subject in dict.fromkeys(event.subjects):
            if subject.startswith(("device:", "module:")):
                spoken.setdefault(subject, []).append(event)
    return spoken


def _fresh(connection: Connection, spoken: Spoken) -> Spoken:
    """Those of which the whole journal says no more than this batch."""
    counts = connection.execute(
        "SELECT j.value, (SELECT count(*) FROM (SELECT 1 FROM journal_subject s WHERE s.subject = j.value LIMIT ?))"
        " FROM json_each(?) j",
        (1 + max(map(len, spoken.values()), default=0), json.dumps(list(spoken))),
    )
    return {subject: spoken[subject] for subject, count in counts if count == len(spoken[subject])}


def _unit(subject: str, spoken: Spoken) -> Spoken | None:
    """The device and the modules fitted in it, with what is said of each; None when they are not only each other's."""
    modules = [module_subject(module) for module in modules_in(spoken[subject])]
    if not all(module in spoken for module in modules):
        return None
    unit = {name: spoken[name] for name in (subject, *modules)}
    related = {other for said in unit.values() for event in said for other in event.subjects}
    if any(other.startswith(("device:", "module:")) and other not in unit for other in related):
        return None
    return None if any(undone.is_undone(said) for said in unit.values()) else unit


def _put(sink: RowSink, subject: str, unit: Spoken) -> set[str]:
    events = {event.id: event for said in unit.values() for event in said}
    sink.put(subject, FOLDS["device"](subject, sorted(events.values(), key=lambda event: event.order)))
    for module in unit:
        if module != subject:
            sink.put(module, FOLDS["module"](module, unit[module]))
    return set(unit)


def _index_for_search(connection: Connection, devices: Sequence[str]) -> None:
    """An entry that nobody took away with its device never stands in the way of a new one."""
    named = "p_device WHERE id IN (SELECT value FROM json_each(?))"
    connection.execute(
        f"DELETE FROM p_device_search WHERE rowid IN (SELECT rowid FROM {named})", (json.dumps(devices),)
    )
    connection.execute(
        "INSERT INTO p_device_search (rowid, serial, asset_tag, store, model, notes) SELECT rowid,"
        " coalesce(serial, ''), coalesce(asset_tag, ''), coalesce(store, ''), model, coalesce(notes, '')"
        f" FROM {named}",
        (json.dumps(devices),),
    )
