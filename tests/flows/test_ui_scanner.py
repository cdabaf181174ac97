"""A scanner jumps to a device from anywhere; a person who types is never taken for one."""

from typing import Any, cast

from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from ui_hands import texts

from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.scanner import GAP_MS

KNOWN = "RF-20411"


def keys(window: MainWindow, text: str) -> None:
    """As the system sends them: to the native window."""
    for key in text:
        cast("Any", QTest).keyClick(window.windowHandle(), key)  # the stub knows key codes only


def enter(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


def scan(window: MainWindow, text: str) -> None:
    """As fast as a scanner sends, Enter last."""
    keys(window, text)
    enter(window)


def go(qtbot: QtBot, window: MainWindow, page: str) -> MainWindow:
    """With the focus where a person who only looks has it."""
    shown = window.go(page)
    shown.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is shown)
    return window


def test_a_label_opens_its_device_from_any_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    for page, text in (("bench", f"FD:{KNOWN}"), ("plans", KNOWN)):
        scan(go(qtbot, window, page), text)
        qtbot.waitUntil(lambda: window.pages.current == "fleet" and KNOWN in texts(window))
        window.go(page)


def test_what_no_device_carries_is_said(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    scan(go(qtbot, window, "bench"), "XX-00000")
    qtbot.waitUntil(lambda: "No device, or more than one, carries XX-00000." in texts(window))
    assert window.pages.current == "bench"


def test_single_keys_and_slow_typing_do_what_they_always_did(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    seen: list[str] = []

    class Listens(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            seen.append(event.text())

    listens = Listens(window.centralWidget())
    listens.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    listens.show()
    listens.setFocus()
    scanned: list[str] = []
    window.scanner.scanned.connect(scanned.append)
    for key in KNOWN:
        keys(window, key)
        qtbot.wait(GAP_MS + 25)
    enter(window)
    assert ("".join(seen), scanned) == (KNOWN + "\r", [])
    seen.clear()
    keys(window, "12")
    enter(window)
    assert ("".join(seen), scanned) == ("12\r", []), "too short for a label: passed on in order"
    seen.clear()
    keys(window, KNOWN)
    qtbot.waitUntil(lambda: "".join(seen) == KNOWN)
    assert scanned == [], "a burst without Enter is no scan"


def test_in_a_field_only_a_label_of_ours_jumps(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    field = QLineEdit("kept", window.centralWidget())
    field.show()
    field.setFocus()
    scanned: list[str] = []
    window.scanner.scanned.connect(scanned.append)
    scan(window, KNOWN)
    assert (field.text(), scanned) == ("kept" + KNOWN, []), "what is typed or scanned into a field stays there"
    field.setText("kept")
    qtbot.wait(GAP_MS + 25)
    scan(window, f"FD:{KNOWN}")
    assert (field.text(), scanned) == ("kept", [KNOWN])
