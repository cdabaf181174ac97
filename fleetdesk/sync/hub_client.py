"""What a workstation says to its hub, in the hub's messages (wire.py), over signed HTTP (signed_http.py).

Every answer is checked against its question: a page must be the page that was asked for, whole, and lead on.
"""

import secrets
from collections.abc import Sequence
from types import TracebackType
from typing import TypeVar

import msgspec

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.runtime.identity import WorkstationKeys
from fleetdesk.sync import trouble
from fleetdesk.sync.signed_http import Answer, Patience, SignedHttp, said

M = TypeVar("M", bound=msgspec.Struct)


class HubClient:
    """One conversation with the hub at `url`. `async with` it; `meet()` before anything else."""

    def __init__(self, url: str, keys: WorkstationKeys, patience: Patience | None = None) -> None:
        self._http = SignedHttp(url, keys, patience)
        self.url = self._http.url

    async def __aenter__(self) -> "HubClient":
        await self._http.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def meet(self, pinned_key: str | None) -> wire.HubIdentity:
        """Asks who is there. With a pinned key it must be that hub; else the caller pins what it finds."""
        nonce = secrets.token_urlsafe(16)
        answer = await self._http.ask_unsigned(f"/v1/hub?nonce={nonce}")
        identity = self._said(wire.HubIdentity, answer)
        if answer.signed_by != identity.public_key or identity.nonce != nonce:
            raise trouble.not_a_hub(self.url, "Its answer is not signed.")
        if pinned_key is not None and identity.public_key != pinned_key:
            raise trouble.another_hub(self.url)
        self._http.trust(identity)
        return identity

    async def enrol(self, secret: str) -> wire.Enrolled:
        """Raises HubRefused with reason code: unknown, used or expired."""
        content = wire.encode(wire.EnrolAsked(secret))
        return self._said(wire.Enrolled, await self._http.ask("POST", "/v1/enrol", content))

    async def head(self, journal: str) -> wire.JournalHead:
        return self._said(wire.JournalHead, await self._http.ask("GET", f"/v1/journals/{journal}"))

    async def push(self, journal: str, after: int, after_hash: bytes, bodies: Sequence[bytes]) -> wire.JournalHead:
        """The head after it: the receipt. Raises HubRefused with reason gap, fork, unreadable or not_yours."""
        content = wire.join_lines(wire.PushHead(after, after_hash.hex()), bodies)
        head = self._said(wire.JournalHead, await self._http.ask("POST", f"/v1/journals/{journal}/events", content))
        if head.journal != journal or head.seq < after + len(bodies):
            raise trouble.damaged(self.url, "It acknowledges less than was sent.")
        return head

    async def pull(self, epoch: str, after: int, mark: str, without: str) -> tuple[wire.PageHead, list[bytes]]:
        """The next page, verified: signed, whole, and each body as it was when the hub took it.

        Raises HubRefused with reason epoch when the hub went back in time: all is pulled again from 0.
        """
        answer = await self._http.ask("GET", f"/v1/events?epoch={epoch}&after={after}&mark={mark}&without={without}")
        try:
            page, bodies = wire.split_lines(wire.PageHead, answer.content)
        except FormatError as error:
            raise trouble.damaged(self.url, f"{error}.") from error
        if (page.epoch, page.after, len(page.received)) != (epoch, after, len(bodies)):
            raise trouble.damaged(self.url, "It is not the page that was asked for.")
        if page.bodies != self._digest(bodies):
            raise trouble.damaged(self.url, "An event in it was changed.")
        if not (after < page.next <= page.last or after == page.next == page.last):
            raise trouble.damaged(self.url, "It does not lead on.")
        return page, bodies

    async def blob_states(self, names: Sequence[str]) -> tuple[wire.BlobState, ...]:
        content = wire.encode(wire.BlobNames(tuple(names)))
        states = self._said(wire.BlobStates, await self._http.ask("POST", "/v1/blobs", content)).blobs
        if [state.sha256 for state in states] != list(names):
            raise trouble.damaged(self.url, "It speaks of other files.")
        return states

    async def prove(self, journal: str, after: int, limit: int, nonce: str) -> wire.JournalProof:
        """The hub's digest over a stretch of a journal, of the bytes that it has now."""
        target = f"/v1/journals/{journal}/proof?nonce={nonce}&after={after}&limit={limit}"
        proof = self._said(wire.JournalProof, await self._http.ask("GET", target))
        if (proof.journal, proof.after) != (journal, after) or proof.count > limit:
            raise trouble.damaged(self.url, "It is not the proof that was asked for.")
        return proof

    async def prove_blobs(self, names: Sequence[str], nonce: str) -> tuple[str, ...]:
        content = wire.encode(wire.BlobsAsked(nonce, tuple(names)))
        found = self._said(wire.BlobProofs, await self._http.ask("POST", "/v1/blobs/proof", content))
        if len(found.proofs) != len(names):
            raise trouble.damaged(self.url, "It does not speak of the files that were asked about.")
        return found.proofs

    async def put_chunk(self, name: str, offset: int, size: int, chunk: bytes) -> wire.BlobState:
        """Raises HubRefused with reason offset (go on at `held`) or content (begin again)."""
        answer = await self._http.ask("PUT", f"/v1/blobs/{name}?offset={offset}&size={size}", chunk)
        return self._said(wire.BlobState, answer)

    async def get_chunk(self, name: str, start: int) -> bytes:
        """Up to one chunk from byte `start` on. Empty at the end."""
        return (await self._http.ask("GET", f"/v1/blobs/{name}?start={start}")).content

    def _digest(self, lines: Sequence[bytes]) -> str:
        try:
            return wire.digest_of(map(wire.line_hash, lines))
        except FormatError as error:
            raise trouble.damaged(self.url, f"{error}.") from error

    def _said(self, kind: type[M], answer: Answer) -> M:
        return said(kind, answer, self.url)
