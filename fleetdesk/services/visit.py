"""A technician's whole visit to one device, without a window, through the same services as the window.

Plug in, read, see what is due, watch the motor, answer, judge, do the due service, sign, push, verify. Used by
`fleetdesk demo --headless` and by the fault tests. Nothing in it is special to a demo.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.inspection_asked import asked as asked_items
from fleetdesk.services.bench_slot import Slot
from fleetdesk.services.bench_views import BenchView, DraftChange, InspectionDraft, ItemAnswer, ItemKind, PortState
from fleetdesk.services.desk import Desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.services.views import DueLevel, DueTask, Person
from fleetdesk.services.watch_current import watch_current
from fleetdesk.storage import journal
from fleetdesk.storage.verify import verify_journal
from fleetdesk.sync.engine import SyncResult

T = TypeVar("T")
Progress = Callable[[str], None]
PLUG_IN_LIMIT_S = 30.0
MOTOR_LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class DueEntry:
    task: str
    serial: str
    uses: int
    every: int


@dataclass(frozen=True, slots=True)
class VisitSeconds:
    identify: float
    read: float
    append: float
    push: float


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What happened. `events_local` is the own journal's last seq, `events_on_hub` what the hub acknowledged of it."""

    pack: str
    model: str
    serial: str
    firmware: str
    uses_since_service: int | None
    due_before: tuple[DueEntry, ...]
    due_after: tuple[DueEntry, ...]
    inspection: str
    motor_load_ma: int | None
    events_local: int
    events_on_hub: int
    chain_ok: bool
    seconds: VisitSeconds


