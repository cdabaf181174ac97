"""Secrets sealed by a passphrase: scrypt (RFC 7914, N = 2^15, r = 8, p = 1) makes the key, AES-256-GCM seals.

magic (8 bytes) | salt (16) | nonce (12) | sealed
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fleetdesk.domain.errors import StorageError

MAGIC = b"FDKEYS01"
SHORTEST = 10
_SALT, _NONCE = 16, 12


def seal_box(content: bytes, passphrase: str) -> bytes:
    """Raises StorageError for a passphrase that is too short to hold."""
    if len(passphrase) < SHORTEST:
        raise StorageError(
            "The passphrase is too short.", f"It has {len(passphrase)} characters; at least {SHORTEST} are needed.",
            "Four words that do not belong together are easy to keep.",
        )  # fmt: skip
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    return MAGIC + salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, content, MAGIC)


def open_box(box: bytes, passphrase: str) -> bytes:
    """Raises StorageError: another passphrase, or a changed box; nobody can tell which."""
    salt, nonce = box[8 : 8 + _SALT], box[8 + _SALT : 8 + _SALT + _NONCE]
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, box[8 + _SALT + _NONCE :], box[:8])
    except (InvalidTag, ValueError) as error:
        raise StorageError(
            "The keys in this backup do not open.", "The passphrase is another one, or they were changed.", "Try again."
        ) from error


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
