"""The hub's SQLite file: one writing connection behind a lock, a reading one for each thread, WAL and FULL.

Several processes may open one file. Foreign errors leave here as StorageError in words.
"""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.hub import migrations
from fleetdesk.sqlite import Connection


class HubFile:
    """Opens the file, made at the first start and readable by its owner only: it holds the hub's key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._readers = sqlite.Readers(lambda: sqlite.open_file(path, None, read_only=True))
        self._writer: Connection | None = None
        _make_private(path)
        try:
            with self._explained():
                self._writer = sqlite.open_file(path, None)
                migrations.bring_up_to_date(self._writer, path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._readers.close()
        with self._guard:
            self._abandon_writer()

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction. After a failed one the file is opened anew: a failed fsync is never "retried"."""
        with self._guard, self._explained():
            self._writer = self._writer or sqlite.open_file(self._path, None)
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                self._abandon_writer()
                raise

    def _abandon_writer(self) -> None:
        """Closing rolls back what was not committed."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One snapshot."""
        with self._explained(), self._readers.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except sqlite.DatabaseError as error:
            raise sqlite.explain(error, self._path) from error


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(
            f"The hub's database {path} cannot be made.",
            str(error.strerror),
            "Choose another place with --database.",
        ) from error
