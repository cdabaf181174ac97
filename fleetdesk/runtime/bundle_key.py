"""Who writes a bundle and for whom: the keys that a workstation or a hub has beside its Ed25519 seed.

Both are made from the one seed, so there is no second secret to keep or to lose. The address is the X25519 public key
in base32 with one check character (Luhn mod 32): a mistyped character is found before anything is written.
"""

import base64
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fleetdesk.domain.errors import BundleError

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_KEY_LETTERS = 52
"""32 bytes in base32."""


@dataclass(frozen=True)
class BundleIdentity:
    """One who writes and reads bundles. `seed`: the 32 bytes of the Ed25519 key."""

    seed: bytes

    @cached_property
    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def private(self) -> X25519PrivateKey:
        derived = HKDF(SHA256(), 32, None, b"fleetdesk bundle x25519 v1").derive(self.seed)
        return X25519PrivateKey.from_private_bytes(derived)

    @cached_property
    def public_key(self) -> str:
        """The Ed25519 public key, base64: how everyone names this workstation or hub."""
        return base64.b64encode(self._signing.public_key().public_bytes_raw()).decode()

    @cached_property
    def address(self) -> str:
        return address_of(self.private.public_key())

    def sign(self, message: bytes) -> str:
        return base64.b64encode(self._signing.sign(message)).decode()


def address_of(key: X25519PublicKey) -> str:
    letters = base64.b32encode(key.public_bytes_raw()).decode().rstrip("=")
    return letters + _check_letter(letters)


def key_at(address: str) -> X25519PublicKey:
    """Spaces, hyphens and small letters are as good. Raises BundleError for a mistyped address."""
    letters = address.replace(" ", "").replace("-", "").upper()
    known = len(letters) == _KEY_LETTERS + 1 and set(letters) <= set(_LETTERS)
    if not known or _check_letter(letters[:-1]) != letters[-1]:
        raise BundleError(
            "This is no address for a bundle.",
            f"An address has {_KEY_LETTERS + 1} letters and digits; the last one checks the others.",
            "Copy it from what 'fleetdesk bundle key' prints on the other laptop.",
        )
    return X25519PublicKey.from_public_bytes(base64.b32decode(letters[:-1] + "===="))


def _check_letter(letters: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = _LETTERS.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _LETTERS[-total % 32]
