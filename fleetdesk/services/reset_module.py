"""A module is restarted over its cable, with its state before and after recorded."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

from fleetdesk.devices import smp_module
from fleetdesk.devices.comeback import Comeback, Patience, adapter_of
from fleetdesk.devices.driver import NoAnswer
from fleetdesk.devices.ports import Lister, list_system_ports
from fleetdesk.devices.session import Session
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.firmware import harm
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.services.cable_work import append_work, keep_transcript, unit_of
from fleetdesk.services.record import WORKSTATION, Record


@dataclass(frozen=True, slots=True)
class ResetReport:
    """`lost` says in words what is not as it was before; usually nothing."""

    serial: str
    before: Snapshot
    after: Snapshot
    lost: tuple[str, ...]
    event: str
    transcript_sha256: str


class ResetModule:
    """Restarts modules. On the io loop."""

    def __init__(self, record: Record, patience: Patience | None = None, lister: Lister = list_system_ports) -> None:
        self._record = record
        self._patience = patience
        self._lister = lister

    async def run(self, session: Session, actor: str = WORKSTATION) -> ResetReport:
        """Raises KnownError: NotBack when it did not come back in time (recorded is then nothing)."""
        comeback = Comeback(session, await adapter_of(session, self._lister), self._patience, self._lister)
        before = await session.snapshot()
        boots = await session.use(lambda driver: smp_module.boot_count(driver, session.pack), verify=True)
        # Gone before its answer was through: whether it started anew is looked at below.
        with contextlib.suppress(PortError, NoAnswer):
            await session.use(smp_module.restart)
        await comeback.after_restart(boots)
        after = await session.snapshot()
        return await asyncio.to_thread(self._recorded, session, before, after, actor)

    def _recorded(self, session: Session, before: Snapshot, after: Snapshot, actor: str) -> ResetReport:
        unit = unit_of(self._record, session.pack, after.identity)
        transcript = keep_transcript(self._record, session)
        payload = ev.DeviceReset(
            device=unit.device, module=unit.module, before=_state(before), after=_state(after),
            transcript_sha256=transcript[0],
        )  # fmt: skip
        event = append_work(self._record, unit, payload, transcript, actor, (session.pack, after))
        return ResetReport(session.identity.serial, before, after, harm(before, after), event, transcript[0])


def _state(snapshot: Snapshot) -> dict[str, Any]:
    """What of a snapshot is kept in the event: whole numbers and texts only."""
    return {
        "firmware": snapshot.identity.firmware,
        "boot_count": snapshot.boot_count,
        "counter_epoch": snapshot.counter_epoch,
        "counters": dict(snapshot.counters),
        "gauges": {gauge.name: gauge.value for gauge in snapshot.gauges},
        "settings": dict(snapshot.settings),
        "faults": [fault.name for fault in snapshot.faults],
    }
