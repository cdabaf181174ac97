"""SMP requests and replies over a line: our own transport, usable below smpclient (its `SMPTransport` protocol).

One request is in flight at a time. A reply counts only when group, command, sequence and direction match the request
and its body is a CBOR map of the length that its header says; late, duplicate, half and damaged replies and any text
between frames are ignored, so that the request after them works. A server that loses bursts of lines gets them one by
one (`smp_pace`). Old servers put `rc: 0` into replies of success,
which smpclient would drop: it is taken out here.
"""

import asyncio
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import cbor2

from fleetdesk.devices import smp_frames
from fleetdesk.devices.line import Line, open_line
from fleetdesk.devices.smp_pace import BURST_LINES, Pace
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.pack import Link
from fleetdesk.runtime.clock import now_iso
from fleetdesk.transcript import Header, Recorder

_HEADER = struct.Struct("!BBHHBB")
_SMALLEST_BUFFER = 384
"""What a server without the params command is trusted to take: Zephyr's default buffer."""
_FRAME_OVERHEAD = 4
"""Length and CRC, which a server keeps in the same buffer as the message."""
_DEEPEST_REPLY = 16


@dataclass(frozen=True, slots=True)
class Framed:
    """A request as it goes over the wire, made before it is due."""

    message: bytes
    lines: tuple[bytes, ...]

    @staticmethod
    def of(message: bytes) -> "Framed":
        """Raises ValueError for a message that is longer than a frame can say."""
        return Framed(message, tuple(smp_frames.encode_lines(message)))


@dataclass(frozen=True, slots=True)
class Reply:
    """A sound reply to the request that was sent: the message and its body, `rc: 0` taken out of both."""

    message: bytes
    body: Mapping[str, Any]


