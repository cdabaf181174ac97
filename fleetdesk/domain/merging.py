"""Two ids that turn out to be one unit: which id a unit goes on as, and where two merges contradict each other.

Merges are judged in the order of the world. An undone merge never was. A later merge of the same device wins over an
earlier one; a merge that would close a circle does nothing. Both are conflicts that show the two sides, and a person's
choice turns either round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import Choices, Conflict, between, choices_in
from fleetdesk.domain.events import Envelope

_EDITS = (ev.DeviceDescribed, ev.DeviceStatusSet, ev.GatewayAssigned)


@dataclass(frozen=True, slots=True)
class Merges:
    """`by_device` {device: the merge event that holds for it}."""

    by_device: dict[str, Envelope]
    conflicts: tuple[Conflict, ...] = ()

    def root(self, device: str) -> str:
        """The id that the unit goes on as: its own when nobody merged it."""
        return self.way(device)[-1]

    def way(self, device: str) -> list[str]:
        """`device` and the ids that it goes on as, up to the last."""
        steps = [device]
        while steps[-1] in self.by_device:
            steps.append(_into(self.by_device[steps[-1]]))
        return steps

    def members(self, device: str) -> set[str]:
        """`device` and all that are one unit with it, when it is the id that the unit goes on as."""
        return {device, *(other for other in self.by_device if self.root(other) == device)}


def fold_merges(events: Sequence[Envelope]) -> Merges:
    """From all events, in the order of the world, of every device that the merges name."""
    choices = choices_in(events)
    merged = [(e, e.payload) for e in events if isinstance(e.payload, ev.DeviceMerged)]
    undone = {payload.undo_of for _, payload in merged}
    merges = Merges({})
    conflicts: list[Conflict] = []
    for event, payload in merged:
        if payload.undo_of is not None or event.id in undone or payload.device == payload.into:
            continue
        before = merges.by_device.get(payload.device)
        if payload.device in merges.way(payload.into):
            conflict = _conflict("merged into each other", merges.by_device[payload.into], event, choices)
            conflicts.append(conflict)
            if conflict.chosen != event.id:
                continue
            del merges.by_device[payload.into]
        elif before is not None and _into(before) != payload.into:
            conflict = _conflict("merged into two devices", before, event, choices)
            conflicts.append(conflict)
            if conflict.chosen == before.id:
                continue
        merges.by_device[payload.device] = event
    return Merges(merges.by_device, tuple(conflicts))


def as_one(device: str, members: set[str], events: Iterable[Envelope]) -> list[Envelope]:
    """What was said of any of `members`, as if it had been said of `device`."""
    others = members - {device}
    return [_said_of(device, event) if others and _names(event, others) else event for event in events]


def edits_since(device: str, merges: Merges, events: Sequence[Envelope]) -> list[Envelope]:
    """Edits of a merged id by somebody who did not know of the merge yet: they are edits of `device`.

    What was said of it before the merge is history: the person who merged chose the other side.
    """
    return [
        _said_of(device, event)
        for event in events
        if isinstance(event.payload, _EDITS)
        and event.payload.device != device
        and merges.root(event.payload.device) == device
        and event.order > merges.by_device[event.payload.device].order
    ]


def _names(event: Envelope, members: set[str]) -> bool:
    return not isinstance(event.payload, ev.DeviceMerged) and getattr(event.payload, "device", None) in members


def _said_of(device: str, event: Envelope) -> Envelope:
    payload: Any = event.payload
    return replace(event, payload=replace(payload, device=device))


def _into(event: Envelope) -> str:
    assert isinstance(event.payload, ev.DeviceMerged)
    return event.payload.into


def _conflict(kind: str, before: Envelope, after: Envelope, choices: Choices) -> Conflict:
    return between(kind, "", ((before, _into(before)), (after, _into(after))), choices)
