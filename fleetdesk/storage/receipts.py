"""What the hub has given a receipt for, record by record and file by file, and what it still has to.

Records are the events of this home's own journal; those of others came from the hub. A file is on the list once an
event names it, whether its content is still here or not.
"""

import json
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """One record: `held` by the hub, owed, or `aside` for the hub's reason. `body_hash` in hex."""

    seq: int
    event: str
    kind: str
    at: str
    subjects: tuple[str, ...]
    store: str | None
    body_hash: str
    held: bool
    aside: str | None


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
    """Of the own journal `held` of `records`, `aside` not taken; of the files `blobs_held` of `blobs`."""

    records: int
    held: int
    aside: int
    blobs: int
    blobs_held: int


def counts(connection: Connection) -> Counts:
    """Against the joined hub; nothing is held before it was met."""
    hub, held, aside = _joined(connection)
    blobs = int(connection.execute("SELECT count(*) FROM journal_blob").fetchone()[0])
    got = connection.execute(
        "SELECT count(*) FROM journal_blob JOIN local_blob_receipt USING (sha256) WHERE hub = ?", (hub,)
    ).fetchone()[0]
    own = journal.own_head(connection).seq
    return Counts(own, held - sum(seq <= held for seq in aside), len(aside), blobs, int(got))


def records(connection: Connection, *, owed: bool, offset: int, limit: int) -> list[StoredReceipt]:
    """The own journal, newest first; `owed`: only what the hub does not hold yet."""
    _, held, aside = _joined(connection)
    where = " AND (seq > ? OR seq IN (SELECT value FROM json_each(?)))" if owed else ""
    narrowed = (held, json.dumps(list(aside))) if owed else ()
    rows = connection.execute(
        f"SELECT seq, body, body_hash FROM journal_event WHERE number = ?{where} ORDER BY seq DESC LIMIT ? OFFSET ?",
        (journal.own_number(connection), *narrowed, limit, offset),
    ).fetchall()
    return [_record(row[0], bytes(row[1]), bytes(row[2]), held, aside.get(row[0])) for row in rows]


def blobs(connection: Connection, *, owed: bool, offset: int, limit: int) -> list[BlobReceipt]:
    hub, _, _ = _joined(connection)
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


def _joined(connection: Connection) -> tuple[str, int, dict[int, str]]:
    """The joined hub ("" for none), how far it holds the own journal, and what of that it would not take."""
    standing = sync_state.joined(connection)
    if standing is None:
        return "", 0, {}
    own = journal.own_head(connection).journal
    held = standing.pushed_seq if standing.pushed_journal == own else 0
    return standing.hub, held, sync_state.reasons_aside(connection, standing.hub, own)


def _record(seq: int, body: bytes, digest: bytes, held: int, aside: str | None) -> StoredReceipt:
    header = wire.decode_header(body)
    there = seq <= held and aside is None
    return StoredReceipt(
        seq, header.id, header.kind, header.at, header.subjects, header.store, digest.hex(), there, aside
    )
