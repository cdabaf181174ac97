"""One signed request, one believed answer: the one door to HTTP.

Signs each request by hub time, so this laptop's clock may be years wrong, and believes only what the hub's key signed
for this very request. What goes wrong on the way becomes a HubError in words (trouble.py). Requests may be repeated:
the hub takes each thing once.
"""

import asyncio
import base64
import random
import secrets
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from ipaddress import ip_address
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
class Answer:
    """`content` as it was sent until it is believed, then unpacked; `signed_by` the key whose signature holds."""

    status: int
    headers: dict[str, str]
    content: bytes
    signed_by: str | None = None


@dataclass(frozen=True, slots=True)
class HubClock:
    """Hub time, carried on by the monotonic clock."""

    hub_ms: int
    at_s: float

    def now_s(self) -> int:
        return int(self.hub_ms / 1000 + time.monotonic() - self.at_s)


class SignedHttp:
    """Speaks with whoever answers at `url`. Until `trust` nothing can be asked but who that is."""

    def __init__(self, url: str, keys: WorkstationKeys, patience: Patience | None = None) -> None:
        self.url = checked_url(url)
        self._keys = keys
        self._patience = patience or Patience()
        self._http: httpx2.AsyncClient | None = None
        self._hub: wire.HubIdentity | None = None
        self._clock: HubClock | None = None

    async def open(self) -> None:
        self._http = await asyncio.to_thread(_http_client, self.url, self._patience)

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    def trust(self, identity: wire.HubIdentity) -> None:
        """From now on only this hub is believed, and its time signed by."""
        self._hub, self._clock = identity, HubClock(identity.time_ms, time.monotonic())

    async def ask_unsigned(self, target: str) -> Answer:
        """For the first question of all. The answer is signed, by whom says `signed_by`."""
        return await self._with_patience(wire.Asked("GET", target), None)

    async def ask(self, method: str, target: str, content: bytes = b"") -> Answer:
        """One signed request. A refusal because of the clock is answered once, by the time that stands in it."""
        try:
            return await self._with_patience(wire.Asked(method, target), content)
        except HubRefused as refusal:
            if refusal.refused.reason not in ("clock", "replay"):
                raise
            self._clock = HubClock(refusal.refused.time_ms, time.monotonic())
            return await self._with_patience(wire.Asked(method, target), content)

    async def _with_patience(self, asked: wire.Asked, content: bytes | None) -> Answer:
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

    async def _once(self, asked: wire.Asked, content: bytes | None) -> Answer:
        packed = b""
        asked.headers["accept-encoding"] = "gzip"
        if content is not None:
            packed = self._sign(asked, content)
        answer = await self._exchange(asked, packed)
        signed_by = self._signer(answer, asked if content is not None else None)
        if signed_by is None or (self._hub is not None and signed_by != self._hub.public_key):
            raise self._unbelievable(answer, signed_by)
        answer = Answer(answer.status, answer.headers, self._unpacked(answer), signed_by)
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

    async def _exchange(self, asked: wire.Asked, packed: bytes) -> Answer:
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
                return Answer(answer.status_code, dict(answer.headers.items()), content)
        except (httpx2.TimeoutException, TimeoutError) as error:
            raise trouble.too_slow(self.url) from error
        except httpx2.TransportError as error:
            certificate = _certificate_problem(error)
            if certificate is not None:
                raise trouble.bad_certificate(self.url, certificate) from error
            raise trouble.unreachable(self.url, str(error).rstrip(".") or type(error).__name__) from error

    def _signer(self, answer: Answer, asked: wire.Asked | None) -> str | None:
        try:
            return wire.verify_answer(wire.Answered(answer.status, answer.headers, asked), answer.content).key
        except FormatError:
            return None

    def _unbelievable(self, answer: Answer, signed_by: str | None) -> Exception:
        """Who speaks there, if it is not our hub: a busy server before it, a login page, another hub."""
        if signed_by is not None:
            return trouble.another_hub(self.url)
        kind = answer.headers.get("content-type", "something without a type").partition(";")[0]
        saw = f"It answered {answer.status} with {kind}."
        if answer.status == 429 or answer.status in GATEWAY_TROUBLE:
            return trouble.busy(self.url, saw, _retry_after(answer))
        if answer.status == 413:
            return trouble.too_large_on_the_way(self.url)
        if "location" in answer.headers:
            saw = f"It sends on to {answer.headers['location'][:200]}."
        if "signature" in answer.headers:
            return trouble.damaged(self.url, "Its signature does not fit: it was changed or cut on its way.")
        return trouble.not_a_hub(self.url, saw)

    def _refusal(self, answer: Answer) -> Exception:
        refused = said(wire.Refused, answer, self.url)
        if answer.status >= 500 or answer.status == 429:
            return HubBusy(refused.title, refused.detail, refused.next_step, _retry_after(answer))
        return HubRefused(answer.status, refused)

    def _unpacked(self, answer: Answer) -> bytes:
        if answer.headers.get("content-encoding") != "gzip":
            return answer.content
        try:
            return wire.unpack(answer.content, 2 * wire.LARGEST_PAGE)
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


def _retry_after(answer: Answer) -> float | None:
    """Seconds. The other form, a date, would need a clock that both sides agree on."""
    text = answer.headers.get("retry-after", "")
    return min(float(text), 86_400.0) if text.isdigit() else None


def said(kind: type[M], answer: Answer, url: str) -> M:
    """The message in an answer that is believed. Raises HubError for one that has another form."""
    try:
        return wire.decode(kind, answer.content)
    except FormatError as error:
        raise trouble.damaged(url, f"{error}.") from error
