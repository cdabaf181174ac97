"""The bytes of an event: one encoding, made once, then stored, sent and re-sent unchanged on every side.

A body is compact JSON with sorted keys. For our restricted payloads (see domain/events.py) that is RFC 8785, proved
against the reference encoder in the tests. `body_hash` = SHA-256(body); a journal's chain is
`hash` = SHA-256(previous hash || body_hash), the first previous hash being SHA-256(journal id).
"""

import hashlib
from typing import Any

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


def decode_body(body: bytes) -> Envelope:
    """The event in `body`. Raises FormatError when it is no envelope; an unreadable payload gives `payload=None`."""
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
    except msgspec.DecodeError:
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
