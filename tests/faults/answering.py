"""A technician types into an inspection without a pause, again and again, in processes that may be killed.

`python answering.py HOME DEVICE [pause]`: for each line on its standard input a child is forked (what takes long, the
imports, is done once), which opens the inspection with the window's own form and keeper on a real database, and types
a number that grows from the one that it finds into its note. It prints "ready PID", then one line a keystroke: the
number, and the steady clock when it was typed. When the child is dead, "dead". With `pause` its keeper waits for a
pause in the typing, as a control.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import Home
from fleetdesk.runtime.qt_threads import leave_imports_alone
from fleetdesk.services.desk import open_desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plug_in import Bench
from fleetdesk.ui.bench.draft_keeper import DraftKeeper
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bridge import Bridge

leave_imports_alone()
KEYSTROKE_MS = 15


def main() -> None:
    home, device, *how = sys.argv[1:]
    if "pause" in how:
        DraftKeeper.touch = _wait_for_a_pause  # pyright: ignore[reportAttributeAccessIssue]
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            answer(home, device)
            os._exit(1)
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


def _wait_for_a_pause(keeper: DraftKeeper) -> None:
    keeper._pause.start()  # pyright: ignore[reportPrivateUsage]


def answer(home: str, device: str) -> None:
    app = QCoreApplication([])
    desk = open_desk(Home(Path(home)))
    inspections = InspectDevice(desk.record, Bench(desk.record, (), lister=tuple), ModelNames())
    loop = IoLoop()
    bridge = Bridge(lambda: loop)
    parent = QObject()
    form = InspectionForm(inspections.start(device, None))
    keeper = DraftKeeper(bridge, inspections, form, parent)
    typed = int(form.note or 0)

    def keystroke() -> None:
        nonlocal typed
        typed += 1
        form.note = str(typed)
        form.position = f"look/{('blade', 'seal')[typed % 2]}"
        keeper.touch()
        os.write(1, f"{typed} {time.monotonic():.6f}\n".encode())

    timer = QTimer(parent)
    timer.setInterval(KEYSTROKE_MS)
    timer.timeout.connect(keystroke)
    timer.start()
    os.write(1, f"ready {os.getpid()}\n".encode())
    app.exec()


if __name__ == "__main__":
    main()
