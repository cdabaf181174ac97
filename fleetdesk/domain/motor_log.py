"""The motor log of the device contract (`/log/motor.bin`): the waveform that a module recorded by itself.

Little-endian: header {magic FDMC, version u16, rate Hz u16, start epoch u32, record size u16, count u32}, records
{t_ms u32, current mA u16, temperature 0.1 C i16}, CRC-32 over all of it last. A later version may make records longer:
what is known stands first in each, and `record size` says where the next one begins.
"""

import struct
import zlib
from array import array
from dataclasses import dataclass

from fleetdesk.domain.errors import FormatError

PATH = "/log/motor.bin"
MEDIA_TYPE = "application/vnd.fleetdesk.motor-log"
MAGIC = b"FDMC"
VERSION = 1
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


def parse_motor_log(data: bytes) -> MotorLog:
    """Raises FormatError that says what is wrong: no motor log, cut short, damaged, of a newer version."""
    if len(data) < _HEADER.size + _CRC.size:
        raise FormatError(f"a motor log has at least {_HEADER.size + _CRC.size} bytes, this has {len(data)}")
    magic, version, rate_hz, start_epoch_s, size, count = _HEADER.unpack_from(data)
    if magic != MAGIC:
        raise FormatError(f"a motor log begins with {MAGIC!r}, this begins with {magic!r}")
    if version != VERSION:
        raise FormatError(f"motor log version {version}; this version of Fleetdesk reads {VERSION}")
    if size < _RECORD.size or count > MOST_RECORDS:
        raise FormatError(f"{count} records of {size} bytes cannot be")
    whole = _HEADER.size + size * count + _CRC.size
    if len(data) != whole:
        raise FormatError(f"{count} records make {whole} bytes, this has {len(data)}")
    if zlib.crc32(data[: -_CRC.size]) != _CRC.unpack_from(data, whole - _CRC.size)[0]:
        raise FormatError("its checksum is wrong: it was damaged on the way")
    return _records(data, rate_hz, start_epoch_s, size, count)


def _records(data: bytes, rate_hz: int, start_epoch_s: int, size: int, count: int) -> MotorLog:
    times, currents, temperatures = array("I"), array("H"), array("h")
    last = -1
    for number in range(count):
        t_ms, current_ma, temperature_dc = _RECORD.unpack_from(data, _HEADER.size + number * size)
        if t_ms < last:
            raise FormatError(f"record {number + 1} is older than the one before it")
        last = t_ms
        times.append(t_ms)
        currents.append(current_ma)
        temperatures.append(temperature_dc)
    return MotorLog(rate_hz, start_epoch_s, times, currents, temperatures)
