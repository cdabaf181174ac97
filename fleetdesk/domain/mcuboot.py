"""A MCUboot image as a file: header, body and the records (TLVs) behind it, taken apart without trust.

Format as in MCUboot's design document, little-endian: 32-byte header, body, an optional protected record area that is
hashed and signed with them, and an unprotected one that holds hash and signature. Everything that does not add up is a
FormatError that says in words what is wrong; nothing is read past a length that was not checked first.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from functools import total_ordering

from fleetdesk.domain.errors import FormatError

MAGIC = 0x96F3B83D
HEADER = struct.Struct("<IIHHIIBBHII")
"""magic, load address, header size, protected record size, body size, flags, major, minor, revision, build, pad"""
AREA = struct.Struct("<HH")
RECORD = struct.Struct("<HH")
PLAIN_AREA, PROTECTED_AREA = 0x6907, 0x6908

KEY_HASH, PUBLIC_KEY, SHA256, SHA512 = 0x01, 0x02, 0x10, 0x12
ECDSA, ED25519, PURE = 0x22, 0x24, 0x25
SIGNATURES = {0x20: "RSA-2048", ECDSA: "ECDSA-P256", 0x23: "RSA-3072", ED25519: "Ed25519"}
SECURITY_COUNTER, VENDOR_ID, CLASS_ID = 0x50, 0x74, 0x75
BOARD = 0x00A0
"""The first record number that MCUboot leaves to vendors: here the board's name, as the driver pack has it."""

ENCRYPTED, NOT_BOOTABLE, COMPRESSED = 0x0000_000C, 0x0000_0010, 0x0000_0E00
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?:[.+](\d{1,10}))?\Z")
LARGEST_FILE = 64 * 1024 * 1024


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """major.minor.revision and a build number, compared in this order."""

    major: int
    minor: int
    revision: int
    build: int = 0

    def __str__(self) -> str:
        """As modules say it: the build number only when there is one."""
        return f"{self.major}.{self.minor}.{self.revision}" + (f".{self.build}" if self.build else "")

    def __lt__(self, other: "Version") -> bool:
        return self._numbers() < other._numbers()

    def _numbers(self) -> tuple[int, int, int, int]:
        return (self.major, self.minor, self.revision, self.build)


def parse_version(text: str) -> Version:
    """ "1.5.0", "1.5.0.7" as modules write it or "1.5.0+7" as imgtool does. Raises FormatError."""
    match = _VERSION.match(text.strip())
    if match is None:
        raise FormatError(f"'{text}' is no firmware version such as 1.5.0 or 1.5.0+7")
    return Version(*(int(part or 0) for part in match.groups()))


@dataclass(frozen=True, slots=True)
class Record:
    """One TLV. `protected` ones are covered by hash and signature."""

    kind: int
    value: bytes
    protected: bool


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A file that is a whole image. `signed` are the bytes that hash and signature cover."""

    version: Version
    flags: int
    signed: bytes
    records: tuple[Record, ...]
    size: int

    def record(self, kind: int) -> bytes | None:
        """The value of the first record of a kind; None when there is none."""
        return next((record.value for record in self.records if record.kind == kind), None)

    def protected(self, kind: int) -> bytes | None:
        """The same among the protected records only: nobody can add one to an image that was signed without."""
        return next((record.value for record in self.records if record.kind == kind and record.protected), None)

    @property
    def digest(self) -> bytes:
        """What identifies the image in a slot: SHA-512 where the image carries that, as those with a pure Ed25519
        signature do, else SHA-256.
        """
        made = hashlib.sha512 if self.record(SHA512) is not None else hashlib.sha256
        return made(self.signed).digest()


def parse_image(data: bytes) -> ImageFile:
    """The image in a file. Raises FormatError: no image, cut off, padded, or its hash is not that of its content."""
    if len(data) < HEADER.size:
        raise FormatError(f"it has {len(data)} bytes, fewer than the header of a firmware image")
    magic, _, header_size, protected_size, body_size, flags, *version, _ = HEADER.unpack_from(data)
    if magic != MAGIC:
        raise FormatError("it does not begin like a MCUboot image (expected the bytes 3d b8 f3 96)")
    if header_size < HEADER.size:
        raise FormatError(f"its header claims a size of {header_size} bytes, less than a header has")
    end_of_body = header_size + body_size
    protected, at = _area(data, end_of_body, PROTECTED_AREA, protected_size) if protected_size else ((), end_of_body)
    signed = data[:at]
    plain, end = _area(data, at, PLAIN_AREA, None)
    if end < len(data):
        raise FormatError(f"{len(data) - end} bytes follow the image; sign it without --pad and --confirm")
    image = ImageFile(Version(*version), flags, signed, (*protected, *plain), len(data))
    _check_hash(image)
    return image


def _area(data: bytes, at: int, magic: int, size: int | None) -> tuple[tuple[Record, ...], int]:
    """The records of the area that begins at `at`, and where it ends."""
    if len(data) < at + AREA.size:
        raise FormatError(_cut(len(data), at + AREA.size))
    found, total = AREA.unpack_from(data, at)
    if found != magic:
        raise FormatError(f"no record area where its header says (at byte {at}): the file is damaged")
    if (size is not None and total != size) or total < AREA.size:
        raise FormatError("the sizes in its header and records contradict each other: the file is damaged")
    end = at + total
    if len(data) < end:
        raise FormatError(_cut(len(data), end))
    records: list[Record] = []
    at += AREA.size
    while at < end:
        if at + RECORD.size > end:
            raise FormatError("its last record is cut off: the file is damaged")
        kind, length = RECORD.unpack_from(data, at)
        at += RECORD.size
        if at + length > end:
            raise FormatError("a record is longer than the area that holds it: the file is damaged")
        records.append(Record(kind, data[at : at + length], magic == PROTECTED_AREA))
        at += length
    return tuple(records), end


def _cut(found: int, expected: int) -> str:
    return f"it is cut off: {found} bytes are here, at least {expected} belong to it"


def _check_hash(image: ImageFile) -> None:
    hashes = [record.value for record in image.records if record.kind in (SHA256, SHA512)]
    if not hashes:
        raise FormatError("it carries neither SHA-256 nor SHA-512 of its content")
    if len(hashes) > 1 or hashes[0] != image.digest:
        raise FormatError("its hash is not that of its content: the file is damaged or was changed")
