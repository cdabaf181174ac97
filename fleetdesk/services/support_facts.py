"""What a helper asks first: which versions, which ports, and how this home is. Facts only, each found by looking."""

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import fleetdesk
from fleetdesk.devices.identify import candidates
from fleetdesk.devices.ports import Port
from fleetdesk.domain.errors import PackError
from fleetdesk.domain.pack import Pack
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk
from fleetdesk.sqlite import Connection, engine_version
from fleetdesk.storage import journal, settings, sync_state
from fleetdesk.storage.queries import registry

LIBRARIES = (
    "pyside6-essentials", "pyqtgraph", "pyserial", "pymodbus", "smp", "smpclient", "sqlcipher3", "sqlite-utils",
    "httpx2", "pydantic", "cryptography", "keyring", "typer", "structlog",
)  # fmt: skip


def versions() -> dict[str, Any]:
    """Fleetdesk, Python, the system and the libraries; None for a library that is not installed."""
    return {
        "fleetdesk": fleetdesk.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "sqlite": ".".join(map(str, engine_version())),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def ports(found: Sequence[Port], packs: Sequence[Pack]) -> list[dict[str, Any]]:
    """Every port with its USB ids and the packs that fit it."""
    return [
        {
            "port": port.device,
            "description": port.description,
            "manufacturer": port.manufacturer,
            "usb": None if port.vid is None else f"{port.vid:04x}:{port.pid or 0:04x}",
            "serial_number": port.serial_number,
            "added_by_hand": port.added,
            "packs": [pack.key for pack in candidates(port, packs)],
        }
        for port in found
    ]


def packs(sound: Sequence[Pack], wrong: Sequence[PackError]) -> dict[str, Any]:
    """The driver packs in force, and what is wrong with the others."""
    return {
        "in_force": [{"key": pack.key, "version": pack.version, "folder": pack.folder} for pack in sound],
        "left_out": [str(error) for error in wrong],
    }


def home(desk: Desk) -> dict[str, Any]:
    """The state of an open home: sizes, journal, what waits for the hub."""
    facts = folder(desk.workstation.home)
    facts["keys_kept_in"] = desk.workstation.keys.kept_in
    return facts | desk.record.read(_counts)


def folder(place: Home) -> dict[str, Any]:
    """What can be said of a home without opening it."""
    found: dict[str, Any] = {"folder": str(place.folder), "exists": place.folder.is_dir()}
    if not place.folder.is_dir():
        return found
    names = ("fleetdesk.db", "fleetdesk.db-wal", "fleetdesk.db-shm")
    found["files"] = {name: (place.folder / name).stat().st_size for name in names if (place.folder / name).is_file()}
    blobs = [file for file in place.blobs.rglob("*") if file.is_file()]
    found["blobs"] = {"files": len(blobs), "bytes": sum(file.stat().st_size for file in blobs)}
    found["backups"] = sorted(file.name for file in place.backups.glob("*"))
    found["disk_free_bytes"] = shutil.disk_usage(place.folder).free
    return found


def _counts(connection: Connection) -> dict[str, Any]:
    head, waiting = journal.own_head(connection), sync_state.waiting(connection)
    return {
        "journal": {"id": head.journal, "seq": head.seq, "events": journal.count(connection)},
        "devices": registry.count_devices(connection),
        "stores": len(registry.stores(connection)),
        "imports": registry.import_sources(connection),
        "hub": sync_state.hub_url(connection),
        "waiting": {"events": waiting.events, "blobs": waiting.blobs},
        "ports_added_by_hand": settings.ports_added_by_hand(connection),
    }
