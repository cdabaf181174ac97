"""One sync with the hub: push what it does not hold, then the blobs, then pull what others wrote.

It can be cut anywhere and goes on from there: the hub takes each event once, receipts and the pull cursor are written
with what they stand for, and nothing counts as held before the hub has said so under its pinned key. What the hub will
not take of this journal is told and never keeps the rest from going on.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from fleetdesk.domain.errors import HubError, KnownError
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.sqlite import Connection
from fleetdesk.storage import former, journal, sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.blobs import BlobExchange, BlobResult
from fleetdesk.sync.former import FormerJournals
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.pull import Pull
from fleetdesk.sync.push import JournalPush
from fleetdesk.sync.trouble import HubRefused, went_on_twice

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
        try:
            await self._both_ways(run, progress)
        except HubRefused as refusal:
            if refusal.refused.reason != "epoch":
                raise
            await self._start_again(run)
            await self._both_ways(run, progress)
        if any(isinstance(problem, HubRefused) and problem.refused.reason == "fork" for problem in run.problems):
            await self._part(run, progress)
        if await self._write(former.told):
            run.problems = [went_on_twice(), *run.problems]
        return await self._finish(run)

    async def _both_ways(self, run: _Run, progress: Progress) -> None:
        """Events go first: blobs are heavy, and each has its own receipt."""
        standing = run.standing
        await FormerJournals(self._database, self._client, standing, self._clock).run()
        pushed = await JournalPush(self._database, self._client, standing, self._clock).run(_at(progress, "push"))
        run.pushed += pushed.pushed
        exchange = BlobExchange(self._database, self._blobs, self._client, standing.hub, self._clock)
        blobs = await exchange.run(_at(progress, "blobs"))
        run.blobs = replace(blobs, pushed=run.blobs.pushed + blobs.pushed, fetched=run.blobs.fetched + blobs.fetched)
        pulled = await Pull(self._database, self._client, standing, self._clock).run(_at(progress, "pull"))
        run.pulled += pulled.pulled
        run.problems = [*([pushed.problem] if pushed.problem else []), *run.blobs.problems, *pulled.problems]

    async def _part(self, run: _Run, progress: Progress) -> None:
        """Another copy of this home went on, or this one is older: it writes a journal of its own from now on."""
        now_ms = self._clock()
        await self._write(lambda connection: former.begin_new(connection, "fork", now_ms))
        standing = await self._read(lambda connection: sync_state.of_hub(connection, run.standing.hub))
        assert standing is not None
        run.standing = standing
        await self._both_ways(run, progress)
        run.problems = [went_on_twice(), *run.problems]

    async def _start_again(self, run: _Run) -> None:
        """The hub went back in time: what it acknowledged before counts no more, and all is compared anew."""
        identity = await self._client.meet(run.standing.hub_key)
        run.standing = await self._write(lambda c: sync_state.start_again(c, identity.hub, identity.epoch))

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


def _at(progress: Progress, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(Step(stage, done, total))
