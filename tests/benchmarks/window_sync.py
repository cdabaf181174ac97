"""How long the window stands still while it syncs, against its own worst gap when nothing happens.

`python tests/benchmarks/window_sync.py [EVENTS]` shows the real window offscreen with the Fleet page open; in each of
five rounds another laptop's events come from a hub that is a process of its own. A gap is the time between two ticks of
a timer of 5 ms. The window's own ticker is left out, so that a sync begins when the round says. Prints one JSON object:
`ours` is the worst gap while syncing, `limit` three times the worst while idle (goal: `ratio` at most 1), medians of
the rounds; `memory_mib` is what the process holds after each round: flat once the caches of its two databases are full.
"""

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FLEETDESK_KEYRING"] = "file"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from fleetdesk.app import make_application
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.services.window import WindowParts
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.theme import Theme
from tests.benchmarks.hub_site import PATIENT, write_devices
from tests.sync.places import HubProcess, Laptop, open_laptop

EVENTS, ROUNDS = 10_000, 5
IDLE_S, TICK_MS, TIMES = 5.0, 5, 3.0
LIMIT_S = 300.0


class Gaps:
    """The longest time between two ticks since `take` was asked last."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._worst = 0.0
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._worst, self._last = max(self._worst, now - self._last), now

    def take(self) -> float:
        self._tick()
        worst, self._worst = self._worst, 0.0
        return worst


def spin(app: QApplication, until: Callable[[], bool]) -> None:
    """Runs the event loop as the application does until `until`, which is asked now and then."""
    began = time.perf_counter()
    look = QTimer()
    look.timeout.connect(lambda: app.quit() if until() or time.perf_counter() - began > LIMIT_S else None)
    look.start(50)
    app.exec()
    look.stop()
    assert until(), "it did not come to an end"


def memory_mib() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


def held(desk: Desk) -> int:
    return int(desk.record.read(lambda c: c.execute("SELECT count(*) FROM journal_event").fetchone()[0]))


Round = tuple[float, float, int]


def measure(app: QApplication, desk: Desk, hub: HubProcess, writer: Laptop, events: int) -> list[Round]:
    """(worst idle gap, worst gap while syncing, memory afterwards) of each round."""
    found: list[Round] = []
    with ExitStack() as stack:
        loop = IoLoop().start()
        stack.callback(loop.stop)
        parts = WindowParts(desk, loop)
        stack.callback(parts.stop)
        bridge = Bridge(lambda: loop)
        stack.callback(bridge.close)
        window = MainWindow(Theme(app), bridge, parts)
        stack.callback(window.close)
        window.resize(1440, 900)
        window.show()
        window.go("fleet")
        settled = time.perf_counter() + 3.0
        spin(app, lambda: time.perf_counter() > settled)
        gaps = Gaps()
        for number in range(ROUNDS):
            write_devices(writer, number * events, events)
            writer.run()
            gaps.take()
            idle_until = time.perf_counter() + IDLE_S
            spin(app, lambda until=idle_until: time.perf_counter() > until)
            idle, before = gaps.take(), held(desk)
            done = loop.run(desk.sync.join(hub.url))
            spin(app, done.done)
            found.append((idle, gaps.take(), memory_mib()))
            assert held(desk) - before >= events
    return found


def main(events: int) -> dict[str, object]:
    app = make_application()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        hub = HubProcess(Path(folder) / "hub")
        stack.callback(hub.stop)
        writer = open_laptop(Path(folder) / "writer", PATIENT)
        stack.callback(writer.workstation.close)
        writer.join(hub.url)
        desk = open_desk(Home(Path(folder) / "home"))
        stack.callback(desk.close)
        ImportFleet(desk.record).apply(sample_fleet())
        rounds = measure(app, desk, hub, writer, events)
    idle = statistics.median(idle for idle, _, _ in rounds)
    syncing = statistics.median(gap for _, gap, _ in rounds)
    return {
        "name": "window_sync", "ours": round(syncing * 1000, 1), "limit": round(TIMES * idle * 1000, 1), "peers": {},
        "ratio": round(syncing / (TIMES * idle), 3), "unit": "ms, worst gap of the event loop, medians",
        "events": events * ROUNDS, "memory_mib": [memory for _, _, memory in rounds], "machine": platform.machine(),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)))
