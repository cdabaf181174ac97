"""What remains true about a device's connection when its gateway is taken into account, as pages show it."""

from fleetdesk.domain.health import DeviceState, Standing, State, Truth, relative_state
from fleetdesk.services.views import Connectivity, Health, Silence
from fleetdesk.storage.queries.registry import KnownDevice


def device_state(known: KnownDevice) -> DeviceState:
    """The registry's row as the health rules read it. What upstream last said counts; see ARCHITECTURE.md, Health."""
    standing = Standing(State(known.state), known.state_as_of, known.state_source)
    return DeviceState(
        known.id, known.serial or "", known.model, known.category, known.status, standing, known.gateway
    )  # fmt: skip


def connectivity(known: KnownDevice, gateway: KnownDevice | None) -> Connectivity:
    """The three-state answer with its age and its reason."""
    truth = relative_state(device_state(known), device_state(gateway) if gateway else None)
    reported = Health(known.state)
    source = known.state_source or ""
    if truth.truth is Truth.UNKNOWN_BEHIND_DEAD_GATEWAY:
        serial = (gateway.serial or "") if gateway else ""
        return Connectivity(
            Health.UNKNOWN, reported, truth.since, known.state_as_of, source, Silence.GATEWAY_DOWN, serial
        )  # fmt: skip
    silence = Silence.NEVER_REPORTED if reported is Health.UNKNOWN else Silence.NONE
    return Connectivity(Health(truth.truth.value), reported, truth.since, known.state_as_of, source, silence)
