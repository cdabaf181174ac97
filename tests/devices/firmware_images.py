"""Firmware images for tests, made and signed by imgtool, MCUboot's own tool, as vendors make theirs."""

import base64
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SLOT_BYTES = 458_752
BOARD = "ruiyun_frost"
KeyKind = Literal["ed25519", "p256"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A vendor's key. `foreign` is imgtool's object."""

    foreign: Any
    public_pem: bytes
    public_der: bytes

    @property
    def for_simulator(self) -> str:
        return base64.b64encode(self.public_der).decode()

    def save(self, file: Path) -> Path:
        file.write_bytes(self.public_pem)
        return file


def signing_key(kind: KeyKind = "ed25519", number: int = 0) -> SigningKey:
    """One key for each number, the same for the whole run of the tests."""
    return _made(kind, number)


@cache
def _made(kind: KeyKind, number: int) -> SigningKey:
    from imgtool import keys

    module = cast("Any", keys)
    made = module.Ed25519.generate() if kind == "ed25519" else module.ECDSA256P1.generate()
    public = made.key.public_key()
    return SigningKey(
        made,
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )


def make_image(
    folder: Path,
    version: str = "1.5.0",
    key: SigningKey | None = None,
    *,
    board: str = BOARD,
    size: int = 6000,
    seed: int = 1,
    security_counter: int | None = None,
    names: tuple[str, str] | None = None,
    pure: bool = False,
    sha: str = "auto",
) -> bytes:
    """An image with a body of `size` bytes; without a key it is not signed. `names`: vendor and class for the ids;
    `pure`: the signature is over the image and not over its hash, which imgtool then makes with SHA-512.
    """
    from imgtool import image
    from imgtool import version as versions

    body = folder / f"body-{seed}-{size}.bin"
    body.write_bytes(random.Random(seed).randbytes(size))
    made = cast("Any", image).Image(
        version=cast("Any", versions).decode_version(version),
        header_size=32,
        pad_header=True,
        slot_size=SLOT_BYTES,
        security_counter=security_counter,
        vid=names[0] if names else None,
        cid=names[1] if names else None,
    )
    made.load(str(body))
    custom = {0x00A0: board.encode()} if board else None
    made.create(key.foreign if key else None, "hash", None, custom_tlvs=custom, is_pure=pure, user_sha=sha)
    return bytes(made.payload)
