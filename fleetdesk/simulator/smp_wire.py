"""SMP as a server sees it: console frames in, requests out, replies framed again.

Anything that is not a whole, undamaged frame is dropped and never stops the server: a shell may share the port, a
client may be cut off in the middle. Buffers are bounded by the frame size that the server advertises.
"""

import base64
import binascii
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import cbor2
from smp.packet import encode  # the library's own framing, so that the server's frames are not ours alone

START = b"\x06\x09"
CONTINUE = b"\x04\x14"
LONGEST_LINE = 512
"""More than any client sends before a new line; the contract's longest is 127."""

HEADER = struct.Struct("!BBHHBB")
READ, WRITE = 0, 2
V1, V2 = 0, 1


@dataclass(frozen=True, slots=True)
class Request:
    """`content` is None when the payload was no CBOR map."""

    write: bool
    version: int
    group: int
    sequence: int
    command: int
    content: dict[str, Any] | None


def frame_reply(request: Request, version: int, content: dict[str, Any]) -> bytes:
    """The reply to `request` as lines of at most 127 bytes."""
    payload = cbor2.dumps(content)
    op = (3 if request.write else 1) | (version << 3)
    header = HEADER.pack(op, 0, len(payload), request.group, request.sequence, request.command)
    return b"".join(encode(header + payload, 127))


class Deframer:
    """Collects console lines into requests. `buf_size` bounds a frame: length, message and CRC share the buffer."""

    def __init__(self, buf_size: int) -> None:
        self._buf_size = buf_size
        self._line = bytearray()
        self._overlong = False
        self._frame: bytearray | None = None

    def feed(self, data: bytes) -> Iterator[Request]:
        for message in self.messages(data):
            request = parse(message)
            if request is not None:
                yield request

    def messages(self, data: bytes) -> Iterator[bytes]:
        """Every whole, undamaged message that `data` completes: requests, and what else is framed like one."""
        for piece in data.splitlines(keepends=True):
            self._line += piece
            if len(self._line) > LONGEST_LINE:
                self._line.clear()
                self._overlong = True
            if not piece.endswith((b"\n", b"\r")):
                continue
            line, self._line = bytes(self._line), bytearray()
            if self._overlong:
                self._overlong = False
                self._frame = None
                continue
            message = self._take(line.rstrip(b"\r\n"))
            if message is not None:
                yield message

    def _take(self, line: bytes) -> bytes | None:
        """The message that this line completes, if it does."""
        begins, goes_on = line.rfind(START), line.rfind(CONTINUE)
        if begins >= 0 and begins > goes_on:
            self._frame = bytearray()
            encoded = line[begins + 2 :]
        elif goes_on >= 0 and self._frame is not None:
            encoded = line[goes_on + 2 :]
        else:
            return None
        try:
            self._frame += base64.b64decode(encoded, validate=True)
        except binascii.Error:
            self._frame = None
            return None
        return self._complete()

    def _complete(self) -> bytes | None:
        frame = self._frame
        if frame is None or len(frame) < 2:
            return None
        length = int.from_bytes(frame[:2], "big")
        if length > self._buf_size or len(frame) > length + 2:
            self._frame = None
            return None
        if len(frame) < length + 2:
            return None
        self._frame = None
        message, crc = bytes(frame[2:-2]), int.from_bytes(frame[-2:], "big")
        return message if length >= HEADER.size + 2 and binascii.crc_hqx(message, 0) == crc else None


def parse(message: bytes) -> Request | None:
    """The request in a message, or None for what no server answers: a reply, a wrong length, a reserved version."""
    op_version, _, length, group, sequence, command = HEADER.unpack_from(message)
    op, version = op_version & 0b111, (op_version >> 3) & 0b11
    if op not in (READ, WRITE) or version not in (V1, V2) or length != len(message) - HEADER.size:
        return None
    return Request(op == WRITE, version, group, sequence, command, _map(message[HEADER.size :]))


def _map(payload: bytes) -> dict[str, Any] | None:
    try:
        content: Any = cbor2.loads(payload)
    except (cbor2.CBORDecodeError, RecursionError, OverflowError, MemoryError, ValueError):
        return None
    if not isinstance(content, dict):
        return None
    content = cast("dict[Any, Any]", content)
    return cast("dict[str, Any]", content) if all(isinstance(key, str) for key in content) else None
