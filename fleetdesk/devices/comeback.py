"""Waiting for a unit that went away: after a restart it was asked for, or because somebody pulled the cable.

A USB module disappears with its port and may return under another name: it is looked for by the USB ids and serial
number of its adapter, and then has to prove with its own identity that it is the one. Other units are passed by.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleetdesk.devices.ports import Lister, Port, list_ports, list_system_ports
from fleetdesk.devices.session import Session
from fleetdesk.devices.smp_module import boot_count
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a restart, for a person to plug it in again, for one answer, between looks."""

    restart_s: float = 90.0
    replug_s: float = 120.0
    answer_s: float = 1.0
    look_s: float = 0.2


class NotBack(DeviceError):
    """The unit did not come back in time."""


class Comeback:
    """Finds one unit again. Made while it is there, so that its adapter is known."""

    def __init__(
        self,
        session: Session,
        adapter: Port | None,
        patience: Patience | None = None,
        lister: Lister = list_system_ports,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._session = session
        self._adapter = adapter
        self._lister = lister
        self._cancelled = cancelled
        self.patience = patience or Patience()

    async def after_restart(self, boots_before: int | None) -> int | None:
        """Returns when the unit answers and has started anew: its boot count, None when it has none to tell.

        A module answers for a moment before it restarts, so an answer alone proves nothing.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.patience.restart_s
        await asyncio.sleep(self.patience.look_s)
        while True:
            await self._back_by(until, "It was restarted")
            try:
                boots = await self._session.use(lambda driver: boot_count(driver, self._session.pack))
            except (PortError, DeviceError):
                boots = boots_before
            if boots is None or boots_before is None or boots != boots_before:
                return boots
            if loop.time() >= until:
                raise NotBack("The module did not restart.", "It still runs as before.", "Switch it off and on again.")
            await asyncio.sleep(self.patience.look_s)

    async def after_unplug(self) -> None:
        """Returns when the unit is plugged in again and answers; at once when it never went. Raises NotBack."""
        until = asyncio.get_running_loop().time() + self.patience.replug_s
        await self._back_by(until, "The connection was lost")

    async def _back_by(self, until: float, why: str) -> None:
        loop = asyncio.get_running_loop()
        while True:
            trouble: KnownError | None = None
            for port in await self._candidates():
                try:
                    await self._session.reopen(port, self.patience.answer_s)
                except WrongDeviceError as error:
                    trouble = error
                except (PortError, DeviceError) as error:
                    trouble = trouble or error
                else:
                    return
            if loop.time() >= until or self._cancelled():
                raise NotBack(
                    f"{self._session.identity.serial} did not come back.",
                    f"{why} and it does not answer. {trouble or ''}".strip(),
                    "Plug it in again, or switch it off and on; then start again: it goes on where it was.",
                ) from trouble
            await asyncio.sleep(self.patience.look_s)

    async def _candidates(self) -> Sequence[str]:
        """The ports where it may be, the old one first."""
        same = [self._session.port]
        adapter = self._adapter
        if adapter is None or not adapter.serial_number:
            return same
        ids = (adapter.vid, adapter.pid, adapter.serial_number)
        found = [
            port.device for port in await list_ports(self._lister) if (port.vid, port.pid, port.serial_number) == ids
        ]
        return found or same


async def adapter_of(session: Session, lister: Lister = list_system_ports) -> Port | None:
    """The adapter that a session's port belongs to, when the system lists it."""
    return next((port for port in await list_ports(lister) if port.device == session.port), None)
