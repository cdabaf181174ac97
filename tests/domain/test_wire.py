"""The bytes of an event: canonical (RFC 8785, against the reference encoder), round-trip for every kind, chained."""

import dataclasses
import hashlib
import typing
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import CATALOGUE, LARGEST_INTEGER, Envelope, Payload

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=8)
integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
restricted = st.recursive(
    st.none() | st.booleans() | integers | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
maps = st.dictionaries(keys, restricted, max_size=4)

FIELDS: dict[Any, st.SearchStrategy[Any]] = {
    str: text,
    bool: st.booleans(),
    int: integers,
    str | None: st.none() | text,
    int | None: st.none() | integers,
    tuple[str, ...]: st.lists(text, max_size=3).map(tuple),
    dict[str, Any]: maps,
    dict[str, Any] | None: st.none() | maps,
    dict[str, int]: st.dictionaries(keys, integers, max_size=3),
    dict[str, str | None]: st.dictionaries(keys, st.none() | text, max_size=3),
    tuple[dict[str, Any], ...]: st.lists(maps, max_size=3).map(tuple),
}


def payloads(cls: type[Payload]) -> st.SearchStrategy[Payload]:
    """Any values in all fields of a payload class; a field of a new type fails here until it is described above."""
    hints = typing.get_type_hints(cls)
    named = {spec.name: FIELDS[hints[spec.name]] for spec in dataclasses.fields(typing.cast(Any, cls))}
    return st.builds(cls, **named)


def envelope(payload: Payload, seq: int = 1) -> Envelope:
    return Envelope(
        "0190", "journal", seq, "0190a0b0c0d00001", "2026-02-14T08:00:00.000Z", "4711", payload.kind, payload.v,
        ("device:d", "module:m"), "S1", payload,
    )  # fmt: skip


@given(restricted)
def test_canonical_bytes_are_rfc_8785(value: Any) -> None:
    ev.check_payload(value)
    assert wire.canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("cls", CATALOGUE.values(), ids=lambda cls: cls.kind)
@given(st.data())
def test_every_kind_comes_back_as_it_was_and_is_canonical(cls: type[Payload], data: st.DataObject) -> None:
    event = envelope(data.draw(payloads(cls)))
    body = wire.encode_body(event)
    assert wire.decode_body(body) == event
    assert b"\n" not in body
    fields = {**dataclasses.asdict(event), "payload": ev.payload_map(typing.cast(Payload, event.payload))}
    assert body == rfc8785.dumps(fields)


@given(st.sampled_from(sorted(CATALOGUE.values(), key=lambda cls: cls.kind)).flatmap(payloads))
def test_a_payload_at_its_defaults_is_short_and_means_the_same(payload: Payload) -> None:
    written = ev.payload_map(payload)
    for spec in dataclasses.fields(typing.cast(Any, payload)):
        left_out = spec.name not in written
        assert left_out == (spec.default is not dataclasses.MISSING and getattr(payload, spec.name) == spec.default)


def test_the_bytes_of_the_first_release_stay() -> None:
    """A body written by version 0.1, byte for byte: an event is never encoded another way."""
    stored = ev.ServicePostponed(device="d", task="blade", until_uses=1100, reason="closed – ½ day")
    assert (
        wire.encode_body(envelope(stored))
        == (
            '{"actor":"4711","at":"2026-02-14T08:00:00.000Z","hlc":"0190a0b0c0d00001","id":"0190","journal":"journal",'
            '"kind":"service.postponed","payload":{"device":"d","reason":"closed – ½ day","task":"blade",'
            '"until_uses":1100},"seq":1,"store":"S1","subjects":["device:d","module:m"],"v":1}'
        ).encode()
    )


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (1.5, "payload.values.x: float is not allowed"),
        (2**53, "payload.values.x: 9007199254740992 is not below 2"),
        (-(2**53), "is not below 2"),
        ([1, {"ä": 1}], r"payload.values.x\[1\]: key 'ä' is not ASCII"),
        ({1: 2}, "key 1 is not ASCII text"),
        (b"x", "bytes is not allowed"),
        ("\ud800", "surrogates not allowed"),
    ],
)
def test_what_is_outside_the_restricted_json_is_refused_with_its_place(value: Any, place: str) -> None:
    payload = ev.DeviceDescribed(device="d", values={"x": value}, base={})
    with pytest.raises(FormatError, match=place):
        wire.encode_body(envelope(payload))


