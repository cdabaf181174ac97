"""The workstation's secrets: the database key and the Ed25519 key that signs inspections and pushes.

Both exist from the first start. They lie in the operating system's keyring; where there is none, in a file that only
the user can read, which is said openly. A missing key beside an existing database is an error and never a new key.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.paths import Home

_SERVICE = "Fleetdesk"
_IN_KEYRING = {"kept_in": "keyring"}


@dataclass(frozen=True, slots=True)
class WorkstationKeys:
    """`database_key` and `signing_seed` are 32 random bytes each; `kept_in` is "keyring" or "file"."""

    database_key: bytes
    signing_seed: bytes
    kept_in: str

    @property
    def public_key(self) -> str:
        """The Ed25519 public key, base64 without padding loss: how everyone names this workstation."""
        public = Ed25519PrivateKey.from_private_bytes(self.signing_seed).public_key()
        return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    @property
    def blob_key(self) -> bytes:
        """32 bytes derived from the database key (HKDF-SHA256), for the files beside the database."""
        return HKDF(SHA256(), 32, None, b"fleetdesk blobs v1").derive(self.database_key)

    def sign(self, message: bytes) -> str:
        """The Ed25519 signature, base64."""
        return base64.b64encode(Ed25519PrivateKey.from_private_bytes(self.signing_seed).sign(message)).decode()


def signature_holds(public_key: str, signature: str, message: bytes) -> bool:
    """True when `signature` (base64) over `message` was made by the holder of `public_key` (base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


class _Keyring(Protocol):
    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...


def load_or_create_keys(home: Home, *, may_use_keyring: bool = True) -> WorkstationKeys:
    """The keys of this home; made at the first start. Raises StorageError when a database has lost its keys.

    A throw-away home (the demo's) does not leave anything in the person's keyring: `may_use_keyring` False.
    """
    place = home.keys / "workstation.json"
    if place.exists():
        return _load(place, home)
    if home.database.exists():
        raise StorageError(
            "The key of this database is missing.",
            f"{home.database} is encrypted and {place} is gone.",
            "Put the folder 'keys' back from a backup. Nothing was changed.",
        )
    return _create(place, home, may_use_keyring)


def _load(place: Path, home: Home) -> WorkstationKeys:
    try:
        stored = json.loads(place.read_text("utf-8"))
        if stored == _IN_KEYRING:
            stored = json.loads(_from_keyring(home))
            return WorkstationKeys(*_secrets_in(stored), "keyring")
        return WorkstationKeys(*_secrets_in(stored), "file")
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(
            "The key file of this workstation is damaged.",
            f"{place} does not hold a Fleetdesk key.",
            "Put the folder 'keys' back from a backup. Nothing was changed.",
        ) from error


def _secrets_in(stored: dict[str, str]) -> tuple[bytes, bytes]:
    pair = base64.b64decode(stored["database_key"]), base64.b64decode(stored["signing_seed"])
    if [len(part) for part in pair] != [32, 32]:
        raise ValueError("a key has the wrong length")
    return pair


def _from_keyring(home: Home) -> str:
    ring = _keyring()
    text = ring.get_password(_SERVICE, str(home.folder)) if ring else None
    if text is None:
        raise StorageError(
            "The key of this database is in a keyring that does not answer.",
            f"It was stored there for {home.folder}.",
            "Unlock the keyring of your desktop session, then start Fleetdesk again.",
        )
    return text


def _create(place: Path, home: Home, may_use_keyring: bool) -> WorkstationKeys:
    database_key, seed = secrets.token_bytes(32), secrets.token_bytes(32)
    text = json.dumps(
        {"database_key": base64.b64encode(database_key).decode(), "signing_seed": base64.b64encode(seed).decode()}
    )
    place.parent.mkdir(parents=True, exist_ok=True)
    kept_in = "keyring" if may_use_keyring and _put_into_keyring(home, text) else "file"
    _write_private(place, json.dumps(_IN_KEYRING) if kept_in == "keyring" else text)
    return WorkstationKeys(database_key, seed, kept_in)


def keep_keys(home: Home, keys: WorkstationKeys) -> None:
    """Puts keys that came with a backup into a home that has none, in a file that only the user can read."""
    text = json.dumps(
        {
            "database_key": base64.b64encode(keys.database_key).decode(),
            "signing_seed": base64.b64encode(keys.signing_seed).decode(),
        }
    )
    home.keys.mkdir(parents=True, exist_ok=True)
    _write_private(home.keys / "workstation.json", text)


def _put_into_keyring(home: Home, text: str) -> bool:
    ring = _keyring()
    if ring is None:
        return False
    ring.set_password(_SERVICE, str(home.folder), text)
    return ring.get_password(_SERVICE, str(home.folder)) == text


def _keyring() -> _Keyring | None:
    """The platform's keyring, or None: none there, or FLEETDESK_KEYRING=file (throw-away homes, tests)."""
    if os.environ.get("FLEETDESK_KEYRING") == "file":
        return None
    import keyring
    from keyring.backends import fail

    backend = keyring.get_keyring()
    return None if isinstance(backend, fail.Keyring) else cast(_Keyring, cast(Any, backend))


def _write_private(place: Path, text: str) -> None:
    """Durable and readable by this user only: temporary file, fsync, rename, fsync of the folder."""
    temporary = place.with_suffix(".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    temporary.replace(place)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in `folder` durable. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
