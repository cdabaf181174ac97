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
        await self._push(run, progress)
        exchange = BlobExchange(self._database, self._blobs, self._client, run.standing.hub, self._clock)
        run.blobs = await exchange.run(lambda done, total: progress(Step("blobs", done, total)))
        run.problems += run.blobs.problems
        await self._pull(run, progress)
        return await self._finish(run)

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
        try:
            await self._push_rest(run, progress)
        except HubRefused as refusal:
            if refusal.refused.reason not in ("fork", "unreadable", "not_yours", "gap"):
                raise
            run.problems.append(refusal)

    async def _push_rest(self, run: _Run, progress: Progress) -> None:
        own = await self._read(journal.own_head)
        head = await self._client.head(own.journal)
        await self._acknowledge(run, own.journal, head)
        first = held = await self._agreed(run, head)
        while page := await self._read(lambda connection: journal.after(connection, held, limit=wire.PAGE_EVENTS)):
            before = await self._read(lambda connection: journal.hash_at(connection, held))
            assert before is not None
            head = await self._send(own.journal, held, before, [stored.body for stored in page], run)
            await self._acknowledge(run, own.journal, head)
            run.pushed += min(head.seq, page[-1].seq) - held
            held = page[-1].seq
            own = await self._read(journal.own_head)
            progress(Step("push", held - first, own.seq - first))
        if head.seq > own.seq:
            raise HubRefused(409, _hub_is_ahead(head, own.seq))

    async def _send(self, name: str, after: int, before: bytes, bodies: Sequence[bytes], run: _Run) -> wire.JournalHead:
        """What was taken before a refusal is acknowledged all the same."""
        try:
            return await self._client.push(name, after, before, bodies)
        except HubRefused as refusal:
            if refusal.refused.reason == "unreadable" and refusal.refused.head is not None:
                run.pushed += max(0, refusal.refused.head.seq - after)
                await self._acknowledge(run, name, refusal.refused.head)
            raise

    async def _agreed(self, run: _Run, head: wire.JournalHead) -> int:
        """The seq up to which both hold the same. Where the hub holds another event, the last that it acknowledged."""
        ours = await self._read(lambda connection: journal.hash_at(connection, head.seq))
        if ours is not None and ours.hex() == head.hash:
            return head.seq
        return 0

    async def _acknowledge(self, run: _Run, name: str, head: wire.JournalHead) -> None:
        """Only what is ours: the hub's hash must be the own chain's at that place."""
        hub = run.standing.hub

        def note(connection: Connection) -> None:
            ours = journal.hash_at(connection, head.seq)
            if ours is not None and ours.hex() == head.hash:
                sync_state.acknowledge(connection, hub, name, head.seq)

        await self._write(note)

    # -- pull

    async def _pull(self, run: _Run, progress: Progress) -> None:
        hub, epoch = run.standing.hub, run.standing.epoch
        position = first = run.standing.position
        own = (await self._read(journal.own_head)).journal
        while True:
            page, bodies = await self._client.pull(epoch, position, own)
            if page.hub != hub:
                raise damaged(self._client.url, "The page is another hub's.")
            if page.last < position:
                position = first = 0
                continue
            run.pulled += await self._take(run, own, page, bodies)
            position = page.next
            progress(Step("pull", position - first, page.last - first))
            if position >= page.last:
                return

    async def _take(self, run: _Run, own: str, page: wire.PageHead, bodies: Sequence[bytes]) -> int:
        """The page's events and the cursor behind them, in one transaction."""
        hub, foreign = run.standing.hub, self._foreign(run, own, bodies)

        def write(connection: Connection) -> int:
            new = journal.take(connection, foreign, now_ms=self._clock())
            sync_state.advance(connection, hub, page.next)
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


def _hub_is_ahead(head: wire.JournalHead, own_seq: int) -> wire.Refused:
    return wire.Refused(
        reason="fork",
        title="The hub holds newer work of this laptop than the laptop itself.",
        detail=f"The hub has {head.seq} events of this journal, this data folder {own_seq}: it is an older copy.",
        next_step="Use the newest copy of the data folder. Nothing was changed on either side.",
        head=head,
    )
