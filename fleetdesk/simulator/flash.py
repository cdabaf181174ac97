"""What a simulated unit keeps without power: its counters, saved settings and firmware slots.

Without a folder it lasts as long as the process (and so survives a simulated reset); with one it survives the process.
Files are replaced whole, so a killed process leaves the last complete state.
"""

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
        self._written_images: dict[str, bytes] = {}
        if self._file is not None:
            self._load(self._file)

    def save(self) -> None:
        """Writes what changed since the last time."""
        if self._file is None:
            return
        for name, image in self.images.items():
            if self._written_images.get(name) is not image:
                _replace(self._image(name), image)
                self._written_images[name] = image
        texts = {name: value.hex() for name, value in self.texts.items()}
        body = json.dumps({"numbers": self.numbers, "texts": texts, "images": sorted(self.images)}, sort_keys=True)
        if body != self._written:
            _replace(self._file, body.encode())
            self._written = body

    def _load(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            return
        try:
            body = json.loads(file.read_bytes())
            self.numbers = {str(name): int(value) for name, value in body["numbers"].items()}
            self.texts = {str(name): bytes.fromhex(value) for name, value in body["texts"].items()}
            self.images = {str(name): self._image(name).read_bytes() for name in body["images"]}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise KnownError(
                "The state of a simulated unit cannot be read.",
                f"{file}: {error}.",
                "Delete the file to start with the pack's own values.",
            ) from error
        self._written_images = dict(self.images)
        self.restored = True

    def _image(self, name: str) -> Path:
        assert self._file is not None
        return self._file.with_suffix(f".{name}.bin")


def _replace(file: Path, body: bytes) -> None:
    temporary = file.with_name(file.name + ".new")
    temporary.write_bytes(body)
    os.replace(temporary, file)
