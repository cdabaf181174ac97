"""Whatever a module answers about its images and files: a value of the right kind, or a DeviceError in words."""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk.devices import smp_files, smp_image
from fleetdesk.devices.driver import Driver, Timing
from fleetdesk.devices.session import open_session
from fleetdesk.domain.errors import DeviceError
from tests.devices.link_peers import BLENDER, SmpServer, SmpUnit, on_socket

T = TypeVar("T")
KEYS: tuple[str, ...] = (
    "images", "image", "slot", "version", "hash", "active", "confirmed", "pending", "bootable", "off", "len", "data",
    "name", "sha256", "match", "max_image_size", "rc",
)  # fmt: skip
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**70), st.integers(-3, 40), st.floats(), st.binary(max_size=40),
    st.text(max_size=8), st.just(b"\0" * 32), st.just("/log/motor.bin"),
)  # fmt: skip
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)),
    max_leaves=12,
)
SLOT = {"slot": 0, "version": "1.4.2", "hash": b"h" * 32, "active": True, "confirmed": True}
DIGEST = b"d" * 32


def nearly(sound: Mapping[str, Any]) -> st.SearchStrategy[Mapping[str, Any]]:
    """A sound reply with one or two of its values replaced or gone; now and then anything at all."""
    places = st.sampled_from(tuple(sound))
    damaged = st.dictionaries(places, st.one_of(VALUES, st.just(...)), min_size=1, max_size=2).map(
        lambda changes: {key: value for key, value in {**sound, **changes}.items() if value is not ...}
    )
    return st.one_of(damaged, damaged, damaged, st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))


fuzzed = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Module:
    """Answers every request with the same reply."""

    port = "/dev/ttyACM0"

    def __init__(self, reply: Mapping[str, Any]) -> None:
        self._reply = reply

    async def read_map(self, *_asked: object, **_more: object) -> Mapping[str, Any]:
        return self._reply

    async def write_map(self, *_asked: object, **_more: object) -> Mapping[str, Any]:
        return self._reply

    async def ask_framed(self, *_asked: object) -> Mapping[str, Any]:
        return self._reply


@pytest.fixture(autouse=True)
def any_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    def itself(driver: object) -> object:
        return driver

    monkeypatch.setattr(smp_files, "smp_driver", itself)
    monkeypatch.setattr(smp_image, "smp_driver", itself)


def told(ask: Callable[[Any], Coroutine[Any, Any, T]], reply: Mapping[str, Any]) -> T | None:
    """What was made of it; None when it was refused in words. The made-up module never waits, so no loop is needed."""
    asked = ask(Module(reply))
    try:
        asked.send(None)
    except StopIteration as done:
        return done.value
    except DeviceError:
        return None
    raise AssertionError("it waited")


def is_count(value: object) -> bool:
    return type(value) is int and value >= 0


@fuzzed
@given(st.one_of(nearly(SLOT).map(lambda row: {"images": [SLOT, row]}), nearly({"images": [SLOT]})))
def test_image_slots(reply: Mapping[str, Any]) -> None:
    for slot in told(smp_image.slots, reply) or ():
        assert is_count(slot.number)
        assert type(slot.version) is str
        assert type(slot.hash) is bytes
        assert {type(flag) for flag in (slot.active, slot.confirmed, slot.pending, slot.bootable)} == {bool}


@fuzzed
@given(nearly({"max_image_size": 409_600}).map(lambda row: {"images": [row]}))
def test_the_size_of_a_slot(reply: Mapping[str, Any]) -> None:
    size = told(smp_image.slot_bytes, reply)
    assert size is None or (is_count(size) and size > 0)


@fuzzed
@given(nearly({"off": 20, "match": True}), st.integers(0, 40))
def test_where_an_upload_stands(reply: Mapping[str, Any], offset: int) -> None:
    image = bytes(40)
    chunks = smp_image.ImageChunks(image, b"s" * 32, 96)
    wanted = told(lambda driver: chunks.send(driver, offset, lambda: None), reply)
    assert wanted is None or (is_count(wanted[0]) and wanted[0] <= len(image) and type(wanted[1]) is bool)


