"""An SMP server without I/O: bytes from the wire in, bytes for the wire out.

Speaks version 2 and answers a version 1 request in version 1, with the older form of every error. The fault hooks of
the pack's [simulate] table make it an older or a broken server.
"""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import cbor2

from fleetdesk.simulator.blender import Blender
from fleetdesk.simulator.smp_files import Upload, file_and_image_commands
from fleetdesk.simulator.smp_groups import (
    COMMANDS,
    EINVAL,
    EMSGSIZE,
    ENOTSUP,
    ENUM,
    FLEET,
    GROUP_NAMES,
    OS,
    Content,
    GroupCode,
    Refused,
    may,
    reset,
)
from fleetdesk.simulator.smp_wire import HEADER, V1, Deframer, Request, frame_reply

INDEX_TOO_LARGE = 4
LENGTH_AND_CRC = 4
LINE_S = 0.008
"""How long a burst-sensitive server needs to empty one line of its receive buffer."""


class SmpServer:
    """One unit's server. `feed` may be given any slice of the stream."""

    def __init__(self, unit: Blender, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._unit = unit
        self._faults: dict[str, Any] = unit.table.get("faults", {})
        self._upload = Upload()
        self._commands = {**COMMANDS, **file_and_image_commands(self._upload), **self._enum_commands()}
        for absent in unit.table.get("without", []):
            self._leave_out(absent)
        self._deframer = Deframer(int(unit.table.get("buf_size", 1024)))
        self._noise = random.Random(int(unit.table.get("seed", 1)))
        self._monotonic = monotonic
        self._room = float(self._faults.get("burst_lines", 0))
        self._room_at = monotonic()

    @property
    def wait_ms(self) -> int:
        """How late every reply comes."""
        return int(self._faults.get("slow_ms", 0))

    def feed(self, data: bytes) -> Iterator[bytes]:
        if "burst_lines" in self._faults:
            data = self._kept_of_a_burst(data)
        for request in self._deframer.feed(data):
            if self._unit.silent or self._faults.get("silent"):
                continue
            reply, resets = self._answer(request)
            yield self._spoiled(reply)
            if resets:
                self._upload.forget()
                self._unit.reset()

    def _kept_of_a_burst(self, data: bytes) -> bytes:
        """A server with room for so many lines loses those that come before it has emptied it."""
        most, now = float(self._faults["burst_lines"]), self._monotonic()
        self._room = min(most, self._room + (now - self._room_at) / LINE_S)
        self._room_at = now
        kept = bytearray()
        for line in data.splitlines(keepends=True):
            whole = line.endswith(b"\n")
            if not whole or self._room >= 1:
                kept += line
            self._room = max(0.0, self._room - whole)
        return bytes(kept)

    def keep(self) -> None:
        self._unit.keep()

    def _answer(self, request: Request) -> tuple[bytes, bool]:
        version = V1 if self._faults.get("v1") else request.version
        handler = self._commands.get((request.group, request.command, request.write))
        try:
            if handler is None:
                raise Refused(ENOTSUP)
            if request.content is None:
                raise Refused(EINVAL)
            content = handler(self._unit, request.content)
        except Refused as refused:
            return frame_reply(request, version, _error(refused, version)), False
        if self._faults.get("rc_zero"):
            content = {**content, "rc": 0}
        if self._faults.get("small_replies") and self._too_long(content):
            return frame_reply(request, version, _error(Refused(EMSGSIZE), version)), False
        return frame_reply(request, version, content), handler is reset

    def _too_long(self, content: Content) -> bool:
        """A server whose replies share the buffer of its requests, with length and CRC, cannot send such a reply."""
        size = HEADER.size + len(cbor2.dumps(content)) + LENGTH_AND_CRC
        return size > int(self._unit.table.get("buf_size", 1024))

    def _spoiled(self, reply: bytes) -> bytes:
        """The reply as the faults have it: garbage instead, or a log line before."""
        if self._faults.get("garbage"):
            return self._noise.randbytes(len(reply))
        if self._faults.get("chatter"):
            seconds = self._unit.uptime_s()
            return f"[{seconds:012.3f}] <inf> blender: request served\r\n".encode() + reply
        if self._faults.get("shell"):
            # A prompt is drawn anew after everything that is printed, and so in front of each line.
            return b"".join(b"\x1b[8D\x1b[Juart:~$ " + line for line in reply.splitlines(keepends=True)) + b"uart:~$ "
        return reply

    def _leave_out(self, part: str) -> None:
        gone = {"params": (OS, 6), "enum": (ENUM, None), "fleet": (FLEET, None)}[part]
        for key in list(self._commands):
            if key[0] == gone[0] and gone[1] in (None, key[1]):
                del self._commands[key]

    # -- group 10: what this server has

    def _enum_commands(self) -> Any:
        return {
            (ENUM, 0, False): self._count,
            (ENUM, 1, False): self._list,
            (ENUM, 2, False): self._single,
            (ENUM, 3, False): self._details,
        }

    def _groups(self) -> list[int]:
        return sorted({group for group, _, _ in self._commands})

    def _count(self, unit: Blender, content: Content) -> dict[str, Any]:
        return {"count": len(self._groups())}

    def _list(self, unit: Blender, content: Content) -> dict[str, Any]:
        return {"groups": self._groups()}

    def _single(self, unit: Blender, content: Content) -> dict[str, Any]:
        groups, index = self._groups(), may(content, "index", int, 0)
        if not 0 <= index < len(groups):
            raise Refused(EINVAL, GroupCode(ENUM, INDEX_TOO_LARGE))
        reply: dict[str, Any] = {"group": groups[index]}
        return {**reply, "end": True} if index == len(groups) - 1 else reply

    def _details(self, unit: Blender, content: Content) -> dict[str, Any]:
        asked = content.get("groups")
        rows = [
            {
                "group": group,
                "name": GROUP_NAMES[group],
                "handlers": len({command for found, command, _ in self._commands if found == group}),
            }
            for group in self._groups()
            if not isinstance(asked, list) or group in asked
        ]
        return {"groups": rows}


def _error(refused: Refused, version: int) -> dict[str, Any]:
    if version == V1 or refused.code is None:
        return {"rc": refused.rc}
    return {"err": {"group": refused.code.group, "rc": refused.code.rc}}
