"""The hub's blobs as files named by the SHA-256 of their content. An upload goes on where it stopped.

A blob is complete only when every byte is there and they hash to its name; it is durable when that is said. Several
replicas may share one folder: whoever writes a blob holds a lock on its part of it.
"""

import hashlib
import os
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.identity import sync_folder
from fleetdesk.wire import BlobState

LOCK_S = 30


class WrongOffset(Exception):
    """A chunk does not continue what is there; `held` bytes are."""

    def __init__(self, held: int) -> None:
        super().__init__(f"{held} bytes are held")
        self.held = held


class WrongContent(Exception):
    """All bytes are there and hash to another name: thrown away."""


class BlobStore(Protocol):
    """Names are SHA-256 in lower-case hex, checked by the caller."""

    def state(self, name: str) -> BlobState: ...

    def write(self, name: str, offset: int, size: int, chunk: bytes) -> BlobState:
        """Raises WrongOffset or WrongContent. A blob that is complete stays as it is."""
        ...

    def read(self, name: str, start: int, most: int) -> bytes | None:
        """Up to `most` bytes from `start` of a complete blob, None when it is not here."""
        ...


class BlobFolder:
    """A `BlobStore` on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self, name: str) -> BlobState:
        whole = _size(self._whole(name))
        if whole is not None:
            return BlobState(name, whole, True)
        return BlobState(name, _size(self._part(name)) or 0, False)

    def write(self, name: str, offset: int, size: int, chunk: bytes) -> BlobState:
        try:
            self._whole(name).parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._whole(name).parent / "lock", timeout=LOCK_S):
                return self._write(name, offset, size, chunk)
        except OSError as error:
            raise StorageError(
                "The hub could not save a file.",
                str(error.strerror or error),
                "Free some space on the hub, then sync again.",
            ) from error

    def read(self, name: str, start: int, most: int) -> bytes | None:
        try:
            with self._whole(name).open("rb") as file:
                file.seek(start)
                return file.read(most)
        except FileNotFoundError:
            return None

    def _write(self, name: str, offset: int, size: int, chunk: bytes) -> BlobState:
        state = self.state(name)
        if state.complete:
            return state
        if offset != state.held:
            raise WrongOffset(state.held)
        return self._continue(name, offset, size, chunk)

    def _continue(self, name: str, offset: int, size: int, chunk: bytes) -> BlobState:
        part = self._part(name)
        with part.open("ab") as file:
            file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        held = offset + len(chunk)
        if held < size:
            return BlobState(name, held, False)
        return self._finish(name, held)

    def _finish(self, name: str, held: int) -> BlobState:
        part, whole = self._part(name), self._whole(name)
        with part.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != name:
            part.unlink()
            raise WrongContent(f"the content hashes to {found}")
        part.replace(whole)
        sync_folder(whole.parent)
        sync_folder(self._folder)
        return BlobState(name, held, True)

    def _whole(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _part(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.part"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
