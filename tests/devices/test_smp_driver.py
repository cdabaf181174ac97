"""The SMP driver: identity, readings, settings and one write, on new and old servers and on ones that talk nonsense."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleetdesk.devices.change_settings import SettingsAct, check_values
from fleetdesk.devices.driver import Claims, NoAnswer, Timing
from fleetdesk.devices.line import open_line
from fleetdesk.devices.smp import Refused, SmpDriver, encode_setting
from fleetdesk.devices.smp_transport import sound_reply
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.pack import Counter, Setting
from fleetdesk.domain.settings import ROLLED_BACK, UNCERTAIN, SettingsNotTaken, StaleSettings
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.transcript import Header, Recorder, parse
from tests.devices.link_peers import BLENDER, SmpServer, SmpUnit, nothing, on_socket

T = TypeVar("T")
FAST = Timing(request_s=0.1, retries=3)
WHO = Identity("ruiyun-frost", "smp", "ruiyun-frost", "RF-20417", "1.4.2")
STORE, LIMIT, _, PIN, _ = BLENDER.settings


def with_driver(
    server: SmpServer, act: Callable[[SmpDriver], Awaitable[T]], recorder: Recorder | None = None, timing: Timing = FAST
) -> T:
    """Runs `act` with a driver on a real socket."""

    async def run() -> T:
        async with on_socket(server) as url:
            line = await open_line(url, BLENDER.link, recorder or Recorder(Header(url, "", "")))
            driver = SmpDriver(line, timing, clock=lambda: 1_771_063_200_000)
            try:
                return await act(driver)
            finally:
                await driver.close()

    return asyncio.run(run())


async def snapshot(driver: SmpDriver) -> Snapshot:
    return await driver.snapshot(BLENDER, (await driver.claims()).identity(BLENDER))


def claims(driver: SmpDriver) -> Awaitable[Claims]:
    return driver.claims()


@pytest.mark.parametrize(("legacy", "asked"), [(False, 1), (True, 5)])
def test_identity_is_one_map_or_the_settings_of_an_old_server(legacy: bool, asked: int) -> None:
    server = SmpServer(SmpUnit(legacy=legacy))
    who = with_driver(server, claims).identity(BLENDER)
    assert (who.pack, who.protocol, who.model, who.serial, who.firmware) == (
        "ruiyun-frost",
        "smp",
        "ruiyun-frost",
        "RF-20417",
        "1.4.2",
    )
    assert who.details["hardware"] == "C2"
    assert len(server.requests) == asked


@pytest.mark.parametrize("legacy", [False, True])
def test_a_snapshot_holds_what_the_pack_names_and_the_device_has(legacy: bool) -> None:
    taken = with_driver(SmpServer(SmpUnit(legacy=legacy)), snapshot)
    assert taken.taken_at == "2026-02-14T10:00:00.000Z"
    assert taken.counters == {"cycles_total": 1002}
    judged = {gauge.name: (gauge.value, gauge.judged) for gauge in taken.gauges}
    assert judged == {"motor_ma": (3900, "ok"), "vbat_mv": (3300, "low"), "rssi_dbm": (-84, "low")}
    assert taken.settings == {"store": "STORE-01", "motor_limit_ma": 6200, "counter_epoch": 7}
    assert [(fault.name, fault.value) for fault in taken.faults] == [("jam", 12)]
    assert (taken.boot_count, taken.counter_epoch) == (41, 7)


def test_a_snapshot_asks_for_nothing_twice() -> None:
    """A round trip each: the identity, two groups of statistics, four settings; the epoch is one of these."""
    server = SmpServer(SmpUnit())
    with_driver(server, snapshot)
    asked = [(request[0] & 7, request[4:6], request[7], request[8:]) for request in server.requests]
    assert len(asked) == len(set(asked)) == 1 + 2 + 4
    assert sum(b"id/counter_epoch" in request for request in server.requests) == 1


def test_an_epoch_that_is_no_setting_of_the_pack_is_asked_for() -> None:
    server = SmpServer(SmpUnit())
    pack = replace(BLENDER, settings=tuple(s for s in BLENDER.settings if s.name != "counter_epoch"))
    taken = with_driver(server, lambda driver: driver.snapshot(pack, WHO))
    assert (taken.counter_epoch, "counter_epoch" in taken.settings) == (7, False)


def test_a_secret_setting_is_never_asked_for() -> None:
    server = SmpServer(SmpUnit())
    taken = with_driver(server, snapshot)
    assert "pin" not in taken.settings
    assert not any(b"cfg/pin" in request for request in server.requests)


def test_a_sample_is_one_read() -> None:
    server = SmpServer(SmpUnit())
    channels = [channel for channel in BLENDER.channels if channel.name != "vbat_mv"]
    values = with_driver(server, lambda driver: driver.sample(BLENDER, channels))
    assert values == {"motor_ma": 3900, "rssi_dbm": -84}
    assert len(server.requests) == 1


def test_a_lost_reply_is_asked_for_again_and_a_dead_device_is_told() -> None:
    server = SmpServer(SmpUnit())
    lost = iter([True, True])

    def lossy(sound: bytes) -> list[tuple[float, bytes]]:
        return [] if next(lost, False) else [(0.0, sound)]

    server.spoil = lossy
    values = with_driver(server, lambda driver: driver.sample(BLENDER, BLENDER.channels))
    assert values["motor_ma"] == 3900
    assert len(server.requests) == 3
    sequences = {request[6] for request in server.requests}
    assert len(sequences) == 3, "each try has its own sequence number"

    silent = SmpServer(SmpUnit(), nothing)
    with pytest.raises(NoAnswer, match="does not answer") as told:
        with_driver(silent, lambda driver: driver.sample(BLENDER, BLENDER.channels))
    assert told.value.next_step
    assert len(silent.requests) == 1 + FAST.retries


def act_on(driver: SmpDriver) -> SettingsAct:
    return SettingsAct(driver, BLENDER, "the port", driver.claims)


def test_a_write_is_read_back_and_saved() -> None:
    server = SmpServer(SmpUnit())
    with_driver(server, lambda driver: act_on(driver).change({"store": "STORE-02"}))
    with_driver(server, lambda driver: act_on(driver).change({"motor_limit_ma": 5800}))
    assert server.unit.settings["asg/store"] == b"STORE-02"
    assert server.unit.settings["cfg/motor_lim_ma"] == b"\xa8\x16"
    assert server.unit.saved == 2


class Forgetful(SmpUnit):
    """Acknowledges writes and keeps the old value."""

    def _setting(self, op: int, body: dict[str, Any]) -> dict[str, Any]:
        return {} if op == 2 else super()._setting(op, body)


def test_a_write_that_did_not_take_is_told_and_not_saved() -> None:
    server = SmpServer(Forgetful())
    with pytest.raises(SettingsNotTaken, match="did not take 'Store'") as told:
        with_driver(server, lambda driver: act_on(driver).change({"store": "STORE-02"}))
    assert server.unit.saved == 0
    assert told.value.outcome == ROLLED_BACK


def test_a_write_is_never_repeated() -> None:
    server = SmpServer(SmpUnit(), nothing)
    with pytest.raises(NoAnswer):
        with_driver(server, lambda driver: driver.stage(BLENDER, {"store": "STORE-02"}, None))
    assert len(server.requests) == 1


def test_a_written_secret_leaves_only_lengths_in_the_transcript() -> None:
    recorder = Recorder(Header("", "", ""))
    server = SmpServer(SmpUnit())
    with_driver(server, lambda driver: act_on(driver).change({"pin": "7391"}), recorder)
    assert server.unit.settings["cfg/pin"] == b"7391"
    frames = parse(recorder.to_bytes()).frames
    assert any(frame.redacted for frame in frames)
    assert not any(b"7391" in frame.data or b"NzM5MQ" in frame.data for frame in frames)
    assert not any(request[0] & 7 == 0 and b"cfg/pin" in request for request in server.requests), "not read back"


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        (STORE, "X" * 17, "at most 16 bytes"),
        (LIMIT, 65536, "from 0 to 65535"),
        (LIMIT, -1, "from 0 to 65535"),
        (LIMIT, "6200", "got '6200'"),
        (LIMIT, True, "got True"),
        (STORE, "A\nB", "printable"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_before_anything_is_sent(
    setting: Setting, value: str | int, expected: str
) -> None:
    with pytest.raises(DeviceError, match="cannot be set") as told:
        encode_setting(setting, value)
    assert expected in told.value.message


class Answering(SmpUnit):
    """Answers (op, group, command) with what a test says."""

    def __init__(self, replies: dict[tuple[int, int, int], dict[str, Any]], **options: Any) -> None:
        super().__init__(**options)
        self.replies = replies

    def _body(self, op: int, group: int, command: int, body: dict[str, Any]) -> dict[str, Any]:
        return self.replies.get((op, group, command)) or super()._body(op, group, command, body)


@pytest.mark.parametrize(
    "identity",
    [
        {"serial": "", "model": "m"},
        {"model": "m"},
        {"serial": "RF\n1"},
        {"serial": "Ä" * 8},
        {"serial": "x" * 65},
        {"serial": ["RF-1"]},
        {"serial": None},
        {"serial": 1.5},
        {"serial": 10**5000},
        {"serial": -1},
    ],
)
def test_an_identity_that_makes_no_sense_is_not_taken(identity: dict[str, Any]) -> None:
    with pytest.raises(DeviceError, match="makes no sense"):
        with_driver(SmpServer(Answering({(0, 64, 0): identity})), claims)


@pytest.mark.parametrize(
    "reply",
    [
        {"name": "blend_use", "fields": {"cycles_total": 5}},
        {"fields": {"motor_ma": -1}},
        {"fields": {"motor_ma": 1.0}},
        {"fields": {"motor_ma": "1"}},
        {"fields": {"motor_ma": True}},
        {"fields": {1: 1}},
        {"fields": [1]},
        {"rc": "x"},
        {"err": {"group": 2}},
        {"err": {"group": 2, "rc": 10**5000}},
        {"rc": -(10**5000)},
        {"fields": {"motor_ma": 10**5000}},
        {"name": "blend_sys"},
    ],
)
def test_statistics_that_make_no_sense_are_not_taken(reply: dict[str, Any]) -> None:
    server = SmpServer(Answering({(0, 2, 0): reply}))
    with pytest.raises(DeviceError, match="makes no sense"):
        with_driver(server, lambda driver: driver.sample(BLENDER, BLENDER.channels))


def test_an_error_reply_with_other_fields_is_an_error() -> None:
    """smpclient takes some of these for success."""
    server = SmpServer(Answering({(0, 2, 0): {"rc": 8, "fields": {"motor_ma": 1}, "name": "blend_sys"}}))
    assert with_driver(server, lambda driver: driver.sample(BLENDER, BLENDER.channels)) == {}
    server = SmpServer(Answering({(0, 2, 0): {"rc": 1, "fields": {"motor_ma": 1}, "name": "blend_sys"}}))
    with pytest.raises(Refused, match="refused to read the statistics"):
        with_driver(server, lambda driver: driver.sample(BLENDER, BLENDER.channels))


def test_a_counter_wider_than_its_pack_says_is_not_taken() -> None:
    wide = SmpServer(SmpUnit(use={"cycles_total": 2**32}))
    with pytest.raises(DeviceError, match="makes no sense"):
        with_driver(wide, snapshot)
    narrow = replace(BLENDER, counters=(Counter("cycles_total", "blend_use.cycles_total", "", width=16),))
    server = SmpServer(SmpUnit(use={"cycles_total": 65536}))
    with pytest.raises(DeviceError, match="makes no sense") as told:
        with_driver(server, lambda driver: driver.snapshot(narrow, Claims("smp", {"serial": "x"}).identity(narrow)))
    assert "wider than 16 bits" in told.value.message


def test_a_setting_of_the_wrong_size_is_not_taken_and_an_empty_one_is_left_out() -> None:
    unit = SmpUnit()
    unit.settings["cfg/motor_lim_ma"] = b""
    assert "motor_limit_ma" not in with_driver(SmpServer(unit), snapshot).settings
    unit.settings["cfg/motor_lim_ma"] = b"\x01\x02\x03"
    with pytest.raises(DeviceError, match="makes no sense"):
        with_driver(SmpServer(unit), snapshot)


def test_text_that_is_no_text_is_shown_as_bytes() -> None:
    unit = SmpUnit()
    unit.settings["asg/store"] = b"\xff\xffAB\0\0"
    assert with_driver(SmpServer(unit), snapshot).settings["store"] == "\\xff\\xffAB"


def test_the_firmware_is_that_of_the_active_image() -> None:
    images = [
        {"slot": 1, "version": "1.5.0"},
        {"slot": 0, "version": "1.4.2", "active": True},
    ]
    unit = Answering({(0, 1, 0): {"images": images}}, legacy=True)
    assert with_driver(SmpServer(unit), claims).fields["firmware"] == "1.4.2"
    without = Answering({(0, 1, 0): {"rc": 8}}, legacy=True)
    assert with_driver(SmpServer(without), claims).fields["firmware"] == ""


# -- hostile replies ---------------------------------------------------------------------------------------------------

plain = (
    st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats() | st.text(max_size=9) | st.binary(max_size=9)
)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner), max_leaves=6
)
names = st.sampled_from(["rc", "err", "name", "fields", "val", "images", "serial", "model", "version", "hw"])
bodies = st.dictionaries(names | st.text(max_size=5), values, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(bodies, min_size=1, max_size=8))
def test_any_body_is_a_reading_or_a_device_error(replies: list[dict[str, Any]]) -> None:
    left = iter(replies * 40)

    class AnyBody(SmpUnit):
        def _body(self, op: int, group: int, command: int, body: dict[str, Any]) -> dict[str, Any]:
            return next(left, {"rc": 8})

    async def act(driver: SmpDriver) -> None:
        for ask in (
            driver.claims,
            lambda: driver.snapshot(BLENDER, WHO),
            lambda: act_on(driver).change({"store": "X"}),
        ):
            try:
                await ask()
            except DeviceError:
                continue

    with_driver(SmpServer(AnyBody()), act)


@given(st.binary(max_size=80))
def test_no_message_crashes_the_transport(payload: bytes) -> None:
    message = bytes([9, 0]) + len(payload).to_bytes(2, "big") + bytes([0, 2, 0, 0]) + payload
    reply = sound_reply(message)
    assert reply is None or all(isinstance(key, str) for key in reply.body)


class Assigning(SmpUnit):
    """A new server: store and gateway in one step, refused when the generation moved; `rival` moves it just before."""

    rival = False
    stubborn = False

    def __init__(self) -> None:
        super().__init__()
        self.settings |= {"asg/gateway": b"MPC-1", "asg/gen": (4).to_bytes(4, "little")}

    def _body(self, op: int, group: int, command: int, body: dict[str, Any]) -> dict[str, Any]:
        if (op, group, command) != (2, 64, 1):
            return super()._body(op, group, command, body)
        now = int.from_bytes(self.settings["asg/gen"], "little") + self.rival
        if body["expect_gen"] != now:
            return {"err": {"group": 64, "rc": 2}}
        self.settings["asg/store"], self.settings["asg/gateway"] = body["store"].encode(), body["gw"].encode()
        self.settings["asg/gen"] = (now + 1).to_bytes(4, "little")
        return {"gen": now + 1}

    def _setting(self, op: int, body: dict[str, Any]) -> dict[str, Any]:
        refuses = self.stubborn and op == 2 and body["name"] == "cfg/motor_lim_ma"
        return {"err": {"group": 3, "rc": 6}} if refuses else super()._setting(op, body)


ASSIGNED = replace(
    BLENDER,
    settings=(
        *BLENDER.settings,
        Setting("gateway", "asg/gateway", "Gateway", writable=True),
        Setting("generation", "asg/gen", "Generation", "u32", writable=True),
    ),
)


def assign(server: SmpServer, **values: str | int) -> None:
    with_driver(server, lambda driver: SettingsAct(driver, ASSIGNED, "the port", driver.claims).change(values))


def test_an_assignment_goes_by_the_modules_own_command_and_keeps_what_was_not_named() -> None:
    server = SmpServer(Assigning())
    assign(server, gateway="MPC-6", motor_limit_ma=5800)
    now = server.unit.settings
    assert (now["asg/store"], now["asg/gateway"], now["asg/gen"][0]) == (b"STORE-01", b"MPC-6", 5)
    assert now["cfg/motor_lim_ma"] == b"\xa8\x16"


def test_an_assignment_that_somebody_made_in_between_is_stale_and_stays() -> None:
    unit = Assigning()
    unit.rival = True
    with pytest.raises(StaleSettings):
        assign(SmpServer(unit), gateway="MPC-6")
    assert unit.settings["asg/gateway"] == b"MPC-1"


def test_an_assignment_is_taken_back_when_the_rest_of_the_act_is_refused() -> None:
    unit = Assigning()
    unit.stubborn = True
    with pytest.raises(SettingsNotTaken) as told:
        assign(SmpServer(unit), gateway="MPC-6", motor_limit_ma=5800)
    assert told.value.outcome == ROLLED_BACK
    assert (unit.settings["asg/gateway"], unit.settings["asg/gen"][0]) == (b"MPC-1", 6)


def test_on_an_old_server_the_assignments_generation_is_raised_with_it() -> None:
    unit = SmpUnit(legacy=True)
    unit.settings |= {"asg/gateway": b"MPC-1", "asg/gen": (4).to_bytes(4, "little")}
    assign(SmpServer(unit), gateway="MPC-6")
    assert (unit.settings["asg/gateway"], unit.settings["asg/gen"][0]) == (b"MPC-6", 5)


def test_the_generation_itself_is_not_set_by_hand() -> None:
    with pytest.raises(KnownError, match="cannot be set by hand"):
        check_values(ASSIGNED, {"generation": 9})


def test_a_secret_that_cannot_be_taken_back_leaves_the_outcome_uncertain() -> None:
    unit = Assigning()
    unit.stubborn = True
    with pytest.raises(SettingsNotTaken) as told:
        assign(SmpServer(unit), pin="7391", motor_limit_ma=5800)
    assert told.value.outcome == UNCERTAIN, "this server cannot load what it saved"
