"""A disk that loses power: what of a recorded run is there afterwards.

The model, on the strict side of what POSIX promises:
- What was written to a file is durable once fsync or fdatasync of that file returned. Of what was written since, each
  sector (512 or 4,096 bytes) is there or is not, or only its first bytes are, in any combination and whatever the
  order; the file's new size may be lost, and where a sector is missing below the new size there are zeros.
- A name (file created, renamed, removed; folder made) is durable once fsync of its folder returned. Of the names
  changed since, the first few are there and the others are not: file systems keep their order within a folder. An
  fsync of the file itself does not save its name.
- The folder at the root exists. Shared memory is gone.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.recording import Create, MakeFolder, Operation, Rename, Said, Sync, Truncate, Unlink, Write

SECTORS = (512, 4096)
KEPT = (0.0, 0.05, 0.5, 0.95, 1.0)


@dataclass(slots=True)
class File:
    durable: bytearray = field(default_factory=bytearray)
    since: list[Write | Truncate] = field(default_factory=list[Write | Truncate])

    def sync(self) -> None:
        for change in self.since:
            _apply(self.durable, change)
        self.since.clear()


@dataclass(slots=True)
class Folder:
    """`now` is what the running system sees; `since` are the changes of names that no fsync has made durable."""

    durable: "dict[str, File | Folder]" = field(default_factory=dict[str, "File | Folder"])
    now: "dict[str, File | Folder]" = field(default_factory=dict[str, "File | Folder"])
    since: "list[dict[str, File | Folder | None]]" = field(default_factory=list[dict[str, "File | Folder | None"]])

    def change(self, names: "dict[str, File | Folder | None]") -> None:
        _rename(self.now, names)
        self.since.append(names)

    def sync(self) -> None:
        self.durable = dict(self.now)
        self.since.clear()


class Disk:
    """Plays a recording forward, and at any moment says what a power cut would leave."""

    def __init__(self) -> None:
        self.root = Folder()

    def play(self, operation: Operation) -> None:
        match operation:
            case Create(path):
                self._parent(path).change({_name(path): File()})
            case MakeFolder(path):
                if path:
                    self._parent(path).change({_name(path): Folder()})
            case Write(path) | Truncate(path):
                self._file(path).since.append(operation)
            case Sync(path):
                self._node(path).sync()
            case Rename(source, target):
                if self._parent(source) is not self._parent(target):
                    raise ValueError("a rename from one folder to another is not understood")
                self._parent(source).change({_name(source): None, _name(target): self._node(source)})
            case Unlink(path):
                self._parent(path).change({_name(path): None})
            case Said():
                pass

    def after_power_cut(self, chance: random.Random) -> "dict[str, bytes | None]":
        """{path: content, or None for a folder} as the disk has it when the power comes back."""
        fate = _Fate(chance, chance.choice(SECTORS), chance.choice(KEPT), chance.random() < 0.5)
        result: dict[str, bytes | None] = {}
        _collect(self.root, "", fate, result)
        return result

    def _parent(self, path: str) -> Folder:
        folder = self._node(path.rpartition("/")[0])
        assert isinstance(folder, Folder)
        return folder

    def _file(self, path: str) -> File:
        file = self._node(path)
        assert isinstance(file, File)
        return file

    def _node(self, path: str) -> File | Folder:
        node: File | Folder = self.root
        for name in path.split("/") if path else ():
            assert isinstance(node, Folder)
            node = node.now[name]
        return node


@dataclass(frozen=True, slots=True)
class _Fate:
    """One way in which a power cut may go: sectors of a size are kept with a probability, some of them torn."""

    chance: random.Random
    sector: int
    kept: float
    tears: bool


def write_out(files: "dict[str, bytes | None]", target: Path) -> None:
    target.mkdir(parents=True)
    for path, content in files.items():
        if content is None:
            (target / path).mkdir()
        else:
            (target / path).write_bytes(content)


def _collect(folder: Folder, prefix: str, fate: _Fate, result: "dict[str, bytes | None]") -> None:
    names = dict(folder.durable)
    for change in folder.since[: _how_many(folder.since, fate)]:
        _rename(names, change)
    for name, node in names.items():
        if isinstance(node, Folder):
            result[prefix + name] = None
            _collect(node, f"{prefix}{name}/", fate, result)
        else:
            result[prefix + name] = _left_of(node, fate)


def _how_many(changes: Sequence[object], fate: _Fate) -> int:
    return 0 if fate.kept == 0.0 else len(changes) if fate.kept == 1.0 else fate.chance.randint(0, len(changes))


def _left_of(file: File, fate: _Fate) -> bytes:
    content = bytearray(file.durable)
    for change in file.since:
        if isinstance(change, Truncate):
            if fate.chance.random() < fate.kept:
                _apply(content, change)
        else:
            for part in _sectors(change, fate.sector):
                _apply_some(content, part, fate)
    if len(content) > len(file.durable) and fate.chance.random() < 0.3:
        del content[len(file.durable) :]  # the new size was lost
    return bytes(content)


def _sectors(write: Write, size: int) -> "list[Write]":
    first = size - write.offset % size
    starts = [0, *range(first, len(write.data), size)]
    ends = [*starts[1:], len(write.data)]
    return [Write(write.path, write.offset + a, write.data[a:b]) for a, b in zip(starts, ends, strict=True)]


def _apply_some(content: bytearray, part: Write, fate: _Fate) -> None:
    if fate.chance.random() < fate.kept:
        _apply(content, part)
    elif fate.tears and fate.chance.random() < 0.1:
        _apply(content, Write(part.path, part.offset, part.data[: fate.chance.randint(0, len(part.data))]))


def _apply(content: bytearray, change: Write | Truncate) -> None:
    end = change.size if isinstance(change, Truncate) else change.offset + len(change.data)
    if end > len(content):
        content.extend(bytes(end - len(content)))
    if isinstance(change, Truncate):
        del content[change.size :]
    else:
        content[change.offset : end] = change.data


def _rename(names: "dict[str, File | Folder]", change: "dict[str, File | Folder | None]") -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _name(path: str) -> str:
    return path.rpartition("/")[2]
