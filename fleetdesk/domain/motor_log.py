"""The motor log of the device contract (`/log/motor.bin`): the waveform that a module recorded by itself.

Little-endian: header {magic FDMC, version u16, rate Hz u16, start epoch u32, record size u16, count u32}, records
{t_ms u32, current mA u16, temperature 0.1 C i16}, CRC-32 over all of it last. A later version may make records longer:
what is known stands first in each, and `record size` says where the next one begins. What is wrong with a damaged log
is said with the byte where it shows, counted from 0.
"""

import struct
import zlib
from array import array
from dataclasses import dataclass

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.motor_run import LEAST_S, RUNNING_MA, load_of

PATH = "/log/motor.bin"
MEDIA_TYPE = "application/vnd.fleetdesk.motor-log"
MAGIC = b"FDMC"
VERSION = 1
GAP_MS = 500
"""A log may leave out the pauses: records further apart than this belong to two runs."""
MOST_RECORDS = 2_000_000
"""Over five hours at 100 Hz: a header that says more is damaged or hostile."""

_HEADER = struct.Struct("<4sHHIHI")
_RECORD = struct.Struct("<IHh")
_CRC = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class MotorLog:
    """`t_ms`, `current_ma` and `temperature_dc` (0.1 C) have one value per record; `start_epoch_s` is Unix time."""

    rate_hz: int
    start_epoch_s: int
    t_ms: "array[int]"
    current_ma: "array[int]"
    temperature_dc: "array[int]"

    def __len__(self) -> int:
        return len(self.t_ms)


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """One run of the motor in a log, by the places of its first and last record. `load_ma` without the inrush."""

    first: int
    last: int
    load_ma: int | None
    peak_ma: int


def parse_motor_log(data: bytes) -> MotorLog:
    """Raises FormatError that says what is wrong, and at which byte: no motor log, cut short, damaged, newer."""
    if len(data) < _HEADER.size + _CRC.size:
        raise FormatError(
            f"it ends at byte {len(data)}: a motor log has at least {_HEADER.size + _CRC.size} bytes, "
            f"this has {len(data)}"
        )
    magic, version, rate_hz, start_epoch_s, size, count = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise FormatError(f"byte 0: a motor log begins with {MAGIC!r}, this begins with {magic!r}")
    if version != VERSION:
        raise FormatError(f"byte 4: motor log version {version}; this version of Fleetdesk reads {VERSION}")
    if size < _RECORD.size or count > MOST_RECORDS:
        raise FormatError(f"byte 12: {count} records of {size} bytes cannot be")
    whole = _HEADER.size + size * count + _CRC.size
    if len(data) != whole:
        raise FormatError(f"it ends at byte {len(data)}: {count} records make {whole} bytes, this has {len(data)}")
    log = _records(data, rate_hz, start_epoch_s, size, count)
    said, found = _CRC.unpack_from(data, whole - _CRC.size)[0], zlib.crc32(data[: -_CRC.size])
    if said != found:
        raise FormatError(
            f"byte {whole - _CRC.size}: the checksum there is {said:08x}, that of the bytes before it {found:08x}"
        )
    return log


def runs_of(log: MotorLog) -> tuple[LoggedRun, ...]:
    """The runs that lasted long enough to be one, in their order."""
    found: list[LoggedRun] = []
    first: int | None = None
    for place, current_ma in enumerate([*log.current_ma, 0]):
        ends = current_ma < RUNNING_MA or (place > 0 and log.t_ms[place] - log.t_ms[place - 1] > GAP_MS)
        if ends and first is not None:
            if log.t_ms[place - 1] - log.t_ms[first] >= LEAST_S * 1000:
                found.append(_run(log, first, place - 1))
            first = None
        if current_ma >= RUNNING_MA and first is None:
            first = place
    return tuple(found)


def _run(log: MotorLog, first: int, last: int) -> LoggedRun:
    currents = log.current_ma[first : last + 1]
    load = load_of((t_ms / 1000 for t_ms in log.t_ms[first : last + 1]), currents, RUNNING_MA)
    return LoggedRun(first, last, None if load is None else round(load), max(currents))


def _records(data: bytes, rate_hz: int, start_epoch_s: int, size: int, count: int) -> MotorLog:
    times, currents, temperatures = array("I"), array("H"), array("h")
    last = -1
    for number in range(count):
        at = _HEADER.size + number * size
        t_ms, current_ma, temperature_dc = _RECORD.unpack_from(data, at)
        if t_ms < last:
            raise FormatError(f"byte {at}: record {number + 1} is older than the one before it")
        last = t_ms
        times.append(t_ms)
        currents.append(current_ma)
        temperatures.append(temperature_dc)
    return MotorLog(rate_hz, start_epoch_s, times, currents, temperatures)
