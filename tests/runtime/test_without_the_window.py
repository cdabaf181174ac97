"""Everything below the window is imported without PySide6, as on a machine that has no screen."""

import subprocess
import sys

CODE = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
import fleetdesk
window = ("fleetdesk.ui", "fleetdesk.app", "fleetdesk.__main__", "fleetdesk.simulator.__main__")
names = [m.name for m in pkgutil.walk_packages(fleetdesk.__path__, "fleetdesk.") if not m.name.startswith(window)]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_below_the_window() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 250, "the walk has found the package"
