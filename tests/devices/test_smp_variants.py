"""One module, many servers: each variant of an SMP server is read and written alike, and tells the same."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import cbor2
import pytest

from fleetdesk.devices import smp_files, smp_image, smp_pace
from fleetdesk.devices.driver import Timing
from fleetdesk.devices.line import open_line
from fleetdesk.devices.session import open_session
from fleetdesk.devices.smp import SmpDriver
from fleetdesk.devices.smp_files import LogFile
from fleetdesk.devices.smp_transport import SmpTransport
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Link, Pack, Setting
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.packs import load_pack
from fleetdesk.simulator.blender import Blender
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.smp_server import SmpServer
from fleetdesk.transcript import Header, Recorder
from tests.devices.link_peers import on_socket
from tests.devices.simulated import DRIVERS, FROST

TIMING = Timing(request_s=0.15, retries=3, probe_s=0.3)
OLD = {"faults": {"v1": True, "rc_zero": True}, "without": ["params", "enum", "fleet"]}
VARIANTS: dict[str, dict[str, Any]] = {
    "as the contract says": {},
    "version 1": {"faults": {"v1": True}},
    "rc: 0 on success": {"faults": {"rc_zero": True}},
    "version 1 with rc: 0": {"faults": {"v1": True, "rc_zero": True}},
    "without params": {"without": ["params"]},
    "without enum": {"without": ["enum"]},
    "without the identity group": {"without": ["fleet"]},
    "an old server": OLD,
    "a log on the same port": {"faults": {"chatter": True}},
    "a shell on the same port": {"faults": {"shell": True}},
    "an old server with a shell": {**OLD, "faults": {"v1": True, "rc_zero": True, "shell": True}},
    "loses bursts": {"faults": {"burst_lines": 2}},
    "slow": {"faults": {"slow_ms": 40}},
    **{f"a buffer of {size}": {"buf_size": size} for size in (96, 128, 256, 384, 512, 1024, 2048)},
    "a buffer of 96, nothing optional": {**OLD, "buf_size": 96},
}


@pytest.fixture(scope="module")
def frost() -> Pack:
    return load_pack(DRIVERS / FROST)


class Unit:
    """The simulator's server in this process: bytes in, bytes out, late when its fault says so."""

    def __init__(self, pack: Pack, variant: Mapping[str, Any]) -> None:
        table = {**pack.simulate, "motor": "idle", "boot_ms": 0, **variant}
        self.unit = Blender(pack, table, Flash(None, "RF-20417"))
        self.server = SmpServer(self.unit)
        self.send: Callable[[bytes], None] = lambda _: None
        self.heard: list[bytes] = []

    def received(self, data: bytes) -> None:
        self.heard.append(data)
        loop = asyncio.get_running_loop()
        for reply in self.server.feed(data):
            loop.call_later(self.server.wait_ms / 1000, lambda reply=reply: self.send(reply))


async def with_session(pack: Pack, variant: Mapping[str, Any]) -> tuple[Snapshot, Snapshot, Mapping[str, int]]:
    async with on_socket(Unit(pack, variant)) as url:
        session = await open_session(url, pack, timing=TIMING)
        try:
            before = await session.snapshot()
            await session.write("store", "STORE-02")
            await session.write("motor_limit_ma", 5900)
            return before, await session.snapshot(), (await session.sample(pack.channels)).values
        finally:
            await session.close()


def told(snapshot: Snapshot) -> Any:
    """What a snapshot says, without when."""
    return replace(snapshot, taken_at="", identity=replace(snapshot.identity, details={}))


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_server_tells_the_same_and_takes_a_setting(frost: Pack, variant: dict[str, Any]) -> None:
    expected, _, _ = asyncio.run(with_session(frost, {}))
    before, after, sample = asyncio.run(asyncio.wait_for(with_session(frost, variant), 30))
    assert told(before) == told(expected)
    generation = int(before.settings["assignment_generation"]) + 1  # an assignment is counted
    changed = {"store": "STORE-02", "motor_limit_ma": 5900, "assignment_generation": generation}
    assert after.settings == {**before.settings, **changed}
    assert sample == {gauge.name: gauge.value for gauge in before.gauges}


# -- safe mode ---------------------------------------------------------------------------------------------------------


def echo(sequence: int, size: int) -> bytes:
    body = cbor2.dumps({"d": "x" * size})
    return bytes((0x0A, 0, *len(body).to_bytes(2, "big"), 0, 0, sequence & 0xFF, 0)) + body


async def exchanges(transport: SmpTransport, numbers: range, size: int = 600) -> list[bool]:
    """True for each echo that came back."""
    done: list[bool] = []
    for number in numbers:
        try:
            reply = await transport.exchange(echo(number, size), 0.4)
        except TimeoutError:
            done.append(False)
        else:
            done.append(reply.body == {"r": "x" * size})
    return done