@fuzzed
@given(nearly({"off": 1, "data": b"FDMC", "len": 400}), st.sampled_from((0, 1, 7)))
def test_a_part_of_a_file(reply: Mapping[str, Any], offset: int) -> None:
    part = told(lambda driver: smp_files.read_part(driver, "/log/motor.bin", offset), reply)
    if part is not None:
        data, size = part
        assert type(data) is bytes
        assert size is None or (is_count(size) and size <= smp_files.LARGEST_LOG)


@fuzzed
@given(nearly({"name": "/log/motor.bin", "len": 400, "sha256": DIGEST}))
def test_a_closed_log(reply: Mapping[str, Any]) -> None:
    log = told(smp_files.close_log, reply)
    if log is not None:
        assert is_count(log.size)
        assert len(log.sha256) == 64
        assert log.name.startswith("/")


@fuzzed
@given(nearly({"off": 0, "data": b"/log/a.bin 12 " + b"0" * 64, "len": 78}))
def test_the_index_of_logs_ends(reply: Mapping[str, Any]) -> None:
    for log in told(smp_files.closed_logs, reply) or ():
        assert is_count(log.size)


# -- through a session: bytes that are no reply at all, and what comes after them --------------------------------------


class Hostile(SmpUnit):
    """Answers about images and files with `raw`, under a header that claims `claimed` bytes more, once it has any."""

    raw: bytes | None = None
    claimed: int = 0

    def answer(self, message: bytes) -> bytes | None:
        operation, _, _, group, sequence, command = HEADER.unpack_from(message)
        if self.raw is None or group not in (1, 8):
            return super().answer(message)
        length = max(0, len(self.raw) + self.claimed)
        return HEADER.pack((operation & 7) + 1 | 8, 0, length, group, sequence, command) + self.raw


HEADER = struct.Struct("!BBHHBB")
SOUND: Mapping[str, Any] = {"images": [SLOT], "off": 0, "data": b"FDMC", "len": 400, "match": True, "max_image_size": 9}
HUGE = tuple(bytes.fromhex(head) + b"\x7f" + b"\xff" * 7 for head in ("a161615b", "a161617b", "a161619b", "bb"))
BODIES = st.one_of(
    nearly(SOUND).map(cbor2.dumps),
    st.tuples(nearly(SOUND).map(cbor2.dumps), st.integers(1, 30)).map(lambda cut: cut[0][: -cut[1]]),
    st.binary(max_size=60),
    st.sampled_from((*HUGE, b"\x81" * 3000, b"\xa1\x61a" * 900, b"\xa1\x63offX", b"")),
)
IMAGE = bytes(40)
ASKS: Mapping[str, Callable[[Driver], Awaitable[object]]] = {
    "slots": smp_image.slots,
    "slot_bytes": smp_image.slot_bytes,
    "upload": lambda driver: smp_image.ImageChunks(IMAGE, b"s" * 32, 96).send(driver, 0, lambda: None),
    "logs": smp_files.closed_logs,
    "part": lambda driver: smp_files.read_part(driver, "/log/motor.bin", 0),
}


async def in_words(asked: Awaitable[object]) -> DeviceError | None:
    """What was said instead of a value."""
    try:
        await asked
    except DeviceError as error:
        return error
    return None


@settings(fuzzed, max_examples=50)
@given(BODIES, st.sampled_from((0, 0, 0, -1, 5, 60_000)), st.sampled_from(tuple(ASKS)))
def test_the_session_goes_on_after_any_reply(
    monkeypatch: pytest.MonkeyPatch, raw: bytes, claimed: int, ask: str
) -> None:
    monkeypatch.setattr(smp_image, "FIRST_CHUNK_S", 0.02)

    async def act() -> None:
        unit = Hostile()
        async with on_socket(SmpServer(unit)) as url:
            session = await open_session(url, BLENDER, timing=Timing(request_s=0.05, retries=3))
            try:
                unit.raw, unit.claimed = raw, claimed
                words = await in_words(session.use(ASKS[ask]))
                unit.raw = None
                assert words is None or words.message or words.next_step
                assert (await session.snapshot()).counters == {"cycles_total": 1002}
            finally:
                await session.close()

    asyncio.run(act())
