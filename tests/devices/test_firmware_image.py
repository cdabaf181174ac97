"""Which files are firmware that may be sent: made by imgtool, judged before the first byte."""

import contextlib
import hashlib
import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk.devices.firmware.image import CheckedImage, checked_image, pinned_key, read_key
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.firmware import FirmwareRefused, Target, Why, check_target
from fleetdesk.domain.mcuboot import Version, parse_image, parse_version
from fleetdesk.simulator.mcuboot import is_signed, read_image
from tests.devices.firmware_images import BOARD, SLOT_BYTES, make_image, signing_key


def check(data: bytes, kind: Any = "ed25519", number: int = 0) -> CheckedImage:
    return checked_image(data, pinned_key(signing_key(kind, number).public_pem, "key.pem"), "new.bin")


def refused(data: bytes, kind: Any = "ed25519") -> FirmwareRefused:
    with pytest.raises(FirmwareRefused) as refusal:
        check(data, kind)
    return refusal.value


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_a_signed_image(tmp_path: Path, kind: Any) -> None:
    key = signing_key(kind)
    data = make_image(tmp_path, "1.5.0+7", key, security_counter=3)
    facts = check(data, kind).facts
    assert (str(facts.version), facts.board, facts.security_counter) == ("1.5.0.7", BOARD, 3)
    assert facts.signature == {"ed25519": "Ed25519", "p256": "ECDSA-P256"}[kind]
    # The simulator's bootloader has its own reader of the format: both must agree.
    seen = read_image(data)
    assert seen is not None
    assert (seen.version, seen.hash.hex(), seen.sound) == ("1.5.0.7", facts.hash, True)
    assert is_signed(data, key.for_simulator)
    assert not is_signed(data, signing_key(kind, 1).for_simulator)


LONG_HASHES: dict[str, dict[str, Any]] = {"pure": {"pure": True}, "over a SHA-512": {"sha": "512"}}


@pytest.mark.parametrize("made", LONG_HASHES.values(), ids=LONG_HASHES)
def test_an_ed25519_signature_over_the_image_itself_or_over_its_sha_512(tmp_path: Path, made: dict[str, Any]) -> None:
    key = signing_key()
    data = make_image(tmp_path, key=key, size=300, **made)
    facts = check(data).facts
    assert (str(facts.version), facts.board, facts.signature, len(facts.hash)) == ("1.5.0", BOARD, "Ed25519", 128)
    seen = read_image(data)
    assert seen is not None
    assert (seen.hash.hex(), seen.sound, is_signed(data, key.for_simulator)) == (facts.hash, True, True)
    assert not is_signed(data, signing_key("ed25519", 1).for_simulator)
    refusal = refused(make_image(tmp_path, key=signing_key("ed25519", 1), **made))
    assert refusal.why is Why.FOREIGN_SIGNATURE
    with pytest.raises(FirmwareRefused):
        check(data, "p256")


@pytest.mark.parametrize("made", LONG_HASHES.values(), ids=LONG_HASHES)
def test_a_changed_byte_of_it_is_found(tmp_path: Path, made: dict[str, Any]) -> None:
    data = make_image(tmp_path, key=signing_key(), size=300, **made)
    # The key's name proves nothing; it stands behind a head of four bytes.
    named = data.index(hashlib.sha512(signing_key().public_der).digest())
    for at in (at for at in range(len(data)) if not named - 4 <= at < named + 64):
        damaged = bytearray(data)
        damaged[at] ^= 1
        with pytest.raises(FirmwareRefused):
            check(bytes(damaged))


def test_the_record_that_says_pure_is_not_believed_blindly(tmp_path: Path) -> None:
    """Taken away or added, the signature is of something else."""
    pure, over_hash = (make_image(tmp_path, key=signing_key(), **made) for made in LONG_HASHES.values())
    says = struct.pack("<HHB", 0x25, 1, 1)
    for forged in (
        with_records(pure, lambda records: records.replace(says, b"")),
        with_records(over_hash, lambda records: records + says),
    ):
        refusal = refused(forged)
        assert refusal.why is Why.FOREIGN_SIGNATURE
        assert "does not hold" in refusal.title, "it names the right key"


def test_two_hashes_of_one_image_are_refused(tmp_path: Path) -> None:
    data = make_image(tmp_path, key=signing_key())
    second = struct.pack("<HH", 0x12, 64) + hashlib.sha512(parse_image(data).signed).digest()
    assert "hash is not that" in refused(with_records(data, lambda records: records + second)).message


