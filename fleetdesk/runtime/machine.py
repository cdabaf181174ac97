"""Which machine this is: an id that lies outside every home, so that a home that was copied is known as a copy."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from fleetdesk.runtime.paths import Home

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def place_of(home: Home) -> str:
    """A digest of the machine and of where the home lies there: it tells places apart and says nothing of them.

    FLEETDESK_PLACE names the place instead: for one home that is meant to be opened in several, as on a stick.
    """
    if named := os.environ.get("FLEETDESK_PLACE"):
        return hashlib.sha256(named.encode()).hexdigest()
    return hashlib.sha256(f"{machine_id()}\0{home.folder.resolve()}".encode()).hexdigest()


def machine_id() -> str:
    """What the operating system calls this installation; empty where it has no name for it."""
    if sys.platform == "win32":
        return _windows()
    return _mac() if sys.platform == "darwin" else _linux()


def _linux() -> str:
    for place in _LINUX:
        if place.is_file():
            return place.read_text("ascii", errors="replace").strip()
    return ""


def _mac() -> str:
    asked = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = re.search(r'"IOPlatformUUID" = "([^"]+)"', answer)
    return found.group(1) if found else ""


def _windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
