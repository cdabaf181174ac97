"""Modbus slaves that are not ours, read by our link with a small test pack: pymodbus' own server and libmodbus.

libmodbus knows no FC 43/14, so a slave made with it cannot say who it is: it is refused as nameless, and read only with
a pack that says so and that a person names.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fleetdesk.cli.packs import pack_app
from fleetdesk.devices.driver import Timing
from fleetdesk.devices.identify import candidates
from fleetdesk.devices.line import open_line
from fleetdesk.devices.modbus.driver import ModbusDriver
from fleetdesk.devices.ports import added_port
from fleetdesk.devices.session import open_session
from fleetdesk.domain.errors import DeviceError, PackError
from fleetdesk.domain.pack import Block, Channel, Counter, Fault, Field, Link, Match, Pack, Setting
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.packs import load_pack
from fleetdesk.transcript import Header, Recorder
from tests.devices.link_peers import words_of
from tests.devices.simulated import missing, needs_ptys

TIMING = Timing(request_s=1.0, retries=2, probe_s=1.0, quiet_s=0.05)
INPUT, HOLDING = 0x10, 0x200
CHILLER = Pack(
    key="test-chiller",
    version="1",
    name="Test chiller",
    category="refrigeration",
    supplier="",
    protocol="modbus",
    link=Link(baud=19200, parity="N"),
    match=Match(answers={"product": "CHILLER"}),
    counters=(Counter("door_openings", "state.door_openings", "Door openings", usage=True),),
    channels=(Channel("inside_dc", "state.inside_dc", "Inside", "°C", -1, high=80, live=True),),
    settings=(Setting("store", "setup.store", "Store", max_bytes=8),),
    faults=(Fault("hot", "state.alarms", "Too warm", bit=1),),
    blocks=(
        Block(
            "state", "input", INPUT, 5, 0xC01D,
            (
                Field("block_id", 0, "u16"),
                Field("door_openings", 1, "u32", 2),
                Field("inside_dc", 3, "i16"),
                Field("alarms", 4, "u16"),
            ),
        ),
        Block("setup", "holding", HOLDING, 5, 0xC01E, (Field("block_id", 0, "u16"), Field("store", 1, "string", 4))),
    ),
)  # fmt: skip
STATE = [0xC01D, 1, 4464, 0x10000 - 183, 0b10]
SETUP = [0xC01E, *words_of("STORE-07", 4)]
WHO = Identity("test-chiller", "modbus", "CHILLER", "CH-77", "2.1")


def check(taken: Snapshot) -> None:
    assert taken.counters == {"door_openings": 65536 + 4464}
    inside = taken.gauge("inside_dc")
    assert inside is not None
    assert (inside.value, inside.judged) == (-183, "ok")
    assert taken.settings == {"store": "STORE-07"}
    assert [fault.name for fault in taken.faults] == ["hot"]


# -- pymodbus ----------------------------------------------------------------------------------------------------------


def pymodbus_device() -> tuple[Any, Any]:
    from pymodbus.pdu.device import ModbusDeviceIdentification
    from pymodbus.simulator import DataType, SimData, SimDevice

    who = {0: "Maker", 1: "CHILLER", 2: "2.1", 4: "Chiller", 5: "CHILLER", 0x80: "CH-77"}
    identity = ModbusDeviceIdentification(info=who)
    inputs = [SimData(INPUT, values=STATE, datatype=DataType.REGISTERS)]
    holding = [SimData(HOLDING, values=SETUP, datatype=DataType.REGISTERS)]
    bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
    return SimDevice(1, (bits, bits, holding, inputs), identity=identity), identity


@asynccontextmanager
async def pymodbus_on_tcp() -> AsyncGenerator[str]:
    """RTU frames over a socket, as a serial device server sends them."""
    from pymodbus import FramerType
    from pymodbus.server import ModbusTcpServer

    device, identity = pymodbus_device()
    server: Any = ModbusTcpServer(
        device, framer=FramerType.RTU, identity=identity, address=("127.0.0.1", 0), ignore_missing_devices=True
    )
    await server.serve_forever(background=True)
    try:
        yield f"socket://127.0.0.1:{server.transport.sockets[0].getsockname()[1]}"
    finally:
        await server.shutdown()


@asynccontextmanager
async def crossed_ptys() -> AsyncGenerator[tuple[str, str]]:
    """Two serial ports with a cable between them."""
    import pty
    import tty

    ends = [pty.openpty() for _ in range(2)]
    loop = asyncio.get_running_loop()

    def pass_on(source: int, target: int) -> None:
        os.write(target, os.read(source, 4096))

    for _, slave in ends:
        tty.setraw(slave)
    (left, left_slave), (right, right_slave) = ends
    loop.add_reader(left, pass_on, left, right)
    loop.add_reader(right, pass_on, right, left)
    try:
        yield os.ttyname(left_slave), os.ttyname(right_slave)
    finally:
        for master, slave in ends:
            loop.remove_reader(master)
            os.close(master)
            os.close(slave)


@asynccontextmanager
async def pymodbus_on_a_cable() -> AsyncGenerator[str]:
    from pymodbus.server import ModbusSerialServer

    device, identity = pymodbus_device()
    async with crossed_ptys() as (ours, theirs):
        server: Any = ModbusSerialServer(
            device, identity=identity, port=theirs, baudrate=19200, ignore_missing_devices=True
        )
        await server.serve_forever(background=True)
        try:
            yield ours
        finally:
            await server.shutdown()


async def read_through_a_session(port: str) -> None:
    session = await open_session(port, CHILLER, timing=TIMING)
    try:
        assert (session.identity.serial, session.identity.firmware) == ("CH-77", "2.1")
        check(await session.snapshot())
        assert (await session.sample()).values == {"inside_dc": -183}
    finally:
        await session.close()


def test_a_pymodbus_slave_behind_a_device_server_is_identified_and_read() -> None:
    async def act() -> None:
        async with pymodbus_on_tcp() as url:
            await read_through_a_session(url)

    asyncio.run(asyncio.wait_for(act(), 30))


@needs_ptys
def test_a_pymodbus_slave_on_a_cable_is_identified_and_read() -> None:
    async def act() -> None:
        async with pymodbus_on_a_cable() as port:
            await read_through_a_session(port)

    asyncio.run(asyncio.wait_for(act(), 30))


# -- libmodbus ---------------------------------------------------------------------------------------------------------

SLAVE = """
import ctypes, sys
library, port = sys.argv[1], sys.argv[2]
words = [int(word) for word in sys.argv[3:]]
m = ctypes.CDLL(library)
for name in ("modbus_new_rtu", "modbus_mapping_new_start_address"):
    getattr(m, name).restype = ctypes.c_void_p
