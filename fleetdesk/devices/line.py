"""An open port: bytes out, bytes in, on the running asyncio loop. Every byte passes the recorder.

Three ways to the same thing: `socket://` addresses over asyncio itself, device files on POSIX over their descriptor,
and everything else that pyserial opens (Windows ports, `rfc2217://`) over a reader thread. An unplugged port tells at
once: `lost` is set and each listener is called, because a write may still seem to succeed and pyserial's `is_open`
stays True.
"""

import asyncio
import os
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

from fleetdesk.devices import port_trouble
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.pack import Link
from fleetdesk.transcript import Recorder

_CHUNK = 64 * 1024
_MOST_DRAINED = 1024 * 1024
_THREAD_POLL_S = 0.2
_EMPTY_READS_OF_A_HANG_UP = 3


class Line(ABC):
    """Bytes of one port. `receiver` gets what comes in; without one it is recorded and dropped."""

    def __init__(self, port: str, recorder: Recorder) -> None:
        self.port = port
        self.recorder = recorder
        self.receiver: Callable[[bytes], None] | None = None
        self.on_lost: list[Callable[[PortError], None]] = []
        self.lost: PortError | None = None
        self.bytes_in = 0

    async def write(self, data: bytes) -> None:
        """Hands all of `data` to the system. Raises PortError when the port is lost or closed."""
        if self.lost is not None:
            raise self.lost
        self.recorder.add("out", data)
        await self._write(data)

    @abstractmethod
    async def _write(self, data: bytes) -> None: ...

    def drain(self) -> None:  # noqa: B027 - where the system holds nothing back there is nothing to do
        """Takes out what already came in, so that the next answer is not mixed with older bytes."""

    @abstractmethod
    async def close(self) -> None:
        """Idempotent. Listeners of `on_lost` are not called."""

    def _received(self, data: bytes) -> None:
        self.bytes_in += len(data)
        self.recorder.add("in", data)
        if self.receiver is not None:
            self.receiver(data)

    def _lose(self, error: PortError) -> None:
        if self.lost is not None:
            return
        self.lost = error
        for listener in tuple(self.on_lost):
            listener(error)


async def open_line(port: str, link: Link, recorder: Recorder, timeout_s: float = 5.0) -> Line:
    """Opens `port` without blocking the loop. Raises PortError that says why it could not be opened."""
    if port.startswith("socket://"):
        return await _open_socket(port, recorder, timeout_s)
    opening = _in_a_thread_of_its_own(lambda: _open_serial(port, link), f"fleetdesk-open {port}")
    try:
        # Not `wait_for`: on Python 3.11 it loses a cancel that comes with the result.
        async with asyncio.timeout(timeout_s):
            device = await asyncio.shield(opening)
    except TimeoutError as error:
        opening.add_done_callback(_close_late)
        raise port_trouble.explain_open(port, TimeoutError(f"no answer within {timeout_s:g} s")) from error
    except asyncio.CancelledError:
        opening.add_done_callback(_close_late)
        raise
    if sys.platform != "win32" and "://" not in port:
        return _DescriptorLine(port, recorder, device)
    return _ThreadLine(port, recorder, device)


