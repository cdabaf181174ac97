"""Opens the application's window on an existing home and says, at its first paint, which slow modules are loaded."""

import sys
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from fleetdesk.app import build_window, make_application
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk

SLOW = (
    "numpy", "pyqtgraph", "smp", "smpclient", "cbor2", "serial", "pymodbus", "apscheduler", "sqlite_utils", "httpx2",
    "pydantic", "fastapi", "uvicorn", "keyring", "reportlab", "structlog", "http_message_signatures",
)  # fmt: skip


class FirstPaint(QObject):
    """Looks once, when the window is painted for the first time, and ends the application."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self.property("seen"):
            self.setProperty("seen", True)
            found = [name for name in SLOW if name in sys.modules]
            print(" ".join(["painted", *found]), flush=True)
            app.quit()
        return False


app = make_application()
with ExitStack() as stack:
    desk = open_desk(Home(Path(sys.argv[1])))
    stack.callback(desk.close)
    window = build_window(app, desk, stack)
    look = FirstPaint()
    pages = window.centralWidget()
    assert pages is not None
    pages.installEventFilter(look)
    window.show()
    app.exec()
