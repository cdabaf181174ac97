"""The file's shape: made once, brought forward with a copy first, refused in plain words when it is too new."""

import subprocess
import sys
from pathlib import Path

import pytest

from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.paths import Home
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, migrations
from fleetdesk.storage.verify import verify_journal
from fleetdesk.storage.workstation import open_workstation

KEY = b"k" * 32


TODAY = len(migrations.STEPS)
CANARY = "a sentence too long to stand in random bytes by chance"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database of today's version with one fact in it."""
    path = tmp_path / "f.db"
    migrations.bring_up_to_date(path, KEY, tmp_path / "backups")
    run(path, f"INSERT INTO local_setting VALUES ('fact', '{CANARY}')")
    return path


def run(path: Path, *sql: str) -> list[object]:
    connection = sqlite.open_file(path, KEY)
    try:
        return [row for statement in sql for row in connection.execute(statement).fetchall()]
    finally:
        connection.close()


def with_steps(monkeypatch: pytest.MonkeyPatch, *more: object) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *more))


def next_a_column(connection: Connection) -> None:
    connection.execute("ALTER TABLE local_setting ADD COLUMN added TEXT")


def next_fails_halfway(connection: Connection) -> None:
    connection.execute("CREATE TABLE local_half (a)")
    connection.execute("INSERT INTO local_missing VALUES (1)")


def test_a_new_file_gets_all_tables_and_its_version(file: Path) -> None:
    tables = {("journal_event",), ("journal_head",), ("p_device",), ("p_usage",), ("local_draft",)}
    assert tables <= set(run(file, "SELECT name FROM sqlite_master WHERE type = 'table'"))
    assert run(file, "PRAGMA user_version") == [(len(migrations.STEPS),)]


def test_a_second_start_changes_nothing_and_makes_no_copy(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    assert file.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_a_newer_file_is_refused_and_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    run(file, "PRAGMA user_version = 999")
    before = file.read_bytes()
    with pytest.raises(StorageError, match="written by a newer Fleetdesk") as told:
        migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    assert "version 999" in told.value.message
    assert "Install the newer Fleetdesk" in told.value.next_step
    assert file.read_bytes() == before


def test_an_older_file_is_copied_first_then_changed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, next_a_column)
    migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    assert run(file, "SELECT value, added FROM local_setting") == [(CANARY, None)]
    (copy,) = (tmp_path / "backups").iterdir()
    assert run(copy, "SELECT * FROM local_setting") == [("fact", CANARY)]
    assert run(copy, "PRAGMA user_version") == [(TODAY,)]


def test_the_copy_is_encrypted_too(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, next_a_column)
    migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    (copy,) = (tmp_path / "backups").iterdir()
    assert CANARY.encode() not in copy.read_bytes()
    assert b"SQLite format" not in copy.read_bytes()
    with pytest.raises(StorageError):
        sqlite.open_file(copy, None)


def test_an_older_copy_is_never_written_over(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / f"before-version-{TODAY + 1}.db").write_text("an older copy")
    with_steps(monkeypatch, next_a_column)
    migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    names = sorted(copy.name for copy in (tmp_path / "backups").iterdir())
    assert names == [f"before-version-{TODAY + 1}-2.db", f"before-version-{TODAY + 1}.db"]
    assert (tmp_path / "backups" / f"before-version-{TODAY + 1}.db").read_text() == "an older copy"


def test_a_step_that_fails_leaves_nothing_of_itself(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, next_a_column, next_fails_halfway)
    with pytest.raises(StorageError):
        migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    assert run(file, "PRAGMA user_version", "SELECT name FROM sqlite_master WHERE name = 'local_half'") == [
        (TODAY + 1,)
    ]
    assert run(file, "SELECT value FROM local_setting") == [(CANARY,)]


def test_a_copy_that_cannot_be_made_stops_the_upgrade(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, next_a_column)
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="could not be copied"):
        migrations.bring_up_to_date(file, KEY, tmp_path / "backups")
    assert run(file, "PRAGMA user_version") == [(TODAY,)]


def test_a_home_of_the_first_version_gets_the_log_of_its_inspections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as first:
        first.setattr(migrations, "STEPS", migrations.STEPS[:1])
        migrations.bring_up_to_date(path, KEY, tmp_path / "backups")
    run(path, "DROP TABLE p_service_done", "DROP TABLE p_work", "DROP INDEX p_inspection_amended",
        "ALTER TABLE p_inspection DROP COLUMN amended")  # fmt: skip
    migrations.bring_up_to_date(path, KEY, tmp_path / "backups")
    assert run(path, "SELECT count(amended) FROM p_inspection", "SELECT count(*) FROM p_service_done") == [(0,), (0,)]
    local = ("SELECT count(*) FROM local_broken_seal", "SELECT count(*) FROM local_set_aside")
    assert run(path, *local) == [(0,), (0,)]
    assert run(path, "SELECT count(counter_epoch) FROM p_usage", "SELECT count(*) FROM p_work") == [(0,), (0,)]


def test_two_first_starts_at_once_make_one_home(tmp_path: Path) -> None:
    """Real processes: one key, one journal, whole."""
    code = (
        "import sys; from pathlib import Path; from fleetdesk.runtime.paths import Home;"
        "from fleetdesk.storage.workstation import open_workstation;"
        "sys.stdout.write('ready'); sys.stdout.flush(); sys.stdin.read();"
        "open_workstation(Home(Path(sys.argv[1]))).close()"
    )
    started = [
        subprocess.Popen(
            (sys.executable, "-c", code, str(tmp_path / "home")),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.read(5) == b"ready"
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
    for process in started:
        with process:
            assert process.stderr is not None
            assert process.stderr.read() == b""
        assert process.returncode == 0
    station = open_workstation(Home(tmp_path / "home"))
    assert station.database.read(verify_journal).ok
    assert station.database.read(journal.count) == 1
    station.close()
