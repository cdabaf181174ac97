"""A link session: one unit, one owner, one transcript. Another unit on the port is found before anything is written."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

import pytest

from fleetdesk.devices.driver import NoAnswer, Timing
from fleetdesk.devices.line import open_line
from fleetdesk.devices.session import Sample, Session, open_session
from fleetdesk.devices.smp import SmpDriver
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.transcript import Header, Recorder, parse
from tests.devices.link_peers import (
    BLENDER,
    GATEWAY,
    SEED,
    RtuServer,
    RtuUnit,
    SmpDamage,
    SmpServer,
    SmpUnit,
    nothing,
    on_pty,
    on_socket,
)
from tests.devices.simulated import needs_ptys

T = TypeVar("T")
FAST = Timing(request_s=0.2, retries=1, quiet_s=0.02, probe_s=0.2)


def in_session(server: SmpServer, act: Callable[[Session], Awaitable[T]], timing: Timing = FAST) -> T:
    """Runs `act` in a session on a real socket."""

    async def run() -> T:
        async with on_socket(server) as url:
            session = await open_session(url, BLENDER, timing=timing, clock=lambda: 0)
            try:
                return await act(session)
            finally:
                await session.close()

    return asyncio.run(asyncio.wait_for(run(), 30))


# -- the identity lock -------------------------------------------------------------------------------------------------


def test_a_write_after_a_swap_is_refused_and_names_both_units() -> None:
    first, second = SmpUnit("RF-1"), SmpUnit("RF-2")
    server = SmpServer(first)

    async def act(session: Session) -> WrongDeviceError:
        await session.write("store", "STORE-02")
        server.unit = second
        with pytest.raises(WrongDeviceError) as told:
            await session.write("store", "STORE-03")
        return told.value

    told = in_session(server, act)
    assert first.settings["asg/store"] == b"STORE-02"
    assert second.settings["asg/store"] == b"STORE-01"
    assert "RF-1" in told.message
    assert "RF-2" in told.message
    assert "Nothing was written" in told.next_step


def test_control_without_the_lock_the_wrong_unit_is_written() -> None:
    first, second = SmpUnit("RF-1"), SmpUnit("RF-2")
    server = SmpServer(first)

    async def run() -> None:
        async with on_socket(server) as url:
            driver = SmpDriver(await open_line(url, BLENDER.link, Recorder(Header("", "", ""))), FAST)
            await driver.claims()
            server.unit = second
            await driver.stage(BLENDER, {"store": "STORE-03"}, None)
            await driver.close()

    asyncio.run(run())
    assert second.settings["asg/store"] == b"STORE-03"


@pytest.mark.parametrize("at_request", [1, 3, 7])
def test_a_reading_during_which_the_unit_was_swapped_is_void(at_request: int) -> None:
    server = SmpServer(SmpUnit("RF-1"))

    async def act(session: Session) -> None:
        asked = len(server.requests)

        def swap(sound: bytes) -> list[tuple[float, bytes]]:
            if len(server.requests) == asked + at_request:
                server.unit = SmpUnit("RF-2")
            return [(0.0, sound)]

        server.spoil = swap
        with pytest.raises(WrongDeviceError):
            await session.snapshot()

    in_session(server, act)


def test_a_reading_during_which_the_unit_restarted_is_taken_again() -> None:
    server = SmpServer(SmpUnit("RF-1"))

    async def act(session: Session) -> Snapshot:
        asked = len(server.requests)

        def restart(sound: bytes) -> list[tuple[float, bytes]]:
            if len(server.requests) == asked + 3:
                server.unit.state["boot_count"] = 42
                server.unit.use["cycles_total"] = 3
            return [(0.0, sound)]

        server.spoil = restart
        return await session.snapshot()

    taken = in_session(server, act)
    assert (taken.counters["cycles_total"], taken.boot_count) == (3, 42)


def test_a_unit_that_restarts_all_the_time_is_told() -> None:
    server = SmpServer(SmpUnit("RF-1"))

    def restart(sound: bytes) -> list[tuple[float, bytes]]:
        server.unit.state["boot_count"] += 1
        return [(0.0, sound)]

    async def act(session: Session) -> None:
        server.spoil = restart
        with pytest.raises(DeviceError, match="restarts again and again"):
            await session.snapshot()

    in_session(server, act)


def test_the_same_serial_of_another_type_is_another_unit() -> None:
    server = SmpServer(SmpUnit("RF-1"))

    async def act(session: Session) -> None:
        server.unit = SmpUnit("RF-1", model="venus-i")
        with pytest.raises(WrongDeviceError):
            await session.write("store", "STORE-03")

    in_session(server, act)


def test_opening_for_one_unit_accepts_no_other() -> None:
    async def run() -> None:
        async with on_socket(SmpServer(SmpUnit("RF-2"))) as url:
            expected = Identity("ruiyun-frost", "smp", "ruiyun-frost", "RF-1", "1.4.2")
            with pytest.raises(WrongDeviceError, match="Another device"):
                await open_session(url, BLENDER, expected, FAST)
            with pytest.raises(WrongDeviceError):
                await open_session(url, replace(BLENDER, match=replace(BLENDER.match, answers={"model": "x"})), None)
            session = await open_session(url, BLENDER, replace(expected, serial="RF-2", firmware="1.0.0"), FAST)
            assert session.identity.firmware == "1.4.2"
            await session.close()

    asyncio.run(asyncio.wait_for(run(), 10))


async def _exhaust(samples: AsyncGenerator[Sample]) -> None:
    async for _ in samples:
        pass


def test_live_samples_stop_when_the_unit_was_swapped() -> None:
    server = SmpServer(SmpUnit("RF-1"))

    async def act(session: Session) -> None:
        async with aclosing(session.live(every_s=0.001, verify_every_s=0.02)) as samples:
            for _ in range(5):
                assert (await anext(samples)).values == {"motor_ma": 3900}
            server.unit = SmpUnit("RF-2")
            with pytest.raises(WrongDeviceError):
                await _exhaust(samples)

    in_session(server, act)


# -- one owner ---------------------------------------------------------------------------------------------------------


def test_requests_of_many_callers_are_worked_off_one_by_one() -> None:
    in_flight, most = 0, 0
    server = SmpServer(SmpUnit())

    def counted(sound: bytes) -> list[tuple[float, bytes]]:
        nonlocal in_flight, most
        in_flight += 1
        most = max(most, in_flight)
        asyncio.get_running_loop().call_later(0.001, answered)
        return [(0.001, sound)]

    def answered() -> None:
        nonlocal in_flight
        in_flight -= 1

    server.spoil = counted

    async def act(session: Session) -> None:
        readings = await asyncio.gather(session.snapshot(), session.identify(), *(session.sample() for _ in range(9)))
        assert len(readings) == 11

    in_session(server, act)
    assert most == 1


def test_a_caller_that_gives_up_leaves_the_session_usable() -> None:
    server = SmpServer(SmpUnit(), lambda sound: [(0.03, sound)])

    async def act(session: Session) -> None:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(session.snapshot(), 0.05)
        waiting = [asyncio.ensure_future(session.sample()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[1].cancel()
        server.spoil = None
        assert (await session.snapshot()).counters == {"cycles_total": 1002}
        assert [task.cancelled() for task in waiting] == [False, True, False]

    in_session(server, act)


def test_a_device_that_stops_answering_is_told_and_may_come_back() -> None:
    server = SmpServer(SmpUnit())

    async def act(session: Session) -> None:
        server.spoil = nothing
        with pytest.raises(NoAnswer):
            await session.sample()
        assert session.ended is None
        server.spoil = None
        assert (await session.sample()).values == {"motor_ma": 3900}

    in_session(server, act)


def test_a_bug_reaches_the_caller_and_not_the_owner() -> None:
    async def act(session: Session) -> None:
        with pytest.raises(AttributeError):
            await session.sample([None])  # pyright: ignore[reportArgumentType]
        assert (await session.sample()).values == {"motor_ma": 3900}

    in_session(SmpServer(SmpUnit()), act)


def test_closing_fails_what_waits_and_all_that_follows() -> None:
    server = SmpServer(SmpUnit())

    async def act(session: Session) -> None:
        server.spoil = nothing
        waiting = [asyncio.ensure_future(session.sample()) for _ in range(3)]
        while len(server.requests) < 2:
            await asyncio.sleep(0)
        await session.close()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(result) for result in results] == [PortError] * 3
        with pytest.raises(PortError, match="is closed"):
            await session.snapshot()
        await session.close()
        assert "is closed" in str(await session.wait_ended())

    in_session(server, act, Timing(request_s=60))


def test_readings_through_damage_are_true_or_told_and_the_session_goes_on() -> None:
    unit = SmpUnit(counts_up=True)
    server = SmpServer(unit)

    async def act(session: Session) -> int:
        server.spoil = SmpDamage(SEED, 0.02)
        taken = 0
        for _ in range(60):
            try:
                reading = await session.snapshot()
            except NoAnswer:
                continue
            taken += 1
            assert reading.counters == {"cycles_total": unit.use["cycles_total"]}
            assert reading.settings == {"store": "STORE-01", "motor_limit_ma": 6200, "counter_epoch": 7}
        server.spoil = None
        assert (await session.snapshot()).counters == {"cycles_total": unit.use["cycles_total"]}
        assert session.ended is None
        return taken

    assert in_session(server, act, Timing(request_s=0.02, retries=3)) > 10


# -- unplug and come back ----------------------------------------------------------------------------------------------


@needs_ptys
def test_an_unplugged_session_ends_at_once_and_reopens_for_the_same_unit_only() -> None:
    async def run() -> None:
        unit = SmpUnit("RF-1")
        async with on_pty(SmpServer(unit)) as pty:
            session = await open_session(pty.device, BLENDER, timing=FAST)
            ended = asyncio.ensure_future(session.wait_ended())
            pulled = time.monotonic()
            pty.unplug()
            assert "was lost" in (await ended).title
            assert time.monotonic() - pulled < 0.3
            with pytest.raises(PortError, match="was lost"):
                await session.write("store", "STORE-02")
        async with on_pty(SmpServer(SmpUnit("RF-2"))) as other:
            with pytest.raises(WrongDeviceError):
                await session.reopen(other.device)
            with pytest.raises(PortError):
                await session.write("store", "STORE-02")
        async with on_pty(SmpServer(unit)) as again:
            assert (await session.reopen(again.device)).serial == "RF-1"
            assert session.ended is None
            await session.write("store", "STORE-02")
            await session.close()
        assert unit.settings["asg/store"] == b"STORE-02"

    asyncio.run(asyncio.wait_for(run(), 20))


# -- what else it says -------------------------------------------------------------------------------------------------


def test_every_frame_is_in_the_transcript() -> None:
    server = SmpServer(SmpUnit("RF-1"))

    async def act(session: Session) -> bytes:
        await session.snapshot()
        return session.recorder.to_bytes()

    read = parse(in_session(server, act))
    assert read.header.identity is not None
    assert (read.header.pack, read.header.pack_version, read.header.identity.serial) == ("ruiyun-frost", "1", "RF-1")
    assert sum(frame.direction == "out" for frame in read.frames) == len(server.requests)
    assert b"".join(frame.data for frame in read.frames if frame.direction == "in").count(b"\x06\x09") == len(
        server.requests
    )


@pytest.mark.parametrize("name", ["counter_epoch", "no_such"])
def test_what_cannot_be_written_is_told_with_what_can(name: str) -> None:
    server = SmpServer(SmpUnit())

    async def act(session: Session) -> KnownError:
        asked = len(server.requests)
        with pytest.raises(KnownError, match="has no setting") as told:
            await session.write(name, 1)
        assert len(server.requests) == asked
        return told.value

    assert "store, motor_limit_ma, pin" in in_session(server, act).message


def test_a_gateway_has_the_same_session() -> None:
    server = RtuServer(RtuUnit("GW-7"))

    async def run() -> None:
        async with on_socket(server) as url:
            session = await open_session(url, GATEWAY, timing=FAST)
            assert len((await session.snapshot()).children) == 9
            assert (await session.sample()).values == {"supply_mv": 4500}
            with pytest.raises(KnownError, match="cannot be changed"):
                await session.write("store", "X")
            server.unit = RtuUnit("GW-8")
            with pytest.raises(WrongDeviceError, match="Another device"):
                await session.snapshot()
            with pytest.raises(WrongDeviceError):
                await session.write("store", "X")
            await session.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def test_an_open_that_fails_leaves_nothing_open() -> None:
    async def run() -> None:
        async with on_socket(SmpServer(SmpUnit(), nothing)) as url:
            with pytest.raises(DeviceError):
                await open_session(url, BLENDER, timing=replace(FAST, request_s=0.01))

    asyncio.run(asyncio.wait_for(run(), 10))
