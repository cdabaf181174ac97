"""A small fleet in which anything may happen: events of several laptops, to be folded in any order.

Devices, modules, tasks and people are few, so that what happens meets: swaps, edits of one field, late readings,
quarantined events, events that were appended twice.
"""

from dataclasses import replace

from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.fleet import device_subject, module_subject, plan_subject, store_subject, template_subject
from fleetdesk.runtime.clock import iso

DEVICES = ("d1", "d2")
MODULES = ("m1", "m2")
START_MS = 1_770_000_000_000
MOST_EVENTS = 14

Made = tuple[Payload, tuple[str, ...]]

_device = st.sampled_from(DEVICES)
_module = st.sampled_from(MODULES)
_store = st.sampled_from(("S1", "S2", None))
_instant = st.integers(0, 12).map(lambda hours: iso(START_MS + hours * 3_600_000))
_event = st.integers(0, MOST_EVENTS - 1).map(lambda number: f"event-{number:02}")
_base = st.none() | _event
_value = st.integers(0, 60)


def _of_device(payloads: "st.SearchStrategy[Payload]") -> "st.SearchStrategy[Made]":
    return payloads.map(lambda payload: (payload, (device_subject(str(getattr(payload, "device"))),)))  # noqa: B009


def _of_module(payloads: "st.SearchStrategy[Payload]") -> "st.SearchStrategy[Made]":
    return payloads.map(lambda payload: (payload, (module_subject(str(getattr(payload, "module"))),)))  # noqa: B009


def _of_both(payloads: "st.SearchStrategy[ev.ModuleFitted | ev.ModuleRemoved]") -> "st.SearchStrategy[Made]":
    return payloads.map(lambda p: (p, (module_subject(p.module), device_subject(p.device))))


_device_events: "list[st.SearchStrategy[Payload]]" = [
    st.builds(
        lambda device, store, row: ev.DeviceRegistered(
            device=device, model="frost", category="blender", serial=device.upper(), fields={"store": store},
            source_id="file", row_key=row,
        ),
        _device, _store, st.sampled_from(("row1", "row2")),
    ),
    st.builds(
        lambda device, store, base: ev.DeviceDescribed(device=device, values={"store": store}, base={"store": base}),
        _device, _store, _base,
    ),
    st.builds(
        lambda device, status, base: ev.DeviceStatusSet(device=device, status=status, reason="", base=base),
        _device, st.sampled_from(("spare", "retired")), _base,
    ),
    st.builds(
        lambda device, gateway, at, base: ev.GatewayAssigned(
            device=device, gateway=gateway, assigned_at=at, base=base
        ),
        _device, st.none() | _device, _instant, _base,
    ),
    st.builds(
        lambda device, state, source, at: ev.StateReported(
            device=device, state=state, source=source, as_of=at, details={"firmware": at}
        ),
        _device, st.sampled_from(("online", "offline")), st.sampled_from(("wired", "import", "upstream")), _instant,
    ),
    st.builds(
        lambda device, at, proof: ev.ServicePerformed(
            device=device, task="blade", plan_version=1, performed_at=at, inspection=proof
        ),
        _device, _instant, _event,
    ),
    st.builds(
        lambda device, at: ev.InspectionSigned(
            device=device, module=None, template="t", template_version=1, started_at=at, signed_at=at,
            signer={"staff_number": "1"}, answers=(), verdict="ok", cause=None,
        ),
        _device, _instant,
    ),
]  # fmt: skip

_module_events: "list[st.SearchStrategy[Payload]]" = [
    st.builds(lambda module: ev.ModuleRegistered(module=module, model="x", serial=module), _module),
    st.builds(
        lambda module, value, at, source, boot: ev.ReadingTaken(
            module=module, counter="cycles", value=value, taken_at=at, source=source, boot_count=boot, max_per_hour=40
        ),
        _module, _value, _instant, st.sampled_from(("wired", "typed")), st.none() | st.integers(1, 2),
    ),
    st.builds(
        lambda module, reading, accept: ev.ReadingVoided(module=module, reading=reading, reason="", accept=accept),
        _module, _event, st.booleans(),
    ),
]  # fmt: skip

