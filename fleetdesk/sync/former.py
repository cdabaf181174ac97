"""Brings to the hub what is left of this workstation's earlier journals: before anything newer is called held.

Where the hub's copy of one is a beginning of ours, it is continued. Where both went on in different ways, ours from
there on is appended to the present journal, whose push comes next.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fleetdesk import wire
from fleetdesk.runtime.clock import Clock
from fleetdesk.sqlite import Connection
from fleetdesk.storage import former, sync_state
from fleetdesk.storage.database import Database
from fleetdesk.storage.former import Former
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused

T = TypeVar("T")


class FormerJournals:
    """All of one home's, with one hub."""

    def __init__(self, database: Database, client: HubClient, standing: Standing, clock: Clock) -> None:
        self._database = database
        self._client = client
        self._standing = standing
        self._clock = clock

    async def run(self) -> int:
        """How many events had to be appended again. Raises HubRefused and HubError as a push does."""
        hub, epoch = self._standing.hub, self._standing.epoch
        again = 0
        for each in await self._read(former.formers):
            if not await self._read(lambda c, each=each: former.is_settled(c, hub, epoch, each)):
                again += await self._settle(each)
        return again

    async def _settle(self, each: Former) -> int:
        hub, epoch = self._standing.hub, self._standing.epoch
        parts_at = await self._parts_at(each)
        again = 0

        def write(connection: Connection) -> int:
            left = Former(each.journal, each.seq if parts_at is None else parts_at - 1)
            count = 0 if parts_at is None else former.append_again(connection, each, parts_at, self._clock())
            former.settle(connection, hub, epoch, left)
            return count

        again = await asyncio.wrap_future(self._database.write(write))
        return again

    async def _parts_at(self, each: Former) -> int | None:
        """The first event of ours in whose place the hub has another one; None when it holds all of ours now."""
        head = await self._client.head(each.journal)
        ours = await self._read(lambda c: former.hash_in(c, each.journal, min(head.seq, each.seq)))
        held = head.seq if head.seq <= each.seq and ours is not None and ours.hex() == head.hash else 0
        try:
            if head.seq > each.seq and ours is not None:
                await self._client.push(each.journal, each.seq, ours, ())
                return None
            await self._continue(each, held)
        except HubRefused as refusal:
            if refusal.refused.reason != "fork":
                raise
            return await self._look_from_the_start(each)
        return None

    async def _look_from_the_start(self, each: Former) -> int:
        """The hub names the first event that differs, once a push holds it: what is alike before changes nothing."""
        try:
            await self._continue(each, 0)
        except HubRefused as refusal:
            if refusal.refused.reason == "fork" and refusal.refused.seq is not None:
                return refusal.refused.seq
            raise
        return each.seq + 1

    async def _continue(self, each: Former, held: int) -> None:
        hub = self._standing.hub
        while (page := await self._read(lambda c, at=held: former.stretch(c, each, at, wire.PUSH_EVENTS))) is not None:
            aside = await self._read(lambda c: sync_state.reasons_aside(c, hub, each.journal))
            lines = [
                wire.withheld_line(body, aside[seq]) if seq in aside else body
                for seq, body in enumerate(page.bodies, page.after + 1)
            ]
            await self._client.push(each.journal, page.after, page.before, lines)
            held = page.after + len(page.bodies)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._database.read, work)
