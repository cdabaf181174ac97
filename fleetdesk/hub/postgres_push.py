"""A push into PostgreSQL: judged under the lock of its journal's head, placed under the lock of the last position.

Locks are taken in this order only, so no two pushes wait for each other. The events travel before the second lock is
taken: it is held for one insert, whatever the way to the database is like.
"""

from collections.abc import Sequence

from fleetdesk import wire
from fleetdesk.hub.continuation import Head, Judgement, NewEvent, Push, judge
from fleetdesk.hub.postgres_database import Connection
from fleetdesk.hub.scope_index import Placed, Sender, index
from fleetdesk.hub.store import Pushed
from fleetdesk.hub.tables import PostgresTables

LAST_PLACE = "SELECT position, mark FROM hub_self FOR UPDATE"


def take(connection: Connection, push: Push, received_ms: int) -> Pushed:
    """Inside one transaction, which the caller commits."""
    head = _locked_head(connection, push)
    judgement = judge(head, _held_hashes(connection, head, push).get, push)
    _set_aside(connection, head, judgement, received_ms)
    if not judgement.new:
        return Pushed(head, 0, judgement.problem)
    _stage(connection, judgement.new)
    newest = judgement.new[-1]
    after = Head(head.journal, newest.seq, newest.hash, head.public_key)
    _keep(connection, after, judgement.new, received_ms, push.stores)
    return Pushed(after, len(judgement.new), judgement.problem)


def _locked_head(connection: Connection, push: Push) -> Head:
    """A journal's first push finds no row to lock: it locks the journal's name, and looks again."""
    found = _find_and_lock(connection, push.journal)
    if found is None:
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (push.journal,))
        found = _find_and_lock(connection, push.journal)
    return found or Head(push.journal, 0, wire.first_hash(push.journal), push.public_key)


def _find_and_lock(connection: Connection, journal: str) -> Head | None:
    row = connection.execute(
        "SELECT seq, hash, public_key FROM journal_head WHERE journal = %s FOR UPDATE", (journal,)
    ).fetchone()
    return None if row is None else Head(journal, row[0], row[1], row[2])


def _held_hashes(connection: Connection, head: Head, push: Push) -> dict[int, bytes]:
    """The chain's hashes that a push can be compared with, at one go."""
    if push.after == head.seq > 0:
        return {head.seq: head.hash}
    if push.after > head.seq or head.seq == 0:
        return {}
    rows = connection.execute(
        "SELECT seq, hash FROM journal_event WHERE journal = %s AND seq BETWEEN %s AND %s",
        (head.journal, push.after, min(head.seq, push.after + len(push.bodies))),
    )
    return dict(rows.fetchall())


def _set_aside(connection: Connection, head: Head, judgement: Judgement, received_ms: int) -> None:
    if judgement.aside:
        connection.cursor().executemany(
            "INSERT INTO journal_aside (journal, seq, hash, body, received) VALUES (%s, %s, %b, %b, %s)"
            " ON CONFLICT DO NOTHING",
            [(head.journal, event.seq, event.hash, event.body, received_ms) for event in judgement.aside],
        )


def _stage(connection: Connection, new: Sequence[NewEvent]) -> None:
    with connection.cursor().copy(
        "COPY push_stage (seq, id, kind, body, body_hash, hash) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["int8", "text", "text", "bytea", "bytea", "bytea"])
        for event in new:
            row = (event.seq, _text(event.id), _text(event.kind), event.body, event.body_hash, event.hash)
            copy.write_row(row)


def _text(text: str) -> str:
    """PostgreSQL's texts hold no NUL. These columns only find events; the body stays as it came."""
    return text.replace("\0", "\ufffd")


def _keep(
    connection: Connection, after: Head, new: Sequence[NewEvent], received_ms: int, stores: tuple[str, ...] | None
) -> None:
    """Positions and marks for what is staged, without a gap and in the order of commits; then events and head."""
    position, mark = _last_place(connection)
    marks = bytearray()
    for event in new:
        mark = wire.chain_hash(mark, event.hash)
        marks += mark
    with connection.pipeline():
        connection.execute(
            "INSERT INTO journal_event (journal, seq, position, received, id, kind, body, body_hash, hash, mark)"
            " SELECT %(journal)s, seq, %(position)s + seq - %(before)s, %(received)s, id, kind, body, body_hash, hash,"
            " substring(%(marks)b::bytea FROM (32 * (seq - %(before)s) - 31)::integer FOR 32) FROM push_stage",
            {
                "journal": after.journal,
                "position": position,
                "before": new[0].seq - 1,
                "received": received_ms,
                "marks": bytes(marks),
            },
        )
        connection.execute("UPDATE hub_self SET position = %s, mark = %b", (position + len(new), mark))
        connection.execute(
            "INSERT INTO journal_head (journal, seq, hash, public_key) VALUES (%s, %s, %b, %s)"
            " ON CONFLICT (journal) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            (after.journal, after.seq, after.hash, after.public_key),
        )
    placed = [
        Placed(position + at, event.seq, event.kind, event.subjects, event.body) for at, event in enumerate(new, 1)
    ]
    index(PostgresTables(connection), Sender(after.journal, after.public_key, stores), placed)


def _last_place(connection: Connection) -> tuple[int, bytes]:
    """Locked until this push is committed: the next one places its events behind these."""
    row = connection.execute(LAST_PLACE).fetchone()
    assert row is not None
    return row[0], row[1]
