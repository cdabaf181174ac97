"""The other end of a line for tests: real servers on real ptys and sockets, answering for one simulated unit.

SMP is spoken here through the reference library's packet code: ours is tested against it and not against itself.
`spoil` decides what really goes out for each reply: delayed, doubled, cut, damaged, or nothing.
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import cbor2
from smp import packet
from smp.exceptions import SMPException
from smp.header import OP, Flag, Header, Version

from fleetdesk.domain.pack import Channel, Counter, Fault, Link, Match, Pack, Setting, UsbId, Vitals

Spoil = Callable[[bytes], Iterable[tuple[float, bytes]]]
"""From the bytes of one reply to (seconds from now, bytes) that go out."""

BLENDER = Pack(
    key="ruiyun-frost",
    version="1",
    name="Ruiyun Frost",
    category="blender",
    supplier="Ruiyun",
    protocol="smp",
    link=Link(),
    match=Match(usb=(UsbId(0x2FE3, 0x0100),), answers={"model": "ruiyun-frost"}),
    counters=(
        Counter("cycles_total", "blend_use.cycles_total", "Blend cycles", usage=True),
        Counter("never_there", "blend_use.never_there", "Not in this firmware"),
    ),
    channels=(
        Channel("motor_ma", "blend_sys.motor_ma", "Motor current", "A", -3, high=6200, live=True),
        Channel("vbat_mv", "blend_sys.vbat_mv", "Battery", "V", -3, low=3400),
        Channel("rssi_dbm", "blend_sys.rssi_neg_dbm", "Signal", "dBm", negate=True, low=-80),
    ),
    settings=(
        Setting("store", "asg/store", "Store", max_bytes=16, writable=True),
        Setting("motor_limit_ma", "cfg/motor_lim_ma", "Motor limit", "u16", writable=True),
        Setting("counter_epoch", "id/counter_epoch", "Counter epoch", "u32"),
        Setting("pin", "cfg/pin", "Service PIN", max_bytes=16, writable=True, secret=True),
        Setting("absent", "cfg/absent", "Not in this firmware"),
    ),
    faults=(Fault("jam", "blend_use.jam_count", "Blade jams", at_least=10),),
    vitals=Vitals("blend_sys.boot_count", "blend_sys.uptime_s", "id/counter_epoch"),
)


@dataclass
class SmpUnit:
    """One module. `legacy`: no identity group, version 1 replies with `rc: 0`, errors as a bare code."""

    serial: str = "RF-20417"
    model: str = "ruiyun-frost"
    firmware: str = "1.4.2"
    legacy: bool = False
    use: dict[str, int] = field(default_factory=lambda: {"cycles_total": 1002, "jam_count": 12})
    state: dict[str, int] = field(
        default_factory=lambda: {"motor_ma": 3900, "vbat_mv": 3300, "rssi_neg_dbm": 84, "boot_count": 41}
    )
    settings: dict[str, bytes] = field(
        default_factory=lambda: {
            "asg/store": b"STORE-01",
            "cfg/motor_lim_ma": (6200).to_bytes(2, "little"),
            "id/counter_epoch": (7).to_bytes(4, "little"),
            "cfg/pin": b"0000",
        }
    )
    saved: int = 0
    counts_up: bool = False
    """Each read of `blend_use` counts one more: no two answers are alike."""

    def answer(self, message: bytes) -> bytes | None:
        """The whole reply to a whole request."""
        header = Header.loads(message[: Header.SIZE])
        body: dict[str, Any] = cbor2.loads(message[Header.SIZE :])
        reply = self._body(int(header.op), int(header.group_id), int(header.command_id), body)
        if self.legacy and "rc" not in reply:
            reply["rc"] = 0
        data: bytes = cbor2.dumps(reply)
        return (
            bytes(
                Header(
                    OP(int(header.op) + 1),
                    Version.V1 if self.legacy else Version.V2,
                    Flag(0),
                    len(data),
                    int(header.group_id),
                    header.sequence,
                    int(header.command_id),
                )
            )
            + data
        )

    def _body(self, op: int, group: int, command: int, body: dict[str, Any]) -> dict[str, Any]:
        match (op, group, command):
            case (2, 0, 0):
                return {"r": body["d"]}
            case (0, 0, 6):
                return {"buf_size": 4096, "buf_count": 2}
            case (0, 64, 0) if not self.legacy:
                return {"serial": self.serial, "model": self.model, "fw": self.firmware, "hw": "C2", "contract": 1}
            case (0, 1, 0):
                return {"images": [{"slot": 0, "version": self.firmware, "active": True, "confirmed": True}]}
            case (0, 2, 0):
                return self._statistics(body["name"])
            case (_, 3, 0):
                return self._setting(op, body)
            case (2, 3, 3):
                self.saved += 1
                return {}
            case _:
                return {"rc": 8}

    def _statistics(self, name: str) -> dict[str, Any]:
        if name == "blend_use":
            self.use["cycles_total"] += self.counts_up
            return {"name": name, "fields": dict(self.use)}
        if name == "blend_sys":
            return {"name": name, "fields": dict(self.state)}
        return {"rc": 5} if self.legacy else {"err": {"group": 2, "rc": 2}}

    def _setting(self, op: int, body: dict[str, Any]) -> dict[str, Any]:
        known = {"id/serial": self.serial.encode(), "id/model": self.model.encode(), "id/hw": b"C2", **self.settings}
        if op == 2:
            self.settings[body["name"]] = body["val"]
            return {}
        if body["name"] not in known:
            return {"rc": 5} if self.legacy else {"err": {"group": 3, "rc": 3}}
        return {"val": known[body["name"]]}


class Server(Protocol):
    """Bytes in; `send` is set by the wire."""

    send: Callable[[bytes], None]

    def received(self, data: bytes) -> None: ...


class SmpServer:
    """Speaks SMP for `unit`, which a test may swap at any time."""

    def __init__(self, unit: SmpUnit, spoil: Spoil | None = None) -> None:
        self.unit = unit
        self.spoil = spoil
        self.requests: list[bytes] = []
        self.send: Callable[[bytes], None] = lambda _: None
        self._buffer = bytearray()
        self._decoder = self._fresh()

    def _fresh(self) -> Any:
        decoder = packet.decode()
        next(decoder)
        return decoder

    def received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[: end + 1])
            del self._buffer[: end + 1]
            try:
                self._decoder.send(line)
            except StopIteration as done:
                self._decoder = self._fresh()
                self._handle(done.value)
            except (SMPException, ValueError):
                self._decoder = self._fresh()

    def _handle(self, message: bytes) -> None:
        self.requests.append(message)
        reply = self.unit.answer(message)
        if reply is None:
            return
        sound = b"".join(packet.encode(reply))
        loop = asyncio.get_running_loop()
        for delay_s, data in self.spoil(sound) if self.spoil else [(0.0, sound)]:
            if delay_s:
                loop.call_later(delay_s, self.send, data)
            else:
                self.send(data)


@asynccontextmanager
async def on_socket(server: Server) -> AsyncGenerator[str]:
    """Serves on a TCP port; yields the pyserial URL."""
    writers: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        server.send = writer.write
        try:
            while data := await reader.read(65536):
                server.received(data)
        except ConnectionError:
            pass
        finally:
            writers.discard(writer)
            writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"socket://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
        for writer in tuple(writers):
            writer.close()
        while writers:
            await asyncio.sleep(0.001)
        await listener.wait_closed()


class Pty:
    """A pseudo-terminal with a server on its master end. `unplug()` closes the master, as pulling the cable does."""

    def __init__(self, server: Server) -> None:
        import pty
        import tty

        self.server = server
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.device = os.ttyname(slave)
        os.set_blocking(self.master, False)
        os.close(slave)
        # Held open so that the master does not report a hang-up before the first client comes.
        self._keeper = os.open(self.device, os.O_RDWR | os.O_NOCTTY)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self.master, self._readable)
        self._out = bytearray()
        server.send = self.write
        self.plugged = True

    def _readable(self) -> None:
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return
        self.server.received(data)

    def write(self, data: bytes) -> None:
        """Sends, keeping what the terminal has no room for."""
        if not self.plugged:
            return
        self._out += data
        self._flush()

    def _flush(self) -> None:
        try:
            sent = os.write(self.master, self._out)
        except BlockingIOError:
            sent = 0
        del self._out[:sent]
        if self._out:
            self._loop.add_writer(self.master, self._flush)
        else:
            self._loop.remove_writer(self.master)

    def unplug(self) -> None:
        if self.plugged:
            self.plugged = False
            self._loop.remove_reader(self.master)
            self._loop.remove_writer(self.master)
            os.close(self._keeper)
            os.close(self.master)


@asynccontextmanager
async def on_pty(server: Server) -> AsyncGenerator[Pty]:
    """Serves on a pty."""
    pty = Pty(server)
    try:
        yield pty
    finally:
        pty.unplug()


HAS_PTY = sys.platform != "win32"
LINUX = sys.platform.startswith("linux") and Path("/proc/self/fd").is_dir()
