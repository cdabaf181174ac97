"""Is the own journal whole? Recomputes every body hash and the chain, and each foreign body's hash."""

from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.events import InspectionSigned, ReadingTaken
from fleetdesk.runtime.identity import signature_holds
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal


@dataclass(frozen=True, slots=True)
class Verdict:
    """`events` looked at, `own` of them this journal's. `first_bad` names the first place that does not hold."""

    events: int
    own: int
    ok: bool
    first_bad: str | None
    head: str


def verify_journal(connection: Connection) -> Verdict:
    """Walks everything. Raises LookupError when the home has no journal yet."""
    head = journal.own_head(connection)
    own, bad = _own_chain(connection, head)
    foreign, bad_foreign = _foreign(connection)
    first_bad = bad or bad_foreign
    return Verdict(own + foreign, own, first_bad is None, first_bad, head.hash.hex())


def _own_chain(connection: Connection, head: journal.Head) -> tuple[int, str | None]:
    previous = wire.first_hash(head.journal)
    seq = 0
    for found, event, body, body_hash, chain in connection.execute(
        "SELECT seq, id, body, body_hash, hash FROM journal_event WHERE number = ? ORDER BY seq",
        (journal.own_number(connection),),
    ):
        seq += 1
        problem = _own_problem(head.journal, seq, found, event, bytes(body), bytes(body_hash))
        previous = wire.chain_hash(previous, bytes(body_hash))
        if problem is None and bytes(chain) != previous:
            problem = "the chain does not continue here"
        if problem is not None:
            return seq, f"event {found} of journal {head.journal}: {problem}"
    if (seq, previous) != (head.seq, head.hash):
        return seq, f"journal {head.journal}: ends at {seq}, its head says {head.seq}"
    return seq, None


def _own_problem(name: str, expected: int, found: int, event: str, body: bytes, body_hash: bytes) -> str | None:
    if found != expected:
        return f"event {expected} is missing"
    if wire.body_hash(body) != body_hash:
        return "its bytes were changed"
    try:
        header = wire.decode_header(body)
    except FormatError as error:
        return str(error)
    if (header.journal, header.seq, header.id) != (name, found, event):
        return "it stands in the wrong place"
    return None


def _foreign(connection: Connection) -> tuple[int, str | None]:
    count = 0
    for name, seq, body, body_hash in connection.execute(
        "SELECT k.journal, e.seq, e.body, e.body_hash FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.own = 0 ORDER BY k.journal, e.seq"
    ):
        count += 1
        if wire.body_hash(bytes(body)) != bytes(body_hash):
            return count, f"event {seq} of journal {name}: its bytes were changed"
    return count, None


@dataclass(frozen=True, slots=True)
class Seal:
    """`ok`: the inspection is exactly what was signed. `broken` says where it is not."""

    inspection: str
    ok: bool
    broken: str | None
    signer: str


def verify_inspection(connection: Connection, event: str) -> Seal:
    """Checks body hash, signature and the readings that it names. Raises KnownError when there is none of that id."""
    row = connection.execute("SELECT body, body_hash FROM journal_event WHERE id = ?", (event,)).fetchone()
    if row is None:
        raise KnownError(f"There is no event {event}.", "", "Copy the id from the inspection's page or from 'devices'.")
    if wire.body_hash(bytes(row[0])) != bytes(row[1]):
        return Seal(event, False, "its bytes were changed", "")
    payload = wire.decode_body(bytes(row[0])).payload
    if not isinstance(payload, InspectionSigned):
        raise KnownError(f"Event {event} is no signed inspection.", "", "Give the id of an inspection.")
    signer = str(payload.signer.get("name", ""))
    if not signature_holds(payload.public_key, payload.signature, wire.sealed_bytes(payload)):
        return Seal(event, False, "the signature does not fit its content", signer)
    for reading in payload.readings:
        if not _reading_stands(connection, reading):
            return Seal(event, False, f"reading {reading['event']} is missing or shows another value", signer)
    return Seal(event, True, None, signer)


def _reading_stands(connection: Connection, said: dict[str, Any]) -> bool:
    row = connection.execute("SELECT body FROM journal_event WHERE id = ?", (said["event"],)).fetchone()
    payload = wire.decode_body(bytes(row[0])).payload if row else None
    return isinstance(payload, ReadingTaken) and (payload.module, payload.counter, payload.value) == (
        said["module"],
        said["counter"],
        said["value"],
    )
