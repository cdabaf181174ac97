"""Simulated devices for tests: real processes on real ptys and sockets, ended with the test."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, cast

import pytest

ROOT = Path(__file__).parents[2]
DRIVERS = ROOT / "drivers"
FROST, GATEWAY = "ruiyun-frost", "mpc-1911-r22"

needs_ptys = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@dataclass(frozen=True, slots=True)
class Device:
    """A ready line."""

    pack: str
    serial: str
    port: str
    pid: int


@dataclass(frozen=True, slots=True)
class Running:
    """The simulator's process and the devices that it said are ready."""

    process: subprocess.Popen[bytes]
    devices: tuple[Device, ...]

    @property
    def device(self) -> Device:
        (only,) = self.devices
        return only


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "fleetdesk.simulator", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@contextmanager
def simulator(*arguments: str | Path, devices: int = 1, code: int = 0) -> Generator[Running]:
    """Runs the simulator until the block ends, and asserts that it then ends by itself, with `code`."""
    line = command(*arguments, "--watch-stdin")
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()) as process:
        try:
            yield Running(process, tuple(_ready(process.stdout) for _ in range(devices)))
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                ended = process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert ended == code, f"the simulator ended with {ended}"


def _ready(stdout: IO[bytes] | None) -> Device:
    assert stdout is not None
    line = stdout.readline()
    assert line, "the simulator ended before the device was ready"
    return Device(**json.loads(line))


def write_scene(folder: Path, *units: tuple[str, Mapping[str, Any]]) -> Path:
    """A scene file: (pack, {dotted key of the [simulate] table: value}) for each unit."""
    file = folder / "scene.toml"
    text = ""
    for pack, changes in units:
        text += f"[[unit]]\npack = {json.dumps(pack)}\n[unit.set]\n"
        text += "".join(f"{json.dumps(key)} = {_toml(value)}\n" for key, value in changes.items())
    file.write_text(text, encoding="utf-8")
    return file


def _toml(value: Any) -> str:
    """JSON is TOML for texts, numbers, booleans and lists of these; a table is written inline."""
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in cast("list[Any]", value)) + "]"
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return "{" + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in table.items()) + "}"
    return json.dumps(value)


def require_tool(name: str, hint: str) -> str:
    """The path of a program; without it the test is skipped with `hint`, or fails where FLEETDESK_CI=1."""
    found = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    if found is None:
        missing(f"{name} is missing: {hint}")
    return found


def missing(reason: str) -> NoReturn:
    if os.environ.get("FLEETDESK_CI") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
