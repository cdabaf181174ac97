"""Where two sides contradict each other, and what people chose: the same on every laptop, whatever arrived when.

A choice is an event (`conflict.resolved`) that names the event whose side holds. It is looked up wherever the conflict
is found, so it takes effect whichever of the three events arrives last, and a later choice replaces it. A choice that
names neither side only says that somebody has seen to it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope


@dataclass(frozen=True, slots=True)
class Choice:
    """`event` is the choice itself, `side` the event whose side holds."""

    event: str
    side: str
    reason: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`id` is the same on every laptop: SHA-256 of the sorted event ids. `sides` are [event, value, actor, at].

    `choices` in the order of the world: the last one holds, none leaves it open.
    """

    id: str
    kind: str
    field: str
    events: tuple[str, ...]
    sides: tuple[tuple[Any, ...], ...]
    choices: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> str | None:
        """The event whose side holds; None while nobody chose."""
        return self.choices[-1].side if self.choices else None


Choices = Mapping[str, tuple[Choice, ...]]
"""{conflict: all choices about it}."""


def conflict_id(events: Sequence[str]) -> str:
    """Each laptop finds the same id: SHA-256 over the sorted event ids, 32 hex digits."""
    return hashlib.sha256("\n".join(sorted(events)).encode()).hexdigest()[:32]


def choices_in(events: Iterable[Envelope]) -> dict[str, tuple[Choice, ...]]:
    """All choices among `events`, which come in the order of the world."""
    found: dict[str, tuple[Choice, ...]] = {}
    for event in events:
        if isinstance(event.payload, ev.ConflictResolved):
            said = event.payload
            choice = Choice(event.id, said.choice, said.reason, event.actor, event.at)
            found[said.conflict] = (*found.get(said.conflict, ()), choice)
    return found


def between(kind: str, field: str, sides: Sequence[tuple[Envelope, Any]], choices: Choices | None = None) -> Conflict:
    """The conflict of two events, each with what it says."""
    ids = tuple(event.id for event, _ in sides)
    told = tuple((event.id, value, event.actor, event.at) for event, value in sides)
    conflict = Conflict(conflict_id(ids), kind, field, ids, told)
    return replace(conflict, choices=(choices or {}).get(conflict.id, ()))


def overruled(choices: Choices, holding: Iterable[Envelope], other: Iterable[Envelope]) -> set[str]:
    """Those of `other` that lost against one of `holding` by the choice that holds."""
    chosen: dict[str, set[str]] = {}
    for conflict, found in choices.items():
        chosen.setdefault(found[-1].side, set()).add(conflict)
    losers = list(other)
    lost: set[str] = set()
    for event in holding:
        conflicts = chosen.get(event.id)
        if conflicts:
            lost |= {loser.id for loser in losers if conflict_id([event.id, loser.id]) in conflicts}
    return lost
