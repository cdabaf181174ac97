"""MCUboot as a device has it: images in two slots, test boot, confirm and revert.

The image format is that of MCUboot's documentation (design.md): header, body, TLV area with the SHA-256 of header,
body and protected TLVs. With a key the bootloader starts only what was signed with it, as a production module does;
this is a second implementation on purpose, so that Fleetdesk's own check is not judged by itself.
"""

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from fleetdesk.simulator.flash import Flash

MAGIC = 0x96F3B83D
HEADER = struct.Struct("<IIHHIIBBHII")
"""magic, load address, header size, protected TLV size, image size, flags, major, minor, revision, build, pad"""
TLV_INFO = struct.Struct("<HH")
TLV = struct.Struct("<HH")
TLV_MAGIC = 0x6907
TLV_SHA256, TLV_SHA512, TLV_ECDSA, TLV_ED25519, TLV_PURE = 0x10, 0x12, 0x22, 0x24, 0x25


@dataclass(frozen=True, slots=True)
class Image:
    """What a slot holds. `sound` is False when the hash is not that of the content: such an image never boots."""

    version: str
    hash: bytes
    sound: bool


def build_image(version: str, body: bytes) -> bytes:
    """An image as `imgtool` makes it, without signature."""
    major, minor, revision = (int(part) for part in version.split("."))
    header = HEADER.pack(MAGIC, 0, HEADER.size, 0, len(body), 0, major, minor, revision, 0, 0)
    digest = hashlib.sha256(header + body).digest()
    area = TLV.pack(TLV_SHA256, len(digest)) + digest
    return header + body + TLV_INFO.pack(TLV_MAGIC, TLV_INFO.size + len(area)) + area


def read_image(data: bytes) -> Image | None:
    """The image that `data` begins with, or None when it holds no complete one."""
    if len(data) < HEADER.size:
        return None
    magic, _, header_size, protected, size, _, major, minor, revision, build, _ = HEADER.unpack_from(data)
    hashed = header_size + size + protected
    if magic != MAGIC or len(data) < hashed + TLV_INFO.size:
        return None
    short, long = _tlv(data, hashed, TLV_SHA256), _tlv(data, hashed, TLV_SHA512)
    digest = short or long
    if digest is None:
        return None
    made = hashlib.sha256 if short else hashlib.sha512
    version = f"{major}.{minor}.{revision}" + (f".{build}" if build else "")
    return Image(version, digest, sound=made(data[:hashed]).digest() == digest)


def is_signed(data: bytes, key: str) -> bool:
    """Whether a whole image was signed with `key` (base64 of its DER form)."""
    public = load_der_public_key(base64.b64decode(key))
    _, _, header_size, protected, size, *_ = HEADER.unpack_from(data)
    signed = data[: header_size + size + protected]
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            made = hashlib.sha256 if _tlv(data, len(signed), TLV_SHA256) else hashlib.sha512
            pure = _tlv(data, len(signed), TLV_PURE) == b"\1"
            public.verify(_tlv(data, len(signed), TLV_ED25519) or b"", signed if pure else made(signed).digest())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            signature = _tlv(data, len(signed), TLV_ECDSA) or b"\0\0"
            # Behind its own length there may be padding.
            public.verify(signature[: 2 + signature[1]], signed, ec.ECDSA(SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _tlv(data: bytes, at: int, wanted: int) -> bytes | None:
    magic, total = TLV_INFO.unpack_from(data, at)
    end = at + total
    if magic != TLV_MAGIC or len(data) < end:
        return None
    at += TLV_INFO.size
    while at + TLV.size <= end:
        kind, length = TLV.unpack_from(data, at)
        at += TLV.size
        if kind == wanted and at + length <= end:
            return data[at : at + length]
        at += length
    return None


class Bootloader:
    """Two slots in flash. `boot()` does at a reset what MCUboot would do."""

    def __init__(self, flash: Flash, slot_bytes: int, factory: bytes, key: str = "") -> None:
        self._flash = flash
        self._key = key
        self.slot_bytes = slot_bytes
        if "slot0" not in flash.images:
            flash.images.update(slot0=factory, slot1=b"")
            flash.numbers.update(confirmed=1, pending=0, permanent=0)

    def slot(self, number: int) -> bytes:
        return self._flash.images[f"slot{number}"]

    def image(self, number: int) -> Image | None:
        return read_image(self.slot(number))

    @property
    def confirmed(self) -> bool:
        return bool(self._flash.numbers["confirmed"])

    @property
    def pending(self) -> bool:
        return bool(self._flash.numbers["pending"])

    @property
    def permanent(self) -> bool:
        return bool(self._flash.numbers["permanent"])

    @property
    def spare_in_use(self) -> bool:
        """Slot 1 is wanted: it waits to be booted, or it is the way back from a test."""
        return self.pending or not self.confirmed

    def write_spare(self, content: bytes) -> None:
        self._flash.images["slot1"] = content

    def mark(self, *, permanent: bool) -> None:
        """Slot 1 boots at the next reset, for a test or for good."""
        self._flash.numbers.update(pending=1, permanent=int(permanent))

    def confirm(self) -> None:
        self._flash.numbers["confirmed"] = 1

    def boot(self) -> None:
        """Swaps to the image that waits; swaps back when the running one was not confirmed; else nothing."""
        numbers, spare = self._flash.numbers, self.image(1)
        swaps = self.pending or not self.confirmed
        if not swaps:
            return
        reverting = not self.pending
        # What ran before needs no second look; the factory's image of a simulated unit has no signature at all.
        trusted = reverting or not self._key or is_signed(self.slot(1), self._key)
        if spare is None or not spare.sound or not trusted:
            # MCUboot erases an image that does not verify, and keeps booting the one it has.
            self._flash.images["slot1"] = b""
            numbers.update(pending=0, permanent=0, confirmed=1)
            return
        images = self._flash.images
        images["slot0"], images["slot1"] = images["slot1"], images["slot0"]
        numbers.update(confirmed=int(reverting or self.permanent), pending=0, permanent=0)
