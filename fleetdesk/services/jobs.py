"""Background work: syncs by itself when something waits, and now and then, and less often while it does not work.

APScheduler is a mere ticker here; what is due stands in the database and in `_due_s`, by the monotonic clock. After a
jump of the wall clock APScheduler 3.11 would sleep for years or count every missed run, so each tick is a job of its
own with one date, and a watch by the monotonic clock plans anew when the two clocks part.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.services.views import HubLink
from fleetdesk.sync.trouble import HubBusy, HubUnreachable

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK = "tick"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are looked at. `every_s`: between syncs when nothing waits here, to hear of others' work."""

    tick_s: float = 5.0
    every_s: float = 300.0
    first_retry_s: float = 5.0
    longest_retry_s: float = 900.0
    refused_retry_s: float = 300.0
    watch_s: float = 30.0
    jump_s: float = 90.0


class Jobs:
    """Start and stop it on the io loop. `wall` and `monotonic` are seconds."""

    def __init__(
        self,
        sync: SyncNow,
        pace: Pace | None = None,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sync = sync
        self._pace = pace or Pace()
        self._wall = wall
        self._monotonic = monotonic
        self._scheduler: AsyncIOScheduler | None = None
        self._watch: asyncio.Task[None] | None = None
        self._round: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()
        self._failures = 0
        self._due_s = 0.0

    async def start(self) -> None:
        self._scheduler, began, over = await asyncio.to_thread(_ticker)
        self._due_s = self._monotonic()
        apart_s = self._apart_s()
        cast(Any, self._scheduler).add_listener(self._tick_began, began)
        cast(Any, self._scheduler).add_listener(self._tick_over, over)
        cast(Any, self._scheduler).start()
        self._plan(0.0)
        self._watch = asyncio.create_task(self._watch_clocks(apart_s))

    async def stop(self) -> None:
        """A sync that is under way is cancelled; it goes on from there the next time.

        The last tick is waited for: one cancelled by APScheduler's shutdown would be logged as an error.
        """
        if self._scheduler is not None:
            scheduler, self._scheduler = cast(Any, self._scheduler), None
            scheduler.remove_all_jobs()
            await self._idle.wait()
            scheduler.shutdown(wait=False)
        for task in (self._watch, self._round):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        self._watch = self._round = None

    def sync_soon(self) -> None:
        """The network is back or a person asks: the next tick syncs, whatever failed before."""
        self._failures = 0
        self._due_s = self._monotonic()

    def _plan(self, after_s: float) -> None:
        """The next tick, as a job with one date: there is never more than one run to catch up.

        Called when a tick is over: planned from inside, the next could come while this still counts as running, and
        would be left out for good.
        """
        if self._scheduler is not None:
            cast(Any, self._scheduler).add_job(
                self._tick,
                "date",
                id=TICK,
                run_date=datetime.fromtimestamp(self._wall() + after_s, UTC),
                replace_existing=True,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    def _tick_began(self, event: object) -> None:
        self._idle.clear()

    def _tick_over(self, event: object) -> None:
        self._idle.set()
        self._plan(self._pace.tick_s)

    async def _tick(self) -> None:
        """The work is a task of our own: APScheduler would log its cancelling as an error."""
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._look())
            self._round.add_done_callback(_log_a_bug)

    async def _look(self) -> None:
        if await self._is_due():
            await self._sync_once()

    async def _is_due(self) -> bool:
        state = await asyncio.to_thread(self._sync.state)
        if state.link is HubLink.NONE:
            return False
        waits = state.waiting_events > 0 or state.waiting_blobs > 0
        return self._monotonic() >= self._due_s or (waits and self._failures == 0)

    async def _sync_once(self) -> None:
        try:
            result = await self._sync.run()
        except KnownError as error:
            self._later(error)
            return
        if result.problems:
            self._later(result.problems[0])
            return
        self._failures = 0
        self._due_s = self._monotonic() + self._pace.every_s

    def _later(self, error: KnownError) -> None:
        """Doubles the pause, with jitter so that a hundred laptops do not come back at once. The hub's wish counts."""
        self._failures += 1
        doubled_s = self._pace.first_retry_s * 2 ** min(self._failures - 1, 20)
        pause_s = min(doubled_s, self._pace.longest_retry_s) * random.uniform(0.5, 1.0)
        if not isinstance(error, HubUnreachable | HubBusy):
            pause_s = max(pause_s, self._pace.refused_retry_s)
        elif isinstance(error, HubBusy) and error.retry_after_s is not None:
            pause_s = max(pause_s, error.retry_after_s)
        self._due_s = self._monotonic() + pause_s
        _log.info("sync did not work, next try in %.0f s: %s", pause_s, error.title)

    def _apart_s(self) -> float:
        return self._wall() - self._monotonic()

    async def _watch_clocks(self, apart_s: float) -> None:
        """A laptop that slept, or whose clock was set: the network may be another one, so it syncs at once."""
        while True:
            await asyncio.sleep(self._pace.watch_s)
            now_apart_s = self._apart_s()
            if abs(now_apart_s - apart_s) > self._pace.jump_s:
                _log.info("the clock jumped by %.0f s", now_apart_s - apart_s)
                self.sync_soon()
                self._plan(0.0)
            apart_s = now_apart_s


def _log_a_bug(task: "asyncio.Task[None]") -> None:
    """What is no KnownError ends one round, never the ticker, and is not lost."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("background sync failed", exc_info=error)


def _ticker() -> "tuple[AsyncIOScheduler, int, int]":
    """The scheduler, and the events by which it says that a tick began and is over. Importing it takes a while."""
    from apscheduler import events
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    codes = cast(Any, events)
    over = codes.EVENT_JOB_EXECUTED | codes.EVENT_JOB_ERROR | codes.EVENT_JOB_MISSED | codes.EVENT_JOB_MAX_INSTANCES
    return AsyncIOScheduler(timezone=UTC), int(codes.EVENT_JOB_SUBMITTED), int(over)
