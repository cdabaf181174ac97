"""Why a port could not be opened or was lost, in words that a person can act on. Everything becomes a PortError."""

import errno
import os
import stat
import sys
from pathlib import Path

from fleetdesk.domain.errors import PortError

_MISSING = (errno.ENOENT, errno.ENODEV, errno.ENXIO)
_DENIED = (errno.EACCES, errno.EPERM)
_BUSY = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)


def explain_open(port: str, error: Exception) -> PortError:
    """What an attempt to open `port` ran into. The cause is to be chained by the caller (`raise ... from error`)."""
    if "://" in port:
        return _address_trouble(port, error)
    code = error.errno if isinstance(error, OSError) else None
    text = str(error)
    # pyserial on Windows gives the system's error as text only.
    if code in _MISSING or "FileNotFoundError" in text:
        return missing(port)
    if code in _BUSY or "PermissionError" in text:
        return busy(port)
    if code in _DENIED:
        return denied(port)
    return PortError(
        f"{port} cannot be opened.",
        f"The system says: {text}.",
        "Unplug the device, plug it in again and try once more. If this stays, try another cable or USB socket.",
    )


def explain_value(port: str, error: Exception) -> PortError:
    """`port` is not something that can be opened at all."""
    return PortError(
        f"{port} is not a port.",
        f"{error}.",
        "Give a device name as `fleetdesk ports` lists it, or an address such as socket://HOST:PORT.",
    )


def missing(port: str) -> PortError:
    return PortError(
        f"There is no port {port}.",
        "It was never there, or the device has been unplugged.",
        "Check the cable and that the device has power, then look at `fleetdesk ports` for the name it has now.",
    )


def unplugged(port: str) -> PortError:
    return PortError(
        f"The connection on {port} was lost.",
        "The device was unplugged, switched off or restarted.",
        "Plug it in again; Fleetdesk finds it by itself when it is back.",
    )


def closed(port: str) -> PortError:
    return PortError(f"The session on {port} is closed.", "", "Open the port again to go on.")


def _address_trouble(port: str, error: Exception) -> PortError:
    cause = str(error) or type(error).__name__
    return PortError(
        f"Nothing can be reached at {port}.",
        f"The system says: {cause}.",
        "Check the host, the port number and that the device server or simulator runs there.",
    )


# -- not permitted -----------------------------------------------------------------------------------------------------


def denied(port: str) -> PortError:
    """Names the group that may use the device file and the command that puts a person into it."""
    group = _group_of(port)
    if group is None:
        return PortError(
            f"You are not permitted to use {port}.",
            "The system refused access to the device.",
            "Ask an administrator for access to serial ports, then log in again.",
        )
    return PortError(
        f"You are not permitted to use {port}.",
        f"Only root and the group '{group}' may use it.",
        f"Run: sudo usermod -aG {group} {_user()}  and log out and in again.",
    )


def _group_of(port: str) -> str | None:
    if sys.platform == "win32":
        return None
    import grp

    try:
        status = os.stat(port)
        if not status.st_mode & stat.S_IRGRP:
            return None
        return grp.getgrgid(status.st_gid).gr_name
    except (OSError, KeyError):
        return None


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "$USER"


# -- busy --------------------------------------------------------------------------------------------------------------


def busy(port: str) -> PortError:
    """Names the program that holds the port where the system tells it."""
    names = holders(port)
    if names:
        return PortError(
            f"{port} is in use.", f"It is held by {', '.join(names)}.", "Close that program and try again."
        )
    return PortError(
        f"{port} is in use.",
        "Another program holds it: a terminal, a flash tool, a modem service or a second Fleetdesk.",
        "Close that program and try again.",
    )


def holders(port: str) -> tuple[str, ...]:
    """The other processes that have `port` open, as "name (process 123)". Linux only; others: nothing is known."""
    if not sys.platform.startswith("linux"):
        return ()
    try:
        wanted = os.stat(port).st_rdev
    except OSError:
        return ()
    mine = str(os.getpid())
    found = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and entry.name != mine]
    return tuple(f"{_name_of(entry)} (process {entry.name})" for entry in found if _holds(entry, wanted))


def _holds(process: Path, device: int) -> bool:
    try:
        return any(_is_device(descriptor, device) for descriptor in (process / "fd").iterdir())
    except OSError:
        return False  # It ended meanwhile, or belongs to another user.


def _is_device(descriptor: Path, device: int) -> bool:
    try:
        status = descriptor.stat()
    except OSError:
        return False
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == device


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text(encoding="utf-8", errors="replace").strip() or "a program"
    except OSError:
        return "a program"
