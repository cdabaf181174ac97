"""One writer thread, read-only readers: every access of the desktop to its database file goes through here.

`write(fn)` runs `fn(connection)` on the writer thread inside BEGIN IMMEDIATE ... COMMIT and returns a future; an
exception rolls everything back. `read(fn)` runs on the caller's thread with a connection of that thread that cannot
write. After a failed COMMIT the writer reopens the file: a failed fsync is never "retried".
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fleetdesk import sqlite
from fleetdesk.sqlite import Connection

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    outcome: "Future[Any]"


class Database:
    """Owns the writer thread and hands out readers. `close()` finishes queued writes and reads under way first."""

    def __init__(self, path: Path, key: bytes | None, *, synchronous: str = "FULL") -> None:
        self.path = path
        self._key = key
        self._synchronous = synchronous
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = sqlite.Readers(lambda: sqlite.open_file(path, key, read_only=True))
        self._guard = threading.Lock()
        self._closed = False
        self._writer: Connection | None = self._open()
        self._thread = threading.Thread(target=self._run, name="fleetdesk-db", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Queues one unit of work. The future's result is there only once the commit is durable."""
        outcome: Future[T] = Future()
        with self._guard:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._jobs.put(_Job(work, outcome))
        return outcome

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` with this thread's read-only connection, in one snapshot of the database."""
        with self._readers.reading() as connection:
            if connection.in_transaction:  # a read within a read: the same snapshot
                return work(connection)
            try:
                connection.execute("BEGIN")
                try:
                    return work(connection)
                finally:
                    if connection.in_transaction:
                        connection.execute("COMMIT")
            except sqlite.DatabaseError as error:
                raise sqlite.explain(error, self.path) from error

    def data_version(self) -> int:
        """Changes when anybody else committed to the file since this thread's last look."""
        with self._readers.reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._readers.close()
        self._abandon_writer()

    def _open(self) -> Connection:
        return sqlite.open_file(self.path, self._key, synchronous=self._synchronous)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if job.outcome.set_running_or_notify_cancel():
                self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            if self._writer is None:
                self._writer = self._open()
            result = in_transaction(self._writer, job.work)
        except sqlite.DatabaseError as error:
            self._abandon_writer()
            explained = sqlite.explain(error, self.path)
            explained.__cause__ = error
            job.outcome.set_exception(explained)
        except BaseException as error:  # noqa: BLE001 - the caller gets it from the future
            job.outcome.set_exception(error)
        else:
            job.outcome.set_result(result)

    def _abandon_writer(self) -> None:
        """What a failed write left in memory is not trusted: the next write opens the file anew."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def in_transaction(connection: Connection, work: Callable[[Connection], T]) -> T:
    """`work` inside BEGIN IMMEDIATE ... COMMIT; any exception rolls back and goes on."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result
