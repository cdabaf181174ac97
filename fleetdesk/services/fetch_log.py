"""The motor log of the unit on a port: fetched, kept as a blob for its inspection, and read.

It is durable before it is shown, also when it cannot be read: a damaged log is evidence too.
"""

import asyncio
from pathlib import Path

from fleetdesk.devices.comeback import Patience
from fleetdesk.devices.firmware.progress import Cancel, Listener
from fleetdesk.devices.ports import Lister, list_system_ports
from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.fleet import module_id
from fleetdesk.domain.motor_log import MotorLog, parse_motor_log
from fleetdesk.services.bench_views import LogView
from fleetdesk.services.download_log import DownloadedLog, DownloadLog
from fleetdesk.services.record import Record
from fleetdesk.services.views import Moment, Problem
from fleetdesk.services.watched import KeptLog, Watched


class FetchLog:
    """One fetch. On the io loop."""

    def __init__(
        self,
        record: Record,
        listener: Listener,
        cancel: Cancel,
        patience: Patience | None = None,
        lister: Lister = list_system_ports,
    ) -> None:
        self._record = record
        self._listener = listener
        self._cancel = cancel
        self._download = DownloadLog(patience, lister)

    async def run(self, session: Session, watched: Watched, zone: str, *, of_now: bool = False) -> LogView:
        """Raises KnownError as the download does; what arrived until then is gone on with the next time."""
        folder = self._record.workstation.home.fetched
        await asyncio.to_thread(_make, folder)
        file = folder / f"{module_id(session.pack.key, session.identity.serial)}.bin"
        done = await self._download.run(session, file, self._listener, self._cancel, of_now=of_now)
        view = await asyncio.to_thread(self._kept, file, done, session.identity.serial, zone)
        watched.keep_log(KeptLog(view.sha256, done.size))
        return view

    def _kept(self, file: Path, done: DownloadedLog, serial: str, zone: str) -> LogView:
        content = file.read_bytes()
        sha256 = self._record.workstation.blobs.put(content)
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()  # Parts of older logs too: nobody goes back to them.
        log, problem = _read(content, serial)
        return LogView(serial, done.name, sha256, Moment(self._record.now(), zone), content, log, problem)


def _read(content: bytes, serial: str) -> tuple[MotorLog | None, Problem | None]:
    try:
        return parse_motor_log(content), None
    except FormatError as error:
        words = str(error)
        return None, Problem(
            f"The motor log of {serial} cannot be read.",
            f"{words[0].upper()}{words[1:]}.",
            "It is kept as it came. Save the file to pass it on, or fetch it again.",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(f"{folder} cannot be made.", f"{error.strerror}.", "Free some space, then repeat.") from error
