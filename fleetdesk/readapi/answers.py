"""The questions of other systems, answered from the projections of one home. Blocking; one snapshot a page."""

from dataclasses import asdict

from fleetdesk.domain.errors import FormatError
from fleetdesk.readapi.shapes import Asset, ComplianceRow, Page, Service, Task
from fleetdesk.services.due_list import level
from fleetdesk.services.inspection_views import ServiceLine
from fleetdesk.services.record import Record
from fleetdesk.services.services_done import ServiceLog
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.queries import assets, due, inspections, registry
from fleetdesk.storage.queries.due import DueRow

MOST_LOOKED_AT = 50_000
"""Events that one page of services looks at."""
BETWEEN = "~"
"""Stands between the parts of a cursor: in no id, task or number."""


class Answers:
    def __init__(self, record: Record) -> None:
        self._record = record

    def as_of(self) -> tuple[str | None, str | None]:
        """(the last sync, the hub's address)."""
        return self._record.read(lambda connection: (_as_of(connection), sync_state.hub_url(connection)))

    def tasks(self, after: str | None, limit: int, store: str | None, category: str | None) -> Page[Task]:
        """Raises FormatError for a cursor that is none."""
        device, task = _parts(after, 2) if after else ("", "")

        def work(connection: Connection) -> Page[Task]:
            found = due.page(connection, (device, task), limit, store=store, category=category)
            rows = [_task(connection, row) for row in found]
            last = f"{found[-1].device}{BETWEEN}{found[-1].task}" if len(found) == limit else None
            return Page(as_of=_as_of(connection), rows=rows, more=last is not None, next=last)

        return self._record.read(work)

    def services(self, after: str | None, limit: int) -> Page[Service]:
        """In the order in which they came here; the last page says where to ask on later.

        Raises FormatError for a cursor that is none, or another home's.
        """

        def work(connection: Connection) -> Page[Service]:
            home = journal.own_head(connection).journal
            place = _place(after, home) if after else 0
            found, here, more = inspections.arrived(connection, place, limit, MOST_LOOKED_AT)
            rows = [_service(line) for line in ServiceLog().lines(connection, found)]
            cursor = f"{home}{BETWEEN}{here}"
            return Page(as_of=_as_of(connection), rows=rows, more=more, next=cursor)

        return self._record.read(work)

    def compliance(self) -> Page[ComplianceRow]:
        def work(connection: Connection) -> Page[ComplianceRow]:
            rows = [
                ComplianceRow(**asdict(each), compliant_percent=_percent(each)) for each in due.compliance(connection)
            ]
            return Page(as_of=_as_of(connection), rows=rows, more=False, next=None)

        return self._record.read(work)

    def assets(self, after: str | None, limit: int, store: str | None, category: str | None) -> Page[Asset]:
        def work(connection: Connection) -> Page[Asset]:
            found = assets.page(connection, after or "", limit, store=store, category=category)
            rows = [Asset.model_validate(asdict(each)) for each in found]
            last = found[-1].id if len(found) == limit else None
            return Page(as_of=_as_of(connection), rows=rows, more=last is not None, next=last)

        return self._record.read(work)


def _as_of(connection: Connection) -> str | None:
    url = sync_state.hub_url(connection)
    standing = sync_state.at_url(connection, url) if url else None
    return standing.synced_at if standing else None


def _task(connection: Connection, row: DueRow) -> Task:
    known = registry.device(connection, row.device)
    assert known is not None  # tasks are kept for registered devices only
    put_off = row.postponed if row.postponed is not None and not row.due else None
    return Task(
        device=row.device, serial=known.serial, asset_tag=known.asset_tag, model=known.model, category=known.category,
        store=known.store, task=row.task, title=row.title, plan_version=row.plan_version, level=level(row).value,
        uses=row.uses, every=row.every, unit=row.unit, reading_at=row.taken_at, reading_source=row.source,
        serviced_at=row.service_at,
        postponed_until_uses=put_off.until_uses if put_off else None,
        postponed_until=put_off.until_at if put_off else None,
        postponed_reason=put_off.reason if put_off else None,
    )  # fmt: skip


def _service(line: ServiceLine) -> Service:
    return Service(
        id=line.event, device=line.device, serial=line.serial, store=line.store or None, task=line.task,
        title=line.title, performed_at=line.done_at.at, person=line.person, inspection=line.inspection, uses=line.uses,
        every=line.every, late_by=line.late, unit=line.unit,
    )  # fmt: skip


def _percent(each: due.Compliance) -> int | None:
    known = each.devices - each.unknown
    return None if known == 0 else (each.ok + each.soon) * 100 // known


def _parts(cursor: str, count: int) -> list[str]:
    parts = cursor.split(BETWEEN)
    if len(parts) != count:
        raise FormatError(f"The cursor {cursor[:40]!r} is none of ours.")
    return parts


def _place(cursor: str, home: str) -> int:
    whose, place = _parts(cursor, 2)
    if whose != home or not (place.isascii() and place.isdigit() and len(place) <= 15):
        raise FormatError(
            "The cursor belongs to another home. Begin again without one; ids tell what is known already."
        )
    return int(place)
