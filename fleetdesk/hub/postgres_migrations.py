"""The shape of the hub's PostgreSQL database, step by step. A step that was released is never edited.

Each step and its number are one transaction under one advisory lock: replicas may start at the same moment. A newer
database is refused before anything is changed.
"""

from collections.abc import Callable

from fleetdesk.domain.errors import StorageError
from fleetdesk.hub.postgres_database import Connection

LOCK = (0x666C6565, 1)
"""The advisory lock of two numbers: never taken for anything else ("flee", 1)."""

M0001 = """
CREATE TABLE hub_self (
    one smallint PRIMARY KEY CHECK (one = 1), hub text NOT NULL, epoch text NOT NULL, signing_seed bytea NOT NULL,
    position bigint NOT NULL, mark bytea NOT NULL) WITH (fillfactor = 10);
CREATE TABLE journal_head (
    journal text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL,
    public_key text COLLATE "C" NOT NULL) WITH (fillfactor = 50);
CREATE INDEX journal_head_public_key ON journal_head (public_key);
CREATE TABLE journal_event (
    journal text COLLATE "C" NOT NULL, seq bigint NOT NULL, position bigint NOT NULL UNIQUE, received bigint NOT NULL,
    id text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, body bytea NOT NULL, body_hash bytea NOT NULL,
    hash bytea NOT NULL, mark bytea NOT NULL, PRIMARY KEY (journal, seq));
CREATE TABLE journal_aside (
    journal text COLLATE "C" NOT NULL, seq bigint NOT NULL, hash bytea NOT NULL, body bytea NOT NULL,
    received bigint NOT NULL, PRIMARY KEY (journal, seq, hash));
CREATE TABLE workstation_key (
    public_key text COLLATE "C" PRIMARY KEY, how text NOT NULL, enrolled_at bigint NOT NULL);
CREATE TABLE request_nonce (nonce text COLLATE "C" PRIMARY KEY, until bigint NOT NULL);
CREATE INDEX request_nonce_until ON request_nonce (until);
"""
"""No foreign key from event to head: the head is written under its lock in the same transaction, and one check a row
would cost more than the rows."""


def m0001_journals_keys_nonces(connection: Connection) -> None:
    connection.execute(M0001)


STEPS: tuple[Callable[[Connection], None], ...] = (m0001_journals_keys_nonces,)


def bring_up_to_date(connection: Connection) -> None:
    """Raises StorageError for a database of a newer Fleetdesk, or one that cannot hold every text."""
    _holds_every_text(connection)
    with connection.transaction():
        _lock(connection)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS hub_migration"
            " (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        found = _version(connection)
    if found > len(STEPS):
        raise StorageError(
            "This hub database was written by a newer Fleetdesk.",
            f"It has version {found}; this program knows versions up to {len(STEPS)}.",
            "Install the newer Fleetdesk. Nothing was changed.",
        )
    for number, step in enumerate(STEPS, 1):
        _apply(connection, number, step)


def _apply(connection: Connection, number: int, step: Callable[[Connection], None]) -> None:
    with connection.transaction():
        _lock(connection)
        if _version(connection) < number:
            step(connection)
            connection.execute("INSERT INTO hub_migration (number, name) VALUES (%s, %s)", (number, step.__name__))


def _lock(connection: Connection) -> None:
    """Until the end of this transaction."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)


def _version(connection: Connection) -> int:
    row = connection.execute("SELECT coalesce(max(number), 0) FROM hub_migration").fetchone()
    return 0 if row is None else int(row[0])


def _holds_every_text(connection: Connection) -> None:
    row = connection.execute("SHOW server_encoding").fetchone()
    if row is not None and row[0] != "UTF8":
        raise StorageError(
            "The hub's database has the wrong encoding.", f"It is {row[0]}; names in other scripts would be refused.",
            "Create it with: createdb --encoding=UTF8 --template=template0 NAME",
        )  # fmt: skip
