"""A retired device cannot be worked on: whoever inspected it, fitted a module in it or edited it without knowing of the
retirement stands against it, and both sides are shown.

The retirement holds until somebody chooses the work; then it never was. What was recorded stays in either case.
"""

from collections.abc import Sequence

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import Conflict, between, choices_in, overruled
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import Status

INSPECTED, FITTED, EDITED = "inspected while retired", "fitted while retired", "edited while retired"


def judge_retirements(device: str, events: Sequence[Envelope]) -> tuple[tuple[Conflict, ...], set[str]]:
    """The conflicts, and the retirements that never were. `events` are the device's own in the order of the world."""
    choices = choices_in(events)
    retirements = [e for e in events if _status(device, e) == Status.RETIRED]
    if not retirements:
        return (), set()
    never_was = overruled(choices, [e for e in events if _contradicts(device, e, set())], retirements)
    conflicts: list[Conflict] = []
    retired: dict[str, Envelope] = {}
    for event in events:
        status = _status(device, event)
        if status is not None:
            retired = {**retired, event.id: event} if status == Status.RETIRED else {}
            continue
        kind = _contradicts(device, event, set(retired)) if retired else None
        if kind is None:
            continue
        for retirement in retired.values():
            conflict = between(kind, "status", ((retirement, Status.RETIRED.value), (event, _what(event))), choices)
            if conflict.choices or retirement.id not in never_was:
                conflicts.append(conflict)
    return tuple(conflicts), never_was


def _status(device: str, event: Envelope) -> str | None:
    payload = event.payload
    return payload.status if isinstance(payload, ev.DeviceStatusSet) and payload.device == device else None


def _contradicts(device: str, event: Envelope, known: set[str]) -> str | None:
    """What the event is against a retirement; None for an edit that names one of the `known` retirements."""
    match event.payload:
        case ev.InspectionSigned() as payload if payload.device == device:
            return INSPECTED
        case ev.ModuleFitted() as payload if payload.device == device and payload.source_id is None:
            return FITTED
        case ev.DeviceDescribed() as payload if payload.device == device and "status" in payload.base:
            return EDITED if payload.base["status"] not in known else None
        case _:
            return None


def _what(event: Envelope) -> str:
    match event.payload:
        case ev.InspectionSigned() as payload:
            return payload.verdict
        case ev.ModuleFitted() as payload:
            return payload.module
        case ev.DeviceDescribed() as payload:
            return ", ".join(f"{name}: {'' if value is None else value}" for name, value in payload.values.items())
        case _:
            return ""
