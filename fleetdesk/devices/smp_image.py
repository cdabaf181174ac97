"""The firmware slots of a module over SMP: what is in them, sending an image, testing and confirming it. Group 1."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import cbor2

from fleetdesk.devices.driver import Driver
from fleetdesk.devices.smp import HEADER_BYTES, Refused, is_count, nonsense
from fleetdesk.devices.smp_module import smp_driver
from fleetdesk.devices.smp_requests import framed_write
from fleetdesk.devices.smp_transport import Framed

_IMAGE = 1
FIRST_CHUNK_S = 40.0
"""The module may erase a whole slot before it answers the first chunk."""
FIRST_CHUNK_TRIES, CHUNK_TRIES = 2, 4
_LINE = 93
"""Bytes of a frame in one full console line; a frame of whole lines wastes none."""
_LENGTH_AND_CRC = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot with an image in it. `hash` as the bootloader knows it."""

    number: int
    version: str
    hash: bytes
    active: bool
    confirmed: bool
    pending: bool
    bootable: bool


async def slots(driver: Driver) -> tuple[Slot, ...]:
    """The slots of the first image that hold something. Raises DeviceError when the answer makes no sense."""
    smp = smp_driver(driver)
    return _slots(smp.port, await smp.read_map("tell its images", _IMAGE, 0, {}))


def _slots(port: str, told: Mapping[str, Any]) -> tuple[Slot, ...]:
    images = told.get("images")
    if not isinstance(images, list):
        raise nonsense(port, "the image state holds no list of images")
    rows = [cast("dict[str, Any]", row) for row in cast("list[object]", images) if isinstance(row, dict)]
    if not all(is_count(row.get("image", 0)) for row in rows):
        raise nonsense(port, "an image slot belongs to no image")
    found = tuple(_slot(port, row) for row in rows if row.get("image", 0) == 0)
    if len({slot.number for slot in found}) < len(found) or sum(slot.active for slot in found) > 1:
        raise nonsense(port, "two of its image slots claim to be the same")
    return found


def _slot(port: str, row: Mapping[str, Any]) -> Slot:
    number, version, digest = row.get("slot"), row.get("version"), row.get("hash", b"")
    if not is_count(number) or not isinstance(version, str) or not isinstance(digest, bytes):
        raise nonsense(port, "an image slot lacks its number, version or hash")
    # Old servers leave out what is false.
    flags = {name: row.get(name, False) for name in ("active", "confirmed", "pending", "bootable")}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise nonsense(port, "a flag of an image slot is neither true nor false")
    return Slot(number, version[:32], digest, **flags)


async def slot_bytes(driver: Driver) -> int | None:
    """The size of the slot that an upload goes to; None when the module does not say."""
    try:
        told = await smp_driver(driver).read_map("tell the size of its slots", _IMAGE, 6, {})
    except Refused:
        return None
    images = told.get("images")
    first: object = images[0] if isinstance(images, list) and images else None  # pyright: ignore[reportUnknownVariableType]
    size: object = cast("dict[str, Any]", first).get("max_image_size") if isinstance(first, dict) else None
    return size if is_count(size) and size > 0 else None


async def mark_for_test(driver: Driver, digest: bytes) -> None:
    """The image starts at the next restart, and the one after that goes back unless it was confirmed."""
    await smp_driver(driver).write_map("start the new image", _IMAGE, 0, {"hash": digest, "confirm": False})


async def confirm(driver: Driver) -> None:
    """Keeps the image that runs."""
    await smp_driver(driver).write_map("keep the new image", _IMAGE, 0, {"confirm": True})


async def erase(driver: Driver) -> None:
    """Empties the slot for uploads, with any half image in it."""
    await smp_driver(driver).write_map("empty its slot", _IMAGE, 5, {}, timeout_s=FIRST_CHUNK_S)


@dataclass(slots=True)
class ImageChunks:
    """An image cut for messages of `room` bytes. The next chunk is made while the module takes the one before: the
    line then stands still for no longer than it takes to understand a reply.
    """

    data: bytes
    sha: bytes
    room: int
    _made: tuple[int, int, Framed] | None = None

    async def send(self, driver: Driver, offset: int, meanwhile: Callable[[], None]) -> tuple[int, bool]:
        """Sends as much from `offset` as one message holds: the offset that the module wants next, and False when it
        has all and found that it is not what was announced.

        Repeating is harmless: the module takes a chunk only at the offset where it stands.
        """
        smp = smp_driver(driver)
        made = self._made if self._made is not None and self._made[0] == offset else self._make(offset)

        def prepare() -> None:
            if made[1] < len(self.data):
                self._made = self._make(made[1])
            meanwhile()

        first = FIRST_CHUNK_S if offset == 0 else None
        tries = FIRST_CHUNK_TRIES if offset == 0 else CHUNK_TRIES
        told = await smp.ask_framed("take the image", made[2], first, tries, prepare)
        wanted, match = told.get("off"), told.get("match", True)
        if not is_count(wanted) or wanted > len(self.data) or not isinstance(match, bool):
            raise nonsense(smp.port, "it asks for a part of the image that does not exist")
        return wanted, match

    def _make(self, offset: int) -> tuple[int, int, Framed]:
        """(its offset, that of the one behind it, the request)"""
        body: dict[str, Any] = {"off": offset, "data": b""}
        if offset == 0:
            body |= {"len": len(self.data), "sha": self.sha}
        end = min(len(self.data), offset + _most(body, self.room))
        body["data"] = self.data[offset:end]
        return offset, end, framed_write(_IMAGE, 1, body)


def _most(body: Mapping[str, Any], room: int) -> int:
    """How many bytes of data fit into a message of `room` bytes beside the rest."""
    frame = room + _LENGTH_AND_CRC
    if frame > 2 * _LINE and frame % _LINE < _LINE // 2:
        frame -= frame % _LINE
    # An empty byte string has a head of one byte; up to 65,535 bytes take two more.
    return max(16, frame - _LENGTH_AND_CRC - HEADER_BYTES - len(cbor2.dumps(body)) - 2)
