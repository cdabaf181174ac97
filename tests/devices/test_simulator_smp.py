"""The SMP server of the simulator, without a wire: what each command does, and that nothing hostile stops it."""

import hashlib
import random
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smp import packet
from smp.header import OP, Flag, Header, Version

from fleetdesk.packs import load_pack
from fleetdesk.simulator.blender import Blender
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.mcuboot import build_image, read_image
from fleetdesk.simulator.smp_server import SmpServer
from tests.devices.simulated import DRIVERS, FROST

OS, IMAGE, STATS, SETTINGS, FILES, ENUM, FLEET = 0, 1, 2, 3, 8, 10, 64


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Module:
    """A server with a client's end: requests are framed by the reference library, replies unframed by it."""

    def __init__(self, changes: Mapping[str, Any] | None = None, state: Path | None = None) -> None:
        self.pack = load_pack(DRIVERS / FROST)
        table = {**self.pack.simulate, "motor": "idle", **(changes or {})}
        self.clock = Clock()
        self.unit = Blender(self.pack, table, Flash(state, str(table["serial"])), self.clock, lambda: 1_771_000_000.0)
        self.server = SmpServer(self.unit)
        self._sequence = 0

    def frame(self, group: int, command: int, content: Any = None, *, write: bool = False, version: int = 1) -> bytes:
        self._sequence = (self._sequence + 1) % 256
        payload = cbor2.dumps({} if content is None else content)
        op = OP.WRITE if write else OP.READ
        header = Header(op, Version(version), Flag(0), len(payload), group, self._sequence, command)
        return b"".join(packet.encode(bytes(header) + payload))

    def ask(self, group: int, command: int, content: Any = None, *, write: bool = False, version: int = 1) -> Any:
        (reply,) = self.server.feed(self.frame(group, command, content, write=write, version=version))
        header, answer = unframed(reply)
        assert (header.group_id, header.command_id, header.sequence) == (group, command, self._sequence)
        assert (header.op, header.version) == (OP.WRITE_RSP if write else OP.READ_RSP, version)
        return answer

    def boot(self) -> None:
        """A reset and the time that it takes."""
        assert self.ask(OS, 5, write=True) == {}
        assert list(self.server.feed(self.frame(OS, 6))) == [], "silent while booting"
        self.clock.now += 1


def unframed(reply: bytes) -> tuple[Header, Any]:
    message = joined(reply)
    return Header.loads(message[:8]), cbor2.loads(message[8:])


def joined(reply: bytes) -> bytes:
    decoder = packet.decode()
    next(decoder)
    for line in reply.splitlines(keepends=True):
        assert len(line) <= 127
        try:
            decoder.send(line)
        except StopIteration as whole:
            message: bytes = whole.value
            return message
    raise AssertionError("no whole frame")


# -- errors


def test_version_2_says_the_groups_code_and_version_1_the_old_one() -> None:
    module = Module()
    assert module.ask(STATS, 0, {"name": "none"}) == {"err": {"group": STATS, "rc": 2}}
    assert module.ask(STATS, 0, {"name": "none"}, version=0) == {"rc": 5}
    assert module.ask(SETTINGS, 0, {"name": "id/serial", "val": b"X"}, write=True) == {"err": {"group": 3, "rc": 6}}
    assert module.ask(9, 0, {"argv": ["help"]}, write=True) == {"rc": 8}, "no shell here"
    assert module.ask(STATS, 0, {"name": 7}) == {"rc": 3}
    assert module.ask(STATS, 0, [1, 2]) == {"rc": 3}


def test_an_old_server_speaks_version_1_and_puts_rc_0_in_its_replies() -> None:
    module = Module({"faults": {"v1": True, "rc_zero": True}, "without": ["params", "enum", "fleet"]})
    (reply,) = module.server.feed(module.frame(OS, 0, {"d": "x"}, write=True))
    header, answer = unframed(reply)
    assert (header.version, answer) == (0, {"r": "x", "rc": 0})
    for group, command in ((OS, 6), (ENUM, 1), (FLEET, 0)):
        (reply,) = module.server.feed(module.frame(group, command))
        assert unframed(reply)[1] == {"rc": 8}


def test_silence_garbage_and_chatter() -> None:
    ask = Module().frame(OS, 6)
    assert list(Module({"faults": {"silent": True}}).server.feed(ask)) == []
    (garbage,) = Module({"faults": {"garbage": True}}).server.feed(ask)
    assert b"\x06\x09" not in garbage[:2]
    (chatter,) = Module({"faults": {"chatter": True}}).server.feed(ask)
    log, _, reply = chatter.partition(b"\r\n")
    assert log.endswith(b"request served")
    assert unframed(reply)[1]["buf_size"] == 1024


# -- the stream


