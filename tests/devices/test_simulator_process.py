"""The simulator as a user starts it: ready lines, wires that survive their clients, line rates, and a clean end."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cbor2
import pytest
import serial
from smp import packet
from smp.header import OP, Flag, Header, Version

from fleetdesk.domain.pack import Link
from fleetdesk.simulator.lines import Pace
from tests.devices.conftest import Simulate
from tests.devices.simulated import (
    DRIVERS,
    FROST,
    GATEWAY,
    Device,
    command,
    environment,
    needs_ptys,
    simulator,
    write_scene,
)

WAIT_S = 20.0


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, f"waited {WAIT_S} s in vain: {what}"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """A zombie, which only waits to be collected, is not alive."""
    try:
        os.kill(pid, 0)
        if not Path("/proc/self").exists():
            return True
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def opened(port: str, baud: int = 115200) -> Any:
    line: Any = serial.serial_for_url(port, baudrate=baud, timeout=WAIT_S)  # pyright: ignore[reportUnknownMemberType]
    return line


def smp_ask(line: Any, group: int, command_id: int, content: Any = None, *, write: bool = False) -> Any:
    payload = cbor2.dumps({} if content is None else content)
    op = OP.WRITE if write else OP.READ
    header = Header(op, Version.V2, Flag(0), len(payload), group, 7, command_id)
    for part in packet.encode(bytes(header) + payload):
        line.write(part)
    decoder = packet.decode()
    next(decoder)
    while True:
        heard: bytes = line.readline()
        assert heard.endswith(b"\n"), f"no answer, only {heard!r}"
        try:
            decoder.send(heard)
        except StopIteration as whole:
            return cbor2.loads(whole.value[8:])


def echo(line: Any, text: str = "there?") -> bool:
    return smp_ask(line, 0, 0, {"d": text}, write=True) == {"r": text}


# -- ready lines


def test_each_device_is_a_process_that_says_when_it_is_ready() -> None:
    packs = (DRIVERS / FROST, DRIVERS / FROST, DRIVERS / GATEWAY)
    with simulator(*packs, "--tcp", "--serial", "RF-7", devices=3) as running:
        one, two, three = running.devices
        assert [(d.pack, d.serial) for d in running.devices] == [
            (FROST, "RF-7"),
            (FROST, "RF-20417"),
            (GATEWAY, "GW-1911-0007"),
        ]
        assert len({device.pid for device in running.devices}) == 3
        for device in (one, two):
            with opened(device.port) as line:
                said = smp_ask(line, 3, 0, {"name": "id/serial"})
                assert said == {"val": device.serial.encode()}, "ready means that it answers"
        assert three.port.startswith("socket://127.0.0.1:")


def test_a_pack_given_twice_makes_two_units_with_serials_of_their_own() -> None:
    with simulator(DRIVERS / FROST, DRIVERS / FROST, "--tcp", devices=2) as running:
        assert [device.serial for device in running.devices] == ["RF-20417", "RF-20418"]


def test_a_scene_is_a_whole_store(tmp_path: Path) -> None:
    blenders = [(FROST, {"serial": f"RF-{n}", "stats.blend_use.cycles_total": 900 + n}) for n in range(1, 6)]
    children = [{"serial": f"RF-{n}", "type": "blender", "state": "online"} for n in range(1, 6)]
    scene = write_scene(tmp_path, (GATEWAY, {"children": children}), *blenders)
    with simulator("--scene", scene, "--tcp", devices=6) as running:
        assert [device.pack for device in running.devices] == [GATEWAY, *[FROST] * 5]
        for n, device in enumerate(running.devices[1:], start=1):
            with opened(device.port) as line:
                use = smp_ask(line, 2, 0, {"name": "blend_use"})["fields"]
            assert use["cycles_total"] in (900 + n, 901 + n)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "There is nothing to simulate."),
        ((DRIVERS,), "no driver pack"),
        ((DRIVERS / FROST, "--serial", "A", "--serial", "B"), "more serials than devices"),
        ((DRIVERS / FROST, "--serial", "far-too-long-serial"), "simulate.serial: expected a serial of 1 to 12"),
        ((DRIVERS / FROST, DRIVERS / FROST, "--serial", "A", "--serial", "A"), "Two simulated units have one serial"),
        ((DRIVERS / FROST, "--baud", "7"), "7 is no line rate"),
        (("--scene", "no-such-file.toml"), "The scene cannot be read"),
    ],
)
def test_what_cannot_be_simulated_is_told_and_nothing_starts(arguments: tuple[str | Path, ...], says: str) -> None:
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=60, check=False, env=environment()
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        ("[[unit]]\npack = 'ruiyun-frost'\nserail = 'RF-1'", "unit[0].serail: unknown key; expected 'serial'"),
        ("[[unit]]\npack = 'nothing'", "no driver pack"),
        ("[[unit]]\npack = 'ruiyun-frost'\nset = { motor = 'fast' }", "simulate.motor: expected 'cycle' or 'idle'"),
        ("[[unit]]\npack = 'ruiyun-frost'\nset = { 'serial.x' = 1 }", "which is no table"),
        ("[[unit", "The scene is not valid"),
    ],
)
def test_a_scene_that_is_wrong_is_told(scene: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "scene.toml"
    file.write_text(scene, encoding="utf-8")
    done = subprocess.run(
        command("--scene", file), capture_output=True, text=True, timeout=60, check=False, env=environment()
    )
    assert done.returncode == 1
    assert says in done.stderr


# -- wires


@needs_ptys
def test_a_pty_survives_that_its_clients_close_and_open_it(frost_pty: str) -> None:
    for _ in range(3):
        with opened(frost_pty) as line:
            assert echo(line)


def test_a_tcp_device_serves_one_client_after_another(frost: Device) -> None:
    for _ in range(5):
        with opened(frost.port) as line:
            assert echo(line)


def test_a_second_client_waits_until_the_first_has_left(frost: Device) -> None:
    with opened(frost.port) as second_to_come:
        assert echo(second_to_come)
        with opened(frost.port) as waiting:
            waiting.timeout = 0.3
            payload = cbor2.dumps({"d": "me too"})
            header = Header(OP.WRITE, Version.V2, Flag(0), len(payload), 0, 9, 0)
            for part in packet.encode(bytes(header) + payload):
                waiting.write(part)
            assert waiting.readline() == b""
            second_to_come.close()
            waiting.timeout = WAIT_S
            assert waiting.readline().startswith(b"\x06\x09")


def test_a_reset_over_the_wire_keeps_the_counters(simulate: Simulate) -> None:
    device = simulate(FROST, {"motor": "cycle", "run_s": 0.1, "pause_s": 0.1})
    with opened(device.port) as line:
        until(lambda: smp_ask(line, 2, 0, {"name": "blend_use"})["fields"]["cycles_total"] > 1004, "cycles")
        before = smp_ask(line, 2, 0, {"name": "blend_use"})["fields"]["cycles_total"]
        assert smp_ask(line, 0, 5, {}, write=True) == {}
        line.timeout = 0.2

        def back() -> bool:
            try:
                return echo(line)
            except AssertionError:
                return False

        until(back, "the device comes back after the reset")
        line.timeout = WAIT_S
        assert smp_ask(line, 2, 0, {"name": "blend_use"})["fields"]["cycles_total"] >= before
        assert smp_ask(line, 2, 0, {"name": "blend_sys"})["fields"]["boot_count"] == 42


def test_state_outlives_the_process_even_when_it_is_killed(tmp_path: Path) -> None:
    scene = write_scene(tmp_path, (FROST, {"motor": "cycle", "run_s": 0.1, "pause_s": 0.1}))
    state = tmp_path / "state"
    with simulator("--scene", scene, "--tcp", "--state", state, code=1) as running:
        file = state / "RF-20417.json"
        until(lambda: json.loads(file.read_text())["numbers"]["blend_use.cycles_total"] > 1003, "state on disk")
        kept = json.loads(file.read_text())["numbers"]["blend_use.cycles_total"]
        os.kill(running.device.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        assert running.process.wait(WAIT_S) == 1, "no device is left"
    with simulator("--scene", scene, "--tcp", "--state", state) as running, opened(running.device.port) as line:
        assert smp_ask(line, 2, 0, {"name": "blend_use"})["fields"]["cycles_total"] >= kept
        assert smp_ask(line, 2, 0, {"name": "blend_sys"})["fields"]["boot_count"] == 42


# -- line rate


def test_a_byte_takes_its_start_data_parity_and_stop_bits() -> None:
    assert Pace.of(Link(), 9600).byte_s == pytest.approx(10 / 9600)
    assert Pace.of(Link(parity="E"), 19200).byte_s == pytest.approx(11 / 19200)
    assert Pace.of(Link(), None).byte_s == 0


@pytest.mark.parametrize("tcp", [pytest.param(True, id="tcp"), pytest.param(False, id="pty", marks=needs_ptys)])
def test_baud_throttles_to_the_line_rate(simulate: Simulate, tcp: bool) -> None:
    device = simulate(FROST, {"motor": "idle"}, tcp=tcp, baud=19200)
    with opened(device.port, 19200) as line:
        began = time.monotonic()
        assert echo(line, "x" * 400)
        took = time.monotonic() - began
    # 400 characters make 560 bytes on the wire each way.
    at_least = 2 * 550 * 10 / 19200
    assert at_least <= took < 10 * at_least


@needs_ptys
def test_the_wrong_baud_rate_hears_garbage(simulate: Simulate) -> None:
    device = simulate(FROST, {"motor": "idle"}, tcp=False, baud=115200)
    with opened(device.port, 9600) as line:
        line.timeout = 0.5
        line.write(b"".join(packet.encode(bytes(Header(OP.READ, Version.V2, Flag(0), 1, 0, 1, 6)) + cbor2.dumps({}))))
        heard = line.read(4096)  # all of it, until the time-out
        assert heard
        assert not heard.startswith(b"\x06\x09")
    with opened(device.port, 115200) as line:
        assert echo(line)


def test_a_slow_device_is_late(simulate: Simulate) -> None:
    device = simulate(FROST, {"motor": "idle", "faults.slow_ms": 300})
    with opened(device.port) as line:
        began = time.monotonic()
        assert echo(line)
        assert time.monotonic() - began >= 0.3


def test_a_silent_device_and_one_that_answers_garbage(simulate: Simulate) -> None:
    for fault in ("silent", "garbage"):
        device = simulate(GATEWAY, {f"faults.{fault}": True})
        with opened(device.port) as line:
            line.timeout = 1.0
            line.write(bytes.fromhex("010400000001" + "31ca"))
            heard = line.read(7)
        assert (len(heard) == 7) == (fault == "garbage")
        assert heard[:2] != b"\x01\x04"


# -- the end


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without telling it")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_cleanly(how: signal.Signals) -> None:
    line = command(DRIVERS / FROST, DRIVERS / GATEWAY, "--tcp")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        pids = [json.loads(process.stdout.readline())["pid"] for _ in range(2)]
        process.send_signal(how)
        _, errors = process.communicate(timeout=WAIT_S)
        assert (process.returncode, errors) == (0, b"")
        assert not any(alive(pid) for pid in pids)


@pytest.mark.skipif(os.name == "nt", reason="looks into /proc")
def test_no_device_outlives_a_killed_simulator() -> None:
    line = command(DRIVERS / FROST, DRIVERS / GATEWAY, "--tcp")
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        pids = [json.loads(process.stdout.readline())["pid"] for _ in range(2)]
        assert all(alive(pid) for pid in pids)
        process.kill()
        process.wait()
        until(lambda: not any(alive(pid) for pid in pids), "the devices end with their owner")


def test_the_other_devices_go_on_when_one_ends() -> None:
    with simulator(DRIVERS / FROST, DRIVERS / GATEWAY, "--tcp", devices=2) as running:
        os.kill(running.devices[1].pid, signal.SIGTERM)
        with opened(running.devices[0].port) as line:
            assert echo(line)
            assert running.process.poll() is None


@pytest.mark.skipif(os.name == "nt", reason="reads /proc")
def test_ten_megabytes_of_rubbish_neither_stop_nor_swell_a_device(frost: Device) -> None:
    with opened(frost.port) as line:
        assert echo(line)
        before = _resident_kib(frost.pid)
        for _ in range(10):
            line.write(os.urandom(1 << 20))
        line.write(b"\n")
        assert echo(line)
        assert _resident_kib(frost.pid) - before < 4096


def _resident_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