context = ctypes.c_void_p(m.modbus_new_rtu(port.encode(), 19200, ctypes.c_char(b"N"), 8, 1))
assert context and m.modbus_set_slave(context, 1) == 0 and m.modbus_connect(context) == 0
class Mapping(ctypes.Structure):
    _fields_ = [(n, ctypes.c_int) for n in ("nb_bits", "start_bits", "nb_input_bits", "start_input_bits",
        "nb_input_registers", "start_input_registers", "nb_registers", "start_registers")] + [
        ("tab_bits", ctypes.c_void_p), ("tab_input_bits", ctypes.c_void_p),
        ("tab_input_registers", ctypes.POINTER(ctypes.c_uint16)), ("tab_registers", ctypes.POINTER(ctypes.c_uint16))]
new = m.modbus_mapping_new_start_address
new.argtypes = [ctypes.c_uint] * 8
mapping = ctypes.cast(new(0, 1, 0, 1, 0x200, 5, 0x10, 5), ctypes.POINTER(Mapping))
for at in range(5):
    mapping.contents.tab_input_registers[at] = words[at]
    mapping.contents.tab_registers[at] = words[5 + at]
print("ready", flush=True)
query = (ctypes.c_uint8 * 256)()
while True:
    length = m.modbus_receive(context, query)
    if length > 0:
        m.modbus_reply(context, query, length, mapping)
