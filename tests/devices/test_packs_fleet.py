"""The packs of the whole fleet: told apart, simulated, read by our link and by a foreign client."""

import asyncio
import re
import subprocess
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from fleetdesk.devices.driver import Claims, Timing
from fleetdesk.devices.identify import choose, find, fits
from fleetdesk.devices.ports import added_port, named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Block, Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import load_packs
from fleetdesk.services.seeds import load_models
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.gateway import Gateway
from fleetdesk.simulator.registers import decode, place
from tests.devices.conftest import Simulate
from tests.devices.simulated import DRIVERS, GATEWAY, needs_ptys, require_tool, simulator

PACKS = {pack.key: pack for pack in load_packs()}
MACHINES = sorted(key for key, pack in PACKS.items() if pack.protocol == "modbus" and key != GATEWAY)
NOT_ON_A_CABLE = {"iqa2-test-machine", "other-equipment"}
"""Models of the report that are a mixture of things or were never described."""


def claims_of(pack: Pack) -> Claims:
    """What the simulated unit of a pack says about itself."""
    table = pack.simulate
    if pack.protocol == "modbus":
        said = {**table["identity"], "serial": table["serial"], "firmware": table["firmware"]}
    else:
        said = {**table["settings"], "serial": table["serial"], "firmware": table["firmware"], "contract": "1"}
    return Claims(pack.protocol, {name: str(value) for name, value in said.items()})


def read_all(port: str) -> tuple[Pack, Snapshot]:
    async def run() -> tuple[Pack, Snapshot]:
        session = await open_unknown(added_port(port) if "://" in port else named_port(port), PACKS_LIST, explicit=True)
        try:
            return session.pack, await session.snapshot()
        finally:
            await session.close()

    return asyncio.run(asyncio.wait_for(run(), 60))


PACKS_LIST = list(PACKS.values())


# -- the packs as data -------------------------------------------------------------------------------------------------


def test_every_model_with_a_plug_has_a_pack() -> None:
    assert set(load_models()) - set(PACKS) == NOT_ON_A_CABLE


@pytest.mark.parametrize("key", PACKS)
def test_a_unit_is_of_exactly_one_type(key: str) -> None:
    said = claims_of(PACKS[key])
    assert [pack.key for pack in PACKS_LIST if fits(pack, said)] == [key]
    assert choose("p", PACKS_LIST, said).key == key


def test_no_two_packs_claim_one_product() -> None:
    for one, other in combinations([pack for pack in PACKS_LIST if pack.protocol == "modbus"], 2):
        product = str(one.simulate["identity"]["product"])
        assert not re.fullmatch(other.match.answers["product"], product), (one.key, other.key)


@pytest.mark.parametrize("key", MACHINES)
def test_a_machine_counts_judges_and_names_its_faults(key: str) -> None:
    pack = PACKS[key]
    assert pack.vitals.boot_count
    assert pack.vitals.counter_epoch, "a wiped counter can be told from a wrap"
    assert pack.live_channel() is not None
    assert len([channel for channel in pack.channels if channel.passport]) == 2
    judged = [channel for channel in pack.channels if channel.low is not None or channel.high is not None]
    assert len(judged) >= 5
    assert len(pack.faults) >= 4
    assert {setting.name for setting in pack.settings} > {"store", "gateway"}
    ids = [block.id for block in pack.blocks if block.name != "command_done"]
    assert len(set(ids)) == len(ids), "a block id names one block"


@pytest.mark.parametrize("key", MACHINES)
def test_the_simulated_unit_is_in_good_health(key: str) -> None:
    """Start values, and as far as they swing, lie inside the limits: a fault in a test is one that the test made."""
    pack = PACKS[key]
    waves = pack.simulate.get("waves", {})
    for channel in pack.channels:
        block, _, field = channel.source.partition(".")
        value = pack.simulate["registers"].get(block, {}).get(field, 0)
        by = waves.get(block, {}).get(field, {"by": 0})["by"]
        assert channel.low is None or channel.low <= value - by, channel.name
        assert channel.high is None or value + by <= channel.high, channel.name


# -- on the wire -------------------------------------------------------------------------------------------------------


