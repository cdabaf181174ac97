"""What never leaves in a support bundle: passwords, tokens, keys, the user's folder name, frames that carry secrets.

The log promises to hold no secret and a session keeps only the lengths of secret frames; this is the second net.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from fleetdesk.domain.pack import Pack
from fleetdesk.transcript import Frame, Transcript

HIDDEN = "[redacted]"

_URL_USER = re.compile(r"(?<=://)[^/\s@\"']+@")
_NAMED = re.compile(
    r"(?i)(\b[\w-]*(?:password|passwd|passphrase|psk|secret|token|api[_-]?key|private[_-]?key|database[_-]?key|seed"
    r"|authorization|cookie)[\w-]*\\?[\"']?\s*[:=]\s*)(?:bearer\s+)?(\\\"(?:(?!\\\").)*\\\"|\"(?:[^\"\\]|\\.)*\"|\\?'[^']*'|[^\s,}&\"]+)"
)
_BEARER = re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]+")
_PEM = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_SMP_LINE = re.compile(rb"(?:\x06\x09|\x04\x14)([A-Za-z0-9+/=]+)")

READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_MANY = 3, 4, 6, 16


def redact_text(text: str) -> str:
    """The text without what looks like a secret, and with `~` for the user's own folder."""
    text = _PEM.sub(HIDDEN, text)
    text = _NAMED.sub(_without_value, text)
    text = _BEARER.sub(HIDDEN, text)
    text = _URL_USER.sub(f"{HIDDEN}@", text)
    folder = _own_folder()
    return text.replace(folder, "~") if len(folder) > 1 else text


def _own_folder() -> str:
    try:
        return str(Path.home())
    except RuntimeError:  # no user of this name: a service, a container
        return ""


def _without_value(found: re.Match[str]) -> str:
    """The name stays, and the quotes, so that a line of JSON stays one."""
    value = found[2]
    quote = next((quote for quote in ('\\"', '"', "\\'", "'") if value.startswith(quote)), "")
    return f"{found[1]}{quote}{HIDDEN}{quote}"


def redact_transcript(transcript: Transcript, pack: Pack | None) -> Transcript:
    """The transcript without the bytes of any exchange that touches a secret of the pack; their lengths stay."""
    carries = _secret_of(transcript.header.protocol, pack)
    frames: list[Frame] = []
    hiding = False
    for frame in transcript.frames:
        if frame.direction == "out":
            hiding = carries(frame.data)
        hidden = hiding and not frame.redacted and not frame.skipped
        frames.append(Frame(frame.at_us, frame.direction, b"", redacted=len(frame.data)) if hidden else frame)
    return Transcript(transcript.header, tuple(frames), transcript.dropped)


def _secret_of(protocol: str, pack: Pack | None) -> Callable[[bytes], bool]:
    if pack is None:
        return lambda _: False
    if protocol == "modbus":
        secret = _secret_registers(pack)
        return lambda data: not secret.isdisjoint(_registers_in(data))
    keys = [setting.source.encode() for setting in pack.settings if setting.secret]
    return lambda data: any(key in _smp_message(data) for key in keys)


def _secret_registers(pack: Pack) -> set[tuple[str, int]]:
    """(space, address) of every write-only register."""
    return {
        (block.space, block.address + item.offset + at)
        for block in pack.blocks
        for item in block.fields
        if item.access == "w"
        for at in range(item.length)
    }


def _registers_in(request: bytes) -> Iterable[tuple[str, int]]:
    """The registers that a Modbus request reads or writes."""
    if len(request) < 8 or request[1] not in (READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_MANY):
        return ()
    space = "input" if request[1] == READ_INPUT else "holding"
    first = int.from_bytes(request[2:4], "big")
    count = 1 if request[1] == WRITE_ONE else int.from_bytes(request[4:6], "big")
    return [(space, first + at) for at in range(min(count, 256))]


def _smp_message(data: bytes) -> bytes:
    """The bytes that console frames carry, as far as they are whole."""
    found = bytearray()
    for line in _SMP_LINE.findall(data):
        try:
            found += base64.b64decode(line, validate=True)
        except binascii.Error:
            continue
    return bytes(found)
