"""Writes the rows of many subjects that have none yet, table by table, in batches."""

from fleetdesk.domain.fleet import subject_parts
from fleetdesk.sqlite import Connection
from fleetdesk.storage.projections import tables_of
from fleetdesk.storage.projections.tables import Rows, Table, upsert

BATCH = 2_000
"""Rows of one table that are written together."""


class RowSink:
    """Gathers rows by table; `flush` writes what is left."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, tuple[Table, list[tuple[object, ...]]]] = {}

    def put(self, subject: str, rows: Rows) -> None:
        family, _ = subject_parts(subject)
        if not rows:
            return
        for table in tables_of(family):
            for row in rows.get(table.name, ()):
                waiting = self._waiting.setdefault(table.name, (table, []))[1]
                waiting.append(tuple(row[column] for column in table.columns))
                if len(waiting) >= BATCH:
                    self._write(table, waiting)

    def flush(self) -> None:
        for table, waiting in self._waiting.values():
            self._write(table, waiting)

    def _write(self, table: Table, waiting: list[tuple[object, ...]]) -> None:
        self._connection.executemany(upsert(table), waiting)
        waiting.clear()
