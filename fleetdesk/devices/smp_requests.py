"""SMP requests on one line: sent, answered in time or not, their replies checked, errors in words.

Requests are built with the `smp` library; replies are checked here by hand, because libraries take some error replies
for success. A read is tried again after a time-out, a write never.
"""

import itertools
import struct
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard, cast

import cbor2
from smp import message

from fleetdesk.devices import smp_frames
from fleetdesk.devices.driver import NoAnswer, Timing
from fleetdesk.devices.line import Line
from fleetdesk.devices.smp_transport import Framed, SmpTransport
from fleetdesk.domain.errors import DeviceError
from fleetdesk.runtime.clock import Clock, now_ms

LARGEST_COUNT = 2**64 - 1
"""CBOR can send integers of any size; nothing in the contract is wider than this."""
_SMALLEST_TOLD = 96
_ALWAYS_FITS = 92
"""The smallest buffer that a server is known to have, 96 bytes, without length and CRC."""
_HEADER = struct.Struct("!BBHHBB")
HEADER_BYTES = _HEADER.size
_READ, _WRITE = 0x08, 0x0A
"""Operations of SMP version 2."""
_sequence = itertools.count()

# "There is no such thing here", as old servers (rc alone) and new ones (group, rc) say it.
_ABSENT = {(None, 5), (None, 8), (2, 2), (3, 3), (3, 4), (3, 5), (1, 8), (2, 8), (3, 8), (64, 8)}


_TOO_LONG = (None, 7)
"""The answer does not fit the server's buffer."""


class Refused(DeviceError):
    """The device answered with an error. `group` is None when an old server gave a bare code, as all do when an answer
    is too long for their buffer: `too_long`.
    """

    def __init__(self, port: str, what: str, group: int | None, code: int) -> None:
        where = "" if group is None else f" of group {group}"
        self.group, self.code = group, code
        self.absent = (group, code) in _ABSENT
        self.too_long = (group, code) == _TOO_LONG
        if self.too_long:
            super().__init__(
                f"The device on {port} has no room to {what}.",
                "Its answer would be longer than its buffer, and such an answer cannot come in parts.",
                "Nothing was guessed. It needs a firmware with a buffer of 1024 bytes, as the device contract says.",
            )
            return
        super().__init__(
            f"The device on {port} refused to {what}.",
            f"It answered with error {code}{where}.",
            "Try again; if it stays, its firmware may be too old or too new for this driver pack.",
        )


