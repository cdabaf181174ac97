"""Where work waits: due tasks counted by store and by category, and the reading that a service is proven with."""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.events import ReadingTaken
from fleetdesk.domain.fleet import module_subject
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due


@dataclass(frozen=True, slots=True)
class StoreCount:
    """One store's due tasks, and those inside their warning band beside them."""

    code: str
    name: str
    zone: str
    due: int
    soon: int


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """Of `devices` that a plan covers in a category: `due`, `soon`, and `unread`, of which nothing can be said."""

    category: str
    devices: int
    due: int
    soon: int
    unread: int


def by_store(connection: Connection) -> list[StoreCount]:
    """Stores in which something is due or soon, the most due first."""
    rows = connection.execute(
        "SELECT w.store, coalesce(s.name, w.store), coalesce(s.time_zone, 'UTC'), sum(w.due), sum(w.soon) - sum(w.due)"
        f" FROM ({_counted(soon=False)} UNION ALL {_counted(soon=True)}) w LEFT JOIN p_store s ON s.code = w.store"
        " WHERE w.store IS NOT NULL GROUP BY w.store ORDER BY 4 DESC, 5 DESC, w.store"
    ).fetchall()
    return [StoreCount(*row) for row in rows]


def devices_by_store(connection: Connection) -> dict[str, int]:
    """{code: devices there, of whatever status}; from the index by store."""
    rows = connection.execute("SELECT store, count(*) FROM p_device WHERE store IS NOT NULL GROUP BY store")
    return {row[0]: row[1] for row in rows}


def _counted(*, soon: bool) -> str:
    columns = "0 AS due, count(*) AS soon" if soon else "count(*) AS due, 0 AS soon"
    return f"SELECT store, {columns} FROM {due.wanted(soon=soon)} GROUP BY store"


def by_category(connection: Connection) -> list[CategoryCount]:
    """The categories that a plan covers, from kept counts and the indexes of what is due."""
    devices = _covered(connection)
    due_now = _by_category(connection, due.wanted(soon=False))
    soon = _by_category(connection, due.wanted(soon=True))
    unread = _by_category(
        connection, "p_task INDEXED BY p_task_unread WHERE serves = 1 AND uses IS NULL AND due_at IS NULL"
    )
    return [
        CategoryCount(
            category, count, due_now.get(category, 0), soon.get(category, 0) - due_now.get(category, 0),
            unread.get(category, 0),
        )
        for category, count in sorted(devices.items())
    ]  # fmt: skip


def _by_category(connection: Connection, source: str) -> dict[str, int]:
    rows = connection.execute(f"SELECT category, count(DISTINCT device) FROM {source} GROUP BY category")
    return {row[0]: row[1] for row in rows}


def _covered(connection: Connection) -> dict[str, int]:
    """{category: devices that serve and that a plan of their category or model names}."""
    rows = connection.execute(
        "SELECT c.category, sum(c.devices) FROM p_fleet_count c WHERE c.status NOT IN ('retired', 'spare', 'test_unit')"
        " AND EXISTS (SELECT 1 FROM p_plan p WHERE p.ended = 0"
        " AND p.scope IN ('category:' || c.category, 'model:' || c.model)) GROUP BY c.category"
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class ShownReading:
    """The newest look at a counter: its event, so that a seal can name it."""

    event: str
    module: str
    counter: str
    value: int
    taken_at: str


def newest_reading(connection: Connection, device: str, counter: str) -> ShownReading | None:
    """The reading that the device's total rests on, or None when nobody ever looked."""
    row = connection.execute(
        "SELECT module, value, taken_at FROM p_usage WHERE device = ? AND counter = ?", (device, counter)
    ).fetchone()
    if row is None or row[0] is None or row[1] is None:
        return None
    module, value, taken_at = row
    for event, body in connection.execute(
        "SELECT e.id, e.body FROM journal_subject s JOIN journal_event e USING (number, seq)"
        " WHERE s.subject = ? AND e.kind = 'reading.taken' ORDER BY s.hlc DESC",
        (module_subject(module),),
    ):
        said = wire.decode_body(bytes(body)).payload
        if isinstance(said, ReadingTaken) and (said.counter, said.value, said.taken_at) == (counter, value, taken_at):
            return ShownReading(event, module, counter, value, taken_at)
    return None