def with_records(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same image with other records behind its signed part."""
    at = len(parse_image(data).signed)
    records = change(data[at + 4 :])
    return data[: at + 2] + struct.pack("<H", 4 + len(records)) + records


def test_ecdsa_signatures_of_every_length(tmp_path: Path) -> None:
    for seed in range(12):
        check(make_image(tmp_path, key=signing_key("p256"), seed=seed, size=64), "p256")


def test_an_unsigned_image(tmp_path: Path) -> None:
    assert refused(make_image(tmp_path)).why is Why.UNSIGNED


@pytest.mark.parametrize("theirs", [("ed25519", 1), ("p256", 0)])
def test_an_image_signed_by_somebody_else(tmp_path: Path, theirs: Any) -> None:
    refusal = refused(make_image(tmp_path, key=signing_key(*theirs)))
    assert refusal.why is Why.FOREIGN_SIGNATURE
    assert "signed with another key" in refusal.title


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_a_changed_byte_anywhere_is_found(tmp_path: Path, kind: Any) -> None:
    data = make_image(tmp_path, key=signing_key(kind), size=300, security_counter=1)
    plain_records = len(parse_image(data).signed)
    chance = random.Random(5)
    for at in (*range(32), *chance.sample(range(32, len(data)), 120)):
        damaged = bytearray(data)
        damaged[at] ^= 1 << chance.randrange(8)
        try:
            check(bytes(damaged), kind)
        except FirmwareRefused:
            continue
        # Only the key's name, which stands outside the signature and proves nothing, may differ.
        assert at >= plain_records, f"byte {at} was changed and nobody saw it"


def test_a_board_added_behind_the_signature_counts_for_nothing(tmp_path: Path) -> None:
    data = make_image(tmp_path, key=signing_key(), board="")
    added = struct.pack("<HH", 0x00A0, len(BOARD)) + BOARD.encode()
    assert check(with_records(data, lambda records: records + added)).facts.board == ""


@pytest.mark.parametrize("left", [0, 1, 31, 32, 33, 3000, -1])
def test_a_truncated_image(tmp_path: Path, left: int) -> None:
    data = make_image(tmp_path, key=signing_key())
    refusal = refused(data[:left])
    assert refusal.why is Why.NOT_AN_IMAGE
    assert "fewer than the header" in refusal.message or "cut off" in refusal.message


def test_bytes_behind_the_image(tmp_path: Path) -> None:
    assert "--pad" in refused(make_image(tmp_path, key=signing_key()) + b"\xff" * 64).message


def target(**changes: Any) -> Target:
    fields: dict[str, Any] = {"name": "Frost", "board": BOARD, "slot_bytes": SLOT_BYTES, "version": "1.4.2"}
    return Target(**{**fields, **changes})


def verdict(image: CheckedImage, **changes: Any) -> Why | None:
    try:
        check_target(image.facts, target(**changes))
    except FirmwareRefused as refusal:
        return refusal.why
    return None


def test_the_board(tmp_path: Path) -> None:
    key = signing_key()
    assert verdict(check(make_image(tmp_path, key=key))) is None
    assert verdict(check(make_image(tmp_path, key=key, board="other_board"))) is Why.WRONG_BOARD
    assert verdict(check(make_image(tmp_path, key=key, board=""))) is Why.NO_BOARD
    by_class = make_image(tmp_path, key=key, board="", names=("ruiyun.example", BOARD))
    assert verdict(check(by_class)) is None
    assert verdict(check(by_class), board="other_board") is Why.WRONG_BOARD
    both = make_image(tmp_path, key=key, names=("ruiyun.example", "other_board"))
    assert verdict(check(both)) is Why.WRONG_BOARD, "name and class contradict each other"


def test_version_size_and_security_counter(tmp_path: Path) -> None:
    image = check(make_image(tmp_path, key=signing_key(), security_counter=3))
    assert verdict(image, version="1.5.1") is Why.DOWNGRADE
    assert verdict(image, version="1.5.0") is Why.SAME_VERSION
    assert verdict(image, version="1.5.0", running_hash=image.facts.hash) is None
    assert verdict(image, version="1.10.0") is Why.DOWNGRADE, "numbers, not text"
    assert verdict(image, version="dev") is Why.UNSUPPORTED
    assert verdict(image, slot_bytes=image.facts.size - 1) is Why.TOO_LARGE
    assert verdict(image, security_counter=4) is Why.SECURITY_COUNTER
    assert verdict(image, security_counter=3) is None


def test_versions() -> None:
    assert parse_version("1.2.3+4") == parse_version("1.2.3.4") == Version(1, 2, 3, 4)
    assert parse_version("1.2.3") < parse_version("1.2.3.1") < parse_version("1.2.10") < parse_version("2.0.0")
    for text in ("", "1.2", "1.2.3.4.5", "v1.2.3", "1.2.x", "1.2.-3"):
        with pytest.raises(FormatError):
            parse_version(text)


def test_keys(tmp_path: Path) -> None:
    key = signing_key()
    assert read_key(key.save(tmp_path / "good.pem")).fingerprint
    key.foreign.export_private(str(tmp_path / "private.pem"), None)
    (tmp_path / "text.pem").write_text("no key")
    for name, words in (("private.pem", "private key"), ("text.pem", "no public key"), ("none.pem", "cannot be read")):
        with pytest.raises(KnownError, match=words):
            read_key(tmp_path / name)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.lists(st.tuples(st.integers(0, 420), st.integers(0, 255)), max_size=6), cut=st.integers(0, 420))
def test_no_file_crashes_the_reader(tmp_path: Path, damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(make_image(tmp_path, key=signing_key(), size=100, security_counter=1))
    for at, value in damage:
        if at < len(data):
            data[at] = value
    with contextlib.suppress(FormatError):
        parse_image(bytes(data[:cut]))
