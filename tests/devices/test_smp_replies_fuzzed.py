"""Whatever a module answers about its images and files: a value of the right kind, or a DeviceError in words."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk.devices import smp_files, smp_image
from fleetdesk.domain.errors import DeviceError

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
