"""PySide6 beside importing threads: see fleetdesk/runtime/qt_threads.py."""

import os
import subprocess
import sys
from pathlib import Path

HALF_THERE = """
def __getattr__(name):
    raise ImportError("only half there")
"""
IMPORT_BESIDE_QT = """
import sys
from fleetdesk.runtime.qt_threads import leave_imports_alone, make_types_at_once
make_types_at_once()
import PySide6.QtWidgets
if "calm" in sys.argv:
    leave_imports_alone()
import half_there
"""


def imported(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "half_there.py").write_text(HALF_THERE)
    return subprocess.run(
        [sys.executable, "-c", IMPORT_BESIDE_QT, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[2]), str(folder)))},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_module_is_imported_without_its_attributes_being_asked_for(tmp_path: Path) -> None:
    assert imported(tmp_path, "calm").returncode == 0


def test_the_control_with_the_hook_asks_for_them_and_fails(tmp_path: Path) -> None:
    done = imported(tmp_path)
    assert done.returncode == 1
    assert "only half there" in done.stderr


def test_no_type_is_made_later_by_the_thread_that_first_asks_for_it() -> None:
    from PySide6 import QtWidgets

    assert "QWizard" in vars(QtWidgets)
    assert isinstance(vars(QtWidgets)["QWizard"], type)
