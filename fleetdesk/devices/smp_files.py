"""Files of a module over SMP: the index of its closed logs, closing a new one, reading a file from an offset."""

import re
from dataclasses import dataclass

from fleetdesk.devices.driver import Driver
from fleetdesk.devices.smp import Refused, is_count, nonsense
from fleetdesk.devices.smp_module import smp_driver
from fleetdesk.domain.errors import DeviceError

_FILES, _FLEET = 8, 64
INDEX = "/log/index.txt"
LARGEST_LOG = 16 * 1024 * 1024
_LARGEST_INDEX = 16 * 1024
_ROW = re.compile(r"(/[!-~]{1,100}) (\d{1,9}) ([0-9a-f]{64})\Z")


@dataclass(frozen=True, slots=True)
class LogFile:
    """A closed log on the module. `sha256` hex, as the module says it."""

    name: str
    size: int
    sha256: str


async def closed_logs(driver: Driver) -> tuple[LogFile, ...]:
    """The logs that its index lists, in its order; none when it has no index. Raises DeviceError."""
    smp = smp_driver(driver)
    content, size = b"", 1
    while len(content) < size:
        try:
            part, told = await read_part(driver, INDEX, len(content))
        except Refused as refusal:
            if refusal.absent:
                return ()
            raise
        if told is None and not content:
            raise nonsense(smp.port, "it does not say how long the index of its logs is")
        size = told if told is not None else size
        content += part
        if size > _LARGEST_INDEX or (not part and size > len(content)):
            raise nonsense(smp.port, "the index of its logs has no end")
    rows = content.decode("ascii", "replace").splitlines()
    found = [match for match in map(_ROW.match, rows) if match is not None]
    return tuple(LogFile(name, int(length), sha) for name, length, sha in (match.groups() for match in found))


async def close_log(driver: Driver) -> LogFile | None:
    """Closes the log of now and names it; None on a module without that request."""
    smp = smp_driver(driver)
    try:
        told = await smp.write_map("close its log", _FLEET, 2, {})
    except Refused as refusal:
        if refusal.absent:
            return None
        raise
    name, size, digest = told.get("name"), told.get("len"), told.get("sha256")
    if not (isinstance(name, str) and name.startswith("/") and is_count(size)):
        raise nonsense(smp.port, "it does not say which log it closed")
    if not isinstance(digest, bytes) or len(digest) != 32:
        raise nonsense(smp.port, "it does not say which log it closed")
    return LogFile(name, size, digest.hex())


async def read_part(driver: Driver, name: str, offset: int) -> tuple[bytes, int | None]:
    """The bytes of a file from `offset`, as many as fit one reply, and the file's length where the reply has it."""
    smp = smp_driver(driver)
    told = await smp.read_map(f"send {name}", _FILES, 0, {"name": name, "off": offset})
    data, at, size = told.get("data"), told.get("off"), told.get("len")
    if not isinstance(data, bytes) or not is_count(at) or at != offset or not (size is None or is_count(size)):
        raise nonsense(smp.port, f"it sends another part of {name} than was asked for")
    if size is not None and offset + len(data) > size:
        raise nonsense(smp.port, f"it sends more of {name} than there is")
    if size is not None and size > LARGEST_LOG:
        raise DeviceError(f"{name} is too large.", f"It has {size} bytes; at most {LARGEST_LOG} are read.")
    return data, size
