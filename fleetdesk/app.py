"""Joins the parts into the window: desk, io loop, services, bridge, theme. Imports Qt, and nothing slow before paint.

The window is shown first; the bench, the ticker and the look at other processes start after the first paint.
"""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import Home
from fleetdesk.runtime.qt_threads import leave_imports_alone, make_types_at_once
from fleetdesk.runtime.screen import check_screen
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.window import WindowParts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from fleetdesk.ui.main_window import MainWindow

BROKEN_QT = "6.12.0"
LOOK_EVERY_MS = 1000
START_AFTER_MS = 50
"""Ports and hub are looked for once the first paint is out."""


def open_window(home: Home) -> int:
    """Opens `home` and its window. Returns the exit code. Raises KnownError when another window has this home."""
    from filelock import FileLock, Timeout

    home.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.folder / "window.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise KnownError(
            "Fleetdesk is already open for this data folder.", str(home.folder), "Use that window, or close it first."
        ) from error
    try:
        desk = open_desk(home)
        try:
            return run_window(desk)
        finally:
            desk.close()
    finally:
        lock.release()


def run_window(desk: Desk) -> int:
    """Shows the window on an open desk until it is closed."""
    app = make_application()
    with ExitStack() as stack:
        window = build_window(app, desk, stack)
        window.show()
        quit_on_signals(app)
        return app.exec()


def quit_on_signals(app: "QApplication") -> None:
    """Ctrl-C and SIGTERM end the window in order. Python sees them at the next tick of the look-for-others timer."""
    import signal

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, frame: app.quit())


def make_application() -> "QApplication":
    """The QApplication. Raises KnownError with the command that helps when Qt cannot work here."""
    check_screen()
    make_types_at_once()
    try:
        import PySide6
        from PySide6.QtCore import QLocale
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise KnownError(
            "The window cannot be loaded.", str(error), "Install it: pip install --force-reinstall pyside6-essentials"
        ) from error
    leave_imports_alone()
    check_qt(PySide6.__version__, sys.version_info[:2])
    app = QApplication.instance() or QApplication(["fleetdesk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Fleetdesk")
    app.setDesktopFileName("fleetdesk")
    if QLocale().language() is QLocale.Language.C:  # no language is set: numbers are grouped all the same
        QLocale.setDefault(QLocale("en_US"))
    return app


def check_qt(version: str, python: tuple[int, ...]) -> None:
    """PySide6 6.12.0 loses a reference to None on Python 3.11 and aborts the process: refused before it can."""
    if version == BROKEN_QT and python < (3, 12):
        raise KnownError(
            "This PySide6 crashes on this Python.",
            f"PySide6 {version} on Python {python[0]}.{python[1]} aborts the program while it runs.",
            "Install another one: pip install 'pyside6-essentials!=6.12.0'",
        )


def build_window(app: "QApplication", desk: Desk, stack: ExitStack) -> "MainWindow":
    """The window with everything behind it; what was started ends with `stack`, in reverse order."""
    from PySide6.QtCore import QTimer

    from fleetdesk.ui.bridge import Bridge
    from fleetdesk.ui.garbage import GarbageTimer
    from fleetdesk.ui.main_window import MainWindow
    from fleetdesk.ui.theme import Theme
    from fleetdesk.ui.translate import install_translations

    stack.callback(GarbageTimer(app).stop)
    install_translations(app)
    loop = IoLoop().start()
    stack.callback(loop.stop)
    parts = WindowParts(desk, loop)
    stack.callback(parts.stop)
    bridge = Bridge(lambda: loop)
    stack.callback(bridge.close)
    window = MainWindow(Theme(app), bridge, parts)
    stack.callback(window.close)
    start, look = QTimer(window), QTimer(window)
    start.setSingleShot(True)
    for timer, act, after_ms in ((start, parts.start, START_AFTER_MS), (look, parts.look_for_others, LOOK_EVERY_MS)):
        timer.timeout.connect(act)
        timer.start(after_ms)
        stack.callback(timer.stop)
    return window
