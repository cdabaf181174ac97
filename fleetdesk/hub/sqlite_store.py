"""The hub's store in one SQLite file: for the demo and for small teams."""

import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fleetdesk import wire
from fleetdesk.hub.continuation import Head, Judgement, NewEvent, Push, judge
from fleetdesk.hub.hub_file import HubFile
from fleetdesk.hub.scope_index import Placed, Sender, index, withhold
from fleetdesk.hub.scoped_feed import ScopedFeed
from fleetdesk.hub.store import HubSelf, Page, PulledEvent, Pushed
from fleetdesk.hub.tables import SqliteTables, Tables
from fleetdesk.hub.workstations import Workstations
from fleetdesk.runtime.ids import new_id
from fleetdesk.sqlite import Connection


class SqliteStore:
    """A `Store`."""

    def __init__(self, path: Path) -> None:
        self._file = HubFile(path)
        with self._file.writing() as connection:
            _first_start(connection)

    def whoami(self) -> HubSelf:
        with self._file.reading() as connection:
            row = connection.execute("SELECT hub, epoch, signing_seed FROM hub_self").fetchone()
            return HubSelf(row[0], row[1], bytes(row[2]))

    def new_epoch(self) -> str:
        epoch = new_id()
        with self._file.writing() as connection:
            connection.execute("UPDATE hub_self SET epoch = ?", (epoch,))
        return epoch

    def head(self, journal: str) -> Head | None:
        with self._file.reading() as connection:
            return _head(connection, journal)

    def heads(self, public_key: str) -> tuple[Head, ...]:
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT journal, seq, hash, public_key FROM journal_head WHERE public_key = ? ORDER BY journal",
                (public_key,),
            )
            return tuple(Head(row[0], row[1], bytes(row[2]), row[3]) for row in rows)

    def push(self, push: Push, received_ms: int) -> Pushed:
        with self._file.writing() as connection:
            head = _head(connection, push.journal) or Head(
                push.journal, 0, wire.first_hash(push.journal), push.public_key
            )
            judgement = judge(head, lambda seq: _hash_at(connection, push.journal, seq), push)
            return Pushed(
                _keep(connection, head, judgement, received_ms, push.stores), len(judgement.new), judgement.problem
            )

    def page(self, after: int, *, without: str | None, limit: int, most_bytes: int) -> Page:
        with self._file.reading() as connection:
            epoch, last, aside = connection.execute("SELECT epoch, position, quarantined FROM hub_self").fetchone()
            events, full = _events_behind(connection, after, without or "", limit, most_bytes)
            then = events[-1].position if full else last
            shown = withhold(SqliteTables(connection), events) if aside else tuple(events)
            return Page(epoch, shown, then, _mark_at(connection, then) or b"", last)

    def bodies(self, journal: str, after: int, limit: int) -> list[bytes]:
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT body FROM journal_event WHERE journal = ? AND seq > ? ORDER BY seq LIMIT ?",
                (journal, after, limit),
            )
            return [bytes(row[0]) for row in rows]

    def mark(self, position: int) -> bytes | None:
        with self._file.reading() as connection:
            return _mark_at(connection, position)

    @property
    def workstations(self) -> Workstations:
        return Workstations(self._writing_tables, self._reading_tables)

    @property
    def feed(self) -> ScopedFeed:
        return ScopedFeed(self._writing_tables, self._reading_tables)

    def first_use(self, nonce: str, now_ms: int, until_ms: int) -> bool:
        with self._file.writing() as connection:
            connection.execute("DELETE FROM request_nonce WHERE until < ?", (now_ms,))
            done = connection.execute("INSERT OR IGNORE INTO request_nonce VALUES (?, ?)", (nonce, until_ms))
            return done.rowcount == 1

    def close(self) -> None:
        self._file.close()

    @contextmanager
    def _writing_tables(self) -> Generator[Tables]:
        with self._file.writing() as connection:
            yield SqliteTables(connection)

    @contextmanager
    def _reading_tables(self) -> Generator[Tables]:
        with self._file.reading() as connection:
            yield SqliteTables(connection)


