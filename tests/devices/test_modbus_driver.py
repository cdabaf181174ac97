"""The Modbus driver on real sockets and ptys: identity, blocks, children, and answers that must not be believed.

The control for late answers: without quiet time and block ids the answer to a timed-out read is taken for the next.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from fleetdesk.devices.driver import NoAnswer, Timing
from fleetdesk.devices.line import Line, open_line
from fleetdesk.devices.modbus.bus import Refused
from fleetdesk.devices.modbus.driver import ModbusDriver
from fleetdesk.domain.errors import DeviceError, KnownError, PortError
from fleetdesk.domain.pack import Pack, Vitals
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.transcript import Header, Recorder, parse
from tests.devices.link_peers import GATEWAY, LONG, SEED, RtuServer, RtuUnit, Spoil, crc16, nothing, on_pty, on_socket
from tests.devices.simulated import needs_ptys

T = TypeVar("T")
LATENCY_S = 0.03
FAST = Timing(request_s=0.05, retries=3, quiet_s=LATENCY_S)
HEALTH, NETWORK = GATEWAY.blocks[1], GATEWAY.blocks[2]
ROUNDS = 10_000 if LONG else 1_000


def with_driver(
    server: RtuServer,
    act: Callable[[ModbusDriver], Awaitable[T]],
    timing: Timing = FAST,
    recorder: Recorder | None = None,
) -> T:
    """Runs `act` with a driver on a real socket."""

    async def run() -> T:
        async with on_socket(server) as url:
            line = await open_line(url, GATEWAY.link, recorder or Recorder(Header(url, "", "")))
            driver = await ModbusDriver.on(line, 1, timing, clock=lambda: 0)
            try:
                return await act(driver)
            finally:
                await driver.close()

    return asyncio.run(run())


async def snapshot(driver: ModbusDriver, pack: Pack = GATEWAY) -> Snapshot:
    return await driver.snapshot(pack, (await driver.claims()).identity(pack))


def test_identity_is_put_together_from_all_its_parts() -> None:
    server = RtuServer(RtuUnit())
    who = with_driver(server, lambda driver: driver.claims()).identity(GATEWAY)
    assert (who.model, who.serial, who.firmware) == ("MPC-1911-R22", "GW-7", "3.2.1")
    assert who.details == {"vendor": "Maker", "product": "MPC-1911-R22", "contract": "fd-gw/1"}
    assert len(server.requests) == 2, "three objects at a time"


@pytest.mark.parametrize("serial", [b"", b"\x01\x02", b"x" * 65])
def test_an_identity_without_a_sensible_serial_is_not_taken(serial: bytes) -> None:
    unit = RtuUnit()
    unit.objects[0x80] = serial
    with pytest.raises(DeviceError, match="makes no sense"):
        with_driver(RtuServer(unit), lambda driver: driver.claims())


def test_a_snapshot_holds_blocks_children_and_faults() -> None:
    taken = with_driver(RtuServer(RtuUnit(children=9)), snapshot)
    assert taken.counters == {"error_count": 70}
    assert {gauge.name: (gauge.value, gauge.judged) for gauge in taken.gauges} == {"supply_mv": (4500, "low")}
    assert taken.settings == {"store": "STORE-1"}
    assert [fault.name for fault in taken.faults] == ["hot"]
    assert taken.boot_count == 88
    assert [child.serial for child in taken.children] == [f"RF-{slot}" for slot in range(9)]
    assert {child.state for child in taken.children} == {"online"}


def test_children_between_empty_rows_are_found_seven_rows_at_a_time() -> None:
    unit = RtuUnit()
    unit.set_children([3, 20, 63], generation=6)
    server = RtuServer(unit)
    taken = with_driver(server, snapshot)
    assert [child.slot for child in taken.children] == [3, 20, 63]
    counts = [int.from_bytes(request[4:6], "big") for request in server.requests if request[1] == 4]
    assert max(counts) == 7 * 16


def test_a_table_that_changes_while_it_is_read_is_read_again() -> None:
    unit = RtuUnit(children=9)

    def change(function: int, address: int) -> None:
        if address == 0x110 + 7 * 16:
            unit.on_read = lambda function, address: None
            unit.set_children([0, 1, 2], generation=6)

    unit.on_read = change
    assert [child.slot for child in with_driver(RtuServer(unit), snapshot).children] == [0, 1, 2]


def test_a_table_that_never_rests_is_told() -> None:
    unit = RtuUnit(children=9)
    generations = iter(range(6, 1000))
    unit.on_read = lambda function, address: unit.put(4, 0x103, [next(generations)])
    with pytest.raises(DeviceError, match="changes all the time"):
        with_driver(RtuServer(unit), snapshot)


def test_a_secret_that_a_gateway_sends_is_not_in_the_transcript() -> None:
    recorder = Recorder(Header("", "", ""))
    taken = with_driver(RtuServer(RtuUnit()), snapshot, recorder=recorder)
    assert "password" not in taken.settings
    frames = parse(recorder.to_bytes()).frames
    assert any(frame.redacted for frame in frames)
    assert not any(b"hunter22" in frame.data for frame in frames)


def test_an_illegal_address_leaves_the_value_out_and_a_failure_is_told() -> None:
    unit = RtuUnit()
    assert with_driver(RtuServer(unit), lambda driver: driver.sample(GATEWAY, GATEWAY.channels)) == {"supply_mv": 4500}
    failing = RtuServer(unit, lambda _: [(0.0, bytes.fromhex("018404") + bytes.fromhex("42c3"))])
    with pytest.raises(Refused, match="refused to read the block 'health'"):
        with_driver(failing, lambda driver: driver.sample(GATEWAY, GATEWAY.channels[:1]))


def test_a_busy_slave_is_asked_again() -> None:
    server = RtuServer(RtuUnit())
    server.unit.busy = 2
    assert with_driver(server, lambda driver: driver.sample(GATEWAY, GATEWAY.channels[:1])) == {"supply_mv": 4500}
    assert len(server.requests) == 3


def test_another_unit_on_the_bus_and_silence_are_told() -> None:
    silent = RtuServer(RtuUnit(), nothing)
    with pytest.raises(NoAnswer, match="does not answer"):
        with_driver(silent, lambda driver: driver.sample(GATEWAY, GATEWAY.channels[:1]))
    assert len(silent.requests) == 1 + FAST.retries


def test_a_block_with_another_id_is_never_believed() -> None:
    unit = RtuUnit()
    unit.put(4, 0x20, [0xFD03])
    with pytest.raises(DeviceError, match="makes no sense") as told:
        with_driver(RtuServer(unit), lambda driver: driver.sample(GATEWAY, GATEWAY.channels[:1]))
    assert "health" in told.value.message


def jumping(values: list[int]) -> RtuUnit:
    """A gateway whose error count reads as `values` one after the other, then stays."""
    unit = RtuUnit()
    left = iter(values)

    def step(function: int, address: int) -> None:
        if address == 0x20:
            value = next(left, values[-1])
            unit.put(4, 0x22, [value >> 16, value & 0xFFFF])

    unit.on_read = step
    return unit


@pytest.mark.parametrize(
    ("values", "accepted"),
    [
        ([70, 70], 70),
        ([70, 71], 71),
        ([9000, 70, 70], 70),  # the first read was wrong
        ([70, 9000, 70, 70], 70),
        ([0xFFFFFFFF, 1, 1], 1),  # it wrapped in between
    ],
)
def test_a_counter_needs_two_reads_that_agree(values: list[int], accepted: int) -> None:
    assert with_driver(RtuServer(jumping(values)), snapshot).counters == {"error_count": accepted}


def test_a_counter_that_was_reset_is_believed_after_all_tries_and_a_stale_lower_one_is_not() -> None:
    unit = jumping([70, 70, 69, 69, 70, 71, 3])

    async def act(driver: ModbusDriver) -> list[int]:
        return [(await snapshot(driver)).counters["error_count"] for _ in range(3)]

    assert with_driver(RtuServer(unit), act) == [70, 70, 3]


def test_a_counter_that_always_jumps_is_not_taken() -> None:
    chance = random.Random(SEED)
    unit = jumping([chance.randrange(1 << 32) for _ in range(100)])
    with pytest.raises(DeviceError, match="makes no sense") as told:
        with_driver(RtuServer(unit), snapshot)
    assert "jump" in told.value.message


# -- late, lost and damaged answers -----------------------------------------------------------------------------------


def late(delay_s: float, before: bytes = b"") -> Spoil:
    def spoil(sound: bytes) -> list[tuple[float, bytes]]:
        return [(0.0, before), (delay_s, sound)] if before else [(delay_s, sound)]

    return spoil


async def _late_answer(driver: ModbusDriver, server: RtuServer) -> dict[str, int]:
    """The answer to a read of `health` comes after its time-out; then `network`, of the same size, is read."""
    server.spoil = late(FAST.request_s + LATENCY_S * 0.6)
    with pytest.raises(NoAnswer):
        await driver.sample(GATEWAY, GATEWAY.channels[:1])
    server.spoil = late(LATENCY_S * 0.9)
    return dict(await driver.sample(GATEWAY, GATEWAY.channels[1:2]))


def test_a_late_answer_is_not_taken_for_the_next_read() -> None:
    once = replace(FAST, retries=0)
    unit = RtuUnit()
    unit.put(4, 0x41, [0x10000 - 61])
    server = RtuServer(unit)
    assert with_driver(server, lambda driver: _late_answer(driver, server), once) == {"rssi_dbm": -61}


def test_control_without_quiet_time_and_block_ids_the_late_answer_is_taken() -> None:
    hasty = replace(FAST, retries=0, quiet_s=0.0)
    unit = RtuUnit()
    unit.put(4, 0x41, [0x10000 - 61])
    server = RtuServer(unit)

    async def act(driver: ModbusDriver) -> dict[str, int]:
        driver.check_blocks = False
        return await _late_answer(driver, server)

    assert with_driver(server, act, hasty) == {"rssi_dbm": 4}, "the status bits of the health block"


def test_the_answer_to_another_block_is_passed_over_and_the_right_one_behind_it_taken() -> None:
    server = RtuServer(RtuUnit())
    stale = bytes.fromhex("01040cfd03ffc30000000000000000")
    server.spoil = late(0.002, before=stale + crc16(stale))
    assert with_driver(server, lambda driver: driver.sample(GATEWAY, GATEWAY.channels[:1])) == {"supply_mv": 4500}
    assert len(server.requests) == 1


class Damage:
    """Sound, lost, damaged, half, doubled, noisy or late answers; late by at most the latency."""

    def __init__(self, timing: Timing) -> None:
        self.chance = random.Random(SEED)
        self.timing = timing

    def __call__(self, sound: bytes) -> list[tuple[float, bytes]]:
        at = self.chance.randrange(1, len(sound))
        kind = self.chance.choice(["sound"] * 6 + ["lost", "damaged", "half", "double", "noise", "late"])
        match kind:
            case "lost":
                return []
            case "damaged":
                return [(0.0, sound[:at] + bytes([sound[at] ^ 1 << self.chance.randrange(8)]) + sound[at + 1 :])]
            case "half":
                return [(0.0, sound[:at])]
            case "double":
                return [(0.0, sound), (0.0005, sound)]
            case "noise":
                return [(0.0, self.chance.randbytes(3) + sound)]
            case "late":
                return [(self.timing.request_s + self.chance.uniform(-0.5, 0.6) * self.timing.quiet_s, sound)]
            case _:
                return [(0.0, sound)]


async def _read_through_damage(driver: ModbusDriver, server: RtuServer, timing: Timing, rounds: int) -> tuple[int, int]:
    """(wrong, accepted) of reads that alternate between two blocks of one size. No two answers are alike.

    Wrong is what was not given for this block, or longer ago than one exchange can last: RTU cannot tell a doubled
    answer to the last read of a block from the answer to this one, and it is a true reading of a moment ago.
    """
    loop = asyncio.get_running_loop()
    counts = iter(range(1, 1 << 30))
    given: dict[tuple[int, int], float] = {}

    def count(function: int, address: int) -> None:
        value = next(counts) % 30_000
        given[address, value] = loop.time()
        server.unit.put(4, address + (4 if address == 0x20 else 1), [value])

    server.unit.on_read = count
    server.spoil = Damage(timing)
    wrong = accepted = 0
    for number in range(rounds):
        channel, address = GATEWAY.channels[number % 2], (0x20, 0x40)[number % 2]
        try:
            values = await driver.sample(GATEWAY, [channel])
        except DeviceError:
            continue
        accepted += 1
        age_s = loop.time() - given.get((address, values[channel.name]), -1e9)
        wrong += age_s > 2 * (timing.request_s + timing.quiet_s)
    server.spoil = None
    server.unit.on_read = lambda function, address: None
    server.unit.put(4, 0x24, [31_000])
    usable = await driver.sample(GATEWAY, GATEWAY.channels[:1]) == {"supply_mv": 31_000}
    assert usable or not driver.check_blocks, "the bus must work after all the damage"
    return wrong, accepted


def test_damage_on_the_bus_never_gets_a_wrong_value_accepted() -> None:
    timing = Timing(request_s=0.01, retries=3, quiet_s=0.01)
    server = RtuServer(RtuUnit())
    wrong, accepted = with_driver(
        server, lambda driver: _read_through_damage(driver, server, timing, ROUNDS), timing=timing
    )
    assert wrong == 0
    assert accepted > ROUNDS * 0.9


def test_control_without_quiet_time_and_block_ids_wrong_values_are_accepted() -> None:
    timing = Timing(request_s=0.01, retries=3, quiet_s=0.0)
    server = RtuServer(RtuUnit())
    damage = replace(timing, quiet_s=0.01)

    async def act(driver: ModbusDriver) -> tuple[int, int]:
        driver.check_blocks = False
        return await _read_through_damage(driver, server, damage, 200)

    wrong, _ = with_driver(server, act, timing)
    assert wrong > 0


def test_counters_read_through_damage_never_go_back() -> None:
    timing = Timing(request_s=0.01, retries=3, quiet_s=0.01)
    unit = RtuUnit()
    counts = iter(range(100, 1 << 16))
    unit.on_read = lambda function, address: unit.put(4, 0x23, [next(counts)]) if address == 0x20 else None
    server = RtuServer(unit)
    pack = replace(GATEWAY, blocks=(HEALTH,), settings=(), channels=(), vitals=Vitals())

    async def act(driver: ModbusDriver) -> list[int]:
        identity = (await driver.claims()).identity(pack)
        server.spoil = Damage(timing)
        seen: list[int] = []
        for _ in range(ROUNDS // 10):
            try:
                seen.append((await driver.snapshot(pack, identity)).counters["error_count"])
            except DeviceError:
                continue
        return seen

    seen = with_driver(server, act, timing)
    assert len(seen) > ROUNDS // 20
    assert seen == sorted(seen)


# -- the port ----------------------------------------------------------------------------------------------------------


@needs_ptys
def test_an_unplugged_port_is_told_at_once_and_not_after_the_time_out() -> None:
    async def run() -> float:
        async with on_pty(RtuServer(RtuUnit(), nothing)) as pty:
            line = await open_line(pty.device, GATEWAY.link, Recorder(Header("", "", "")))
            driver = await ModbusDriver.on(line, 1, Timing(request_s=60))
            asking = asyncio.ensure_future(driver.sample(GATEWAY, GATEWAY.channels[:1]))
            await _until_sent(line)
            pulled = time.monotonic()
            pty.unplug()
            with pytest.raises(PortError, match="was lost"):
                await asking
            seconds = time.monotonic() - pulled
            await driver.close()
            return seconds

    assert asyncio.run(run()) < 0.3


async def _until_sent(line: Line) -> None:
    while b'"dir":"out"' not in line.recorder.to_bytes():
        await asyncio.sleep(0)


def test_without_a_staged_configuration_in_the_pack_a_write_is_refused_and_sends_nothing() -> None:
    server = RtuServer(RtuUnit())
    with pytest.raises(KnownError, match="cannot be changed from here"):
        with_driver(server, lambda driver: driver.stage(GATEWAY, {"store": "STORE-2"}, None))
    assert server.requests == []


# -- hostile bytes -----------------------------------------------------------------------------------------------------


class Hostile:
    """Answers with random bytes, or with random contents in a frame whose CRC is right."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED)

    def __call__(self, sound: bytes) -> list[tuple[float, bytes]]:
        content = self.chance.randbytes(self.chance.randrange(0, 250))
        function = self.chance.choice([3, 4, 43, 43, 0x84, 0xAB, 8, 24, 255])
        head = bytes([1, function, *([14] if function == 43 else [])])
        framed = head + content
        return [(0.0, self.chance.choice([content, framed + crc16(framed), sound[: len(content) % 9] + content]))]


def test_hostile_answers_are_device_errors_and_the_driver_goes_on() -> None:
    timing = Timing(request_s=0.004, retries=0, quiet_s=0.001)
    server = RtuServer(RtuUnit())
    rounds = 3_000 if LONG else 300

    async def act(driver: ModbusDriver) -> int:
        server.spoil = Hostile()
        refused = 0
        for number in range(rounds):
            try:
                if number % 2:
                    await driver.claims()
                else:
                    await driver.sample(GATEWAY, GATEWAY.channels[:1])
            except DeviceError:
                refused += 1
        server.spoil = None
        await asyncio.sleep(timing.request_s)
        for _ in range(20):
            try:
                assert (await driver.claims()).fields["serial"] == "GW-7"
                return refused
            except NoAnswer:
                continue
        raise AssertionError("the driver does not recover")

    assert with_driver(server, act, timing) > rounds * 0.9
