"""A recorded session replays as a device: the same session against it is the same dialogue, byte for byte."""

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.devices.ports import added_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import load_pack, load_packs
from fleetdesk.simulator.replay import Replay
from fleetdesk.simulator.replay_plan import read_transcript
from fleetdesk.transcript import Frame, Header, Recorder, Transcript, parse
from tests.devices.conftest import Simulate
from tests.devices.simulated import DRIVERS, FROST, GATEWAY, ROOT, environment, needs_ptys, simulator

PROGRAM = Path(__file__).parent / "record_session.py"
STILL = {FROST: {"motor": "idle"}, GATEWAY: {}, "milk-dispenser-12": {}}


def record(port: str, file: Path) -> Transcript:
    command = [sys.executable, str(PROGRAM), port, str(file)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return parse(file.read_bytes())


def dialogue(transcript: Transcript) -> list[tuple[str, bytes, int]]:
    """Who said what, whatever pieces it came in: (direction, bytes, number of bytes that were redacted)."""
    said: list[tuple[str, bytes, int]] = []
    for frame in transcript.frames:
        if said and said[-1][0] == frame.direction and bool(said[-1][2]) == bool(frame.redacted):
            direction, data, redacted = said.pop()
            said.append((direction, data + frame.data, redacted + frame.redacted))
        else:
            said.append((frame.direction, frame.data, frame.redacted))
    return said


@pytest.mark.parametrize("key", STILL)
def test_the_dialogue_with_the_recording_is_byte_equal(key: str, simulate: Simulate, tmp_path: Path) -> None:
    first = record(simulate(key, STILL[key]).port, tmp_path / "first.jsonl")
    with simulator("--transcript", tmp_path / "first.jsonl", "--tcp") as running:
        assert first.header.identity is not None
        assert (running.device.pack, running.device.serial) == (key, first.header.identity.serial)
        second = record(running.device.port, tmp_path / "second.jsonl")
    assert len(first.frames) > 20
    assert dialogue(second) == dialogue(first)
    assert second.header.identity == first.header.identity


@needs_ptys
def test_a_recording_replays_on_a_pty_too(simulate: Simulate, tmp_path: Path) -> None:
    first = record(simulate(FROST, STILL[FROST], tcp=False).port, tmp_path / "first.jsonl")
    with simulator("--transcript", tmp_path / "first.jsonl") as running:
        assert dialogue(record(running.device.port, tmp_path / "second.jsonl")) == dialogue(first)


@pytest.mark.parametrize("key", [FROST, GATEWAY])
def test_another_session_than_the_recorded_one_runs_too(key: str, simulate: Simulate, tmp_path: Path) -> None:
    """Other sequence numbers, other order, more readings: as when a technician looks at a colleague's recording."""

    async def read(port: str) -> list[Snapshot]:
        session = await open_unknown(added_port(port), load_packs())
        try:
            return [await session.snapshot() for _ in range(4)]
        finally:
            await session.close()

    device = simulate(key, STILL[key])
    record(device.port, tmp_path / "first.jsonl")
    (real, *_) = asyncio.run(read(device.port))
    with simulator("--transcript", tmp_path / "first.jsonl", "--tcp") as running:
        for taken in asyncio.run(read(running.device.port)):
            assert (taken.identity, taken.counters) == (real.identity, real.counters)
            assert [child.serial for child in taken.children] == [child.serial for child in real.children]


def test_what_was_redacted_stays_secret_and_the_session_runs_on(simulate: Simulate, tmp_path: Path) -> None:
    """The configuration of a gateway holds the Wi-Fi password's registers: nothing of that block is in the file."""
    first = record(simulate(GATEWAY, {"registers.config.store": "STORE-77"}).port, tmp_path / "first.jsonl")
    assert any(frame.redacted for frame in first.frames)
    assert b"STORE-77".hex().encode() not in (tmp_path / "first.jsonl").read_bytes()

    async def read(port: str) -> Snapshot:
        session = await open_unknown(added_port(port), load_packs())
        try:
            return await session.snapshot()
        finally:
            await session.close()

    with simulator("--transcript", tmp_path / "first.jsonl", "--tcp") as running:
        assert asyncio.run(read(running.device.port)).settings["store"] == ""


# -- without a wire ----------------------------------------------------------------------------------------------------

HEADER = Header("p", "2026-02-14T15:00:00.000Z", "0.1", GATEWAY, "1", "modbus")


def with_crc(frame: bytes) -> bytes:
    from fleetdesk.simulator.modbus_frames import crc16

    return frame + crc16(frame)


READ = with_crc(b"\x01\x04\x00\x20\x00\x01")
FIRST, SECOND = with_crc(b"\x01\x04\x02\x00\x07"), with_crc(b"\x01\x04\x02\x00\x08")


def replay(*frames: Frame, header: Header = HEADER) -> Replay:
    return Replay(Transcript(header, frames), load_pack(DRIVERS / GATEWAY))


def test_the_same_request_gets_the_recorded_answers_one_after_the_other() -> None:
    device = replay(
        Frame(0, "out", READ), Frame(5000, "in", FIRST), Frame(9000, "out", READ), Frame(9900, "in", SECOND)
    )
    answers = [list(device.feed(READ)) for _ in range(3)]
    assert answers == [[FIRST], [SECOND], [FIRST]]


def test_an_answer_comes_as_late_and_in_as_many_pieces_as_it_came() -> None:
    device = replay(Frame(0, "out", READ), Frame(40_000, "in", FIRST[:3]), Frame(65_000, "in", FIRST[3:]))
    waits: list[int] = []
    pieces: list[bytes] = []
    for piece in device.feed(READ):
        waits.append(device.wait_ms)
        pieces.append(piece)
    assert (waits, pieces) == ([40, 25], [FIRST[:3], FIRST[3:]])


def test_a_request_in_pieces_is_one_request() -> None:
    device = replay(Frame(0, "out", READ[:3]), Frame(10, "out", READ[3:]), Frame(90, "in", FIRST))
    assert [list(device.feed(bytes((byte,)))) for byte in READ][-1] == [FIRST]


def test_what_was_never_asked_is_not_answered() -> None:
    device = replay(Frame(0, "out", READ), Frame(5, "in", FIRST))
    assert list(device.feed(with_crc(b"\x01\x04\x00\x21\x00\x01"))) == []
    assert list(device.feed(b"\x06\x09AAs=\n")) == []
    assert list(device.feed(READ)) == [FIRST], "and does not stop it"


def test_a_silence_is_replayed_as_a_silence() -> None:
    device = replay(Frame(0, "out", READ), Frame(2_500_000, "out", READ), Frame(2_501_000, "in", FIRST))
    assert list(device.feed(READ)) == []
    assert list(device.feed(READ)) == [FIRST]


def test_a_secret_that_was_written_is_acknowledged_again() -> None:
    """A Wi-Fi key in a blender's settings: its exchange was recorded as lengths only."""
    from smp.packet import encode

    from fleetdesk.simulator.smp_wire import HEADER as SMP_HEADER
    from fleetdesk.simulator.smp_wire import Request, frame_reply

    body = b"\xa2\x64name\x68wifi/key\x63val\x44abcd"
    asked = b"".join(encode(SMP_HEADER.pack(0b01010, 0, len(body), 3, 9, 0) + body, 127))
    answer = frame_reply(Request(True, 1, 3, 9, 0, None), 1, {})
    spoken = (Frame(0, "out", b"", redacted=len(asked)), Frame(700, "in", b"", redacted=len(answer)))
    device = replay(*spoken, header=replace(HEADER, protocol="smp", pack=FROST))
    assert list(device.feed(asked)) == [answer]
    longer = b"".join(encode(SMP_HEADER.pack(0b01010, 0, len(body) + 1, 3, 9, 0) + body + b"\0", 127))
    assert list(device.feed(longer)) == []


@given(st.lists(st.binary(max_size=60), max_size=8), st.sampled_from(["smp", "modbus"]))
def test_no_bytes_stop_a_replay(pieces: list[bytes], protocol: str) -> None:
    heard = (Frame(0, "out", READ), Frame(5, "in", FIRST), Frame(9, "out", b"", redacted=8))
    device = replay(*heard, *(Frame(20, "out", piece) for piece in pieces), header=replace(HEADER, protocol=protocol))
    for piece in pieces:
        list(device.feed(piece))
    device.keep()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty file"),
        (b"hello\n", "one JSON object"),
        (Recorder(replace(HEADER, protocol="")).to_bytes(), "nothing of the device's protocol"),
    ],
)
def test_a_file_that_cannot_be_replayed_is_told_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(content)
    with pytest.raises(KnownError, match="cannot be replayed") as told:
        read_transcript(file)
    assert said in told.value.message
    assert told.value.next_step


