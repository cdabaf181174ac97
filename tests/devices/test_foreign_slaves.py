"""Modbus slaves that are not ours, read by our link with a small test pack: pymodbus' own server and libmodbus.

libmodbus knows no FC 43/14, so a slave made with it cannot say who it is: it is refused as nameless, and its registers
are read by the driver alone.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ctypes.util import find_library
from typing import Any

import pytest

from fleetdesk.devices.driver import Timing
from fleetdesk.devices.line import open_line
from fleetdesk.devices.modbus.driver import ModbusDriver
from fleetdesk.devices.session import open_session
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Block, Channel, Counter, Fault, Field, Link, Match, Pack, Setting
from fleetdesk.domain.snapshot import Identity, Snapshot
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
