"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket in it, and a fresh database a test.

It never runs as root, ends when the tests end, however they end, and can be restarted or crashed meanwhile.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from fleetdesk.hub.postgres_store import PostgresStore
from tests.devices.simulated import missing

APT = "apt-get install postgresql"
GUARD = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server 2>/dev/null; wait $server'
"""The guard's stdin is the tests': when they are gone it ends, and so does the server."""


class PostgresServer:
    """`durable`: with fsync, as in earnest; without it a crash of the server alone loses nothing either."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder = folder
        self._bin = _programs()
        self._user = _not_root()
        self._durable = durable
        if self._user is not None:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", str(folder / "data"), "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self._guard: subprocess.Popen[bytes] | None = None
        self.start()
        self._make_template()

    def start(self) -> None:
        with (self._folder / "server.log").open("ab") as log:
            self._guard = subprocess.Popen(
                [
                    "sh", "-c", GUARD, "sh", str(self._bin / "postgres"), "-D", str(self._folder / "data"),
                    "-k", str(self._folder), "-c", "listen_addresses=", "-c", "max_connections=120",
                    "-c", f"fsync={'on' if self._durable else 'off'}", "-c", "max_wal_size=4GB",
                ],
                stdin=subprocess.PIPE, stdout=log, stderr=log, user=self._user, cwd=self._folder,
            )  # fmt: skip
        self._wait_until_it_answers()

    def stop(self, *, crash: bool = False) -> None:
        """`crash`: as after a power cut, with recovery at the next start; else in order, but at once."""
        if self._guard is None:
            return
        assert self._guard.stdin is not None
        pid = self._pid()
        if pid is not None:
            os.kill(pid, signal.SIGQUIT if crash else signal.SIGINT)
            _wait(lambda: self._pid() is None, "the server ends")
        self._guard.stdin.close()
        self._guard.wait(20)
        self._guard = None

    def url(self, database: str) -> str:
        return f"postgresql://hub@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """The address of a fresh one that has the tables and is no hub yet."""
        name = f"hub_{uuid4().hex}"
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE fleetdesk_template STRATEGY FILE_COPY")
        return self.url(name)

    def ask(self, database: str, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description is not None else []

    def _make_template(self) -> None:
        self.ask("postgres", "CREATE DATABASE fleetdesk_template")
        PostgresStore(self.url("fleetdesk_template")).close()
        self.ask("fleetdesk_template", "DELETE FROM hub_self")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), *arguments], check=True, capture_output=True, user=self._user, cwd=self._folder
        )

    def _pid(self) -> int | None:
        try:
            return int((self._folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _wait_until_it_answers(self) -> None:
        def answers() -> bool:
            try:
                self.ask("postgres", "SELECT 1")
            except psycopg.OperationalError:
                assert self._guard is not None
                assert self._guard.poll() is None, (self._folder / "server.log").read_text()[-2000:]
                return False
            return True

        _wait(answers, "the server answers")


@contextmanager
def postgres_server(*, durable: bool = False) -> Generator[PostgresServer]:
    """Skips, or fails in CI, where PostgreSQL is not installed."""
    _programs()
    folder = Path(tempfile.mkdtemp(prefix="fleetdesk-postgres-"))
    server = None
    try:
        server = PostgresServer(folder, durable=durable)
        yield server
    finally:
        if server is not None:
            server.stop(crash=True)
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Debian keeps them beside the PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    for folder in (*reversed(beside), *([Path(on_path).parent] if on_path else [])):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    missing(f"PostgreSQL is missing: {APT}")


def _not_root() -> str | None:
    """PostgreSQL refuses to run as root: whose process it is instead."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait(until: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 30
    while not until():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.01)
