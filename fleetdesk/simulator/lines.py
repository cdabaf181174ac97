"""The wire of one simulated device: a pseudo-terminal or a TCP port, at the speed of the line when one is asked for.

A pty is there for good: clients open and close it as they like. A TCP port serves one client after another, as a
serial port has one owner; who comes while another is served waits, and who leaves while waiting is never answered.
"""

import asyncio
import os
from dataclasses import dataclass
from typing import Protocol as Interface

from fleetdesk.domain.pack import Link, Protocol, rtu_silence_s

MOST_BUFFERED = 64 * 1024
"""Bytes a client may send ahead; then it is not read until the device has caught up."""

LATENESS_S = 0.02
"""How much of its own lateness a paced line makes up for. A timer that woke it late and the time in which an answer was
made are no property of the line: the next wait is shorter by them. What the client takes is never made up for.
"""

COARSE_S = 0.0012
"""How late a timer of the loop may be."""
WRITE_WAIT_S = 1.0
"""How long a reply waits for a client that does not read. A UART would not wait at all."""


class Line(Interface):
    """What a device process needs of its wire."""

    port: str

    async def receive(self) -> bytes: ...

    async def send(self, data: bytes) -> None: ...

    def speed(self) -> int | None:
        """The baud rate that the client has set, where the wire can tell."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a byte takes on the wire: start, data, parity and stop bits; and the silence before each reply."""

    byte_s: float
    silence_s: float = 0.0

    @staticmethod
    def of(link: Link, baud: int | None, protocol: Protocol = "smp") -> "Pace":
        """No `baud`: as fast as it goes."""
        if baud is None:
            return Pace(0.0)
        bits = 1 + link.bits + (link.parity != "N") + link.stop_bits
        return Pace(bits / baud, rtu_silence_s(baud) if protocol == "modbus" else 0.0)


class PacedLine:
    """Lets bytes through at the pace of the line in both directions."""

    def __init__(self, line: Line, pace: Pace) -> None:
        self._line = line
        self._pace = pace
        self._heard_until = 0.0
        self._spoken_until = 0.0
        self._late_s = 0.0
        self.port = line.port

    def speed(self) -> int | None:
        return self._line.speed()

    async def receive(self) -> bytes:
        data = await self._line.receive()
        came = asyncio.get_running_loop().time() - self._late_s
        self._heard_until = max(came, self._heard_until) + len(data) * self._pace.byte_s
        await _until(self._heard_until)
        self._note_lateness(self._heard_until)
        return data

    async def send(self, data: bytes) -> None:
        """A few milliseconds' worth at a time, so that a reader sees the bytes trickle in as from a UART."""
        now = asyncio.get_running_loop().time()
        # What is later than that was meant so, as by a slow device.
        begins = self._heard_until if now - self._heard_until < LATENESS_S else now
        self._spoken_until = max(begins, self._spoken_until) + self._pace.silence_s
        step = max(1, int(0.004 / self._pace.byte_s)) if self._pace.byte_s else len(data)
        for start in range(0, len(data), step):
            part = data[start : start + step]
            self._spoken_until += len(part) * self._pace.byte_s
            await _until(self._spoken_until)
            await self._line.send(part)
            self._note_lateness(self._spoken_until)

    def _note_lateness(self, due_s: float) -> None:
        """The line's own time is that much behind the clock's from now on."""
        self._late_s = min(LATENESS_S, max(0.0, asyncio.get_running_loop().time() - due_s))

    def close(self) -> None:
        self._line.close()


async def _until(due_s: float) -> None:
    """Sleeps to the loop's time `due_s`. The loop's own timers are up to a millisecond late, which is twelve bytes at
    115200 baud: the last one is waited for awake.
    """
    loop = asyncio.get_running_loop()
    if due_s - loop.time() > COARSE_S:
        await asyncio.sleep(due_s - loop.time() - COARSE_S)
    while loop.time() < due_s:
        await asyncio.sleep(0)


class PtyLine:
    """A pseudo-terminal. Its slave stays open here too, so that the master survives the clients' closing."""

    def __init__(self) -> None:
        import pty
        import tty

        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.port = os.ttyname(self._slave)

    def speed(self) -> int | None:
        import termios

        constant = termios.tcgetattr(self._slave)[5]
        names = (name for name in dir(termios) if name.startswith("B") and name[1:].isdecimal())
        return next((int(name[1:]) for name in names if getattr(termios, name) == constant), None)

    async def receive(self) -> bytes:
        while True:
            try:
                return os.read(self._master, 4096)
            except BlockingIOError:
                await self._ready(for_reading=True)

    async def send(self, data: bytes) -> None:
        """Bytes that no client takes within a second are lost, as on a real wire."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._master, rest) :]
            except BlockingIOError:
                try:
                    async with asyncio.timeout(WRITE_WAIT_S):
                        await self._ready(for_reading=False)
                except TimeoutError:
                    return

    async def _ready(self, *, for_reading: bool) -> None:
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()

        def wake() -> None:
            if not ready.done():
                ready.set_result(None)

        add, remove = (loop.add_reader, loop.remove_reader) if for_reading else (loop.add_writer, loop.remove_writer)
        add(self._master, wake)
        try:
            await ready
        finally:
            remove(self._master)

    def close(self) -> None:
        os.close(self._master)
        os.close(self._slave)


class TcpLine:
    """A listening socket on 127.0.0.1. `open()` before use."""

    def __init__(self) -> None:
        self.port = ""
        self._server: asyncio.Server | None = None
        self._clients: list[_Client] = []
        self._changed = asyncio.Event()

    async def open(self) -> "TcpLine":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Client(self._clients, self._changed), "127.0.0.1", 0)
        self.port = f"socket://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def speed(self) -> int | None:
        return None

    async def receive(self) -> bytes:
        while True:
            self._changed.clear()
            if self._clients:
                data = self._clients[0].take()
                if data:
                    return data
            await self._changed.wait()

    async def send(self, data: bytes) -> None:
        if not self._clients:
            return
        client = self._clients[0]
        client.write(data)
        try:
            async with asyncio.timeout(WRITE_WAIT_S):
                await client.drained.wait()
        except TimeoutError:
            # The client does not read: a reply that it never takes must not stop the device.
            client.abort()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for client in list(self._clients):
            client.abort()


class _Client(asyncio.Protocol):
    """One connection. It leaves the queue the moment it ends, with what it had sent and not been read."""

    def __init__(self, queue: "list[_Client]", changed: asyncio.Event) -> None:
        self._queue = queue
        self._changed = changed
        self._heard = bytearray()
        self._transport: asyncio.Transport | None = None
        self.drained = asyncio.Event()
        self.drained.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            transport.set_write_buffer_limits(high=MOST_BUFFERED)
        self._queue.append(self)
        self._changed.set()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if len(self._heard) > MOST_BUFFERED and self._transport is not None:
            self._transport.pause_reading()
        self._changed.set()

    def take(self) -> bytes:
        data = bytes(self._heard)
        self._heard.clear()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()
        return data

    def write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def pause_writing(self) -> None:
        self.drained.clear()

    def resume_writing(self) -> None:
        self.drained.set()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.drained.set()
        if self in self._queue:
            self._queue.remove(self)
        self._changed.set()


async def open_line(*, tcp: bool) -> Line:
    """A wire of its own for one device: TCP, or a pty where the system has them."""
    return await TcpLine().open() if tcp else PtyLine()
