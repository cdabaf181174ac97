"""Ports appear and go; what stands in the way of opening one is told in words with the next step."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
import serial

from fleetdesk.devices import port_trouble
from fleetdesk.devices.line import open_line
from fleetdesk.devices.ports import (
    Change,
    Port,
    added_port,
    changes,
    difference,
    list_ports,
    list_system_ports,
    named_port,
)
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.pack import Link
from fleetdesk.transcript import Header, Recorder
from tests.devices.link_peers import LINUX, SmpServer, SmpUnit, on_pty
from tests.devices.simulated import needs_ptys

BLENDER = Port("/dev/ttyACM0", "Blender", 0x2FE3, 0x0100, "RF-1")
GATEWAY = Port("/dev/ttyUSB0", "Gateway", 0x0483, 0x5740, "GW-1")
linux_only = pytest.mark.skipif(not LINUX, reason="reads Linux device files and /proc")


def test_the_difference_of_two_looks() -> None:
    change = difference((BLENDER,), (BLENDER, GATEWAY))
    assert (change.appeared, change.gone, change.ports) == ((GATEWAY,), (), (BLENDER, GATEWAY))
    assert difference((BLENDER, GATEWAY), (GATEWAY,)).gone == (BLENDER,)
    assert difference((BLENDER,), (replace(BLENDER, description="renamed"),)).appeared == ()


def test_another_adapter_under_the_same_name_is_gone_and_appeared() -> None:
    other = replace(BLENDER, serial_number="RF-2")
    assert difference((BLENDER,), (other,)) == Change((other,), (other,), (BLENDER,))


def test_changes_are_told_once_and_listed_off_the_loop() -> None:
    looks: list[tuple[Port, ...]] = [(), (), (BLENDER,), (BLENDER,), (BLENDER, GATEWAY), (GATEWAY,)]
    threads: set[int] = set()

    def look() -> Sequence[Port]:
        threads.add(threading.get_ident())
        return looks.pop(0) if len(looks) > 1 else looks[0]

    async def run() -> list[Change]:
        async with aclosing(changes(0.0, lambda: [added_port("socket://h:1")], look)) as told:
            return [await anext(told) for _ in range(4)]

    first, blender, gateway, gone = asyncio.run(run())
    assert [port.device for port in first.appeared] == ["socket://h:1"]
    assert (blender.appeared, gateway.appeared, gone.gone) == ((BLENDER,), (GATEWAY,), (BLENDER,))
    assert threading.get_ident() not in threads


def test_the_systems_ports_are_listed_in_order() -> None:
    found = asyncio.run(list_ports())
    assert list(found) == sorted(found, key=lambda port: port.device)
    assert all(not port.added for port in found)


@linux_only
@needs_ptys
def test_a_port_that_is_plugged_in_is_found_and_gone_when_it_is_pulled() -> None:
    """A link in /dev is what makes pyserial list a pty."""
    link = Path("/dev/ttyUSB97")

    async def run() -> None:
        async with on_pty(SmpServer(SmpUnit())) as pty, aclosing(changes(0.01)) as told:
            await anext(told)
            try:
                link.symlink_to(pty.device)
            except PermissionError:
                pytest.skip("only root may make device links: run as root, or in the CI container")
            try:
                assert str(link) in {port.device for port in (await anext(told)).appeared}
            finally:
                link.unlink()
            assert str(link) in {port.device for port in (await anext(told)).gone}

    asyncio.run(asyncio.wait_for(run(), 20))


@pytest.mark.parametrize("address", ["socket://127.0.0.1:4000", "rfc2217://bench.example:2217"])
def test_an_address_is_a_port(address: str) -> None:
    port = added_port(address)
    assert port.added
    assert port.device == address
    assert named_port(address) == port


@pytest.mark.parametrize("address", ["http://h:1", "socket://h", "socket://:80", "socket://h:99999", "socket://[::1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(PortError, match="is not a port") as told:
        added_port(address)
    assert told.value.next_step


def test_a_name_means_the_listed_port() -> None:
    assert named_port("/dev/ttyACM0", [GATEWAY, BLENDER]) is BLENDER
    assert named_port("COM9") == Port("COM9")


# -- what stands in the way --------------------------------------------------------------------------------------------


def opening(port: str, timeout_s: float = 5.0) -> PortError:
    async def run() -> PortError:
        with pytest.raises(PortError) as told:
            await open_line(port, Link(), Recorder(Header(port, "", "")), timeout_s)
        return told.value

    return asyncio.run(run())


def test_a_missing_port() -> None:
    told = opening("/dev/ttyUSB98" if sys.platform != "win32" else "COM98")
    assert told.title.startswith("There is no port")
    assert "fleetdesk ports" in told.next_step
    assert isinstance(told.__cause__, serial.SerialException)


def test_nothing_listens_at_an_address() -> None:
    told = opening("socket://127.0.0.1:9")
    assert told.title == "Nothing can be reached at socket://127.0.0.1:9."
    assert told.next_step
    assert "localhost" in opening("rfc2217://localhost:9").title


@pytest.mark.parametrize("port", ["socket://nowhere", "socket://h:port", "nonsense://h:1"])
def test_an_address_that_cannot_be(port: str) -> None:
    assert "is not a port" in opening(port).title


@linux_only
def test_a_file_that_is_no_port(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a port")
    told = opening(str(file))
    assert "cannot be opened" in told.title
    assert told.next_step


@linux_only
def test_no_permission_names_the_group_and_the_command(tmp_path: Path) -> None:
    import grp

    device = tmp_path / "ttyACM0"
    device.touch(0o660)
    group = grp.getgrgid(device.stat().st_gid).gr_name
    told = port_trouble.explain_open(str(device), serial.SerialException(13, "Permission denied"))
    assert told.title == f"You are not permitted to use {device}."
    assert f"group '{group}'" in told.message
    assert f"usermod -aG {group} " in told.next_step
    device.chmod(0o600)
    alone = port_trouble.explain_open(str(device), serial.SerialException(13, "Permission denied"))
    assert "administrator" in alone.next_step


def test_windows_errors_are_understood() -> None:
    refused = serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access is denied.', None, 5)")
    assert "COM3 is in use" in port_trouble.explain_open("COM3", refused).title
    absent = serial.SerialException("could not open port 'COM3': FileNotFoundError(2, 'The system ...', None, 2)")
    assert "There is no port COM3" in port_trouble.explain_open("COM3", absent).title


HOLDER = """
import fcntl, os, sys
held = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@linux_only
@needs_ptys
def test_a_busy_port_names_the_program_that_holds_it() -> None:
    async def run() -> None:
        async with on_pty(SmpServer(SmpUnit())) as pty:
            command = [sys.executable, "-c", HOLDER, pty.device]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
                assert holder.stdout is not None
                assert holder.stdin is not None
                await asyncio.to_thread(holder.stdout.readline)
                with pytest.raises(PortError, match="is in use") as told:
                    await open_line(pty.device, Link(), Recorder(Header("", "", "")))
                assert f"(process {holder.pid})" in told.value.message
                holder.stdin.close()
            line = await open_line(pty.device, Link(), Recorder(Header("", "", "")))
            with pytest.raises(PortError, match="is in use"):
                await open_line(pty.device, Link(), Recorder(Header("", "", "")))
            await line.close()

    asyncio.run(asyncio.wait_for(run(), 20))


