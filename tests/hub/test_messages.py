"""The lines, the packing and the signatures that both sides share."""

from typing import Any, cast

import http_message_signatures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from tests.hub.writer import Writer

ANA = Writer()
ANA.write_some(5)


def test_lines_carry_bodies_byte_for_byte() -> None:
    content = wire.join_lines(wire.PushHead(0, "00"), ANA.bodies)
    assert wire.split_lines(wire.PushHead, content) == (wire.PushHead(0, "00"), ANA.bodies)
    assert wire.split_lines(wire.PushHead, wire.join_lines(wire.PushHead(7, ""), [])) == (wire.PushHead(7, ""), [])


@given(st.binary(max_size=200))
def test_bytes_without_form_are_told_and_never_more(content: bytes) -> None:
    for read in (
        lambda: wire.split_lines(wire.PageHead, content),
        lambda: wire.decode(wire.Refused, content),
        lambda: wire.unpack(content, 100),
    ):
        with pytest.raises(FormatError):
            read()


@given(st.binary(max_size=5000))
def test_packing_brings_back_what_was_packed_and_not_one_byte_over_the_limit(content: bytes) -> None:
    packed = wire.pack(content)
    assert wire.unpack(packed, len(content)) == content
    for broken in (packed[:-1], packed + b"x"):
        with pytest.raises(FormatError):
            wire.unpack(broken, len(content))
    if content:
        with pytest.raises(FormatError, match="more than"):
            wire.unpack(packed, len(content) - 1)


def test_members_of_a_later_version_are_passed_over() -> None:
    head = wire.decode(wire.JournalHead, b'{"journal":"j","seq":1,"hash":"00","mood":"good"}')
    assert head == wire.JournalHead("j", 1, "00")


def test_a_request_is_signed_as_rfc_9421_says() -> None:
    """The library's own verifier, with its own rules, accepts it; its signature covers what matters."""
    asked = ANA.sign("hub-1", "POST", "/v1/x?y=1", b"content")
    assert wire.verify_request(asked, b"content").key == ANA.public_key
    rfc9421 = cast(Any, http_message_signatures)
    resolver = rfc9421.MappingKeyResolver(public_keys={ANA.public_key: ANA.key.public_key()}, private_keys={})
    verifier = rfc9421.HTTPMessageVerifier(signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=resolver)
    (result,) = verifier.verify(asked, expect_tag="fleetdesk", body=b"content")
    assert set(result.covered_components) == {
        '"@method"', '"@path"', '"@query"', '"content-digest"', '"fleetdesk-hub"', '"@signature-params"',
    }  # fmt: skip


@pytest.mark.parametrize("left_out", ["@method", "@path", "@query", "content-digest", "fleetdesk-hub"])
def test_a_signature_that_leaves_something_out_does_not_count(left_out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    covered = ("@method", "@path", "@query", "content-digest", "fleetdesk-hub")
    with monkeypatch.context() as patched:
        patched.setattr(wire, "_ASKED", tuple(part for part in covered if part != left_out))
        asked = ANA.sign("hub-1", "GET", "/v1/x", b"")
    if left_out == "content-digest":  # the library covers the digest of given content by itself
        assert wire.verify_request(asked, b"").key == ANA.public_key
        return
    with pytest.raises(FormatError, match="not covered"):
        wire.verify_request(asked, b"")