class Visit:
    """One visit. Runs on the io loop; blocking services are called in threads."""

    def __init__(self, desk: Desk, person: Person, progress: Progress) -> None:
        self._desk = desk
        self._person = person
        self._progress = progress
        self._bench = Bench(desk.record, desk.packs, lister=tuple)
        self._inspections = InspectDevice(desk.record, self._bench, ModelNames())

    async def run(self, port: str, sync: SyncNow) -> VisitReport:
        """Raises KnownError in words when a step does not work; what was recorded before stays recorded."""
        watching = asyncio.create_task(self._bench.run())
        try:
            slot = await self._plug_in(port)
            before = await self._due(slot)
            self._progress(f"plugged in {_who(slot)}, due: {', '.join(t.task for t in before) or 'nothing'}")
            load = await self._watch_motor(port)
            self._progress(f"motor load {load} mA")
            inspection, after, append_s = await self._inspect(slot, before)
            self._progress(f"signed {inspection}")
            result, push_s = await _timed(sync.run())
            self._progress(f"pushed {result.pushed} events")
        finally:
            watching.cancel()
            await asyncio.wait({watching})
        return await asyncio.to_thread(self._report, slot, before, after, inspection, load, append_s, push_s, result)

    async def _plug_in(self, port: str) -> Slot:
        """Adds the address if it is new, and waits until the unit is read, recorded and shown. The bench tries an added
        address again by itself, so a device that still starts is waited for."""
        settled: asyncio.Event = asyncio.Event()

        def look(view: BenchView) -> None:
            here = next((p for p in view.ports if p.port == port), None)
            if here is not None and here.state in (PortState.READY, PortState.UNKNOWN_UNIT):
                settled.set()

        end = self._bench.subscribe(look)
        try:
            await self._bench.add_port(port)
            async with asyncio.timeout(PLUG_IN_LIMIT_S):
                await settled.wait()
        except TimeoutError:
            self._progress(f"{port} did not get ready in {PLUG_IN_LIMIT_S:.0f} s")
        finally:
            end()
        slot = self._bench.slot(port)
        if slot.state is not PortState.READY:
            problem = slot.problem
            raise DeviceError(
                problem.title if problem else f"The unit on {port} is not in the registry.",
                problem.message if problem else "",
                problem.next_step if problem else "Register it on the Bench first.",
            )
        return slot

    async def _due(self, slot: Slot) -> tuple[DueTask, ...]:
        assert slot.unit is not None
        return tuple(task for task in slot.unit.due if task.level is DueLevel.DUE)

    async def _watch_motor(self, port: str) -> int | None:
        """Watches until one run of the motor has shown its load. A device without a motor has none to show."""
        slot = self._bench.slot(port)
        if slot.session is None or slot.session.pack.live_channel() is None:
            return None

        async def until_known() -> None:
            while slot.motor.load is None:
                await asyncio.sleep(0.05)

        watching = asyncio.create_task(watch_current(self._bench, port, lambda at, value: None))
        known = asyncio.create_task(until_known())
        try:
            await asyncio.wait({watching, known}, timeout=MOTOR_LIMIT_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            watching.cancel()
            known.cancel()
            await asyncio.gather(watching, known, return_exceptions=True)
        return None if slot.motor.load is None else round(slot.motor.load)

    async def _inspect(self, slot: Slot, due: tuple[DueTask, ...]) -> tuple[str, tuple[DueTask, ...], float]:
        assert slot.unit is not None
        assert slot.unit.device is not None
        draft = await asyncio.to_thread(self._inspections.start, slot.unit.device, slot.port.device)
        wired = await self._inspections.read_items(draft.id)
        verdict, cause = _judgement(slot)
        performed = tuple(task.task for task in due)
        change = DraftChange(_answers(draft, wired), verdict, cause, "", performed)
        await asyncio.to_thread(self._inspections.save, draft.id, change)
        signed, seconds = await _timed(asyncio.to_thread(self._inspections.sign, draft.id, change, self._person))
        return signed.event, tuple(task for task in signed.due if task.level is DueLevel.DUE), seconds

    def _report(
        self,
        slot: Slot,
        before: tuple[DueTask, ...],
        after: tuple[DueTask, ...],
        inspection: str,
        load: int | None,
        append_s: float,
        push_s: float,
        result: SyncResult,
    ) -> VisitReport:
        assert slot.snapshot is not None
        who = slot.snapshot.identity
        serial = slot.unit.serial if slot.unit else who.serial
        record = self._desk.record
        return VisitReport(
            who.pack, who.model, who.serial, who.firmware, before[0].uses if before else _uses(slot),
            tuple(_entry(task, serial) for task in before), tuple(_entry(task, serial) for task in after),
            inspection, load, record.read(journal.own_head).seq, result.acknowledged_seq,
            record.read(verify_journal).ok, VisitSeconds(slot.identify_s, slot.read_s, append_s, push_s),
        )  # fmt: skip


def _answers(draft: InspectionDraft, wired: tuple[ItemAnswer, ...]) -> tuple[ItemAnswer, ...]:
    """What a technician enters when all is well: a pass for each question, and what the cable filled in."""
    known = {answer.item: answer for answer in wired}
    items = [item for section in draft.sections for item in section.items]
    passed = [
        ItemAnswer(item.id, item.choices[0].key)
        for item in items
        if item.kind is ItemKind.CHOICE and item.id not in known
    ]
    outcomes = {answer.item: answer.outcome for answer in (*known.values(), *passed)}
    asked = asked_items(items, outcomes, None, draft.facts)
    missing = [item.title for item in asked if item.kind is ItemKind.READING and item.required and item.id not in known]
    if missing:
        raise KnownError("The cable did not give every reading.", ", ".join(map(str, missing)), "Read it again.")
    return (*known.values(), *passed)


def _judgement(slot: Slot) -> tuple[str, str | None]:
    """A unit that answers on the cable and is silent upstream has a connection failure; the gauges name the cause."""
    assert slot.unit is not None
    if slot.unit.upstream.reported.value == "online":
        return "healthy", None
    judged = {gauge.name: gauge.judged for gauge in slot.snapshot.gauges} if slot.snapshot else {}
    if judged.get("vbat_mv") == "low":
        return "connectivity", "battery_power"
    if judged.get("rssi_dbm") == "low":
        return "connectivity", "radio_range"
    return "connectivity", "firmware"


def _uses(slot: Slot) -> int | None:
    return slot.unit.due[0].uses if slot.unit and slot.unit.due else None


def _entry(task: DueTask, serial: str) -> DueEntry:
    return DueEntry(task.task, serial, task.uses or 0, task.every)


def _who(slot: Slot) -> str:
    return f"{slot.unit.model} {slot.unit.serial}" if slot.unit else slot.port.device


async def _timed(work: Awaitable[T]) -> tuple[T, float]:
    started = time.monotonic()
    result = await work
    return result, time.monotonic() - started
