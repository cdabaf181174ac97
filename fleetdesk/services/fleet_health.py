"""How the fleet is: what its states say, and what remains true when a dead gateway's children count as unknown."""

from fleetdesk.domain.fleet import Status
from fleetdesk.domain.health import FleetHealth, State, StateGroup, Truth, health_of_groups, online_behind_dead
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_tiers
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import fleet_counts

MOST_NOTES = 50
"""Devices that are named one by one for reports that contradict each other; of the others the number is said."""


class FleetHealthService:
    """Counts from the projections, on the caller's thread."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._tiers = load_tiers()

    def health(self) -> FleetHealth:
        return self._record.read(self.health_within)

    def health_within(self, connection: Connection) -> FleetHealth:
        """The same within a read that asks for more."""
        groups = [
            StateGroup(row.category, row.model, row.status, State(row.state), row.behind_dead, row.devices)
            for row in fleet_counts.groups(connection)
        ]
        return health_of_groups(groups, _notes(connection, groups), self._tiers)


def _notes(connection: Connection, groups: list[StateGroup]) -> tuple[str, ...]:
    contradicting = sum(
        group.count
        for group in groups
        if group.truth is Truth.ONLINE and group.behind_dead and group.status != Status.RETIRED
    )
    if not contradicting:
        return ()
    named = fleet_counts.online_behind_dead(connection, MOST_NOTES)
    notes = [online_behind_dead(row.serial, row.since, row.gateway, row.gateway_since) for row in named]
    if contradicting > len(named):
        notes.append(
            f"{contradicting - len(named)} more devices were reported online behind a gateway that is offline."
        )
    return tuple(notes)
