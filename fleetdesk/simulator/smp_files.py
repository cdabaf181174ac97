"""SMP group 8 (files) and group 1 (image) of a simulated unit."""

import hashlib
import zlib
from typing import Any

from fleetdesk.simulator.blender import Blender
from fleetdesk.simulator.mcuboot import HEADER, MAGIC
from fleetdesk.simulator.smp_groups import (
    EBADSTATE,
    EINVAL,
    ENOENT,
    ENOTSUP,
    EUNKNOWN,
    FILES,
    IMAGE,
    Commands,
    Content,
    GroupCode,
    Refused,
    may,
    want,
)

FILE_NOT_FOUND, OFFSET_BEYOND_FILE, HASH_NOT_FOUND, READ_ONLY = 3, 12, 13, 15
NO_IMAGE, NO_FREE_SLOT, INVALID_SLOT, INVALID_OFFSET, INVALID_LENGTH = 3, 9, 14, 20, 21
INVALID_HEADER, INVALID_MAGIC, INVALID_HASH = 22, 23, 24
NEWER_RUNS, ALREADY_PENDING, TOO_LARGE, OVERRUN, TEST_OF_ACTIVE = 27, 28, 30, 31, 33

REPLY_ROOM = 64
"""Bytes of a reply that are not file data: SMP header, CBOR keys, length, CRC."""


# -- files


def _file(unit: Blender, content: Content) -> bytes:
    body = unit.files().get(want(content, "name", str))
    if body is None:
        raise Refused(ENOENT, GroupCode(FILES, FILE_NOT_FOUND))
    return body


def download(unit: Blender, content: Content) -> dict[str, Any]:
    body, offset = _file(unit, content), want(content, "off", int)
    if not 0 <= offset <= len(body):
        raise Refused(EINVAL, GroupCode(FILES, OFFSET_BEYOND_FILE))
    chunk = int(unit.table.get("buf_size", 1024)) - REPLY_ROOM
    reply: dict[str, Any] = {"off": offset, "data": body[offset : offset + chunk]}
    return {**reply, "len": len(body)} if offset == 0 else reply


def upload_file(unit: Blender, content: Content) -> dict[str, Any]:
    raise Refused(ENOTSUP, GroupCode(FILES, READ_ONLY))


def status(unit: Blender, content: Content) -> dict[str, Any]:
    return {"len": len(_file(unit, content))}


def checksum(unit: Blender, content: Content) -> dict[str, Any]:
    body = _file(unit, content)
    kind, offset = may(content, "type", str, "crc32"), may(content, "off", int, 0)
    length = may(content, "len", int, len(body))
    if kind not in ("crc32", "sha256"):
        raise Refused(EINVAL, GroupCode(FILES, HASH_NOT_FOUND))
    if not 0 <= offset <= len(body) or length < 0:
        raise Refused(EINVAL, GroupCode(FILES, OFFSET_BEYOND_FILE))
    part = body[offset : offset + length]
    output = zlib.crc32(part) if kind == "crc32" else hashlib.sha256(part).digest()
    reply: dict[str, Any] = {"type": kind, "len": len(part), "output": output}
    return {**reply, "off": offset} if offset else reply


def checksum_types(unit: Blender, content: Content) -> dict[str, Any]:
    return {"types": {"crc32": {"format": 0, "size": 4}, "sha256": {"format": 1, "size": 32}}}


def close(unit: Blender, content: Content) -> dict[str, Any]:
    return {}


# -- image


def state(unit: Blender, content: Content) -> dict[str, Any]:
    """The slots as Zephyr reports them, false flags written out."""
    boot = unit.bootloader
    images: list[dict[str, Any]] = []
    for slot in (0, 1):
        image = boot.image(slot)
        if image is None:
            continue
        first = slot == 0
        images.append(
            {
                "slot": slot,
                "version": image.version,
                "hash": image.hash,
                "bootable": image.sound,
                "pending": not first and boot.pending,
                # After a test boot the image that would come back counts as the confirmed one.
                "confirmed": boot.confirmed if first else not boot.confirmed and not boot.pending,
                "active": first,
                "permanent": not first and boot.pending and boot.permanent,
            }
        )
    return {"images": images, "splitStatus": 0}


def set_state(unit: Blender, content: Content) -> dict[str, Any]:
    """Marks the image of `hash` for a test, or confirms; without hash the running image is confirmed."""
    boot, confirm = unit.bootloader, may(content, "confirm", bool, False)
    digest = may(content, "hash", bytes, b"")
    running, spare = boot.image(0), boot.image(1)
    if not digest and not confirm:
        raise Refused(EINVAL, GroupCode(IMAGE, INVALID_HASH))
    if not digest or (running is not None and digest == running.hash):
        if not confirm:
            raise Refused(EBADSTATE, GroupCode(IMAGE, TEST_OF_ACTIVE))
        boot.confirm()
    elif spare is None or digest != spare.hash:
        raise Refused(ENOENT, GroupCode(IMAGE, NO_IMAGE))
    elif not boot.confirmed:
        raise Refused(EBADSTATE, GroupCode(IMAGE, ALREADY_PENDING))
    else:
        boot.mark(permanent=confirm)
    unit.save()
    return state(unit, content)


