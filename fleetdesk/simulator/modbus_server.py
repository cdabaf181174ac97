"""A Modbus RTU slave without I/O: bytes from the wire in, bytes for the wire out.

Function codes 3, 4, 6, 16 and 43/14. Silent for other units, for damaged frames and for broadcasts, as a slave on a
real bus is.
"""

import random
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

from fleetdesk.simulator.gateway import Gateway
from fleetdesk.simulator.modbus_frames import (
    DEVICE_ID,
    LONGEST_FRAME,
    READ_HOLDING,
    READ_INPUT,
    WRITE_MANY,
    WRITE_ONE,
    RequestFrames,
    crc16,
)
from fleetdesk.simulator.modbus_refusal import ILLEGAL_ADDRESS, ILLEGAL_FUNCTION, ILLEGAL_VALUE, ModbusRefusal

MEI_DEVICE_ID = 14
MOST_READ, MOST_WRITTEN = 120, 123
CONFORMITY = 0x83
"""Basic, regular and private objects, each readable alone."""


class ModbusServer:
    """One unit's server. `feed` may be given any slice of the stream."""

    def __init__(self, unit: Gateway, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._unit = unit
        self._address = unit.pack.link.unit
        self._faults: dict[str, Any] = unit.table.get("faults", {})
        self._frames = RequestFrames(monotonic)
        self._noise = random.Random(int(unit.table.get("seed", 1)))

    @property
    def wait_ms(self) -> int:
        """How late every reply comes."""
        return int(self._faults.get("slow_ms", 0))

    def feed(self, data: bytes) -> Iterator[bytes]:
        for frame in self._frames.feed(data):
            reply, reboots = self._answer(frame)
            if reply and not self._unit.silent and not self._faults.get("silent"):
                body = reply + crc16(reply)
                yield self._noise.randbytes(len(body)) if self._faults.get("garbage") else body
            if reboots:
                self._unit.reboot()

    def keep(self) -> None:
        self._unit.keep()

    def _answer(self, frame: bytes) -> tuple[bytes, bool]:
        """The answer without CRC, empty for a frame that is not for this unit, and whether the unit then reboots."""
        if frame[0] not in (0, self._address) or self._unit.silent:
            return b"", False
        function = frame[1]
        try:
            body, reboots = self._execute(function, frame[2:])
        except ModbusRefusal as refusal:
            body, reboots = bytes((refusal.code,)), False
            function |= 0x80
        return (b"" if frame[0] == 0 else bytes((self._address, function)) + body), reboots

    # -- function codes

    def _execute(self, function: int, body: bytes) -> tuple[bytes, bool]:
        if function in (READ_HOLDING, READ_INPUT):
            return self._read("holding" if function == READ_HOLDING else "input", body), False
        if function == WRITE_ONE:
            address, word = struct.unpack(">HH", body)
            return body, self._unit.write(address, [word])
        if function == WRITE_MANY:
            address, count, size = struct.unpack_from(">HHB", body)
            if not 1 <= count <= MOST_WRITTEN or size != count * 2:
                raise ModbusRefusal(ILLEGAL_VALUE)
            return body[:4], self._unit.write(address, list(struct.unpack_from(f">{count}H", body, 5)))
        if function == DEVICE_ID and body[0] == MEI_DEVICE_ID:
            return self._device_id(body[1], body[2]), False
        raise ModbusRefusal(ILLEGAL_FUNCTION)

    def _read(self, space: str, body: bytes) -> bytes:
        address, count = struct.unpack(">HH", body)
        if not 1 <= count <= MOST_READ:
            raise ModbusRefusal(ILLEGAL_VALUE)
        words = self._unit.read(space, address, count)
        return struct.pack(f">B{count}H", count * 2, *words)

    def _device_id(self, code: int, first: int) -> bytes:
        """43/14: codes 1 to 3 stream the objects of a category, 4 gives one."""
        objects = self._unit.identity_objects()
        if code == 4:
            if first not in objects:
                raise ModbusRefusal(ILLEGAL_ADDRESS)
            chosen = [first]
        elif code in (1, 2, 3):
            last = {1: 0x02, 2: 0x7F, 3: 0xFF}[code]
            # A start that names no object means from the beginning.
            begin = first if first in objects and first <= last else 0
            chosen = [number for number in objects if begin <= number <= last]
        else:
            raise ModbusRefusal(ILLEGAL_VALUE)
        answered = b""
        count, more, following = 0, 0, 0
        for number in chosen:
            item = bytes((number, len(objects[number]))) + objects[number]
            if len(answered) + len(item) > LONGEST_FRAME - 12:
                more, following = 0xFF, number
                break
            answered += item
            count += 1
        return bytes((MEI_DEVICE_ID, code, CONFORMITY, more, following, count)) + answered
