"""Conflicts as they stand: both sides with where they come from, and what was chosen."""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain.conflicts import Choice
from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class StoredSide:
    """One event of a conflict and what it says; `own`: written at this workstation; `store` a code."""

    event: str
    value: Any
    actor: str
    at: str
    store: str | None
    own: bool
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredConflict:
    """`subject` is one of those that it is shown at; the last of `choices` holds."""

    id: str
    subject: str
    kind: str
    field: str
    sides: tuple[StoredSide, ...]
    choices: tuple[Choice, ...]


_NEWEST_FIRST = " GROUP BY id ORDER BY json_extract(sides, '$[#-1][3]') DESC, id"
_COLUMNS = "SELECT id, min(subject), kind, coalesce(field, ''), sides, choices FROM p_conflict"


def count_open(connection: Connection) -> int:
    row = connection.execute("SELECT count(DISTINCT id) FROM p_conflict WHERE chosen IS NULL").fetchone()
    return int(row[0])


def page(connection: Connection, *, decided: bool, offset: int, limit: int) -> list[StoredConflict]:
    """The open ones, or those that somebody chose about; newest first."""
    where = f" WHERE chosen IS {'NOT ' if decided else ''}NULL"
    rows = connection.execute(f"{_COLUMNS}{where}{_NEWEST_FIRST} LIMIT ? OFFSET ?", (limit, offset)).fetchall()
    return [_stored(connection, row) for row in rows]


def by_id(connection: Connection, conflict: str) -> StoredConflict | None:
    row = connection.execute(f"{_COLUMNS} WHERE id = ? GROUP BY id", (conflict,)).fetchone()
    return None if row is None else _stored(connection, row)


def subjects_of(connection: Connection, conflict: StoredConflict) -> tuple[str, ...]:
    """Whose folds have to know of a choice: those that show the conflict, and those that its events are about."""
    rows = connection.execute("SELECT subject FROM p_conflict WHERE id = ? ORDER BY subject", (conflict.id,)).fetchall()
    about = (side.subjects[0] for side in conflict.sides if side.subjects)
    return tuple(dict.fromkeys([*(row[0] for row in rows), *about]))


def _stored(connection: Connection, row: Any) -> StoredConflict:
    sides = tuple(_side(connection, *side) for side in json.loads(row[4]))
    choices = tuple(Choice(*choice) for choice in json.loads(row[5]))
    return StoredConflict(row[0], row[1], row[2], row[3], sides, choices)


def _side(connection: Connection, event: str, value: Any, actor: str, at: str) -> StoredSide:
    row = connection.execute(
        "SELECT e.body, k.own FROM journal_event e JOIN journal_known k USING (number) WHERE e.id = ?"
        " ORDER BY k.own DESC LIMIT 1",
        (event,),
    ).fetchone()
    header = wire.decode_header(bytes(row[0])) if row else None
    store, subjects = (header.store, header.subjects) if header else (None, ())
    return StoredSide(event, value, actor, at, store, bool(row and row[1]), subjects)
