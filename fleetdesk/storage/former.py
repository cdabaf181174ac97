"""Journals that this workstation wrote before its present one: after a restore, or when two copies of a home went on.

A new journal begins under the same key and names the one that it continues. Nothing of the old one is lost: what the
hub has beyond this copy is pulled like any other work, and what only this copy has either continues the old journal at
the hub or, where the hub holds other events in those places, is appended again under the same event ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import fleetdesk
from fleetdesk import wire
from fleetdesk.domain.errors import StorageError
from fleetdesk.domain.events import Draft, Envelope, JournalOpened
from fleetdesk.runtime.clock import iso
from fleetdesk.runtime.ids import new_id
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, settings


@dataclass(frozen=True, slots=True)
class Former:
    """`seq` events of it were written here, or are held by every copy."""

    journal: str
    seq: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """`bodies` behind `after`, where the chain's hash is `before`."""

    after: int
    before: bytes
    bodies: tuple[bytes, ...]


def formers(connection: Connection) -> list[Former]:
    """Those under this home's key, the oldest first."""
    rows = connection.execute(
        "SELECT k.journal, h.seq FROM journal_known k JOIN journal_head h USING (number) WHERE k.own = 0"
        " AND k.public_key = (SELECT public_key FROM journal_known WHERE own = 1) ORDER BY k.number"
    ).fetchall()
    return [Former(row[0], row[1]) for row in rows]


def begin_new(connection: Connection, reason: str, now_ms: int) -> str:
    """A new journal for this home from now on; all hubs are compared with from the start. Returns its id."""
    old = journal.own_head(connection)
    (key,) = connection.execute("SELECT public_key FROM journal_known WHERE own = 1").fetchone()
    name = new_id()
    journal.create_journal(connection, name, key)
    # What comes after a copy is later than the copy, also where the clock is behind.
    connection.execute("UPDATE journal_head SET hlc = ? WHERE number = ?", (old.hlc, journal.own_number(connection)))
    opened = JournalOpened(
        public_key=key, version=fleetdesk.__version__, continues=old.journal, continues_seq=old.seq, reason=reason
    )
    draft = Draft(new_id(), opened, (f"journal:{name}",), iso(now_ms))
    journal.append(connection, [draft], actor="workstation", now_ms=now_ms)
    connection.execute("UPDATE local_sync SET position = 0, mark = ''")
    return name


def told(connection: Connection) -> bool:
    """Whether this home was found in another place than before; said once."""
    found = settings.get(connection, settings.MOVED) is not None
    if found:
        settings.put(connection, settings.MOVED, None)
    return found


def hash_in(connection: Connection, name: str, seq: int) -> bytes | None:
    """The chain's hash at `seq` of a journal that was written here; None beyond what was."""
    if seq == 0:
        return wire.first_hash(name)
    row = connection.execute(
        "SELECT e.hash FROM journal_event e JOIN journal_known k USING (number) WHERE k.journal = ? AND e.seq = ?",
        (name, seq),
    ).fetchone()
    return bytes(row[0]) if row is not None and row[0] is not None else None


def stretch(connection: Connection, former: Former, after: int, limit: int) -> Stretch | None:
    """The next events of it behind `after`; None at its end."""
    before = hash_in(connection, former.journal, after)
    rows = connection.execute(
        "SELECT e.body FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.journal = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?",
        (former.journal, after, former.seq, limit),
    ).fetchall()
    if before is None or not rows:
        return None
    return Stretch(after, before, tuple(bytes(row[0]) for row in rows))


def append_again(connection: Connection, former: Former, first: int, now_ms: int) -> int:
    """What only this copy has of it, from `first` on: appended to the present journal under the same event ids, and no
    longer in the place in which the hub holds other events. Returns how many they are.

    Raises StorageError for an event of a kind that only a newer Fleetdesk can write; then nothing was changed.
    """
    events = list(_events_from(connection, former, first))
    number = connection.execute("SELECT number FROM journal_known WHERE journal = ?", (former.journal,)).fetchone()[0]
    kept = hash_in(connection, former.journal, first - 1)
    assert kept is not None
    for table in ("journal_subject", "journal_event"):
        connection.execute(f"DELETE FROM {table} WHERE number = ? AND seq >= ?", (number, first))
    connection.execute("UPDATE journal_head SET seq = ?, hash = ? WHERE number = ?", (first - 1, kept, number))
    for actor, said in groupby(events, key=lambda event: event.actor):
        drafts = [_again(event) for event in said]
        journal.append(connection, drafts, actor=actor, now_ms=now_ms)
    return len(events)


def _events_from(connection: Connection, former: Former, first: int) -> Iterable[Envelope]:
    rows = connection.execute(
        "SELECT e.body FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.journal = ? AND e.seq >= ? AND e.seq <= ? ORDER BY e.seq",
        (former.journal, first, former.seq),
    ).fetchall()
    for (body,) in rows:
        event = wire.decode_body(bytes(body))
        if not isinstance(event.payload, JournalOpened):
            yield event


def _again(event: Envelope) -> Draft:
    if event.payload is None:
        raise StorageError(
            "This data folder was written by a newer Fleetdesk.",
            f"Two copies of it went on, and an event of kind {event.kind} has to be written again.",
            "Install the newer Fleetdesk, then sync. Nothing was changed.",
        )
    return Draft(event.id, event.payload, event.subjects, event.at, event.store)


# -- what a hub and this home agreed on ------------------------------------------------------------------------------


def is_settled(connection: Connection, hub: str, epoch: str, former: Former) -> bool:
    """The hub, as it was not put back since, has said that it holds all of it."""
    return settings.get(connection, _name(hub, epoch, former)) == str(former.seq)


def settle(connection: Connection, hub: str, epoch: str, former: Former) -> None:
    settings.put(connection, _name(hub, epoch, former), str(former.seq))


def _name(hub: str, epoch: str, former: Former) -> str:
    return f"former:{hub}:{epoch}:{former.journal}"
