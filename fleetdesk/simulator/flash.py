"""What a simulated unit keeps without power: its counters, saved settings and firmware slots.

Without a folder it lasts as long as the process (and so survives a simulated reset); with one it survives the process.
Files are replaced whole, and the small file that names the firmware slots' contents is replaced last: whenever the
process is killed, the last complete state is left, as MCUboot leaves it when power fails during a swap.
"""

import hashlib
import json
import os
from pathlib import Path

from fleetdesk.domain.errors import KnownError


class Flash:
    """`numbers` and `texts` are small; `images` are firmware slots, each a file of its own."""

    def __init__(self, folder: Path | None, serial: str) -> None:
        self._file = None if folder is None else folder / f"{serial}.json"
        self.numbers: dict[str, int] = {}
        self.texts: dict[str, bytes] = {}
        self.images: dict[str, bytes] = {}
        self.restored = False
        self._written = ""
        self._kept: dict[bytes, Path] = {}
        if self._file is not None:
            self._load(self._file)

    def save(self) -> None:
        """Writes what changed since the last time."""
        if self._file is None:
            return
        for image in self.images.values():
            if image not in self._kept:
                self._kept[image] = _file_of(self._file, image)
                if not self._kept[image].exists():
                    _replace(self._kept[image], image)
        texts = {name: value.hex() for name, value in self.texts.items()}
        images = {name: self._kept[image].name for name, image in self.images.items()}
        body = json.dumps({"numbers": self.numbers, "texts": texts, "images": images}, sort_keys=True)
        if body != self._written:
            _replace(self._file, body.encode())
            self._written = body
        for image in [image for image in self._kept if image not in self.images.values()]:
            self._kept.pop(image).unlink(missing_ok=True)

    def _load(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            return
        try:
            body = json.loads(file.read_bytes())
            self.numbers = {str(name): int(value) for name, value in body["numbers"].items()}
            self.texts = {str(name): bytes.fromhex(value) for name, value in body["texts"].items()}
            self.images = {str(name): (file.parent / kept).read_bytes() for name, kept in body["images"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KnownError(
                "The state of a simulated unit cannot be read.",
                f"{file}: {error}.",
                "Delete the file to start with the pack's own values.",
            ) from error
        self._kept = {image: _file_of(file, image) for image in self.images.values()}
        self.restored = True


def _file_of(file: Path, image: bytes) -> Path:
    return file.with_name(f"{file.stem}.{hashlib.sha256(image).hexdigest()[:16]}.bin")


def _replace(file: Path, body: bytes) -> None:
    temporary = file.with_name(file.name + ".new")
    temporary.write_bytes(body)
    os.replace(temporary, file)