class Upload:
    """The upload under way. It is in RAM: a reset forgets it, and the next upload starts from 0."""

    def __init__(self) -> None:
        self._sha: bytes = b""
        self._length: int = 0
        self._content = bytearray()

    def forget(self) -> None:
        self._sha = b""
        self._length = 0
        self._content.clear()

    def write(self, unit: Blender, content: Content) -> dict[str, Any]:
        offset, data = want(content, "off", int), want(content, "data", bytes)
        if offset == 0:
            resumed = self._begin(unit, content, data)
            if resumed:
                return {"off": len(self._content)}
        elif offset != len(self._content) or not self._length:
            # Not an error in SMP: the client is told where to go on.
            return {"off": len(self._content)}
        if len(self._content) + len(data) > self._length:
            raise Refused(EINVAL, GroupCode(IMAGE, OVERRUN))
        self._content += data
        if len(self._content) < self._length:
            return {"off": len(self._content)}
        return self._finish(unit)

    def _begin(self, unit: Blender, content: Content, data: bytes) -> bool:
        """True when an upload of the same SHA goes on where it stopped."""
        if may(content, "image", int, 0) != 0:
            raise Refused(EINVAL, GroupCode(IMAGE, INVALID_SLOT))
        length, sha = content.get("len"), may(content, "sha", bytes, b"")
        if not isinstance(length, int) or length <= 0:
            raise Refused(EINVAL, GroupCode(IMAGE, INVALID_LENGTH))
        if sha and sha == self._sha and length == self._length and self._content:
            return True
        if len(data) < HEADER.size:
            raise Refused(EINVAL, GroupCode(IMAGE, INVALID_HEADER))
        if int.from_bytes(data[:4], "little") != MAGIC:
            raise Refused(EINVAL, GroupCode(IMAGE, INVALID_MAGIC))
        if length > unit.bootloader.slot_bytes:
            raise Refused(EINVAL, GroupCode(IMAGE, TOO_LARGE))
        if may(content, "upgrade", bool, False) and not _newer(unit, data):
            raise Refused(EBADSTATE, GroupCode(IMAGE, NEWER_RUNS))
        if unit.bootloader.spare_in_use:
            raise Refused(EUNKNOWN, GroupCode(IMAGE, NO_FREE_SLOT))
        self.forget()
        self._sha = sha
        self._length = length
        unit.bootloader.write_spare(b"")
        return False

    def _finish(self, unit: Blender) -> dict[str, Any]:
        body, sha = bytes(self._content), self._sha
        unit.bootloader.write_spare(body)
        unit.save()
        self.forget()
        reply: dict[str, Any] = {"off": len(body)}
        return {**reply, "match": hashlib.sha256(body).digest() == sha} if sha else reply

    def erase(self, unit: Blender, content: Content) -> dict[str, Any]:
        if may(content, "slot", int, 1) != 1:
            raise Refused(EINVAL, GroupCode(IMAGE, INVALID_SLOT))
        if unit.bootloader.spare_in_use:
            raise Refused(EBADSTATE, GroupCode(IMAGE, NO_FREE_SLOT))
        self.forget()
        unit.bootloader.write_spare(b"")
        unit.save()
        return {}


def _newer(unit: Blender, data: bytes) -> bool:
    running = HEADER.unpack_from(unit.bootloader.slot(0))
    return HEADER.unpack_from(data)[6:9] > running[6:9]


def slot_info(unit: Blender, content: Content) -> dict[str, Any]:
    size = unit.bootloader.slot_bytes
    slots = [{"slot": 0, "size": size}, {"slot": 1, "size": size, "upload_image_id": 0}]
    return {"images": [{"image": 0, "slots": slots, "max_image_size": size}]}


def file_and_image_commands(upload: Upload) -> Commands:
    return {
        (FILES, 0, False): download,
        (FILES, 0, True): upload_file,
        (FILES, 1, False): status,
        (FILES, 2, False): checksum,
        (FILES, 3, False): checksum_types,
        (FILES, 4, True): close,
        (IMAGE, 0, False): state,
        (IMAGE, 0, True): set_state,
        (IMAGE, 1, True): upload.write,
        (IMAGE, 5, True): upload.erase,
        (IMAGE, 6, False): slot_info,
    }
