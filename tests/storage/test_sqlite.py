"""The engine: new enough, ours for sqlite-utils too, encrypted, durable, and its errors in plain words."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.sqlite import Connection

KEY = b"k" * 32
CANARY = "canary-4711"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = sqlite.open_file(tmp_path / "f.db", KEY)
    opened.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    yield opened
    opened.close()


def test_the_installed_engine_is_safe() -> None:
    sqlite.check_engine(sqlite.engine_version())


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 52, 0)])
def test_an_engine_that_can_damage_files_is_refused(version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "engine_version", lambda: version)
    with pytest.raises(StorageError, match="too old to be safe") as told:
        sqlite.open_file(Path("never-made.db"), KEY)
    assert "pip install" in told.value.next_step
    assert not Path("never-made.db").exists()


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 1), (3, 53, 4), (4, 0, 0)])
def test_newer_engines_are_taken(version: tuple[int, ...]) -> None:
    sqlite.check_engine(version)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000),
        ("trusted_schema", 0), ("cell_size_check", 1),
    ],
)  # fmt: skip
def test_a_file_is_opened_the_safe_way(connection: Connection, pragma: str, value: object) -> None:
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.parametrize(("platform", "full"), [("darwin", 1), ("linux", 0), ("win32", 0)])
def test_macos_syncs_to_the_platter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, full: int) -> None:
    monkeypatch.setattr(sqlite.sys, "platform", platform)
    opened = sqlite.open_file(tmp_path / "f.db", KEY)
    assert opened.execute("PRAGMA fullfsync").fetchone() == (full,)
    assert opened.execute("PRAGMA checkpoint_fullfsync").fetchone() == (full,)
    opened.close()


def test_nothing_readable_is_on_the_disk(tmp_path: Path, connection: Connection) -> None:
    connection.execute("INSERT INTO t (name) VALUES (?)", (CANARY,))
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert len(written) > 4096
    assert CANARY.encode() not in written
    assert b"CREATE TABLE" not in written
    assert not written.startswith(b"SQLite format 3")


def test_the_canary_would_be_found_without_a_key(tmp_path: Path) -> None:
    """The control of the test above."""
    opened = sqlite.open_file(tmp_path / "open.db", None)
    opened.execute("CREATE TABLE t (name TEXT)")
    opened.execute("INSERT INTO t (name) VALUES (?)", (CANARY,))
    assert CANARY.encode() in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    opened.close()


@pytest.mark.parametrize("other", [b"x" * 32, None])
def test_a_wrong_key_is_told_plainly_and_changes_nothing(
    tmp_path: Path, connection: Connection, other: bytes | None
) -> None:
    connection.close()
    before = (tmp_path / "f.db").read_bytes()
    with pytest.raises(StorageError, match="cannot be read") as told:
        sqlite.open_file(tmp_path / "f.db", other)
    assert "its key is another one" in told.value.message
    assert "backups" in told.value.next_step
    assert isinstance(told.value.__cause__, sqlite.DatabaseError)
    assert (tmp_path / "f.db").read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to be read as a page" * 200])
def test_a_file_that_is_no_database_is_told_plainly(tmp_path: Path, connection: Connection, damage: bytes) -> None:
    connection.close()
    content = (tmp_path / "f.db").read_bytes()
    (tmp_path / "f.db").write_bytes(damage or b"\x00" * 100 + content[100:])
    with pytest.raises(StorageError, match="cannot be read"):
        sqlite.open_file(tmp_path / "f.db", KEY)


def test_a_flipped_bit_in_a_page_is_noticed_when_it_is_read(tmp_path: Path, connection: Connection) -> None:
    connection.executemany("INSERT INTO t (name) VALUES (?)", ((f"{n}" * 300,) for n in range(100)))
    connection.close()
    content = bytearray((tmp_path / "f.db").read_bytes())
    content[4096 * 5 + 1000] ^= 1
    (tmp_path / "f.db").write_bytes(content)
    reader = sqlite.open_file(tmp_path / "f.db", KEY, read_only=True)
    with pytest.raises(sqlite.DatabaseError) as raised:
        reader.execute("SELECT name, count(*) FROM t NOT INDEXED GROUP BY name").fetchall()
    reader.close()
    assert "cannot be read" in sqlite.explain(raised.value, tmp_path / "f.db").title


def test_a_folder_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        sqlite.open_file(tmp_path / "missing" / "f.db", KEY)
    with pytest.raises(StorageError, match="cannot be opened"):
        sqlite.open_file(tmp_path / "missing.db", KEY, read_only=True)
    assert not (tmp_path / "missing.db").exists()


@pytest.mark.parametrize("name", ["a b.db", "ä?x=1.db", "100%25#2.db"])
def test_any_file_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and "?" in name:
        pytest.skip("Windows has no such names")
    sqlite.open_file(tmp_path / name, KEY).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_read_only_connection_cannot_write(tmp_path: Path, connection: Connection) -> None:
    reader = sqlite.open_file(tmp_path / "f.db", KEY, read_only=True)
    for statement in ("INSERT INTO t (name) VALUES ('x')", "CREATE TABLE u (a)", "DELETE FROM t"):
        with pytest.raises(sqlite.OperationalError, match="readonly"):
            reader.execute(statement)
    reader.close()


def test_foreign_keys_are_enforced(connection: Connection) -> None:
    connection.execute("CREATE TABLE u (t INTEGER REFERENCES t)")
    with pytest.raises(sqlite.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO u VALUES (7)")


def test_sqlite_utils_shares_our_exception_classes(connection: Connection) -> None:
    """It catches its engine's OperationalError for alter=True: another engine's would pass it by (a fact we met)."""
    from sqlite_utils import Database, utils

    assert cast(Any, utils).sqlite3.OperationalError is sqlite.OperationalError
    table: Any = Database(cast(Any, connection)).table("t")
    table.insert({"id": 1, "name": "a"})
    table.insert({"id": 2, "name": "b", "added": "later"}, alter=True)
    assert connection.execute("SELECT name, added FROM t ORDER BY id").fetchall() == [("a", None), ("b", "later")]
    with pytest.raises(sqlite.IntegrityError):
        table.insert({"id": 1, "name": "again"})


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("database is locked", "The database is busy."),
        ("database or disk is full", "The disk is full."),
        ("attempt to write a readonly database", "cannot be opened"),
        ("unable to open database file", "cannot be opened"),
        ("database disk image is malformed", "cannot be read"),
        ("file is not a database", "cannot be read"),
        ("disk I/O error", "reported an error"),
    ],
)
def test_every_error_has_a_title_a_message_and_a_next_step(text: str, title: str) -> None:
    told = sqlite.explain(sqlite.OperationalError(text), Path("f.db"))
    assert title in told.title
    assert told.message
    assert told.next_step
