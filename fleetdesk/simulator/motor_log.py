"""The motor log of the device contract: `/log/motor.bin`, little-endian, with a CRC-32 last."""

import struct
import zlib

from fleetdesk.simulator.motor import Motor

LOG_NAME = "/log/motor.bin"
INDEX_NAME = "/log/index.txt"
HEADER = struct.Struct("<4sHHIHI")
"""magic, version, rate Hz, start epoch, record size, count"""
RECORD = struct.Struct("<IHh")
"""t ms, mA, 0.1 C"""
MOST_RECORDS = 4000


def log_of_a_run(motor: Motor, hz: int, start_epoch_s: int, tenth_c: int) -> bytes:
    """One run of the motor, sampled `hz` times a second."""
    count = min(MOST_RECORDS, int(motor.run_s * hz))
    records = b"".join(
        RECORD.pack(n * 1000 // hz, min(0xFFFF, motor.run_current_ma(n / hz, n)), tenth_c) for n in range(count)
    )
    body = HEADER.pack(b"FDMC", 1, hz, start_epoch_s & 0xFFFFFFFF, RECORD.size, count) + records
    return body + struct.pack("<I", zlib.crc32(body))