class SmpRequests:
    """The requests of one module; what it can be asked is in the classes above it."""

    def __init__(
        self, line: Line, timing: Timing | None = None, clock: Clock = now_ms, transport: SmpTransport | None = None
    ) -> None:
        self._port = line.port
        self._recorder = line.recorder
        self._timing = timing or Timing()
        self._clock = clock
        self._transport = transport or SmpTransport(line)
        self._asked_room = False

    async def check_room(self, what: str, size: int) -> None:
        """A request that is longer than the server's buffer is never answered: better to say so before."""
        if size <= _ALWAYS_FITS:
            return
        if not self._asked_room:
            await self.largest_message()
            self._asked_room = True
        if size > self._transport.max_unencoded_size:
            raise DeviceError(
                f"'{what}' is too long for this device.",
                f"It takes messages of {self._transport.max_unencoded_size} bytes, this one has {size}.",
                "Nothing was written. Choose a shorter value.",
            )

    async def _read(
        self, what: str, request: Callable[[], message.Request], first_answer_s: float | None = None
    ) -> Mapping[str, Any]:
        """Tries again after a time-out, each time under a new sequence number, so that a late reply is not taken."""
        if first_answer_s is not None:
            return await self._ask(what, request(), first_answer_s)
        for _ in range(self._timing.retries):
            try:
                return _checked(self._port, what, await self._exchange(request(), self._timing.request_s))
            except TimeoutError:
                continue
        return await self._ask(what, request())

    async def _ask(self, what: str, request: message.Request, timeout_s: float | None = None) -> Mapping[str, Any]:
        try:
            body = await self._exchange(request, timeout_s or self._timing.request_s)
        except TimeoutError as error:
            raise NoAnswer(self._port, what) from error
        return _checked(self._port, what, body)

    async def _exchange(self, request: message.Request, timeout_s: float) -> Mapping[str, Any]:
        return (await self._transport.exchange(request.BYTES, timeout_s)).body

    # -- for what stands beside the driver: images, files, restart -----------------------------------------------------

    async def read_map(self, what: str, group: int, command: int, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """One read of a group that has no words here, tried again after a time-out. Raises Refused, NoAnswer."""
        return await self._command(what, (_READ, group, command), body, None, self._timing.retries + 1)

    async def write_map(
        self,
        what: str,
        group: int,
        command: int,
        body: Mapping[str, Any],
        *,
        timeout_s: float | None = None,
        tries: int = 1,
    ) -> Mapping[str, Any]:
        """One write; `tries` above 1 only where a repeated one does no harm. Raises Refused, NoAnswer."""
        return await self._command(what, (_WRITE, group, command), body, timeout_s, tries)

    async def ask_framed(
        self, what: str, first: Framed, timeout_s: float | None, tries: int, meanwhile: Callable[[], None] | None = None
    ) -> Mapping[str, Any]:
        """A request that was made before; `meanwhile` is called while the device works on the first try."""
        request = first
        for left in reversed(range(tries)):
            try:
                reply = await self._transport.exchange(request, timeout_s or self._timing.request_s, meanwhile)
            except TimeoutError as error:
                if not left:
                    raise NoAnswer(self._port, what) from error
                request, meanwhile = _renumbered(first), None
                continue
            return _checked(self._port, what, reply.body)
        raise ValueError("a request needs at least one try")

    async def _command(
        self, what: str, command: tuple[int, int, int], body: Mapping[str, Any], timeout_s: float | None, tries: int
    ) -> Mapping[str, Any]:
        framed = Framed.of(_request_bytes(*command, cbor2.dumps(body)))
        return await self.ask_framed(what, framed, timeout_s, tries)

    async def largest_message(self) -> int:
        """Bytes of the longest message that the module takes; learned from it, or what every module takes."""
        try:
            told = await self.read_map("tell its buffer size", 0, 6, {})
        except Refused:
            return self._transport.max_unencoded_size
        size = told.get("buf_size")
        if not is_count(size) or not _SMALLEST_TOLD <= size <= smp_frames.LARGEST_MESSAGE:
            raise nonsense(self._port, "its buffer size is none")
        self._transport.initialize(size)
        return self._transport.max_unencoded_size

    @property
    def port(self) -> str:
        """The port it is on, for words."""
        return self._port

    async def close(self) -> None:
        """Closes the line."""
        await self._transport.disconnect()


def framed_write(group: int, command: int, body: Mapping[str, Any]) -> Framed:
    """A write as it goes over the wire, for `ask_framed`."""
    return Framed.of(_request_bytes(_WRITE, group, command, cbor2.dumps(body)))


def _renumbered(request: Framed) -> Framed:
    """The same under a new sequence number, so that a late reply is not taken for the new one's."""
    operation, _, _, group, _, command = _HEADER.unpack_from(request.message)
    return Framed.of(_request_bytes(operation, group, command, request.message[HEADER_BYTES:]))


def _request_bytes(operation: int, group: int, command: int, body: bytes) -> bytes:
    return _HEADER.pack(operation, 0, len(body), group, next(_sequence) & 0xFF, command) + body


def _checked(port: str, what: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of a success. Raises Refused for both kinds of error reply."""
    error = body.get("err")
    if isinstance(error, dict):
        fields = cast("dict[object, object]", error)
        group, code = fields.get("group"), fields.get("rc")
        if not is_count(group) or not is_count(code):
            raise nonsense(port, "it reports an error without saying which")
        raise Refused(port, what, group, code)
    if "rc" in body:
        code = body["rc"]
        if not is_count(code):
            raise nonsense(port, "it reports an error without saying which")
        raise Refused(port, what, None, code)
    return body


def is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= LARGEST_COUNT


def nonsense(port: str, what: str) -> DeviceError:
    """The error for an answer that is sound on the wire and impossible in content."""
    return DeviceError(
        f"The device on {port} gives an answer that makes no sense.",
        f"In detail: {what}.",
        "Nothing of it was used. Unplug the device, plug it in again and repeat; if it stays, its firmware is unknown.",
    )
