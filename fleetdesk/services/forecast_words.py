"""A forecast as a sentence: when, how sure, from what; or in words why there is no date. And the quiet time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fleetdesk.domain.forecast import DueForecast
from fleetdesk.domain.use_rate import WhyNone
from fleetdesk.services.due_list import tasks_of
from fleetdesk.services.forecast_due import Outlook, outlooks
from fleetdesk.services.views import NOTHING, DueTask, Moment, Text, Value
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due

NONE_SAID = {
    WhyNone.ONE_READING: Text("No date yet: how often it is used shows from a second reading on."),
    WhyNone.TOO_SHORT: Text("No date yet: its readings lie too close together to show how often it is used."),
    WhyNone.NOT_USED: Text("No date: no use was counted between its readings."),
    WhyNone.NEVER_OPEN: Text("No date: by its opening hours the store has no open day."),
}
"""What is due is said by its level, and what was never read by its reason: no sentence is added."""
NEAR = timedelta(days=30)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def forecast_text(outlook: Outlook, now: datetime) -> Text:
    """ "Due about 3 December (1 to 6 December): 24 uses on an open day, from 18 readings over 41 days." """
    forecast, zone = outlook.forecast, outlook.place.zone
    values = _values(outlook)
    match forecast.why_none:
        case None:
            today = now.astimezone(ZoneInfo(zone)).date()
            return Text(f"{_when(forecast, today)}: {_rate(forecast)}", values)
        case WhyNone.TOO_FAR:
            return Text(f"Not due within two years: {_rate(forecast)}", values)
        case WhyNone.TOO_OLD:
            return Text("No date: its newest reading, of {read}, is over a year old.", values)
        case WhyNone.AHEAD:
            return Text("No date: its newest reading, of {read}, lies ahead of this laptop's clock.", values)
        case why:
            return NONE_SAID.get(why, NOTHING)


def quiet_text(outlook: Outlook, now: datetime) -> Text:
    """ "Quiet: Sunday 07:30 to 09:00." Nothing for what may not fall due for weeks, or has no date."""
    window, zone = outlook.quiet, ZoneInfo(outlook.place.zone)
    today = now.astimezone(zone).date()
    if window is None or not outlook.forecast.possibly_due_by(today + NEAR):
        return NOTHING
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    clock = "%H:%M" if start.utcoffset() == end.utcoffset() else "%H:%M %Z"
    day = {today: "today", today + timedelta(days=1): "tomorrow"}.get(start.date(), WEEKDAYS[start.weekday()])
    if_open = "" if outlook.place.opening_hours else ", if it is open then"
    return Text(f"Quiet: {day} {{start}} to {{end}}{if_open}.", {"start": f"{start:{clock}}", "end": f"{end:{clock}}"})


def _when(forecast: DueForecast, today: date) -> str:
    if forecast.latest_on is None:
        return "Due about {likely} ({earliest} or later)"
    if forecast.latest_on < today:
        return "Probably due since about {likely}, and not read since {read}"
    if forecast.earliest_on == forecast.latest_on:
        return "Due about {likely}"
    if forecast.earliest_on is not None and forecast.earliest_on.replace(day=1) == forecast.latest_on.replace(day=1):
        return "Due about {likely} ({earliest_day} to {latest})"
    return "Due about {likely} ({earliest} to {latest})"


def _rate(forecast: DueForecast) -> str:
    assert forecast.basis is not None  # there is a rate
    over = {0: "within a day", 1: "over a day"}.get(forecast.basis.days, "over {days} days")
    return f"{{rate}} {{unit}} on an open day, from {{readings}} readings {over}."


def _values(outlook: Outlook) -> dict[str, Value]:
    forecast, row, zone = outlook.forecast, outlook.row, outlook.place.zone
    values: dict[str, Value] = {"unit": row.unit}
    if row.taken_at is not None:
        values["read"] = Moment(row.taken_at, zone)
    if forecast.rate_per_open_day is not None and forecast.basis is not None:
        values |= {
            "rate": rounded(forecast.rate_per_open_day),
            "readings": forecast.basis.readings,
            "days": forecast.basis.days,
        }
    for name, day in (
        ("likely", forecast.likely_on), ("earliest", forecast.earliest_on), ("latest", forecast.latest_on)
    ):  # fmt: skip
        if day is not None:
            values |= {name: _noon(day, zone), f"{name}_day": day.day}
    return values


def rounded(rate: float) -> Value:
    """24.3 -> 24, 2.43 -> "2.4", 0.02 -> "under 0.1"."""
    if rate >= 9.95:
        return round(rate)
    return f"{rate:.1f}".removesuffix(".0") if rate >= 0.05 else "under 0.1"


def _noon(day: date, zone: str) -> Moment:
    """A day of the store's as a moment that is on this day wherever it is shown with its zone."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    return Moment(noon.isoformat(timespec="milliseconds").replace("+00:00", "Z"), zone)


def forecast_tasks(connection: Connection, device: str, now: str) -> tuple[DueTask, ...]:
    """The tasks of one device, the most urgent first, with what the forecast says at `now` (ISO 8601 UTC)."""
    at = datetime.fromisoformat(now)
    told = outlooks(connection, due.of_device(connection, device), at)
    return tuple(
        replace(
            task,
            forecast=forecast_text(told[device, task.task], at),
            quiet=quiet_text(told[device, task.task], at),
        )
        for task in tasks_of(connection, device)
    )
