"""Signs every answer of the hub with the hub's key, over the bytes as they are sent and the request they answer.

It stands around the whole application, so refusals, missing pages and faults are signed as well: a workstation believes
nothing that is not. Answers are bounded (pages, chunks), so each is held whole until it is signed.
"""

from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.runtime.clock import Clock

WORTH_PACKING = 1_000
PACKED = ("application/json", "application/problem+json", wire.LINES)


class SignedAnswers:
    """ASGI middleware. `sign` makes raw Ed25519 signatures for `public_key`."""

    def __init__(self, app: ASGIApp, public_key: str, sign: wire.Signer, clock: Clock) -> None:
        self._app = app
        self._key = public_key
        self._sign = sign
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        content = bytearray()

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            content.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send(scope, start, bytes(content), send)

        await self._app(scope, receive, hold)

    async def _send(self, scope: Scope, start: Message, content: bytes, send: Send) -> None:
        asked = asked_in(scope)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
        headers["cache-control"] = "no-store, no-transform"
        if scope["method"] == "HEAD":
            content = b""
        elif _may_pack(asked, headers, content):
            content = await run_in_threadpool(wire.pack, content)
            headers["content-encoding"] = "gzip"
        if scope["method"] != "HEAD":
            headers["content-length"] = str(len(content))
        self._add_signature(wire.Answered(start["status"], headers, asked), content)
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": start["status"], "headers": pairs})
        await send({"type": "http.response.body", "body": content})

    def _add_signature(self, answered: wire.Answered, content: bytes) -> None:
        """Over the request's signature too, unless the request has none or one that could never hold."""
        created_s = self._clock() // 1000
        if "signature" in cast(wire.Asked, answered.request).headers:
            try:
                wire.sign_answer(answered, content, self._key, self._sign, created_s)
            except FormatError:
                answered.headers.pop("Content-Digest", None)
            else:
                return
        answered.request = None
        wire.sign_answer(answered, content, self._key, self._sign, created_s)


def asked_in(scope: Scope) -> wire.Asked:
    """The request as its signature sees it."""
    pairs = cast("list[tuple[bytes, bytes]]", scope["headers"])
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    path = cast(bytes, scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = cast(bytes, scope["query_string"]).decode("latin-1")
    return wire.Asked(scope["method"], f"{path}?{query}" if query else path, headers)


def _may_pack(asked: wire.Asked, headers: dict[str, str], content: bytes) -> bool:
    kind = headers.get("content-type", "").partition(";")[0]
    wanted = "gzip" in asked.headers.get("accept-encoding", "")
    return wanted and len(content) >= WORTH_PACKING and kind in PACKED
