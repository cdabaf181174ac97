"""A small fleet in which anything may happen: events of several laptops, to be folded in any order.

Devices, modules, tasks and people are few, so that what happens meets: swaps, edits of one field, late readings,
quarantined events, events that were appended twice.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import conflict_id
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fleet import device_subject, module_subject, plan_subject, store_subject, template_subject
from fleetdesk.runtime.clock import iso

START_MS = 1_770_000_000_000
MOST_EVENTS = 14

T = TypeVar("T")
Made = tuple[Payload, tuple[str, ...]]


class Choices:
    """What may be chosen for the fields of an event."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def one_of(self, *choices: T) -> T:
        return self._draw(st.sampled_from(choices))

    def device(self) -> str:
        return self.one_of("d1", "d2", "d1", "d2", "d3")

    def module(self) -> str:
        return self.one_of("m1", "m2")

    def store(self) -> str | None:
        return self.one_of("S1", "S2", None)

    def instant(self) -> str:
        return iso(START_MS + self._draw(st.integers(0, 12)) * 3_600_000)

    def event(self) -> str:
        """Any event, be it older, younger or never written."""
        return event_name(self._draw(st.integers(0, MOST_EVENTS - 1)))

    def base(self) -> str | None:
        return self.one_of(None, self.event())

    def knows(self) -> dict[str, str | None]:
        """By which event the editor believes that the device has its status, if that was noted."""
        return self.one_of({}, {"status": self.base()})

    def value(self) -> int:
        return self._draw(st.integers(0, 60))

    def shown(self) -> dict[str, int]:
        """What was read at a swap, if anything."""
        return self.one_of({}, {"cycles": self.value()})


def event_name(number: int) -> str:
    return f"event-{number:02}"


def _registered(any_: Choices) -> Made:
    device = any_.device()
    registered = ev.DeviceRegistered(
        device=device, model="frost", category="blender", serial=device.upper(), fields={"store": any_.store()},
        source_id="file", row_key=any_.one_of("row1", "row2"),
    )  # fmt: skip
    return registered, (device_subject(device),)


def _described(any_: Choices) -> Made:
    device = any_.device()
    edit = ev.DeviceDescribed(
        device=device, values={"store": any_.store()}, base={"store": any_.base(), **any_.knows()}
    )
    return edit, (device_subject(device),)


def _status(any_: Choices) -> Made:
    device = any_.device()
    status = ev.DeviceStatusSet(device=device, status=any_.one_of("spare", "retired"), reason="", base=any_.base())
    return status, (device_subject(device),)


def _gateway(any_: Choices) -> Made:
    device, gateway = any_.device(), any_.one_of(None, "d1", "d2")
    assigned = ev.GatewayAssigned(device=device, gateway=gateway, assigned_at=any_.instant(), base=any_.base())
    return assigned, (device_subject(device),)


def _state(any_: Choices) -> Made:
    device, at = any_.device(), any_.instant()
    state, source = any_.one_of("online", "offline"), any_.one_of("wired", "import", "upstream")
    details = {"firmware": any_.one_of("1.0", "1.1")}
    return ev.StateReported(device=device, state=state, source=source, as_of=at, details=details), (
        device_subject(device),
    )


def _service(any_: Choices) -> Made:
    device = any_.device()
    done = ev.ServicePerformed(
        device=device, task="blade", plan_version=1, performed_at=any_.instant(), inspection=any_.event()
    )
    return done, (device_subject(device),)


def _inspection(any_: Choices) -> Made:
    device, at = any_.device(), any_.instant()
    signed = ev.InspectionSigned(
        device=device, module=None, template="t", template_version=1, started_at=at, signed_at=at,
        signer={"staff_number": "1"}, answers=(), verdict="ok", cause=None,
    )  # fmt: skip
    return signed, (device_subject(device),)


def _amended(any_: Choices) -> Made:
    device = any_.device()
    amended = ev.InspectionAmended(
        inspection=any_.event(), device=device, values={"note": any_.one_of("a", "b")}, reason="r",
        amended_at=any_.instant(),
    )  # fmt: skip
    return amended, (device_subject(device),)


def _module(any_: Choices) -> Made:
    module = any_.module()
    return ev.ModuleRegistered(module=module, model="x", serial=module), (module_subject(module),)


def _reading(any_: Choices) -> Made:
    module = any_.module()
    reading = ev.ReadingTaken(
        module=module, counter="cycles", value=any_.value(), taken_at=any_.instant(),
        source=any_.one_of("wired", "typed"), boot_count=any_.one_of(None, 1, 2), max_per_hour=40,
    )  # fmt: skip
    return reading, (module_subject(module),)


def _voided(any_: Choices) -> Made:
    module = any_.module()
    voided = ev.ReadingVoided(module=module, reading=any_.event(), reason="", accept=any_.one_of(True, False))
    return voided, (module_subject(module),)


def _fitted(any_: Choices) -> Made:
    module, device = any_.module(), any_.device()
    fitted = ev.ModuleFitted(module=module, device=device, fitted_at=any_.instant(), baseline=any_.shown())
    return fitted, (module_subject(module), device_subject(device))


def _removed(any_: Choices) -> Made:
    module, device = any_.module(), any_.device()
    removed = ev.ModuleRemoved(module=module, device=device, removed_at=any_.instant(), last=any_.shown())
    return removed, (module_subject(module), device_subject(device))


