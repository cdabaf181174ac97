"""A device is plugged in: its port appears, it is identified, read, recorded and shown; unplugged, it goes.

One `Bench` runs on the io loop. Each port has a slot with one task, so a port that hangs never holds up another. Only
ports whose USB id fits a pack, or addresses that a person added, are touched by themselves, and then only read.

A slot is locked to the unit that it was opened with. Another unit there is named and refused until the first one is
back or a person goes on with the new one. A port that went away takes the lock along only while an inspection of its
unit is unfinished: whoever checks forty blenders on one cable is not asked forty times.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from fleetdesk.devices import ports
from fleetdesk.devices.driver import Timing
from fleetdesk.devices.identify import candidates
from fleetdesk.devices.ports import Lister, Port
from fleetdesk.devices.session import Session, open_unknown
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.services.bench_slot import BOOT_PAUSE_S, BOOT_TRIES, Slot, built_in, ended, same_adapter, view_of
from fleetdesk.services.bench_unit import PassportMaker
from fleetdesk.services.bench_views import BenchUnit, BenchView, PortState, WorkView
from fleetdesk.services.record import Record
from fleetdesk.services.record_snapshot import record_snapshot
from fleetdesk.services.views import Problem
from fleetdesk.services.watched import WatchedUnits
from fleetdesk.storage import drafts, settings

RETRY_S = 3.0
"""An address that a person added is tried again this often: it cannot announce itself as a USB port does."""

T = TypeVar("T")
Listener = Callable[[BenchView], None]
_log = logging.getLogger(__name__)


class Bench:
    """What is on the cables. `run()` on the io loop until cancelled; the rest from that loop too, if not said."""

    def __init__(
        self,
        record: Record,
        packs: Sequence[Pack],
        *,
        lister: Lister = ports.list_system_ports,
        timing: Timing | None = None,
        look_every_s: float = 1.0,
        retry_s: float = RETRY_S,
    ) -> None:
        self._record = record
        self._packs = packs
        self.lister = lister
        """Work that waits for its unit to come back looks for it where the Bench does."""
        self._timing = timing
        self._look_every_s = look_every_s
        self._retry_s = retry_s
        self._slots: dict[str, Slot] = {}
        self._added: list[Port] = []
        self._watched = WatchedUnits()
        self._held: dict[str, Identity] = {}
        """{port that is away: the unit whose inspection is unfinished there}"""
        self._leaving: dict[str, asyncio.Task[None]] = {}
        """{port: the closing of its former session}; one that hangs holds up nobody but its successor."""
        self._listeners: list[Listener] = []
        self._view = BenchView()

    @property
    def packs(self) -> Sequence[Pack]:
        """The driver packs in force."""
        return self._packs

    async def run(self) -> None:
        """Watches the ports. Ends, and closes every session, when it is cancelled."""
        urls = await asyncio.to_thread(self._record.read, settings.ports_added_by_hand)
        known = [ports.added_port(url) for url in urls]
        self._added = [*known, *(port for port in self._added if port not in known)]
        try:
            async for change in ports.changes(self._look_every_s, lambda: self._added, self.lister):
                for port in change.gone:
                    self._go(port)
                for port in change.appeared:
                    self._come(port)
                self.publish()
        finally:
            closing = [self._close(slot) for slot in self._slots.values()]
            await asyncio.gather(*closing, *self._leaving.values())

    # -- what the page asks ------------------------------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """From any thread. Calls back at once with the present view, then with every new one."""
        self._listeners.append(listener)
        listener(self._view)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    async def add_port(self, url: str) -> None:
        """Remembers an address and opens it. Raises PortError when it is none."""
        port = ports.added_port(url)
        now = self._record.now()
        await asyncio.to_thread(
            self._record.change, lambda connection: settings.remember_port(connection, port.device, now)
        )
        if port not in self._added:
            self._added.append(port)
        self._appear(port)
        self.publish()

    async def forget_port(self, name: str) -> None:
        slot = self.slot(name)
        await asyncio.to_thread(self._record.change, lambda connection: settings.forget_port(connection, name))
        self._added = [port for port in self._added if port.device != name]
        self._remove(slot.port)
        self.publish()

    async def probe(self, name: str) -> None:
        """Opens a port that no pack's USB id fits, or tries one again after an error."""
        slot = self.slot(name)
        await self._close(slot)
        self._start(slot, explicit=True)
        self.publish()

    async def read_again(self, name: str) -> Snapshot:
        """A fresh snapshot of the unit on a port; recorded and shown."""
        slot = self.slot(name)
        snapshot = await self._session(slot).snapshot()
        await self._show(slot, snapshot)
        return snapshot

    async def accept_unit(self, name: str) -> None:
        """Ends a locked session and opens the port anew for whatever is on it."""
        self.slot(name).expected = None
        await self.probe(name)

    async def work_on(self, name: str, work: Callable[[Session], Awaitable[T]]) -> T:
        """Runs long work on the unit of a port. Until it ends the slot stays, though the port may come and go, perhaps
        under another name: a restart looks like that. One work at a time; afterwards the unit is read again.

        Raises what `work` raises, PortError when no unit is there, KnownError when other work is under way.
        """
        slot = self.slot(name)
        session = self._session(slot)
        if slot.work is not None:
            raise KnownError("Something is under way on this unit already.", "", "Wait for its end, or cancel it.")
        doing = asyncio.ensure_future(work(session))
        attending = slot.work = asyncio.create_task(self._attend(slot, session, doing), name=f"bench work {name}")
        self.publish()
        await asyncio.wait({attending})
        return await doing

    async def _attend(self, slot: Slot, session: Session, doing: "asyncio.Future[Any]") -> None:
        """Waits for the work, then puts the slot where its unit is now."""
        try:
            await asyncio.wait({doing})
        finally:
            doing.cancel()
            slot.work, slot.shown_work = None, None
        if slot.moved_to is not None and session.ended is None:
            del self._slots[slot.port.device]
            slot.port, slot.moved_to, slot.unplugged = slot.moved_to, None, False
            self._slots[slot.port.device] = slot
        if slot.unplugged:
            self._remove(slot.port)
        elif session.ended is None:
            try:
                await self._show(slot, await session.snapshot())
            except KnownError as error:
                self._fail(slot, error)
        self.publish()

    def show_work(self, name: str, view: WorkView) -> None:
        """What the work on a port does now."""
        slot = self._slots.get(name)
        if slot is not None and slot.work is not None:
            slot.shown_work = view
            self.publish()

    async def reload_packs(self, packs: Sequence[Pack]) -> None:
        """From now on these packs. What nobody knew or could read is tried again, a unit whose pack changed is opened
        anew with it; every other session goes on undisturbed."""
        self._packs = packs
        for slot in list(self._slots.values()):
            named = slot.port.added or slot.session is not None
            if not self._wants_new_pack(slot) or not (named or candidates(slot.port, packs)):
                continue
            await self._close(slot)
            self._start(slot, explicit=named)
        self.publish()

    def _wants_new_pack(self, slot: Slot) -> bool:
        if slot.session is None:
            return slot.state in (PortState.UNKNOWN_ADAPTER, PortState.ERROR)
        used = slot.session.pack
        return not any(replace(pack, link=used.link) == used for pack in self._packs)

    def slot(self, name: str) -> Slot:
        """The slot of a port. Raises PortError when that port is not there (any more)."""
        slot = self._slots.get(name)
        if slot is None:
            raise PortError(f"{name} is not there.", "It was unplugged or never added.", "Plug the device in again.")
        return slot

    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots.values())

    def slot_of(self, device: str, preferred: str | None = None) -> Slot | None:
        """Where a registered device answers now: on the preferred port if it can be, else on any other."""
        here = [slot for slot in self.slots() if slot.state is PortState.READY]
        here.sort(key=lambda slot: slot.port.device != preferred)
        return next((slot for slot in here if slot.unit is not None and slot.unit.device == device), None)

    def session(self, name: str) -> Session:
        """The open session on a port. Raises PortError when there is none."""
        return self._session(self.slot(name))

    async def refresh(self) -> None:
        """Builds all passports anew from the registry: something was recorded."""
        for slot in list(self._slots.values()):
            session, snapshot = slot.session, slot.snapshot
            if session is not None and snapshot is not None and slot.state is PortState.READY:
                slot.unit = await asyncio.to_thread(self._passport, session.pack, snapshot, slot.motor.load)
        self.publish()

    def publish(self) -> None:
        views = tuple(view_of(slot) for slot in sorted(self._slots.values(), key=built_in))
        self._view = BenchView(views)
        for listener in list(self._listeners):
            listener(self._view)

    # -- ports come and go ---------------------------------------------------------------------------------------------

    def _go(self, port: Port) -> None:
        slot = self._slots.get(port.device)
        if slot is not None and slot.work is not None and slot.port.key == port.key:
            slot.unplugged = True
        else:
            self._remove(port)

    def _come(self, port: Port) -> None:
        """A port, or the adapter of a unit under work that comes back: that one is left to who works on it."""
        for slot in self._slots.values():
            if slot.work is not None and same_adapter(slot.port, port):
                slot.unplugged = False
                slot.moved_to = port if port.device != slot.port.device else None
                return
        self._appear(port)

    # -- one port ------------------------------------------------------------------------------------------------------

    def _appear(self, port: Port) -> None:
        """A port that has its slot already (added by hand before the next look found it) keeps it."""
        if port.device in self._slots:
            return
        slot = self._slots[port.device] = Slot(port)
        if candidates(port, self._packs):
            self._start(slot, explicit=port.added)
        else:
            slot.state = PortState.UNKNOWN_ADAPTER

    def _start(self, slot: Slot, *, explicit: bool) -> None:
        slot.state, slot.problem = PortState.CONNECTING, None
        slot.task = asyncio.create_task(self._serve(slot, explicit), name=f"bench {slot.port.device}")

    async def _serve(self, slot: Slot, explicit: bool) -> None:
        """One slot's life: open, read, show, wait for the end. An added address is tried again after a while, and so is
        a locked port, until the expected unit is back.
        """
        leaving = self._leaving.get(slot.port.device)
        if leaving is not None:
            await asyncio.wait({leaving})
        slot.expected = self._held.pop(slot.port.device, slot.expected)
        silent, locked = 0, False
        while True:
            try:
                await self._hold(slot, explicit)
            except WrongDeviceError as error:
                locked, met_before = True, slot.state is not PortState.READY
                self._fail(slot, error)
                if not met_before:
                    continue  # Who it is that took the place is asked at once.
            except DeviceError as error:
                silent = 0 if slot.state is PortState.READY else silent + 1
                if silent < BOOT_TRIES and slot.state is PortState.CONNECTING and slot.expected is None:
                    await asyncio.sleep(BOOT_PAUSE_S)
                    continue
                self._fail(slot, error)
            except KnownError as error:
                self._fail(slot, error)
            except Exception as error:  # noqa: BLE001 - a bug on one port is shown there and logged, the others go on
                _log.exception("bench port %s failed", slot.port.device)
                self._fail(slot, KnownError("Fleetdesk made a mistake on this port.", repr(error), "See the log."))
            if not (slot.port.added or locked):
                return
            await asyncio.sleep(self._retry_s)

    async def _hold(self, slot: Slot, explicit: bool) -> None:
        clock = asyncio.get_running_loop().time
        started = clock()
        session = await open_unknown(slot.port, self._packs, explicit, self._timing)
        slot.identify_s = clock() - started
        try:
            if slot.expected is not None and not session.identity.same_unit(slot.expected):
                await self._show_stranger(slot, session)
            if slot.expected is None or not slot.opened_at:
                slot.opened_at = self._record.now()
            slot.session, slot.expected = session, session.identity
            slot.watched = self._watched.of(session.identity)
            await self._show(slot, await session.snapshot())
            slot.read_s = clock() - started - slot.identify_s
            await self._release_others(slot, session.identity)
            raise await ended(slot, session)
        finally:
            slot.session = None
            await session.close()

    async def _show_stranger(self, slot: Slot, session: Session) -> None:
        """Names the unit that is there beside the expected one; of it nothing is read, recorded or written."""
        assert slot.expected is not None
        who = Snapshot(session.identity, self._record.now(), {})
        slot.unit = await asyncio.to_thread(self._passport, session.pack, who, None)
        raise WrongDeviceError(
            f"Another unit is on {slot.port.device}.",
            f"Expected {slot.expected.serial}, found {session.identity.serial}.",
            "Plug the expected unit in again, or work on this one.",
        )

    async def _release_others(self, slot: Slot, found: Identity) -> None:
        """A unit that is here is missed nowhere else: ports that waited for it take whatever is on them."""
        self._held = {port: unit for port, unit in self._held.items() if not unit.same_unit(found)}
        for other in list(self._slots.values()):
            waits = other is not slot and other.state is PortState.LOCKED and other.expected is not None
            if waits and other.expected is not None and other.expected.same_unit(found):
                await self.accept_unit(other.port.device)

    async def _show(self, slot: Slot, snapshot: Snapshot) -> None:
        """Records what was read, then shows it; nothing is on the screen that is not on the disk."""
        pack = self._session(slot).pack
        slot.unit = await asyncio.to_thread(self._recorded, pack, snapshot, slot.motor.load)
        slot.snapshot, slot.problem = snapshot, None
        slot.state = PortState.READY if slot.unit.device else PortState.UNKNOWN_UNIT
        self.publish()

    def _recorded(self, pack: Pack, snapshot: Snapshot, motor_ma: float | None) -> BenchUnit:
        record_snapshot(self._record, pack, snapshot)
        return self._passport(pack, snapshot, motor_ma)

    def _passport(self, pack: Pack, snapshot: Snapshot, motor_ma: float | None) -> BenchUnit:
        return self._record.read(lambda connection: PassportMaker(connection).unit(pack, snapshot, motor_ma))

    def _fail(self, slot: Slot, error: KnownError) -> None:
        if isinstance(error, WrongDeviceError):
            # The passport on a READY port is that of the unit which is no longer there.
            slot.unit = None if slot.state is PortState.READY else slot.unit
            slot.state = PortState.LOCKED
        else:
            slot.state = PortState.ERROR
        slot.problem = Problem(error.title, error.message, error.next_step)
        self.publish()

    def _session(self, slot: Slot) -> Session:
        if slot.session is not None:
            return slot.session
        if slot.state is PortState.LOCKED and slot.problem is not None:
            raise WrongDeviceError(slot.problem.title, slot.problem.message, slot.problem.next_step)
        raise PortError(f"{slot.port.device} is not open.", "The device does not answer.", "Try it again.")

    def _remove(self, port: Port) -> None:
        slot = self._slots.get(port.device)
        if slot is not None and slot.port.key == port.key:
            del self._slots[port.device]
            leaving = asyncio.create_task(self._leave(slot), name=f"bench leaves {port.device}")
            self._leaving[port.device] = leaving
            leaving.add_done_callback(lambda done: self._left(port.device, done))

    async def _leave(self, slot: Slot) -> None:
        await self._close(slot)
        if slot.expected is not None and await asyncio.to_thread(self._is_unfinished, slot):
            self._held[slot.port.device] = slot.expected

    def _left(self, port: str, done: "asyncio.Task[None]") -> None:
        if self._leaving.get(port) is done:
            del self._leaving[port]

    def _is_unfinished(self, slot: Slot) -> bool:
        """True when an inspection of the slot's unit was worked on since it was plugged in, and not signed."""
        device = slot.unit.device if slot.unit is not None else None
        if device is None or slot.state is PortState.LOCKED:
            return slot.state is PortState.LOCKED
        draft = self._record.read(lambda connection: drafts.of_device(connection, device))
        return draft is not None and draft.updated_at >= slot.opened_at

    async def _close(self, slot: Slot) -> None:
        if slot.work is not None:
            slot.work.cancel()
            await asyncio.wait({slot.work})
        if slot.task is not None:
            slot.task.cancel()
            await asyncio.wait({slot.task})
            slot.task = None
