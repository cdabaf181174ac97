"""The hub's store in PostgreSQL: for several replicas over one database. It holds nothing itself."""

import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager

from fleetdesk.hub import postgres_migrations, postgres_push, postgres_read
from fleetdesk.hub.continuation import Head, Push
from fleetdesk.hub.postgres_database import Connection, Limits, PostgresDatabase
from fleetdesk.hub.scoped_feed import ScopedFeed
from fleetdesk.hub.store import HubSelf, Page, Pushed
from fleetdesk.hub.tables import PostgresTables, Tables
from fleetdesk.hub.workstations import Workstations
from fleetdesk.runtime.ids import new_id

MIGRATION_S = 600
FORGET_EVERY_S = 10.0


class PostgresStore:
    """A `Store`."""

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self._database = PostgresDatabase(url, limits)
        self._forget_at_s = 0.0
        with self._database.alone(MIGRATION_S) as connection:
            postgres_migrations.bring_up_to_date(connection)
            _first_start(connection)
        self._database.open()

    def whoami(self) -> HubSelf:
        with self._database.asking() as connection:
            return postgres_read.whoami(connection)

    def new_epoch(self) -> str:
        epoch = new_id()
        with self._database.asking() as connection:
            connection.execute("UPDATE hub_self SET epoch = %s", (epoch,))
        return epoch

    def head(self, journal: str) -> Head | None:
        with self._database.asking() as connection:
            return postgres_read.head(connection, journal)

    def heads(self, public_key: str) -> tuple[Head, ...]:
        with self._database.asking() as connection:
            return postgres_read.heads(connection, public_key)

    def push(self, push: Push, received_ms: int) -> Pushed:
        with self._database.writing() as connection:
            return postgres_push.take(connection, push, received_ms)

    def page(self, after: int, *, without: str | None, limit: int, most_bytes: int) -> Page:
        with self._database.reading() as connection:
            return postgres_read.page(connection, after, without, limit, most_bytes)

    def bodies(self, journal: str, after: int, limit: int) -> list[bytes]:
        with self._database.asking() as connection:
            return postgres_read.bodies(connection, journal, after, limit)

    def mark(self, position: int) -> bytes | None:
        with self._database.asking() as connection:
            return postgres_read.mark_at(connection, position)

    @property
    def workstations(self) -> Workstations:
        return Workstations(self._writing_tables, self._reading_tables)

    @property
    def feed(self) -> ScopedFeed:
        return ScopedFeed(self._writing_tables, self._reading_tables)

    def first_use(self, nonce: str, now_ms: int, until_ms: int) -> bool:
        """On disk before what it allows is: the log is one, and a push behind it waits for the disk."""
        with self._database.writing() as connection:
            connection.execute("SET LOCAL synchronous_commit = off")
            self._forget(connection, now_ms)
            done = connection.execute(
                "INSERT INTO request_nonce VALUES (%s, %s) ON CONFLICT (nonce) DO UPDATE SET until = excluded.until"
                " WHERE request_nonce.until < %s",
                (nonce, until_ms, now_ms),
            )
            return done.rowcount == 1

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _writing_tables(self) -> Generator[Tables]:
        with self._database.writing() as connection:
            yield PostgresTables(connection)

    @contextmanager
    def _reading_tables(self) -> Generator[Tables]:
        with self._database.reading() as connection:
            yield PostgresTables(connection)

    def _forget(self, connection: Connection, now_ms: int) -> None:
        """Old nonces, now and then; those that another replica is at are passed over."""
        if time.monotonic() < self._forget_at_s:
            return
        self._forget_at_s = time.monotonic() + FORGET_EVERY_S
        connection.execute(
            "DELETE FROM request_nonce WHERE nonce IN"
            " (SELECT nonce FROM request_nonce WHERE until < %s LIMIT 10000 FOR UPDATE SKIP LOCKED)",
            (now_ms,),
        )


def _first_start(connection: Connection) -> None:
    connection.execute(
        "INSERT INTO hub_self (one, hub, epoch, signing_seed, position, mark) VALUES (1, %s, %s, %b, 0, '')"
        " ON CONFLICT DO NOTHING",
        (new_id(), new_id(), secrets.token_bytes(32)),
    )