def _merged(any_: Choices) -> Made:
    device, into = any_.one_of(("d1", "d2"), ("d2", "d1"), ("d3", "d1"), ("d2", "d3"))
    merged = ev.DeviceMerged(device=device, into=into, undo_of=any_.one_of(None, None, any_.event()))
    return merged, (device_subject(device), device_subject(into))


def _serial_corrected(any_: Choices) -> Made:
    module = any_.module()
    corrected = ev.ModuleDescribed(module=module, serial=any_.one_of("RF-8", "RF-9"), base=any_.base())
    return corrected, (module_subject(module),)


def _store(any_: Choices) -> Made:
    code, name = any_.one_of("S1", "S2"), any_.one_of("First", "Second")
    return ev.StoreRegistered(code=code, name=name, time_zone="UTC"), (store_subject(code),)


def _store_described(any_: Choices) -> Made:
    code, name = any_.one_of("S1", "S2"), any_.one_of("Third", "Fourth")
    values = any_.one_of({"name": name}, {"status": "closed"}, {"opening_hours": {"mon": "06:00-20:00"}})
    base = {field: any_.base() for field in values}
    return ev.StoreDescribed(values=values, base=base, source_id=any_.one_of(None, "file")), (store_subject(code),)


def _plan(any_: Choices) -> Made:
    plan = ev.PlanPublished(
        task="blade", version=any_.one_of(1, 2), title="", category="blender", counter="cycles",
        every=any_.one_of(500, 501, 502),
    )  # fmt: skip
    return plan, (plan_subject("blade"),)


def _template(any_: Choices) -> Made:
    version, title = any_.one_of(1, 2), any_.one_of("A", "B")
    published = ev.TemplatePublished(template="t", version=version, title=title, category="blender", body={})
    return published, (template_subject("t"),)


def _quarantined(any_: Choices) -> Made:
    event = any_.event()
    return ev.EventQuarantined(event=event, reason="scope"), (f"event:{event}",)


def _released(any_: Choices) -> Made:
    event = any_.event()
    return ev.EventReleased(event=event, reason=""), (f"event:{event}",)


def _ordered(any_: Choices) -> Made:
    device, act = any_.device(), any_.one_of("module_swap", "gateway", "tag_out", "other")
    ordered = ev.WorkOrdered(
        device=device, title=any_.one_of("a", "b"), work=any_.one_of(None, f"{device}-w", "w"), act=act,
        due_on=any_.one_of(None, "2026-05-04"), inspection=any_.event(),
    )  # fmt: skip
    return ordered, (device_subject(device),)


def _closed(any_: Choices) -> Made:
    device = any_.device()
    closed = ev.WorkClosed(work=any_.one_of(f"{device}-w", "w"), device=device, outcome=any_.one_of("done", "dropped"))
    return closed, (device_subject(device),)


HAPPENINGS: tuple[Callable[[Choices], Made], ...] = (
    _registered, _described, _status, _gateway, _state, _service, _inspection, _amended, _module, _reading, _voided,
    _fitted, _removed, _merged, _serial_corrected, _store, _store_described, _plan, _template, _quarantined, _released,
    _ordered, _closed,
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[bytes]:
    """Bodies of up to four journals: dense sequences, clocks that differ, some events appended again elsewhere."""
    laptops = {name: _Laptop(name) for name in ("laptop-a", "laptop-b", "laptop-c", "restored")}
    events: list[Envelope] = []
    for number in range(draw(st.integers(1, MOST_EVENTS))):
        laptop = laptops[draw(st.sampled_from(("laptop-a", "laptop-b", "laptop-c")))]
        payload, subjects = draw(st.sampled_from(HAPPENINGS))(Choices(draw))
        events.append(laptop.appends(event_name(number), payload, subjects, draw(st.integers(0, 3))))
    for event in draw(st.lists(st.sampled_from(events), max_size=2)):
        assert event.payload is not None
        repeated = laptops["restored"].appends(event.id, event.payload, event.subjects, draw(st.integers(0, 9)))
        events.append(repeated)
    events += _choices(draw, laptops["laptop-c"], events)
    return [wire.encode_body(event) for event in events]


def _choices(draw: st.DrawFn, laptop: "_Laptop", events: list[Envelope]) -> list[Envelope]:
    """Somebody chose between two events about the same thing, whether they contradict each other or not."""
    pairs = [pair for pair in combinations(events, 2) if set(pair[0].subjects) & set(pair[1].subjects)]
    chosen: list[Envelope] = []
    for number, (one, other) in enumerate(draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else ()):
        side = draw(st.sampled_from((one.id, other.id, "neither")))
        resolved = ev.ConflictResolved(conflict=conflict_id([one.id, other.id]), choice=side, reason="")
        subjects = tuple(dict.fromkeys([*one.subjects, *other.subjects]))
        chosen.append(laptop.appends(f"choice-{number}", resolved, subjects, draw(st.integers(0, 3))))
    return chosen


class _Laptop:
    """One journal; its clock moves by as little as one tick, or not at all."""

    def __init__(self, name: str) -> None:
        self._blank = Envelope("", name, 0, "", iso(START_MS), "1", "", 1, (), None, None)
        self._clock = START_MS << 16

    def appends(self, event: str, payload: Payload, subjects: tuple[str, ...], ticks: int) -> Envelope:
        self._clock += ticks
        self._blank = replace(self._blank, seq=self._blank.seq + 1)
        return replace(
            self._blank, id=event, hlc=f"{self._clock:016x}", kind=payload.kind, v=payload.v, subjects=subjects,
            payload=payload,
        )  # fmt: skip