"""


@asynccontextmanager
async def libmodbus_on_a_cable() -> AsyncGenerator[str]:
    library = find_library("modbus")
    if library is None:
        missing("libmodbus is missing: apt-get install libmodbus5")
    async with crossed_ptys() as (ours, theirs):
        words = [str(word) for word in (*STATE, *SETUP)]
        with subprocess.Popen([sys.executable, "-c", SLAVE, library, theirs, *words], stdout=subprocess.PIPE) as slave:
            assert slave.stdout is not None
            try:
                assert await asyncio.to_thread(slave.stdout.readline) == b"ready\n"
                yield ours
            finally:
                slave.kill()


@needs_ptys
def test_the_registers_of_a_libmodbus_slave_are_read() -> None:
    async def act() -> None:
        async with libmodbus_on_a_cable() as port:
            line = await open_line(port, CHILLER.link, Recorder(Header(port, "", "")))
            driver = await ModbusDriver.on(line, 1, TIMING)
            try:
                for _ in range(3):
                    check(await driver.snapshot(CHILLER, WHO))
            finally:
                await driver.close()

    asyncio.run(asyncio.wait_for(act(), 30))


@needs_ptys
def test_a_slave_that_cannot_say_who_it_is_is_not_opened() -> None:
    async def act() -> DeviceError:
        async with libmodbus_on_a_cable() as port:
            with pytest.raises(DeviceError) as told:
                await open_session(port, CHILLER, timing=Timing(request_s=0.2, retries=0, quiet_s=0.05))
            return told.value

    told = asyncio.run(asyncio.wait_for(act(), 30))
    assert told.title
    assert told.next_step


SETTING = """[[settings]]
name = "alarms"
source = "state.alarms"
label = "Alarms"
type = "u16"
writable = true
"""
NAMELESS = """
[pack]
version = "1"
name = "Test chiller"
category = "refrigeration"
supplier = ""
protocol = "modbus"
[link]
baud = 19200
[match]
nameless = true
[[counters]]
name = "door_openings"
source = "state.door_openings"
label = "Door openings"
max_per_hour = 60
[[channels]]
name = "inside_dc"
source = "state.inside_dc"
label = "Inside"
unit = "°C"
scale = -1
[[blocks]]
name = "state"
space = "input"
address = 0x10
length = 5
id = 0xC01D
fields = [
    { name = "block_id", offset = 0, type = "u16", label = "Block number" },
    { name = "door_openings", offset = 1, type = "u32", length = 2, label = "Door openings" },
    { name = "inside_dc", offset = 3, type = "i16", label = "Inside", unit = "°C", scale = -1 },
    { name = "alarms", offset = 4, type = "u16", label = "Alarms" },
]
"""


@pytest.fixture
def nameless(tmp_path: Path) -> Path:
    folder = tmp_path / "test-chiller"
    folder.mkdir()
    (folder / "pack.toml").write_text(NAMELESS, encoding="utf-8")
    return folder


def tried(folder: Path, *more: str) -> Result:
    """`fleetdesk pack try` at a libmodbus slave."""

    async def act() -> Result:
        async with libmodbus_on_a_cable() as port:
            arguments = ["try", str(folder), "--port", port, *more]
            return await asyncio.to_thread(CliRunner().invoke, pack_app, arguments)

    return asyncio.run(asyncio.wait_for(act(), 30))


@needs_ptys
def test_a_slave_without_a_name_is_read_with_the_pack_that_a_person_names(nameless: Path) -> None:
    said = tried(nameless)
    assert said.exit_code == 0, said.exception
    assert "Test chiller without a serial number, firmware unknown" in said.output
    assert f"Door openings: {65536 + 4464} uses" in said.output
    assert "Inside: -18.3 °C" in said.output
    assert "a value for everything" in said.output


@needs_ptys
def test_another_slave_is_not_read_as_it(nameless: Path) -> None:
    """All that speaks for the pack is its block's number, so that is looked at before and after."""
    file = nameless / "pack.toml"
    file.write_text(NAMELESS.replace("0xC01D", "0xC01E"), encoding="utf-8")
    said = tried(nameless)
    assert said.exit_code == 1
    assert isinstance(said.exception, DeviceError)
    assert "do not begin with its id" in str(said.exception)


def test_no_port_chooses_a_nameless_pack_by_itself(nameless: Path) -> None:
    pack = load_pack(nameless)
    added = added_port("socket://127.0.0.1:9")
    assert candidates(added, [pack, CHILLER]) == [CHILLER]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nameless = true", "nameless = true\nanswers = { product = 'X' }", "neither usb nor answers"),
        ("nameless = true", "nameless = false", "match.answers: expected at least one"),
        ("[[blocks]]", SETTING + "[[blocks]]", "a nameless device is only read"),
    ],
    ids=["answers beside it", "neither", "a setting"],
)
def test_a_nameless_pack_is_only_read_and_only_named(nameless: Path, old: str, new: str, said: str) -> None:
    (nameless / "pack.toml").write_text(NAMELESS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=said):
        load_pack(nameless)
