"""Spare parts and spare devices: what lies where, what people keep about it, what due tasks will take."""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain.events import PartMoved
from fleetdesk.domain.fleet import device_subject
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due


@dataclass(frozen=True, slots=True)
class PartFields:
    """What people keep about a part; `set_by` {field: event}, the `base` of the next edit."""

    values: dict[str, Any]
    set_by: dict[str, str]


def fields(connection: Connection) -> dict[str, PartFields]:
    """{part: fields} of all parts about which somebody said something."""
    rows = connection.execute("SELECT part, fields, set_by FROM p_part ORDER BY part")
    return {row[0]: PartFields(json.loads(row[1]), json.loads(row[2])) for row in rows}


def stock(connection: Connection) -> dict[str, dict[str, int]]:
    """{part: {place: quantity}}, places in order."""
    found: dict[str, dict[str, int]] = {}
    for part, place, quantity in connection.execute("SELECT part, place, quantity FROM p_stock ORDER BY part, place"):
        found.setdefault(part, {})[place] = quantity
    return found


def lies_at(connection: Connection, part: str, place: str) -> int | None:
    """How much lies there; None when the part never was at that place."""
    row = connection.execute("SELECT quantity FROM p_stock WHERE part = ? AND place = ?", (part, place)).fetchone()
    return None if row is None else int(row[0])


def subjects_of(connection: Connection, part: str) -> list[str]:
    """The subjects of a part at all places where it ever was."""
    return [row[0] for row in connection.execute("SELECT subject FROM p_stock WHERE part = ? ORDER BY place", (part,))]


def spare_devices(connection: Connection) -> dict[str, dict[str, int]]:
    """{category: {store or "": spare devices}}."""
    found: dict[str, dict[str, int]] = {}
    query = "SELECT category, coalesce(store, ''), count(*) FROM p_device WHERE status = 'spare' GROUP BY 1, 2"
    for category, store, count in connection.execute(query):
        found.setdefault(category, {})[store] = count
    return found


def planned(connection: Connection) -> dict[str, tuple[str, ...]]:
    """{category: names of what its plans in force list}, those of single models and devices too."""
    found: dict[str, dict[str, None]] = {}
    rows = connection.execute("SELECT category, parts FROM p_plan WHERE ended = 0 ORDER BY category, task, rank, scope")
    for category, listed in rows:
        found.setdefault(category, {}).update(dict.fromkeys(json.loads(listed)))
    return {category: tuple(names) for category, names in found.items()}


def categories_held(connection: Connection) -> list[str]:
    """The categories of which there is a device, in order."""
    rows = connection.execute("SELECT DISTINCT category FROM p_fleet_count WHERE devices > 0 ORDER BY category")
    return [row[0] for row in rows]


def taken_by_due(connection: Connection) -> dict[str, int]:
    """{name of a part: how many the tasks that are due now will take}."""
    counts: dict[str, int] = {}
    for listed, tasks in connection.execute(
        f"SELECT p.parts, count(*) FROM {due.wanted(soon=False)} w JOIN p_task t USING (device, task)"
        " JOIN p_plan p ON p.task = t.task AND p.scope = t.scope GROUP BY p.task, p.scope"
    ):
        for name in json.loads(listed):
            counts[name] = counts.get(name, 0) + tasks
    return counts


def parts_of_task(connection: Connection, device: str, task: str) -> tuple[str, ...]:
    """The names of what a task of a device takes."""
    row = connection.execute(
        "SELECT p.parts FROM p_task t JOIN p_plan p ON p.task = t.task AND p.scope = t.scope"
        " WHERE t.device = ? AND t.task = ?",
        (device, task),
    ).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def is_recorded(connection: Connection, device: str, movement: str) -> bool:
    """Whether a use of a part in a device is in the journal."""
    bodies = connection.execute(
        "SELECT e.body FROM journal_subject s JOIN journal_event e USING (number, seq)"
        " WHERE s.subject = ? AND e.kind = 'part.moved'",
        (device_subject(device),),
    )
    payloads = (wire.decode_body(bytes(body)).payload for (body,) in bodies)
    return any(isinstance(payload, PartMoved) and payload.movement == movement for payload in payloads)
