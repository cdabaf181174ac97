"""One sync with the hub: push what it does not hold, then the blobs, then pull what others wrote.

It can be cut anywhere and goes on from there: the hub takes each event once, receipts and the pull cursor are written
with what they stand for, and nothing counts as held before the hub has said so under its pinned key. What the hub will
not take of this journal is told and never keeps the rest from going on.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError, HubError, KnownError
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.blobs import BlobExchange, BlobResult
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused, damaged

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """`stage` is push, blobs or pull; `done` of `total` events, or of blobs."""

    stage: str
    done: int
    total: int


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """`waiting` events are not acknowledged yet: `own_seq` - `acknowledged_seq`. `problems` did not stop the rest."""

    hub: str
    url: str
    pushed: int
    pulled: int
    waiting: int
    own_seq: int
    acknowledged_seq: int
    blobs: BlobResult
    problems: tuple[KnownError, ...] = ()


@dataclass(slots=True)
class _Run:
    """What one run has done so far."""

    standing: Standing
    pushed: int = 0
    pulled: int = 0
    blobs: BlobResult = field(default_factory=BlobResult)
    problems: list[KnownError] = field(default_factory=list[KnownError])


@dataclass(frozen=True, slots=True)
class _PushPage:
    """`bodies` behind `after`, where the own chain's hash is `before`."""

    after: int
    before: bytes
    bodies: tuple[bytes, ...]

    @property
    def seq(self) -> int:
        return self.after + len(self.bodies)


