"""The shape of the database file, step by step. A step that was released is never edited.

Steps are sqlite-utils migrations (each atomic); `PRAGMA user_version` counts them, so that a start with nothing to do
costs one read, and a file of a newer Fleetdesk is refused in plain words. Before any step an older file is copied.
Tables: `journal_*` never changed, `p_*` dropped and refilled by `rebuild`, `local_*` untouched by it and never synced.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.sqlite import Connection
from fleetdesk.storage.projections import counted
from fleetdesk.storage.projections.tables import PROJECTION_TABLES, statements
from fleetdesk.storage.rebuild import rebuild

JOURNAL_TABLES = """
CREATE TABLE journal_known (
    number INTEGER PRIMARY KEY, journal TEXT NOT NULL UNIQUE, own INTEGER NOT NULL, public_key TEXT);
CREATE TABLE journal_event (
    number INTEGER NOT NULL REFERENCES journal_known, seq INTEGER NOT NULL, id TEXT NOT NULL, hlc TEXT NOT NULL,
    kind TEXT NOT NULL, body BLOB NOT NULL, body_hash BLOB NOT NULL, hash BLOB,
    PRIMARY KEY (number, seq));
CREATE INDEX journal_event_id ON journal_event (id);
CREATE INDEX journal_event_kind ON journal_event (kind, hlc);
CREATE TABLE journal_subject (
    subject TEXT NOT NULL, hlc TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (subject, hlc, number, seq)) WITHOUT ROWID;
CREATE TABLE journal_head (
    number INTEGER PRIMARY KEY REFERENCES journal_known, seq INTEGER NOT NULL, hash BLOB NOT NULL, hlc TEXT NOT NULL);
CREATE TABLE journal_blob (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, media_type TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
"""

LOCAL_TABLES = """
CREATE TABLE local_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_draft (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, template TEXT NOT NULL, template_version INTEGER NOT NULL,
    started_at TEXT NOT NULL, updated_at TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE local_sync (
    hub TEXT PRIMARY KEY, url TEXT NOT NULL UNIQUE, hub_key TEXT NOT NULL, epoch TEXT NOT NULL,
    position INTEGER NOT NULL, mark TEXT NOT NULL, pushed_journal TEXT, pushed_seq INTEGER NOT NULL,
    synced_at TEXT) WITHOUT ROWID;
CREATE TABLE local_blob_receipt (sha256 TEXT NOT NULL, hub TEXT NOT NULL, held_at TEXT NOT NULL,
    PRIMARY KEY (sha256, hub)) WITHOUT ROWID;
CREATE TABLE local_port (url TEXT PRIMARY KEY, added_at TEXT NOT NULL, last_identity TEXT) WITHOUT ROWID;
"""


def m0001_journal_projections_local(connection: Connection) -> None:
    for script in (JOURNAL_TABLES, PROJECTION_TABLES, LOCAL_TABLES):
        for statement in statements(script):
            connection.execute(statement)
    counted.follow(connection)


LOCAL_TABLES_2 = """
CREATE TABLE local_broken_seal (inspection TEXT PRIMARY KEY, place TEXT NOT NULL, found_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_set_aside (
    hub TEXT NOT NULL, journal TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (hub, journal, seq)) WITHOUT ROWID;
"""


def m0002_inspection_log_and_work(connection: Connection) -> None:
    """What this laptop found broken and what its hubs set aside are its own; the log of inspections, work orders and a
    counter's epoch are folded from the journal as everything that is shown."""
    for statement in statements(LOCAL_TABLES_2):
        connection.execute(statement)
    rebuild(connection)


BUNDLE_TABLES = """
CREATE TABLE local_bundle_writer (
    public_key TEXT PRIMARY KEY, address TEXT, accepted_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_bundle_sent (address TEXT PRIMARY KEY, last_row INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_bundle_blob (
    address TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (address, sha256)) WITHOUT ROWID;
CREATE TABLE local_signed_head (
    journal TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, public_key TEXT NOT NULL,
    signature TEXT NOT NULL) WITHOUT ROWID;
"""


def m0003_bundles(connection: Connection) -> None:
    """Whose bundles are read here, what was written for whom, and what the writers of other journals signed. Work
    orders are kept by device: of one id used for two devices both stand."""
    for statement in statements(BUNDLE_TABLES):
        connection.execute(statement)
    key = [row[1] for row in connection.execute("PRAGMA table_info(p_work)") if row[5]]
    if key == ["id"]:  # else this very start has just rebuilt it
        rebuild(connection)


STEPS: tuple[Callable[[Connection], None], ...] = (
    m0001_journal_projections_local,
    m0002_inspection_log_and_work,
    m0003_bundles,
)


def bring_up_to_date(path: Path, key: bytes | None, backups: Path) -> None:
    """Creates or migrates the file. Raises StorageError for a newer file, or one whose copy cannot be made."""
    connection = sqlite.open_file(path, key)
    try:
        found = version_of(connection)
        if found > len(STEPS):
            raise StorageError(
                "This database was written by a newer Fleetdesk.",
                f"{path} has version {found}; this program knows versions up to {len(STEPS)}.",
                "Install the newer Fleetdesk. Nothing was changed.",
            )
        if found < len(STEPS):
            if found:
                copy_aside(connection, backups / f"before-version-{len(STEPS)}.db")
            _apply(connection)
    except sqlite.DatabaseError as error:
        raise sqlite.explain(error, path) from error
    except OSError as error:
        raise StorageError(
            "The database could not be copied before its upgrade.",
            f"{error.strerror}: {error.filename}",
            "Free some space or mend the folder 'backups', then start again. Nothing was changed.",
        ) from error
    finally:
        connection.close()


def version_of(connection: Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy_aside(connection: Connection, target: Path) -> None:
    """A whole, encrypted copy of the database in one file. An older copy of that name is kept under a number."""
    target.parent.mkdir(parents=True, exist_ok=True)
    free = target
    number = 1
    while free.exists():
        number += 1
        free = target.with_stem(f"{target.stem}-{number}")
    connection.execute("VACUUM INTO ?", (str(free),))


def _apply(connection: Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations("fleetdesk")
    for number, step in enumerate(STEPS, 1):
        migrations(name=step.__name__)(_numbered(number, step))
    migrations.apply(Database(cast(Any, connection)))


def _numbered(number: int, step: Callable[[Connection], None]) -> Callable[[Any], None]:
    def run(db: Any) -> None:
        step(cast(Connection, db.conn))
        db.conn.execute(f"PRAGMA user_version = {number}")

    run.__name__ = step.__name__
    return run
