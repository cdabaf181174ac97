"""What the hub reads from PostgreSQL, each inside one snapshot or by one statement."""

from fleetdesk.hub.continuation import Head
from fleetdesk.hub.postgres_database import Connection
from fleetdesk.hub.scope_index import withhold
from fleetdesk.hub.store import HubSelf, Page, PulledEvent
from fleetdesk.hub.tables import PostgresTables


def whoami(connection: Connection) -> HubSelf:
    row = connection.execute("SELECT hub, epoch, signing_seed FROM hub_self").fetchone()
    assert row is not None
    return HubSelf(row[0], row[1], row[2])


def head(connection: Connection, journal: str) -> Head | None:
    row = connection.execute("SELECT seq, hash, public_key FROM journal_head WHERE journal = %s", (journal,)).fetchone()
    return None if row is None else Head(journal, row[0], row[1], row[2])


def heads(connection: Connection, public_key: str) -> tuple[Head, ...]:
    rows = connection.execute(
        "SELECT journal, seq, hash, public_key FROM journal_head WHERE public_key = %s ORDER BY journal", (public_key,)
    )
    return tuple(Head(*row) for row in rows)


def bodies(connection: Connection, journal: str, after: int, limit: int) -> list[bytes]:
    rows = connection.execute(
        "SELECT body FROM journal_event WHERE journal = %s AND seq > %s ORDER BY seq LIMIT %s",
        (journal, after, limit),
        binary=True,
    )
    return [row[0] for row in rows]


def mark_at(connection: Connection, position: int) -> bytes | None:
    if position == 0:
        return b""
    row = connection.execute("SELECT mark FROM journal_event WHERE position = %s", (position,), binary=True).fetchone()
    return None if row is None else row[0]


def page(connection: Connection, after: int, without: str | None, limit: int, most_bytes: int) -> Page:
    row = connection.execute("SELECT epoch, position, quarantined FROM hub_self").fetchone()
    assert row is not None
    epoch, last, aside = row
    events, full = _events_behind(connection, after, without or "", limit, most_bytes)
    then = events[-1].position if full else last
    shown = withhold(PostgresTables(connection), events) if aside else tuple(events)
    return Page(epoch, shown, then, mark_at(connection, then) or b"", last)


def _events_behind(
    connection: Connection, after: int, without: str, limit: int, most_bytes: int
) -> tuple[list[PulledEvent], bool]:
    """The events, and whether there may be more behind the last of them. The database sends no more than fits."""
    rows = connection.execute(
        "WITH behind AS ("
        " SELECT position, received, body, body_hash FROM journal_event"
        " WHERE position > %s AND journal <> %s ORDER BY position LIMIT %s"
        "), counted AS ("
        " SELECT *, sum(length(body)) OVER sofar AS size, row_number() OVER sofar AS place, count(*) OVER () AS found"
        " FROM behind WINDOW sofar AS (ORDER BY position))"
        " SELECT position, received, body, body_hash, found FROM counted WHERE place = 1 OR size <= %s"
        " ORDER BY position",
        (after, without, limit, most_bytes),
        binary=True,
    ).fetchall()
    found = rows[0][4] if rows else 0
    return [PulledEvent(*row[:4]) for row in rows], found == limit or len(rows) < found
