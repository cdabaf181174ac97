"""The seal of an inspection or an amendment: made once when it is signed, and asked later whether and where it broke.

The Ed25519 signature covers the whole payload but itself. One signature over everything can say that something was
changed, not what; so the payload also carries `parts`, a short hash of each of its fields and of each answer, reading
and file, under a signature of their own. The parts prove nothing (the signature does), they only name the place; so
eight bytes of each hash are enough. A place is a field's name, or "answers.blade", "readings.cycles_total",
"blobs.photo.blade"; `SIGNATURE`, `PARTS` and `ENVELOPE` are what is no content. All is judged on the very bytes, so
that what a newer Fleetdesk added is covered too, and bytes that are no JSON any more still name their place.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

import orjson

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import InspectionAmended, InspectionSigned, payload_map
from fleetdesk.runtime.identity import signature_holds

Sealed = TypeVar("Sealed", InspectionSigned, InspectionAmended)

SIGNATURE, PARTS, ENVELOPE, CONTENT = "signature", "parts", "envelope", "content"
"""`CONTENT`: somewhere in it; what was signed before 0.2 does not say where."""
LISTS = ("answers", "blobs", "readings")
_OUTSIDE = (SIGNATURE, PARTS, "parts_signature")
_SHORT = 16
_SIGNATURE_FORM = re.compile(rb'"[A-Za-z0-9+/]{86}=="\Z')


class Signer(Protocol):
    @property
    def public_key(self) -> str: ...

    def sign(self, message: bytes) -> str: ...


def sealed(keys: Signer, unsigned: Sealed) -> Sealed:
    """The payload with its parts and both signatures, in the name of this workstation."""
    named = replace(unsigned, public_key=keys.public_key, parts=None, parts_signature="", signature="")
    parts = parts_of(orjson.loads(wire.canonical(payload_map(named))))
    whole = replace(named, parts=parts, parts_signature=keys.sign(wire.canonical(parts)))
    return replace(whole, signature=keys.sign(wire.sealed_bytes(whole)))


def template_sha256(body: dict[str, Any]) -> str:
    """What binds a seal to the template that was answered."""
    return wire.body_hash(wire.canonical(body)).hex()


def parts_of(fields: dict[str, Any]) -> dict[str, Any]:
    """{field: short hash}, and for the lists {field: [[what it is, short hash], ...]}."""
    parts: dict[str, Any] = {}
    for name, value in fields.items():
        if name in LISTS:
            rows = cast("list[dict[str, Any]]", value)
            parts[name] = [[_label(name, row), _short(wire.canonical(row))] for row in rows]
        elif name not in _OUTSIDE:
            parts[name] = _short(wire.canonical(value))
    return parts


def _label(name: str, row: dict[str, Any]) -> str:
    if name == "blobs":
        return ".".join(str(row[key]) for key in ("role", "item") if row.get(key))
    return str(row.get("item" if name == "answers" else "counter", ""))


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_SHORT]


def broken_place(body: bytes) -> str | None:
    """Where the seal of an event's body does not hold; None when it holds."""
    try:
        raw = wire.payload_json(body)
        fields: object = orjson.loads(raw)
    except (FormatError, orjson.JSONDecodeError):
        return place_in_bytes(body)
    if not isinstance(fields, dict):
        return CONTENT
    said = cast("dict[str, Any]", fields)
    key, signature = str(said.get("public_key", "")), str(said.get("signature", ""))
    if signature_holds(key, signature, wire.canonical({k: v for k, v in said.items() if k != SIGNATURE})):
        return None
    return _place(said, key)


def _place(said: dict[str, Any], key: str) -> str:
    parts: Any = said.get("parts")
    if not isinstance(parts, dict):
        return CONTENT if "parts_signature" not in said else PARTS
    known = cast("dict[str, Any]", parts)
    if not signature_holds(key, str(said.get("parts_signature", "")), wire.canonical(known)):
        return "public_key" if known.get("public_key") != _short(wire.canonical(key)) else PARTS
    if SIGNATURE not in said:
        return SIGNATURE
    return _first_difference(known, parts_of_any(said)) or SIGNATURE


