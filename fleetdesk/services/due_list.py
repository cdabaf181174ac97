"""What is due: counted uses since the last service against the plan, with the ledger's own sentence."""

from collections.abc import Mapping, Sequence

from fleetdesk.services.record import Record
from fleetdesk.services.views import NOTHING, DueLevel, DueTask, Moment, Text, Value
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, registry
from fleetdesk.storage.queries.due import DueRow


class DueList:
    """All that is due in the registry, and the tasks of one device."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def all_due(
        self, *, soon: bool = False, store: str | None = None, category: str | None = None
    ) -> list[tuple[registry.KnownDevice, DueTask]]:
        """Every task due now (with `soon`: also those in the warning band), in all stores or one, of all categories or
        one, the most urgent first."""

        def work(connection: Connection) -> list[tuple[registry.KnownDevice, DueTask]]:
            result: list[tuple[registry.KnownDevice, DueTask]] = []
            for row in due.all_due(connection, soon=soon, store=store, category=category):
                device = registry.device(connection, row.device)
                assert device is not None  # the query starts from the registry
                result.append((device, due_task(connection, row, zone_of(connection, device))))
            return result

        return self._record.read(work)

    def of_device(self, device: str) -> tuple[DueTask, ...]:
        """The tasks of one device, the most urgent first."""
        return self._record.read(lambda connection: tasks_of(connection, device))


def tasks_of(connection: Connection, device: str) -> tuple[DueTask, ...]:
    known = registry.device(connection, device)
    zone = zone_of(connection, known)
    return tuple(due_task(connection, row, zone) for row in due.of_device(connection, device))


def zone_of(connection: Connection, device: registry.KnownDevice | None) -> str:
    """The IANA zone of the device's store, UTC without one."""
    store = registry.store(connection, device.store) if device and device.store else None
    return store.time_zone if store else "UTC"


def due_task(connection: Connection, row: DueRow, zone: str) -> DueTask:
    """One task as pages show it."""
    return DueTask(
        row.task,
        Text(row.title),
        row.uses,
        row.every,
        level(row),
        row.unit,
        _reason(connection, row, zone),
        tuple(_uncounted(row, zone)),
        parts=row.take_along,
        plan_version=row.plan_version,
        as_of=row.taken_at,
        postponed=_postponed(connection, row, zone),
    )


def level(row: DueRow) -> DueLevel:
    if row.uses is None:
        return DueLevel.UNKNOWN
    if row.due:
        return DueLevel.DUE
    return DueLevel.SOON if row.soon or row.postponed is not None else DueLevel.OK


def _postponed(connection: Connection, row: DueRow, zone: str) -> Text:
    """Until when, by whom and why; nothing once its limit is reached."""
    put_off = row.postponed
    if put_off is None or row.due:
        return NOTHING
    values: dict[str, Value] = {
        "who": registry.person_name(connection, put_off.actor) or put_off.actor,
        "reason": put_off.reason,
        "unit": row.unit,
    }
    if put_off.until_at is not None:
        return Text("Postponed until {at} by {who}: {reason}", {**values, "at": Moment(put_off.until_at, zone)})
    return Text("Postponed until {uses} {unit} by {who}: {reason}", {**values, "uses": put_off.until_uses or 0})


def _reason(connection: Connection, row: DueRow, zone: str) -> Text:
    """Which module counted what, since when."""
    if row.by_calendar:
        return _by_calendar(row, zone)
    if row.uses is None:
        return Text("No reading yet: plug it in to know.")
    if row.service_at is not None:
        return Text("{uses} {unit} since the service on {at}.", _values(row, at=Moment(row.service_at, zone)))
    counted = [part for part in row.parts if part[1]]
    if len(counted) <= 1:
        since = row.parts[0][2] if row.parts else row.taken_at or ""
        return Text("{uses} {unit} counted since {at}; never serviced since.", _values(row, at=Moment(since, zone)))
    return _by_module(connection, row, counted, zone)


def _by_calendar(row: DueRow, zone: str) -> Text:
    """Days, because nothing counts how much it was used."""
    if row.service_at is not None:
        words, at = "{uses} days since the service on {at}; it has no counter.", row.service_at
    else:
        words, at = "{uses} days since it was first recorded on {at}, never serviced; it has no counter.", row.known_at
    return Text(words, _values(row, at=Moment(at, zone)))


def _by_module(
    connection: Connection, row: DueRow, counted: Sequence[tuple[str, int, str, str | None]], zone: str
) -> Text:
    places: list[Text] = []
    for module, uses, _, _ in counted:
        known = registry.module(connection, module)
        serial = known.serial if known else module[:8]
        places.append(Text("{uses} on module {module}", {"uses": uses, "module": serial}))
    listed = places[0]
    for place in places[1:-1]:
        listed = Text("{listed}, {more}", {"listed": listed, "more": place})
    both = {"listed": listed, "last": places[-1], "at": Moment(counted[-1][2], zone)}
    return Text("{listed} and {last} since the swap on {at}.", both)


def _values(row: DueRow, **more: Value) -> Mapping[str, Value]:
    return {"uses": row.uses or 0, "unit": Text(row.unit), **more}


def _uncounted(row: DueRow, zone: str) -> list[Text]:
    not_counted = (
        Text("Not counted: {why} ({at}).", {"why": Text(note[0]), "at": Moment(note[3], zone)})
        for note in row.not_counted
    )
    flagged = (
        Text(
            "Set aside: {value} at {at}, {why}.",
            {"value": note[4] or 0, "at": Moment(note[3], zone), "why": Text(note[0])},
        )
        for note in row.flagged
    )
    return [*not_counted, *flagged]
