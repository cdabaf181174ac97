"""The envelope around an event, and an event that has no place in a journal yet."""

import re
from dataclasses import dataclass

from fleetdesk.domain.payload import Payload

HLC_TEXT = re.compile(r"[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it stands in a journal.

    `id` UUIDv7, made before the append; `seq` dense from 1 within `journal`; `hlc` 16 hex digits (48-bit Unix
    milliseconds, 16-bit counter), the order of the world being (`hlc`, `journal`, `seq`); `at` the wall clock that the
    person saw, UTC; `subjects` at least one, the first is the main one; `store` a code, for display only. `payload` is
    None when this Fleetdesk does not know the kind or version, or cannot read it: such an event is stored, passed on,
    shown as "needs a newer Fleetdesk", and folded after the upgrade.
    """

    id: str
    journal: str
    seq: int
    hlc: str
    at: str
    actor: str
    kind: str
    v: int
    subjects: tuple[str, ...]
    store: str | None
    payload: Payload | None

    @property
    def order(self) -> tuple[str, str, int]:
        """The order of the world."""
        return (self.hlc, self.journal, self.seq)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place in a journal. `id` is known, so that other events may refer to it."""

    id: str
    payload: Payload
    subjects: tuple[str, ...]
    at: str
    store: str | None = None
