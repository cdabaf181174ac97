"""What this home knows of bundles: whose it reads, what it wrote for whom, and what other writers signed.

Rows of `journal_event` are only ever added, so their number is a cursor: behind it stands all that came since.
"""

from collections.abc import Iterable

from fleetdesk import wire
from fleetdesk.domain.events import JournalOpened, PersonNamed
from fleetdesk.runtime.bundle_content import SignedHead
from fleetdesk.sqlite import Connection


def knows(connection: Connection, public_key: str) -> bool:
    """A writer whom a person accepted, the hub that was joined, or a workstation whose journal is here."""
    row = connection.execute(
        "SELECT 1 FROM local_bundle_writer WHERE public_key = ? UNION SELECT 1 FROM local_sync WHERE hub_key = ?",
        (public_key, public_key),
    ).fetchone()
    return row is not None or public_key in _began_a_journal(connection)


def accept(connection: Connection, public_key: str, address: str | None, at: str) -> None:
    connection.execute(
        "INSERT INTO local_bundle_writer (public_key, address, accepted_at) VALUES (?, ?, ?)"
        " ON CONFLICT (public_key) DO UPDATE SET address = coalesce(excluded.address, address)",
        (public_key, address, at),
    )


def receivers(connection: Connection) -> list[tuple[str, str]]:
    """(address, whose) of those whose bundles were read here."""
    rows = connection.execute(
        "SELECT w.address, w.public_key, h.journal, s.hub FROM local_bundle_writer w"
        " LEFT JOIN local_signed_head h USING (public_key) LEFT JOIN local_sync s ON s.hub_key = w.public_key"
        " WHERE w.address IS NOT NULL GROUP BY w.public_key ORDER BY w.accepted_at DESC"
    ).fetchall()
    return [
        (row[0], "the hub" if row[3] else whose(connection, row[2]) if row[2] else f"laptop {row[1][:8]}")
        for row in rows
    ]  # fmt: skip


def last_row(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(rowid), 0) FROM journal_event").fetchone()[0])


def sent_to(connection: Connection, address: str) -> int:
    """The last row that was written for this receiver; 0 when there was no bundle yet."""
    row = connection.execute("SELECT last_row FROM local_bundle_sent WHERE address = ?", (address,)).fetchone()
    return 0 if row is None else int(row[0])


def note_sent(connection: Connection, address: str, row: int, at: str) -> None:
    connection.execute("INSERT OR REPLACE INTO local_bundle_sent VALUES (?, ?, ?)", (address, row, at))


def note_blobs(connection: Connection, address: str, names: Iterable[str]) -> None:
    """The one at this address has them."""
    connection.executemany(
        "INSERT OR IGNORE INTO local_bundle_blob (address, sha256) VALUES (?, ?)", [(address, name) for name in names]
    )


def journals_of(connection: Connection, address: str) -> set[str]:
    """The journals that the one at this address writes: it never needs them from us."""
    rows = connection.execute(
        "SELECT journal FROM local_signed_head JOIN local_bundle_writer USING (public_key) WHERE address = ?",
        (address,),
    )
    return {row[0] for row in rows}


def signed_heads(connection: Connection) -> list[SignedHead]:
    rows = connection.execute(
        "SELECT journal, seq, hash, public_key, signature FROM local_signed_head ORDER BY journal"
    )
    return [SignedHead(*row) for row in rows]


def earlier_journals(connection: Connection, public_key: str) -> dict[str, tuple[int, bytes]]:
    """Where this workstation's journals from before a restore ended: it can still sign for what it wrote itself."""
    rows = connection.execute(
        "SELECT k.journal, e.seq, e.hash FROM journal_known k JOIN journal_event e USING (number)"
        " WHERE k.own = 0 AND k.public_key = ? AND e.hash IS NOT NULL"
        " AND e.seq = (SELECT max(seq) FROM journal_event WHERE number = k.number AND hash IS NOT NULL)",
        (public_key,),
    )
    return {row[0]: (int(row[1]), bytes(row[2])) for row in rows}


def keep_head(connection: Connection, head: SignedHead) -> None:
    """The furthest that its writer signed."""
    connection.execute(
        "INSERT INTO local_signed_head VALUES (?, ?, ?, ?, ?) ON CONFLICT (journal) DO UPDATE SET"
        " seq = excluded.seq, hash = excluded.hash, signature = excluded.signature"
        " WHERE excluded.seq > seq AND excluded.public_key = public_key",
        (head.journal, head.seq, head.hash, head.public_key, head.signature),
    )


def key_of(connection: Connection, journal_id: str) -> str | None:
    """Who began this journal, as its first event here says."""
    row = connection.execute(
        "SELECT e.body FROM journal_event e JOIN journal_known k USING (number) WHERE k.journal = ? AND e.seq = 1",
        (journal_id,),
    ).fetchone()
    opened = None if row is None else wire.decode_body(bytes(row[0])).payload
    return opened.public_key if isinstance(opened, JournalOpened) else None


def whose(connection: Connection, journal_id: str) -> str:
    """ "Ana's laptop", or the journal's first characters when nobody there has said a name."""
    row = connection.execute(
        "SELECT e.body FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.journal = ? AND e.kind = 'person.named' ORDER BY e.seq DESC LIMIT 1",
        (journal_id,),
    ).fetchone()
    named = None if row is None else wire.decode_body(bytes(row[0])).payload
    return f"{named.name}'s laptop" if isinstance(named, PersonNamed) else f"laptop {journal_id[-12:]}"


def _began_a_journal(connection: Connection) -> set[str]:
    rows = connection.execute("SELECT body FROM journal_event WHERE kind = 'journal.opened'")
    opened = [wire.decode_body(bytes(row[0])).payload for row in rows]
    return {payload.public_key for payload in opened if isinstance(payload, JournalOpened)}
