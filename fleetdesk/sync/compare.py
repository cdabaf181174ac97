"""Does the hub hold, at this moment and byte for byte, what this laptop holds? Asked anew, whatever receipts say.

The hub's answers are signed by its pinned key and made over a nonce of ours, so neither an old answer nor a remembered
digest will do. A stretch that differs is halved until the event is named. Nothing is changed on either side.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fleetdesk import wire
from fleetdesk.domain.errors import StorageError
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, receipts, sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import HubRefused, no_hub

T = TypeVar("T")
BLOBS_AT_ONCE = 20
NAMED_AT_MOST = 20
"""Differences told by name; of more only how many."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`ok`: the hub holds all of it. Else `different` names the places. `behind`: events of others not pulled yet."""

    ok: bool
    hub: str
    url: str
    journal: str
    own_seq: int
    hub_seq: int
    events: int
    blobs: int
    journals: int
    behind: int
    different: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    different: list[str] = field(default_factory=list[str])
    events: int = 0


class Comparison:
    """One comparison of one home with the hub that it joined."""

    def __init__(self, database: Database, blobs: Blobs, client: HubClient) -> None:
        self._database = database
        self._blobs = blobs
        self._client = client
        self._nonce = secrets.token_urlsafe(24)
        self._aside: dict[str, dict[int, str]] = {}

    async def run(self, *, every: bool = False) -> Compared:
        """`every`: all journals that are here, not only the own one. Raises HubError when the hub cannot be asked."""
        standing = await self._read(lambda c: sync_state.at_url(c, self._client.url))
        if standing is None:
            raise no_hub()
        await self._client.meet(standing.hub_key)
        own = await self._read(journal.own_head)
        head = await self._client.head(own.journal)
        hub = standing.hub
        self._aside = {own.journal: await self._read(lambda c: sync_state.reasons_aside(c, hub, own.journal))}
        found = _Found()
        ours = await self._read(lambda c: journal.hash_at(c, head.seq))
        if ours is not None and ours.hex() != head.hash:
            found.different.append(f"the hub's chain of journal {own.journal} ends in another hash than this laptop's")
        await self._journal(found, own.journal, own.seq, head.seq)
        others = await self._read(receipts.other_journals) if every else []
        for name, seq in others:
            await self._journal(found, name, seq, None)
        blobs = await self._read(receipts.blob_names)
        await self._all_blobs(found, blobs)
        behind = await self._behind(found, standing, own.journal)
        if every and behind:
            found.different.append(f"{behind} events of others are at the hub and not here")
        return Compared(
            not found.different, standing.hub, self._client.url, own.journal, own.seq, head.seq, found.events,
            len(blobs), 1 + len(others), behind, _named(found.different),
        )  # fmt: skip

    async def _journal(self, found: _Found, name: str, here: int, there: int | None) -> None:
        """`here` events on this laptop, `there` at the hub by its head; None: as far as it proves them."""
        if there is not None and there > here:
            found.different.append(f"the hub holds {there} events of journal {name}, this laptop {here}")
        after = 0
        while after < here:
            proof = await self._client.prove(name, after, wire.PAGE_EVENTS, self._nonce)
            count = min(wire.PAGE_EVENTS, here - after)
            if not proof.count:
                found.different.append(f"events {after + 1} to {here} of journal {name} are not at the hub")
                return
            same = proof.count >= count and await self._is_same(name, after, count, proof)
            if not same:
                await self._halves(found, name, after, min(count, proof.count))
            found.events += min(count, proof.count)
            after += min(count, proof.count)

    async def _is_same(self, name: str, after: int, count: int, proof: wire.JournalProof | None) -> bool:
        if proof is None or proof.count != count:
            proof = await self._client.prove(name, after, count, self._nonce)
        bodies = await self._read(lambda c: receipts.bodies(c, name, after, count))
        return proof.count == count and wire.proof_of(self._nonce, bodies) == proof.digest

    async def _halves(self, found: _Found, name: str, after: int, count: int) -> None:
        """Names each event that differs in a stretch, up to as many as are told."""
        if len(found.different) > NAMED_AT_MOST or await self._is_same(name, after, count, None):
            return
        if count == 1 and after + 1 in self._aside.get(name, {}):
            found.different.append(f"event {after + 1} of journal {name} was set aside: the hub holds only its hash")
            return
        if count == 1:
            found.different.append(f"event {after + 1} of journal {name} is another one at the hub than here")
            return
        half = count // 2
        await self._halves(found, name, after, half)
        await self._halves(found, name, after + half, count - half)

    async def _all_blobs(self, found: _Found, names: list[str]) -> None:
        for first in range(0, len(names), BLOBS_AT_ONCE):
            group = names[first : first + BLOBS_AT_ONCE]
            proofs = await self._client.prove_blobs(group, self._nonce)
            for name, proof in zip(group, proofs, strict=True):
                try:
                    content = await asyncio.to_thread(self._blobs.get, name)
                except StorageError as error:
                    found.different.append(f"{error.title} {error.message}")
                    continue
                if wire.proof_of_blob(self._nonce, [content]) != proof:
                    state = "damaged" if proof else "missing"
                    found.different.append(f"file {name} is {state} at the hub")

    async def _behind(self, found: _Found, standing: Standing, own: str) -> int:
        """How much of others the hub has that is not here, and whether our cursor stands in its history at all."""
        try:
            page, bodies = await self._client.pull(standing.epoch, standing.position, standing.mark, own)
        except HubRefused as refusal:
            if refusal.refused.reason != "epoch":
                raise
            found.different.append("the hub was put back to an earlier state: sync, and everything is compared again")
            return 0
        return len(bodies) if page.next >= page.last else page.last - standing.position

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._database.read, work)


def _named(different: list[str]) -> tuple[str, ...]:
    more = len(different) - NAMED_AT_MOST
    return (*different[:NAMED_AT_MOST], *([f"and {more} more"] if more > 0 else []))
