"""The bytes of an event: one encoding, made once, then stored, sent and re-sent unchanged on every side.

A body is compact JSON with sorted keys. For our restricted payloads (see domain/events.py) that is RFC 8785, proved
against the reference encoder in the tests. `body_hash` = SHA-256(body); a journal's chain is
`hash` = SHA-256(previous hash || body_hash), the first previous hash being SHA-256(journal id).

Below them, what a workstation and its hub say to each other. Events travel as lines: a head line in JSON, then one
body a line (a body never holds a raw line feed), so the bytes stay what they are; a bundle on a stick is the same
lines. Each request and each answer is signed over its content by RFC 9421 (Ed25519), and an answer covers the signature
of the request it answers: nothing can be forged, replayed or exchanged between the two, whoever carries it.
"""

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec
import orjson

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import CATALOGUE, HLC_TEXT, Envelope, Payload, payload_map

LARGEST_BODY = 1_000_000
"""Bytes. Larger things are blobs, named by hash."""


class _Body(msgspec.Struct, frozen=True):
    id: str
    journal: str
    seq: int
    hlc: str
    at: str
    actor: str
    kind: str
    v: int
    subjects: tuple[str, ...]
    store: str | None
    payload: msgspec.Raw


_decoder = msgspec.json.Decoder(_Body)
_payload_decoders: dict[tuple[str, int], "msgspec.json.Decoder[Payload]"] = {
    row: msgspec.json.Decoder(cls) for row, cls in CATALOGUE.items()
}


def encode_body(envelope: Envelope) -> bytes:
    """The canonical bytes. Raises FormatError for a payload outside the restricted JSON or a body over 1 MB."""
    if envelope.payload is None:
        raise FormatError(f"{envelope.kind} v{envelope.v}: only known kinds are written")
    fields: dict[str, Any] = {
        "id": envelope.id,
        "journal": envelope.journal,
        "seq": envelope.seq,
        "hlc": envelope.hlc,
        "at": envelope.at,
        "actor": envelope.actor,
        "kind": envelope.kind,
        "v": envelope.v,
        "subjects": envelope.subjects,
        "store": envelope.store,
        "payload": payload_map(envelope.payload),
    }
    body = canonical(fields)
    if len(body) > LARGEST_BODY:
        raise FormatError(f"{envelope.kind}: body of {len(body)} bytes; at most {LARGEST_BODY} (use a blob)")
    return body


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of restricted JSON (integers below 2^53, ASCII keys, no floats)."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise FormatError(str(error)) from error


@lru_cache(maxsize=4096)
def decode_body(body: bytes) -> Envelope:
    """The event in `body`. Raises FormatError when it is no envelope; an unreadable payload gives `payload=None`.

    The last ones are kept: a fold reads the same few again and again, and bytes that are equal are the same event.
    """
    raw = _raw(body)
    return Envelope(
        raw.id, raw.journal, raw.seq, raw.hlc, raw.at, raw.actor, raw.kind, raw.v, raw.subjects, raw.store,
        _payload(raw),
    )  # fmt: skip


def decode_header(body: bytes) -> Envelope:
    """The envelope with `payload=None`: for those who carry events without understanding them (the hub)."""
    raw = _raw(body)
    return Envelope(
        raw.id, raw.journal, raw.seq, raw.hlc, raw.at, raw.actor, raw.kind, raw.v, raw.subjects, raw.store, None
    )


class Place(NamedTuple):
    """Where an event belongs and what it is about."""

    id: str
    journal: str
    seq: int
    kind: str
    subjects: tuple[str, ...]


def decode_place(body: bytes) -> Place:
    """As `decode_header`, in half the time: what the hub asks of each event of a push."""
    raw = _raw(body)
    return Place(raw.id, raw.journal, raw.seq, raw.kind, raw.subjects)


def _raw(body: bytes) -> _Body:
    if len(body) > LARGEST_BODY:
        raise FormatError(f"event body of {len(body)} bytes; at most {LARGEST_BODY}")
    try:
        raw = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not an event: {error}") from error
    if not raw.subjects:
        raise FormatError(f"event {raw.id}: no subject")
    if raw.seq < 1 or not HLC_TEXT.match(raw.hlc):
        raise FormatError(f"event {raw.id}: seq {raw.seq} or hlc {raw.hlc!r} is out of form")
    return raw


