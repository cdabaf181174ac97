"""What a workstation said was saved, and the check that it still is: after a kill, a power cut or any other fault."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import store_subject
from fleetdesk.runtime.clock import now_iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.paths import Home
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, projector
from fleetdesk.storage.rebuild import rebuild
from fleetdesk.storage.verify import verify_journal
from fleetdesk.storage.workstation import Workstation, open_workstation


@dataclass(frozen=True, slots=True)
class Ack:
    """`events` are (seq, id, SHA-256 of the body as hex); `blobs` SHA-256 of files that these events name."""

    events: tuple[tuple[int, str, str], ...]
    blobs: tuple[str, ...]


def read_acks(lines: Iterable[str]) -> list[Ack]:
    acks: list[Ack] = []
    for line in lines:
        said = json.loads(line)
        acks.append(Ack(tuple((seq, event, digest) for seq, event, digest in said["events"]), tuple(said["blobs"])))
    return acks


class Lost(AssertionError):
    """Something that was acknowledged is not there any more."""


def check_home(home: Home, acks: Iterable[Ack]) -> int:
    """Opens the home as the product does and checks everything that was promised. Returns its number of events."""
    station = open_workstation(home)
    try:
        count = check_journal(station, acks)
        before = station.database.read(projector.digest)
        station.database.write(rebuild).result()
        assert station.database.read(projector.digest) == before, "projections differ from a rebuild"
        check_next_append(station, count)
        return count
    finally:
        station.close()


def check_journal(station: Workstation, acks: Iterable[Ack]) -> int:
    """The file is sound, the chain holds, and every acknowledged event and blob is there byte for byte."""
    integrity = station.database.read(lambda c: c.execute("PRAGMA integrity_check").fetchall())
    assert integrity == [("ok",)], integrity
    verdict = station.database.read(verify_journal)
    assert verdict.ok, verdict.first_bad
    here = dict(station.database.read(_bodies))
    for ack in acks:
        for seq, event, digest in ack.events:
            if seq not in here or wire.body_hash(here[seq]).hex() != digest:
                raise Lost(f"event {event} (seq {seq}) was acknowledged and is gone; {len(here)} are here")
            assert wire.decode_header(here[seq]).id == event
        for name in ack.blobs:
            check_blob(station, name)
    return verdict.own


def check_blob(station: Workstation, name: str) -> None:
    if not station.blobs.has(name):
        raise Lost(f"blob {name} was acknowledged and is gone")
    assert hashlib.sha256(station.blobs.get(name)).hexdigest() == name


def check_next_append(station: Workstation, count: int) -> None:
    """Work goes on: the next event gets the next number and its projection is there."""
    code = f"N{count}"
    named = ev.StoreRegistered(code=code, name="next", time_zone="America/New_York")
    draft = Draft(new_id(), named, (store_subject(code),), now_iso())
    (event,) = station.database.write(lambda c: journal.append(c, [draft], actor="1", now_ms=now_ms())).result()
    assert event.seq == count + 1
    rows = station.database.read(lambda c: c.execute("SELECT name FROM p_store WHERE code = ?", (code,)).fetchall())
    assert rows == [("next",)]


def _bodies(connection: Connection) -> list[tuple[int, bytes]]:
    number = journal.own_number(connection)
    rows = connection.execute("SELECT seq, body FROM journal_event WHERE number = ? ORDER BY seq", (number,))
    return [(seq, bytes(body)) for seq, body in rows]
