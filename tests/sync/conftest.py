"""A hub and two laptops."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from fleetdesk.sync.signed_http import Patience
from tests.sync.places import IMPATIENT, Hub, HubProcess, HubThread, Laptop, open_laptop

NewLaptop = Callable[..., Laptop]
"""new_laptop(name, patience=IMPATIENT) -> Laptop"""


@pytest.fixture
def hub(tmp_path: Path) -> Generator[Hub]:
    """A hub on a real socket in a thread of this process: at once there."""
    thread = HubThread(tmp_path / "hub")
    yield thread
    thread.stop()


@pytest.fixture
def hub_process(tmp_path: Path) -> Generator[HubProcess]:
    """A hub that can be killed, and that shares neither clock nor code with the test."""
    process = HubProcess(tmp_path / "hub")
    yield process
    process.stop()


@pytest.fixture
def new_laptop(tmp_path: Path) -> Generator[NewLaptop]:
    opened: list[Laptop] = []

    def make(name: str, patience: Patience = IMPATIENT) -> Laptop:
        opened.append(open_laptop(tmp_path / name, patience))
        return opened[-1]

    yield make
    for laptop in opened:
        laptop.workstation.close()


@pytest.fixture
def ana(new_laptop: NewLaptop) -> Laptop:
    return new_laptop("ana")


@pytest.fixture
def ben(new_laptop: NewLaptop) -> Laptop:
    return new_laptop("ben")
