"""The other end of a line for tests: real servers on real ptys and sockets, answering for one simulated unit.

SMP is spoken here through the reference library's packet code: ours is tested against it and not against itself.
`spoil` decides what really goes out for each reply: delayed, doubled, cut, damaged, or nothing.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import cbor2
from smp import packet
from smp.exceptions import SMPException
from smp.header import OP, Flag, Header, Version

from fleetdesk.domain.pack import (
    Block,
    Channel,
    Counter,
    Fault,
    Field,
    Link,
    Match,
    Pack,
    Setting,
    UsbId,
    Vitals,
)

LONG = os.environ.get("FLEETDESK_LONG") == "1"
SEED = int(os.environ.get("FLEETDESK_SEED", "20260214"))
LINUX = sys.platform.startswith("linux")

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
                life = {"boot_count": self.state["boot_count"], "counter_epoch": 7}
                return {"serial": self.serial, "model": self.model, "version": self.firmware, "hw": "C2", **life}
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

    def pause(self) -> None:
        """Reads nothing any more: the client's writes run full."""
        self._loop.remove_reader(self.master)

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


class SmpDamage:
    """A spoil: sound, lost, doubled, half, damaged, late, wrapped in text, cut into slices, or after an older one."""

    def __init__(self, seed: int, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self.chance = random.Random(seed)
        self.earlier: bytes = b"\n"
        self.spoiled = 0

    def __call__(self, sound: bytes) -> list[tuple[float, bytes]]:
        kind = self.chance.choice(
            ["sound"] * 4 + ["lost", "double", "half", "damaged", "late", "text", "slices", "old"]
        )
        self.spoiled += kind != "sound"
        sent = self._pieces(kind, sound)
        self.earlier = sound
        return sent

    def _pieces(self, kind: str, sound: bytes) -> list[tuple[float, bytes]]:
        at = self.chance.randrange(1, len(sound))
        match kind:
            case "lost":
                return []
            case "double":
                return [(0.0, sound), (0.001, sound)]
            case "half":
                return [(0.0, sound[:at])]
            case "damaged":
                flipped = sound[at] ^ (1 << self.chance.randrange(8))
                return [(0.0, sound[:at] + bytes([flipped]) + sound[at + 1 :])]
            case "late":
                return [(self.timeout_s * self.chance.uniform(1.0, 2.5), sound)]
            case "text":
                return [(0.0, b"[00:12] <wrn> lid open\r\nuart:~$ " + sound + b"<inf> motor off\r\n")]
            case "slices":
                return [(0.0, sound[:at]), (0.001, sound[at:])]
            case "old":
                return [(0.0, self.earlier), (0.0, sound)]
            case _:
                return [(0.0, sound)]


def nothing(_: bytes) -> list[tuple[float, bytes]]:
    """A spoil: no reply ever goes out."""
    return []


# -- Modbus ------------------------------------------------------------------------------------------------------------

GATEWAY = Pack(
    key="mpc-1911-r22",
    version="1",
    name="IoT gateway",
    category="gateway",
    supplier="",
    protocol="modbus",
    link=Link(),
    match=Match(answers={"product": "MPC-1911-R22"}),
    counters=(Counter("error_count", "health.error_count", "Errors", width=32),),
    channels=(
        Channel("supply_mv", "health.supply_mv", "Supply", "V", -3, low=4600, live=True),
        Channel("rssi_dbm", "network.rssi_dbm", "Signal", "dBm"),
        Channel("uplink", "uplink.rtt_ms", "Round trip", "ms"),
    ),
    settings=(
        Setting("store", "config.store", "Store", max_bytes=8, writable=True),
        Setting("password", "config.password", "Password", max_bytes=8, writable=True, secret=True),
    ),
    faults=(Fault("hot", "health.status", "Too hot", bit=2),),
    vitals=Vitals("header.boot_count"),
    blocks=(
        Block("header", "input", 0, 4, 0xFD01, (Field("block_id", 0, "u16"), Field("boot_count", 1, "u32", 2))),
        Block(
            "health",
            "input",
            0x20,
            6,
            0xFD02,
            (
                Field("block_id", 0, "u16"),
                Field("status", 1, "u16"),
                Field("error_count", 2, "u32", 2),
                Field("supply_mv", 4, "u16"),
            ),
        ),
        Block("network", "input", 0x40, 6, 0xFD03, (Field("rssi_dbm", 1, "i16", none=-32768),)),
        Block("uplink", "input", 0x80, 2, 0xFD04, (Field("rtt_ms", 1, "u16"),)),
        Block("children", "input", 0x100, 4, 0xFD05, (Field("count", 1, "u16"), Field("table_generation", 3, "u16"))),
        Block(
            "child",
            "input",
            0x110,
            16,
            None,
            (
                Field("slot", 0, "u16"),
                Field("state", 1, "u16", codes={0: "empty", 1: "online", 2: "offline"}),
                Field("type", 2, "u16", codes={6: "blender"}),
                Field("serial", 3, "string", 6),
                Field("firmware", 9, "u32", 2),
                Field("rssi_dbm", 11, "i16", none=-32768),
                Field("last_seen_s", 12, "u32", 2, none=0xFFFFFFFF),
                Field("fault_bits", 14, "u16"),
            ),
            rows=64,
            read_at_most=7,
        ),
        Block(
            "config",
            "holding",
            0x1000,
            9,
            0xFD06,
            (Field("store", 1, "string", 4), Field("password", 5, "string", 4, access="w")),
        ),
    ),
)


def crc16(data: bytes) -> bytes:
    """CRC-16/MODBUS, low byte first."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


def words_of(text: str, length: int) -> list[int]:
    """Registers of a NUL-padded text."""
    raw = text.encode().ljust(length * 2, b"\0")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, length * 2, 2)]


class RtuUnit:
    """One gateway with the registers of GATEWAY. `on_read` may change them before each answer."""

    def __init__(self, serial: str = "GW-7", children: int = 9) -> None:
        self.objects = {0: b"Maker", 1: b"MPC-1911-R22", 2: b"3.2.1", 5: b"MPC-1911-R22", 0x80: serial.encode()}
        self.objects[0x83] = b"fd-gw/1"
        self.objects_per_part = 3
        self.spaces: dict[int, dict[int, int]] = {3: {}, 4: {}}
        self.on_read: Callable[[int, int], None] = lambda function, address: None
        self.busy = 0
        self.put(4, 0x00, [0xFD01, 0, 88, 0])
        self.put(4, 0x20, [0xFD02, 0b100, 0, 70, 4500, 0])
        self.put(4, 0x40, [0xFD03, 0x8000, 0, 0, 0, 0])
        self.put(3, 0x1000, [0xFD06, *words_of("STORE-1", 4), *words_of("hunter22", 4)])
        self.put(4, 0x110, [0] * 16 * 64)
        for slot in range(64):
            self.put(4, 0x110 + 16 * slot, [slot])
        self.set_children(range(children), generation=5)

    def put(self, function: int, address: int, words: Iterable[int]) -> None:
        for at, word in enumerate(words, start=address):
            self.spaces[function][at] = word

    def set_children(self, slots: Iterable[int], generation: int) -> None:
        chosen = list(slots)
        for slot in range(64):
            here = slot in chosen
            serial = words_of(f"RF-{slot}", 6) if here else [0] * 6
            row = [slot, 1 if here else 0, 6, *serial, 0x0104, 2, 0x10000 - 61, 0, 12, 0, 0]
            self.put(4, 0x110 + 16 * slot, row)
        self.put(4, 0x100, [0xFD05, len(chosen), 64, generation])

    def answer(self, frame: bytes) -> bytes | None:
        unit, function = frame[0], frame[1]
        if unit != 1:
            return None
        if self.busy:
            self.busy -= 1
            return bytes((1, function | 0x80, 6))
        if function == 43:
            return bytes((1, 43)) + self._identity(frame[3], frame[4])
        address, count = int.from_bytes(frame[2:4], "big"), int.from_bytes(frame[4:6], "big")
        self.on_read(function, address)
        try:
            words = [self.spaces[function][at] for at in range(address, address + count)]
        except KeyError:
            return bytes((1, function | 0x80, 2))
        return bytes((1, function, count * 2)) + b"".join(word.to_bytes(2, "big") for word in words)

    def _identity(self, code: int, first: int) -> bytes:
        last = {1: 2, 2: 0x7F, 3: 0xFF}[code]
        numbers = [number for number in sorted(self.objects) if first <= number <= last]
        part, rest = numbers[: self.objects_per_part], numbers[self.objects_per_part :]
        body = b"".join(bytes((n, len(self.objects[n]))) + self.objects[n] for n in part)
        return bytes((14, code, 0x83, 0xFF if rest else 0, rest[0] if rest else 0, len(part))) + body


class RtuServer:
    """Speaks RTU for `unit`; a request's end is found by its length."""

    def __init__(self, unit: RtuUnit, spoil: Spoil | None = None) -> None:
        self.unit = unit
        self.spoil = spoil
        self.requests: list[bytes] = []
        self.send: Callable[[bytes], None] = lambda _: None
        self._heard = bytearray()

    def received(self, data: bytes) -> None:
        self._heard += data
        while len(self._heard) >= 7:
            length = 7 if self._heard[1] == 43 else 8
            frame = bytes(self._heard[:length])
            if len(frame) == length and crc16(frame[:-2]) == frame[-2:]:
                del self._heard[:length]
                self._handle(frame[:-2])
            elif len(frame) < length:
                return
            else:
                del self._heard[:1]

    def _handle(self, frame: bytes) -> None:
        self.requests.append(frame)
        reply = self.unit.answer(frame)
        if reply is None:
            return
        sound = reply + crc16(reply)
        loop = asyncio.get_running_loop()
        for delay_s, data in self.spoil(sound) if self.spoil else [(0.0, sound)]:
            if delay_s:
                loop.call_later(delay_s, self.send, data)
            else:
                self.send(data)