def test_damaged_half_and_foreign_bytes_are_dropped_and_the_next_frame_is_served() -> None:
    module = Module()
    whole = module.frame(OS, 0, {"d": "y" * 300}, write=True)
    lines = whole.splitlines(keepends=True)
    assert len(lines) > 2
    damaged = bytearray(whole)
    damaged[40] = ord("A") if damaged[40] != ord("A") else ord("B")
    for rubbish in (
        bytes(damaged),
        lines[0],
        lines[1],
        b"\x06\x09\n",
        b"\x06\x09!!!!\r\n",
        b"uart:~$ kernel uptime\r\n",
        b"\x06\x09" + b"A" * 700 + b"\n",
        bytes(range(256)) * 40 + b"\n",
        b"half a prompt ",
    ):
        assert list(module.server.feed(rubbish)) == []
        (reply,) = module.server.feed(module.frame(OS, 0, {"d": "still there"}, write=True))
        assert unframed(reply)[1] == {"r": "still there"}


def test_a_frame_over_the_advertised_buffer_is_dropped() -> None:
    module = Module({"buf_size": 256})
    assert list(module.server.feed(module.frame(OS, 0, {"d": "y" * 300}, write=True))) == []
    assert module.ask(OS, 0, {"d": "y" * 200}, write=True) == {"r": "y" * 200}


def test_any_slicing_of_the_stream_gives_the_same_replies() -> None:
    chance = random.Random(7)
    module = Module()
    stream = b"log line\r\n".join(module.frame(OS, 0, {"d": str(n) * 150}, write=True) for n in range(8))
    replies: list[bytes] = []
    while stream:
        cut = chance.randint(1, 50)
        replies += module.server.feed(stream[:cut])
        stream = stream[cut:]
    assert [unframed(reply)[1]["r"] for reply in replies] == [str(n) * 150 for n in range(8)]


CBOR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(["d", "name", "val", "off", "len", "data", "sha", "hash", "confirm", "image", "slot", "index"])
MORE_KEYS = st.sampled_from(["format", "datetime", "query", "groups", "type", "store", "gw", "expect_gen", "max_size"])


@settings(max_examples=400, deadline=None)
@given(
    group=st.sampled_from([0, 1, 2, 3, 8, 10, 64, 65535]),
    command=st.integers(0, 9),
    write=st.booleans(),
    content=st.dictionaries(KEYS | MORE_KEYS, CBOR, max_size=4) | CBOR,
    tail=st.binary(max_size=4),
)
def test_no_request_stops_the_server(group: int, command: int, write: bool, content: Any, tail: bytes) -> None:
    module = FUZZED
    payload = cbor2.dumps(content) + tail
    header = struct.pack("!BBHHBB", (2 if write else 0) | 8, 0, len(payload), group, 1, command)
    frame = b"".join(packet.encode(header + payload))
    for reply in module.server.feed(frame):
        assert isinstance(cbor2.loads(joined(reply)[8:]), dict)
    module.clock.now += 10
    assert module.ask(OS, 0, {"d": "alive"}, write=True) == {"r": "alive"}


@settings(max_examples=300, deadline=None)
@given(payload=st.binary(max_size=40))
def test_no_payload_stops_the_server(payload: bytes) -> None:
    header = struct.pack("!BBHHBB", 8, 0, len(payload), 2, 1, 0)
    for reply in FUZZED.server.feed(b"".join(packet.encode(header + payload))):
        assert set(cbor2.loads(joined(reply)[8:])) & {"rc", "err", "fields"}


FUZZED = Module()


# -- os, stats, settings


def test_counters_move_as_the_motor_runs() -> None:
    module = Module({"motor": "cycle", "run_s": 8.0, "pause_s": 6.0})
    use = module.ask(STATS, 0, {"name": "blend_use"})["fields"]
    assert (use["cycles_total"], use["motor_on_s"]) == (1002, 27054)
    module.clock.now += 6 + 4
    running = module.ask(STATS, 0, {"name": "blend_sys"})["fields"]
    assert 2500 < running["motor_ma"] < 6000
    assert module.ask(STATS, 0, {"name": "blend_use"})["fields"]["cycles_total"] == 1002, "counted at the end of a run"
    module.clock.now += 4.5
    use = module.ask(STATS, 0, {"name": "blend_use"})["fields"]
    assert (use["cycles_total"], use["cycles_ok"], use["motor_on_s"]) == (1003, 990, 27062)
    resting = module.ask(STATS, 0, {"name": "blend_sys"})["fields"]
    assert resting["motor_ma"] == 0
    assert resting["motor_temp_dK"] > 2981
    assert resting["vbat_mv"] > running["vbat_mv"], "the battery sags under load"
    module.clock.now += 14 * 100
    assert module.ask(STATS, 0, {"name": "blend_use"})["fields"]["cycles_total"] == 1103