_swaps: "list[st.SearchStrategy[ev.ModuleFitted | ev.ModuleRemoved]]" = [
    st.builds(
        lambda module, device, at, value: ev.ModuleFitted(
            module=module, device=device, fitted_at=at, baseline={} if value is None else {"cycles": value}
        ),
        _module, _device, _instant, st.none() | _value,
    ),
    st.builds(
        lambda module, device, at, value: ev.ModuleRemoved(
            module=module, device=device, removed_at=at, last={} if value is None else {"cycles": value}
        ),
        _module, _device, _instant, st.none() | _value,
    ),
]  # fmt: skip

_others: "list[st.SearchStrategy[Made]]" = [
    st.builds(
        lambda code, name: (ev.StoreRegistered(code=code, name=name, time_zone="UTC"), (store_subject(code),)),
        st.sampled_from(("S1", "S2")), st.sampled_from(("First", "Second")),
    ),
    st.builds(
        lambda code, name: (ev.StoreDescribed(values={"name": name}, base={}), (store_subject(code),)),
        st.sampled_from(("S1", "S2")), st.sampled_from(("Third", "Fourth")),
    ),
    st.builds(
        lambda version, every: (
            ev.PlanPublished(
                task="blade", version=version, title="", category="blender", counter="cycles", every=every
            ),
            (plan_subject("blade"),),
        ),
        st.integers(1, 2), st.integers(500, 502),
    ),
    st.builds(
        lambda version, title: (
            ev.TemplatePublished(template="t", version=version, title=title, category="blender", body={}),
            (template_subject("t"),),
        ),
        st.integers(1, 2), st.sampled_from(("A", "B")),
    ),
    st.builds(lambda e: (ev.EventQuarantined(event=e, reason="scope"), (f"event:{e}",)), _event),
    st.builds(lambda e: (ev.EventReleased(event=e, reason=""), (f"event:{e}",)), _event),
]  # fmt: skip

made: "st.SearchStrategy[Made]" = st.one_of(
    *(_of_device(payloads) for payloads in _device_events),
    *(_of_module(payloads) for payloads in _module_events),
    *(_of_both(payloads) for payloads in _swaps),
    *_others,
)


@st.composite
def histories(draw: st.DrawFn) -> list[bytes]:
    """Bodies of two or three journals: dense sequences, clocks that differ, some events appended again elsewhere."""
    events: list[Envelope] = []
    seqs: dict[str, int] = {}
    clocks: dict[str, int] = {}
    for number, (payload, subjects) in enumerate(draw(st.lists(made, min_size=1, max_size=MOST_EVENTS))):
        journal = draw(st.sampled_from(("laptop-a", "laptop-b", "laptop-c")))
        events.append(_next(f"event-{number:02}", journal, payload, subjects, seqs, clocks, draw(st.integers(0, 3))))
    for event in draw(st.lists(st.sampled_from(events), max_size=2)):
        assert event.payload is not None
        events.append(_next(event.id, "laptop-z", event.payload, event.subjects, seqs, clocks, draw(st.integers(0, 9))))
    return [wire.encode_body(event) for event in events]


def _next(
    name: str, journal: str, payload: Payload, subjects: tuple[str, ...], seqs: dict[str, int],
    clocks: dict[str, int], step: int,
) -> Envelope:  # fmt: skip
    seqs[journal] = seqs.get(journal, 0) + 1
    clocks[journal] = clocks.get(journal, START_MS << 16) + step
    blank = Envelope(name, journal, 1, "", iso(START_MS), "1", payload.kind, payload.v, subjects, None, payload)
    return replace(blank, seq=seqs[journal], hlc=f"{clocks[journal]:016x}")
