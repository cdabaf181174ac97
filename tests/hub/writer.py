"""A workstation as the hub sees it: a key, a journal that it writes, requests that it signs. Real bytes, no home."""

import base64
import http.client
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fleetdesk import wire
from fleetdesk.domain.events import Envelope, JournalOpened, Payload, PersonNamed
from fleetdesk.hub.continuation import Push
from fleetdesk.runtime.ids import new_id


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes
    asked: wire.Asked

    def refused(self) -> wire.Refused:
        return wire.decode(wire.Refused, self.plain())

    def plain(self) -> bytes:
        packed = self.headers.get("content-encoding") == "gzip"
        return wire.unpack(self.content, wire.LARGEST_PAGE) if packed else self.content

    def signed_by(self) -> str:
        """Whose signature over answer and request holds. Raises FormatError when none does."""
        asked = self.asked if "signature" in {name.lower() for name in self.asked.headers} else None
        return wire.verify_answer(wire.Answered(self.status, self.headers, asked), self.content).key


@dataclass
class Writer:
    """`bodies[n]` is event n + 1, `hashes[n]` the chain's hash behind n events."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    journal: str = field(default_factory=new_id)
    bodies: list[bytes] = field(default_factory=list[bytes])
    hashes: list[bytes] = field(default_factory=list[bytes])

    def __post_init__(self) -> None:
        self.hashes.append(wire.first_hash(self.journal))
        self.write(JournalOpened(public_key=self.public_key, version="0"))

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def write(self, payload: Payload) -> bytes:
        seq = len(self.bodies) + 1
        envelope = Envelope(
            new_id(), self.journal, seq, f"{seq:016x}", "2026-01-01T00:00:00.000Z", "x", payload.kind, payload.v,
            (f"journal:{self.journal}",), None, payload,
        )  # fmt: skip
        body = wire.encode_body(envelope)
        self.bodies.append(body)
        self.hashes.append(wire.chain_hash(self.hashes[-1], wire.body_hash(body)))
        return body

    def write_some(self, count: int, name: str = "Ana") -> None:
        for number in range(count):
            self.write(PersonNamed(name=f"{name} {number}", staff_number=str(number)))

    def push(self, after: int, until: int | None = None) -> Push:
        return Push(self.journal, self.public_key, after, self.hashes[after], self.bodies[after:until])

    def push_content(self, after: int, until: int | None = None) -> bytes:
        return wire.join_lines(wire.PushHead(after, self.hashes[after].hex()), self.bodies[after:until])

    def sign(
        self,
        hub: str,
        method: str,
        target: str,
        content: bytes = b"",
        *,
        created_s: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> wire.Asked:
        asked = wire.Asked(method, target, {wire.HUB_HEADER: hub} | (headers or {}))
        created = int(time.time()) if created_s is None else created_s
        wire.sign_request(asked, content, self.public_key, self.key.sign, created, secrets.token_urlsafe(16))
        return asked


def send(url: str, asked: wire.Asked, content: bytes = b"") -> Reply:
    """Exactly this request over a real socket."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        connection.request(asked.method, asked.target, content or None, asked.headers)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, headers, answer.read(), asked)
    finally:
        connection.close()
