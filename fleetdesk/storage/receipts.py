"""What the hub has given a receipt for, record by record and file by file, and what it still has to.

Records are the events of this home's own journal; those of others came from the hub. A file is on the list once an
event names it, whether its content is still here or not.
"""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """One record: `held` by the hub or owed. `body_hash` in hex."""

    seq: int
    event: str
    kind: str
    at: str
    subjects: tuple[str, ...]
    store: str | None
    body_hash: str
    held: bool


@dataclass(frozen=True, slots=True)
class BlobReceipt:
    """One file; `held_at` when the hub said that it has it whole."""

    sha256: str
    size: int
    media_type: str
    created_at: str
    held_at: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the own journal `held` of `records`; of the files `blobs_held` of `blobs`."""

    records: int
    held: int
    blobs: int
    blobs_held: int


def counts(connection: Connection) -> Counts:
    """Against the joined hub; nothing is held before it was met."""
    hub, held = _joined(connection)
    blobs = int(connection.execute("SELECT count(*) FROM journal_blob").fetchone()[0])
    got = connection.execute(
        "SELECT count(*) FROM journal_blob JOIN local_blob_receipt USING (sha256) WHERE hub = ?", (hub,)
    ).fetchone()[0]
    return Counts(journal.own_head(connection).seq, held, blobs, int(got))


def records(connection: Connection, *, owed: bool, offset: int, limit: int) -> list[StoredReceipt]:
    """The own journal, newest first; `owed`: only what the hub does not hold yet."""
    _, held = _joined(connection)
    first = held if owed else 0
    rows = connection.execute(
        "SELECT seq, body, body_hash FROM journal_event WHERE number = ? AND seq > ?"
        " ORDER BY seq DESC LIMIT ? OFFSET ?",
        (journal.own_number(connection), first, limit, offset),
    ).fetchall()
    return [_record(row[0], bytes(row[1]), bytes(row[2]), held) for row in rows]


def blobs(connection: Connection, *, owed: bool, offset: int, limit: int) -> list[BlobReceipt]:
    hub, _ = _joined(connection)
    where = " WHERE r.held_at IS NULL" if owed else ""
    rows = connection.execute(
        "SELECT b.sha256, b.size, b.media_type, b.created_at, r.held_at FROM journal_blob b"
        f" LEFT JOIN local_blob_receipt r ON r.sha256 = b.sha256 AND r.hub = ?{where}"
        " ORDER BY b.created_at DESC, b.sha256 LIMIT ? OFFSET ?",
        (hub, limit, offset),
    ).fetchall()
    return [BlobReceipt(*row) for row in rows]


def blob_names(connection: Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT sha256 FROM journal_blob ORDER BY sha256")]


def other_journals(connection: Connection) -> list[tuple[str, int]]:
    """All journals here but the own one, each with its last event."""
    rows = connection.execute(
        "SELECT k.journal, max(e.seq) FROM journal_known k JOIN journal_event e USING (number)"
        " WHERE k.own = 0 GROUP BY k.number ORDER BY k.journal"
    )
    return [(row[0], row[1]) for row in rows]


def bodies(connection: Connection, name: str, after: int, count: int) -> list[bytes]:
    """The `count` events of a journal behind `after`, as their bytes are here; fewer where some are missing."""
    rows = connection.execute(
        "SELECT e.body FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.journal = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq",
        (name, after, after + count),
    )
    return [bytes(row[0]) for row in rows]


def _joined(connection: Connection) -> tuple[str, int]:
    """The joined hub, "" for none, and how much of the own journal it holds."""
    url = sync_state.hub_url(connection)
    standing = sync_state.at_url(connection, url) if url else None
    if standing is None:
        return "", 0
    own = journal.own_head(connection).journal
    return standing.hub, standing.pushed_seq if standing.pushed_journal == own else 0


def _record(seq: int, body: bytes, digest: bytes, held: int) -> StoredReceipt:
    header = wire.decode_header(body)
    return StoredReceipt(
        seq, header.id, header.kind, header.at, header.subjects, header.store, digest.hex(), seq <= held
    )
