"""Can a window open here? Asked before Qt is started, because Qt ends the whole process when it cannot.

On Linux a display must be named and Qt's xcb plugin needs system libraries; what is missing is said with the command
that installs it. Windows and macOS always have a screen.
"""

import ctypes
import os
import sys
from collections.abc import Mapping

from fleetdesk.domain.errors import KnownError

EVERY_PLATFORM = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
XCB = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}
"""{shared library: Debian package} that PySide6's wheels do not bring."""


def has_screen(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether Qt has something to draw on: a display, or a platform that someone chose by QT_QPA_PLATFORM."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def check_screen() -> None:
    """Raises KnownError that says what to do when a window cannot open here."""
    if not has_screen():
        raise KnownError(
            "There is no screen here.",
            "Neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start Fleetdesk in a desktop session. The commands work without: fleetdesk --help",
        )
    if sys.platform.startswith("linux"):
        missing = missing_packages(needed_libraries(os.environ))
        if missing:
            raise KnownError(
                "The window needs system libraries that are missing here.",
                "Missing: " + ", ".join(missing) + ".",
                "Install them: sudo apt-get install " + " ".join(missing),
            )


def needed_libraries(environment: Mapping[str, str]) -> dict[str, str]:
    """The libraries of the platform that Qt will take: xcb when there is an X display and nothing else was chosen."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen.startswith("xcb") or (not chosen and environment.get("DISPLAY")):
        return {**EVERY_PLATFORM, **XCB}
    return EVERY_PLATFORM


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """The packages whose library cannot be loaded, in the order given."""
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
