"""The transcript of a link session: every frame of one conversation, for a person to read and a simulator to replay.

A transcript is JSON lines in UTF-8. The first line is the header; each further line is one frame, `us` microseconds
after the session opened, `dir` "out" (to the device) or "in", `hex` the bytes as they went over the wire. A frame whose
content is a secret keeps only its length (`redacted`); what did not fit is counted (`skipped`), never dropped silently.
Memory is bounded: recent frames are values, older ones compressed lines, and past the limit the oldest go.
"""

import json
import re
import time
import zlib
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.snapshot import Identity

FORMAT = 1
RECENT_FRAMES = 1024
COMPRESSED_BYTES = 8 * 1024 * 1024
INCOMING_PER_REQUEST = 256 * 1024
"""A reply is at most 64 KiB before base64; a device that floods the port is counted, not kept."""

Direction = Literal["out", "in"]
_HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")


@dataclass(frozen=True, slots=True)
class Frame:
    """Bytes in one direction. `redacted` and `skipped` are lengths of what happened on the wire but is not kept."""

    at_us: int
    direction: Direction
    data: bytes
    redacted: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """Whose conversation it is. `program` is the version of Fleetdesk that held it."""

    port: str
    started_at: str
    program: str
    pack: str = ""
    pack_version: str = ""
    protocol: str = ""
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole file, parsed. `dropped` counts frames that there was no room for, all before the first one kept."""

    header: Header
    frames: tuple[Frame, ...]
    dropped: int = 0


@dataclass(slots=True)
class Recorder:
    """Takes the frames of one session as they pass. Belongs to the io loop; not thread-safe."""

    header: Header
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    recent_frames: int = RECENT_FRAMES
    compressed_bytes: int = COMPRESSED_BYTES
    _started_ns: int = 0
    _recent: list[Frame] = field(default_factory=list[Frame])
    _older: deque[tuple[int, bytes]] = field(default_factory=deque[tuple[int, bytes]])
    _older_bytes: int = 0
    _dropped: int = 0
    _incoming: int = 0
    _secret: bool = False

    def __post_init__(self) -> None:
        self._started_ns = self.monotonic_ns()

    def add(self, direction: Direction, data: bytes) -> None:
        """One frame went out or came in just now."""
        at_us = (self.monotonic_ns() - self._started_ns) // 1000
        if direction == "out":
            self._incoming = 0
        else:
            self._incoming += len(data)
        if self._secret:
            self._recent.append(Frame(at_us, direction, b"", redacted=len(data)))
        elif self._incoming > INCOMING_PER_REQUEST:
            self._skip(at_us, len(data))
        else:
            self._recent.append(Frame(at_us, direction, data))
        if len(self._recent) >= self.recent_frames:
            self._spill()

    def _skip(self, at_us: int, length: int) -> None:
        last = self._recent[-1] if self._recent else None
        if last is not None and last.skipped:
            self._recent[-1] = Frame(last.at_us, "in", b"", skipped=last.skipped + length)
        else:
            self._recent.append(Frame(at_us, "in", b"", skipped=length))

    @contextmanager
    def secret(self) -> Generator[None]:
        """Inside, only the lengths of frames are kept: a secret setting is being written."""
        before, self._secret = self._secret, True
        try:
            yield
        finally:
            self._secret = before

    def _spill(self) -> None:
        chunk = zlib.compress("".join(map(_line_of, self._recent)).encode(), 1)
        self._older.append((len(self._recent), chunk))
        self._older_bytes += len(chunk)
        self._recent.clear()
        while self._older_bytes > self.compressed_bytes and len(self._older) > 1:
            count, oldest = self._older.popleft()
            self._older_bytes -= len(oldest)
            self._dropped += count

    def to_bytes(self) -> bytes:
        """The transcript so far as a file's content."""
        first = _header_line(self.header, self._dropped).encode()
        older = [zlib.decompress(chunk) for _, chunk in self._older]
        return b"".join([first, *older, "".join(map(_line_of, self._recent)).encode()])


def to_bytes(transcript: Transcript) -> bytes:
    """A whole transcript as a file's content, as `parse` reads it."""
    lines = [_header_line(transcript.header, transcript.dropped), *map(_line_of, transcript.frames)]
    return "".join(lines).encode()