def test_a_missing_file_ends_the_command_in_words(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fleetdesk", "simulate", "--transcript", str(tmp_path / "no.jsonl"), "--tcp"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "cannot be replayed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_recording_of_a_pack_that_is_not_installed_replays(tmp_path: Path) -> None:
    recorder = Recorder(replace(HEADER, pack="unknown-thing"))
    recorder.add("out", READ)
    recorder.add("in", FIRST)
    (tmp_path / "x.jsonl").write_bytes(recorder.to_bytes())

    async def ask(port: str) -> Any:
        _, host, number = port.replace("//", "").split(":")
        reader, writer = await asyncio.open_connection(host, int(number))
        writer.write(READ)
        answer = await reader.readexactly(len(FIRST))
        writer.close()
        await writer.wait_closed()
        return answer

    with simulator("--transcript", tmp_path / "x.jsonl", "--tcp") as running:
        assert running.device.pack == "unknown-thing"
        assert asyncio.run(ask(running.device.port)) == FIRST


def test_the_order_of_protocols_is_not_confused(simulate: Simulate, tmp_path: Path) -> None:
    """A blender's recording says nothing to a Modbus question: the link finds nobody, in words."""
    record(simulate(FROST, STILL[FROST]).port, tmp_path / "first.jsonl")

    async def find(port: str) -> None:
        with pytest.raises(DeviceError, match="Nothing answers"):
            await open_unknown(added_port(port), [load_pack(DRIVERS / GATEWAY)])

    with simulator("--transcript", tmp_path / "first.jsonl", "--tcp") as running:
        asyncio.run(find(running.device.port))


def test_a_reading_on_the_command_line_is_kept_and_replays(simulate: Simulate, tmp_path: Path) -> None:
    def read(port: str, *more: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "fleetdesk", "read", port, "--json", *more]
        return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)

    file = tmp_path / "ice.jsonl"
    real = read(simulate("ice-machine").port, "--transcript", str(file))
    assert real.returncode == 0, real.stderr
    with simulator("--transcript", file, "--tcp") as running:
        replayed = read(running.device.port)
    counters = [json.loads(done.stdout)["counters"] for done in (real, replayed)]
    assert counters[0] == counters[1] != {}
    refused = read(running.device.port, "--transcript", str(tmp_path / "no" / "x.jsonl"))
    assert refused.returncode == 1
