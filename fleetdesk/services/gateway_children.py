"""What a gateway's child table means here: each row beside the registry, and the reports that it makes of devices."""

from dataclasses import dataclass
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject
from fleetdesk.domain.gateway_children import OFFLINE, ONLINE, Compared, Place, Registered, compare
from fleetdesk.domain.snapshot import Child, Snapshot
from fleetdesk.runtime.clock import iso, ms_of
from fleetdesk.services.bench_views import ChildRow
from fleetdesk.services.record import Record
from fleetdesk.services.views import NOTHING, Health, Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import children, registry

STATES = {ONLINE: Health.ONLINE, OFFLINE: Health.OFFLINE}
SAME_AGAIN_MS = 10 * 60 * 1000
"""A port that is opened again and again says nothing new: the same report within this time is not repeated."""


def compared_children(
    connection: Connection, gateway: registry.KnownDevice, snapshot: Snapshot
) -> tuple[Compared, ...]:
    """The child table of a registered gateway beside what the registry assigns to it."""
    serials = [child.serial for child in snapshot.children]
    found = children.candidates(connection, gateway.id, serials)
    known = [Registered(each.id, each.serial or "", each.category, each.gateway) for each in found]
    return compare(gateway.id, snapshot.children, known)


@dataclass(frozen=True, slots=True)
class ChildRows:
    """Makes the rows of the card inside one read transaction."""

    connection: Connection
    snapshot: Snapshot

    def unregistered(self, child: Child) -> ChildRow:
        """A row of a gateway that is not in the registry itself: nothing can be assigned to it."""
        known = registry.any_by_serial(self.connection, child.serial) is not None
        return self._row(child, known=known, registered=Text("yes") if known else Text("not registered"))

    def row(self, compared: Compared) -> ChildRow:
        known = compared.known
        registered = self._registered(compared)
        if compared.child is None:
            serial = known.serial if known else ""
            device = known.device if known else None
            return ChildRow(serial, Health.UNKNOWN, None, registered=registered, device=device, missing=True)
        return self._row(
            compared.child,
            known=known is not None,
            registered=registered,
            device=known.device if known else None,
            assignable=compared.place is Place.ELSEWHERE,
        )

    def _row(self, child: Child, **more: Any) -> ChildRow:
        seen = None if child.last_seen_s is None else iso(ms_of(self.snapshot.taken_at) - 1000 * child.last_seen_s)
        state = STATES.get(child.state, Health.UNKNOWN)
        return ChildRow(child.serial, state, seen, child.rssi_dbm, child.firmware, **more)

    def _registered(self, compared: Compared) -> Text:
        match compared.place:
            case Place.HERE:
                return Text("yes")
            case Place.STRANGE:
                return Text("not registered")
            case Place.MISSING:
                return Text("not in its table")
            case Place.ELSEWHERE:
                return self._elsewhere(compared.known)

    def _elsewhere(self, known: Registered | None) -> Text:
        if known is None:
            return NOTHING
        other = registry.device(self.connection, known.gateway) if known.gateway else None
        return Text("at {gateway}", {"gateway": other.serial or "?"}) if other else Text("at no gateway")


def report_drafts(
    record: Record, connection: Connection, gateway: registry.KnownDevice, snapshot: Snapshot
) -> list[Draft]:
    """What the gateway says of its children, as state.reported. A row without a state says nothing and makes none."""
    drafts: list[Draft] = []
    for each in compared_children(connection, gateway, snapshot):
        child, known = each.child, each.known
        if child is None or known is None or child.state not in STATES:
            continue
        last = children.gateway_report(connection, known.device)
        now_ms = ms_of(snapshot.taken_at)
        if last is not None and last.state == child.state and 0 <= now_ms - ms_of(last.as_of) < SAME_AGAIN_MS:
            continue
        device = registry.device(connection, known.device)
        report = ev.StateReported(
            device=known.device, state=child.state, source="gateway", as_of=snapshot.taken_at,
            details=_details(child, gateway),
        )  # fmt: skip
        drafts.append(record.draft(report, device_subject(known.device), store=device.store if device else None))
    return drafts


def _details(child: Child, gateway: registry.KnownDevice) -> dict[str, Any]:
    details: dict[str, Any] = {"gateway": gateway.serial or ""}
    if child.firmware:
        details["firmware"] = child.firmware
    for name, value in (("rssi_dbm", child.rssi_dbm), ("last_seen_s", child.last_seen_s)):
        if value is not None:
            details[name] = value
    return details
