"""An image file that may be sent: whole, and signed with the key that a person trusts.

MCUboot checks the signature again on the module; this check comes first, because SMP over a cable asks nobody for a
password and a module without that check in its bootloader would start anything. Only `checked_image` makes a
`CheckedImage`, so nothing unchecked can reach the upload.
"""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from fleetdesk.domain import mcuboot
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.firmware import FirmwareRefused, ImageFacts, Why
from fleetdesk.domain.mcuboot import ImageFile, parse_image

Key = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey
_PEM_AT_MOST = 64 * 1024


@dataclass(frozen=True, slots=True)
class PinnedKey:
    """A public key that images must be signed with. `fingerprint`: SHA-256 of its DER form, hex."""

    pem: str
    fingerprint: str
    key: Key


@dataclass(frozen=True, slots=True)
class CheckedImage:
    """A file whose hash and signature were verified."""

    data: bytes
    facts: ImageFacts


def read_file(path: Path, at_most: int = mcuboot.LARGEST_FILE) -> bytes:
    """The content of a file that a person named. Raises KnownError."""
    try:
        if path.stat().st_size > at_most:
            raise KnownError(f"{path.name} is too large.", f"At most {at_most} bytes are read.", "Name another file.")
        return path.read_bytes()
    except OSError as error:
        raise KnownError(f"{path} cannot be read.", f"{error.strerror}.", "Check the path.") from error


def read_key(path: Path) -> PinnedKey:
    """The public key in a PEM file. Raises KnownError."""
    return pinned_key(read_file(path, _PEM_AT_MOST), path.name)


def pinned_key(pem: bytes, name: str) -> PinnedKey:
    """Raises KnownError for what is no public key, a private one, or a kind that is not supported."""
    if b"PRIVATE KEY" in pem:
        raise KnownError(
            f"{name} is a private key.",
            "Only who signs firmware needs it; checking takes the public one.",
            "Make it with: imgtool getpub -e pem -k PRIVATE.pem",
        )
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KnownError(f"{name} is no public key.", "Expected a PEM file.", "Name the right file.") from error
    p256 = isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    if not p256 and not isinstance(key, ed25519.Ed25519PublicKey):
        raise KnownError(
            f"{name} is a key of another kind.",
            "Firmware is signed with Ed25519 or ECDSA P-256.",
            "Name the right key.",
        )
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
    assert isinstance(key, ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey)
    return PinnedKey(text, hashlib.sha256(der).hexdigest(), key)


def checked_image(data: bytes, key: PinnedKey, name: str = "This file") -> CheckedImage:
    """The image, when it is whole and signed with `key`. Raises FirmwareRefused that says what it is instead."""
    try:
        image = parse_image(data)
    except FormatError as error:
        raise FirmwareRefused(
            Why.NOT_AN_IMAGE, f"{name} is no sound firmware image.", f"In detail: {error}."
        ) from error
    _check_kind(image, name)
    signature = _check_signature(image, key, name)
    return CheckedImage(data, _facts(image, data, key, signature))


def _check_kind(image: ImageFile, name: str) -> None:
    for flags, what in ((mcuboot.ENCRYPTED, "encrypted"), (mcuboot.COMPRESSED, "compressed")):
        if image.flags & flags:
            raise FirmwareRefused(Why.UNSUPPORTED, f"{name} is {what}.", "Such images are not supported.")
    if image.flags & mcuboot.NOT_BOOTABLE:
        raise FirmwareRefused(Why.UNSUPPORTED, f"{name} cannot be started by a module.", "It is marked so.")


def _check_signature(image: ImageFile, key: PinnedKey, name: str) -> str:
    """The kind of the signature that holds."""
    kinds = [record.kind for record in image.records if record.kind in mcuboot.SIGNATURES]
    if not kinds:
        raise FirmwareRefused(
            Why.UNSIGNED, f"{name} is not signed.", "Nobody vouches for its content.", "Ask for a signed image."
        )
    wanted = mcuboot.ED25519 if isinstance(key.key, ed25519.Ed25519PublicKey) else mcuboot.ECDSA
    signature = image.record(wanted)
    if signature is None or not _holds(image, key.key, signature):
        raise _foreign(image, kinds, key, name)
    return mcuboot.SIGNATURES[wanted]


def _holds(image: ImageFile, key: Key, signature: bytes) -> bool:
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            # Over the image itself, or over its hash. Nobody gains by adding or taking away the record that says which.
            pure = image.record(mcuboot.PURE) == b"\1"
            key.verify(signature, image.signed if pure else image.digest)
        else:
            key.verify(_without_padding(signature), image.signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _without_padding(signature: bytes) -> bytes:
    """imgtool may fill an ECDSA signature with zeros to its greatest length; its second byte says where it ends."""
    return signature[: 2 + signature[1]] if len(signature) > 2 else signature


def _foreign(image: ImageFile, kinds: list[int], key: PinnedKey, name: str) -> FirmwareRefused:
    theirs = image.record(mcuboot.KEY_HASH)
    if theirs in _hashes(key):
        return FirmwareRefused(
            Why.FOREIGN_SIGNATURE,
            f"The signature of {name} does not hold.",
            "It names the given key, but was not made with it or not over this content.",
            "Ask for the image again. Nothing was sent to the device.",
        )
    signed = mcuboot.SIGNATURES[kinds[0]]
    whose = f"{signed} key {theirs.hex()[:16]}" if theirs is not None else f"a {signed} key"
    return FirmwareRefused(
        Why.FOREIGN_SIGNATURE,
        f"{name} is signed with another key.",
        f"It was signed with {whose}; the given key is {key.fingerprint[:16]}.",
        "Name the key that belongs to this image, if you trust it. Nothing was sent to the device.",
    )


def _hashes(key: PinnedKey) -> tuple[bytes, bytes]:
    """How an image may name the key: with the hash that it carries itself."""
    der = key.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).digest(), hashlib.sha512(der).digest()


def _facts(image: ImageFile, data: bytes, key: PinnedKey, signature: str) -> ImageFacts:
    counter = image.protected(mcuboot.SECURITY_COUNTER)
    vendor, cls = _uuid(image.protected(mcuboot.VENDOR_ID)), _uuid(image.protected(mcuboot.CLASS_ID))
    board = image.protected(mcuboot.BOARD) or b""
    return ImageFacts(
        version=image.version,
        hash=image.digest.hex(),
        file_sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        board=board.rstrip(b"\0").decode("ascii", "backslashreplace"),
        class_id=cls if vendor else "",
        vendor_id=vendor,
        security_counter=int.from_bytes(counter, "little") if counter is not None and len(counter) == 4 else None,
        key=key.fingerprint,
        signature=signature,
    )


def _uuid(raw: bytes | None) -> str:
    return str(uuid.UUID(bytes=raw)) if raw is not None and len(raw) == 16 else ""
