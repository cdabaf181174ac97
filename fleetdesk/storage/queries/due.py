"""Which tasks are due: counted uses since the last service against the plan in force, for one device or all.

Asked of the kept tasks (projections/tasks.py). A task that goes by the calendar is due from an instant on; whether that
has come is asked here, of the present.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class Postponed:
    """A person put the task off, up to `until_uses` since its last service or to the instant `until_at`."""

    event: str
    until_uses: int | None
    until_at: str | None
    reason: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One task of one device. `uses` since the last service, None without any reading; `parts` of the ledger's sum.

    `counter` is empty for a task that goes by the calendar: `uses` and `every` are days then, `due_at` is the instant
    from which it is due, and `known_at` the device's first mention, from which a first service is reckoned. `due` and
    `soon` (due included) are as of the query; a postponed task is neither due before its limit nor forgotten.
    """

    device: str
    task: str
    plan_version: int
    title: str
    unit: str
    counter: str
    every: int
    warn_at_percent: int
    uses: int | None
    total: int | None
    taken_at: str | None
    source: str | None
    parts: tuple[tuple[str, int, str, str | None], ...]
    not_counted: tuple[tuple[str, str, str, str, int | None], ...]
    flagged: tuple[tuple[str, str, str, str, int | None], ...]
    service_at: str | None
    take_along: tuple[str, ...]
    one: str
    many: str
    scope: str
    due_at: str | None
    known_at: str
    due: bool
    soon: bool
    postponed: Postponed | None

    @property
    def by_calendar(self) -> bool:
        return not self.counter

    @property
    def limit(self) -> int:
        """Where it is due: its interval, or further where somebody put it off."""
        return max(self.every, (self.postponed.until_uses or 0) if self.postponed else 0)


_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
_IS_DUE = f"coalesce(t.left_uses <= 0, t.due_at <= {_NOW}, 0)"
_IS_SOON = f"coalesce(t.left_to_warning <= 0, t.warn_at <= {_NOW}, 0)"
_SINCE = "julianday('now') - julianday(coalesce(s.performed_at, d.known_at))"
_DAYS = f"CASE WHEN t.counter = '' THEN CAST({_SINCE} AS int) END"
_COLUMNS = (
    "SELECT t.device, t.task, p.version, p.title, p.unit, t.counter, t.every, p.warn_at_percent,"
    f" coalesce(t.uses, {_DAYS}), u.total,"
    " u.taken_at, u.source, u.parts, u.not_counted, u.flagged, s.performed_at, p.parts, p.one, p.many, t.scope,"
    f" t.due_at, d.known_at, {_IS_DUE}, {_IS_SOON}, o.event, o.until_uses, o.until_at, o.reason, o.actor, o.at"
)
_JOINED = (
    " CROSS JOIN p_device d ON d.id = t.device CROSS JOIN p_plan p ON p.task = t.task AND p.scope = t.scope"
    " LEFT JOIN p_usage u ON u.device = t.device AND u.counter = t.counter"
    " LEFT JOIN p_service s ON s.device = t.device AND s.task = t.task"
    " LEFT JOIN p_postponed o ON o.device = t.device AND o.task = t.task"
)
_DUE = "(SELECT device, task, store, category FROM p_task INDEXED BY {index} WHERE serves = 1 AND {left} <= 0"
_DUE_BY_DAY = (
    " UNION ALL SELECT device, task, store, category FROM p_task INDEXED BY p_task_by_day"
    " WHERE due_at IS NOT NULL AND serves = 1 AND {at} <= " + _NOW
)
_WANTED = {
    False: _DUE.format(index="p_task_due", left="left_uses") + _DUE_BY_DAY.format(at="due_at") + ")",
    True: _DUE.format(index="p_task_soon", left="left_to_warning") + _DUE_BY_DAY.format(at="warn_at") + ")",
}
"""The index is named: it holds exactly the due ones, which SQLite cannot know."""


def of_device(connection: Connection, device: str) -> list[DueRow]:
    """All tasks of one device, the most urgent first."""
    rows = connection.execute(f"{_COLUMNS} FROM p_task t{_JOINED} WHERE t.device = ?", (device,)).fetchall()
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


def of_devices(connection: Connection, devices: Sequence[str]) -> dict[str, DueRow]:
    """The most urgent task of each of some devices: one page of the table."""
    marks = ", ".join("?" * len(devices))
    best: dict[str, DueRow] = {}
    for row in connection.execute(f"{_COLUMNS} FROM p_task t{_JOINED} WHERE t.device IN ({marks})", tuple(devices)):
        due = _row(row)
        if due.device not in best or _urgency(due) > _urgency(best[due.device]):
            best[due.device] = due
    return best


