"""The one door through which events enter the database, and everything that is asked of the journal as such.

Functions take the connection of a running transaction: `Database.write` gives the writer's, `Database.read` a
reader's. The head (seq, hash, hlc) is read inside BEGIN IMMEDIATE and never cached, so that a command beside the open
window may append too. Envelopes and the projections folded from them are one transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import Draft, Envelope
from fleetdesk.domain.payload import check_meaning
from fleetdesk.sqlite import Connection
from fleetdesk.storage import next_event, projector

CLOCK_LEAD_MS = 10 * 60 * 1000
"""A foreign hlc further ahead of our clock than this is folded in order but does not advance ours."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal stands. `seq` 0 and the first hash when it is empty."""

    journal: str
    seq: int
    hash: bytes
    hlc: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as bytes, with its place: what sync and bundles carry."""

    journal: str
    seq: int
    body: bytes
    hash: bytes | None


def create_journal(connection: Connection, journal: str, public_key: str) -> None:
    """Makes `journal` this home's own, to which `append` writes from now on."""
    connection.execute("UPDATE journal_known SET own = 0 WHERE own = 1")
    connection.execute("INSERT INTO journal_known (journal, own, public_key) VALUES (?, 1, ?)", (journal, public_key))
    number = own_number(connection)
    connection.execute(
        "INSERT INTO journal_head (number, seq, hash, hlc) VALUES (?, 0, ?, ?)",
        (number, wire.first_hash(journal), "0" * 16),
    )


def own_number(connection: Connection) -> int:
    row = connection.execute("SELECT number FROM journal_known WHERE own = 1").fetchone()
    if row is None:
        raise LookupError("this home has no journal yet")
    return int(row[0])


def own_head(connection: Connection) -> Head:
    """The head of this home's journal. Raises LookupError before the first start made one."""
    row = connection.execute(
        "SELECT k.journal, h.seq, h.hash, h.hlc FROM journal_known k JOIN journal_head h USING (number) WHERE k.own = 1"
    ).fetchone()
    if row is None:
        raise LookupError("this home has no journal yet")
    return Head(row[0], row[1], bytes(row[2]), row[3])


def append(connection: Connection, drafts: Sequence[Draft], *, actor: str, now_ms: int) -> tuple[Envelope, ...]:
    """Appends events of this workstation and folds what they touch, all in the running transaction.

    `actor` is the staff number of the person at the screen, or "workstation". Raises FormatError for a payload outside
    the restricted JSON; then nothing of the transaction stays.
    """
    number, head = own_number(connection), own_head(connection)
    clock = max(head.hlc, _clock_seen(connection))
    envelopes: list[Envelope] = []
    rows = _JournalRows()
    previous = head.hash
    for seq, draft in enumerate(drafts, head.seq + 1):
        clock = next_hlc(clock, now_ms)
        envelope = Envelope(
            draft.id, head.journal, seq, clock, draft.at, actor, draft.payload.kind, draft.payload.v,
            draft.subjects, draft.store, draft.payload,
        )  # fmt: skip
        body = wire.encode_body(envelope)
        digest = wire.body_hash(body)
        previous = wire.chain_hash(previous, digest)
        rows.add(number, envelope, body, digest, previous)
        envelopes.append(envelope)
    if envelopes:
        rows.write(connection)
        connection.execute(
            "UPDATE journal_head SET seq = ?, hash = ?, hlc = ? WHERE number = ?",
            (envelopes[-1].seq, previous, clock, number),
        )
        done = next_event.follow(connection, envelopes)
        projector.fold_touched(connection, envelopes[done:])
    return tuple(envelopes)


def take(connection: Connection, bodies: Iterable[bytes], *, now_ms: int) -> int:
    """Adds events of other journals (pulled, or from a stick); those already here are passed over.

    Returns how many were new. The caller has verified whoever vouches for the bytes. Raises FormatError for bytes that
    are no envelope, naming which.
    """
    new: dict[tuple[int, int], Envelope] = {}
    rows = _JournalRows()
    numbers: dict[str, int] = {}
    for index, body in enumerate(bodies):
        try:
            envelope = wire.decode_body(body)
        except FormatError as error:
            raise FormatError(f"event {index + 1}: {error}") from error
        number = numbers.get(envelope.journal) or _number_of(connection, envelope.journal)
        numbers[envelope.journal] = number
        place = (number, envelope.seq)
        if place not in new and not _is_here(connection, *place):
            rows.add(number, envelope, body, wire.body_hash(body), None)
            new[place] = envelope
    rows.write(connection)
    events = list(new.values())
    _see_clock(connection, events, now_ms)
    projector.fold_touched(connection, events)
    return len(events)