class Engine:
    """Syncs one home with one hub. A `client` that is entered, one engine a run."""

    def __init__(self, database: Database, blobs: Blobs, client: HubClient, clock: Clock = now_ms) -> None:
        self._database = database
        self._blobs = blobs
        self._client = client
        self._clock = clock

    async def run(self, progress: Progress = lambda step: None) -> SyncResult:
        """Raises HubError when the hub cannot be reached, is another one or refuses this workstation."""
        run = _Run(await self._arrive())
        try:
            await self._both_ways(run, progress)
        except HubRefused as refusal:
            if refusal.refused.reason != "epoch":
                raise
            await self._start_again(run)
            await self._both_ways(run, progress)
        return await self._finish(run)

    async def _both_ways(self, run: _Run, progress: Progress) -> None:
        await self._push(run, progress)
        exchange = BlobExchange(self._database, self._blobs, self._client, run.standing.hub, self._clock)
        run.blobs = await exchange.run(lambda done, total: progress(Step("blobs", done, total)))
        run.problems += run.blobs.problems
        await self._pull(run, progress)

    async def _start_again(self, run: _Run) -> None:
        """The hub went back in time: what it acknowledged before counts no more, and all is compared anew."""
        identity = await self._client.meet(run.standing.hub_key)
        run.standing = await self._write(lambda c: sync_state.start_again(c, identity.hub, identity.epoch))
        run.problems.clear()

    async def _arrive(self) -> Standing:
        """Meets the hub; its key is pinned once it has taken a signed request of ours."""
        url = self._client.url
        known = await self._read(lambda connection: sync_state.at_url(connection, url))
        identity = await self._client.meet(known.hub_key if known else None)
        met = await self._read(lambda connection: sync_state.of_hub(connection, identity.hub))
        if met is not None and met.hub_key != identity.public_key:
            raise HubError(
                f"The hub at {url} takes the place of one you joined, under another key.",
                f"You joined it at {met.url}. Nothing was sent.",
                f"Ask its operator; if that is right: fleetdesk sync --hub {met.url} --new-hub",
            )
        own = await self._read(journal.own_head)
        await self._client.head(own.journal)
        return await self._write(
            lambda connection: sync_state.arrive(connection, identity.hub, url, identity.public_key, identity.epoch)
        )

    # -- push

    async def _push(self, run: _Run, progress: Progress) -> None:
        own = await self._read(journal.own_head)
        try:
            await self._continue(run, own.journal, progress)
        except HubRefused as refusal:
            if refusal.refused.reason not in ("fork", "unreadable", "not_yours", "gap"):
                raise
            if refusal.refused.reason == "fork" and refusal.refused.seq is not None:
                await self._held_no_further(run, own.journal, refusal.refused.seq - 1)
            run.problems.append(refusal)

    async def _continue(self, run: _Run, name: str, progress: Progress) -> None:
        """From the hub's head on; where that is not ours, from what it once acknowledged: it tells where they part."""
        head = await self._client.head(name)
        if await self._acknowledge(run, name, head):
            head = await self._pages(run, name, head, head.seq, progress)
        else:
            standing = run.standing
            held = standing.pushed_seq if standing.pushed_journal == name else 0
            head = await self._pages(run, name, head, min(held, head.seq), progress)
        own_seq = (await self._read(journal.own_head)).seq
        if not await self._acknowledge(run, name, head):
            raise HubRefused(409, _parted(head, own_seq))

    async def _pages(
        self, run: _Run, name: str, head: wire.JournalHead, held: int, progress: Progress
    ) -> wire.JournalHead:
        first = held
        while page := await self._page_behind(held):
            head = await self._send(run, name, page)
            await self._acknowledge(run, name, head)
            run.pushed += page.seq - held
            held = page.seq
            own = await self._read(journal.own_head)
            progress(Step("push", held - first, own.seq - first))
        return head

    async def _page_behind(self, held: int) -> _PushPage | None:
        def read(connection: Connection) -> _PushPage | None:
            before = journal.hash_at(connection, held)
            stored = journal.after(connection, held, limit=wire.PAGE_EVENTS)
            if before is None or not stored:
                return None
            return _PushPage(held, before, tuple(event.body for event in stored))

        return await self._read(read)

    async def _send(self, run: _Run, name: str, page: _PushPage) -> wire.JournalHead:
        """What was taken before a refusal is acknowledged all the same."""
        try:
            return await self._client.push(name, page.after, page.before, page.bodies)
        except HubRefused as refusal:
            head = refusal.refused.head
            if refusal.refused.reason == "unreadable" and head is not None:
                run.pushed += max(0, head.seq - page.after)
                await self._acknowledge(run, name, head)
            raise

    async def _acknowledge(self, run: _Run, name: str, head: wire.JournalHead) -> bool:
        """Only what is ours: the hub's hash must be the own chain's at that place. False when it is not."""
        hub = run.standing.hub

        def note(connection: Connection) -> bool:
            ours = journal.hash_at(connection, head.seq)
            if ours is None or ours.hex() != head.hash:
                return False
            sync_state.acknowledge(connection, hub, name, head.seq)
            return True

        return await self._write(note)

    async def _held_no_further(self, run: _Run, name: str, seq: int) -> None:
        hub = run.standing.hub

        def note(connection: Connection) -> None:
            standing = sync_state.of_hub(connection, hub)
            if standing is not None and standing.pushed_journal == name and standing.pushed_seq > seq:
                sync_state.acknowledge(connection, hub, name, max(0, seq))

        await self._write(note)

    # -- pull

    async def _pull(self, run: _Run, progress: Progress) -> None:
        hub, epoch = run.standing.hub, run.standing.epoch
        first, position, mark = run.standing.position, run.standing.position, run.standing.mark
        own = (await self._read(journal.own_head)).journal
        while True:
            page, bodies = await self._client.pull(epoch, position, mark, own)
            if page.hub != hub:
                raise damaged(self._client.url, "The page is another hub's.")
            run.pulled += await self._take(run, own, page, bodies)
            position, mark = page.next, page.mark
            progress(Step("pull", position - first, page.last - first))
            if position >= page.last:
                return

    async def _take(self, run: _Run, own: str, page: wire.PageHead, bodies: Sequence[bytes]) -> int:
        """The page's events and the cursor behind them, in one transaction."""
        hub, foreign = run.standing.hub, self._foreign(run, own, bodies)

        def write(connection: Connection) -> int:
            new = journal.take(connection, foreign, now_ms=self._clock())
            sync_state.advance(connection, hub, page.next, page.mark)
            return new

        return await self._write(write)

    def _foreign(self, run: _Run, own: str, bodies: Sequence[bytes]) -> list[bytes]:
        """Without our own, which no page may bring, and without what is no event: that is told."""
        foreign: list[bytes] = []
        for body in bodies:
            try:
                header = wire.decode_header(body)
            except FormatError as error:
                run.problems.append(damaged(self._client.url, f"One event cannot be read: {error}."))
                continue
            if header.journal != own:
                foreign.append(body)
        return foreign

    # -- end

    async def _finish(self, run: _Run) -> SyncResult:
        hub, at = run.standing.hub, iso(self._clock())

        def close(connection: Connection) -> tuple[int, int]:
            sync_state.finished(connection, hub, at)
            own, standing = journal.own_head(connection), sync_state.of_hub(connection, hub)
            held = standing.pushed_seq if standing and standing.pushed_journal == own.journal else 0
            return own.seq, held

        own_seq, held = await self._write(close)
        return SyncResult(
            hub, self._client.url, run.pushed, run.pulled, own_seq - held, own_seq, held, run.blobs,
            tuple(run.problems),
        )  # fmt: skip

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._database.read, work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._database.write(work))


def _parted(head: wire.JournalHead, own_seq: int) -> wire.Refused:
    """The hub's head is not in our chain, and nothing that we could push showed where they part."""
    return wire.Refused(
        reason="fork",
        title="The hub holds other work of this laptop than the laptop itself.",
        detail=f"The hub has {head.seq} events of this journal, this data folder {own_seq}: it is an older copy.",
        next_step="Use the newest copy of the data folder. Nothing was changed on either side.",
        seq=min(head.seq, own_seq + 1),
        head=head,
    )