def test_an_idle_motor_moves_no_counter() -> None:
    module = Module()
    before = module.ask(STATS, 0, {"name": "blend_use"})
    system = module.ask(STATS, 0, {"name": "blend_sys"})["fields"]
    module.clock.now += 86_400
    assert module.ask(STATS, 0, {"name": "blend_use"}) == before
    assert module.ask(STATS, 0, {"name": "blend_sys"})["fields"] == {**system, "uptime_s": 86_400}


def test_state_survives_a_reset_and_unsaved_settings_do_not() -> None:
    module = Module({"motor": "cycle", "run_s": 1.0, "pause_s": 1.0})
    module.clock.now += 10
    module.ask(SETTINGS, 0, {"name": "asg/store", "val": b"STORE-01"}, write=True)
    module.ask(SETTINGS, 3, write=True)
    module.ask(SETTINGS, 0, {"name": "asg/gateway", "val": b"GW-1"}, write=True)
    module.boot()
    assert module.ask(SETTINGS, 0, {"name": "asg/store"}) == {"val": b"STORE-01"}
    assert module.ask(SETTINGS, 0, {"name": "asg/gateway"}) == {"val": b""}
    assert module.ask(STATS, 0, {"name": "blend_use"})["fields"]["cycles_total"] == 1007
    system = module.ask(STATS, 0, {"name": "blend_sys"})["fields"]
    assert (system["boot_count"], system["last_reset"], system["uptime_s"]) == (42, 2, 1)


def test_state_survives_a_restart_of_the_process(tmp_path: Path) -> None:
    module = Module({"motor": "cycle", "run_s": 1.0, "pause_s": 1.0}, state=tmp_path)
    module.clock.now += 10
    module.ask(SETTINGS, 0, {"name": "asg/store", "val": b"STORE-01"}, write=True)
    module.ask(SETTINGS, 3, write=True)
    upload(module, build_image("1.5.0", b"n" * 3000))
    module.server.keep()
    again = Module(state=tmp_path)
    assert again.ask(STATS, 0, {"name": "blend_use"})["fields"]["cycles_total"] == 1007
    assert again.ask(SETTINGS, 0, {"name": "asg/store"}) == {"val": b"STORE-01"}
    assert again.ask(STATS, 0, {"name": "blend_sys"})["fields"]["boot_count"] == 42
    assert [image["version"] for image in again.ask(IMAGE, 0)["images"]] == ["1.4.2", "1.5.0"]


def test_settings_are_checked_before_they_are_taken() -> None:
    module = Module()
    for name, value in (("cfg/log_hz", b"\1"), ("asg/store", b"x" * 17), ("asg/gen", b"\0" * 5)):
        before = module.ask(SETTINGS, 0, {"name": name})
        assert module.ask(SETTINGS, 0, {"name": name, "val": value}, write=True) == {"rc": 3}
        assert module.ask(SETTINGS, 0, {"name": name}) == before
    assert module.ask(SETTINGS, 0, {"name": "x" * 33}) == {"err": {"group": 3, "rc": 2}}
    assert module.ask(SETTINGS, 0, {"name": "id/serial", "max_size": 4}) == {"val": b"RF-2"}


def test_the_log_is_the_contracts_format_and_says_what_the_motor_drew() -> None:
    module = Module()
    taken = module.ask(FLEET, 2, write=True)
    body, size = b"", taken["len"]
    while len(body) < size:
        body += module.ask(FILES, 0, {"name": taken["name"], "off": len(body)})["data"]
    assert hashlib.sha256(body).digest() == taken["sha256"]
    magic, version, hz, start, record_size, count = struct.unpack_from("<4sHHIHI", body)
    assert (magic, version, hz, start, record_size, count) == (b"FDMC", 1, 100, 1_771_000_000, 8, 800)
    assert len(body) == 18 + 8 * count + 4
    assert zlib.crc32(body[:-4]) == int.from_bytes(body[-4:], "little")
    records = list(struct.iter_unpack("<IHh", body[18:-4]))
    assert [t_ms for t_ms, _, _ in records] == [n * 10 for n in range(count)]
    peak, steady = records[0][1], records[-1][1]
    assert peak > 1.4 * steady > 0, "the inrush stands out"
    assert {tenths for _, _, tenths in records} == {2981 - 2732}


# -- images


def upload(module: Module, image: bytes, *, sha: bytes | None = None, until: int | None = None) -> Any:
    """Sends an image in chunks, to the end or to `until`; the last reply."""
    sha = hashlib.sha256(image).digest() if sha is None else sha
    reply: Any = {"off": 0}
    while reply["off"] < (until or len(image)):
        off = reply["off"]
        content = {"off": off, "data": image[off : off + 512]}
        reply = module.ask(IMAGE, 1, {**content, "len": len(image), "sha": sha} if off == 0 else content, write=True)
        if "off" not in reply:
            break
    return reply


