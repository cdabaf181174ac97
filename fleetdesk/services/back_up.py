"""Backs a home up and brings it back: rolling files in its folder `backups`, or one wherever a person wants it."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.identity import WorkstationKeys, keep_keys, load_or_create_keys
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk
from fleetdesk.storage import backup
from fleetdesk.storage.backup import SUFFIX, Backup, Progress, Restored

NEWEST, WEEKS = 7, 8
_ROLLING = re.compile(rf"(\d{{8}}T\d{{6}}Z){re.escape(SUFFIX)}\Z")


@dataclass(frozen=True, slots=True)
class BackUp:
    """`rolling` keeps the newest few and one for each of some weeks; `to` writes one file."""

    desk: Desk

    def rolling(self, progress: Progress = lambda done, total: None) -> Backup:
        folder = self.desk.workstation.home.backups
        folder.mkdir(parents=True, exist_ok=True)
        stamp = re.sub(r"[-:]|\.\d+", "", iso(now_ms()))
        made = self.to(folder / f"{stamp}{SUFFIX}", progress=progress)
        for old in _too_many(folder):
            old.unlink(missing_ok=True)
        return made

    def to(
        self, target: Path, *, passphrase: str | None = None, progress: Progress = lambda done, total: None
    ) -> Backup:
        """Raises StorageError when it cannot be written whole, KnownError when a file is in the way."""
        station = self.desk.workstation
        if target.is_dir():
            target = target / f"fleetdesk-{iso(now_ms())[:10]}{SUFFIX}"
        if target.exists():
            raise KnownError(f"{target} exists already.", "", "Name another file.")
        return backup.write_backup(
            station.home, station.keys, target, now_ms(), passphrase=passphrase, progress=progress
        )


def restore(file: Path, home: Home, ask_passphrase: Callable[[], str]) -> Restored:
    """Brings a backup back in the place of `home`, which is set aside. The passphrase is asked for only where the keys
    are not here. Raises KnownError; then everything is as it was."""
    here = (home.keys / "workstation.json").exists()
    _check_alone(home)
    keys = load_or_create_keys(home) if here else backup.keys_in(file, ask_passphrase())

    def put_keys(to: Home) -> None:
        _keep(home, to, keys, here=here)
        _check_alone(home)  # the last moment before the folders change places

    return backup.restore_backup(file, home, keys, now_ms(), put_keys)


def _check_alone(home: Home) -> None:
    """Raises KnownError while a window has this home. The lock is not held: Windows would not move its folder."""
    if not home.folder.is_dir():
        return
    try:
        with FileLock(home.folder / "window.lock", timeout=0):
            pass
    except Timeout as error:
        raise KnownError(
            "Fleetdesk is open for this data folder.", str(home.folder), "Close its window, then restore."
        ) from error


def _keep(home: Home, to: Home, keys: WorkstationKeys, *, here: bool) -> None:
    if here:
        shutil.copytree(home.keys, to.keys)
    else:
        keep_keys(to, keys)


def _too_many(folder: Path) -> list[Path]:
    """All but the newest few, and the newest of each of some weeks."""
    found = sorted((path for path in folder.iterdir() if _ROLLING.match(path.name)), reverse=True)
    kept = set(found[:NEWEST])
    weeks: dict[tuple[int, int], Path] = {}
    for path in found:
        at = datetime.strptime(path.name[:16], "%Y%m%dT%H%M%SZ")
        weeks.setdefault(at.isocalendar()[:2], path)
    kept |= set(list(weeks.values())[:WEEKS])
    return [path for path in found if path not in kept]