def _header_line(header: Header, dropped: int) -> str:
    content: dict[str, Any] = {
        "fleetdesk_transcript": FORMAT,
        "port": header.port,
        "started_at": header.started_at,
        "program": header.program,
        "pack": header.pack,
        "pack_version": header.pack_version,
        "protocol": header.protocol,
        "dropped": dropped,
        "identity": None,
    }
    if header.identity is not None:
        who = header.identity
        content["identity"] = {
            "pack": who.pack,
            "protocol": who.protocol,
            "model": who.model,
            "serial": who.serial,
            "firmware": who.firmware,
            "details": dict(who.details),
        }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _line_of(frame: Frame) -> str:
    if frame.redacted:
        return f'{{"us":{frame.at_us},"dir":"{frame.direction}","redacted":{frame.redacted}}}\n'
    if frame.skipped:
        return f'{{"us":{frame.at_us},"dir":"{frame.direction}","skipped":{frame.skipped}}}\n'
    return f'{{"us":{frame.at_us},"dir":"{frame.direction}","hex":"{frame.data.hex()}"}}\n'


# -- reading -----------------------------------------------------------------------------------------------------------


def parse(content: bytes) -> Transcript:
    """The transcript in a file's content. Raises FormatError that names the line and what was expected there."""
    lines = content.split(b"\n")
    if lines and lines[-1] == b"":
        lines.pop()
    if not lines:
        raise FormatError("line 1: expected a transcript header, found an empty file")
    header, dropped = _parse_header(_object(lines[0], 1))
    frames = tuple(_parse_frame(_object(line, number), number) for number, line in enumerate(lines[1:], start=2))
    return Transcript(header, frames, dropped)


def _object(line: bytes, number: int) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"line {number}: expected one JSON object: {error}") from error
    if not isinstance(value, dict):
        raise FormatError(f"line {number}: expected one JSON object, found {type(value).__name__}")
    return cast("dict[str, Any]", value)


def _parse_header(fields: Mapping[str, Any]) -> tuple[Header, int]:
    version = fields.get("fleetdesk_transcript")
    if version != FORMAT:
        raise FormatError(f"line 1: expected a transcript of format {FORMAT}, found {version!r}")
    header = Header(
        port=_text(fields, "port", 1),
        started_at=_text(fields, "started_at", 1),
        program=_text(fields, "program", 1),
        pack=_text(fields, "pack", 1),
        pack_version=_text(fields, "pack_version", 1),
        protocol=_text(fields, "protocol", 1),
        identity=_parse_identity(fields.get("identity")),
    )
    return header, _count(fields, "dropped", 1)


def _parse_identity(value: object) -> Identity | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise FormatError("line 1: expected 'identity' to be an object or null")
    fields = cast("dict[str, Any]", value)
    details = fields.get("details", {})
    if not isinstance(details, dict):
        raise FormatError("line 1: expected 'details' to be an object of texts")
    claims = cast("dict[str, Any]", details)
    return Identity(
        pack=_text(fields, "pack", 1),
        protocol=_text(fields, "protocol", 1),
        model=_text(fields, "model", 1),
        serial=_text(fields, "serial", 1),
        firmware=_text(fields, "firmware", 1),
        details={name: _text(claims, name, 1) for name in claims},
    )


def _parse_frame(fields: Mapping[str, Any], number: int) -> Frame:
    direction = fields.get("dir")
    if direction not in ("out", "in"):
        raise FormatError(f'line {number}: expected \'dir\' to be "out" or "in", found {direction!r}')
    at_us = _count(fields, "us", number)
    if "redacted" in fields:
        return Frame(at_us, direction, b"", redacted=_count(fields, "redacted", number))
    if "skipped" in fields:
        return Frame(at_us, direction, b"", skipped=_count(fields, "skipped", number))
    digits = _text(fields, "hex", number)
    if not _HEX.match(digits):
        raise FormatError(f"line {number}: expected 'hex' to hold pairs of lower-case hexadecimal digits")
    return Frame(at_us, direction, bytes.fromhex(digits))


def _text(fields: Mapping[str, Any], key: str, number: int) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise FormatError(f"line {number}: expected '{key}' to be text, found {value!r}")
    return value


def _count(fields: Mapping[str, Any], key: str, number: int) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FormatError(f"line {number}: expected '{key}' to be a whole number from 0, found {value!r}")
    return value
