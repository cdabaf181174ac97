"""The shape of the hub's SQLite file, step by step. A step that was released is never edited.

Each step and its number are one transaction. Before a step an older file is copied; a newer file is refused.
"""

from collections.abc import Callable
from pathlib import Path

from fleetdesk.domain.errors import StorageError
from fleetdesk.hub import scope_index
from fleetdesk.hub.tables import SqliteTables
from fleetdesk.sqlite import Connection

M0001 = """
CREATE TABLE hub_self (
    one INTEGER PRIMARY KEY CHECK (one = 1), hub TEXT NOT NULL, epoch TEXT NOT NULL, signing_seed BLOB NOT NULL,
    position INTEGER NOT NULL, mark BLOB NOT NULL);
CREATE TABLE journal_head (
    journal TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL, public_key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal_event (
    journal TEXT NOT NULL REFERENCES journal_head, seq INTEGER NOT NULL, position INTEGER NOT NULL UNIQUE,
    id TEXT NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, body_hash BLOB NOT NULL, hash BLOB NOT NULL,
    mark BLOB NOT NULL, received INTEGER NOT NULL, PRIMARY KEY (journal, seq));
CREATE TABLE journal_aside (
    journal TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL, received INTEGER NOT NULL,
    PRIMARY KEY (journal, seq, hash)) WITHOUT ROWID;
CREATE TABLE workstation_key (
    public_key TEXT PRIMARY KEY, how TEXT NOT NULL, enrolled_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE request_nonce (nonce TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX request_nonce_until ON request_nonce (until);
"""
M0002 = """
ALTER TABLE workstation_key ADD COLUMN role TEXT NOT NULL DEFAULT 'technician';
ALTER TABLE workstation_key ADD COLUMN stores TEXT;
ALTER TABLE workstation_key ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE workstation_key ADD COLUMN revoked_at INTEGER;
ALTER TABLE workstation_key ADD COLUMN revoked_why TEXT NOT NULL DEFAULT '';
CREATE TABLE enrol_code (
    id TEXT PRIMARY KEY, secret_hash BLOB NOT NULL, role TEXT NOT NULL, stores TEXT, name TEXT NOT NULL,
    made_at INTEGER NOT NULL, until INTEGER NOT NULL, used_by TEXT, used_at INTEGER) WITHOUT ROWID;
CREATE TABLE audit (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, act TEXT NOT NULL, public_key TEXT NOT NULL, detail TEXT NOT NULL);
"""

M0003 = """
ALTER TABLE hub_self ADD COLUMN quarantined INTEGER NOT NULL DEFAULT 0;
CREATE TABLE event_subject (
    subject TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (subject, position)) WITHOUT ROWID;
CREATE TABLE subject_store (
    subject TEXT NOT NULL, store TEXT NOT NULL, entered INTEGER NOT NULL, PRIMARY KEY (subject, store)) WITHOUT ROWID;
CREATE INDEX subject_store_store ON subject_store (store, entered);
CREATE TABLE subject_link (holder TEXT NOT NULL, held TEXT NOT NULL, PRIMARY KEY (holder, held)) WITHOUT ROWID;
CREATE TABLE blob_subject (sha256 TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (sha256, subject)) WITHOUT ROWID;
CREATE TABLE quarantine (
    position INTEGER PRIMARY KEY, journal TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE INDEX quarantine_journal ON quarantine (journal, seq);
CREATE TABLE foreign_subject (
    public_key TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (public_key, subject)) WITHOUT ROWID;
CREATE TABLE scope_feed_self (
    public_key TEXT PRIMARY KEY, token TEXT NOT NULL, stores TEXT NOT NULL, filled INTEGER NOT NULL,
    size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE scope_feed (
    public_key TEXT NOT NULL, n INTEGER NOT NULL, position INTEGER NOT NULL, seen INTEGER NOT NULL,
    PRIMARY KEY (public_key, n), UNIQUE (public_key, position)) WITHOUT ROWID;
"""


def m0001_journals_keys_nonces(connection: Connection) -> None:
    for statement in M0001.split(";"):
        if statement.strip():
            connection.execute(statement)


def m0002_workstations_codes_audit(connection: Connection) -> None:
    for statement in M0002.split(";"):
        if statement.strip():
            connection.execute(statement)


def m0003_scope(connection: Connection) -> None:
    for statement in M0003.split(";"):
        if statement.strip():
            connection.execute(statement)
    scope_index.build(SqliteTables(connection))


STEPS: tuple[Callable[[Connection], None], ...] = (
    m0001_journals_keys_nonces,
    m0002_workstations_codes_audit,
    m0003_scope,
)


def bring_up_to_date(connection: Connection, path: Path) -> None:
    """Raises StorageError for a file of a newer Fleetdesk; then nothing was changed."""
    found = _version(connection)
    if found > len(STEPS):
        raise StorageError(
            "This hub database was written by a newer Fleetdesk.",
            f"{path} has version {found}; this program knows versions up to {len(STEPS)}.",
            "Install the newer Fleetdesk. Nothing was changed.",
        )
    if 0 < found < len(STEPS):
        copy = path.with_name(f"{path.stem}-before-version-{len(STEPS)}{path.suffix}")
        if not copy.exists():
            connection.execute("VACUUM INTO ?", (str(copy),))
    for number, step in enumerate(STEPS, 1):
        _apply(connection, number, step)


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply(connection: Connection, number: int, step: Callable[[Connection], None]) -> None:
    """The version is looked at under the write lock: two hubs may start on one file."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < number:
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
