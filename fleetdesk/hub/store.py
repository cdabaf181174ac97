"""What the hub asks of its store, whichever database that is. Tests run the same against each.

All of it is durable when the call returns. Positions are gap-free and handed out inside the transaction of the push, so
that the order of positions is the order of commits: a cursor never passes over an event that commits later. Each
position has a mark, a hash over everything taken up to there: so a cursor is known to stand in this very history.
"""

from dataclasses import dataclass
from typing import Protocol

from fleetdesk.hub.continuation import Head, Problem, Push
from fleetdesk.hub.pages import Page as Page
from fleetdesk.hub.pages import PulledEvent as PulledEvent
from fleetdesk.hub.scoped_feed import ScopedFeed
from fleetdesk.hub.workstations import Workstations


@dataclass(frozen=True, slots=True)
class HubSelf:
    """The hub's own identity: id, epoch (new after a restore or a move), and the 32 bytes that its key is made of."""

    hub: str
    epoch: str
    signing_seed: bytes


@dataclass(frozen=True, slots=True)
class Pushed:
    """The head after the push, how many events were new, and why not all were taken."""

    head: Head
    taken: int
    problem: Problem | None


class Store(Protocol):
    """Safe to call from several threads; several processes may stand over one database."""

    def whoami(self) -> HubSelf: ...

    def new_epoch(self) -> str:
        """After a restore or a move: every workstation pulls again from 0."""
        ...

    def head(self, journal: str) -> Head | None: ...

    def heads(self, public_key: str) -> tuple[Head, ...]:
        """All journals of one workstation: its present one, and those before a restore."""
        ...

    def push(self, push: Push, received_ms: int) -> Pushed:
        """Judges and takes a push under the lock of its journal's head, in one transaction."""
        ...

    def page(self, after: int, *, without: str | None, limit: int, most_bytes: int) -> Page:
        """At least one event if there is one behind `after`; none of the journal `without`. What is quarantined has
        only its hash."""
        ...

    def bodies(self, journal: str, after: int, limit: int) -> list[bytes]:
        """Up to `limit` events of one journal behind `after`, in order, as their bytes are now."""
        ...

    def mark(self, position: int) -> bytes | None:
        """None for a position that was not reached yet; empty for 0."""
        ...

    @property
    def workstations(self) -> Workstations:
        """Who is known, in the same database."""
        ...

    @property
    def feed(self) -> ScopedFeed:
        """What workstations of some stores see, in the same database."""
        ...

    def first_use(self, nonce: str, now_ms: int, until_ms: int) -> bool:
        """False when this nonce was seen before; remembered until `until_ms`."""
        ...

    def close(self) -> None: ...
