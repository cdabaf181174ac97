"""The Modbus driver: who a gateway is, its register blocks, its child table (device contract v1, part B).

pymodbus frames and checks; this file decides what is believed. After a time-out the bus stays quiet for the slave's
worst latency and is drained; every block must begin with its id, every row with its number; a counter counts only when
a second read is not lower and plausible; a child table is read again when it changed meanwhile.
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from pymodbus.client import AsyncModbusSerialClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.pdu.mei_message import ReadDeviceInformationResponse
from pymodbus.pdu.register_message import ReadHoldingRegistersResponse, ReadInputRegistersResponse

from fleetdesk.devices import port_trouble, readings, registers
from fleetdesk.devices.driver import Claims, NoAnswer, Timing
from fleetdesk.devices.line import Line
from fleetdesk.devices.modbus_wire import LineTransport
from fleetdesk.domain.errors import DeviceError, FormatError, KnownError, PortError
from fleetdesk.domain.pack import Block, Channel, Counter, Pack, Setting
from fleetdesk.domain.snapshot import Child, Identity, Snapshot
from fleetdesk.runtime.clock import Clock, iso, now_ms

_OBJECTS = {0: "vendor", 1: "product", 2: "firmware", 4: "name", 5: "model"} | {
    0x80: "serial",
    0x81: "mac",
    0x82: "hardware",
    0x83: "contract",
    0x84: "digest",
}
_EXTENDED, _REGULAR, _BASIC = 3, 2, 1
_FIRST_PRIVATE = 0x80
_MOST_PARTS = 16
_LONGEST_CLAIM = 64
_TABLE_TRIES = 3
_ILLEGAL = (1, 2, 3)
_LATER = (5, 6)
"""Acknowledge and busy: the slave will answer when it is asked again."""
_UNEVEN_COUNTS = 2
"""Counters move in steps: so many at once say nothing about the rate."""
_FOREIGN_TIMEOUT_S = 3600.0
"""Time-outs are ours: pymodbus would wait for an unplugged port as long as for a slow one."""


class Refused(DeviceError):
    """The slave answered with an exception code."""

    def __init__(self, port: str, what: str, code: int) -> None:
        super().__init__(
            f"The device on {port} refused to {what}.",
            f"It answered with Modbus exception {code}.",
            "Try again; if it stays, its firmware may be too old or too new for this driver pack.",
        )
        self.absent = code in _ILLEGAL


class ModbusDriver:
    """One slave on one line. Made by `ModbusDriver.on`. `check_blocks` is False only in a test's control."""

    def __init__(self, line: Line, unit: int, timing: Timing, clock: Clock) -> None:
        self._line = line
        self._port = line.port
        self._unit = unit
        self._timing = timing
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._client = AsyncModbusSerialClient(
            line.port, timeout=_FOREIGN_TIMEOUT_S, retries=0, reconnect_delay=0, name=line.port, trace_pdu=self._trace
        )
        self._wire = LineTransport(line, self._give)
        self._answer: asyncio.Future[Any] | None = None
        self._believe: Callable[[ModbusPDU], Any] = _as_it_is
        self._limit: asyncio.Timeout | None = None
        self._function = 0
        self._doubt: FormatError | None = None
        self.check_blocks = True
        line.on_lost.append(self._lost)

    @classmethod
    async def on(cls, line: Line, unit: int, timing: Timing | None = None, clock: Clock = now_ms) -> "ModbusDriver":
        """A driver for the slave `unit` on an open line."""
        driver = cls(line, unit, timing or Timing(), clock)
        await driver._connect()
        return driver

    def _lost(self, error: PortError) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    async def _connect(self) -> None:
        context = self._client.ctx

        async def use_our_line() -> tuple[LineTransport, Any]:
            context.connection_made(self._wire)
            return self._wire, context

        # pymodbus is pinned to 3.16: `call_create` is what it calls to open the port.
        context.call_create = use_our_line
        if not await self._client.connect():
            raise port_trouble.missing(self._port)

    def _give(self, data: bytes) -> None:
        try:
            self._client.ctx.data_received(data)
        except (ModbusException, ValueError, LookupError, struct.error):
            self._client.ctx.recv_buffer = b""  # A damaged frame: the request runs into its time-out.

    # -- who it is -----------------------------------------------------------------------------------------------------

    async def claims(self, first_answer_s: float | None = None) -> Claims:
        """Read Device Identification: the standard objects and the private ones from 0x80."""
        objects = await self._objects(_EXTENDED, 0, first_answer_s)
        if 0 not in objects:
            objects |= await self._objects(_REGULAR, 0) or await self._objects(_BASIC, 0)
        if _FIRST_PRIVATE not in objects:
            objects |= await self._objects(_EXTENDED, _FIRST_PRIVATE)
        fields = {name: self._claim(name, objects[number]) for number, name in _OBJECTS.items() if number in objects}
        if not fields.get("serial"):
            raise self._nonsense("the device gave no serial number")
        fields.setdefault("model", fields.get("product", ""))
        return Claims("modbus", fields)

    async def _objects(self, code: int, start: int, first_answer_s: float | None = None) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        for _ in range(_MOST_PARTS):
            try:
                reply = await self._object_part(code, start, first_answer_s)
            except Refused as refusal:
                if refusal.absent:
                    return found
                raise
            found |= {number: value for number, value in reply.information.items() if isinstance(value, bytes)}
            if not reply.more_follows or reply.next_object_id <= start:
                return found
            start, first_answer_s = reply.next_object_id, None
        raise self._nonsense("its identity never ends")

    async def _object_part(self, code: int, start: int, first_answer_s: float | None) -> ReadDeviceInformationResponse:
        def request() -> Awaitable[ModbusPDU]:
            return self._client.read_device_information(read_code=code, object_id=start, device_id=self._unit)

        def believe(reply: ModbusPDU) -> ReadDeviceInformationResponse:
            if not isinstance(reply, ReadDeviceInformationResponse):
                raise FormatError("not an identity")
            return reply

        return await self._read("tell who it is", request, believe, first_answer_s)

    def _claim(self, name: str, raw: bytes) -> str:
        text = raw.rstrip(b"\0").decode("utf-8", errors="replace")
        if name in ("mac", "digest") and not (text.isascii() and text.isprintable()):
            return raw.hex()
        if len(text) > _LONGEST_CLAIM or not (text.isascii() and text.isprintable()):
            raise self._nonsense(f"its {name} is not a short printable text")
        return text.strip()

    # -- what it reads -------------------------------------------------------------------------------------------------

    async def snapshot(self, pack: Pack, identity: Identity) -> Snapshot:
        """The blocks that the pack's counters, channels, faults, vitals and settings name, and the children."""
        vitals = pack.vitals
        readable = [setting for setting in pack.settings if not setting.secret]
        named = [*readings.sources(pack), vitals.boot_count, vitals.counter_epoch]
        values = await self._blocks(pack, [*named, *(setting.source for setting in readable)])
        numbers = {source: value for source, value in values.items() if isinstance(value, int)}
        children = await self._children(pack)
        return Snapshot(
            identity=identity,
            taken_at=iso(self._clock()),
            counters=readings.counters(pack, numbers),
            gauges=readings.gauges(pack, numbers),
            settings={setting.name: values[setting.source] for setting in readable if setting.source in values},
            children=children,
            faults=readings.faults(pack, numbers),
            boot_count=numbers.get(vitals.boot_count),
            counter_epoch=numbers.get(vitals.counter_epoch),
        )

    async def sample(self, pack: Pack, channels: Sequence[Channel]) -> Mapping[str, int]:
        """One read per block that the channels need."""
        values = await self._blocks(pack, [channel.source for channel in channels], counters=())
        numbers = {source: value for source, value in values.items() if isinstance(value, int)}
        return readings.channel_values(channels, numbers)

    async def _blocks(
        self, pack: Pack, sources: Sequence[str], counters: Sequence[Counter] | None = None
    ) -> dict[str, registers.Value]:
        values: dict[str, registers.Value] = {}
        for name in dict.fromkeys(source.partition(".")[0] for source in sources if source):
            block = pack.block(name)
            if block is None or block.rows > 1:
                continue
            counting = [
                counter
                for counter in (pack.counters if counters is None else counters)
                if counter.source.startswith(f"{name}.")
            ]
            try:
                values |= await self._counted_block(block, counting) if counting else await self._block(block)
            except Refused as refusal:
                if not refusal.absent:
                    raise
        return values

    async def _block(self, block: Block) -> dict[str, registers.Value]:
        def believe(words: Sequence[int]) -> dict[str, registers.Value]:
            if self.check_blocks:
                registers.check_block(block, words)
            return registers.block_values(block, words)

        # A write-only register reads as zeros; should a device send the secret after all, it is not kept.
        guard = self._line.recorder.secret() if any(item.access == "w" for item in block.fields) else nullcontext()
        with guard:
            return await self._words(block, block.address, block.length, believe)

    async def _counted_block(self, block: Block, counters: Sequence[Counter]) -> dict[str, registers.Value]:
        """Two reads in a row that agree: the second not lower, and not more than the time between them can explain."""
        before, before_s = await self._block(block), self._loop.time()
        for _ in range(1 + self._timing.retries):
            now, now_s = await self._block(block), self._loop.time()
            if all(_follows(counter, before, now, now_s - before_s) for counter in counters):
                return now
            before, before_s = now, now_s
        raise self._nonsense(f"the counters in block '{block.name}' jump from one read to the next")

    async def _children(self, pack: Pack) -> tuple[Child, ...]:
        table = next((block for block in pack.blocks if block.rows > 1), None)
        head = next((block for block in pack.blocks if block.field_named("table_generation")), None)
        if table is None or head is None:
            return ()
        for _ in range(_TABLE_TRIES):
            before = await self._block(head)
            children = await self._rows(table, int(before.get(f"{head.name}.count", 0)))
            if await self._block(head) == before:
                return children
        raise DeviceError(
            f"The child table of the gateway on {self._port} changes all the time.",
            "It changed during each of three readings.",
            "Wait until its devices are connected, then read it again.",
        )

    async def _rows(self, table: Block, count: int) -> tuple[Child, ...]:
        """Rows until `count` children were found; rows between them may be empty."""
        children: list[Child] = []
        for first in range(0, table.rows, table.read_at_most):
            if len(children) >= count:
                break
            size = min(table.read_at_most, table.rows - first)

            def believe(words: Sequence[int], first: int = first) -> list[Sequence[int]]:
                return registers.check_rows(table, first, words)

            rows = await self._words(table, table.address + first * table.length, size * table.length, believe)
            children += [found for row in rows if (found := registers.child(table, row)) is not None]
        return tuple(children)

    # -- requests ------------------------------------------------------------------------------------------------------

    async def _words(self, block: Block, address: int, count: int, believe: Callable[[Sequence[int]], Any]) -> Any:
        client, unit = self._client, self._unit
        wanted = ReadInputRegistersResponse if block.space == "input" else ReadHoldingRegistersResponse

        def request() -> Awaitable[ModbusPDU]:
            if block.space == "input":
                return client.read_input_registers(address, count=count, device_id=unit)
            return client.read_holding_registers(address, count=count, device_id=unit)

        def registers_of(reply: ModbusPDU) -> Any:
            if type(reply) is not wanted or len(reply.registers) != count:
                raise FormatError("the answer to something else")
            return believe(reply.registers)

        return await self._read(f"read the block '{block.name}'", request, registers_of)

    async def _read(
        self,
        what: str,
        request: Callable[[], Awaitable[ModbusPDU]],
        believe: Callable[[ModbusPDU], Any],
        first_answer_s: float | None = None,
    ) -> Any:
        """Asks until an answer is believed. Raises Refused, NoAnswer, PortError, or DeviceError for nonsense."""
        self._doubt = None
        for _ in range(1 if first_answer_s is not None else 1 + self._timing.retries):
            answer = await self._exchange(request, believe, first_answer_s or self._timing.request_s)
            if answer is None or (isinstance(answer, ExceptionResponse) and answer.exception_code in _LATER):
                continue
            if isinstance(answer, ExceptionResponse):
                raise Refused(self._port, what, answer.exception_code)
            return answer
        if self._doubt is not None:
            raise self._nonsense(str(self._doubt)) from self._doubt
        raise NoAnswer(self._port, what)

    async def _exchange(
        self, request: Callable[[], Awaitable[ModbusPDU]], believe: Callable[[ModbusPDU], Any], timeout_s: float
    ) -> Any:
        """One request and its answer; None when none was believed in time, with the quiet time behind it."""
        if self._line.lost is not None:
            raise self._line.lost
        self._line.drain()
        self._believe, self._answer = believe, self._loop.create_future()
        self._wire.listening = True
        asked = asyncio.ensure_future(request())
        try:
            async with asyncio.timeout(timeout_s) as self._limit:
                return await self._answer
        except TimeoutError:
            await self._quarantine()
            return None
        finally:
            self._wire.listening = False
            self._answer = None
            asked.cancel()
            await asyncio.wait({asked})
            if not asked.cancelled() and not isinstance(asked.exception(), ModbusException | None):
                asked.result()  # Not a failure on the bus: a bug, raised as it is.

    def _trace(self, sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        """Called by pymodbus for each frame. An answer to something else is passed over: the right one may follow."""
        if sending:
            self._function = pdu.function_code
        elif self._answer is not None and not self._answer.done():
            try:
                self._answer.set_result(self._believed(pdu))
            except FormatError as error:
                self._doubt = error
                soon = self._loop.time() + self._timing.quiet_s
                if self._limit is not None:
                    self._limit.reschedule(min(soon, self._limit.when() or soon))
        return pdu

    def _believed(self, pdu: ModbusPDU) -> Any:
        if pdu.function_code & 0x7F != self._function:
            raise FormatError("the answer to something else came")
        return pdu if isinstance(pdu, ExceptionResponse) else self._believe(pdu)

    async def _quarantine(self) -> None:
        """Quiet for the slave's worst latency, so that its late answer is over before the next request."""
        self._wire.listening = False
        await asyncio.sleep(self._timing.quiet_s)
        self._line.drain()

    # -- the rest of a driver ------------------------------------------------------------------------------------------

    async def write(self, setting: Setting, value: str | int) -> None:
        """Refused: the staged configuration of a gateway is not written by this version."""
        raise KnownError(
            f"'{setting.label}' of the gateway on {self._port} cannot be changed from here.",
            "This version of Fleetdesk reads gateways and changes nothing on them.",
            "Nothing was written. Use the gateway's own configuration page.",
        )

    async def close(self) -> None:
        """Closes the line."""
        self._client.close()
        await self._line.close()

    def _nonsense(self, what: str) -> DeviceError:
        return DeviceError(
            f"The device on {self._port} gives an answer that makes no sense.",
            f"In detail: {what}.",
            "Nothing of it was used. Check that the driver pack is the right one, then read the device again.",
        )


def _as_it_is(pdu: ModbusPDU) -> Any:
    return pdu


def _follows(
    counter: Counter, before: Mapping[str, registers.Value], now: Mapping[str, registers.Value], elapsed_s: float
) -> bool:
    """True when the second read can be the same counter a little later."""
    first, second = before.get(counter.source), now.get(counter.source)
    if not isinstance(first, int) or not isinstance(second, int):
        return first is second is None
    return 0 <= second - first <= _UNEVEN_COUNTS + counter.max_per_hour * elapsed_s / 3600
