"""A power cut at any moment loses nothing that was acknowledged and leaves a journal that verifies.

One run of our own engine is recorded system call by system call, creation, checkpoints and reopening included. The
disk is then put together as random moments would have left it (disk.py says by which rules), and opened with the
product. The control is the same run with `synchronous=NORMAL`: it must lose something, or the test proves nothing.
"""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.clock import now_ms
from fleetdesk.runtime.paths import Home
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, migrations, projector
from fleetdesk.storage.database import in_transaction
from fleetdesk.storage.rebuild import rebuild
from fleetdesk.storage.workstation import open_workstation
from tests.faults.acknowledged import Ack, Lost, check_journal, check_next_append, read_acks
from tests.faults.amount import CUTS, SEED
from tests.faults.disk import Disk, write_out
from tests.faults.killing import Victim
from tests.faults.recording import Operation, Said, Sync, Write, record

APPENDER = Path(__file__).with_name("appender.py")
APPENDS = 110
SHARDS = 10
CONTROL_CUTS = 40


@dataclass(frozen=True, slots=True)
class Recording:
    operations: Sequence[Operation]
    acks: Sequence[Ack]
    bodies: Sequence[bytes]
    expected: "Expected"


class Expected:
    """The digest of the projections after each event of the recorded journal, from a rebuild."""

    def __init__(self, bodies: Sequence[bytes], file: Path) -> None:
        self._bodies = bodies
        self._digests: dict[int, str] = {}
        migrations.bring_up_to_date(file, None, file.parent)
        self._connection = sqlite.open_file(file, None, synchronous="OFF")
        self._taken = 0

    def digest(self, events: int) -> str:
        if events not in self._digests:
            self._digests[events] = in_transaction(self._connection, lambda c: self._rebuilt(c, events))
        return self._digests[events]

    def close(self) -> None:
        self._connection.close()

    def _rebuilt(self, connection: Connection, events: int) -> str:
        connection.execute("DELETE FROM journal_event")
        connection.execute("DELETE FROM journal_subject")
        journal.take(connection, self._bodies[:events], now_ms=now_ms())
        rebuild(connection)
        return projector.digest(connection)


@pytest.fixture(scope="module")
def recording(strace: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    folder = tmp_path_factory.mktemp("recorded")
    made = _record(strace, folder, "FULL")
    yield made
    made.expected.close()


def _record(strace: str, folder: Path, synchronous: str) -> Recording:
    root = folder / "home"
    victim = Victim.python(
        APPENDER, str(root), "--appends", str(APPENDS), "--reopen-every", "90", "--synchronous", synchronous
    )
    operations = record(strace, victim, root, folder / "trace")
    (folder / "trace").unlink()
    station = open_workstation(Home(root))
    bodies = station.database.read(lambda c: [stored.body for stored in journal.after(c, 0, limit=100_000)])
    station.close()
    acks = read_acks(o.line for o in operations if isinstance(o, Said))
    return Recording(operations, acks, bodies, Expected(bodies, folder / "expected.db"))


def test_the_recording_holds_what_the_cuts_are_about(recording: Recording) -> None:
    """Creation, checkpoints into the database, a WAL that starts again, acknowledged events and blobs."""
    written = {o.path for o in recording.operations if isinstance(o, Write)}
    assert {"fleetdesk.db", "fleetdesk.db-wal", "keys/workstation.new"} <= written
    into_database = [o for o in recording.operations if isinstance(o, Write) and o.path == "fleetdesk.db"]
    assert len(into_database) > 100
    wal_headers = [o for o in recording.operations if isinstance(o, Write) and (o.path[-4:], o.offset) == ("-wal", 0)]
    assert len(wal_headers) >= 3
    assert len(recording.acks) == APPENDS
    assert sum(len(ack.blobs) for ack in recording.acks) > 15
    assert any(o == Sync("") for o in recording.operations)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_power_cuts_lose_nothing(recording: Recording, tmp_path: Path, shard: int) -> None:
    for number, moment, after in _cuts(recording, random.Random(SEED + shard), CUTS // SHARDS, tmp_path):
        try:
            _nothing_lost(recording, after, moment)
        except Exception as error:
            raise AssertionError(f"cut {number} of shard {shard}, after operation {moment}: {error}") from error
        shutil.rmtree(after)


@pytest.mark.parametrize("path", ["fleetdesk.db", "fleetdesk.db-wal", "", "blobs"])
def test_the_cuts_would_notice_a_missing_sync(recording: Recording, tmp_path: Path, path: str) -> None:
    """A control of the disk's model: had the engine not synced one of its files or folders, cuts would do harm."""
    operations = [o for o in recording.operations if o != Sync(path)]
    careless = Recording(operations, recording.acks, recording.bodies, recording.expected)
    harm = 0
    for _, moment, after in _cuts(careless, random.Random(SEED), CONTROL_CUTS, tmp_path):
        try:
            _nothing_lost(careless, after, moment)
        except (AssertionError, StorageError):
            harm += 1
        shutil.rmtree(after)
    assert harm > 0


def test_the_control_with_synchronous_normal_loses_something(strace: str, tmp_path: Path) -> None:
    recording = _record(strace, tmp_path, "NORMAL")
    lost = 0
    for _, moment, after in _cuts(recording, random.Random(SEED), CONTROL_CUTS, tmp_path):
        try:
            _nothing_lost(recording, after, moment)
        except Lost:
            lost += 1
        shutil.rmtree(after)
    recording.expected.close()
    assert lost > 0


def _cuts(recording: Recording, chance: random.Random, count: int, folder: Path) -> Iterator[tuple[int, int, Path]]:
    """(number, operations before it, folder with what is left) of `count` power cuts, in order of time."""
    disk, played = Disk(), 0
    moments = sorted(_moment(recording.operations, chance) for _ in range(count))
    for number, moment in enumerate(moments):
        for operation in recording.operations[played:moment]:
            disk.play(operation)
        played = moment
        after = folder / f"cut-{number}"
        write_out(disk.after_power_cut(chance), after)
        yield number, moment, after


def _moment(operations: Sequence[Operation], chance: random.Random) -> int:
    """Any operation alike, or one that matters most: just after a promise, or before and after a sync."""
    if chance.random() < 0.5:
        return chance.randint(0, len(operations))
    return chance.choice([i for i, o in enumerate(operations) if not isinstance(o, Write)]) + chance.randint(0, 1)


def _nothing_lost(recording: Recording, after: Path, moment: int) -> None:
    promised = sum(isinstance(o, Said) for o in recording.operations[:moment])
    station = open_workstation(Home(after))
    try:
        events = check_journal(station, recording.acks[:promised])
        if promised:
            bodies = station.database.read(lambda c: [s.body for s in journal.after(c, 0, limit=100_000)])
            assert bodies == recording.bodies[:events], "an event is another one than was written"
            assert station.database.read(projector.digest) == recording.expected.digest(events)
        check_next_append(station, events)
    finally:
        station.close()