@linux_only
@needs_ptys
def test_a_port_held_by_an_unknown_program_is_told_in_general(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def nobody(port: str) -> tuple[str, ...]:
        return ()

    monkeypatch.setattr(port_trouble, "holders", nobody)
    master, slave = os.openpty()
    try:
        fcntl.flock(slave, fcntl.LOCK_EX)
        told = opening(os.ttyname(slave))
    finally:
        os.close(master)
        os.close(slave)
    assert "is in use" in told.title
    assert "Another program" in told.message


def test_listing_needs_no_loop() -> None:
    assert isinstance(list_system_ports(), tuple)


def test_ports_that_never_open_take_nothing_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty drivers hang in open(): each is given up in time, and the shared pool still has its threads."""
    from fleetdesk.devices import line

    let_go = threading.Event()

    def hang(port: str, link: Link) -> object:
        let_go.wait(30)
        raise PortError(f"{port} never opened.")

    monkeypatch.setattr(line, "_open_serial", hang)

    async def run() -> None:
        openings = [open_line(f"/dev/ttyHANG{n}", Link(), Recorder(Header("", "", "")), 0.2) for n in range(40)]
        given_up = asyncio.gather(*openings, return_exceptions=True)
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "free"), 5) == "free"
        told = await given_up
        assert all(isinstance(error, PortError) and "cannot be opened" in error.title for error in told)

    try:
        asyncio.run(asyncio.wait_for(run(), 20))
    finally:
        let_go.set()


@pytest.mark.parametrize("turns", range(5))
def test_a_cancel_that_comes_with_the_opened_port_is_not_lost(monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    """Whichever turn of the loop it comes in: a lost cancel held the port for ever."""
    from fleetdesk.devices import line

    class Device:
        closed = False

        def close(self) -> None:
            self.closed = True

    class Opened:
        def __init__(self, _port: str, _recorder: Recorder, device: Device) -> None:
            self.device = device

    async def run() -> None:
        device = Device()
        opening: asyncio.Future[Device] = asyncio.get_running_loop().create_future()

        def open_later(_work: object, _name: str) -> asyncio.Future[Device]:
            return opening

        monkeypatch.setattr(line, "_in_a_thread_of_its_own", open_later)
        monkeypatch.setattr(line, "_DescriptorLine", Opened)
        monkeypatch.setattr(line, "_ThreadLine", Opened)
        task = asyncio.create_task(open_line("/dev/ttyUSB7", Link(), Recorder(Header("", "", "")), 5.0))
        await asyncio.sleep(0.01)
        opening.set_result(device)
        for _ in range(turns):
            await asyncio.sleep(0)
        if task.done():
            return
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        await asyncio.sleep(0)
        assert device.closed

    asyncio.run(run())
