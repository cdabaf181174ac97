"""The pull of a workstation that sees some stores: its own list of events, which only ever grows at its end.

Each pull first adds what is new: events behind the last look that are its own or in scope, and, of a subject that has
entered the scope since, all its earlier ones. A cursor is a place in this list, so it never passes an event that is
added later, and a page may end anywhere. A mark stands for the place and for the hub's history when it was filled.
"""

import hashlib
import json
from collections.abc import Sequence

from fleetdesk.hub.pages import Page, PulledEvent
from fleetdesk.hub.scope import EVERYBODY, key_subject
from fleetdesk.hub.tables import Opening, Tables
from fleetdesk.runtime.ids import new_id


class ScopedFeed:
    """Safe to call from several threads and processes, as the store is."""

    def __init__(self, writing: Opening, reading: Opening) -> None:
        self._writing = writing
        self._reading = reading

    def page(
        self, public_key: str, stores: Sequence[str], after: int, *, without: str, limit: int, most_bytes: int
    ) -> Page:
        """As `Store.page`, of what this workstation may see; positions are places in its list."""
        with self._reading() as tables:
            is_filled = _is_filled(tables, public_key, stores)
        if not is_filled:
            with self._writing() as tables:
                _fill(tables, public_key, stores)
        with self._reading() as tables:
            ((epoch,),) = tables.rows("SELECT epoch FROM hub_self")
            ((size,),) = tables.rows("SELECT size FROM scope_feed_self WHERE public_key = ?", (public_key,))
            events, full = _events(tables, public_key, after, without, limit, most_bytes)
            then = events[-1].position if full else size
            return Page(epoch, tuple(events), then, _mark(tables, public_key, then) or b"", size)

    def mark(self, public_key: str, place: int) -> bytes | None:
        """As `Store.mark`. It changes when the workstation's scope does: then all is compared anew."""
        with self._reading() as tables:
            return _mark(tables, public_key, place)

    def may_read(self, public_key: str, stores: Sequence[str], sha256: str) -> bool:
        """A file that an event in scope names, or one of its own."""
        with self._reading() as tables:
            found = tables.rows(
                "SELECT 1 FROM blob_subject b WHERE b.sha256 = ? AND (b.subject IN (?, ?) OR EXISTS ("
                " SELECT 1 FROM subject_store s"
                f" WHERE s.subject = b.subject AND s.store IN ({_marks(stores)}))) LIMIT 1",
                (sha256, EVERYBODY, key_subject(public_key), *stores),
            )
            return bool(found)

    def quarantined(self, journal: str, limit: int) -> tuple[tuple[int, str], ...]:
        """(seq, reason) of a journal's events that were set aside for a broken right."""
        with self._reading() as tables:
            rows = tables.rows(
                "SELECT seq, reason FROM quarantine WHERE journal = ? ORDER BY seq LIMIT ?", (journal, limit)
            )
            return tuple((row[0], row[1]) for row in rows)


def _marks(stores: Sequence[str]) -> str:
    return ",".join("?" * len(stores))


def _is_filled(tables: Tables, public_key: str, stores: Sequence[str]) -> bool:
    rows = tables.rows(
        "SELECT f.stores FROM scope_feed_self f, hub_self h WHERE f.public_key = ? AND f.filled = h.position",
        (public_key,),
    )
    return bool(rows) and rows[0][0] == json.dumps(list(stores))


def _fill(tables: Tables, public_key: str, stores: Sequence[str]) -> None:
    """Under the lock of this workstation's row; the hub's last position is read once it is held."""
    filled, size = _lock(tables, public_key, stores)
    ((last,),) = tables.rows("SELECT position FROM hub_self")
    placed = "SELECT e.position FROM subject_store s JOIN event_subject e ON e.subject = s.subject"
    inside = f"s.store IN ({_marks(stores)}) AND s.entered <= ? AND e.position <= ?"
    added = tables.change(
        "INSERT INTO scope_feed (public_key, n, position, seen)"
        " SELECT ?, ? + row_number() OVER (ORDER BY found.position), found.position, ? FROM ("
        " SELECT position FROM event_subject WHERE subject IN (?, ?) AND position > ? AND position <= ?"
        f" UNION {placed} WHERE {inside} AND e.position > ?"
        f" UNION {placed} WHERE {inside} AND s.entered > ?) AS found"
        " WHERE NOT EXISTS"
        " (SELECT 1 FROM scope_feed f WHERE f.public_key = ? AND f.position = found.position)",
        (
            public_key, size, last, EVERYBODY, key_subject(public_key), filled, last,
            *stores, last, last, filled, *stores, last, last, filled,
            public_key,
        ),
    )  # fmt: skip
    tables.change(
        "UPDATE scope_feed_self SET filled = ?, size = ? WHERE public_key = ?", (last, size + added, public_key)
    )


def _lock(tables: Tables, public_key: str, stores: Sequence[str]) -> tuple[int, int]:
    """Filled up to which position, and how long the list is. A list of another scope is begun anew."""
    wanted = json.dumps(list(stores))
    tables.change(
        "INSERT INTO scope_feed_self (public_key, token, stores, filled, size) VALUES (?, ?, ?, 0, 0)"
        " ON CONFLICT DO NOTHING",
        (public_key, new_id(), wanted),
    )
    tables.change("UPDATE scope_feed_self SET size = size WHERE public_key = ?", (public_key,))
    ((had, filled, size),) = tables.rows(
        "SELECT stores, filled, size FROM scope_feed_self WHERE public_key = ?", (public_key,)
    )
    if had == wanted:
        return filled, size
    tables.change("DELETE FROM scope_feed WHERE public_key = ?", (public_key,))
    tables.change(
        "UPDATE scope_feed_self SET stores = ?, token = ?, filled = 0, size = 0 WHERE public_key = ?",
        (wanted, new_id(), public_key),
    )
    return 0, 0


def _events(
    tables: Tables, public_key: str, after: int, without: str, limit: int, most_bytes: int
) -> tuple[list[PulledEvent], bool]:
    """The events, and whether there may be more behind the last of them. The database sends no more than fits."""
    rows = tables.rows(
        "WITH behind AS ("
        " SELECT f.n, e.received, e.body, e.body_hash FROM scope_feed f JOIN journal_event e ON e.position = f.position"
        " WHERE f.public_key = ? AND f.n > ? AND e.journal <> ? ORDER BY f.n LIMIT ?"
        "), counted AS ("
        " SELECT *, sum(length(body)) OVER (ORDER BY n) AS size, row_number() OVER (ORDER BY n) AS place,"
        " count(*) OVER () AS found FROM behind)"
        " SELECT n, received, body, body_hash, found FROM counted WHERE place = 1 OR size <= ? ORDER BY n",
        (public_key, after, without, limit, most_bytes),
    )
    found = rows[0][4] if rows else 0
    events = [PulledEvent(row[0], row[1], bytes(row[2]), bytes(row[3])) for row in rows]
    return events, found == limit or len(rows) < found


def _mark(tables: Tables, public_key: str, place: int) -> bytes | None:
    if place == 0:
        return b""
    rows = tables.rows(
        "SELECT s.token, e.mark FROM scope_feed_self s JOIN scope_feed f ON f.public_key = s.public_key"
        " JOIN journal_event e ON e.position = f.seen WHERE s.public_key = ? AND f.n = ?",
        (public_key, place),
    )
    if not rows:
        return None
    token, mark = rows[0]
    return hashlib.sha256(f"{token} {place} ".encode() + bytes(mark)).digest()