def parts_of_any(fields: dict[str, Any]) -> dict[str, Any]:
    """As `parts_of`, of fields that may have lost their form."""
    sound = {name: value for name, value in fields.items() if name not in LISTS or _is_rows(value)}
    return parts_of(sound) | {name: [] for name in fields if name not in sound}


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in cast("list[object]", value))


def _first_difference(signed: dict[str, Any], found: dict[str, Any]) -> str | None:
    for name in (*sorted(signed), *sorted(found.keys() - signed.keys())):
        was, now = signed.get(name), found.get(name)
        if was == now:
            continue
        if not isinstance(was, list) or not isinstance(now, list):
            return name
        return _different_row(name, cast("list[list[str]]", was), cast("list[list[str]]", now))
    return None


def _different_row(name: str, was: Sequence[Sequence[str]], now: Sequence[Sequence[str]]) -> str:
    """By the name that was signed; a row that was added has no such name."""
    for place, row in enumerate(was):
        if place >= len(now) or row[1] != now[place][1]:
            return f"{name}.{row[0]}" if row[0] else name
    return name


# -- bytes that are no event any more ----------------------------------------------------------------------------------


def place_in_bytes(body: bytes) -> str:
    """The first field whose bytes are not those that were signed, in a body that cannot be decoded."""
    at = body.rfind(b'"parts":{')
    end = body.find(b',"parts_signature":"', at)
    if at < 0 or end < 0:
        return PARTS if b'"parts_signature":"' in body or b'"parts":' in body else ENVELOPE
    begin = at + len(b'"parts":')
    try:
        parts: Any = orjson.loads(body[begin:end])
        # The list has all names once more, so it is taken out before they are looked for.
        spans = _spans(body[:begin] + b" " * (end - begin) + body[end:], [*parts, *_OUTSIDE])
        return _place_in_spans(parts, spans)
    except (orjson.JSONDecodeError, TypeError, IndexError, AttributeError):
        return PARTS


def _place_in_spans(parts: dict[str, Any], spans: dict[str, bytes]) -> str:
    lost = next((name for name in [*parts, *_OUTSIDE] if name not in spans), None)
    if lost is not None:
        return PARTS if lost == "parts_signature" else lost
    for name, was in parts.items():
        span = spans[name]
        if isinstance(was, list):
            place = _row_in_bytes(name, cast("list[list[str]]", was), span)
            if place is not None:
                return place
        elif _short(span) != was:
            return name
    return ENVELOPE if _SIGNATURE_FORM.match(spans.get(SIGNATURE, b"")) else SIGNATURE


def _row_in_bytes(name: str, rows: Sequence[Sequence[str]], span: bytes) -> str | None:
    """The first row whose bytes do not stand where they should, one after the other."""
    at = 1
    for label, was in rows:
        ends = (end + 1 for end in _all(span, b"}", at))
        found = next((end for end in ends if _short(span[at:end]) == was), None)
        if found is None:
            return f"{name}.{label}" if label else name
        at = found + 1
    return None if span[:1] + span[-1:] == b"[]" and at == max(1, len(span) - (0 if rows else 1)) else name


def _spans(body: bytes, names: Sequence[str]) -> dict[str, bytes]:
    """{field: its value's bytes}. Fields stand in the order of their names, so the way through the body on which most
    of them are met is the right one, wherever one name was changed."""
    start = body.find(b'"payload":') + len(b'"payload":')
    ordered = sorted(names)
    best: list[tuple[tuple[str, int], ...]] = [()]
    for name in ordered:
        token = b'"' + name.encode() + b'":'
        for at in _all(body, token, start):
            longest = max((way for way in best if not way or way[-1][1] < at), key=len)
            best.append((*longest, (name, at)))
    way = max(best, key=len)
    ends = [at - 1 for _, at in way[1:]] + [body.find(b'},"seq":', way[-1][1] if way else 0)]
    return {
        name: body[at + len(name) + 3 : end] for (name, at), end in zip(way, ends, strict=True)
    }  # fmt: skip


def _all(body: bytes, token: bytes, start: int) -> list[int]:
    found: list[int] = []
    at = body.find(token, start)
    while at >= 0:
        found.append(at)
        at = body.find(token, at + 1)
    return found
