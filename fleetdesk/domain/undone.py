"""What an undone import leaves of a subject's events. Pure, and the same in whatever order the events arrived.

`import.undone` names the events of one subject that are taken back. They stay in the journal and are passed over by
the folds, unless somebody built on them: a device that the import brought stays whole once anything else was recorded
of it, a field stays once a person changed it. Nothing that a person did is ever lost by an undo.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope


@dataclass(frozen=True, slots=True)
class Standing:
    """`events` are those that count. `kept` names what was to be taken back and stays ("device", "store", "module"),
    `because` the last event that was recorded on top of it."""

    events: tuple[Envelope, ...]
    kept: tuple[str, ...] = ()
    because: Envelope | None = None


def is_undone(events: Iterable[Envelope]) -> bool:
    return any(isinstance(event.payload, ev.ImportUndone) for event in events)


def standing(subject: str, events: Sequence[Envelope]) -> Standing:
    """The events of a device (with those of its modules) or of a store that count, in their order."""
    taken_back = {
        name
        for event in events
        if isinstance(event.payload, ev.ImportUndone) and event.subjects[0] == subject
        for name in event.payload.events
    }
    undone = [event for event in events if event.id in taken_back]
    if not undone:
        return Standing(tuple(events))
    others = [e for e in events if e.id not in taken_back and not isinstance(e.payload, ev.ImportUndone)]
    if any(map(_registers, undone)) and not any(map(_registers, others)):
        # What a module went through before it came here is no work on this device.
        built = [e for e in others if subject in e.subjects or e.order > undone[0].order]
        if not built:
            return Standing(tuple(event for event in events if event.id not in taken_back))
        return Standing(tuple(events), (subject.partition(":")[0],), built[-1])
    return _field_by_field(events, taken_back, others)


def _registers(event: Envelope) -> bool:
    return isinstance(event.payload, ev.DeviceRegistered | ev.StoreRegistered)


def _field_by_field(events: Sequence[Envelope], taken_back: set[str], others: Sequence[Envelope]) -> Standing:
    """The subject was known otherwise: only what the import said of it goes back."""
    left: list[Envelope] = []
    kept: dict[str, None] = {}
    because: Envelope | None = None
    for event in events:
        if event.id not in taken_back:
            left.append(event)
            continue
        rest, names, reason = _what_stays(event, [other for other in others if other.order > event.order])
        left += [rest] if rest is not None else []
        kept.update(dict.fromkeys(names))
        because = reason or because
    return Standing(tuple(left), tuple(kept), because)


def _what_stays(event: Envelope, later: Sequence[Envelope]) -> tuple[Envelope | None, list[str], Envelope | None]:
    """The part of a taken back event that somebody built on, its names, and the last who did."""
    payload = event.payload
    match payload:
        case ev.DeviceDescribed() | ev.DeviceRegistered():
            said = payload.values if isinstance(payload, ev.DeviceDescribed) else payload.fields
            built = {name: other for name in said for other in later if _base(other, name) == event.id}
            if not built:
                return None, [], None
            values = {name: value for name, value in said.items() if name in built}
            changed = (
                replace(payload, values=values)
                if isinstance(payload, ev.DeviceDescribed)
                else replace(payload, fields=values)
            )
            return replace(event, payload=changed), list(built), max(built.values(), key=lambda other: other.order)
        case ev.GatewayAssigned():
            built_on = [other for other in later if _base(other, "gateway") == event.id]
            return (event, ["gateway"], built_on[-1]) if built_on else (None, [], None)
        case ev.ModuleRegistered() | ev.ModuleFitted() | ev.ReadingTaken():
            subject = f"module:{payload.module}"
            people = [other for other in later if subject in other.subjects and _source(other) is None]
            return (event, ["module"], people[-1]) if people else (None, [], None)
        case _:
            return None, [], None


def _base(event: Envelope, name: str) -> str | None:
    """The event that this one says it replaces in a field."""
    match event.payload:
        case ev.DeviceDescribed() as payload if name in payload.values:
            return payload.base.get(name)
        case ev.DeviceStatusSet() as payload if name == "status":
            return payload.base
        case ev.GatewayAssigned() as payload if name == "gateway":
            return payload.base
        case _:
            return None


def _source(event: Envelope) -> str | None:
    return getattr(event.payload, "source_id", None)