def test_a_body_over_a_megabyte_is_refused_on_both_sides() -> None:
    with pytest.raises(FormatError, match="use a blob"):
        wire.encode_body(envelope(ev.EventReleased(event="e", reason="x" * wire.LARGEST_BODY)))
    with pytest.raises(FormatError, match="at most"):
        wire.decode_body(b" " * (wire.LARGEST_BODY + 1))


def test_an_unknown_kind_or_version_is_carried_and_not_understood() -> None:
    known = wire.encode_body(envelope(ev.EventReleased(event="e", reason="r")))
    for newer in (known.replace(b"event.released", b"event.forgotten"), known.replace(b'"v":1', b'"v":2')):
        event = wire.decode_body(newer)
        assert (event.payload, event.subjects) == (None, ("device:d", "module:m"))
        assert wire.payload_json(newer) == b'{"event":"e","reason":"r"}'
        with pytest.raises(FormatError, match="only known kinds are written"):
            wire.encode_body(event)


def test_a_known_kind_that_does_not_read_is_carried_too() -> None:
    body = wire.encode_body(envelope(ev.EventReleased(event="e", reason="r")))
    assert wire.decode_body(body.replace(b'"reason":"r"', b'"reason":7')).payload is None


def test_a_field_added_by_a_newer_version_does_not_hinder_reading() -> None:
    body = wire.encode_body(envelope(ev.EventReleased(event="e", reason="r")))
    event = wire.decode_body(body.replace(b'"event":"e"', b'"added":[1],"event":"e"'))
    assert event.payload == ev.EventReleased(event="e", reason="r")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"seq":1', b'"seq":0'),
        (b'"seq":1', b'"seq":"1"'),
        (b"0190a0b0c0d00001", b"0190A0B0C0D00001"),
        (b"0190a0b0c0d00001", b"0190"),
        (b'["device:d","module:m"]', b"[]"),
        (b'"actor":"4711",', b""),
        (b"}", b""),
        (b"4711", b"\xff\xfe"),
    ],
)
def test_bytes_that_are_no_envelope_are_refused(before: bytes, after: bytes) -> None:
    body = wire.encode_body(envelope(ev.EventReleased(event="e", reason="r")))
    with pytest.raises(FormatError):
        wire.decode_body(body.replace(before, after))


@given(st.binary(max_size=200))
def test_any_bytes_give_an_envelope_or_a_format_error(body: bytes) -> None:
    with pytest.raises(FormatError):
        wire.decode_body(body)


def test_the_chain_is_what_the_contract_says() -> None:
    first = hashlib.sha256(b"journal").digest()
    assert wire.first_hash("journal") == first
    assert wire.body_hash(b"body") == hashlib.sha256(b"body").digest()
    assert wire.chain_hash(first, wire.body_hash(b"body")) == hashlib.sha256(first + wire.body_hash(b"body")).digest()


def test_what_is_sealed_is_everything_but_the_signature() -> None:
    inspection = ev.InspectionSigned(
        device="d", module=None, template="t", template_version=1, started_at="a", signed_at="b", signer={},
        answers=(), verdict="ok", cause=None, signature="sig",
    )  # fmt: skip
    sealed = wire.sealed_bytes(inspection)
    assert sealed == wire.sealed_bytes(dataclasses.replace(inspection, signature="other"))
    assert b"signature" not in sealed
    assert sealed != wire.sealed_bytes(dataclasses.replace(inspection, verdict="failed"))
