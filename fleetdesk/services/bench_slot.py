"""One port on the bench: what is known of it, and what the page shows of that."""

import asyncio
from dataclasses import dataclass, field

from fleetdesk.devices.ports import Port
from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import PortError, WrongDeviceError
from fleetdesk.domain.motor_run import MotorRun
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.services.bench_views import BenchUnit, PortState, PortView, WorkView
from fleetdesk.services.views import Problem
from fleetdesk.services.watched import Watched

BOOT_TRIES = 3
BOOT_PAUSE_S = 0.5
"""A module that was just plugged in may still be starting: silence is believed only after so many tries."""


@dataclass(slots=True)
class Slot:
    """One port and what is known of it. Only the io loop changes it."""

    port: Port
    state: PortState = PortState.CONNECTING
    session: Session | None = None
    snapshot: Snapshot | None = None
    unit: BenchUnit | None = None
    problem: Problem | None = None
    expected: Identity | None = None
    task: "asyncio.Task[None] | None" = None
    work: "asyncio.Task[None] | None" = None
    shown_work: WorkView | None = None
    moved_to: Port | None = None
    """Where the adapter of a unit under work came back; None: it is where it was."""
    unplugged: bool = False
    watched: Watched = field(default_factory=Watched)
    opened_at: str = ""
    """When its unit was first read, ISO 8601 UTC."""
    identify_s: float = 0.0
    read_s: float = 0.0
    """How long the last opening took: to know who it is, and to read everything, recorded and shown."""

    @property
    def motor(self) -> MotorRun:
        return self.watched.motor


def built_in(slot: Slot) -> bool:
    """A serial port of the laptop itself stands behind what was plugged in; the order else is that of appearing."""
    return slot.port.vid is None and not slot.port.added


async def ended(slot: Slot, session: Session) -> PortError | WrongDeviceError:
    """When and why a session is over. Work on it may lose the line and bring it back."""
    while True:
        reason = await session.wait_ended()
        if slot.work is None:
            return session.ended or reason
        await asyncio.wait({slot.work})


def same_adapter(one: Port, other: Port) -> bool:
    """Whether two sightings are one adapter, perhaps under another name."""
    if one.serial_number is None:
        return one.key == other.key
    return (one.vid, one.pid, one.serial_number) == (other.vid, other.pid, other.serial_number)


def view_of(slot: Slot) -> PortView:
    """What the page shows of a slot."""
    label = f"{slot.unit.model} {slot.unit.serial}" if slot.unit else slot.port.device
    expected = slot.expected.serial if slot.expected and slot.state is PortState.LOCKED else ""
    adapter = slot.port.description
    if slot.port.vid is not None and slot.port.pid is not None:
        adapter = f"{adapter} ({slot.port.vid:04x}:{slot.port.pid:04x})".strip()
    return PortView(
        slot.port.device, label, slot.state, slot.unit, slot.problem, slot.port.added, expected, adapter,
        slot.shown_work,
    )  # fmt: skip
