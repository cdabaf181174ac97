"""Simulated devices as fixtures. `frost_port` and `gateway_port` are pySerial URLs of devices that lie still."""

from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.devices.simulated import FROST, GATEWAY, Device, simulator, write_scene

Simulate = Callable[..., Device]
"""simulate(pack, {dotted key of [simulate]: value}, tcp=True, baud=None) -> Device"""


@pytest.fixture
def simulate(tmp_path: Path) -> Generator[Simulate]:
    """Starts one device on request, with changes to its [simulate] table; it ends with the test."""
    with ExitStack() as running:

        def start(
            pack: str, changes: Mapping[str, Any] | None = None, *, tcp: bool = True, baud: int | None = None
        ) -> Device:
            folder = tmp_path / f"scene-{len(list(tmp_path.glob('scene-*')))}"
            folder.mkdir()
            options = ["--scene", write_scene(folder, (pack, changes or {})), *(["--tcp"] if tcp else [])]
            options += [] if baud is None else ["--baud", str(baud)]
            return running.enter_context(simulator(*options)).device

        yield start


@pytest.fixture
def frost(simulate: Simulate) -> Device:
    """A blender on TCP whose motor never starts: its counters stand at the pack's start values."""
    return simulate(FROST, {"motor": "idle"})


@pytest.fixture
def frost_port(frost: Device) -> str:
    return frost.port


@pytest.fixture
def gateway(simulate: Simulate) -> Device:
    """A gateway on TCP."""
    return simulate(GATEWAY)


@pytest.fixture
def gateway_port(gateway: Device) -> str:
    return gateway.port


@pytest.fixture
def frost_pty(simulate: Simulate) -> str:
    return simulate(FROST, {"motor": "idle"}, tcp=False).port


@pytest.fixture
def gateway_pty(simulate: Simulate) -> str:
    return simulate(GATEWAY, tcp=False).port
