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


def _counted(*, soon: bool) -> str:
    columns = "0 AS due, count(*) AS soon" if soon else "count(*) AS due, 0 AS soon"
    source = f"{due.wanted(soon=soon)} k JOIN p_task t USING (device, task)"
    return f"SELECT t.store AS store, {columns} FROM {source} GROUP BY t.store"


def by_category(connection: Connection) -> list[CategoryCount]:
    rows = connection.execute(
        "SELECT t.category, count(DISTINCT t.device), count(DISTINCT CASE WHEN k.device IS NOT NULL THEN t.device END),"
        " count(DISTINCT CASE WHEN k.device IS NULL AND w.device IS NOT NULL THEN t.device END),"
        " count(DISTINCT CASE WHEN t.uses IS NULL AND t.due_at IS NULL THEN t.device END)"
        f" FROM p_task t LEFT JOIN {due.wanted(soon=False)} k ON k.device = t.device AND k.task = t.task"
        f" LEFT JOIN {due.wanted(soon=True)} w ON w.device = t.device AND w.task = t.task"
        " WHERE t.serves = 1 GROUP BY t.category ORDER BY t.category"
    ).fetchall()
    return [CategoryCount(*row) for row in rows]


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
