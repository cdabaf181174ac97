"""The one door to the hub over HTTP: signs each request, believes only answers that the hub's key signed.

What goes wrong on the way becomes a HubError in words (trouble.py). Requests may be repeated: the hub takes each thing
once. They are signed by hub time, learnt at `meet`, so this laptop's clock may be years wrong.
"""

import asyncio
import base64
import random
import secrets
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.runtime.identity import WorkstationKeys
from fleetdesk.sync import trouble
from fleetdesk.sync.trouble import HubBusy, HubRefused, HubUnreachable

if TYPE_CHECKING:
    import httpx2

M = TypeVar("M", bound=msgspec.Struct)
GATEWAY_TROUBLE = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs of one request (connecting, the next bytes, all of it), how often it is made, and the pause before the
    second try (doubled, with jitter)."""

    connect_s: float = 10.0
    bytes_s: float = 30.0
    whole_s: float = 300.0
    tries: int = 3
    pause_s: float = 0.5


@dataclass(frozen=True, slots=True)
class _Answer:
    """`content` as it was sent until it is believed, then unpacked; `signed_by` the key whose signature holds."""

    status: int
    headers: dict[str, str]
    content: bytes
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class _HubClock:
    """Hub time, carried on by the monotonic clock."""

    hub_ms: int
    at_s: float

    def now_s(self) -> int:
        return int(self.hub_ms / 1000 + time.monotonic() - self.at_s)


class HubClient:
    """One conversation with the hub at `url`. `async with` it; `meet()` before anything else."""

    def __init__(self, url: str, keys: WorkstationKeys, patience: Patience | None = None) -> None:
        self.url = checked_url(url)
        self._keys = keys
        self._patience = patience or Patience()
        self._http: httpx2.AsyncClient | None = None
        self._hub: wire.HubIdentity | None = None
        self._clock: _HubClock | None = None

    async def __aenter__(self) -> "HubClient":
        self._http = await asyncio.to_thread(_http_client, self.url, self._patience)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def meet(self, pinned_key: str | None) -> wire.HubIdentity:
        """Asks who is there. With a pinned key it must be that hub; else the caller pins what it finds."""
        nonce = secrets.token_urlsafe(16)
        answer = await self._with_patience(wire.Asked("GET", f"/v1/hub?nonce={nonce}"), None)
        identity = self._said(wire.HubIdentity, answer)
        if answer.signed_by != identity.public_key or identity.nonce != nonce:
            raise trouble.not_a_hub(self.url, "Its answer is not signed.")
        if pinned_key is not None and identity.public_key != pinned_key:
            raise trouble.another_hub(self.url)
        self._hub, self._clock = identity, _HubClock(identity.time_ms, time.monotonic())
        return identity

    async def head(self, journal: str) -> wire.JournalHead:
        return self._said(wire.JournalHead, await self._ask("GET", f"/v1/journals/{journal}"))

    async def push(self, journal: str, after: int, after_hash: bytes, bodies: Sequence[bytes]) -> wire.JournalHead:
        """The head after it: the receipt. Raises HubRefused with reason gap, fork, unreadable or not_yours."""
        content = wire.join_lines(wire.PushHead(after, after_hash.hex()), bodies)
        head = self._said(wire.JournalHead, await self._ask("POST", f"/v1/journals/{journal}/events", content))
        if head.journal != journal or head.seq < after + len(bodies):
            raise trouble.damaged(self.url, "It acknowledges less than was sent.")
        return head

    async def pull(self, epoch: str, after: int, mark: str, without: str) -> tuple[wire.PageHead, list[bytes]]:
        """The next page, verified: signed, whole, and each body as it was when the hub took it.

        Raises HubRefused with reason epoch when the hub went back in time: all is pulled again from 0.
        """
        answer = await self._ask("GET", f"/v1/events?epoch={epoch}&after={after}&mark={mark}&without={without}")
        try:
            page, bodies = wire.split_lines(wire.PageHead, answer.content)
        except FormatError as error:
            raise trouble.damaged(self.url, f"{error}.") from error
        if (page.epoch, page.after, len(page.received)) != (epoch, after, len(bodies)):
            raise trouble.damaged(self.url, "It is not the page that was asked for.")
        if page.bodies != wire.digest_of(map(wire.body_hash, bodies)):
            raise trouble.damaged(self.url, "An event in it was changed.")
        if not (after < page.next <= page.last or after == page.next == page.last):
            raise trouble.damaged(self.url, "It does not lead on.")
        return page, bodies

    async def blob_states(self, names: Sequence[str]) -> tuple[wire.BlobState, ...]:
        content = wire.encode(wire.BlobNames(tuple(names)))
        states = self._said(wire.BlobStates, await self._ask("POST", "/v1/blobs", content)).blobs
        if [state.sha256 for state in states] != list(names):
            raise trouble.damaged(self.url, "It speaks of other files.")
        return states

    async def put_chunk(self, name: str, offset: int, size: int, chunk: bytes) -> wire.BlobState:
        """Raises HubRefused with reason offset (go on at `held`) or content (begin again)."""
        answer = await self._ask("PUT", f"/v1/blobs/{name}?offset={offset}&size={size}", chunk)
        return self._said(wire.BlobState, answer)

    async def get_chunk(self, name: str, start: int) -> bytes:
        """Up to one chunk from byte `start` on. Empty at the end."""
        return (await self._ask("GET", f"/v1/blobs/{name}?start={start}")).content

    async def _ask(self, method: str, target: str, content: bytes = b"") -> _Answer:
        """One signed request. A refusal because of the clock is answered once, by the time that stands in it."""
        try:
            return await self._with_patience(wire.Asked(method, target), content)
        except HubRefused as refusal:
            if refusal.refused.reason not in ("clock", "replay"):
                raise
            self._clock = _HubClock(refusal.refused.time_ms, time.monotonic())
            return await self._with_patience(wire.Asked(method, target), content)

    async def _with_patience(self, asked: wire.Asked, content: bytes | None) -> _Answer:
        """Repeats what a bad network or a busy server spoilt; the last trouble is raised."""
        pause_s = self._patience.pause_s
        for left in reversed(range(self._patience.tries)):
            try:
                return await self._once(wire.Asked(asked.method, asked.target), content)
            except (HubUnreachable, HubBusy) as error:
                wanted_s = error.retry_after_s if isinstance(error, HubBusy) else None
                if left == 0 or (wanted_s or 0.0) > pause_s:
                    raise
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
            pause_s *= 2
        raise AssertionError("at least one try")

    async def _once(self, asked: wire.Asked, content: bytes | None) -> _Answer:
        packed = b""
        asked.headers["accept-encoding"] = "gzip"
        if content is not None:
            packed = self._sign(asked, content)
        answer = await self._exchange(asked, packed)
        signed_by = self._signer(answer, asked if content is not None else None)
        if signed_by is None or (self._hub is not None and signed_by != self._hub.public_key):
            raise self._unbelievable(answer, signed_by)
        answer = _Answer(answer.status, answer.headers, self._unpacked(answer), signed_by)
        if answer.status >= 400:
            raise self._refusal(answer)
        return answer

    def _sign(self, asked: wire.Asked, content: bytes) -> bytes:
        """Signs by hub time and a fresh nonce, each try anew. Returns what is sent."""
        assert self._hub is not None
        assert self._clock is not None
        packed = content
        if len(content) > 1000 and asked.method == "POST":
            packed = wire.pack(content)
            asked.headers["content-encoding"] = "gzip"
        asked.headers[wire.HUB_HEADER] = self._hub.hub
        asked.headers["cache-control"] = "no-transform"
        wire.sign_request(
            asked, packed, self._keys.public_key, self._raw_signature, self._clock.now_s(), secrets.token_urlsafe(16)
        )
        return packed

    def _raw_signature(self, message: bytes) -> bytes:
        return base64.b64decode(self._keys.sign(message))

    async def _exchange(self, asked: wire.Asked, packed: bytes) -> _Answer:
        import httpx2

        assert self._http is not None
        try:
            async with (
                asyncio.timeout(self._patience.whole_s),
                self._http.stream(
                    asked.method, f"{self.url}{asked.target}", headers=asked.headers, content=packed or None
                ) as answer,
            ):
                content = await _bounded(answer.aiter_raw(), self.url)
                return _Answer(answer.status_code, dict(answer.headers.items()), content)
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise trouble.too_slow(self.url) from error
        except httpx2.TransportError as error:
            certificate = _certificate_problem(error)
            if certificate is not None:
                raise trouble.bad_certificate(self.url, certificate) from error
            raise trouble.unreachable(self.url, str(error).rstrip(".") or type(error).__name__) from error

    def _signer(self, answer: _Answer, asked: wire.Asked | None) -> str | None:
        try:
            return wire.verify_answer(wire.Answered(answer.status, answer.headers, asked), answer.content).key
        except FormatError:
            return None

    def _unbelievable(self, answer: _Answer, signed_by: str | None) -> Exception:
        """Who speaks there, if it is not our hub: a busy server before it, a login page, another hub."""
        if signed_by is not None:
            return trouble.another_hub(self.url)
        kind = answer.headers.get("content-type", "something without a type").partition(";")[0]
        saw = f"It answered {answer.status} with {kind}."
        if answer.status == 429 or answer.status in GATEWAY_TROUBLE:
            return trouble.busy(self.url, saw, _retry_after(answer))
        if "location" in answer.headers:
            saw = f"It sends on to {answer.headers['location'][:200]}."
        if "signature" in answer.headers:
            return trouble.damaged(self.url, "Its signature does not fit: it was changed or cut on its way.")
        return trouble.not_a_hub(self.url, saw)

    def _refusal(self, answer: _Answer) -> Exception:
        refused = self._said(wire.Refused, answer)
        if answer.status >= 500 or answer.status == 429:
            return HubBusy(refused.title, refused.detail, refused.next_step, _retry_after(answer))
        return HubRefused(answer.status, refused)

    def _unpacked(self, answer: _Answer) -> bytes:
        if answer.headers.get("content-encoding") != "gzip":
            return answer.content
        try:
            return wire.unpack(answer.content, 2 * wire.LARGEST_PAGE)
        except FormatError as error:
            raise trouble.damaged(self.url, f"{error}.") from error

    def _said(self, kind: type[M], answer: _Answer) -> M:
        try:
            return wire.decode(kind, answer.content)
        except FormatError as error:
            raise trouble.damaged(self.url, f"{error}.") from error


def checked_url(url: str) -> str:
    """The address without a slash at its end. Raises HubError for what is none, or is not safe outside this machine."""
    text = url.strip().rstrip("/")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise trouble.bad_address(url, f"{error}.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or port == 0:
        raise trouble.bad_address(url, "It must begin with https:// and name a computer.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise trouble.bad_address(url, "Outside this computer the hub is reached by https:// only.")
    return text


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _http_client(url: str, patience: Patience) -> "httpx2.AsyncClient":
    """Certificates are judged by the operating system. Loading all this takes a while: not on the loop's thread."""
    import httpx2
    import truststore

    return httpx2.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        timeout=httpx2.Timeout(patience.bytes_s, connect=patience.connect_s),
        follow_redirects=False,
        trust_env=not _is_loopback(urlsplit(url).hostname or ""),
    )


async def _bounded(parts: AsyncIterator[bytes], url: str) -> bytes:
    content = bytearray()
    async for part in parts:
        content.extend(part)
        if len(content) > wire.LARGEST_PAGE:
            raise trouble.not_a_hub(url, "It sends more than a hub ever would.")
    return bytes(content)


def _certificate_problem(error: BaseException) -> str | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message or str(cause)
        if isinstance(cause, ssl.SSLError):
            return str(cause.reason or cause)
        cause = cause.__cause__ or cause.__context__
    return None


def _retry_after(answer: _Answer) -> float | None:
    """Seconds. The other form, a date, would need a clock that both sides agree on."""
    text = answer.headers.get("retry-after", "")
    return min(float(text), 86_400.0) if text.isdigit() else None
