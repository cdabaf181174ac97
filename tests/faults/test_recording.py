"""The reader of strace's lines misses nothing: unknown calls and shortened data are errors."""

from pathlib import Path

import pytest

from tests.faults.recording import Create, MakeFolder, Operation, Reader, Rename, Said, Sync, Truncate, Unlink, Write

ROOT = Path("/home/x")


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def _fd(number: int, path: str) -> str:
    return f"{number}<{_hex(path)}>"


def _read(*lines: str) -> list[Operation]:
    return list(Reader(ROOT).read(f"{line}\n" for line in lines))


def _opened(path: str, flags: str, number: int = 3) -> str:
    return f'7  openat(AT_FDCWD<{_hex("/")}>, "{_hex(path)}", {flags}, 0644) = {_fd(number, path)}'


def test_a_file_is_made_written_synced_and_renamed() -> None:
    handle = _fd(3, "/home/x/d/f.new")
    assert _read(
        f'7  mkdir("{_hex("/home/x/d")}", 0777) = 0',
        _opened("/home/x/d/f.new", "O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC"),
        f'7  write({handle}, "{_hex("one, ")}", 5) = 5',
        f'7  write({handle}, "{_hex("two")}", 3) = 2',
        f'7  pwrite64({handle}, "{_hex("x")}", 1, 4096) = 1',
        f"7  ftruncate({handle}, 12) = 0",
        f"7  fsync({handle}) = 0",
        f'7  rename("{_hex("/home/x/d/f.new")}", "{_hex("/home/x/d/f")}") = 0',
        f"7  fsync({_fd(4, '/home/x/d')}) = 0",
        f'7  unlink("{_hex("/home/x/d/f")}") = 0',
    ) == [
        MakeFolder("d"), Create("d/f.new"), Truncate("d/f.new", 0), Write("d/f.new", 0, b"one, "),
        Write("d/f.new", 5, b"tw"), Write("d/f.new", 4096, b"x"), Truncate("d/f.new", 12), Sync("d/f.new"),
        Rename("d/f.new", "d/f"), Sync("d"), Unlink("d/f"),
    ]  # fmt: skip


def test_a_line_that_is_said_is_a_promise() -> None:
    assert _read(f'7  write(1<{_hex("pipe:[1]")}>, "{_hex("saved, 1" + chr(10))}", 9) = 9') == [Said("saved, 1")]


def test_a_call_in_two_parts_counts_when_it_returned() -> None:
    handle = _fd(3, "/home/x/f")
    assert _read(
        f"7  fsync({handle} <unfinished ...>",
        f'8  pwrite64({handle}, "{_hex("x")}", 1, 0) = 1',
        "7  <... fsync resumed>)             = 0",
    ) == [Write("f", 0, b"x"), Sync("f")]


def test_failed_calls_foreign_files_and_shared_memory_are_passed_over() -> None:
    assert (
        _read(
            f'7  unlink("{_hex("/home/x/f")}") = -1 ENOENT (No such file or directory)',
            f'7  unlink("{_hex("/home/xy")}") = 0',
            f'7  pwrite64({_fd(3, "/home/x/f.db-shm")}, "{_hex("x")}", 1, 0) = 1',
            "7  +++ exited with 0 +++",
        )
        == []
    )


@pytest.mark.parametrize(
    "line",
    [
        f"7  fallocate({_fd(3, '/home/x/f')}, 0, 0, 4096) = 0",
        f'7  link("{_hex("/home/x/f")}", "{_hex("/home/x/g")}") = 0',
        f'7  renameat2(AT_FDCWD<{_hex("/")}>, "{_hex("/y")}", AT_FDCWD<{_hex("/")}>, "{_hex("/home/x/g")}", 0) = 0',
        _opened("/home/x/f", "O_WRONLY|O_APPEND"),
    ],
)
def test_an_unknown_way_to_change_a_file_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        _read(line)


def test_shortened_data_is_an_error() -> None:
    with pytest.raises(ValueError, match="shortened"):
        _read(f'7  pwrite64({_fd(3, "/home/x/f")}, "{_hex("x")}"..., 4096, 0) = 4096')
