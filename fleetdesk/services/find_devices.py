"""The Fleet page's questions: the figures with their denominators, one page of devices, one device with its story."""

from dataclasses import dataclass

from fleetdesk.domain.fleet import Category
from fleetdesk.services.connectivity import connectivity
from fleetdesk.services.device_story import story_of
from fleetdesk.services.due_list import due_task, zone_of
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.forecast_words import forecast_tasks
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.views import (
    Connectivity,
    Counted,
    DeviceDetail,
    DevicePage,
    DeviceQuery,
    DeviceRow,
    DueTask,
    Fact,
    FilterChoices,
    FleetFigures,
    Moment,
    Text,
)
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, fleet, fleet_counts, registry

TIMELINE_ENTRIES = 60
MOST_STORES = 300
"""Stores in a menu; of more than that the search finds one by its name."""


@dataclass(frozen=True, slots=True)
class FindDevices:
    """Blocking reads, each from one snapshot of the database; call them off the GUI thread."""

    record: Record
    health: FleetHealthService
    names: ModelNames

    def figures(self) -> FleetFigures:
        return self.record.read(self._figures)

    def _figures(self, connection: Connection) -> FleetFigures:
        health = self.health.health_within(connection)
        gateways = [row for row in health.by_category if row.category == Category.GATEWAY]
        due_tasks = due.counts(connection)
        notes = (*registry.import_notes(connection), *health.notes)
        return FleetFigures(
            devices=health.devices,
            stores=registry.count_stores(connection),
            reported_online=health.reported.online,
            reported_offline=health.reported.offline,
            never_reported=health.reported.unknown,
            relative_online=health.relative.online,
            really_down=health.relative.offline,
            unknown_behind_dead_gateway=health.relative.unknown_behind_dead_gateway,
            unknown_other=health.relative.unknown,
            due=sum(row.devices for row in due_tasks),
            due_by_task=tuple(_counted(row) for row in due_tasks),
            gateways=sum(row.devices for row in gateways),
            gateways_down=sum(row.offline for row in gateways),
            as_of=fleet_counts.newest_report(connection),
            notes=tuple(Text(note.replace("{", "{{").replace("}", "}}")) for note in notes),
        )

    def choices(self) -> FilterChoices:
        def work(connection: Connection) -> FilterChoices:
            return FilterChoices(
                tuple(Counted(code, Text(name), n) for code, name, n in fleet.by_store(connection, MOST_STORES)),
                tuple(Counted(key, self.names.category(key), n) for key, n in fleet.by_category(connection)),
            )

        return self.record.read(work)

    def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage:
        """Rows `offset` .. `offset + limit` of the query, with the total that match it."""
        wanted = filter_of(query)
        version = self.record.version

        def work(connection: Connection) -> DevicePage:
            ids, total = fleet.counted_page(connection, wanted, offset, limit)
            urgent = due.of_devices(connection, ids) if ids else {}
            conflicts = fleet.conflicts_of(connection, ids) if ids else {}
            rows = [self.row(connection, device, urgent.get(device), conflicts.get(device, 0)) for device in ids]
            return DevicePage(tuple(rows), offset, total, version)

        return self.record.read(work)

    def search(self, text: str) -> list[DeviceRow]:
        """All devices that match, for scripts: unlike a page, without a limit."""

        def work(connection: Connection) -> list[DeviceRow]:
            wanted = fleet.Filter(search=text)
            ids = fleet.page(connection, wanted, 0, -1)
            return [self.row(connection, device, None, 0) for device in ids]

        return self.record.read(work)

    def scanned(self, text: str) -> str | None:
        """The one device whose serial or tag a scanner read off a label; None when there is none, or more than one."""
        found = self.record.read(lambda connection: fleet.labelled(connection, text))
        return found[0] if len(found) == 1 else None

    def detail(self, device: str) -> DeviceDetail:
        """Everything about one device. Raises LookupError when the registry does not know it."""

        def work(connection: Connection) -> DeviceDetail:
            urgent = due.of_devices(connection, [device]).get(device)
            count = fleet.conflicts_of(connection, [device]).get(device, 0)
            row = self.row(connection, device, urgent, count)
            known = registry.device(connection, device)
            assert known is not None
            entries, total = story_of(connection, self.names, device, row.zone, TIMELINE_ENTRIES)
            return DeviceDetail(
                row,
                self._facts(known, row),
                forecast_tasks(connection, known.id, self.record.now()),
                entries,
                total,
                _conflicts(connection, device),
                bool(registry.merged_into(connection, device)),
            )

        return self.record.read(work)

    def row(self, connection: Connection, device: str, urgent: due.DueRow | None, conflicts: int) -> DeviceRow:
        known = registry.device(connection, device)
        if known is None:
            raise LookupError(f"no device {device}")
        gateway = registry.device(connection, known.gateway) if known.gateway else None
        store = registry.store(connection, known.store) if known.store else None
        zone = zone_of(connection, known)
        task: DueTask | None = due_task(connection, urgent, zone) if urgent else None
        name = self.names.model(known.model)
        link: Connectivity = connectivity(known, gateway)
        return DeviceRow(
            device, known.serial or name, known.serial or "", name, known.category, known.store or "",
            store.name if store else "", zone, link, (gateway.serial or "") if gateway else "", known.firmware or "",
            task, known.status, conflicts,
        )  # fmt: skip

    def _facts(self, known: registry.KnownDevice, row: DeviceRow) -> tuple[Fact, ...]:
        pairs: list[tuple[str, str | Text]] = [
            ("Model", row.model), ("Store", row.store_name), ("Asset tag", known.asset_tag or ""),
            ("Gateway", row.gateway), ("Firmware", row.firmware), ("Supplier", known.supplier or ""),
            ("Status", self.names.status(known.status)), ("Notes", known.notes or ""),
        ]  # fmt: skip
        facts = [Fact(Text(label), Text("{value}", {"value": value})) for label, value in pairs if value]
        if known.wired_at:
            facts.append(Fact(Text("Last on a cable"), Text("{at}", {"at": Moment(known.wired_at, row.zone)})))
        return tuple(facts)


def _counted(row: due.DueCount) -> Counted:
    """With the word that fits the number."""
    return Counted(row.task, Text(row.one if row.devices == 1 else row.many), row.devices)


def filter_of(query: DeviceQuery) -> fleet.Filter:
    """The query as the database is asked it."""
    state = query.state.value if query.state else None
    level = query.due.value if query.due else None
    return fleet.Filter(
        query.search, query.store, query.category, state, level, query.sort.value, query.descending
    )  # fmt: skip


def _conflicts(connection: Connection, device: str) -> tuple[Text, ...]:
    rows = registry.conflicts(connection, device)
    return tuple(
        Text(
            "{field}: one side says {one}, the other {two}.",
            {
                "field": row.field or row.kind,
                "one": _side(connection, row, row.sides[0][1]),
                "two": _side(connection, row, row.sides[-1][1]),
            },
        )
        for row in rows
    )


def _side(connection: Connection, conflict: registry.OpenConflict, value: object) -> str:
    """Devices are named by what people call them."""
    said = "nothing" if value is None else str(value)
    names_a_device = conflict.field in (None, "gateway") and value is not None
    known = registry.device(connection, said) if names_a_device else None
    return (known.serial or known.asset_tag or said) if known else said
