"""The one door to PostgreSQL: a pool of connections, each with time-outs, and transactions over them.

No statement, no wait for a lock and no silence inside a transaction lasts for ever, so that a replica which hangs
cannot hold up the others. A database that restarts costs the requests of that moment: foreign errors leave here as
StorageError in words, which the hub answers with 503 and Retry-After; broken connections are replaced before use.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from fleetdesk.domain.errors import HubError, StorageError

try:
    import psycopg
    import psycopg_pool
    from psycopg.conninfo import conninfo_to_dict
except ImportError as error:
    raise HubError(
        "A hub on PostgreSQL needs psycopg.", f"{error}.", "Install it with: pip install 'fleetdesk[hub]'"
    ) from error

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the hub allows its database, in seconds, and how many connections one replica holds."""

    connect_s: int = 5
    statement_s: int = 30
    lock_s: int = 10
    idle_in_transaction_s: int = 10
    wait_for_connection_s: float = 5.0
    connections: int = 10


SESSION = """
CREATE TEMPORARY TABLE IF NOT EXISTS push_stage (
    seq bigint NOT NULL, id text NOT NULL, kind text NOT NULL, body bytea NOT NULL, body_hash bytea NOT NULL,
    hash bytea NOT NULL) ON COMMIT DELETE ROWS;
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""
"""What each connection begins with. A push is durable when it is answered, whatever the server's own setting is."""


class PostgresDatabase:
    """The database at `url`, brought to the present shape by `prepare` before the pool opens. Raises StorageError."""

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._where = described(url)
        self._url = url
        self._pool = psycopg_pool.ConnectionPool(
            url,
            min_size=1,
            max_size=self._limits.connections,
            timeout=self._limits.wait_for_connection_s,
            reconnect_timeout=self._limits.wait_for_connection_s,
            kwargs=self._settings(self._limits.statement_s, self._limits.lock_s),
            configure=_begin_session,
            check=psycopg_pool.ConnectionPool[Connection].check_connection,
            name="hub",
            open=False,
        )

    def open(self) -> None:
        self._pool.open()

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def alone(self, wait_s: int) -> Generator[Connection]:
        """A connection beside the pool, on which a statement may take `wait_s`: for the first start and migrations."""
        with (
            self._explained(),
            psycopg.connect(self._url, **self._settings(wait_s, wait_s)) as connection,
        ):
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction, committed and on disk when this ends."""
        with self._explained(), self._pool.connection() as connection, connection.transaction():
            yield connection

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One snapshot."""
        with self._explained(), self._pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection

    @contextmanager
    def asking(self) -> Generator[Connection]:
        """For one statement, which is a transaction by itself."""
        with self._explained(), self._pool.connection() as connection:
            yield connection

    def _settings(self, statement_s: int, lock_s: int) -> dict[str, Any]:
        options = (
            f"-c statement_timeout={statement_s}s -c lock_timeout={lock_s}s"
            f" -c idle_in_transaction_session_timeout={self._limits.idle_in_transaction_s}s -c timezone=UTC"
        )
        return {
            "autocommit": True,
            "connect_timeout": self._limits.connect_s,
            "options": options,
            "application_name": "fleetdesk hub",
            "client_encoding": "utf8",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": statement_s * 1000,
        }

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except (psycopg_pool.PoolTimeout, psycopg_pool.PoolClosed, psycopg_pool.TooManyRequests) as error:
            raise _not_reached(self._where, "No connection was free or could be made in time") from error
        except psycopg.Error as error:
            explained = explain(error, self._where)
            if explained is None:
                raise
            raise explained from error


def described(url: str) -> str:
    """Database and host of the address, never the password. Raises StorageError for what is no address."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise StorageError(
            "This is no address of a PostgreSQL database.",
            _first_line(error),
            "Give --database postgresql://user@host/name.",
        ) from error
    name = parts.get("dbname") or parts.get("user") or "of this user's name"
    return f"{name} on {parts.get('host') or 'this machine'}"


_BUSY = ("55P03", "57014", "40001", "40P01")
"""lock_not_available, query_canceled (the time-out), serialization_failure, deadlock_detected."""
_FULL = ("53100", "53200")
_NOT_ALLOWED = ("42501", "28000", "28P01", "25006", "3D000")
"""No privilege, no such user, wrong password, a read-only server, no such database."""


def explain(error: psycopg.Error, where: str) -> StorageError | None:
    """What a person can do about it; None for what only a bug of ours can cause."""
    state = error.sqlstate or ""
    said = _first_line(error)
    if state in _BUSY:
        return StorageError(
            "The hub's database is too busy.", f"{where}: {said}.", "Try again; nothing was changed by this request."
        )
    if state in _FULL:
        return StorageError("The hub's database is full.", f"{where}: {said}.", "Free some space on its machine.")
    if state in _NOT_ALLOWED:
        return StorageError(
            "The hub's database does not let the hub in.", f"{where}: {said}.",
            "Name the right database and user; the user must be allowed to create tables in it.",
        )  # fmt: skip
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | psycopg.InternalError):
        return _not_reached(where, said)
    return None


def _not_reached(where: str, said: str) -> StorageError:
    return StorageError(
        "The hub's database cannot be reached.", f"{where}: {said}.",
        "Nothing is lost. See that it runs and that --database names it.",
    )  # fmt: skip


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def _begin_session(connection: Connection) -> None:
    connection.execute(SESSION)
