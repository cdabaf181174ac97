"""The motor log of a module into a file: with progress, resumed after an interruption, proved by its hash.

What arrived so far lies beside the file under the log's own SHA-256, so only the very same log is ever continued; the
file itself appears whole or not at all.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fleetdesk.devices.comeback import Comeback, Patience, adapter_of
from fleetdesk.devices.driver import NoAnswer
from fleetdesk.devices.firmware.progress import Cancel, Listener, Meter, Progress, Stage
from fleetdesk.devices.ports import Lister, list_system_ports
from fleetdesk.devices.session import Session
from fleetdesk.devices.smp_files import LARGEST_LOG, LogFile, close_log, closed_logs, read_part
from fleetdesk.domain.errors import DeviceError, KnownError, PortError, WrongDeviceError

UNPLUGS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class DownloadedLog:
    """`resumed_at`: bytes that an earlier download had left."""

    file: str
    name: str
    size: int
    sha256: str
    resumed_at: int
    unplugs: int


class DownloadLog:
    """One download. On the io loop."""

    def __init__(self, patience: Patience | None = None, lister: Lister = list_system_ports) -> None:
        self._patience = patience
        self._lister = lister

    async def run(
        self, session: Session, file: Path, listener: Listener, cancel: Cancel | None = None, *, of_now: bool = False
    ) -> DownloadedLog:
        """Raises KnownError; what arrived is kept for the next time, and `file` is as it was.

        `of_now`: the log that the module closes now, also when another one was begun.
        """
        cancel = cancel or Cancel()
        adapter = await adapter_of(session, self._lister)
        comeback = Comeback(session, adapter, self._patience, self._lister, lambda: cancel.asked)
        log = await self._which(session, file, of_now)
        part = _part(file, log)
        resumed_at = _held(part)
        meter = Meter(log.size, listener)
        unplugs = 0
        while True:
            try:
                await self._fetch(session, log, part, meter, cancel)
                break
            except WrongDeviceError:
                raise
            except (PortError, NoAnswer):
                unplugs += 1
                if unplugs > UNPLUGS_AT_MOST:
                    raise
                listener(Progress(Stage.PLUG_IN))
                await comeback.after_unplug()
        _keep(part, file, log)
        return DownloadedLog(str(file), log.name, log.size, log.sha256, resumed_at, unplugs)

    async def _which(self, session: Session, file: Path, of_now: bool) -> LogFile:
        """The log that an earlier download began with, if the module still has it; else the one closed now."""
        closed = await session.use(closed_logs, verify=True)
        begun = None if of_now else next((log for log in closed if _held(_part(file, log))), None)
        log = begun or await session.use(close_log) or (closed[-1] if closed else None)
        if log is None:
            raise KnownError(f"{session.pack.name} keeps no log.", "Its index of logs is empty.")
        if log.size > LARGEST_LOG:
            raise DeviceError(f"{log.name} is too large.", f"It has {log.size} bytes; at most {LARGEST_LOG} are read.")
        return log

    async def _fetch(self, session: Session, log: LogFile, part: Path, meter: Meter, cancel: Cancel) -> None:
        held = _held(part)
        with _opened(part) as file:
            meter.at(held)
            while held < log.size:
                if cancel.asked:
                    raise KnownError("The download was cancelled.", f"{held} of {log.size} bytes are kept.", "")
                at = held
                data, _ = await session.use(lambda driver: read_part(driver, log.name, at))  # noqa: B023 - awaited here
                if not data:
                    raise DeviceError("The log ends early.", f"{held} of {log.size} bytes came.", "Download it again.")
                file.write(data[: log.size - held])
                file.flush()
                held = min(log.size, held + len(data))
                meter.at(held)


def _part(file: Path, log: LogFile) -> Path:
    return file.with_name(f"{file.name}.{log.sha256[:16]}.part")


def _held(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _opened(part: Path) -> BinaryIO:
    try:
        return part.open("ab")
    except OSError as error:
        raise KnownError(f"{part} cannot be written.", f"{error.strerror}.", "Choose another file.") from error


def _keep(part: Path, file: Path, log: LogFile) -> None:
    """The part becomes the file when its hash is the log's."""
    if hashlib.sha256(part.read_bytes()).hexdigest() != log.sha256:
        part.unlink()
        raise DeviceError(
            "The log did not arrive as it is.", "Its SHA-256 is another one than the module said.", "Download it again."
        )
    os.replace(part, file)
