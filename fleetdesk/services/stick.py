"""A laptop without a network for months: its work travels as a file on a stick, and so does what others wrote.

The same push and pull as over HTTP, for one receiver. The command line and the Sync page use this one door.
"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fleetdesk.runtime.bundle_key import BundleIdentity
from fleetdesk.services.desk import Desk
from fleetdesk.storage.bundle_export import BundleExport, Exported, Progress
from fleetdesk.storage.bundle_import import BundleImport, Imported

T = TypeVar("T")


class Stick:
    """Blocking, but for `cancellable`; called off the GUI thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._identity = BundleIdentity(desk.workstation.keys.signing_seed)

    @property
    def address(self) -> str:
        """What others name as the receiver of a bundle for this laptop."""
        return self._identity.address

    @property
    def public_key(self) -> str:
        """By which others know who wrote a bundle."""
        return self._identity.public_key

    def write(self, path: Path, to: str, progress: Progress, *, everything: bool = False) -> Exported:
        """Raises BundleError."""
        station = self._desk.workstation
        export = BundleExport(station.database, station.blobs, self._identity, progress)
        return export.run(path, to, everything=everything)

    def read(self, path: Path, progress: Progress, *, accept_writer: str | None = None) -> Imported:
        """Raises BundleError; then nothing was taken."""
        station = self._desk.workstation
        taking = BundleImport(station.database, station.blobs, self._identity, progress)
        done = taking.run(path, accept_writer=accept_writer)
        if done.events_new or done.blobs:
            self._desk.record.changed()
        self._desk.sync.tell()
        return done


class _Stopped(Exception):
    """Somebody cancelled."""


async def cancellable(work: Callable[[Progress], T], progress: Progress) -> T:
    """`work` on a thread of its own; cancelling ends it at its next step, and waits until it has ended."""
    stop = threading.Event()

    def step(stage: str, done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped
        progress(stage, done, total)

    running = asyncio.ensure_future(asyncio.to_thread(work, step))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait([running])
        if not running.cancelled():
            running.exception()  # what it ended with was asked for
        raise


def silent(stage: str, done: int, total: int) -> None:
    """For a caller who does not watch."""
