"""Cyclic garbage goes in the GUI thread between events, and nowhere else."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fleetdesk.ui.garbage import GarbageTimer


class Knot:
    """Refers to itself, and says in which thread it went."""

    def __init__(self, went: list[threading.Thread]) -> None:
        self.me, self.went = self, went

    def __del__(self) -> None:
        self.went.append(threading.current_thread())


@pytest.fixture
def timer(qtbot: QtBot) -> Iterator[GarbageTimer]:
    made = GarbageTimer()
    yield made
    made.stop()


def allocate() -> None:
    """Far more new containers at once than any threshold."""
    kept = [[n] for n in range(20_000)]
    kept.clear()


def test_a_cycle_made_on_another_thread_goes_in_the_gui_thread(qtbot: QtBot, timer: GarbageTimer) -> None:
    went: list[threading.Thread] = []

    def work() -> None:
        Knot(went)
        allocate()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert went == []
    keep = [[n] for n in range(10 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(went))
    assert went == [threading.main_thread()]
    assert keep


def test_the_control_collects_wherever_it_is(qtbot: QtBot) -> None:
    went: list[threading.Thread] = []

    def work() -> None:
        Knot(went)
        allocate()

    gc.enable()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert went == [thread]


def test_afterwards_python_collects_by_itself_again(qtbot: QtBot) -> None:
    timer = GarbageTimer()
    assert not gc.isenabled()
    timer.stop()
    assert gc.isenabled()
