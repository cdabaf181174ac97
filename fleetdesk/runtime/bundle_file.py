"""A bundle as a file: sealed to one receiver, signed by its writer, written and read in flat memory.

    magic | version u16 | header length u16 | header (JSON) | chunks | signature (64 bytes)

The file key is HKDF-SHA256 of X25519(ephemeral, receiver), salted with the hash of everything before the chunks. Chunks
are 64 KiB of content each in ChaCha20-Poly1305; the nonce is the chunk's number and whether it is the last, so chunks
that were left out, exchanged or cut off are found (STREAM). The Ed25519 signature covers every byte before it, and is
checked before anything is decrypted or unpacked.
"""

import base64
import errno
import hashlib
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fleetdesk import wire
from fleetdesk.domain.errors import BundleError, FormatError
from fleetdesk.runtime.bundle_key import BundleIdentity, key_at
from fleetdesk.runtime.identity import signature_holds, sync_folder

T = TypeVar("T")
MAGIC = b"FLEETDESK BUNDLE"
VERSION = 1
CHUNK = 64 * 1024
TAG = 16
SIGNATURE = 64
LARGEST_HEADER = 2048
_FIXED = struct.Struct(">16sHH")


class Header(msgspec.Struct, frozen=True):
    """In clear: whose bundle it is and for whom. `writer` an Ed25519 key, `ephemeral` an X25519 key (base64);
    `written_by` and `receiver` addresses; `created` an hlc."""

    writer: str
    written_by: str
    receiver: str
    ephemeral: str
    created: str


class SealedWriter:
    """Writes content to an open file. `close` ends it; without it the file is no bundle."""

    def __init__(self, file: BinaryIO, identity: BundleIdentity, receiver: str, created: str) -> None:
        self._file, self._identity = file, identity
        self._hash = hashlib.sha256()
        self._held = bytearray()
        self._number = 0
        self.size = 0
        to, ephemeral = key_at(receiver), X25519PrivateKey.generate()
        shown = base64.b64encode(ephemeral.public_key().public_bytes_raw()).decode()
        header = wire.encode(Header(identity.public_key, identity.address, receiver, shown, created))
        start = _FIXED.pack(MAGIC, VERSION, len(header)) + header
        self._cipher = _cipher(ephemeral.exchange(to), start)
        self._put(start)

    def write(self, content: bytes) -> None:
        """The last chunk is held back until it is known to be the last."""
        self._held += content
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def close(self) -> int:
        """Returns the size of the whole in bytes."""
        self._seal(bytes(self._held), last=True)
        self._put(base64.b64decode(self._identity.sign(_to_sign(self._hash.digest()))))
        return self.size

    def _seal(self, content: bytes, *, last: bool) -> None:
        self._put(self._cipher.encrypt(_nonce(self._number, last), content, None))
        self._number += 1

    def _put(self, content: bytes) -> None:
        self._hash.update(content)
        self._file.write(content)
        self.size += len(content)


class SealedFile:
    """An open bundle. Nothing in it is believed before `check_signature`; call that before `content`."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises BundleError for what is no bundle, or one of a newer Fleetdesk."""
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        file.seek(0)
        fixed = file.read(_FIXED.size)
        if len(fixed) < _FIXED.size or not fixed.startswith(MAGIC):
            raise BundleError("This file is no Fleetdesk bundle.", "", "Choose the file that the other laptop wrote.")
        _, version, length = _FIXED.unpack(fixed)
        if version > VERSION:
            raise BundleError(
                "This bundle was written by a newer Fleetdesk.",
                f"It has version {version}; this program reads up to {VERSION}.",
                "Install the newer Fleetdesk here. Nothing was changed.",
            )
        self._start = fixed + file.read(min(length, LARGEST_HEADER))
        if length > LARGEST_HEADER or self.size < len(fixed) + length + TAG + SIGNATURE:
            raise damaged("it ends too early")
        try:
            self.header = wire.decode(Header, self._start[_FIXED.size :])
            key_at(self.header.written_by)
        except (FormatError, BundleError) as error:
            raise damaged("its beginning cannot be read") from error

    def check_receiver(self, identity: BundleIdentity) -> None:
        if self.header.receiver != identity.address:
            raise BundleError(
                "This bundle is for another receiver.",
                f"It can only be read at the address {self.header.receiver}; here is {identity.address}.",
                "Ask its writer for one for this address.",
            )

    def check_signature(self) -> None:
        """Reads the whole file once. Raises BundleError when any byte of it is not as its writer wrote it."""
        self._file.seek(0)
        hashed, left = hashlib.sha256(), self.size - SIGNATURE
        while left and (part := self._file.read(min(left, 1 << 20))):
            hashed.update(part)
            left -= len(part)
        signature = base64.b64encode(self._file.read(SIGNATURE)).decode()
        if left or not signature_holds(self.header.writer, signature, _to_sign(hashed.digest())):
            raise damaged("its writer's signature does not hold")

    def content(self, identity: BundleIdentity) -> Iterator[bytes]:
        """Chunk after chunk. Raises BundleError at the first that is not in its place."""
        cipher = _cipher(self._shared(identity), self._start)
        self._file.seek(len(self._start))
        left, number = self.size - len(self._start) - SIGNATURE, 0
        while left > 0:
            sealed = self._file.read(min(left, CHUNK + TAG))
            left -= len(sealed)
            try:
                yield cipher.decrypt(_nonce(number, left == 0), sealed, None)
            except InvalidTag as error:
                raise damaged(f"part {number + 1} is not as it was written") from error
            number += 1

    def _shared(self, identity: BundleIdentity) -> bytes:
        try:
            raw = base64.b64decode(self.header.ephemeral, validate=True)
            return identity.private.exchange(X25519PublicKey.from_public_bytes(raw))
        except ValueError as error:
            raise damaged("its key is out of form") from error


def write_file(path: Path, write: Callable[[BinaryIO], T]) -> T:
    """`write` fills a file beside `path`, which takes its place when all is on the disk. Raises BundleError."""
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            with part.open("wb") as file:
                done = write(file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            _keep_name(path.absolute().parent)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        why = f"{path}: {error.strerror or error}."
        raise BundleError("The bundle cannot be written.", why, "Free some space or use another stick.") from error
    return done


def _keep_name(folder: Path) -> None:
    """Some file systems that sticks come with cannot do it for one folder: then everything is written out."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
        os.sync()


def read_file(path: Path, read: Callable[[BinaryIO], T]) -> T:
    try:
        with path.open("rb") as file:
            return read(file)
    except OSError as error:
        why = f"{path}: {error.strerror or error}."
        raise BundleError("The bundle cannot be read.", why, "Plug the stick in again.") from error


def damaged(what: str) -> BundleError:
    return BundleError(
        "This bundle is damaged.", f"It was changed or cut off: {what}. Nothing was taken.", "Copy or write it again."
    )


def _cipher(shared: bytes, start: bytes) -> ChaCha20Poly1305:
    salt = hashlib.sha256(start).digest()
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"fleetdesk bundle v1").derive(shared))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _to_sign(digest: bytes) -> bytes:
    return b"fleetdesk bundle v1\n" + digest