def test_all_of_them_are_found_and_read() -> None:
    folders = [DRIVERS / key for key in MACHINES]
    with simulator(*folders, "--tcp", devices=len(folders)) as running:
        for device in running.devices:
            pack, taken = read_all(device.port)
            assert (pack.key, taken.identity.serial) == (device.pack, device.serial)
            assert set(taken.counters) == {counter.name for counter in pack.counters}
            assert {gauge.name for gauge in taken.gauges} == {channel.name for channel in pack.channels}
            assert {gauge.judged for gauge in taken.gauges} == {"ok"}
            assert set(taken.settings) == {setting.name for setting in pack.settings}
            store = pack.simulate["registers"]["config"]["store"]
            assert (taken.faults, taken.settings["store"], taken.counter_epoch) == ((), store, 1)
            usage = pack.usage_counter()
            if usage is not None:
                assert taken.counters[usage.name] >= pack.simulate["registers"]["usage"][usage.name]


def test_a_fault_and_a_gauge_out_of_bounds_are_shown(simulate: Simulate) -> None:
    changes = {"registers.state.pump_fault_bits": 0b100, "registers.state.milk_dc": 91, "waves.state.milk_dc.by": 0}
    _, taken = read_all(simulate("milk-dispenser-12", changes).port)
    assert [fault.name for fault in taken.faults] == ["pump3_fault"]
    milk = taken.gauge("milk_dc")
    assert milk is not None
    assert (milk.value, milk.judged) == (91, "high")


@needs_ptys
@pytest.mark.parametrize("key", ["ice-machine", "cameo-2s-st"])
def test_one_is_read_at_the_rate_of_its_own_line(key: str, simulate: Simulate) -> None:
    device = simulate(key, tcp=False, baud=PACKS[key].link.baud)
    pack, taken = read_all(device.port)
    assert (pack.key, taken.identity.serial) == (key, device.serial)


@needs_ptys
def test_a_machine_set_to_another_line_is_found_and_opened_as_it_was_met(simulate: Simulate) -> None:
    """An RS-485 machine that answers at the settings of the USB ones: its pack is known all the same."""
    pack, _ = read_all(simulate("ice-machine", tcp=False, baud=115200).port)
    assert pack.key == "ice-machine"
    assert (pack.link.baud, pack.link.parity) == (115200, "N")


@needs_ptys
def test_a_device_on_the_adapter_of_another_one_is_known_by_its_answer(simulate: Simulate) -> None:
    """A gateway on an RS-485 adapter, where the packs of the refrigerators had the port probed."""
    port = replace(named_port(simulate(GATEWAY, tcp=False, baud=19200).port), vid=0x0403, pid=0x6001)

    async def run() -> Pack:
        session = await open_unknown(port, PACKS_LIST)
        await session.close()
        return session.pack

    assert asyncio.run(run()).key == GATEWAY


def words_by_mbpoll(port: str, pack: Pack, block: Block) -> list[int]:
    parity = {"N": "none", "E": "even", "O": "odd"}[pack.link.parity]
    tool = require_tool("mbpoll", "apt-get install mbpoll")
    kind = "3:hex" if block.space == "input" else "4:hex"
    line = [tool, "-m", "rtu", "-b", str(pack.link.baud), "-P", parity, "-0", "-1", "-o", "2"]
    line += ["-a", str(pack.link.unit), "-t", kind, "-r", str(block.address), "-c", str(block.length), port]
    done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return [int(row.split()[1], 16) for row in done.stdout.splitlines() if row.startswith("[")]


@needs_ptys
@pytest.mark.parametrize("key", MACHINES)
def test_mbpoll_reads_every_block(key: str) -> None:
    pack = PACKS[key]
    still = ("header", "command", "command_done")
    with simulator(DRIVERS / key) as running:
        for block in pack.blocks:
            words = words_by_mbpoll(running.device.port, pack, block)
            assert words[0] == block.id, block.name
            start = pack.simulate["registers"].get(block.name, {})
            moving = {**pack.simulate.get("counts", {}).get(block.name, {})}
            moving |= pack.simulate.get("waves", {}).get(block.name, {})
            for item in block.fields[1:]:
                own = words[item.offset : item.offset + item.length]
                moves = item.name in moving or item.name in ("lease_s", "base_generation")
                if block.name not in still and not moves and item.name in start:
                    assert decode(item, own) == start[item.name], f"{block.name}.{item.name}"


# -- the simulated machine, without a wire -----------------------------------------------------------------------------


