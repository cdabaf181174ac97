"""Requests of Modbus RTU, cut out of a stream of bytes.

A frame's end is found by its length, not by a pause: over TCP and ptys pauses mean nothing.
"""

import struct
import time
from collections.abc import Callable, Iterator

READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_MANY, DEVICE_ID = 3, 4, 6, 16, 43
LONGEST_FRAME = 256

STALE_S = 0.5
"""A half frame older than this is from a client that gave up."""


def crc16(data: bytes) -> bytes:
    """CRC-16/MODBUS, low byte first as on the wire."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return struct.pack("<H", crc)


class RequestFrames:
    """`feed` may be given any slice of the stream."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._heard = bytearray()
        self._heard_at = 0.0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The undamaged frames that `data` completes, each without its CRC."""
        now = self._monotonic()
        if now - self._heard_at > STALE_S:
            self._heard.clear()
        self._heard_at = now
        self._heard += data
        while (frame := self._next_frame()) is not None:
            yield frame

    def _next_frame(self) -> bytes | None:
        """The next undamaged frame, without CRC. Bytes that begin none are dropped one by one."""
        while len(self._heard) >= 4:
            length = _request_length(self._heard)
            if length <= LONGEST_FRAME and len(self._heard) < length:
                return None
            frame = bytes(self._heard[:length])
            if length <= LONGEST_FRAME and crc16(frame[:-2]) == frame[-2:]:
                del self._heard[:length]
                return frame[:-2]
            del self._heard[:1]
        return None


def _request_length(heard: bytearray) -> int:
    """The length of the request that begins here, CRC included; of none that can be one, more than a frame."""
    function = heard[1]
    if function in (READ_HOLDING, READ_INPUT, WRITE_ONE):
        return 8
    if function == WRITE_MANY:
        return 9 + heard[6] if len(heard) > 6 else 9
    if function == DEVICE_ID:
        return 7
    return _length_by_crc(heard)


def _length_by_crc(heard: bytearray) -> int:
    """A function that is not served must still be answered "illegal function": its frame ends where the CRC fits."""
    for length in range(4, min(len(heard), LONGEST_FRAME) + 1):
        if crc16(bytes(heard[: length - 2])) == bytes(heard[length - 2 : length]):
            return length
    return LONGEST_FRAME + 1
