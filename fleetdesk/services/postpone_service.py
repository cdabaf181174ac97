"""Puts a service off, with a reason and up to a limit, or takes that back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import ServicePostponed
from fleetdesk.domain.fleet import device_subject
from fleetdesk.domain.maintenance import postpone_limit
from fleetdesk.domain.payload import INSTANT
from fleetdesk.services.device_acts import checked_reason, known_device, label_of
from fleetdesk.services.due_list import zone_of
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_postpone_percent
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due
from fleetdesk.storage.queries.due import DueRow
from fleetdesk.storage.queries.registry import KnownDevice


@dataclass(frozen=True, slots=True)
class Until:
    """The limit: uses since the last service, or an instant (ISO 8601 UTC) where the calendar decides."""

    uses: int | None = None
    at: str | None = None


def postpone_service(record: Record, device: str, task: str, until: Until, reason: str, actor: str) -> None:
    """Raises KnownError for a task that the device has not, and for a limit that is too far or already passed."""
    why = checked_reason(reason)
    percent = load_postpone_percent()

    def work(connection: Connection) -> None:
        known = known_device(connection, device)
        row = _task(connection, device, task, label_of(known))
        _check(row, until, postpone_limit(row.every, percent), percent)
        payload = ServicePostponed(device=device, task=task, until_uses=until.uses, until_at=until.at, reason=why)
        record.append_within(connection, [record.draft(payload, device_subject(device), store=known.store)], actor)

    record.change(work)


def withdraw_postponement(record: Record, device: str, task: str, reason: str, actor: str) -> None:
    """The task is due as its plan says again. Raises KnownError when nobody put it off."""
    why = checked_reason(reason)

    def work(connection: Connection) -> None:
        known = known_device(connection, device)
        row = _task(connection, device, task, label_of(known))
        if row.postponed is None:
            raise KnownError(f"{row.title} of {label_of(known)} is not postponed.", "", "Nothing was changed.")
        payload = ServicePostponed(device=device, task=task, reason=why, undo_of=row.postponed.event)
        record.append_within(connection, [record.draft(payload, device_subject(device), store=known.store)], actor)

    record.change(work)


def most_uses(row: DueRow) -> int:
    """The limit up to which this task may be put off, in its plan's unit since the last service."""
    return postpone_limit(row.every, load_postpone_percent())


def day_end(connection: Connection, device: KnownDevice, day: str) -> str:
    """The end of a day, YYYY-MM-DD, in the device's store: an instant. Raises KnownError for what is no day."""
    try:
        named = date.fromisoformat(day)
    except ValueError as error:
        raise KnownError(f"{day!r} is no day.", "", "Write it as 2026-12-31.") from error
    zone = ZoneInfo(zone_of(connection, device))
    end = datetime.combine(named + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(milliseconds=1)
    return end.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _task(connection: Connection, device: str, task: str, label: str) -> DueRow:
    rows = due.of_device(connection, device)
    found = next((row for row in rows if row.task == task), None)
    if found is None:
        listed = ", ".join(row.task for row in rows) or "it has none"
        raise KnownError(f"{label} has no task {task!r}.", f"Its tasks: {listed}.", "Name one of these.")
    return found


def _check(row: DueRow, until: Until, limit: int, percent: int) -> None:
    if row.by_calendar:
        _check_instant(row, until, limit, percent)
        return
    if until.uses is None:
        raise KnownError(f"{row.title} goes by {row.unit}.", "", f"Say until how many {row.unit} it may wait.")
    if until.uses > limit:
        raise KnownError(
            f"{row.title} may wait until {limit:,} {row.unit} at most.",
            f"That is {percent} % over its {row.every:,}.", f"Choose up to {limit:,}, or change the plan.",
        )  # fmt: skip
    least = max(row.every, row.uses or 0)
    if until.uses <= least:
        raise KnownError(
            f"{until.uses:,} {row.unit} puts nothing off.",
            f"It is due at {row.every:,} and stands at {'no reading' if row.uses is None else f'{row.uses:,}'}.",
            f"Choose more than {least:,}.",
        )  # fmt: skip


def _check_instant(row: DueRow, until: Until, limit_days: int, percent: int) -> None:
    assert row.due_at is not None  # a task by the calendar has its day
    if until.at is None or not INSTANT.match(until.at):
        raise KnownError(f"{row.title} goes by the calendar.", "", "Say until which day it may wait: 2026-12-31.")
    start = datetime.fromisoformat(row.service_at or row.known_at)
    last = start + timedelta(days=limit_days)
    if datetime.fromisoformat(until.at) > last:
        raise KnownError(
            f"{row.title} may wait until {last:%Y-%m-%d} at most.", f"That is {percent} % over its {row.every:,} days.",
            "Choose an earlier day, or change the plan.",
        )  # fmt: skip
    if until.at <= row.due_at:
        raise KnownError("That day puts nothing off.", f"It is due on {row.due_at[:10]}.", "Choose a later day.")
