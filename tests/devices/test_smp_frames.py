"""SMP console frames: equal to the reference library's, and found again after anything."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smp import packet

from fleetdesk.devices import smp_frames

messages = st.binary(min_size=8, max_size=2000)


@given(st.one_of(messages, st.integers(8, 2000).map(random.Random(1).randbytes)))
def test_frames_are_those_of_the_reference_library(message: bytes) -> None:
    # The library takes one byte of each line for a terminator besides the newline; 128 with it are our 127.
    assert smp_frames.encode(message) == b"".join(packet.encode(message, line_length=128))


def test_a_full_line_is_as_long_as_a_server_allows() -> None:
    assert [len(line) for line in smp_frames.encode_lines(bytes(300))] == [127, 127, 127, 39]
    assert len(smp_frames.encode_lines(bytes(11 * 93 - 4))) == 11


@given(st.lists(messages, max_size=5), st.integers(1, 200))
def test_frames_are_read_in_any_slices(sent: list[bytes], step: int) -> None:
    stream = b"".join(map(smp_frames.encode, sent))
    reader = smp_frames.FrameReader()
    read = [message for at in range(0, len(stream), step) for message in reader.feed(stream[at : at + step])]
    assert read == sent
    assert reader.damaged == 0


def test_a_message_too_long_for_a_frame_is_refused() -> None:
    smp_frames.encode(bytes(smp_frames.LARGEST_MESSAGE))
    with pytest.raises(ValueError, match="does not fit"):
        smp_frames.encode(bytes(smp_frames.LARGEST_MESSAGE + 1))


@pytest.mark.parametrize(
    "noise",
    [
        b"[00:00:01.234] <inf> motor: on\r\n",
        b"uart:~$ ",
        b"half a line without an end ",
        b"\x06\x09",
        b"\x06\x09not base64!\n",
        b"\x04\x14QUJD\n",
        smp_frames.encode(bytes(300))[:200],
        smp_frames.encode(bytes(300))[:127],
        smp_frames.encode(bytes(range(40))).replace(b"A", b"B", 1),
        b"\xff" * 40_000,
        b"\n" * 100,
        b"\x06\x09//8=\n" + b"\x04\x14" + b"A" * 120 + b"\n",
    ],
)
def test_a_frame_after_noise_is_found(noise: bytes) -> None:
    reader = smp_frames.FrameReader()
    reader.feed(noise)
    message = bytes(range(200))
    assert reader.feed(smp_frames.encode(message)) == [message]


def test_text_between_the_lines_of_a_frame_is_ignored() -> None:
    message = bytes(range(250))
    lines = smp_frames.encode(message).splitlines(keepends=True)
    assert len(lines) > 2
    reader = smp_frames.FrameReader()
    read = [found for line in lines for part in (line, b"log: jam cleared\r\n") for found in reader.feed(part)]
    assert read == [message]


def test_carriage_returns_are_accepted() -> None:
    message = bytes(range(250))
    assert smp_frames.FrameReader().feed(smp_frames.encode(message).replace(b"\n", b"\r\n")) == [message]


def test_a_damaged_byte_anywhere_never_yields_another_message() -> None:
    message = random.Random(7).randbytes(150)
    sound = smp_frames.encode(message)
    chance = random.Random(8)
    for at in range(len(sound)):
        damaged = bytearray(sound)
        damaged[at] ^= 1 << chance.randrange(8)
        reader = smp_frames.FrameReader()
        assert reader.feed(bytes(damaged)) in ([], [message])
        assert reader.feed(sound)[-1:] == [message]


def test_memory_stays_bounded_under_a_flood() -> None:
    reader = smp_frames.FrameReader()
    for start in (b"", b"\x06\x09//9B", b"\x06\x09//9BQUJD\n"):
        reader.feed(start)
        for _ in range(200):
            reader.feed(b"\x04\x14" + b"QUJD" * 4000)
            held = vars(reader)
            assert len(held["_line"]) + len(held["_frame"]) < 200_000


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_bytes_crash_the_reader(chunks: list[bytes]) -> None:
    reader = smp_frames.FrameReader()
    for chunk in chunks:
        for message in reader.feed(chunk):
            assert len(message) >= 8
