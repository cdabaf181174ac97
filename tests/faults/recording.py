"""Everything that one run of a command did to the files below a folder, in order, as strace saw it.

The list holds what the command asked of the system, with the data, and the lines it wrote to standard output, so that
each moment of the run can be put together again (see disk.py). A call that this reader does not know is an error and
never passed over: a write that went unseen would make the power cuts prove nothing.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.killing import Victim

UNDERSTOOD = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,mkdir"
NOT_UNDERSTOOD = (
    "open,creat,writev,pwritev,pwritev2,truncate,fallocate,copy_file_range,sendfile,sync,syncfs,sync_file_range,msync,"
    "renameat,renameat2,link,linkat,symlink,symlinkat,unlinkat,rmdir,mkdirat"
)
LONGEST_WRITE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Create:
    path: str


@dataclass(frozen=True, slots=True)
class MakeFolder:
    path: str


@dataclass(frozen=True, slots=True)
class Write:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """fsync or fdatasync of a file or a folder."""

    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Unlink:
    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """A whole line on standard output: from here on the promise in it holds."""

    line: str


Operation = Create | MakeFolder | Write | Truncate | Sync | Rename | Unlink | Said


def record(strace: str, victim: Victim, root: Path, trace: Path) -> list[Operation]:
    """Runs the command to its end. Paths in the result are relative to `root`, "" being `root` itself."""
    calls = f"trace={UNDERSTOOD},{NOT_UNDERSTOOD}"
    form = ("-y", "-xx", "-s", str(LONGEST_WRITE), "-o", str(trace))
    watched = (strace, "-f", "-qq", "--seccomp-bpf", *form, "-e", calls, "-e", "signal=none")
    subprocess.run(
        (*watched, *victim.command),
        env=victim.full_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    with trace.open(encoding="ascii") as lines:
        return list(Reader(root).read(lines))


_CALL = re.compile(r"\d+ +(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>\d+)(?P<path><\S*>)?")
_UNFINISHED = re.compile(r"(\d+) +(\w+\(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)$")
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_FD = re.compile(r"(\d+)<([^>]*)>")
_FLAGS = re.compile(r"O_[A-Z_|]+")


class Reader:
    """Turns the lines of `strace -f -y -xx` into operations below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._files: set[str] = set()
        self._positions: dict[str, int] = {}
        self._unfinished: dict[str, str] = {}

    def read(self, lines: Iterable[str]) -> Iterator[Operation]:
        """A call with another thread's in between counts from when it returned: a later sync is the weaker promise."""
        for line in lines:
            begun = _UNFINISHED.match(line.rstrip("\n"))
            if begun is not None:
                self._unfinished[begun[1]] = f"{begun[1]} {begun[2]}"
                continue
            ended = _RESUMED.match(line.rstrip("\n"))
            whole = line if ended is None else self._unfinished.pop(ended[1]) + ended[2]
            call = _CALL.match(whole)
            if call is not None:  # failed calls have no number as result
                arguments = call["arguments"].split(", ")
                yield from self._operation(call["name"], arguments, int(call["result"]), call["path"])

    def _operation(self, name: str, arguments: Sequence[str], result: int, opened: str | None) -> Iterator[Operation]:
        if name == "write" and arguments[0].startswith("1<"):
            yield Said(_text(arguments[1]).rstrip("\n"))
            return
        path = self._path_of(name, arguments)
        if path is None or path.endswith("-shm"):  # shared memory: never durable, made anew at each first open
            return
        match name:
            case "openat":
                self._positions[f"{result}{opened}"] = 0  # as strace names the handle in later writes
                yield from self._open(path, arguments)
            case "write":
                position = self._positions[arguments[0]]
                self._positions[arguments[0]] = position + result
                yield Write(path, position, _data(arguments[1])[:result])
            case "pwrite64":
                yield Write(path, int(arguments[3]), _data(arguments[1])[:result])
            case "ftruncate":
                yield Truncate(path, int(arguments[1], 0))
            case "fsync" | "fdatasync":
                yield Sync(path)
            case "rename":
                yield self._rename(path, arguments)
            case "unlink":
                self._files.discard(path)
                yield Unlink(path)
            case "mkdir":
                yield MakeFolder(path)
            case _:
                raise ValueError(f"{name} on {path!r} is not understood: teach it to tests/faults/recording.py")

    def _path_of(self, name: str, arguments: Sequence[str]) -> str | None:
        """The path that the call is about, or None when it lies elsewhere."""
        for argument in arguments[1:2] if name == "openat" else arguments[:1]:
            handle = _FD.match(argument)
            path = _text(handle[2] if handle else argument)
            if path == self._root or path.startswith(self._root + "/"):
                return path[len(self._root) + 1 :]
        if name not in UNDERSTOOD.split(",") and any(self._root in _text(argument) for argument in arguments):
            raise ValueError(f"{name} is not understood: teach it to tests/faults/recording.py")
        return None

    def _open(self, path: str, arguments: Sequence[str]) -> Iterator[Operation]:
        flags = _FLAGS.findall(arguments[2])[0].split("|")
        if "O_CREAT" in flags and path not in self._files:
            self._files.add(path)
            yield Create(path)
        if "O_TRUNC" in flags:
            yield Truncate(path, 0)
        if "O_APPEND" in flags:
            raise ValueError(f"O_APPEND on {path!r} is not understood: teach it to tests/faults/recording.py")

    def _rename(self, source: str, arguments: Sequence[str]) -> Operation:
        target = _text(arguments[1])[len(self._root) + 1 :]
        self._files.discard(source)
        self._files.add(target)
        return Rename(source, target)


def _data(quoted: str) -> bytes:
    if quoted.endswith("..."):
        raise ValueError("strace shortened a write")
    return bytes.fromhex(quoted.strip('"').replace("\\x", ""))


def _text(quoted: str) -> str:
    """Text of a path or line, whether strace quoted it or not."""
    return _HEX.sub(lambda found: _data(found[0]).decode("utf-8", "surrogateescape"), quoted.strip('"'))
