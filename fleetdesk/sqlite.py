"""The SQLite engine: the one place that imports it, checks its version, and opens files with our pragmas.

The engine is SQLCipher (encryption at rest) on SQLite >= 3.51.3: older ones can corrupt a WAL database that has two
connections. It is registered as `pysqlite3` before sqlite_utils is imported, so that both share exception classes.
"""

import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import sqlcipher3.dbapi2 as _engine

from fleetdesk.domain.errors import StorageError

sys.modules.setdefault("pysqlite3", cast(Any, _engine))
sys.modules.setdefault("pysqlite3.dbapi2", cast(Any, _engine))

OLDEST_ENGINE = (3, 51, 3)
BROKEN_ENGINES = ((3, 52, 0),)
BUSY_TIMEOUT_MS = 5000
CACHE_KIB = 64 * 1024
READER_CACHE_KIB = 16 * 1024
"""Pages that a connection keeps decrypted; SQLite's own 2 MiB are passed by one screen of a large fleet."""

Error: type[Exception] = cast(Any, _engine).Error
DatabaseError: type[Exception] = cast(Any, _engine).DatabaseError
OperationalError: type[Exception] = cast(Any, _engine).OperationalError
IntegrityError: type[Exception] = cast(Any, _engine).IntegrityError


class Cursor(Protocol):
    """The part of a DB-API cursor that Fleetdesk uses."""

    rowcount: int
    description: Any

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchmany(self, size: int = ...) -> list[Any]: ...
    def __iter__(self) -> Any: ...
    def __next__(self) -> Any: ...


class Connection(Protocol):
    """The part of a DB-API connection that Fleetdesk uses. Autocommit: transactions are begun by hand."""

    in_transaction: bool
    row_factory: Any

    def execute(self, sql: str, parameters: Any = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Any, /) -> Cursor: ...
    def executescript(self, sql: str, /) -> Cursor: ...
    def backup(self, target: Any) -> None: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


def engine_version() -> tuple[int, ...]:
    return tuple(int(part) for part in cast(str, cast(Any, _engine).sqlite_version).split("."))


def check_engine(version: tuple[int, ...]) -> None:
    """Raises StorageError for an engine that can corrupt our files."""
    if version < OLDEST_ENGINE or version in BROKEN_ENGINES:
        text = ".".join(map(str, version))
        raise StorageError(
            "This SQLite engine is too old to be safe.",
            f"Version {text} can damage a database that two programs have open.",
            "Install a newer one: pip install --upgrade 'sqlcipher3>=0.6.4'",
        )


def open_file(path: Path, key: bytes | None, *, read_only: bool = False, synchronous: str = "FULL") -> Connection:
    """Opens (and, unless `read_only`, creates) a database file.

    `key` is 32 random bytes, or None for a file without encryption. `synchronous` is FULL everywhere but in the fault
    tests' control. Raises StorageError when the file cannot be opened with this key or is no database.
    """
    check_engine(engine_version())
    connection = _connect(path, read_only)
    try:
        _configure(connection, key, read_only, synchronous)
    except DatabaseError as error:
        connection.close()
        raise explain(error, path) from error
    return connection


def _connect(path: Path, read_only: bool) -> Connection:
    mode = "ro" if read_only else "rwc"
    try:
        return cast(
            Connection,
            cast(Any, _engine).connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
            ),
        )
    except DatabaseError as error:
        raise explain(error, path) from error


def _configure(connection: Connection, key: bytes | None, read_only: bool, synchronous: str) -> None:
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB if read_only else CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute(f"PRAGMA synchronous = {synchronous}")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")


class Readers:
    """A read-only connection for each thread that reads, and their end: a connection that is closed while another
    thread reads with it takes the whole process down."""

    def __init__(self, open_one: Callable[[], Connection], patience_s: float = 5.0) -> None:
        self._open_one = open_one
        self._patience_s = patience_s
        self._mine = threading.local()
        self._open: list[tuple[threading.Thread, Connection]] = []
        self._changed = threading.Condition()
        self._busy = 0
        self._closed = False

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """This thread's connection. Raises RuntimeError once they are closed."""
        depth: int = getattr(self._mine, "depth", 0)
        with self._changed:
            if self._closed and not depth:
                raise RuntimeError("the database is closed")
            self._busy += 1
        self._mine.depth = depth + 1
        try:
            yield self._connection()
        finally:
            self._mine.depth = depth
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Waits for who reads; after `patience_s` a query that still runs is interrupted."""
        with self._changed:
            self._closed = True
            while not self._changed.wait_for(lambda: self._busy == 0, self._patience_s):
                for _, connection in self._open:
                    connection.interrupt()
            for _, connection in self._open:
                connection.close()
            self._open.clear()

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = self._open_one()
            with self._changed:
                self._close_left_behind()
                self._open.append((threading.current_thread(), connection))
        return connection

    def _close_left_behind(self) -> None:
        """Those of threads that have ended: a pool that lets idle threads go would gather files and caches for ever."""
        left = [connection for thread, connection in self._open if not thread.is_alive()]
        self._open = [(thread, connection) for thread, connection in self._open if thread.is_alive()]
        for connection in left:
            connection.close()


def explain(error: Exception, path: Path) -> StorageError:
    """SQLite's codes in plain words; the cause stays attached by `raise ... from`."""
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return StorageError(
            f"The database file {path} cannot be read.",
            "It is damaged, is no Fleetdesk database, or its key is another one.",
            "Nothing was changed. Restore the newest file from the folder 'backups' beside it.",
        )
    if "locked" in text or "busy" in text:
        return StorageError(
            "The database is busy.", f"Another program holds {path} locked.", "Close it, then try again."
        )
    if "full" in text:
        return StorageError(
            "The disk is full.", "What was already saved is safe; this was not saved.", "Free some space, then repeat."
        )
    if "readonly" in text or "unable to open" in text:
        return StorageError(
            f"The database file {path} cannot be opened.",
            text[:1].upper() + text[1:] + ".",
            "Check that the folder exists and that you may write to it.",
        )
    return StorageError(
        f"The database {path} reported an error.", text, "Try again; if it stays, run: fleetdesk verify"
    )
