"""What the doctor sees of the machine: program, screen, folder, disk, packs, ports, clock."""

import importlib.util
import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import fleetdesk
from fleetdesk.devices import port_trouble
from fleetdesk.devices.ports import Port, list_system_ports
from fleetdesk.domain.errors import KnownError
from fleetdesk.packs import load_sound_packs
from fleetdesk.runtime.paths import Home
from fleetdesk.runtime.screen import check_screen
from fleetdesk.services.doctor_finding import Finding, fail, ok, unknown, warn

LITTLE, HARDLY_ANY = 1024**3, 100 * 1024**2
FAR_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "davfs", "fuse.rclone")
"""On them locks and the write-ahead log do not hold what they promise."""
MEDDLERS = {
    "ModemManager": "sudo systemctl disable --now ModemManager",
    "brltty": "sudo apt-get remove brltty",
}
"""{a service that opens serial ports by itself: what stops it}."""


def program() -> Iterator[Finding]:
    yield ok(f"Fleetdesk {fleetdesk.__version__}, Python {platform.python_version()}, {platform.platform()}.")


def screen() -> Iterator[Finding]:
    if importlib.util.find_spec("PySide6") is None:
        yield warn(
            "PySide6 is not installed: the commands work, the window does not.", "pip install pyside6-essentials"
        )
        return
    try:
        check_screen()
    except KnownError as error:
        yield warn(f"{error.title} {error.message}", error.next_step)
        return
    yield ok("A window can open here.")


def folder(home: Home) -> Iterator[Finding]:
    place = home.folder
    if not place.exists():
        yield ok(f"{place} does not exist yet; it is made at the first start.")
        return
    try:
        with tempfile.TemporaryFile(dir=place):
            yield ok(f"{place} can be written to.")
    except OSError as error:
        yield fail(f"{place} cannot be written to: {error.strerror or error}.", _own_it(place))
    kind = _file_system(place)
    if kind in FAR_FILE_SYSTEMS:
        yield fail(
            f"{place} lies on a network file system ({kind}).",
            "Keep the data folder on this machine's own disk: --home DIR or FLEETDESK_HOME",
        )


def disk(home: Home) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing(home.folder)).free
    saw = f"{free // 1024**2} MiB are free."
    if free < HARDLY_ANY:
        yield fail(saw, "Free some space now: nothing can be recorded on a full disk.")
    elif free < LITTLE:
        yield warn(saw, "Free some space before photos fill it.")
    else:
        yield ok(saw)


def key_file(place: Path) -> Iterator[Finding]:
    mode = stat.S_IMODE(place.stat().st_mode)
    if os.name != "nt" and mode & 0o077:
        yield fail(f"Others on this machine can read {place}.", f"chmod 600 '{place}'")
        return
    yield ok(f"There is no keyring: they are in {place}, which only you can read.")


def driver_packs(home: Home) -> Iterator[Finding]:
    packs, wrong = load_sound_packs(home.user_packs)
    yield ok(f"{len(packs)} are loaded.")
    for error in wrong:
        yield warn(f"{error.title} {error.message}".strip(), error.next_step)


def ports(found: Sequence[Port] | None = None, processes: Path = Path("/proc")) -> Iterator[Finding]:
    """`found` None: those that the system lists."""
    listed = list_system_ports() if found is None else found
    if not listed:
        yield ok("No serial port is plugged in.")
    for port in listed:
        yield _port(port.device)
    for name in running(MEDDLERS, processes) if sys.platform.startswith("linux") else ():
        yield warn(f"{name} runs: it opens serial ports by itself and disturbs what is plugged in.", MEDDLERS[name])


def _port(device: str) -> Finding:
    if os.name == "nt":
        return ok(f"{device} is there.")
    if not os.path.exists(device):
        return unknown(f"{device} was listed and is gone.")
    if not os.access(device, os.R_OK | os.W_OK):
        trouble = port_trouble.denied(device)
        return fail(f"{trouble.title} {trouble.message}", trouble.next_step)
    held = port_trouble.holders(device)
    if held:
        return warn(f"{device} is held by {', '.join(held)}.", "Close that program to use the port here.")
    return ok(f"{device} can be used.")


def running(names: Sequence[str] | dict[str, str], processes: Path = Path("/proc")) -> list[str]:
    """Which of these programs run. Linux."""
    seen: set[str] = set()
    for entry in processes.iterdir():
        if entry.name.isdigit():
            try:
                seen.add((entry / "comm").read_text("utf-8", errors="replace").strip())
            except OSError:
                continue  # it ended meanwhile
    return [name for name in names if name in seen]


def clock() -> Iterator[Finding]:
    try:
        ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError:
        yield fail("The time zones of stores are not known here.", "pip install --force-reinstall tzdata")
        return
    yield ok("Time zones are known. Whether the clock is right is asked of the hub.")


def _own_it(place: Path) -> str:
    if os.name == "nt":
        return "Give your user the right to change this folder, or choose another: --home DIR"
    return f"sudo chown -R \"$USER\" '{place}', or choose another folder: --home DIR"


def _existing(place: Path) -> Path:
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _file_system(place: Path) -> str | None:
    """The kind of the file system that holds `place`; None where the system does not say."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    best, kind = "", None
    whole = str(place.resolve())
    for line in mounts.read_text("utf-8", errors="replace").splitlines():
        _, point, found, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if (whole == point or whole.startswith(point.rstrip("/") + "/")) and len(point) > len(best):
            best, kind = point, found
    return kind