def _payload(raw: _Body) -> Payload | None:
    decoder = _payload_decoders.get((raw.kind, raw.v))
    if decoder is None:
        return None
    try:
        return decoder.decode(raw.payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def payload_json(body: bytes) -> bytes:
    """The payload's own bytes inside `body`, for showing an event of an unknown kind."""
    return bytes(_raw(body).payload)


def body_hash(body: bytes) -> bytes:
    """SHA-256 of the body, 32 bytes."""
    return hashlib.sha256(body).digest()


def first_hash(journal: str) -> bytes:
    """The hash before a journal's first event: SHA-256 of its id."""
    return hashlib.sha256(journal.encode()).digest()


def chain_hash(previous: bytes, of_body: bytes) -> bytes:
    """The chain's next link: SHA-256(previous || body_hash)."""
    return hashlib.sha256(previous + of_body).digest()


def sealed_bytes(payload: Payload) -> bytes:
    """What an inspection's Ed25519 signature is made over: its payload without the field `signature`."""
    fields = {key: value for key, value in payload_map(payload).items() if key != "signature"}
    return canonical(fields)


# -- what a workstation and its hub say ------------------------------------------------------------------------------

PAGE_EVENTS = 500
"""Events in one page of a pull: past this nothing is gained (measured)."""
PUSH_EVENTS = 2 * PAGE_EVENTS
"""Events in one push; what a push costs beside its events is halved (measured). A hub takes as many and no more."""
LARGEST_PAGE = 8_000_000
"""Bytes of a page's content, unpacked. A page holds at least one event, so this is well above LARGEST_BODY."""
LARGEST_CHUNK = 1_000_000
"""Bytes of a blob in one request."""
LARGEST_BLOB = 64 * 1024 * 1024
LINES = "application/x-ndjson"
HUB_HEADER = "fleetdesk-hub"
"""Names the hub that a request is meant for; signed, so that one hub cannot use what was said to another."""


class HubIdentity(msgspec.Struct, frozen=True):
    """Who answers. `time_ms` is hub time; `nonce` the asker's, so that an old answer is not taken for a new one."""

    hub: str
    public_key: str
    epoch: str
    version: str
    time_ms: int
    open: bool
    nonce: str


class Quarantined(msgspec.Struct, frozen=True):
    """An event that the hub holds and shows to nobody else, because its writer had no right to it."""

    seq: int
    reason: str


class JournalHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hub holds of a journal, in hex. As the answer to a push it is the receipt for all up to `seq`.

    `quarantined`: the first of those that nobody else sees.
    """

    journal: str
    seq: int
    hash: str
    quarantined: tuple[Quarantined, ...] = ()


class JournalHeads(msgspec.Struct, frozen=True):
    journals: tuple[JournalHead, ...]


class PushHead(msgspec.Struct, frozen=True):
    """First line of a push: the bodies continue the journal behind `after`, where its chain hash is `hash` (hex)."""

    after: int
    hash: str


class Withheld(msgspec.Struct, frozen=True):
    """A line in the place of an event that the hub would not take: the hash of its body, so that the chain goes on, and
    why. The event itself stays where it was written."""

    withheld: str
    why: str


class PageHead(msgspec.Struct, frozen=True):
    """First line of a pulled page: events behind position `after` up to `next`; the hub's newest is `last`.

    `received` are hub times in ms, one an event; `bodies` is SHA-256 over the body hashes as they were at the push.
    `mark` stands for all that the hub took up to `next`: asked with it, a hub that went back in time says so.
    """

    hub: str
    epoch: str
    after: int
    next: int
    last: int
    received: tuple[int, ...]
    bodies: str
    mark: str


class EnrolAsked(msgspec.Struct, frozen=True):
    """A workstation asks to be taken in: `secret` is the part of its code that the hub alone is told."""

    secret: str


class Enrolled(msgspec.Struct, frozen=True):
    """Who the workstation now is at this hub. `stores` null: all of them."""

    hub: str
    role: str
    stores: tuple[str, ...] | None
    name: str


class BlobNames(msgspec.Struct, frozen=True):
    blobs: tuple[str, ...]


class BlobState(msgspec.Struct, frozen=True):
    """`held` bytes are there; `complete` only when all are and their SHA-256 is the name: then it is a receipt."""

    sha256: str
    held: int
    complete: bool


class BlobStates(msgspec.Struct, frozen=True):
    blobs: tuple[BlobState, ...]


class JournalProof(msgspec.Struct, frozen=True):
    """`digest` (see `proof_of`) over `count` events of a journal behind `after`; the hub holds `held` of it in all."""

    journal: str
    after: int
    count: int
    held: int
    digest: str


class BlobsAsked(msgspec.Struct, frozen=True):
    nonce: str
    blobs: tuple[str, ...]


class BlobProofs(msgspec.Struct, frozen=True):
    """One `proof_of_blob` for each blob that was asked about."""

    proofs: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why the hub did not do it (the members `title` and `detail` of RFC 9457, and ours).

    `reason`: gap | fork | unreadable | not_yours | epoch | offset | content | clock | signature | replay |
    unknown_key | revoked | code | scope | limit | wrong_hub | too_large | invalid | not_found | busy | fault. `head`
    stands beside gap, fork and unreadable, `seq` names the event at fault, `held` stands beside offset.
    """

    reason: str
    title: str
    detail: str = ""
    next_step: str = ""
    time_ms: int = 0
    seq: int | None = None
    head: JournalHead | None = None
    held: int | None = None


M = TypeVar("M", bound=msgspec.Struct)


def encode(message: msgspec.Struct) -> bytes:
    return msgspec.json.encode(message)


def decode(kind: type[M], content: bytes) -> M:
    """The message in `content`; members we do not know are passed over. Raises FormatError."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"not a {kind.__name__}: {error}") from error


def join_lines(head: msgspec.Struct, bodies: Iterable[bytes]) -> bytes:
    return b"\n".join((encode(head), *bodies))


def split_lines(kind: type[M], content: bytes) -> tuple[M, list[bytes]]:
    """The head and the untouched bodies. Raises FormatError when the first line is no `kind`."""
    first, *bodies = content.split(b"\n")
    return decode(kind, first), bodies


_WITHHELD = b'{"withheld":'
"""No event begins like this: its keys are sorted, the first is `actor`."""


def withheld_line(body: bytes, why: str) -> bytes:
    return encode(Withheld(body_hash(body).hex(), why))


def is_withheld(line: bytes) -> bool:
    return line.startswith(_WITHHELD)


def line_hash(line: bytes) -> bytes:
    """The hash of the event that a line holds or stands for. Raises FormatError for a placeholder out of form."""
    if not is_withheld(line):
        return body_hash(line)
    digest = decode(Withheld, line).withheld
    if not is_sha256(digest):
        raise FormatError("a withheld event is named by its SHA-256 in hex")
    return bytes.fromhex(digest)


def digest_of(body_hashes: Iterable[bytes]) -> str:
    """SHA-256 over hashes in their order, as hex."""
    return hashlib.sha256(b"".join(body_hashes)).hexdigest()


def is_sha256(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")


def proof_of(nonce: str, bodies: Iterable[bytes]) -> str:
    """SHA-256 over the SHA-256 of nonce and body of each: only who has the bytes at hand can tell it."""
    salt = nonce.encode()
    return hashlib.sha256(b"".join(hashlib.sha256(salt + body).digest() for body in bodies)).hexdigest()


def proof_of_blob(nonce: str, parts: Iterable[bytes]) -> str:
    """SHA-256 of nonce and content; "" for no content at all, which is what somebody has who does not hold it."""
    salted, size = hashlib.sha256(nonce.encode()), 0
    for part in parts:
        salted.update(part)
        size += len(part)
    return salted.hexdigest() if size else ""


def pack(content: bytes) -> bytes:
    """gzip at level 1: 3.75 times fewer bytes for little time (measured)."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def unpack(packed: bytes, most: int) -> bytes:
    """Raises FormatError for what is no whole gzip file or would exceed `most` bytes: a bomb is never unfolded."""
    unpacker = zlib.decompressobj(31)
    try:
        content = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise FormatError(f"not gzip: {error}") from error
    if len(content) > most:
        raise FormatError(f"unpacks to more than {most} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise FormatError("not one whole gzip file")
    return content


# -- signatures (RFC 9421; the one door to http_message_signatures) --------------------------------------------------

CLOCK_WINDOW_S = 300
"""A request is taken when signed within this of hub time. Workstations sign by hub time: a wrong clock is no matter."""
_ASKED = ("@method", "@path", "@query", "content-digest", HUB_HEADER)
_ANSWERED = ("@status", "content-digest")
Signer = Callable[[bytes], bytes]


@dataclass(slots=True)
class Asked:
    """A request as its signature sees it: `target` is path and query below the hub's address."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def url(self) -> str:
        return f"http://hub{self.target}"


@dataclass(slots=True)
class Answered:
    """An answer as its signature sees it. `request` when that was signed."""

    status_code: int
    headers: dict[str, str]
    request: Asked | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds: whose (base64 Ed25519 key), when it says it was made, its nonce."""

    key: str
    created_s: int
    nonce: str


def sign_request(asked: Asked, content: bytes, key: str, sign: Signer, created_s: int, nonce: str) -> None:
    """Adds Content-Digest, Signature-Input and Signature to the headers."""
    _sign(asked, content, _ASKED, key, sign, created_s, nonce)


def sign_answer(answered: Answered, content: bytes, key: str, sign: Signer, created_s: int) -> None:
    _sign(answered, content, _components(answered), key, sign, created_s, "")


def verify_request(asked: Asked, content: bytes) -> Signed:
    """Raises FormatError unless one signature covers all that matters and holds for the key it names."""
    return _verify(asked, content, _ASKED)


def verify_answer(answered: Answered, content: bytes) -> Signed:
    """As `verify_request`. The caller compares the key with the pinned one."""
    return _verify(answered, content, _components(answered))


def _components(answered: Answered) -> tuple[str, ...]:
    return _ANSWERED if answered.request is None else (*_ANSWERED, '"signature";req')


def _sign(
    message: Asked | Answered, content: bytes, covered: Sequence[str], key: str, sign: Signer, at: int, nonce: str
) -> None:
    rfc9421 = _library()
    signer = rfc9421.HTTPMessageSigner(signature_algorithm=rfc9421.algorithms.ED25519)
    about = {"key_id": key, "created": datetime.fromtimestamp(at, UTC), "nonce": nonce or None, "tag": "fleetdesk"}
    try:
        prepared = signer.prepare(message, **about, label="fleetdesk", covered_component_ids=covered, body=content)
    except rfc9421.HTTPMessageSignaturesException as error:
        raise FormatError(f"cannot be signed: {error}") from error
    signer.apply(message, prepared, sign(prepared.signature_base))


def _verify(message: Asked | Answered, content: bytes, required: Sequence[str]) -> Signed:
    rfc9421 = _library()
    verifier = rfc9421.HTTPMessageVerifier(signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=_KeyIsTheName())
    verifier.validate_created_and_expires = _time_is_the_callers_to_judge
    try:
        (result,) = verifier.verify(message, expect_tag="fleetdesk", require_components=required, body=content)
        return Signed(result.parameters["keyid"], result.parameters["created"], result.parameters.get("nonce", ""))
    except (rfc9421.HTTPMessageSignaturesException, KeyError, ValueError) as error:
        raise FormatError(f"no valid signature: {error}") from error


def _library() -> Any:
    """Imported with the first signature, never at start; untyped in the parts that we use."""
    import http_message_signatures

    return http_message_signatures


def _time_is_the_callers_to_judge(sig_input: object, max_age: object = None) -> None:
    """In place of the library's look at the wall clock: only the caller knows whose clock counts."""


class _KeyIsTheName:
    """A key id is the public key itself."""

    def resolve_public_key(self, key_id: str) -> object:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(base64.b64decode(key_id, validate=True))
