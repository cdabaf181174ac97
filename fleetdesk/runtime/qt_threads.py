"""Makes PySide6 safe beside threads that import modules. Both are needed: each was seen to break a running window.

PySide6 makes its types when they are first asked for, and one thread doing so while another shows a window crashes the
process (seen: pyqtgraph imported on a pool thread). And its hook on `import` reads the source of every module that any
thread imports, which runs code of modules that are only half there (seen: pydantic's `__getattr__` ended in an
ImportError). The hook serves `from __feature__ import ...` alone, which Fleetdesk does not use.
"""

import os


def make_types_at_once() -> None:
    """Call before PySide6 is imported: all its types are made then, in that thread; costs the start some 80 ms."""
    os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")


def leave_imports_alone() -> None:
    """Call once PySide6 is imported. A PySide6 that has no such hook is as well."""
    from importlib import import_module

    try:
        hook = import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(hook, "_mod_uses_pyside"):
        setattr(hook, "_mod_uses_pyside", _uses_no_features)  # noqa: B010 - a module has no such attribute in types


def _uses_no_features(_module: object) -> bool:
    return False
