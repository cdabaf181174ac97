"""Reference clients of Modbus accept the simulated gateway: mbpoll and minimalmodbus over a pty, pymodbus over TCP."""

import asyncio
import subprocess
from collections.abc import Generator
from typing import Any

import pytest

from tests.devices.simulated import missing, needs_ptys, require_tool


def mbpoll(port: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    tool = require_tool("mbpoll", "apt-get install mbpoll")
    line = [tool, "-m", "rtu", "-b", "115200", "-P", "none", "-0", "-1", "-o", "2", *arguments, port]
    return subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)


@needs_ptys
def test_mbpoll_reads_the_header_block(gateway_pty: str) -> None:
    done = mbpoll(gateway_pty, "-a", "1", "-t", "3:hex", "-r", "0", "-c", "10")
    assert done.returncode == 0, done.stderr
    words = [int(line.split()[1], 16) for line in done.stdout.splitlines() if line.startswith("[")]
    assert (words[0], words[1], words[3], words[8]) == (0xFD01, 1, 12, 88)


@needs_ptys
def test_mbpoll_is_told_that_a_register_does_not_exist(gateway_pty: str) -> None:
    done = mbpoll(gateway_pty, "-a", "1", "-t", "3", "-r", "10", "-c", "1")
    assert "Illegal data address" in done.stdout + done.stderr


@needs_ptys
def test_mbpoll_hears_nothing_from_another_unit(gateway_pty: str) -> None:
    done = mbpoll(gateway_pty, "-a", "2", "-t", "3", "-r", "0", "-c", "1")
    assert "timed out" in (done.stdout + done.stderr).lower()


@pytest.fixture
def instrument(gateway_pty: str) -> Generator[Any]:
    try:
        import minimalmodbus
    except ImportError:
        missing("minimalmodbus is missing: pip install minimalmodbus")
    instrument: Any = minimalmodbus.Instrument(gateway_pty, 1)
    instrument.serial.baudrate = 115200
    instrument.serial.timeout = 5
    yield instrument
    instrument.serial.close()


@needs_ptys
def test_minimalmodbus_reads_numbers_and_text(instrument: Any) -> None:
    assert instrument.read_registers(0x20, 10, functioncode=4)[:3] == [0xFD02, 0, 17]
    assert instrument.read_long(0x23, functioncode=4) == 61440
    assert instrument.read_register(0x42, functioncode=4, signed=True) == -58
    assert instrument.read_string(0x44, 16, functioncode=4).rstrip("\0") == "store-iot"


@needs_ptys
def test_minimalmodbus_stages_a_change_and_commits_it(instrument: Any) -> None:
    instrument.write_string(0x1002, "STORE-09".ljust(16, "\0"), 8)
    instrument.write_register(0x1001, 12, functioncode=6)
    assert instrument.read_string(0x1002, 8).rstrip("\0") == "STORE-09"
    assert instrument.read_register(3, functioncode=4) == 12, "nothing applies before COMMIT"
    instrument.write_registers(0x1F00, [0xFD0F, 1, 0, 4711])
    assert instrument.read_register(3, functioncode=4) == 13
    assert instrument.read_registers(0x1F00, 4, functioncode=4) == [0xFD0F, 1, 0, 4711]
    assert instrument.read_registers(0x1001, 1) == [13], "the staged config is based on the new generation"


async def read_identity(port: str) -> dict[int, bytes]:
    from pymodbus.client import AsyncModbusSerialClient
    from pymodbus.framer import FramerType

    client = AsyncModbusSerialClient(port, framer=FramerType.RTU, baudrate=115200, timeout=5, retries=0)
    assert await client.connect()
    found: dict[int, bytes] = {}
    try:
        for code in (2, 3):
            reply: Any = await client.read_device_information(read_code=code, object_id=0, device_id=1)
            assert not reply.isError()
            found.update(reply.information)
        one: Any = await client.read_device_information(read_code=4, object_id=0x80, device_id=1)
        assert one.information == {0x80: found[0x80]}
    finally:
        client.close()
    return found


def test_pymodbus_reads_the_device_identity_over_tcp(gateway_port: str) -> None:
    found = asyncio.run(read_identity(gateway_port))
    assert found == {
        0x00: b"Simulated vendor",
        0x01: b"MPC-1911-R22",
        0x02: b"3.2.1",
        0x04: b"IoT gateway",
        0x05: b"MPC-1911-R22",
        0x80: b"GW-1911-0007",
        0x81: b"02:19:11:00:00:07",
        0x82: b"R22",
        0x83: b"fd-gw/1",
        0x84: b"8b1f3a52c0de",
    }