def test_a_server_that_loses_bursts_gets_line_by_line_by_itself(frost: Pack) -> None:
    """One loss turns the mode on; after a while a burst is tried once more, and its loss is proof."""

    async def act() -> tuple[list[bool], SmpTransport]:
        async with on_socket(Unit(frost, {"faults": {"burst_lines": 2}})) as url:
            transport = SmpTransport(await open_line(url, Link(), Recorder(Header("", "", ""))))
            done = await exchanges(transport, range(1 + smp_pace.TRY_AGAIN_AFTER + 1 + 12))
            await transport.disconnect()
            return done, transport

    done, transport = asyncio.run(asyncio.wait_for(act(), 60))
    again = 1 + smp_pace.TRY_AGAIN_AFTER
    assert done[0] is False
    assert all(done[1:again])
    assert done[again] is False
    assert all(done[again + 1 :])
    assert transport.pace.is_safe_mode
    assert transport.pace.losses == 2


def test_a_single_loss_on_a_good_line_does_not_slow_it_down_for_ever(frost: Pack) -> None:
    async def act() -> SmpTransport:
        def lost(_: bytes) -> None:
            """The reply goes nowhere."""

        unit = Unit(frost, {})
        async with on_socket(unit) as url:
            transport = SmpTransport(await open_line(url, Link(), Recorder(Header("", "", ""))))
            assert await exchanges(transport, range(1), size=5) == [True]
            send, unit.send = unit.send, lost
            await exchanges(transport, range(1))
            unit.send = send
            await exchanges(transport, range(1, 2 + smp_pace.TRY_AGAIN_AFTER))
            await transport.disconnect()
            return transport

    transport = asyncio.run(asyncio.wait_for(act(), 60))
    assert (transport.pace.losses, transport.pace.is_safe_mode) == (1, False)


def test_short_requests_say_nothing_about_bursts(frost: Pack) -> None:
    async def act() -> SmpTransport:
        async with on_socket(Unit(frost, {"faults": {"silent": True}})) as url:
            transport = SmpTransport(await open_line(url, Link(), Recorder(Header("", "", ""))))
            assert await exchanges(transport, range(2), size=20) == [False, False]
            await transport.disconnect()
            return transport

    assert not asyncio.run(asyncio.wait_for(act(), 20)).pace.is_safe_mode


# -- small buffers -----------------------------------------------------------------------------------------------------

LONG = Setting("note", "cfg/note", "Note", max_bytes=400, writable=True)


@pytest.mark.parametrize(
    ("variant", "room"), [({"buf_size": 128}, 124), ({"buf_size": 96, "without": ["params"]}, 380)]
)
def test_what_does_not_fit_the_servers_buffer_is_refused_before_it_is_sent(
    frost: Pack, variant: dict[str, Any], room: int
) -> None:
    async def act() -> DeviceError:
        unit = Unit(frost, variant)
        async with on_socket(unit) as url:
            driver = SmpDriver(await open_line(url, Link(), Recorder(Header("", "", ""))), TIMING)
            with pytest.raises(DeviceError) as refused:
                await driver.stage(replace(frost, settings=(LONG,)), {"note": "n" * 390}, None)
            await driver.close()
            assert sum(map(len, unit.heard)) < 120, "only the question for the buffer went out"
            return refused.value

    assert f"messages of {room} bytes" in asyncio.run(asyncio.wait_for(act(), 20)).message


def test_answers_longer_than_the_servers_buffer_come_in_parts_or_are_refused_in_words(frost: Pack) -> None:
    """The identity comes setting by setting and a file in parts; statistics and image slots cannot."""

    async def act() -> tuple[Identity, list[DeviceError], tuple[LogFile, ...], Mapping[str, Any]]:
        unit = Unit(frost, {"buf_size": 96, "faults": {"small_replies": True}})
        async with on_socket(unit) as url:
            session = await open_session(url, frost, timing=TIMING)
            try:
                refused: list[DeviceError] = []
                for ask in (session.snapshot, lambda: session.use(smp_image.slots)):
                    with pytest.raises(DeviceError) as told:
                        await ask()
                    refused.append(told.value)
                logs = await session.use(smp_files.closed_logs)
                await session.write("store", "STORE-02")
                return await session.identify(), refused, logs, (await session.settings()).values
            finally:
                await session.close()

    who, refused, logs, values = asyncio.run(asyncio.wait_for(act(), 20))
    assert (who.serial, who.model, who.firmware) == ("RF-20417", "ruiyun-frost", "")
    assert [error.title.partition(" has ")[2] for error in refused] == [
        "no room to read the statistics 'blend_use'.",
        "no room to tell its images.",
    ]
    assert all(error.next_step for error in refused)
    assert [log.name for log in logs] == ["/log/motor.bin"]
    assert values["store"] == "STORE-02"