def _first_start(connection: Connection) -> None:
    if connection.execute("SELECT 1 FROM hub_self").fetchone() is None:
        connection.execute(
            "INSERT INTO hub_self (one, hub, epoch, signing_seed, position, mark) VALUES (1, ?, ?, ?, 0, x'')",
            (new_id(), new_id(), secrets.token_bytes(32)),
        )


def _head(connection: Connection, journal: str) -> Head | None:
    row = connection.execute("SELECT seq, hash, public_key FROM journal_head WHERE journal = ?", (journal,)).fetchone()
    return None if row is None else Head(journal, row[0], bytes(row[1]), row[2])


def _hash_at(connection: Connection, journal: str, seq: int) -> bytes | None:
    row = connection.execute("SELECT hash FROM journal_event WHERE journal = ? AND seq = ?", (journal, seq)).fetchone()
    return None if row is None else bytes(row[0])


def _keep(
    connection: Connection, head: Head, judgement: Judgement, received_ms: int, stores: tuple[str, ...] | None
) -> Head:
    """Stores what was judged and returns the head as it now is."""
    connection.executemany(
        "INSERT OR IGNORE INTO journal_aside (journal, seq, hash, body, received) VALUES (?, ?, ?, ?, ?)",
        [(head.journal, event.seq, event.hash, event.body, received_ms) for event in judgement.aside],
    )
    if not judgement.new:
        return head
    newest = judgement.new[-1]
    after = Head(head.journal, newest.seq, newest.hash, head.public_key)
    connection.execute(
        "INSERT INTO journal_head (journal, seq, hash, public_key) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (journal) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        (after.journal, after.seq, after.hash, after.public_key),
    )
    places = _places(connection, judgement.new)
    connection.executemany(
        "INSERT INTO journal_event (journal, seq, position, id, kind, body, body_hash, hash, mark, received)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (head.journal, new.seq, position, new.id, new.kind, new.body, new.body_hash, new.hash, mark, received_ms)
            for new, (position, mark) in zip(judgement.new, places, strict=True)
        ],
    )
    placed = [
        Placed(position, new.seq, new.kind, new.subjects, new.body)
        for new, (position, _) in zip(judgement.new, places, strict=True)
    ]
    index(SqliteTables(connection), Sender(head.journal, head.public_key, stores), placed)
    return after


def _places(connection: Connection, new: Sequence[NewEvent]) -> list[tuple[int, bytes]]:
    """Position and mark for each, taken under this transaction's lock: without gaps, in the order of commits."""
    position, mark = connection.execute("SELECT position, mark FROM hub_self").fetchone()
    places: list[tuple[int, bytes]] = []
    for event in new:
        position, mark = position + 1, wire.chain_hash(bytes(mark), event.hash)
        places.append((position, mark))
    connection.execute("UPDATE hub_self SET position = ?, mark = ?", (position, mark))
    return places


def _mark_at(connection: Connection, position: int) -> bytes | None:
    if position == 0:
        return b""
    row = connection.execute("SELECT mark FROM journal_event WHERE position = ?", (position,)).fetchone()
    return None if row is None else bytes(row[0])


def _events_behind(
    connection: Connection, after: int, without: str, limit: int, most_bytes: int
) -> tuple[list[PulledEvent], bool]:
    """The events, and whether there may be more behind the last of them."""
    events: list[PulledEvent] = []
    size = 0
    for position, received, body, digest in connection.execute(
        "SELECT position, received, body, body_hash FROM journal_event WHERE position > ? AND journal <> ?"
        " ORDER BY position LIMIT ?",
        (after, without, limit),
    ):
        size += len(body)
        if events and size > most_bytes:
            return events, True
        events.append(PulledEvent(position, received, bytes(body), bytes(digest)))
    return events, len(events) == limit
