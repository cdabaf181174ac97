"""Is the own journal whole? Recomputes every body hash and the chain, and each foreign body's hash."""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal
from fleetdesk.storage.verify_seal import Seal as Seal
from fleetdesk.storage.verify_seal import verify_inspection as verify_inspection


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
