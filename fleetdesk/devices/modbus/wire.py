"""Our open line as the transport below pymodbus: opening, unplugging and the transcript are ours for both protocols.

Bytes reach pymodbus only while a request is in flight: what comes in between is late and must not be kept.
"""

import asyncio
from collections.abc import Callable

from fleetdesk.devices.line import Line
from fleetdesk.domain.errors import PortError


class LineTransport(asyncio.Transport):
    """What `connection_made` gives to pymodbus. `listening` is True while a request is in flight."""

    def __init__(self, line: Line, received: Callable[[bytes], None]) -> None:
        super().__init__()
        self._line = line
        self._received = received
        self._writing: set[asyncio.Task[None]] = set()
        self.listening = False
        self.late_bytes = 0
        self.heard_at_s = 0.0
        """The loop's time of the last byte: a slave takes the silence after it for the end of a frame."""
        line.receiver = self._take

    def _take(self, data: bytes) -> None:
        self.heard_at_s = asyncio.get_running_loop().time()
        if self.listening:
            self._received(data)
        else:
            self.late_bytes += len(data)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Starts sending; a lost line is told to the driver by the line itself."""
        task = asyncio.get_running_loop().create_task(self._send(bytes(data)))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _send(self, data: bytes) -> None:
        try:
            await self._line.write(data)
        except PortError:
            return  # The driver waits on the line as well and raises it there.

    def close(self) -> None:
        """The driver closes the line; nothing is left to do here."""
        self.listening = False

    def abort(self) -> None:
        self.close()

    def is_closing(self) -> bool:
        return self._line.lost is not None
