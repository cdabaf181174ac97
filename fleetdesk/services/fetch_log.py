"""The motor log of a module on the Bench: fetched, parsed for the screen, kept for the inspection."""

import asyncio
from pathlib import Path

from fleetdesk.devices.firmware.progress import Cancel, Listener
from fleetdesk.devices.session import Session
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.motor_log import parse_motor_log
from fleetdesk.services.bench_views import FetchedLog
from fleetdesk.services.download_log import DownloadLog
from fleetdesk.services.watched import Watched

FOLDER = "motor-logs"


async def fetch_log(session: Session, watched: Watched, folder: Path, show: Listener, cancel: Cancel) -> FetchedLog:
    """Downloads into `folder`, where an interrupted download goes on at the next call. On the io loop.

    A log that arrived whole and cannot be read is kept all the same: `problem` says why. Raises KnownError otherwise.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    file = folder / f"{session.identity.serial}.bin"
    done = await DownloadLog().run(session, file, show, cancel)
    content = await asyncio.to_thread(file.read_bytes)
    watched.log = content
    try:
        log, problem = await asyncio.to_thread(parse_motor_log, content), ""
    except FormatError as error:
        log, problem = None, str(error)
    return FetchedLog(session.identity.serial, done.name, done.size, done.sha256, str(file), log, problem)
