"""When each task falls due, and when the work fits its store's day: forecasts for one device or a store's whole list.

A forecast is computed from the projections when it is asked for and never stored: it depends on the present. A list
of any length costs two queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import StoreStatus
from fleetdesk.domain.forecast import DueForecast, due_forecast
from fleetdesk.domain.open_time import OpenTime
from fleetdesk.domain.quiet_window import QuietTimes, QuietWindow, WorkCalendar, quietest
from fleetdesk.domain.use_rate import UseRate, WhyNone, use_rate
from fleetdesk.runtime.clock import Clock, now_ms
from fleetdesk.services.device_acts import known_device, named_device
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_work_calendar
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, registry, use_spans
from fleetdesk.storage.queries.due import DueRow
from fleetdesk.storage.queries.registry import KnownDevice
from fleetdesk.storage.queries.use_spans import Place

LOOK_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to say about one task: its row, its forecast, and the quiet time that fits it (None: nobody is there)."""

    row: DueRow
    forecast: DueForecast
    quiet: QuietWindow | None
    place: Place


@cache
def work_calendar() -> WorkCalendar:
    """The shipped one; it does not change while the program runs."""
    return load_work_calendar()


class ForecastDue:
    """Blocking reads; call them off the GUI thread."""

    def __init__(self, record: Record, clock: Clock = now_ms) -> None:
        self._record = record
        self._clock = clock

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock() / 1000, UTC)

    def of_device(self, device: str) -> dict[str, DueForecast]:
        """{task: forecast} of one device."""

        def work(connection: Connection) -> dict[str, DueForecast]:
            found = self.of_due_rows(connection, due.of_device(connection, device), self.now)
            return {task: forecast for (_, task), forecast in found.items()}

        return self._record.read(work)

    def told(self, *, store: str | None = None, device: str | None = None) -> list[tuple[Outlook, KnownDevice]]:
        """Every task of a device, of a store or of the fleet, with what is known of its device: what falls due first
        stands first, what has no date last. Raises KnownError for a store or a device that there is not."""

        def work(connection: Connection) -> list[tuple[Outlook, KnownDevice]]:
            if store is not None and registry.store(connection, store) is None:
                raise KnownError(f"There is no store {store!r}.", "", "Look for its code: fleetdesk devices")
            wanted = named_device(connection, device).id if device is not None else None
            rows = due.of_device(connection, wanted) if wanted else due.of_store(connection, store)
            found = sorted(outlooks(connection, rows, self.now).values(), key=_order)
            known = {row.device: known_device(connection, row.device) for row in rows}
            return [(outlook, known[outlook.row.device]) for outlook in found]

        return self._record.read(work)

    def of_due_rows(
        self, connection: Connection, rows: Sequence[DueRow], now: datetime
    ) -> dict[tuple[str, str], DueForecast]:
        """{(device, task): forecast} for the rows of a whole store or fleet."""
        return {key: outlook.forecast for key, outlook in outlooks(connection, rows, now).items()}


def outlooks(connection: Connection, rows: Sequence[DueRow], now: datetime) -> dict[tuple[str, str], Outlook]:
    """{(device, task): outlook}; each device's rate and each store's day are worked out once."""
    calendar = work_calendar()
    devices = [row.device for row in rows]
    spans, places = use_spans.spans_of(connection, devices), use_spans.places_of(connection, devices)
    rates: dict[tuple[str, str], UseRate | WhyNone] = {}
    quiet = _QuietOf(calendar, now)
    found: dict[tuple[str, str], Outlook] = {}
    for row in rows:
        place, counted = places[row.device], (row.device, row.counter)
        if row.by_calendar:
            forecast = _by_calendar(row, place)
        else:
            if counted not in rates:
                rates[counted] = use_rate(spans.get(counted, ()), _open_time(place, calendar))
            remaining = None if row.uses is None else row.limit - row.uses
            forecast = due_forecast(row.device, row.task, remaining, row.taken_at, rates[counted], now)
        found[row.device, row.task] = Outlook(row, forecast, quiet.fitting(place, forecast), place)
    return found


def _by_calendar(row: DueRow, place: Place) -> DueForecast:
    """Its day is known: nothing has to be foretold."""
    if row.due or row.due_at is None:
        return DueForecast(row.device, row.task, 0, why_none=WhyNone.DUE)
    day = datetime.fromisoformat(row.due_at).astimezone(ZoneInfo(place.zone)).date()
    return DueForecast(row.device, row.task, row.limit - (row.uses or 0), day, day, day)


def _order(outlook: Outlook) -> tuple[int, date, str, str]:
    forecast = outlook.forecast
    place = 0 if forecast.why_none is WhyNone.DUE else 1 if forecast.likely_on is not None else 2
    return place, forecast.likely_on or date.max, forecast.device, forecast.task


def _open_time(place: Place, calendar: WorkCalendar) -> OpenTime:
    profile = calendar.profile
    return OpenTime(place.zone, place.opening_hours, profile.orders_by_hour, tuple(map(float, profile.weekday_percent)))


class _QuietOf:
    """The quiet windows of each store, found once."""

    def __init__(self, calendar: WorkCalendar, now: datetime) -> None:
        self._calendar, self._now = calendar, now
        self._known: dict[tuple[str | None, int], list[QuietWindow]] = {}

    def fitting(self, place: Place, forecast: DueForecast) -> QuietWindow | None:
        """The next one for what is due or soon may be; else the quietest of the week."""
        if place.status != StoreStatus.OPEN or place.store is None:
            return None
        minutes = self._calendar.minutes(forecast.task)
        key = (place.store, minutes)
        if key not in self._known:
            times = QuietTimes(place.zone, place.opening_hours, self._calendar.profile, self._calendar.quiet)
            self._known[key] = times.windows(self._now, minutes)
        return quietest(self._known[key], self._latest_end(place, forecast))

    def _latest_end(self, place: Place, forecast: DueForecast) -> datetime:
        """Until when the work is in time: the week, unless it may fall due before."""
        week = self._now + LOOK_AHEAD
        if forecast.why_none is WhyNone.DUE:
            return self._now
        if forecast.earliest_on is None:
            return week
        day_begins = datetime.combine(forecast.earliest_on, time(), ZoneInfo(place.zone))
        return min(week, day_begins.astimezone(UTC))