def test_a_new_image_is_tested_confirmed_and_stays() -> None:
    module, new = Module(), build_image("1.5.0", b"n" * 3000)
    assert upload(module, new) == {"off": len(new), "match": True}
    parsed = read_image(new)
    assert parsed is not None
    marked = module.ask(IMAGE, 0, {"hash": parsed.hash}, write=True)["images"]
    assert [(image["slot"], image["pending"], image["active"]) for image in marked] == [
        (0, False, True),
        (1, True, False),
    ]
    module.boot()
    running, former = module.ask(IMAGE, 0)["images"]
    assert (running["version"], running["confirmed"], former["confirmed"]) == ("1.5.0", False, True)
    module.ask(IMAGE, 0, {"confirm": True}, write=True)
    module.boot()
    assert module.ask(IMAGE, 0)["images"][0]["version"] == "1.5.0"
    assert module.ask(OS, 7, {"format": "v"}) == {"output": "1.5.0"}


def test_an_image_that_nobody_confirms_is_reverted() -> None:
    module, new = Module(), build_image("1.5.0", b"n" * 3000)
    upload(module, new)
    digest = module.ask(IMAGE, 0)["images"][1]["hash"]
    module.ask(IMAGE, 0, {"hash": digest}, write=True)
    module.boot()
    assert module.ask(IMAGE, 5, {}, write=True) == {"err": {"group": 1, "rc": 9}}, "the way back is not erased"
    module.boot()
    running = module.ask(IMAGE, 0)["images"][0]
    assert (running["version"], running["confirmed"]) == ("1.4.2", True)
    assert module.ask(IMAGE, 5, {}, write=True) == {}
    assert len(module.ask(IMAGE, 0)["images"]) == 1


def test_an_upload_resumes_by_its_sha_and_is_forgotten_at_a_reset() -> None:
    module, new = Module(), build_image("1.5.0", b"n" * 3000)
    assert upload(module, new, until=1024) == {"off": 1024}
    first = {"off": 0, "data": new[:512], "len": len(new), "sha": hashlib.sha256(new).digest()}
    assert module.ask(IMAGE, 1, first, write=True) == {"off": 1024}, "goes on where it stopped"
    assert module.ask(IMAGE, 1, {"off": 512, "data": b"x"}, write=True) == {"off": 1024}, "told where to go on"
    module.boot()
    assert module.ask(IMAGE, 1, first, write=True) == {"off": 512}
    other = {**first, "sha": b"o" * 32}
    assert module.ask(IMAGE, 1, other, write=True) == {"off": 512}, "another image starts from 0"


def test_a_damaged_image_is_told_and_never_boots() -> None:
    module, new = Module(), bytearray(build_image("1.5.0", b"n" * 3000))
    sha = hashlib.sha256(new).digest()
    new[100] ^= 1
    assert upload(module, bytes(new), sha=sha)["match"] is False
    spare = module.ask(IMAGE, 0)["images"][1]
    assert not spare["bootable"]
    module.ask(IMAGE, 0, {"hash": spare["hash"]}, write=True)
    module.boot()
    assert [image["version"] for image in module.ask(IMAGE, 0)["images"]] == ["1.4.2"]


@pytest.mark.parametrize(
    ("content", "rc"),
    [
        ({"off": 0, "data": b"x" * 64, "len": 64}, 23),
        ({"off": 0, "data": b"x" * 8, "len": 64}, 22),
        ({"off": 0, "data": build_image("1.5.0", b"")}, 21),
        ({"off": 0, "data": build_image("1.5.0", b""), "len": 458_753}, 30),
        ({"off": 0, "data": build_image("1.5.0", b""), "len": 40}, 31),
        ({"off": 0, "data": build_image("1.4.2", b""), "len": 100, "upgrade": True}, 27),
        ({"off": 0, "data": build_image("1.5.0", b""), "len": 100, "image": 3}, 14),
    ],
)
def test_what_is_no_image_is_refused_before_anything_is_written(content: Any, rc: int) -> None:
    module = Module()
    assert module.ask(IMAGE, 1, content, write=True) == {"err": {"group": 1, "rc": rc}}
    assert len(module.ask(IMAGE, 0)["images"]) == 1


def test_the_running_image_is_not_marked_for_a_test() -> None:
    module = Module()
    digest = module.ask(IMAGE, 0)["images"][0]["hash"]
    assert module.ask(IMAGE, 0, {"hash": digest}, write=True) == {"err": {"group": 1, "rc": 33}}
    assert module.ask(IMAGE, 0, {"hash": b"?" * 32}, write=True) == {"err": {"group": 1, "rc": 3}}
    assert module.ask(IMAGE, 0, {"hash": digest, "confirm": True}, write=True)["images"][0]["confirmed"]
