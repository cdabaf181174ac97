"""Which tasks are due: counted uses since the last service against the plan, for one device or all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class DueRow:
    """One task of one device. `uses` since the last service, None without any reading; `parts` of the ledger's sum."""

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

    @property
    def due(self) -> bool:
        return self.uses is not None and self.uses >= self.every

    @property
    def soon(self) -> bool:
        """Inside the warning band or due."""
        return self.uses is not None and self.uses * 100 >= self.every * self.warn_at_percent


_SINCE = (
    "u.total - coalesce(json_extract(s.totals, '$.' || p.counter), 0)"  # since the service that an inspection proves
)
_FROM = (
    " FROM p_plan p JOIN p_device d ON d.category = p.category"
    " LEFT JOIN p_usage u ON u.device = d.id AND u.counter = p.counter"
    " LEFT JOIN p_service s ON s.device = d.id AND s.task = p.task"
)
_COLUMNS = (
    f"SELECT d.id, p.task, p.version, p.title, p.unit, p.counter, p.every, p.warn_at_percent, {_SINCE}, u.total,"
    " u.taken_at, u.source, u.parts, u.not_counted, u.flagged, s.performed_at, p.parts, p.one, p.many"
)


def of_device(connection: Connection, device: str) -> list[DueRow]:
    """All tasks of one device, the most urgent first."""
    rows = connection.execute(f"{_COLUMNS}{_FROM} WHERE d.id = ?", (device,)).fetchall()
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


def of_devices(connection: Connection, devices: Sequence[str]) -> dict[str, DueRow]:
    """The most urgent task of each of some devices: one page of the table."""
    marks = ", ".join("?" * len(devices))
    best: dict[str, DueRow] = {}
    for row in connection.execute(f"{_COLUMNS}{_FROM} WHERE d.id IN ({marks})", tuple(devices)):
        due = _row(row)
        if due.device not in best or _urgency(due) > _urgency(best[due.device]):
            best[due.device] = due
    return best


def all_due(connection: Connection, *, soon: bool = False) -> list[DueRow]:
    """Every task that is due now (or, with `soon`, inside its warning band), the most urgent first."""
    bound = "p.every * p.warn_at_percent / 100.0" if soon else "p.every"
    rows = connection.execute(
        f"{_COLUMNS}{_FROM} WHERE u.total IS NOT NULL AND {_SINCE} >= {bound}"
        " AND d.status NOT IN ('retired', 'spare', 'test_unit')"
    ).fetchall()
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


def of_store(connection: Connection, store: str | None = None) -> list[DueRow]:
    """Every task of what serves customers, in one store or everywhere, due or not, the most urgent first."""
    rows = connection.execute(
        f"{_COLUMNS}{_FROM} WHERE d.status NOT IN ('retired', 'spare', 'test_unit') AND (? IS NULL OR d.store = ?)",
        (store, store),
    ).fetchall()
    return sorted((_row(row) for row in rows), key=_urgency, reverse=True)


def _urgency(row: DueRow) -> tuple[float, str, str]:
    return (-1.0 if row.uses is None else row.uses / row.every, row.device, row.task)


def _row(row: Any) -> DueRow:
    def notes(text: str | None) -> tuple[Any, ...]:
        return tuple(tuple(item) for item in json.loads(text)) if text else ()

    values: list[Any] = [*row[:12], *map(notes, row[12:15]), row[15], tuple(json.loads(row[16])), row[17], row[18]]
    return DueRow(*values)
