"""The registry fields of a device or a store as its events tell them: who set what, and where two people disagree.

A field is won by the highest order. An edit names the event that it replaces (`base`); when that was not the winner
it replaced, both sides are shown as a conflict and nothing is lost; the later one holds until somebody chooses.
Registrations are weaker than edits: a second laptop that imports the same file later must not undo what a person
changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import Choices, Conflict, between, choices_in
from fleetdesk.domain.events import Envelope


@dataclass(frozen=True, slots=True)
class DeviceFields:
    """`values` of the editable fields; `set_by` {field: id of the winning event}, the `base` of the next edit."""

    model: str
    category: str
    serial: str | None
    values: dict[str, Any]
    set_by: dict[str, str]
    conflicts: tuple[Conflict, ...]


@dataclass(slots=True)
class _Winner:
    event: Envelope
    value: Any
    edited: bool
    equals: set[str]


@dataclass(slots=True)
class _Fields:
    model: str = ""
    category: str = ""
    serial: str | None = None
    winners: dict[str, _Winner] = field(default_factory=dict[str, _Winner])
    conflicts: dict[str, Conflict] = field(default_factory=dict[str, Conflict])
    choices: Choices = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class StoreFields:
    """As `DeviceFields`. `values` is empty when nobody registered the store here."""

    values: dict[str, Any]
    set_by: dict[str, str]
    conflicts: tuple[Conflict, ...]


def fold_fields(device: str, events: Sequence[Envelope]) -> DeviceFields:
    """The fields of `device` from its own events in the order of the world."""
    state = _Fields(choices=choices_in(events))
    for event in events:
        _apply(state, device, event)
    return DeviceFields(
        state.model,
        state.category,
        _serial(state),
        {name: winner.value for name, winner in state.winners.items()},
        {name: winner.event.id for name, winner in state.winners.items()},
        tuple(state.conflicts.values()),
    )


def fold_store_fields(events: Sequence[Envelope]) -> StoreFields:
    """The fields of a store from its own events in the order of the world."""
    state = _Fields(choices=choices_in(events))
    for event in events:
        match event.payload:
            case ev.StoreRegistered() as payload:
                state.model = payload.code
                for name in ("name", "time_zone", "address", "synthetic"):
                    _set(state, name, getattr(payload, name), event, None, edited=False)
            case ev.StoreDescribed() as payload:
                for name, value in payload.values.items():
                    _set(state, name, value, event, _store_base(state, name, payload), edited=True)
            case _:
                pass
    if not state.model:
        return StoreFields({}, {}, ())
    return StoreFields(
        {name: winner.value for name, winner in state.winners.items()},
        {name: winner.event.id for name, winner in state.winners.items()},
        tuple(state.conflicts.values()),
    )


def fold_part_fields(events: Sequence[Envelope]) -> StoreFields:
    """What people keep about a part, from its own events in the order of the world."""
    state = _Fields(choices=choices_in(events))
    for event in events:
        match event.payload:
            case ev.PartDescribed() as payload:
                for name, value in payload.values.items():
                    _set(state, name, value, event, payload.base.get(name), edited=True)
            case _:
                pass
    return StoreFields(
        {name: winner.value for name, winner in state.winners.items()},
        {name: winner.event.id for name, winner in state.winners.items()},
        tuple(state.conflicts.values()),
    )


def _store_base(state: _Fields, name: str, payload: ev.StoreDescribed) -> str | None:
    """An import names no base: it knows what its source said, so only a person's edit stands against it."""
    winner = state.winners.get(name)
    if payload.source_id is None or name in payload.base or winner is None:
        return payload.base.get(name)
    by_import = getattr(winner.event.payload, "source_id", None) is not None
    return winner.event.id if by_import or not winner.edited else None


def _serial(state: _Fields) -> str | None:
    """The registered serial, or what an edit corrected it to; the device's id stays what it was."""
    corrected = state.winners.get("serial")
    return state.serial if corrected is None else corrected.value


def _apply(state: _Fields, device: str, event: Envelope) -> None:
    match event.payload:
        case ev.DeviceRegistered() as payload if payload.device == device:
            if not state.model:
                state.model, state.category, state.serial = payload.model, payload.category, payload.serial
            for name, value in payload.fields.items():
                _set(state, name, value, event, None, edited=False)
        case ev.DeviceDescribed() as payload if payload.device == device:
            for name, value in payload.values.items():
                _set(state, name, value, event, payload.base.get(name), edited=True)
        case ev.DeviceStatusSet() as payload if payload.device == device:
            _set(state, "status", payload.status, event, payload.base, edited=True)
        case ev.GatewayAssigned() as payload if payload.device == device:
            first_import = payload.source_id is not None and payload.base is None
            _set(state, "gateway", payload.gateway, event, payload.base, edited=not first_import)
        case _:
            pass


def _set(state: _Fields, name: str, value: Any, event: Envelope, base: str | None, *, edited: bool) -> None:
    winner = state.winners.get(name)
    if winner is None:
        state.winners[name] = _Winner(event, value, edited, {event.id})
    elif winner.value == value:
        winner.equals.add(event.id)
        winner.edited = winner.edited or edited
    elif winner.edited and not edited:
        return
    else:
        if base not in winner.equals:
            conflict = between("field", name, ((winner.event, winner.value), (event, value)), state.choices)
            state.conflicts[conflict.id] = conflict
            if conflict.chosen == winner.event.id:
                return
        state.winners[name] = _Winner(event, value, edited, {event.id})
