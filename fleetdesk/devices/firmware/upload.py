"""Sends an image into the free slot: one request in flight, at the offset that the module asks for.

A module that already holds a part of the same file says so at the first chunk, and the upload goes on there. Any offset
that was not expected means that something happened in between (a restart, another unit on the port): the unit proves
itself again before the next byte.
"""

import asyncio
import hashlib
from dataclasses import dataclass

from fleetdesk.devices.driver import Driver
from fleetdesk.devices.firmware.progress import Cancel, Meter
from fleetdesk.devices.session import Session
from fleetdesk.devices.smp_image import ImageChunks, erase
from fleetdesk.devices.smp_module import smp_driver
from fleetdesk.domain.errors import DeviceError

_SURPRISES = 12
"""A module that keeps asking for other offsets than it was promised never gets anywhere."""
_TURN_S = 0.2
"""How long a turn on the line is when readings of the same module wait for theirs."""


class UploadCancelled(Exception):
    """A person ended it; the module holds `offset` bytes and still runs what it ran."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(slots=True)
class Upload:
    """One file on its way. `run` may be called again after the line was lost; `began_at` is where the first one did."""

    session: Session
    data: bytes
    meter: Meter
    cancel: Cancel
    began_at: int | None = None
    offset: int = 0
    _chunks: ImageChunks | None = None
    _surprises: int = 0

    async def run(self) -> None:
        """Returns when the module holds the whole file. Raises DeviceError, PortError, UploadCancelled."""
        await self.begin()
        await self.send()

    async def begin(self) -> None:
        """The unit proves itself and says how long a message may be."""
        self.offset = 0
        room = await self.session.use(lambda driver: smp_driver(driver).largest_message(), verify=True)
        self._chunks = ImageChunks(self.data, hashlib.sha256(self.data).digest(), room)

    async def send(self) -> None:
        """All chunks, from where the module stands."""
        sound = True
        while self.offset < len(self.data):
            if self.cancel.asked:
                raise UploadCancelled(self.offset)
            before = self._surprises
            sound = await self.session.use(self._turn)
            if self._surprises != before:
                await self._after_surprise()
        self.meter.at(self.offset)
        if not sound:
            await self.session.use(erase, verify=True)
            raise DeviceError(
                "The module did not receive the image as it is.",
                "The checksum that it made of it is another one; its slot was emptied again.",
                "Check the cable, then start the update again.",
            )

    async def _turn(self, driver: Driver) -> bool:
        """A few chunks in a row; False when the module found the finished image damaged."""
        assert self._chunks is not None, "begin() comes first"
        chunks, room = self._chunks, self._chunks.room
        loop = asyncio.get_running_loop()
        until = loop.time() + _TURN_S
        sound = True
        while sound and self.offset < len(self.data) and not self.cancel.asked:
            if loop.time() >= until and self.session.others_wait:
                break
            at = self.offset
            # What a person is shown is told while the module works: it is of no hurry, the next byte is.
            self.offset, sound = await chunks.send(driver, at, lambda at=at: self._show(at))
            if at == 0 and self.began_at is None:
                self.began_at = 0 if self.offset <= room else self.offset
            if self.offset <= at or (at and self.offset > at + room):
                self._surprises += 1
                break
        return sound

    def _show(self, done: int) -> None:
        """Not before the module has said where it stands: what it held already would count as sent just now."""
        if done:
            self.meter.at(done)

    async def _after_surprise(self) -> None:
        await self.session.identify()
        if self._surprises > _SURPRISES:
            raise DeviceError(
                "The module loses what it is sent.",
                f"It asked {self._surprises} times to go back in the image.",
                "Check cable and battery, then start the update again.",
            )
