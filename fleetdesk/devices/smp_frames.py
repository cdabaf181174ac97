"""SMP over a serial console: bytes into frames and back, whatever else is on the line.

A frame is sent as base64 lines of at most 127 bytes, each with a two-byte marker and a newline; inside are the length,
the SMP message and its CRC-16/XMODEM. `FrameReader` finds frames again after anything: a log or shell text between or
before them, a half or damaged frame, a flood without a newline. It keeps at most one line and one frame in memory.
"""

import base64
import binascii
import struct

START = b"\x06\x09"
CONTINUE = b"\x04\x14"
LINE_BYTES = 127
_BASE64_PER_LINE = (LINE_BYTES - 3) // 4 * 4
"""124 characters, 93 bytes: marker and newline are all that a line holds besides (Zephyr's MCUMGR_SERIAL_MAX_FRAME
counts them in). smpclient leaves one group of four free in each line and needs one line more for a full buffer."""
_LONGEST_LINE = 16 * 1024
_LENGTH = struct.Struct("!H")
_CRC_BYTES = 2
_HEADER_BYTES = 8
LARGEST_MESSAGE = 0xFFFF - _CRC_BYTES


def encode(message: bytes) -> bytes:
    """The console lines of one SMP message, as they go over the wire. Raises what `encode_lines` does."""
    return b"".join(encode_lines(message))


def encode_lines(message: bytes) -> list[bytes]:
    """The same line by line. Raises ValueError when the message is longer than the length field can say."""
    if len(message) > LARGEST_MESSAGE:
        raise ValueError(f"an SMP message of {len(message)} bytes does not fit a serial frame")
    checked = _LENGTH.pack(len(message) + _CRC_BYTES) + message + _LENGTH.pack(binascii.crc_hqx(message, 0))
    text = base64.b64encode(checked)
    lines = [text[at : at + _BASE64_PER_LINE] for at in range(0, len(text), _BASE64_PER_LINE)]
    return [(CONTINUE if number else START) + line + b"\n" for number, line in enumerate(lines)]


class FrameReader:
    """Feed it what came in; it returns the sound messages that were completed by it. `damaged` counts what was not."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._frame = bytearray()
        self._expected: int | None = None
        self.damaged = 0

    def reset(self) -> None:
        """Forgets the beginning of a line or frame: a new request is about to be sent."""
        self._line.clear()
        self._give_up_frame()

    def feed(self, data: bytes) -> list[bytes]:
        """The messages whose last line is in `data`, in order."""
        *complete, rest = data.split(b"\n")
        if not complete:
            self._keep(rest)
            return []
        complete[0] = bytes(self._line) + complete[0]
        self._line.clear()
        self._keep(rest)
        return [message for line in complete if (message := self._take_line(line)) is not None]

    def _keep(self, rest: bytes) -> None:
        self._line += rest
        if len(self._line) > _LONGEST_LINE:
            # No server sends such a line: it is text or noise, and only its end may be the start of a frame.
            last = max(self._line.rfind(START), self._line.rfind(CONTINUE), len(self._line) - 1)
            del self._line[: last if last > len(self._line) - LINE_BYTES else len(self._line) - 1]

    def _take_line(self, line: bytes) -> bytes | None:
        # A shell prompt or an unfinished log line may stand before the marker on the same line.
        start = line.rfind(START)
        if start >= 0:
            self._give_up_frame()
            return self._begin(line[start + len(START) :])
        more = line.rfind(CONTINUE)
        if more >= 0 and self._expected is not None:
            return self._extend(line[more + len(CONTINUE) :])
        return None

    def _begin(self, text: bytes) -> bytes | None:
        content = _decoded(text)
        if content is None or len(content) < _LENGTH.size:
            self.damaged += 1
            return None
        (self._expected,) = _LENGTH.unpack_from(content)
        self._frame += content[_LENGTH.size :]
        return self._finished()

    def _extend(self, text: bytes) -> bytes | None:
        content = _decoded(text)
        if content is None:
            self._give_up_frame()
            return None
        self._frame += content
        return self._finished()

    def _finished(self) -> bytes | None:
        if self._expected is None or len(self._frame) < self._expected:
            return None
        frame, expected = bytes(self._frame), self._expected
        self._frame.clear()
        self._expected = None
        # The CRC of a message followed by its own CRC is 0.
        sound = len(frame) == expected >= _HEADER_BYTES + _CRC_BYTES and binascii.crc_hqx(frame, 0) == 0
        if not sound:
            self.damaged += 1
            return None
        return frame[:-_CRC_BYTES]

    def _give_up_frame(self) -> None:
        if self._expected is not None:
            self.damaged += 1
        self._expected = None
        self._frame.clear()


def _decoded(text: bytes) -> bytes | None:
    try:
        return binascii.a2b_base64(text.rstrip(b"\r"), strict_mode=True)
    except binascii.Error:
        return None
