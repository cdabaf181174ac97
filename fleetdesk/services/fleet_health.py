"""How the fleet is: what its states say, and what remains true when a dead gateway's children count as unknown."""

from fleetdesk.domain.health import DeviceState, FleetHealth, Standing, State, fleet_health
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_tiers
from fleetdesk.storage.queries import fleet


class FleetHealthService:
    """Counts from the projections, on the caller's thread."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._tiers = load_tiers()

    def health(self) -> FleetHealth:
        rows = self._record.read(fleet.every_state)
        return fleet_health([_state(row) for row in rows], self._tiers)


def _state(row: fleet.StateRow) -> DeviceState:
    standing = Standing(State(row.state), row.state_as_of, row.state_source)
    return DeviceState(row.id, row.serial, row.model, row.category, row.status, standing, row.gateway)
