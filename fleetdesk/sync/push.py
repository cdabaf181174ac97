"""Pushes this home's journal: the continuation of what the hub holds, page by page, each acknowledged as it is taken.

Nothing counts as held before the hub's own hash at that place is the own chain's. What the hub will not take, because
the journal has gone on in two ways or an event cannot be read, is handed back as a problem and stops nothing else.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fleetdesk import wire
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused, parted

T = TypeVar("T")
NOT_TAKEN = ("fork", "unreadable", "not_yours", "gap")


@dataclass(frozen=True, slots=True)
class PushResult:
    """How many events the hub took, and why it did not take the rest."""

    pushed: int
    problem: HubRefused | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """`bodies` behind `after`, where the own chain's hash is `before`. The journal goes up to `newest`."""

    after: int
    before: bytes
    bodies: tuple[bytes, ...]
    newest: int

    @property
    def seq(self) -> int:
        return self.after + len(self.bodies)


class JournalPush:
    """One push of one journal. `standing` as this run began."""

    def __init__(self, database: Database, client: HubClient, standing: Standing) -> None:
        self._database = database
        self._client = client
        self._standing = standing
        self._pushed = 0

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
        return PushResult(self._pushed)

    async def _continue(self, name: str, progress: Callable[[int, int], None]) -> None:
        """From the hub's head on; where that is not ours, from what it once acknowledged: it tells where they part."""
        head = await self._client.head(name)
        start = head.seq
        if not await self._acknowledge(name, head):
            start = min(self._standing.pushed_seq if self._standing.pushed_journal == name else 0, head.seq)
        head = await self._pages(name, head, start, progress)
        if not await self._acknowledge(name, head):
            raise parted(head, (await self._read(journal.own_head)).seq)

    async def _pages(
        self, name: str, head: wire.JournalHead, held: int, progress: Callable[[int, int], None]
    ) -> wire.JournalHead:
        """Sends all behind `held`, what is appended meanwhile too. Returns the hub's last head.

        While the hub takes a page the next one is read.
        """
        first = held
        page = await self._page_behind(held)
        while page is not None:
            following = asyncio.create_task(self._page_behind(page.seq))
            try:
                head = await self._send(name, page)
            finally:
                behind = await following
            await self._acknowledge(name, head)
            self._pushed += page.seq - held
            held = page.seq
            progress(held - first, page.newest - first)
            page = behind or await self._page_behind(held)
        return head

    async def _page_behind(self, held: int) -> _Page | None:
        def read(connection: Connection) -> _Page | None:
            before = journal.hash_at(connection, held)
            stored = journal.after(connection, held, limit=wire.PUSH_EVENTS)
            if before is None or not stored:
                return None
            return _Page(held, before, tuple(event.body for event in stored), journal.own_head(connection).seq)

        return await self._read(read)

    async def _send(self, name: str, page: _Page) -> wire.JournalHead:
        """What was taken before a refusal is acknowledged all the same."""
        try:
            return await self._client.push(name, page.after, page.before, page.bodies)
        except HubRefused as refusal:
            head = refusal.refused.head
            if refusal.refused.reason == "unreadable" and head is not None:
                self._pushed += max(0, head.seq - page.after)
                await self._acknowledge(name, head)
            raise

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
