"""Spare parts by place, from movements in whatever order they arrive. Pure.

A movement has an id of its own: recorded twice, it counts once. Quantities are integers. Places are a store's code, a
person's bag ("bag:T-100"), the warehouse; None is outside: a delivery comes from there, what is used goes there. A
count says what lay at a place at an instant: movements before it do not matter any more. A place may fall below zero;
that is shown as what it is, a difference that somebody should count, and never set to zero. Each part at each place is
a subject of its own, so that what one person uses never makes another's stock slow to fold.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fleetdesk.domain.events import Envelope, PartMoved

WAREHOUSE = "warehouse"
BAG = "bag:"
DEVICES = "device:"
"""Before a category: spare devices of it, which are counted in the registry and not here."""
_MOVEMENTS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fleetdesk:movement")


@dataclass(frozen=True, slots=True)
class Movement:
    """`at` ISO 8601 UTC, when it happened. `counted`: `quantity` lay at `target`."""

    id: str
    quantity: int
    source: str | None
    target: str | None
    at: str
    counted: bool
    inspection: str | None
    reason: str
    event: Envelope


def part_key(name: str) -> str:
    """The key of a part that no catalogue names: the same wherever the plan is read. What a key cannot spell (a name in
    Chinese) makes it unlike every other by a hash of the whole name."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if name.isascii() and key:
        return key
    mark = hashlib.sha256(unicodedata.normalize("NFKC", name).encode()).hexdigest()[:8]
    return f"{key or 'part'}-{mark}"


def used_movement(inspection: str, part: str) -> str:
    """The id of the use that an inspection proves: signing again could not count it twice."""
    return str(uuid.uuid5(_MOVEMENTS, f"{inspection}\n{part}"))


def movements(events: Iterable[Envelope]) -> list[Movement]:
    """Each movement once, the first of an id in the order of the world, as they happened."""
    once: dict[str, Movement] = {}
    for event in events:
        said = event.payload
        if isinstance(said, PartMoved) and said.movement not in once:
            at = said.moved_at or event.at
            once[said.movement] = Movement(
                said.movement, said.quantity, said.source, said.target, at, said.counted, said.inspection, said.reason,
                event,
            )  # fmt: skip
    return sorted(once.values(), key=lambda each: (each.at, each.event.order))


def lies(place: str, moves: Sequence[Movement]) -> int:
    """How many lie at a place after its movements."""
    here = 0
    for move in moves:
        if move.counted and move.target == place:
            here = move.quantity
        elif not move.counted:
            here += move.quantity * ((move.target == place) - (move.source == place))
    return here
