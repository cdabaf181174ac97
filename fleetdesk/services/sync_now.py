"""Sync: joins a hub, brings both sides together, and says at any time what waits and why.

The window, the command line, the ticker and the headless visit all use this one door. A second caller while a sync runs
gets the running one's result. The work itself is in `sync/engine.py`.
"""

import asyncio
from collections.abc import Callable

from fleetdesk import wire
from fleetdesk.domain.errors import HubError, KnownError
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.runtime.identity import WorkstationKeys
from fleetdesk.services.views import HubLink, Problem, SyncState
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database
from fleetdesk.sync.engine import Engine, Progress, Step, SyncResult
from fleetdesk.sync.enrol import checked_code, enrol
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.signed_http import Patience, checked_url
from fleetdesk.sync.trouble import HubBusy, HubUnreachable, no_hub

Watcher = Callable[[SyncState], None]


class SyncNow:
    """One home's syncing. `hub_url` says which hub is joined; without it the home's own setting does.

    `run` and `join` are for one event loop at a time; `state` and `subscribe` for any thread.
    """

    def __init__(
        self,
        database: Database,
        keys: WorkstationKeys,
        blobs: Blobs,
        hub_url: Callable[[], str | None] | None = None,
        *,
        patience: Patience | None = None,
        clock: Clock = now_ms,
    ) -> None:
        self._database = database
        self._keys = keys
        self._blobs = blobs
        self._hub_url = hub_url or self._joined
        self._patience = patience
        self._clock = clock
        self._running: asyncio.Task[SyncResult] | None = None
        self._watchers: list[Watcher] = []
        self._step_watchers: list[Progress] = []
        self._link: tuple[HubLink, str | None, Problem | None] = (HubLink.OFFLINE, None, None)

    async def run(self, progress: Progress | None = None) -> SyncResult:
        """Syncs with the joined hub. Raises HubError: none joined, not reachable, another one, or it said no."""
        url = await asyncio.to_thread(self._hub_url)
        if url is None:
            raise no_hub()
        return await self._share(url, progress)

    async def join(self, url: str, progress: Progress | None = None, *, new_hub: bool = False) -> SyncResult:
        """Syncs with the hub at `url`, which is the joined one from its first accepted request on.

        `new_hub` forgets the key that was pinned for this address: the hub there was replaced.
        """
        address = checked_url(url)
        if new_hub:
            await asyncio.wrap_future(self._database.write(lambda c: sync_state.forget(c, address)))
        return await self._share(address, progress)

    async def enrol(self, url: str, code: str) -> wire.Enrolled:
        """Is taken in by the hub at `url`, which is the joined one from then on; the next sync sends all there is."""
        address, checked = checked_url(url), checked_code(code)
        async with HubClient(address, self._keys, self._patience) as client:
            return await enrol(self._database, client, checked)

    def state(self) -> SyncState:
        """What waits, and how this home and its hub stand."""
        url = self._hub_url()
        if url is None:
            return SyncState(saved_at=self._database.read(_saved_at))
        link, since, problem = self._link
        found = self._database.read(lambda c: (sync_state.waiting(c), sync_state.at_url(c, url), _saved_at(c)))
        waiting, standing, saved_at = found
        return SyncState(
            link, since, url, waiting.events, waiting.blobs, standing.synced_at if standing else None, saved_at, problem
        )

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Calls back with the whole state, first with the present one; what it returns ends the subscription."""
        self._watchers.append(watcher)
        watcher(self.state())
        return lambda: self._watchers.remove(watcher)

    def subscribe_steps(self, watcher: Progress) -> Callable[[], None]:
        """Calls back from the io loop with each step of every sync; what it returns ends the subscription."""
        self._step_watchers.append(watcher)
        return lambda: self._step_watchers.remove(watcher)

    def tell(self) -> None:
        """The journal has grown, here or in another process: what waits is said anew."""
        state = self.state()
        for watcher in tuple(self._watchers):
            watcher(state)

    def _joined(self) -> str | None:
        return self._database.read(sync_state.hub_url)

    async def _share(self, url: str, progress: Progress | None) -> SyncResult:
        """One sync at a time. Cancelling the caller who began it cancels it; another who waits then begins anew."""
        while (running := self._running) is not None:
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                me = asyncio.current_task()
                if not running.cancelled() or (me is not None and me.cancelling()):
                    raise
        self._running = asyncio.create_task(self._sync(url, progress or _silent))
        try:
            return await self._running
        finally:
            self._running = None

    async def _sync(self, url: str, progress: Progress) -> SyncResult:
        before = self._link

        def step_done(step: Step) -> None:
            for watcher in (progress, *self._step_watchers):
                watcher(step)

        await self._become(HubLink.SYNCING, before[2])
        try:
            async with HubClient(url, self._keys, self._patience) as client:
                result = await Engine(self._database, self._blobs, client, self._clock).run(step_done)
        except (HubUnreachable, HubBusy) as error:
            await self._become(HubLink.OFFLINE, _shown(error))
            raise
        except KnownError as error:
            await self._become(HubLink.REFUSED if isinstance(error, HubError) else HubLink.OFFLINE, _shown(error))
            raise
        except BaseException:
            self._link = before
            raise
        problem = _shown(result.problems[0]) if result.problems else None
        await self._become(HubLink.ONLINE if problem is None else HubLink.REFUSED, problem)
        return result

    async def _become(self, link: HubLink, problem: Problem | None) -> None:
        since = self._link[1] if self._link[0] is link else iso(self._clock())
        self._link = (link, since, problem)
        if self._watchers:
            await asyncio.to_thread(self.tell)


def _silent(step: Step) -> None:
    """For a caller who does not watch."""


def _shown(error: KnownError) -> Problem:
    return Problem(error.title, error.message, error.next_step)


def _saved_at(connection: Connection) -> str | None:
    """When the own journal was last appended to, by its own clock."""
    head = journal.own_head(connection)
    return iso(int(head.hlc[:12], 16)) if head.seq else None
