"""Photos, signatures, transcripts and images, named by the SHA-256 of their content, encrypted on disk.

A blob is durable before the event that names it is appended: temporary file, fsync, rename, fsync of the folder.
Each file is AES-256-GCM: 12 random bytes of nonce, then the sealed content; its name is authenticated with it.
"""

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.identity import sync_folder
from fleetdesk.sqlite import Connection

NONCE_BYTES = 12
TAG_BYTES = 16
LARGEST_BLOB = 64 * 1024 * 1024


def note(connection: Connection, name: str, size: int, media_type: str, created_at: str) -> None:
    """Puts a blob on the list of what this home holds and the hub should; beside the event that names it."""
    connection.execute(
        "INSERT OR IGNORE INTO journal_blob (sha256, size, media_type, created_at) VALUES (?, ?, ?, ?)",
        (name, size, media_type, created_at),
    )


def names(connection: Connection) -> list[str]:
    return [str(row[0]) for row in connection.execute("SELECT sha256 FROM journal_blob ORDER BY sha256")]


def newest(connection: Connection, media_type: str, most: int) -> list[tuple[str, str]]:
    """The names of the newest blobs of a type and when they were made, newest first."""
    rows = connection.execute(
        "SELECT sha256, created_at FROM journal_blob WHERE media_type = ? ORDER BY created_at DESC, sha256 LIMIT ?",
        (media_type, most),
    ).fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


class Blobs:
    """A folder of blobs. Safe to use from several threads and processes: a name has only one content."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)

    def put(self, content: bytes) -> str:
        """Stores `content` durably and returns its SHA-256 as hex. Raises StorageError when the disk refuses."""
        if len(content) > LARGEST_BLOB:
            raise StorageError(
                "This file is too large to keep.",
                f"It has {len(content)} bytes; at most {LARGEST_BLOB} can be kept.",
                "Use a smaller picture or file.",
            )
        name = hashlib.sha256(content).hexdigest()
        target = self._path(name)
        try:
            if self._is_sound(name):
                self._keep_names(target)  # whoever wrote it may have been killed before doing this
            else:
                nonce = secrets.token_bytes(NONCE_BYTES)
                self._write(target, nonce + self._cipher.encrypt(nonce, content, name.encode()))
        except OSError as error:
            raise StorageError(
                "The file could not be saved.", f"{error.strerror}: {target}", "Free some space, then repeat."
            ) from error
        return name

    def get(self, name: str) -> bytes:
        """The content. Raises StorageError when it is not here or its file is damaged."""
        place = self._path(name)
        try:
            sealed = place.read_bytes()
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
        except FileNotFoundError as error:
            raise StorageError(
                "A file is not on this laptop.", f"Blob {name} is missing.", "Sync, then retry."
            ) from error
        except (InvalidTag, ValueError) as error:
            raise StorageError(
                "A file on this laptop is damaged.", f"Blob {name} cannot be read.", "Sync to fetch it again."
            ) from error

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def size(self, name: str) -> int | None:
        """Bytes of the content, or None when it is not here."""
        try:
            return self._path(name).stat().st_size - NONCE_BYTES - TAG_BYTES
        except FileNotFoundError:
            return None

    def _is_sound(self, name: str) -> bool:
        """Whether it is here and can be read; a damaged file is written anew when its content comes again."""
        if not self.has(name):
            return False
        try:
            self.get(name)
        except StorageError:
            return False
        return True

    def _path(self, name: str) -> Path:
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise ValueError(f"{name!r} is no SHA-256 in hex")
        return self._folder / name[:2] / name

    def _write(self, target: Path, sealed: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
        try:
            with temporary.open("wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        self._keep_names(target)

    def _keep_names(self, target: Path) -> None:
        """Makes the file's name and those of the folders above it durable."""
        for folder in (target.parent, self._folder, self._folder.parent):
            sync_folder(folder)
