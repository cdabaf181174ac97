"""Fixtures of the window's tests: one application, one theme, a bridge over a real io loop, made-up services."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))  # ui_data, ui_fakes: importlib mode leaves the folder out

pytest.importorskip("PySide6.QtWidgets", reason="PySide6 is not installed: pip install 'fleetdesk[dev]'")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices

from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.qt_threads import leave_imports_alone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.theme import Mode, Theme

leave_imports_alone()
FULL_AFTER = 10
"""Tests between two full collections."""

OFFSCREEN_SAYS = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform grumbles about every window; no other Qt warning is let pass."""
    for item in items:
        if "flows" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_SAYS, extend=True))


@pytest.fixture(scope="session", autouse=True)
def no_garbage_elsewhere() -> Iterator[None]:
    """As in the application (ui/garbage.py): widgets that a test left in cycles must not go in a later one's paint."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def garbage_between_tests(no_garbage_elsewhere: None) -> Iterator[None]:
    yield
    gc.disable()  # a window that was closed has switched it on again
    gc.collect(2 if gc.get_count()[2] > FULL_AFTER else 1)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    QLocale.setDefault(QLocale("en_US"))
    return Theme(qapp, Mode.LIGHT)


@pytest.fixture
def io_loop() -> Iterator[IoLoop]:
    loop = IoLoop().start()
    yield loop
    loop.stop()


@pytest.fixture
def bridge(io_loop: IoLoop, qapp: QApplication) -> Iterator[Bridge]:
    """Fails the test when background work failed in a way that nobody expected."""
    made = Bridge(lambda: io_loop)
    bugs: list[str] = []
    made.bug.connect(bugs.append)
    yield made
    made.close()
    assert not bugs, bugs[0]


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


OpenWindow = Callable[[], MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, theme: Theme, bridge: Bridge, services: FakeServices) -> OpenWindow:
    """Opens the main window on the made-up services, as they are when it is called."""

    def open_it() -> MainWindow:
        window = MainWindow(theme, bridge, services)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return open_it
