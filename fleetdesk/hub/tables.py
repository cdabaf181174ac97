"""The hub's small tables, spoken to in SQL that SQLite and PostgreSQL share; `?` stands for a value in both.

The journal's own tables, where speed counts, have a writing of their own for each database.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

from fleetdesk.sqlite import Connection

Row = tuple[Any, ...]


class Tables(Protocol):
    """One transaction."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]: ...

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        """How many rows it concerned."""
        ...

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """New rows, many at once."""
        ...


class SqliteTables:
    """A `Tables`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return [tuple(row) for row in self._connection.execute(sql, tuple(values)).fetchall()]

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(sql, tuple(values)).rowcount

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(rows))


class PostgresTables:
    """A `Tables` on a psycopg connection."""

    def __init__(self, connection: object) -> None:
        self._connection = cast(Any, connection)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(_percent(sql), tuple(values)).fetchall()

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(_percent(sql), tuple(values)).rowcount

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if not rows:
            return
        with self._connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)


Opening = Callable[[], AbstractContextManager[Tables]]


def _percent(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()
