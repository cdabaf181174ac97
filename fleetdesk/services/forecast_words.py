"""A forecast in sentences: when and how sure, from what, when the store is quiet; or in words why there is no date.

Each sentence is a whole template of its own, so that it can be translated.
"""

from collections.abc import Mapping
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
QUIET_ON = (
    Text("Quiet: Monday {start} to {end}."),
    Text("Quiet: Tuesday {start} to {end}."),
    Text("Quiet: Wednesday {start} to {end}."),
    Text("Quiet: Thursday {start} to {end}."),
    Text("Quiet: Friday {start} to {end}."),
    Text("Quiet: Saturday {start} to {end}."),
    Text("Quiet: Sunday {start} to {end}."),
)
QUIET_TODAY = Text("Quiet: today {start} to {end}.")
QUIET_TOMORROW = Text("Quiet: tomorrow {start} to {end}.")
HOURS_NOT_TOLD = Text("The store's opening hours are not known.")


def sentences(outlook: Outlook, now: datetime) -> tuple[Text, ...]:
    """ "Due about 3 December (1 to 6 December)." "24 uses on an open day, from 18 readings ..." "Quiet: ..." """
    said = (when_text(outlook, now), rate_text(outlook), *quiet_texts(outlook, now))
    return tuple(text for text in said if text.message)


def when_text(outlook: Outlook, now: datetime) -> Text:
    """The day and its interval, or why there is none; nothing for what is due or was never read."""
    values = _values(outlook)
    match outlook.forecast.why_none:
        case None:
            return _when(outlook.forecast, now.astimezone(ZoneInfo(outlook.place.zone)).date(), values)
        case WhyNone.TOO_FAR:
            return Text("Not due within two years.")
        case WhyNone.TOO_OLD:
            return Text("No date: its newest reading, of {read}, is over a year old.", values)
        case WhyNone.AHEAD:
            return Text("No date: its newest reading, of {read}, lies ahead of this laptop's clock.", values)
        case why:
            return NONE_SAID.get(why, NOTHING)


def rate_text(outlook: Outlook) -> Text:
    """How often it is used and from what that is known; nothing where no date was made of it."""
    forecast, values = outlook.forecast, _values(outlook)
    if forecast.basis is None or forecast.why_none not in (None, WhyNone.TOO_FAR):
        return NOTHING
    if forecast.basis.days == 0:
        return Text("{rate} {unit} on an open day, from {readings} readings within a day.", values)
    if forecast.basis.days == 1:
        return Text("{rate} {unit} on an open day, from {readings} readings over a day.", values)
    return Text("{rate} {unit} on an open day, from {readings} readings over {days} days.", values)


def quiet_texts(outlook: Outlook, now: datetime) -> tuple[Text, ...]:
    """ "Quiet: Sunday 07:30 to 09:00." Nothing for what may not fall due for weeks, or has no date."""
    window, zone = outlook.quiet, ZoneInfo(outlook.place.zone)
    today = now.astimezone(zone).date()
    if window is None or not outlook.forecast.possibly_due_by(today + NEAR):
        return ()
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    clock = "%H:%M" if start.utcoffset() == end.utcoffset() else "%H:%M %Z"
    near = {today: QUIET_TODAY, today + timedelta(days=1): QUIET_TOMORROW}
    said = near.get(start.date(), QUIET_ON[start.weekday()])
    quiet = replace(said, values={"start": f"{start:{clock}}", "end": f"{end:{clock}}"})
    return (quiet,) if outlook.place.opening_hours else (quiet, HOURS_NOT_TOLD)


def _when(forecast: DueForecast, today: date, values: Mapping[str, Value]) -> Text:
    earliest, latest = forecast.earliest_on, forecast.latest_on
    if latest is None:
        return Text("Due about {likely} ({earliest} or later).", values)
    if latest < today:
        return Text("Probably due since about {likely}, and not read since {read}.", values)
    if earliest == latest:
        return Text("Due about {likely}.", values)
    if earliest is not None and earliest.replace(day=1) == latest.replace(day=1):
        return Text("Due about {likely} ({earliest_day} to {latest}).", values)
    return Text("Due about {likely} ({earliest} to {latest}).", values)


def _values(outlook: Outlook) -> dict[str, Value]:
    forecast, row, zone = outlook.forecast, outlook.row, outlook.place.zone
    values: dict[str, Value] = {"unit": Text(row.unit)}
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
    return tuple(replace(task, outlook=sentences(told[device, task.task], at)) for task in tasks_of(connection, device))
