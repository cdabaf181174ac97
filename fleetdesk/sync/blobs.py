"""Brings the blobs of this home to the hub, and back those that are damaged or gone here: by hash, resumable.

A blob counts as held only when the hub said "complete" about its SHA-256. One that cannot be read or sent is told and
never keeps the others waiting.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import HubError, KnownError, StorageError
from fleetdesk.runtime.clock import Clock, iso
from fleetdesk.storage import sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import OwedBlob
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused

ASK_AT_ONCE = wire.PAGE_EVENTS
TRIES = 3


@dataclass(frozen=True, slots=True)
class BlobResult:
    """`waiting` blobs have no receipt of the hub; `fetched` ones were missing here."""

    pushed: int = 0
    fetched: int = 0
    waiting: int = 0
    problems: tuple[KnownError, ...] = ()


class BlobExchange:
    """One run over the blobs of one home with one hub."""

    def __init__(self, database: Database, blobs: Blobs, client: HubClient, hub: str, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._client = client
        self._hub = hub
        self._clock = clock
        self._problems: list[KnownError] = []

    async def run(self, progress: Callable[[int, int], None]) -> BlobResult:
        owed = await self._owed()
        pushed = 0
        for first in range(0, len(owed), ASK_AT_ONCE):
            group = owed[first : first + ASK_AT_ONCE]
            states = await self._client.blob_states([blob.sha256 for blob in group])
            await self._note([state.sha256 for state in states if state.complete])
            for index, (blob, state) in enumerate(zip(group, states, strict=True), first + 1):
                pushed += 0 if state.complete else await self._push(blob, state.held)
                progress(index, len(owed))
        fetched = await self._fetch_missing()
        return BlobResult(pushed, fetched, len(await self._owed()), tuple(self._problems))

    async def _owed(self) -> list[OwedBlob]:
        hub = self._hub
        return await asyncio.to_thread(self._database.read, lambda c: sync_state.blobs_owed(c, hub))

    async def _push(self, blob: OwedBlob, held: int) -> int:
        try:
            content = await asyncio.to_thread(self._blobs.get, blob.sha256)
            await self._send(blob.sha256, content, held)
        except (StorageError, HubRefused) as error:
            self._problems.append(error)
            return 0
        await self._note([blob.sha256])
        return 1

    async def _send(self, name: str, content: bytes, held: int) -> None:
        """Chunk after chunk from `held` on; where the hub stands elsewhere, from there."""
        tries = TRIES
        while True:
            try:
                chunk = content[held : held + wire.LARGEST_CHUNK]
                state = await self._client.put_chunk(name, held, len(content), chunk)
                if state.complete:
                    return
                held = state.held
            except HubRefused as refusal:
                tries -= 1
                if refusal.refused.reason not in ("offset", "content") or tries == 0:
                    raise
                held = refusal.refused.held or 0

    async def _note(self, names: Sequence[str]) -> None:
        hub, at = self._hub, iso(self._clock())
        if names:
            await asyncio.wrap_future(self._database.write(lambda c: sync_state.acknowledge_blobs(c, hub, names, at)))

    async def _fetch_missing(self) -> int:
        """What the hub holds and this laptop has lost comes back."""
        hub = self._hub
        held = await asyncio.to_thread(self._database.read, lambda c: sync_state.blobs_held(c, hub))
        missing = await asyncio.to_thread(lambda: [name for name in held if not self._blobs.has(name)])
        fetched = 0
        for name in missing:
            try:
                fetched += await self._fetch(name)
            except HubRefused as error:
                self._problems.append(error)
        return fetched

    async def _fetch(self, name: str) -> int:
        content = bytearray()
        while chunk := await self._client.get_chunk(name, len(content)):
            content += chunk
            if len(content) > wire.LARGEST_BLOB:
                break
        if hashlib.sha256(content).hexdigest() != name:
            self._problems.append(
                HubError("A file from the hub is damaged.", f"It is not {name}.", "Tell the hub's operator.")
            )
            return 0
        await asyncio.to_thread(self._blobs.put, bytes(content))
        return 1
