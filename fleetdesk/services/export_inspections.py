"""The log as a table for a spreadsheet: inspections, or services done. No cell is a formula; instants carry their zone
and the store's own clock stands beside them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fleetdesk.domain.formula_guard import guarded
from fleetdesk.services.export_fleet import Cell, write_table
from fleetdesk.services.inspection_log import InspectionLog
from fleetdesk.services.inspection_views import LogFilter, LogLine, ServiceLine
from fleetdesk.services.views import Moment

COLUMNS = (
    "inspection", "signed_at", "store_time", "store", "store_name", "category", "model", "serial", "verdict", "cause",
    "person", "staff_number", "seal",
)  # fmt: skip
SERVICE_COLUMNS = (
    "service", "done_at", "store_time", "store", "store_name", "serial", "task", "title", "amount", "every", "unit",
    "late", "person", "inspection",
)  # fmt: skip
BATCH = 2_000


def export_inspections(log: InspectionLog, path: Path, wanted: LogFilter) -> int:
    """All that the filters find, newest first; how many. Raises KnownError when it cannot be written."""
    rows: list[LogLine] = []
    while len(rows) < (page := log.page(wanted, len(rows), BATCH, check=False)).total and page.rows:
        rows += page.rows
    write_table(path, "Inspections", COLUMNS, [_inspection(row) for row in rows])
    return len(rows)


def export_services(log: InspectionLog, path: Path, wanted: LogFilter) -> int:
    rows: list[ServiceLine] = []
    while len(rows) < (page := log.services(wanted, len(rows), BATCH)).total and page.rows:
        rows += page.rows
    write_table(path, "Services", SERVICE_COLUMNS, [_service(row) for row in rows])
    return len(rows)


def store_time(moment: Moment) -> str:
    """The store's own clock and how far it is from UTC: "2026-02-14 10:05 -0500"."""
    return f"{datetime.fromisoformat(moment.at).astimezone(ZoneInfo(moment.zone)):%Y-%m-%d %H:%M %z}"


def _inspection(row: LogLine) -> list[Cell]:
    seal = "broken" if not row.seal.ok else "amended" if row.seal.amendments else "sealed"
    return _cells(
        row.id, row.signed_at.at, store_time(row.signed_at), row.store, row.store_name, row.category, row.model,
        row.serial, row.verdict, row.cause, row.person, row.staff_number, seal,
    )  # fmt: skip


def _service(row: ServiceLine) -> list[Cell]:
    return _cells(
        row.event, row.done_at.at, store_time(row.done_at), row.store, row.store_name, row.serial, row.task, row.title,
        row.uses, row.every, row.unit, row.late, row.person, row.inspection,
    )  # fmt: skip


def _cells(*values: str | int | None) -> list[Cell]:
    return [v if isinstance(v, int) else guarded(v or "") for v in values]