class SmpTransport:
    """Exchanges SMP messages on one line."""

    def __init__(self, line: Line | None = None, link: Link | None = None, match_replies: bool = True) -> None:
        """`line` is an open one, or None and `connect` opens it. `match_replies` is False only in a test's control."""
        self._line = line
        self._link = link or Link()
        self._match_replies = match_replies
        self._one_at_a_time = asyncio.Lock()
        self._frames = smp_frames.FrameReader()
        self._request: bytes | None = None
        self._waiting: asyncio.Future[Reply] | None = None
        self._half_sent = False
        self._lines = 0
        self.pace = Pace()
        self._smp_server_transport_buffer_size: int | None = None
        self.ignored = 0
        """Replies that were sound but answered something else: late or duplicate ones."""
        if line is not None:
            self._attach(line)

    # -- smpclient's SMPTransport protocol ---------------------------------------------------------------------------

    async def connect(self, address: str, timeout_s: float) -> None:
        """Opens the port `address`. Raises PortError."""
        if self._line is None:
            recorder = Recorder(Header(address, now_iso(), "", protocol="smp"))
            self._attach(await open_line(address, self._link, recorder, timeout_s))

    async def disconnect(self) -> None:
        """Closes the line; a request in flight fails with PortError."""
        if self._line is None:
            return
        line, self._line = self._line, None
        await line.close()
        if line.lost is not None:
            self._fail(line.lost)

    async def send(self, data: bytes) -> None:
        """Sends one encoded request. The next `receive` returns its reply."""
        await self._send(Framed.of(data))

    async def _send(self, request: Framed) -> None:
        line = self._open_line()
        self._frames.reset()
        line.drain()
        self._request = request.message
        self._waiting = asyncio.get_running_loop().create_future()
        # A failure that nobody comes to fetch is not an error of the loop.
        self._waiting.add_done_callback(lambda future: future.cancelled() or future.exception())
        # A request that was cut off in the middle would swallow the marker of this one.
        lines = list(request.lines)
        if self._half_sent:
            lines[0] = b"\n" + lines[0]
        self._half_sent = True
        self._lines = len(lines)
        await self._write(line, lines)
        self._half_sent = False

    async def receive(self) -> bytes:
        """The reply to what was sent last. Waits for it without an end: the caller sets a time-out."""
        return (await self._reply()).message

    async def send_and_receive(self, data: bytes) -> bytes:
        """One exchange, after those that wait already."""
        async with self._one_at_a_time:
            try:
                await self.send(data)
                return await self.receive()
            finally:
                self._forget()

    def initialize(self, smp_server_transport_buffer_size: int) -> None:
        """The server's buffer as its params command tells it."""
        self._smp_server_transport_buffer_size = smp_server_transport_buffer_size

    @property
    def mtu(self) -> int:
        """The longest message with its length and CRC, in bytes."""
        return self._smp_server_transport_buffer_size or _SMALLEST_BUFFER

    @property
    def max_unencoded_size(self) -> int:
        """The longest message, in bytes."""
        return self.mtu - _FRAME_OVERHEAD

    # -- for the driver ----------------------------------------------------------------------------------------------

    async def exchange(
        self, request: bytes | Framed, timeout_s: float, meanwhile: Callable[[], None] | None = None
    ) -> Reply:
        """One exchange. `meanwhile` is called once the request is out: work that needs no answer costs no time then.

        Raises TimeoutError when no reply matched in time, PortError when the line is lost, and what `meanwhile` does.
        """
        framed = request if isinstance(request, Framed) else Framed.of(request)
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._send(framed)
                    if meanwhile is not None:
                        meanwhile()
                    return await self._reply()
            finally:
                self._forget()

    async def _write(self, line: Line, lines: list[bytes]) -> None:
        pause_s = self.pace.pause_s
        if len(lines) <= BURST_LINES or not pause_s:
            await line.write(b"".join(lines))
            return
        for number, part in enumerate(lines):
            if number:
                await asyncio.sleep(pause_s)
            await line.write(part)

    def _open_line(self) -> Line:
        if self._line is None:
            raise PortError("The port is not open.", "", "Open it first.")
        return self._line

    def _attach(self, line: Line) -> None:
        self._line = line
        line.receiver = self._received
        line.on_lost.append(self._fail)

    async def _reply(self) -> Reply:
        if self._waiting is None:
            raise PortError("Nothing was asked on this port.", "", "")
        return await self._waiting

    def _forget(self) -> None:
        waiting = self._waiting
        if waiting is not None and waiting.done() and not waiting.cancelled() and waiting.exception() is None:
            self.pace.answered(self._lines)
        elif waiting is not None and (self._line is None or self._line.lost is None):
            self.pace.unanswered(self._lines)
        self._request = None
        self._waiting = None

    def _fail(self, error: PortError) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)

    def _received(self, data: bytes) -> None:
        for message in self._frames.feed(data):
            self._take(message)

    def _take(self, message: bytes) -> None:
        waiting, request = self._waiting, self._request
        wanted = request is not None and (not self._match_replies or _answers(message, request))
        if waiting is None or waiting.done() or not wanted:
            self.ignored += 1
            return
        reply = sound_reply(message)
        if reply is None:
            self._frames.damaged += 1
        else:
            waiting.set_result(reply)


def _answers(message: bytes, request: bytes) -> bool:
    asked_op, _, _, asked_group, asked_sequence, asked_command = _HEADER.unpack_from(request)
    op, _, _, group, sequence, command = _HEADER.unpack_from(message)
    # The reply to a read (0) is 1, to a write (2) is 3; bits above are the version, which old servers leave at 0.
    return (op & 7, group, sequence, command) == ((asked_op & 7) + 1, asked_group, asked_sequence, asked_command)


def sound_reply(message: bytes) -> Reply | None:
    """The reply in a message whose CRC was right; None when its body is not a map with text keys as the header says."""
    op, flags, length, group, sequence, command = _HEADER.unpack_from(message)
    if length != len(message) - _HEADER.size:
        return None
    try:
        decoded: object = cbor2.loads(message[_HEADER.size :])
    except (cbor2.CBORDecodeError, RecursionError, ValueError, TypeError, OverflowError):
        return None
    if not isinstance(decoded, dict):
        return None
    body = cast("dict[Any, Any]", decoded)
    if not all(isinstance(key, str) for key in body):
        return None
    if type(body.get("rc")) is int and body["rc"] == 0:
        del body["rc"]
        encoded: bytes = cbor2.dumps(body)
        message = _HEADER.pack(op, flags, len(encoded), group, sequence, command) + encoded
    return Reply(message, body)