class Machine:
    """A unit whose seconds pass when the test says so."""

    def __init__(self, key: str, state: Path | None = None) -> None:
        self.now = 100.0
        self.pack = PACKS[key]
        self.table = {**self.pack.simulate}
        self.unit = Gateway(self.pack, self.table, Flash(state, str(self.table["serial"])), lambda: self.now)

    def value(self, source: str) -> int | str:
        block = self.pack.block(source.partition(".")[0])
        assert block is not None
        item = block.field_named(source.partition(".")[2])
        assert item is not None
        return decode(item, self.unit.read(block.space, block.address + item.offset, item.length))


def test_counters_count_at_their_rate_and_survive_reset_and_power_cut(tmp_path: Path) -> None:
    machine = Machine("cameo-2s-st", tmp_path)
    start = machine.value("usage.productions_total")
    assert isinstance(start, int)
    machine.now += 1800
    assert machine.value("usage.productions_total") == start + 20
    machine.unit.reboot()
    assert machine.value("usage.productions_total") == start + 20
    machine.unit.keep()
    again = Machine("cameo-2s-st", tmp_path)
    assert again.value("usage.productions_total") == start + 20
    assert again.value("header.boot_count") == PACKS["cameo-2s-st"].simulate["registers"]["header"]["boot_count"] + 2


def test_gauges_swing_around_their_start_value() -> None:
    machine = Machine("sfd1220l4-thawing-refrigerator")
    seen: list[int] = []
    for _ in range(90):
        machine.now += 1
        value = machine.value("state.cabinet_dc")
        assert isinstance(value, int)
        seen.append(value)
    assert (min(seen), max(seen)) == (25 - 7, 25 + 7)


def test_a_staged_change_applies_at_commit_and_other_commands_are_refused() -> None:
    machine = Machine("ice-machine")
    config, command = machine.pack.block("config"), machine.pack.block("command")
    assert config is not None
    assert command is not None
    stop = config.field_named("bin_stop_percent")
    assert stop is not None
    machine.unit.write(config.address + stop.offset, [80])
    generation = machine.value("header.config_generation")
    assert isinstance(generation, int)
    machine.unit.write(command.address, list(place(command, {"command": "COMMIT", "nonce": 5}).values()))
    assert machine.value("header.config_generation") == generation + 1
    assert machine.value("config.bin_stop_percent") == 80
    with pytest.raises(Exception, match="3"):
        machine.unit.write(command.address, [command.id or 0, 4, 0, 6])  # RUN_UPLINK_TEST: a gateway's


# -- probing stays fast ------------------------------------------------------------------------------------------------


def test_ten_modbus_packs_cost_one_probe_a_line() -> None:
    """A silent device is asked once by SMP and once by Modbus a pass, however many packs there are."""
    asked: list[bytes] = []

    async def run() -> float:
        async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while data := await reader.read(4096):
                asked.append(data)
            writer.close()

        server = await asyncio.start_server(listen, "127.0.0.1", 0)
        port = added_port(f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        begun = time.monotonic()
        with pytest.raises(DeviceError, match="Nothing answers"):
            await find(port, PACKS_LIST, timing=Timing())
        took = time.monotonic() - begun
        server.close()
        await server.wait_closed()
        return took

    took = asyncio.run(run())
    modbus = [data for data in asked if data[:2] == b"\x01\x2b"]
    assert (len(modbus), len(asked)) == (1, 2)
    assert took < 2.0


def test_packs_that_differ_in_the_unit_address_share_one_line() -> None:
    other = replace(PACKS["ice-machine"], key="other", link=replace(PACKS["ice-machine"].link, unit=7))
    from fleetdesk.devices.identify import _by_link, _speeches  # pyright: ignore[reportPrivateUsage]

    ((_, together),) = _by_link(named_port("/dev/ttyS9"), [PACKS["ice-machine"], other])
    assert _speeches(together) == [("modbus", 1), ("modbus", 7)]
    links = _by_link(named_port("/dev/ttyS9"), PACKS_LIST)
    assert len(links) == 2, "all bundled packs speak on two kinds of line"


@pytest.mark.parametrize("key", ["cameo-2s-st", "ice-machine"])
def test_a_machine_is_known_in_under_two_seconds(key: str, simulate: Simulate) -> None:
    port = added_port(simulate(key).port)

    async def run() -> float:
        begun = time.monotonic()
        found = await find(port, PACKS_LIST)
        took = time.monotonic() - begun
        await found.driver.close()
        return took

    assert asyncio.run(run()) < 2.0
