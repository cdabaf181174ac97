"""One visit to a store: what is due, what would fall due before the next one, the time it takes, the parts to pack."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.due_list import due_task
from fleetdesk.services.forecast_due import ForecastDue, Outlook, outlooks, work_calendar
from fleetdesk.services.forecast_words import quiet_texts, rate_text, when_text
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.views import DueTask, Text
from fleetdesk.services.work_orders import open_work
from fleetdesk.services.work_views import WorkView
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, registry, visits
from fleetdesk.storage.queries.due import DueRow
from fleetdesk.storage.queries.visits import CategoryCount, StoreCount

USUAL_GAP = timedelta(days=28)
"""Until a person says when the next visit is."""
WEEKS = 8
MOST_WORK = 60


class Why(StrEnum):
    """Why a task belongs to a visit."""

    DUE = "due"
    PULLED = "pulled"
    """More likely than not it falls due before the next visit."""
    MAY = "may"
    """It may fall due before the next visit, one in ten: for a person to decide."""


@dataclass(frozen=True, slots=True)
class VisitTask:
    """One task of a visit, as pages show it. `minutes` it takes."""

    device: str
    serial: str
    model: str
    category: str
    task: DueTask
    why: Why
    minutes: int


@dataclass(frozen=True, slots=True)
class Visit:
    """`tasks` in the order of the work: kind by kind, the due ones first. `minutes` and `parts` are of what is due or
    pulled forward; what may fall due is not counted. `unread` are serials whose counter nobody ever read. `weeks`
    counts what probably falls due in each of the next weeks, beside what is due now. `quiet` says when the store is
    quiet for the first of the work. `work` are the open work orders of its devices, the most urgent first.
    """

    store: str
    store_name: str
    zone: str
    on: date
    until: date
    tasks: tuple[VisitTask, ...]
    minutes: int
    parts: tuple[tuple[str, int], ...]
    unread: tuple[str, ...]
    weeks: tuple[int, ...] = ()
    quiet: tuple[Text, ...] = ()
    work: tuple[WorkView, ...] = ()

    def count(self, why: Why) -> int:
        return sum(task.why is why for task in self.tasks)


@dataclass(frozen=True, slots=True)
class WorkAhead:
    """What waits in the whole fleet, by store and by category."""

    stores: tuple[StoreCount, ...]
    categories: tuple[tuple[CategoryCount, Text], ...]

    @property
    def due(self) -> int:
        return sum(store.due for store in self.stores)

    @property
    def due_stores(self) -> int:
        return sum(store.due > 0 for store in self.stores)

    @property
    def soon(self) -> int:
        return sum(store.soon for store in self.stores)


class PlanVisit:
    """Blocking reads; call them off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record, self._names = record, names
        self._forecast = ForecastDue(record)

    def ahead(self) -> WorkAhead:
        def work(connection: Connection) -> WorkAhead:
            counted = [(row, self._names.category(row.category)) for row in visits.by_category(connection)]
            return WorkAhead(tuple(visits.by_store(connection)), tuple(counted))

        return self._record.read(work)

    def visit(self, store: str, on: date | None = None, until: date | None = None) -> Visit:
        """`on` the day of the visit (today in the store), `until` that of the next one (four weeks later).

        Raises KnownError for a store that there is not, and for a next visit that is not after this one.
        """

        def work(connection: Connection) -> Visit:
            known = registry.store(connection, store)
            if known is None:
                raise KnownError(f"There is no store {store!r}.", "", "Look for its code: fleetdesk devices")
            zone = known.time_zone
            day = on or local_day(self._forecast.now, zone)
            following = until or day + USUAL_GAP
            if following <= day:
                raise KnownError(
                    "The next visit must come after this one.",
                    f"{following} is not after {day}.",
                    "Choose a later day.",
                )
            rows = due.of_store(connection, store)
            told = outlooks(connection, rows, self._forecast.now)
            chosen = [(row, why) for row in rows if (why := _why(told[row.device, row.task], following)) is not None]
            tasks = tuple(self._task(connection, row, why, told[row.device, row.task]) for row, why in chosen)
            sure = [row for row, why in chosen if why is not Why.MAY]
            minutes = sum(task.minutes for task in tasks if task.why is not Why.MAY)
            weeks = _weeks(told.values(), local_day(self._forecast.now, zone))
            return Visit(
                store, known.name, zone, day, following, _in_order(tasks), minutes, parts_of(sure),
                _unread(connection, rows), weeks, self._quiet(told, chosen),
                open_work(connection, self._record.now(), MOST_WORK, store).orders,
            )  # fmt: skip

        return self._record.read(work)

    def _quiet(self, told: Mapping[tuple[str, str], Outlook], chosen: Sequence[tuple[DueRow, Why]]) -> tuple[Text, ...]:
        first = next((told[row.device, row.task] for row, why in chosen if why is not Why.MAY), None)
        return () if first is None else quiet_texts(first, self._forecast.now)

    def _task(self, connection: Connection, row: DueRow, why: Why, outlook: Outlook) -> VisitTask:
        known = registry.device(connection, row.device)
        assert known is not None  # the row starts from the registry
        shown = due_task(connection, row, outlook.place.zone)
        said = tuple(text for text in (when_text(outlook, self._forecast.now), rate_text(outlook)) if text.message)
        return VisitTask(
            row.device, known.serial or known.asset_tag or row.device[:8], self._names.model(known.model),
            known.category, replace(shown, outlook=said), why, work_calendar().minutes(row.task),
        )  # fmt: skip


def local_day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def parts_of(rows: Sequence[DueRow]) -> tuple[tuple[str, int], ...]:
    """What to pack: each part once a task that takes it, the most first."""
    counted = Counter(part for row in rows for part in row.take_along)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _why(outlook: Outlook, until: date) -> Why | None:
    row, forecast = outlook.row, outlook.forecast
    if row.due:
        return Why.DUE
    if row.uses is None:
        return None
    if forecast.probably_due_by(until):
        return Why.PULLED
    return Why.MAY if forecast.possibly_due_by(until) else None


def _weeks(told: Iterable[Outlook], today: date) -> tuple[int, ...]:
    """How many tasks probably fall due in each week from today on."""
    counts = [0] * WEEKS
    for outlook in told:
        day = outlook.forecast.likely_on
        if day is not None and not outlook.row.due and (week := max(0, (day - today).days) // 7) < WEEKS:
            counts[week] += 1
    return tuple(counts)


def _in_order(tasks: Sequence[VisitTask]) -> tuple[VisitTask, ...]:
    rank = {Why.DUE: 0, Why.PULLED: 1, Why.MAY: 2}
    return tuple(sorted(tasks, key=lambda each: (rank[each.why], each.task.task, each.serial)))


def _unread(connection: Connection, rows: Sequence[DueRow]) -> tuple[str, ...]:
    devices = dict.fromkeys(row.device for row in rows if row.uses is None)
    known = (registry.device(connection, device) for device in devices)
    return tuple(sorted(each.serial or each.id[:8] for each in known if each is not None))
