"""A transcript keeps what went over the wire, within bounds, without secrets, and reads back what it wrote."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.snapshot import Identity
from fleetdesk.transcript import INCOMING_PER_REQUEST, Direction, Frame, Header, Recorder, parse

WHO = Identity("ruiyun-frost", "smp", "ruiyun-frost", "RF-1", "1.4.2", {"hardware": "C2"})
HEADER = Header("socket://h:1", "2026-02-14T10:00:00.000Z", "0.1.0", "ruiyun-frost", "1", "smp", WHO)


class Clock:
    """Monotonic nanoseconds that a test moves."""

    def __init__(self) -> None:
        self.ns = 5_000_000_000

    def __call__(self) -> int:
        return self.ns


def test_what_was_recorded_is_read_back() -> None:
    clock = Clock()
    recorder = Recorder(HEADER, monotonic_ns=clock)
    clock.ns += 1_500_000
    recorder.add("out", b"\x06\x09ask\n")
    clock.ns += 2_000_000
    recorder.add("in", b"\x00\xff")
    read = parse(recorder.to_bytes())
    assert read.header == HEADER
    assert read.frames == (Frame(1500, "out", b"\x06\x09ask\n"), Frame(3500, "in", b"\x00\xff"))
    assert read.dropped == 0


@given(st.lists(st.tuples(st.sampled_from(["out", "in"]), st.binary(min_size=1, max_size=40)), max_size=60))
def test_spilled_frames_come_back_in_order(frames: list[tuple[Direction, bytes]]) -> None:
    recorder = Recorder(HEADER, recent_frames=7)
    for direction, data in frames:
        recorder.add(direction, data)
    assert [(frame.direction, frame.data) for frame in parse(recorder.to_bytes()).frames] == frames


def test_memory_is_bounded_and_what_was_dropped_is_counted() -> None:
    recorder = Recorder(HEADER, recent_frames=10, compressed_bytes=2000)
    for number in range(5000):
        recorder.add("out", number.to_bytes(4, "big"))
    content = recorder.to_bytes()
    read = parse(content)
    assert 0 < len(read.frames) < 5000
    assert read.dropped + len(read.frames) == 5000
    assert read.frames[-1].data == (4999).to_bytes(4, "big")
    assert read.frames[0].data == read.dropped.to_bytes(4, "big")


def test_a_flood_is_counted_and_not_kept() -> None:
    recorder = Recorder(HEADER)
    recorder.add("out", b"ask")
    for _ in range(1000):
        recorder.add("in", b"x" * 4096)
    recorder.add("out", b"ask again")
    recorder.add("in", b"answer")
    frames = parse(recorder.to_bytes()).frames
    kept = sum(len(frame.data) for frame in frames)
    assert kept < INCOMING_PER_REQUEST + 100
    assert sum(frame.skipped for frame in frames) + kept == 1000 * 4096 + len(b"askask againanswer")
    assert frames[-1].data == b"answer"


def test_inside_secret_only_lengths_are_kept() -> None:
    recorder = Recorder(HEADER)
    with recorder.secret():
        recorder.add("out", b"password=hunter2")
    recorder.add("out", b"open")
    content = recorder.to_bytes()
    assert b"hunter2".hex().encode() not in content
    first, second = parse(content).frames
    assert (first.redacted, first.data) == (16, b"")
    assert second.data == b"open"


SOUND = Recorder(HEADER).to_bytes()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "line 1: expected a transcript header"),
        (b"hello\n", "line 1: expected one JSON object"),
        (b"[]\n", "line 1: expected one JSON object, found list"),
        (b'{"fleetdesk_transcript":2}\n', "line 1: expected a transcript of format 1, found 2"),
        (SOUND.replace(b'"port"', b'"tort"'), "line 1: expected 'port' to be text"),
        (SOUND + b'{"us":1,"dir":"up","hex":""}\n', "line 2: expected 'dir'"),
        (SOUND + b'{"us":1,"dir":"in","hex":"00"}\n{"us":-1,"dir":"in","hex":"00"}\n', "line 3: expected 'us'"),
        (SOUND + b'{"us":true,"dir":"in","hex":"00"}\n', "line 2: expected 'us'"),
        (SOUND + b'{"us":1,"dir":"in","hex":"0"}\n', "line 2: expected 'hex'"),
        (SOUND + b'{"us":1,"dir":"in"}\n', "line 2: expected 'hex' to be text"),
        (SOUND + b'{"us":1,"dir":"in","hex":"zz"}\n', "line 2: expected 'hex'"),
        (SOUND + b"\n", "line 2: expected one JSON object"),
        (SOUND + b"[" * 100_000 + b"\n", "line 2: expected one JSON object"),
        (SOUND.replace(b'"details":{', b'"details":{"a":1,'), "line 1: expected 'a' to be text"),
        (b"\xff\xfe\n", "line 1: expected one JSON object"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(content: bytes, expected: str) -> None:
    with pytest.raises(FormatError) as told:
        parse(content)
    assert expected in str(told.value)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_crash_the_parser(noise: bytes, at: int) -> None:
    for content in (noise, SOUND[:at] + noise + SOUND[at:]):
        try:
            parse(content)
        except FormatError:
            continue


def test_the_file_needs_nothing_but_json(tmp_path: Path) -> None:
    recorder = Recorder(HEADER)
    recorder.add("in", b"ok")
    file = tmp_path / "visit.jsonl"
    file.write_bytes(recorder.to_bytes())
    first, second = file.read_text(encoding="utf-8").splitlines()
    assert '"serial":"RF-1"' in first
    assert second.endswith('"dir":"in","hex":"6f6b"}')