def next_hlc(last: str, now_ms: int) -> str:
    """The hybrid logical clock after `last`: 48-bit Unix milliseconds and 16-bit counter, as 16 hex digits."""
    now = f"{now_ms:012x}0000"
    if now > last:
        return now
    milliseconds, counter = int(last[:12], 16), int(last[12:], 16) + 1
    if counter > 0xFFFF:
        milliseconds, counter = milliseconds + 1, 0
    return f"{milliseconds:012x}{counter:04x}"


def after(connection: Connection, seq: int, *, limit: int, most_bytes: int = 4_000_000) -> list[Stored]:
    """Own events behind `seq`, in order, at least one if there is one: the next page of a push."""
    page: list[Stored] = []
    size = 0
    head = own_head(connection)
    for row in connection.execute(
        "SELECT seq, body, hash FROM journal_event WHERE number = ? AND seq > ? ORDER BY seq LIMIT ?",
        (own_number(connection), seq, limit),
    ):
        size += len(row[1])
        if page and size > most_bytes:
            break
        page.append(Stored(head.journal, row[0], bytes(row[1]), bytes(row[2])))
    return page


def hash_at(connection: Connection, seq: int) -> bytes | None:
    """The own chain's hash at `seq` (0: before the first event), or None beyond the head."""
    head = own_head(connection)
    if seq == 0:
        return wire.first_hash(head.journal)
    row = connection.execute(
        "SELECT hash FROM journal_event WHERE number = ? AND seq = ?", (own_number(connection), seq)
    ).fetchone()
    return None if row is None else bytes(row[0])


def events_of(connection: Connection, subject: str) -> Iterator[Envelope]:
    """The events of one subject in the order of the world, repeated ids once, quarantined ones left out."""
    return projector.events_of(connection, (subject,))


def count(connection: Connection) -> int:
    """All events here, own and foreign."""
    return int(connection.execute("SELECT count(*) FROM journal_event").fetchone()[0])


class _JournalRows:
    """The rows of events, written together."""

    def __init__(self) -> None:
        self._events: list[tuple[object, ...]] = []
        self._subjects: list[tuple[object, ...]] = []

    def add(self, number: int, envelope: Envelope, body: bytes, digest: bytes, chain: bytes | None) -> None:
        self._events.append((number, envelope.seq, envelope.id, envelope.hlc, envelope.kind, body, digest, chain))
        for subject in _foldable_subjects(envelope):
            self._subjects.append((subject, envelope.hlc, number, envelope.seq))

    def write(self, connection: Connection) -> None:
        connection.executemany(
            "INSERT INTO journal_event (number, seq, id, hlc, kind, body, body_hash, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self._events,
        )
        connection.executemany(
            "INSERT OR IGNORE INTO journal_subject (subject, hlc, number, seq) VALUES (?, ?, ?, ?)", self._subjects
        )


def _foldable_subjects(envelope: Envelope) -> tuple[str, ...]:
    """All subjects; none for an event of a known kind that cannot be meant: it is kept and passed on, never folded, so
    that one laptop's mistake cannot hold up another's pull."""
    if envelope.payload is None:
        return envelope.subjects
    try:
        check_meaning(envelope.payload)
    except FormatError:
        return ()
    return envelope.subjects


def _number_of(connection: Connection, journal: str) -> int:
    connection.execute("INSERT OR IGNORE INTO journal_known (journal, own) VALUES (?, 0)", (journal,))
    return int(connection.execute("SELECT number FROM journal_known WHERE journal = ?", (journal,)).fetchone()[0])


def _is_here(connection: Connection, number: int, seq: int) -> bool:
    found = connection.execute("SELECT 1 FROM journal_event WHERE number = ? AND seq = ?", (number, seq)).fetchone()
    return found is not None


def _clock_seen(connection: Connection) -> str:
    row = connection.execute("SELECT value FROM local_setting WHERE name = 'hlc_seen'").fetchone()
    return "0" * 16 if row is None else str(row[0])


def _see_clock(connection: Connection, new: Sequence[Envelope], now_ms: int) -> None:
    """Our clock follows the highest foreign one that is not absurdly ahead of the wall clock."""
    limit = f"{now_ms + CLOCK_LEAD_MS:012x}ffff"
    seen = max((e.hlc for e in new if e.hlc <= limit), default="")
    if seen > _clock_seen(connection):
        connection.execute("INSERT OR REPLACE INTO local_setting (name, value) VALUES ('hlc_seen', ?)", (seen,))
