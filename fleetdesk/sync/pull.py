"""Pulls what others wrote, page by page: the events and the cursor behind them in one transaction.

Events of the own journal enter by `append` alone, whatever a page brings. What is no event is told and passed over.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.runtime.clock import Clock
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import damaged


@dataclass(frozen=True, slots=True)
class PullResult:
    """How many events were new here, and what could not be read."""

    pulled: int
    problems: tuple[KnownError, ...] = ()


class Pull:
    """One pull from where `standing` stands to the hub's newest event."""

    def __init__(self, database: Database, client: HubClient, standing: Standing, clock: Clock) -> None:
        self._database = database
        self._client = client
        self._standing = standing
        self._clock = clock
        self._problems: list[KnownError] = []

    async def run(self, progress: Callable[[int, int], None]) -> PullResult:
        """Raises HubRefused with reason epoch when the hub went back in time."""
        own = (await asyncio.to_thread(self._database.read, journal.own_head)).journal
        first, position, mark = self._standing.position, self._standing.position, self._standing.mark
        pulled = 0
        while True:
            page, bodies = await self._client.pull(self._standing.epoch, position, mark, own)
            if page.hub != self._standing.hub:
                raise damaged(self._client.url, "The page is another hub's.")
            pulled += await self._take(page, self._foreign(own, bodies))
            position, mark = page.next, page.mark
            progress(position - first, page.last - first)
            if position >= page.last:
                return PullResult(pulled, tuple(self._problems))

    def _foreign(self, own: str, bodies: Sequence[bytes]) -> list[bytes]:
        foreign: list[bytes] = []
        for body in bodies:
            if wire.is_withheld(body):
                continue  # its writer's hub would not take it: only its hash is there
            try:
                header = wire.decode_header(body)
            except FormatError as error:
                self._problems.append(damaged(self._client.url, f"One event cannot be read: {error}."))
                continue
            if header.journal != own:
                foreign.append(body)
        return foreign

    async def _take(self, page: wire.PageHead, foreign: Sequence[bytes]) -> int:
        hub = self._standing.hub

        def write(connection: Connection) -> int:
            new = journal.take(connection, foreign, now_ms=self._clock())
            sync_state.advance(connection, hub, page.next, page.mark)
            return new

        return await asyncio.wrap_future(self._database.write(write))