def all_due(
    connection: Connection, *, soon: bool = False, store: str | None = None, category: str | None = None
) -> list[DueRow]:
    """Every task that is due now (or, with `soon`, inside its warning band), everywhere or in one store and of one
    category, the most urgent first."""
    where = " WHERE (:store IS NULL OR w.store = :store) AND (:category IS NULL OR w.category = :category)"
    rows = connection.execute(
        f"{_COLUMNS} FROM {_WANTED[soon]} w CROSS JOIN p_task t USING (device, task){_JOINED}{where}",
        {"store": store, "category": category},
    )
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


@dataclass(frozen=True, slots=True)
class DueCount:
    """How many devices are due for a task, and the words for counting it."""

    task: str
    one: str
    many: str
    devices: int


def counts(connection: Connection) -> list[DueCount]:
    """What is due now, by task, the most frequent first; from an index, however large the fleet is."""
    counted = f"SELECT task, count(*) AS devices FROM {_WANTED[False]} GROUP BY task"
    rows = connection.execute(
        f"SELECT w.task, min(p.one), min(p.many), w.devices FROM ({counted}) w JOIN p_plan p ON p.task = w.task"
        " GROUP BY w.task ORDER BY w.devices DESC, w.task"
    ).fetchall()
    return [DueCount(*row) for row in rows]


def wanted(*, soon: bool) -> str:
    """(device, task, store, category) of what is due now, as a subquery."""
    return _WANTED[soon]


def of_store(connection: Connection, store: str | None = None) -> list[DueRow]:
    """Every task of what serves customers, in one store or everywhere, due or not, the most urgent first."""
    where, values = ("", ()) if store is None else (" AND t.store = ?", (store,))
    rows = connection.execute(f"{_COLUMNS} FROM p_task t{_JOINED} WHERE t.serves = 1{where}", values).fetchall()
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


def page(
    connection: Connection,
    after: tuple[str, str],
    limit: int,
    *,
    store: str | None = None,
    category: str | None = None,
) -> list[DueRow]:
    """Every task of what serves customers, due or not, in the order of (device, task): up to `limit` behind `after`."""
    rows = connection.execute(
        f"{_COLUMNS} FROM p_task t{_JOINED} WHERE t.serves = 1 AND (t.device, t.task) > (:device, :task)"
        " AND (:store IS NULL OR t.store = :store) AND (:category IS NULL OR t.category = :category)"
        " ORDER BY t.device, t.task LIMIT :limit",
        {"device": after[0], "task": after[1], "limit": limit, "store": store, "category": category},
    )
    return [_row(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Compliance:
    """How the devices of a store and category stand with a task. `soon` are not due yet, postponed ones among them;
    `unknown` have no reading, so nobody can tell. The four add up to `devices`."""

    store: str | None
    category: str
    task: str
    title: str
    devices: int
    ok: int
    soon: int
    due: int
    unknown: int


def compliance(connection: Connection) -> list[Compliance]:
    """By store, category and task, of what serves customers."""
    rows = connection.execute(
        "SELECT store, category, task, title, count(*), sum(level = 'ok'), sum(level = 'soon'), sum(level = 'due'),"
        " sum(level = 'unknown') FROM (SELECT t.store, t.category, t.task, p.title,"
        f" CASE WHEN t.uses IS NULL AND t.due_at IS NULL THEN 'unknown' WHEN {_IS_DUE} THEN 'due'"
        f" WHEN {_IS_SOON} OR o.event IS NOT NULL THEN 'soon' ELSE 'ok' END AS level"
        " FROM p_task t JOIN p_plan p ON p.task = t.task AND p.scope = t.scope"
        " LEFT JOIN p_postponed o ON o.device = t.device AND o.task = t.task WHERE t.serves = 1)"
        " GROUP BY store, category, task ORDER BY store, category, task"
    )
    return [Compliance(*row) for row in rows]


def _urgency(row: DueRow) -> tuple[float, str, str]:
    return (-1.0 if row.uses is None else row.uses / row.every, row.device, row.task)


def _row(row: Any) -> DueRow:
    def notes(text: str | None) -> tuple[Any, ...]:
        return tuple(tuple(item) for item in json.loads(text)) if text else ()

    postponed = Postponed(*row[24:30]) if row[24] is not None else None
    values: list[Any] = [
        *row[:12], *map(notes, row[12:15]), row[15], tuple(json.loads(row[16])), *row[17:22], bool(row[22]),
        bool(row[23]), postponed,
    ]  # fmt: skip
    return DueRow(*values)
