"""One slave on one bus through pymodbus: a request, and the answer that is believed.

pymodbus frames and checks; what is believed is decided here. RTU has no transaction id, so an answer that is not the
one asked for is passed over while the right one may still come, and after a time-out the bus stays quiet for the
slave's worst latency and is drained: otherwise a late answer would be taken for the next request's.
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pymodbus.client import AsyncModbusSerialClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.pdu.mei_message import ReadDeviceInformationResponse
from pymodbus.pdu.register_message import (
    ReadHoldingRegistersResponse,
    ReadInputRegistersResponse,
    WriteMultipleRegistersResponse,
)

from fleetdesk.devices import port_trouble
from fleetdesk.devices.driver import NoAnswer, Timing
from fleetdesk.devices.line import Line
from fleetdesk.devices.modbus.wire import LineTransport
from fleetdesk.domain.errors import DeviceError, FormatError, PortError

T = TypeVar("T")
_ILLEGAL = (1, 2, 3)
_LATER = (5, 6)
"""Acknowledge and busy: the slave will answer when it is asked again."""
_FOREIGN_TIMEOUT_S = 3600.0
"""Time-outs are ours: pymodbus would wait for an unplugged port as long as for a slow one."""


class Refused(DeviceError):
    """The slave answered with an exception code. `absent`: there is nothing of the kind in this device."""

    def __init__(self, port: str, what: str, code: int) -> None:
        super().__init__(
            f"The device on {port} refused to {what}.",
            f"It answered with Modbus exception {code}.",
            "Try again; if it stays, its firmware may be too old or too new for this driver pack.",
        )
        self.code = code
        self.absent = code in _ILLEGAL


class Nonsense(DeviceError):
    """The slave answers, and its answers cannot be what they should be."""

    def __init__(self, port: str, what: str) -> None:
        super().__init__(
            f"The device on {port} gives an answer that makes no sense.",
            f"In detail: {what}.",
            "Nothing of it was used. Check that the driver pack is the right one, then read the device again.",
        )


@dataclass(frozen=True, slots=True)
class Objects:
    """Identification objects of one answer; `following` is where to go on, None at the end."""

    values: dict[int, bytes]
    following: int | None


class Bus:
    """Owns the line from `opened` to `close`. One request at a time; the session's task sees to that."""

    def __init__(self, line: Line, unit: int, timing: Timing, silence_s: float = 0.0) -> None:
        self.line = line
        self._unit = unit
        self._timing = timing
        self._silence_s = silence_s
        self._loop = asyncio.get_running_loop()
        self._client = AsyncModbusSerialClient(
            line.port, timeout=_FOREIGN_TIMEOUT_S, retries=0, reconnect_delay=0, name=line.port, trace_pdu=self._trace
        )
        self._wire = LineTransport(line, self._give)
        self._answer: asyncio.Future[Any] | None = None
        self._believe: Callable[[ModbusPDU], Any] | None = None
        self._limit: asyncio.Timeout | None = None
        self._function = 0
        self._doubt: FormatError | None = None
        line.on_lost.append(self._lost)

    @classmethod
    async def opened(cls, line: Line, unit: int, timing: Timing, silence_s: float = 0.0) -> "Bus":
        """A bus on an open line, with that line below pymodbus."""
        bus = cls(line, unit, timing, silence_s)
        context = bus._client.ctx

        async def use_our_line() -> tuple[LineTransport, Any]:
            context.connection_made(bus._wire)
            return bus._wire, context

        # pymodbus is pinned to 3.16: `call_create` is what it calls to open the port.
        context.call_create = use_our_line
        if not await bus._client.connect():
            raise port_trouble.missing(line.port)
        return bus

    # -- requests ------------------------------------------------------------------------------------------------------

    async def words(
        self,
        what: str,
        space: Literal["input", "holding"],
        address: int,
        count: int,
        believe: Callable[[Sequence[int]], T],
    ) -> T:
        """Reads registers. `believe` makes the value of them, or raises FormatError when they are not those asked for.

        Raises Refused, NoAnswer, Nonsense, PortError.
        """
        wanted = ReadInputRegistersResponse if space == "input" else ReadHoldingRegistersResponse

        def request() -> Awaitable[ModbusPDU]:
            if space == "input":
                return self._client.read_input_registers(address, count=count, device_id=self._unit)
            return self._client.read_holding_registers(address, count=count, device_id=self._unit)

        def registers_of(reply: ModbusPDU) -> T:
            if type(reply) is not wanted or len(reply.registers) != count:
                raise FormatError("the answer to something else came")
            return believe(reply.registers)

        return await self._read(what, request, registers_of)

    async def write_words(self, what: str, address: int, words: Sequence[int]) -> None:
        """Writes holding registers in one request (function 16) and believes only the echo of this very write.

        Tried again as a read is: whoever calls makes sure that doing it twice is the same as once.
        """

        def request() -> Awaitable[ModbusPDU]:
            return self._client.write_registers(address, list(words), device_id=self._unit)

        def echoed(reply: ModbusPDU) -> bool:
            if type(reply) is not WriteMultipleRegistersResponse:
                raise FormatError("the answer to something else came")
            if (reply.address, reply.count) != (address, len(words)):
                raise FormatError("the answer to another write came")
            return True

        await self._read(what, request, echoed)

    async def objects(self, code: int, first: int, first_answer_s: float | None = None) -> Objects:
        """Read Device Identification (43/14), one answer. `first_answer_s` bounds it and forbids retries."""

        def request() -> Awaitable[ModbusPDU]:
            return self._client.read_device_information(read_code=code, object_id=first, device_id=self._unit)

        def objects_of(reply: ModbusPDU) -> Objects:
            if not isinstance(reply, ReadDeviceInformationResponse):
                raise FormatError("the answer to something else came")
            values = {number: value for number, value in reply.information.items() if isinstance(value, bytes)}
            return Objects(values, reply.next_object_id if reply.more_follows else None)

        return await self._read("tell who it is", request, objects_of, first_answer_s)

    async def _read(
        self,
        what: str,
        request: Callable[[], Awaitable[ModbusPDU]],
        believe: Callable[[ModbusPDU], T],
        first_answer_s: float | None = None,
    ) -> T:
        self._doubt = None
        for _ in range(1 if first_answer_s is not None else 1 + self._timing.retries):
            answer = await self._exchange(request, believe, first_answer_s or self._timing.request_s)
            if answer is None or (isinstance(answer, ExceptionResponse) and answer.exception_code in _LATER):
                continue
            if isinstance(answer, ExceptionResponse):
                raise Refused(self.line.port, what, answer.exception_code)
            return answer
        if self._doubt is not None:
            raise Nonsense(self.line.port, str(self._doubt)) from self._doubt
        raise NoAnswer(self.line.port, what)

    async def _exchange(
        self, request: Callable[[], Awaitable[ModbusPDU]], believe: Callable[[ModbusPDU], T], timeout_s: float
    ) -> T | ExceptionResponse | None:
        """One request and its answer; None when none was believed in time, with the quiet time behind it."""
        quiet_s = self._wire.heard_at_s + self._silence_s - self._loop.time()
        if quiet_s > 0:
            await asyncio.sleep(quiet_s)
        if self.line.lost is not None:
            raise self.line.lost
        self.line.drain()
        answer: asyncio.Future[T | ExceptionResponse] = self._loop.create_future()
        self._answer, self._believe = answer, believe
        self._wire.listening = True
        asked = asyncio.ensure_future(request())
        try:
            async with asyncio.timeout(timeout_s) as self._limit:
                return await answer
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

    async def _quarantine(self) -> None:
        """Quiet for the slave's worst latency, so that its late answer is over before the next request."""
        self._wire.listening = False
        await asyncio.sleep(self._timing.quiet_s)
        self.line.drain()

    # -- what pymodbus and the line tell -------------------------------------------------------------------------------

    def _give(self, data: bytes) -> None:
        try:
            self._client.ctx.data_received(data)
        except (ModbusException, ValueError, LookupError, struct.error):
            self._client.ctx.recv_buffer = b""  # A damaged frame: the request runs into its time-out.

    def _trace(self, sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        """Called for each frame. After an answer to something else the right one has `quiet_s` to come."""
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
        if self._believe is None or pdu.function_code & 0x7F != self._function:
            raise FormatError("the answer to something else came")
        return pdu if isinstance(pdu, ExceptionResponse) else self._believe(pdu)

    def _lost(self, error: PortError) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    async def close(self) -> None:
        """Closes the line."""
        self._client.close()
        await self.line.close()