def _in_a_thread_of_its_own(work: Callable[[], Any], name: str) -> "asyncio.Future[Any]":
    """Not the shared pool: a driver that never comes back from open() would take its threads from all the others."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[Any] = loop.create_future()
    outcome: Future[Any] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            outcome.set_exception(error)

    def hand_over(done: "Future[Any]") -> None:
        with suppress(RuntimeError):  # The loop has ended; the process is about to.
            loop.call_soon_threadsafe(_settle, result, done)

    outcome.add_done_callback(hand_over)
    threading.Thread(target=run, name=name, daemon=True).start()
    return result


def _settle(result: "asyncio.Future[Any]", done: "Future[Any]") -> None:
    error = done.exception()
    if result.cancelled():
        if error is None:
            done.result().close()
    elif error is not None:
        result.set_exception(error)
    else:
        result.set_result(done.result())


def _close_late(opening: "asyncio.Future[Any]") -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


def _open_serial(port: str, link: Link) -> Any:
    import serial

    try:
        return cast("Any", serial).serial_for_url(
            port,
            baudrate=link.baud,
            bytesize=link.bits,
            parity=link.parity,
            stopbits=link.stop_bits,
            timeout=_THREAD_POLL_S,
            write_timeout=None,
            exclusive=True,
        )
    except ValueError as error:
        raise port_trouble.explain_value(port, error) from error
    except (serial.SerialException, OSError) as error:
        raise port_trouble.explain_open(port, error) from error


# -- socket:// ---------------------------------------------------------------------------------------------------------


async def _open_socket(port: str, recorder: Recorder, timeout_s: float) -> Line:
    host, number = _address(port)
    line = _SocketLine(port, recorder)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout_s):
            await loop.create_connection(lambda: line, host, number)
    except TimeoutError as error:
        raise port_trouble.explain_open(port, TimeoutError(f"no answer within {timeout_s:g} s")) from error
    except OSError as error:
        raise port_trouble.explain_open(port, error) from error
    return line


def _address(port: str) -> tuple[str, int]:
    try:
        parts = urlsplit(port)
        if not parts.hostname or parts.port is None:
            raise ValueError("expected socket://HOST:PORT")
        return parts.hostname, parts.port
    except ValueError as error:
        raise port_trouble.explain_value(port, error) from error


class _SocketLine(Line, asyncio.Protocol):
    def __init__(self, port: str, recorder: Recorder) -> None:
        super().__init__(port, recorder)
        self._transport: asyncio.Transport | None = None
        self._ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended.set()
        self._lose(port_trouble.unplugged(self.port))

    async def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    async def close(self) -> None:
        self.on_lost.clear()
        self._lose(port_trouble.closed(self.port))
        if self._transport is not None:
            if self._transport.get_write_buffer_size():
                self._transport.abort()  # A peer that no longer reads must not hold the port open.
            else:
                self._transport.close()
            await self._ended.wait()


# -- device files on POSIX ---------------------------------------------------------------------------------------------


class _DescriptorLine(Line):
    def __init__(self, port: str, recorder: Recorder, device: Any) -> None:
        super().__init__(port, recorder)
        self._device = device
        self._descriptor: int = device.fileno()
        self._loop = asyncio.get_running_loop()
        self._writing: asyncio.Future[None] | None = None
        self._empty_reads = 0
        self._loop.add_reader(self._descriptor, self._readable)

    def _readable(self) -> None:
        data = self._read()
        if data:
            self._empty_reads = 0
            self._received(data)
        elif data is not None:
            # Readable again and again with nothing to read: how a hung-up terminal shows itself. Once may be drain().
            self._empty_reads += 1
            if self._empty_reads >= _EMPTY_READS_OF_A_HANG_UP:
                self._unplug()

    def _read(self) -> bytes | None:
        """What is there now; empty when nothing is; None when the port is lost or only asks to come back later."""
        try:
            return os.read(self._descriptor, _CHUNK)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            self._unplug()
            return None

    def drain(self) -> None:
        taken = 0
        while self.lost is None and taken < _MOST_DRAINED:
            data = self._read()
            if not data:
                return
            taken += len(data)
            self.bytes_in += len(data)
            self.recorder.add("in", data)

    async def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            if self.lost is not None:
                raise self.lost
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except (BlockingIOError, InterruptedError):
                await self._writable()
            except OSError as error:
                self._unplug()
                raise port_trouble.unplugged(self.port) from error

    async def _writable(self) -> None:
        ready: asyncio.Future[None] = self._loop.create_future()
        self._writing = ready
        self._loop.add_writer(self._descriptor, lambda: ready.done() or ready.set_result(None))
        try:
            await ready
        finally:
            self._writing = None
            if self._device.is_open:
                self._loop.remove_writer(self._descriptor)

    def _unplug(self) -> None:
        self._release()
        self._lose(port_trouble.unplugged(self.port))

    def _release(self) -> None:
        """Closes the descriptor once; whoever waits to write is woken and finds the line lost."""
        if self._device.is_open:
            self._loop.remove_reader(self._descriptor)
            self._loop.remove_writer(self._descriptor)
            self._device.close()
        if self._writing is not None and not self._writing.done():
            self._writing.set_result(None)

    async def close(self) -> None:
        self.on_lost.clear()
        self._lose(port_trouble.closed(self.port))
        self._release()


# -- everything else that pyserial opens -------------------------------------------------------------------------------


class _ThreadLine(Line):
    """A reader thread that waits for the loop to take each chunk: a flood fills no queue."""

    def __init__(self, port: str, recorder: Recorder, device: Any) -> None:
        super().__init__(port, recorder)
        self._device = device
        self._loop = asyncio.get_running_loop()
        self._taken = threading.Semaphore(1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read_all, name=f"fleetdesk-read {port}", daemon=True)
        self._thread.start()

    def _read_all(self) -> None:
        import serial

        while not self._stop.is_set():
            try:
                data = self._device.read(1)
                if data:
                    data += self._device.read(min(self._device.in_waiting, _CHUNK))
            except (serial.SerialException, OSError, TypeError):
                # pyserial raises TypeError when the port is closed under a read.
                if not self._stop.is_set():
                    self._loop.call_soon_threadsafe(self._lose, port_trouble.unplugged(self.port))
                return
            if data:
                self._hand_over(bytes(data))

    def _hand_over(self, data: bytes) -> None:
        while not self._taken.acquire(timeout=_THREAD_POLL_S):
            if self._stop.is_set():
                return
        self._loop.call_soon_threadsafe(self._take, data)

    def _take(self, data: bytes) -> None:
        self._taken.release()
        if not self._stop.is_set():
            self._received(data)

    async def _write(self, data: bytes) -> None:
        import serial

        try:
            await asyncio.to_thread(self._device.write, data)
        except (serial.SerialException, OSError) as error:
            self._lose(port_trouble.unplugged(self.port))
            raise port_trouble.unplugged(self.port) from error

    async def close(self) -> None:
        self.on_lost.clear()
        self._lose(port_trouble.closed(self.port))
        if self._stop.is_set():
            return
        self._stop.set()
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        cancel = getattr(self._device, "cancel_read", None)
        if cancel is not None:
            cancel()
        self._thread.join()
        self._device.close()
