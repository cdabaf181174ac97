"""Takes the README's pictures from the real demo: its hub, its simulated store, its window.

    python packaging/take_screenshots.py docs/screenshots

Needs no screen (it draws offscreen unless QT_QPA_PLATFORM says otherwise). Nothing on the pictures is posed: each is
taken when the page says what it should show, and the script fails when it never does.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from fleetdesk.app import build_window, make_application
from fleetdesk.demo import Demo
from fleetdesk.services.views import DueLevel
from fleetdesk.ui.theme import Mode

if TYPE_CHECKING:
    from fleetdesk.ui.bench.page import BenchPage
    from fleetdesk.ui.fleet.page import FleetPage
    from fleetdesk.ui.main_window import MainWindow

SIZE = (1440, 900)
LIMIT_S = 60.0
SETTLE_S = 0.6
LIVE_S = 12.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("en_US"))
    with Demo(None, _say) as demo, ExitStack() as stack:
        app = make_application()
        window = build_window(app, demo.desk, stack)
        window.resize(*SIZE)
        window.show()
        for mode in (Mode.LIGHT, Mode.DARK):
            take(app, window, folder, mode)
    return 0


def take(app: QApplication, window: "MainWindow", folder: Path, mode: Mode) -> None:
    window.theme.set_mode(mode)
    bench = cast("BenchPage", window.go("bench"))
    wait_until(app, "a blender with its due service", lambda: has_blender(bench))
    spin(app, LIVE_S)
    save(app, window, folder / f"bench-{mode}.png")
    bench.body.press_primary()
    wait_until(app, "the inspection", lambda: bench.desk.page is not None)
    save(app, window, folder / f"inspection-{mode}.png")
    page = bench.desk.page
    if page is not None:
        page.leave()
    wait_until(app, "the bench again", lambda: bench.desk.page is None)
    fleet = cast("FleetPage", window.go("fleet"))
    wait_until(app, "216 devices", lambda: fleet.table_card.table.model().rowCount() == 216)
    save(app, window, folder / f"fleet-{mode}.png")
    fleet.table_card.table.selectRow(0)
    fleet.table_card.table.opened.emit(fleet.table_card.table.currentIndex())
    spin(app, 1.0)
    save(app, window, folder / f"device-{mode}.png")
    fleet.panels.slide.close_panel()


def has_blender(bench: "BenchPage") -> bool:
    """Chooses the blender whose service is due; True once its cards are there."""
    for port in bench.ports:
        due = port.unit.due if port.unit is not None and port.unit.category == "blender" else ()
        if any(task.level is DueLevel.DUE for task in due):
            bench.select(port.port)
            return bench.body.unit_view is not None and bench.body.unit_view.live is not None
    return False


def wait_until(app: QApplication, what: str, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"never seen: {what}")
        app.processEvents()
        time.sleep(0.01)


def spin(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def save(app: QApplication, window: "MainWindow", path: Path) -> None:
    spin(app, SETTLE_S)
    if not window.grab().save(str(path)):
        raise SystemExit(f"cannot write {path}")
    _say(str(path))


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
