"""`fleetdesk ports`, `identify`, `read` and `watch` against simulated devices."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from fleetdesk.cli import link
from fleetdesk.cli.link import scaled
from fleetdesk.domain.errors import DeviceError, KnownError, PortError
from tests.devices.conftest import Simulate
from tests.devices.simulated import FROST, ROOT

app = typer.Typer()
for command in (link.ports, link.identify, link.read, link.watch):
    app.command()(command)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def run_json(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def test_ports() -> None:
    listed = run_json("ports")["ports"]
    assert all({"device", "vid", "pid", "serial_number", "description", "packs"} <= set(port) for port in listed)
    assert run("ports").exit_code == 0


def test_identify(frost_port: str) -> None:
    who = run_json("identify", frost_port)
    assert {name: who[name] for name in ("pack", "protocol", "model", "serial", "firmware")} == {
        "pack": "ruiyun-frost",
        "protocol": "smp",
        "model": "ruiyun-frost",
        "serial": "RF-20417",
        "firmware": "1.4.2",
    }
    assert "RF-20417, firmware 1.4.2" in run("identify", frost_port).stdout


def test_read_a_blender(frost_port: str) -> None:
    taken = run_json("read", frost_port)
    assert {"identity", "counters", "gauges", "settings", "children", "faults"} <= set(taken)
    assert taken["identity"]["serial"] == "RF-20417"
    assert taken["counters"]["cycles_total"] == 1002
    assert taken["gauges"]["vbat_mv"]["judged"] == "ok"
    assert taken["settings"]["motor_limit_ma"] == 6200
    assert taken["children"] == []
    text = run("read", frost_port).stdout
    assert "Blend cycles: 1002 uses" in text
    assert "Motor current limit: 6200 mA" in text


def test_read_a_gateway(gateway_port: str) -> None:
    taken = run_json("read", gateway_port)
    assert [(child["serial"], child["state"]) for child in taken["children"]][:2] == [
        ("RF-20417", "online"),
        ("RF-20418", "offline"),
    ]
    assert "wifi_password" not in taken["settings"]
    assert "blender RF-20418 offline" in run("read", gateway_port).stdout


def test_watch_counts_its_samples(simulate: Simulate) -> None:
    port = simulate(FROST, {"motor": "cycle"}).port
    result = run("watch", port, "--json", "--count", "3", "--every", "0")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert len(lines) == 3
    assert all(line["values"]["motor_ma"] >= 0 and line["taken_at"].endswith("Z") for line in lines)
    (line,) = run("watch", port, "--count", "1").stdout.splitlines()
    assert "Motor current" in line
    assert "Battery" in line, "what comes in the same read is shown too"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as SIGINT")
def test_watch_ends_well_at_ctrl_c(frost_port: str) -> None:
    program = "import typer; from fleetdesk.cli import link; typer.run(link.watch)"
    command = [sys.executable, "-c", program, frost_port, "--every", "0.01"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as watching:
        assert watching.stdout is not None
        assert b"Motor current" in watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        _, errors = watching.communicate(timeout=20)
    assert watching.returncode == 0
    assert errors == b""


@pytest.mark.parametrize("verb", ["identify", "read", "watch"])
def test_a_port_that_is_not_there(verb: str) -> None:
    told = run(verb, "/dev/ttyUSB98" if sys.platform != "win32" else "COM98")
    assert isinstance(told.exception, PortError)
    assert told.exception.next_step
    assert told.stdout == ""


def test_a_port_that_answers_garbage(simulate: Simulate) -> None:
    told = run("identify", simulate(FROST, {"motor": "idle", "faults.garbage": True}).port, "--json")
    assert isinstance(told.exception, DeviceError)
    assert isinstance(told.exception, KnownError)
    assert told.exception.next_step
    assert told.stdout == ""


@pytest.mark.parametrize(
    ("value", "scale", "unit", "text"),
    [(3900, -3, "A", "3.900 A"), (-61, 0, "dBm", "-61 dBm"), (12, 1, "", "120"), (0, -1, "K", "0.0 K")],
)
def test_scaled_values(value: int, scale: int, unit: str, text: str) -> None:
    assert scaled(value, scale, unit) == text
