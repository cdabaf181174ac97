"""Pushes this home's journal: the continuation of what the hub holds, page by page, each acknowledged as it is taken.

Nothing counts as held before the hub's own hash at that place is the own chain's. What the hub will not take, because
the journal has gone on in two ways, is handed back as a problem and stops nothing else. A page that is refused for what
is in it is halved until the event at fault stands alone; that one is set aside with the hub's reason, its hash is sent
in its place so that the chain goes on, and what comes after it follows.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fleetdesk import wire
from fleetdesk.domain.errors import HubError
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused, TooLargeOnTheWay, parted, quarantined, set_aside

T = TypeVar("T")
NOT_TAKEN = ("fork", "unreadable", "not_yours", "gap", "too_large", "invalid")
FOR_ITS_CONTENT = ("unreadable", "too_large", "invalid")
"""Refusals for what is in the page: it is halved."""
SET_ASIDE = ("unreadable", "too_large")
"""The hub's own, signed words about one event, upon which it is set aside."""


@dataclass(frozen=True, slots=True)
class PushResult:
    """How many events the hub took, and why it did not take the rest."""

    pushed: int
    problem: HubError | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """`bodies` behind `after`, where the own chain's hash is `before`; of those `aside` only the hashes. The
    journal goes up to `newest`."""

    after: int
    before: bytes
    bodies: tuple[bytes, ...]
    newest: int
    aside: frozenset[int] = frozenset()

    @property
    def seq(self) -> int:
        return self.after + len(self.bodies)


class JournalPush:
    """One push of one journal. `standing` as this run began."""

    def __init__(self, database: Database, client: HubClient, standing: Standing, clock: Clock = now_ms) -> None:
        self._database = database
        self._client = client
        self._standing = standing
        self._clock = clock
        self._pushed = 0
        self._quarantined: tuple[wire.Quarantined, ...] = ()

    async def run(self, progress: Callable[[int, int], None]) -> PushResult:
        name = (await self._read(journal.own_head)).journal
        try:
            await self._continue(name, progress)
        except HubRefused as refusal:
            if refusal.refused.reason not in NOT_TAKEN:
                raise
            if refusal.refused.reason == "fork" and refusal.refused.seq is not None:
                await self._held_no_further(name, refusal.refused.seq - 1)
            return PushResult(self._pushed, refusal)
        except TooLargeOnTheWay as error:
            return PushResult(self._pushed, error)
        hub = self._standing.hub
        aside = len(await self._read(lambda c: sync_state.reasons_aside(c, hub, name)))
        if aside:
            return PushResult(self._pushed, set_aside(aside))
        return PushResult(self._pushed, quarantined(self._quarantined) if self._quarantined else None)

    async def _continue(self, name: str, progress: Callable[[int, int], None]) -> None:
        """From the hub's head on; where that is not ours, from what it once acknowledged: it tells where they part."""
        head = await self._client.head(name)
        start = head.seq
        if not await self._acknowledge(name, head):
            start = min(self._standing.pushed_seq if self._standing.pushed_journal == name else 0, head.seq)
        head = await self._pages(name, head, start, progress)
        self._quarantined = head.quarantined
        if not await self._acknowledge(name, head):
            raise parted(head, (await self._read(journal.own_head)).seq)

    async def _pages(
        self, name: str, head: wire.JournalHead, held: int, progress: Callable[[int, int], None]
    ) -> wire.JournalHead:
        """Sends all behind `held`, what is appended meanwhile too. Returns the hub's last head.

        While the hub takes a page the next one is read.
        """
        first, limit = held, wire.PUSH_EVENTS
        page = await self._page_behind(name, held, limit)
        while page is not None:
            wider = min(limit * 2, wire.PUSH_EVENTS)
            following = asyncio.create_task(self._page_behind(name, page.seq, wider))
            try:
                head = await self._client.push(name, page.after, page.before, page.bodies)
            except (HubRefused, TooLargeOnTheWay) as error:
                limit = await self._isolate(name, page, error)
                taken = max(held, await self._taken(name, error))
                self._pushed, held = self._pushed + taken - held, taken
                page = await self._page_behind(name, held, limit)
                continue
            finally:
                behind = await following
            await self._acknowledge(name, head)
            self._pushed += page.seq - held
            held, limit = page.seq, wider
            progress(held - first, page.newest - first)
            page = behind or await self._page_behind(name, held, limit)
        return head

    async def _isolate(self, name: str, page: _Page, error: HubRefused | TooLargeOnTheWay) -> int:
        """How many events to send next: half as many. One that is refused alone is set aside. Raises what it is not."""
        reason = error.refused.reason if isinstance(error, HubRefused) else ""
        if reason and reason not in FOR_ITS_CONTENT:
            raise error
        if len(page.bodies) > 1:
            return len(page.bodies) // 2
        if reason not in SET_ASIDE or page.seq in page.aside or page.seq == 1 or not await self._is_whole(page):
            raise error
        hub, why, at = self._standing.hub, f"{error.title} {error.message}".strip(), iso(self._clock())
        await self._write(lambda c: sync_state.set_aside(c, hub, name, page.seq, why, at))
        return 1

    async def _is_whole(self, page: _Page) -> bool:
        """One event as its own chain has it: a hash of damaged bytes must never stand for it."""
        link = wire.chain_hash(page.before, wire.body_hash(page.bodies[0]))
        return await self._read(lambda c: journal.hash_at(c, page.seq)) == link

    async def _taken(self, name: str, error: HubRefused | TooLargeOnTheWay) -> int:
        """What of a refused page the hub took before the event at fault; acknowledged all the same."""
        head = error.refused.head if isinstance(error, HubRefused) else None
        if head is None or not await self._acknowledge(name, head):
            return 0
        return head.seq

    async def _page_behind(self, name: str, held: int, limit: int) -> _Page | None:
        hub = self._standing.hub

        def read(connection: Connection) -> _Page | None:
            before = journal.hash_at(connection, held)
            stored = journal.after(connection, held, limit=limit)
            if before is None or not stored:
                return None
            aside = sync_state.reasons_aside(connection, hub, name)
            bodies = (wire.withheld_line(e.body, aside[e.seq]) if e.seq in aside else e.body for e in stored)
            return _Page(held, before, tuple(bodies), journal.own_head(connection).seq, frozenset(aside))

        return await self._read(read)

    async def _acknowledge(self, name: str, head: wire.JournalHead) -> bool:
        """Only what is ours: the hub's hash must be the own chain's at that place. False when it is not."""
        hub = self._standing.hub

        def note(connection: Connection) -> bool:
            ours = journal.hash_at(connection, head.seq)
            if ours is None or ours.hex() != head.hash:
                return False
            sync_state.acknowledge(connection, hub, name, head.seq)
            return True

        return await self._write(note)

    async def _held_no_further(self, name: str, seq: int) -> None:
        hub = self._standing.hub

        def note(connection: Connection) -> None:
            standing = sync_state.of_hub(connection, hub)
            if standing is not None and standing.pushed_journal == name and standing.pushed_seq > seq:
                sync_state.acknowledge(connection, hub, name, max(0, seq))

        await self._write(note)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._database.read, work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._database.write(work))
