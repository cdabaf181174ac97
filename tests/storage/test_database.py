"""One writer, readers that cannot write, and a failed write that leaves nothing."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from fleetdesk import sqlite
from fleetdesk.domain.errors import FormatError, StorageError
from fleetdesk.sqlite import Connection
from fleetdesk.storage.database import Database, in_transaction

KEY = b"k" * 32
WAIT_S = 30


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "f.db", KEY)
    opened.write(lambda c: c.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")).result(WAIT_S)
    yield opened
    opened.close()


def insert(connection: Connection, number: int) -> None:
    connection.execute("INSERT INTO t VALUES (?)", (number,))


def numbers(connection: Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT n FROM t ORDER BY n")]


def test_a_write_is_there_for_every_reader_once_its_future_returned(database: Database) -> None:
    database.write(lambda c: insert(c, 1)).result(WAIT_S)
    assert database.read(numbers) == [1]
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: database.read(numbers)).result(WAIT_S) == [1]


def test_writes_run_one_after_the_other_on_one_thread(database: Database) -> None:
    names: list[str] = []

    def work(connection: Connection, number: int) -> int:
        names.append(threading.current_thread().name)
        insert(connection, number)
        return number

    def ask(number: int) -> "Future[int]":
        return database.write(lambda c: work(c, number))

    with ThreadPoolExecutor(8) as callers:
        futures = list(callers.map(ask, range(100)))
    assert [future.result(WAIT_S) for future in futures] == list(range(100))
    assert set(names) == {"fleetdesk-db"}
    assert database.read(numbers) == list(range(100))


@pytest.mark.parametrize("error", [FormatError("bad"), KeyError("x"), KeyboardInterrupt()])
def test_an_exception_rolls_everything_back_and_reaches_the_caller(database: Database, error: BaseException) -> None:
    def work(connection: Connection) -> None:
        insert(connection, 1)
        raise error

    with pytest.raises(type(error)) as raised:
        database.write(work).result(WAIT_S)
    assert raised.value is error
    assert database.read(numbers) == []
    database.write(lambda c: insert(c, 2)).result(WAIT_S)
    assert database.read(numbers) == [2]


def test_an_error_of_the_engine_is_told_plainly_and_the_file_is_opened_anew(database: Database) -> None:
    writers: list[Connection] = []

    def work(connection: Connection) -> None:
        writers.append(connection)
        insert(connection, 1)
        insert(connection, 1)

    with pytest.raises(StorageError) as told:
        database.write(work).result(WAIT_S)
    assert isinstance(told.value.__cause__, sqlite.IntegrityError)
    assert database.read(numbers) == []
    database.write(lambda c: (insert(c, 7), writers.append(c))).result(WAIT_S)
    assert writers[0] is not writers[1]
    assert database.read(numbers) == [7]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError) as told:
        database.read(lambda c: insert(c, 1))
    assert isinstance(told.value.__cause__, sqlite.OperationalError)
    assert database.read(numbers) == []


def test_a_read_sees_one_moment(database: Database) -> None:
    def work(connection: Connection) -> tuple[list[int], list[int]]:
        first = numbers(connection)
        database.write(lambda c: insert(c, 1)).result(WAIT_S)
        return first, numbers(connection)

    assert database.read(work) == ([], [])
    assert database.read(numbers) == [1]


def test_data_version_notices_others(database: Database, tmp_path: Path) -> None:
    before = database.data_version()
    assert database.data_version() == before
    other = Database(tmp_path / "f.db", KEY)
    other.write(lambda c: insert(c, 1)).result(WAIT_S)
    other.close()
    assert database.data_version() != before


def test_closing_finishes_what_was_queued(tmp_path: Path) -> None:
    database = Database(tmp_path / "f.db", KEY)
    gate = threading.Event()
    database.write(lambda c: (c.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)"), gate.wait(WAIT_S)))
    queued = [database.write(lambda c, n=n: insert(c, n)) for n in range(20)]
    closer = threading.Thread(target=database.close)
    closer.start()
    gate.set()
    closer.join(WAIT_S)
    assert not closer.is_alive()
    assert all(future.done() for future in queued)
    with pytest.raises(RuntimeError, match="closed"):
        database.write(numbers)
    database.close()
    again = Database(tmp_path / "f.db", KEY)
    assert again.read(numbers) == list(range(20))
    again.close()


def test_a_cancelled_write_is_not_carried_out(database: Database) -> None:
    gate = threading.Event()
    first = database.write(lambda _: gate.wait(WAIT_S))
    second = database.write(lambda c: insert(c, 1))
    assert second.cancel()
    gate.set()
    first.result(WAIT_S)
    database.write(lambda c: insert(c, 2)).result(WAIT_S)
    assert database.read(numbers) == [2]


def test_a_file_that_another_program_keeps_locked_is_told_as_busy(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 20)
    impatient = Database(tmp_path / "f.db", KEY)
    other = sqlite.open_file(tmp_path / "f.db", KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="busy"):
        impatient.write(lambda c: insert(c, 1)).result(WAIT_S)
    other.execute("ROLLBACK")
    other.close()
    impatient.write(lambda c: insert(c, 2)).result(WAIT_S)
    impatient.close()
    assert database.read(numbers) == [2]


def test_in_transaction_commits_or_leaves_nothing(tmp_path: Path) -> None:
    connection = sqlite.open_file(tmp_path / "g.db", KEY)
    in_transaction(connection, lambda c: c.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)"))
    with pytest.raises(ZeroDivisionError):
        in_transaction(connection, lambda c: (insert(c, 1), 1 // 0))
    assert not connection.in_transaction
    assert numbers(connection) == []
    connection.close()


def test_a_read_within_a_read_sees_the_same_moment(database: Database) -> None:
    def outer(connection: Connection) -> tuple[list[int], list[int]]:
        before = numbers(connection)
        database.write(lambda c: insert(c, 1)).result(WAIT_S)
        return before, database.read(numbers)

    assert database.read(outer) == ([], [])
    assert database.read(numbers) == [1]


def test_closing_waits_for_who_reads(database: Database) -> None:
    """A connection closed under a running query takes the process down (seen: a page asked while the window closed)."""
    database.write(lambda c: c.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(300)])).result(WAIT_S)
    reading, go_on = threading.Event(), threading.Event()

    def slowly(connection: Connection) -> int:
        rows = connection.execute("SELECT count(*) FROM t a, t b, t c WHERE a.n + b.n + c.n > 0")
        reading.set()
        go_on.wait(WAIT_S)
        return int(rows.fetchone()[0])

    with ThreadPoolExecutor(2) as threads:
        answer = threads.submit(lambda: database.read(slowly))
        assert reading.wait(WAIT_S)
        closing = threads.submit(database.close)
        go_on.set()
        assert answer.result(WAIT_S) == 300**3 - 1
        closing.result(WAIT_S)
    with pytest.raises(RuntimeError, match="closed"):
        database.read(numbers)


def test_a_query_that_does_not_end_is_interrupted_at_the_close(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    sqlite.open_file(path, KEY).close()
    readers = sqlite.Readers(lambda: sqlite.open_file(path, KEY, read_only=True), patience_s=0.1)
    reading = threading.Event()
    forever = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"

    def read() -> None:
        with readers.reading() as connection:
            reading.set()
            connection.execute(forever).fetchone()

    with ThreadPoolExecutor(1) as thread:
        asked = thread.submit(read)
        assert reading.wait(WAIT_S)
        readers.close()
        with pytest.raises(sqlite.OperationalError, match="interrupt"):
            asked.result(WAIT_S)


def test_threads_that_end_leave_no_connection_behind(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    sqlite.open_file(path, KEY).close()
    opened: list[sqlite.Connection] = []

    def open_one() -> sqlite.Connection:
        opened.append(sqlite.open_file(path, KEY, read_only=True))
        return opened[-1]

    readers = sqlite.Readers(open_one)

    def read() -> None:
        with readers.reading() as connection:
            connection.execute("SELECT 1").fetchone()

    read()
    for _ in range(12):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert len(opened) == 13
    assert sum(map(_is_open, opened)) == 2  # this thread's, and that of the last one, which nobody followed
    read()
    readers.close()
    assert sum(map(_is_open, opened)) == 0


def _is_open(connection: sqlite.Connection) -> bool:
    try:
        connection.execute("SELECT 1")
    except sqlite.DatabaseError:
        return False
    return True
