"""A full or failing disk is told in plain words and costs nothing that was saved; work goes on once there is room.

Every single write and sync of an append fails once (strace), and the database opens its file anew instead of trying
the commit again.
"""

import json
import os
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from fleetdesk.runtime.clock import now_ms
from fleetdesk.runtime.paths import Home
from fleetdesk.storage import journal
from fleetdesk.storage.workstation import open_workstation
from tests.faults.acknowledged import Ack, check_home, read_acks
from tests.faults.appender import work
from tests.faults.failing_disk import TURN
from tests.faults.killing import Victim

APPENDER = Path(__file__).with_name("appender.py")
SCRIPT = Path(__file__).with_name("failing_disk.py")
FULL = "The disk is full."
WAL_FRAME = 4096 + 24


@dataclass(frozen=True, slots=True)
class Case:
    home: Path
    nth: int
    told: str | None
    again: str | None
    readable: bool
    acks: tuple[Ack, ...]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some work in it, closed."""
    home = tmp_path_factory.mktemp("template") / "home"
    victim = Victim.python(APPENDER, str(home), "--appends", "8")
    subprocess.run(victim.command, env=victim.full_environment(), check=True, stdout=subprocess.DEVNULL, timeout=60)
    return home


@pytest.mark.parametrize(("error", "title"), [("ENOSPC", FULL), ("EIO", "reported an error")])
def test_every_write_of_an_append_fails_once(
    strace: str, template: Path, tmp_path: Path, error: str, title: str
) -> None:
    cases = _run(strace, "append", template, tmp_path, f"pwrite64:error={error}:when={TURN}", (1, 60))
    failed = [case for case in cases if case.told is not None]
    assert len(failed) >= 10
    assert [case.nth for case in failed] == list(range(1, len(failed) + 1)), "some write's failure went unnoticed"
    for case in failed:
        assert title in (case.told or "")
    _went_on(cases)


def test_the_sync_of_an_append_fails_once(strace: str, template: Path, tmp_path: Path) -> None:
    cases = _run(strace, "append", template, tmp_path, f"fsync:error=EIO:when={TURN}", (1, 4))
    assert cases[0].told is not None
    assert "reported an error" in cases[0].told
    _went_on(cases)


@pytest.fixture(scope="module")
def full_wal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as a crash leaves it, its WAL so long that the next append moves it into the database."""
    folder = tmp_path_factory.mktemp("full_wal")
    station = open_workstation(Home(folder / "running"))
    wal = folder / "running" / "fleetdesk.db-wal"
    number = 0
    while not wal.exists() or wal.stat().st_size < 985 * WAL_FRAME:
        drafts = work(random.Random(number), number, ())
        station.database.write(lambda c, d=drafts: journal.append(c, d, actor="1", now_ms=now_ms())).result()
        number += 1
    shutil.copytree(folder / "running", folder / "home", ignore=shutil.ignore_patterns("*-shm"))
    station.close()
    return folder / "home"


@pytest.mark.parametrize("inject", ["pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fsync:error=EIO"])
def test_a_checkpoint_that_fails_costs_nothing(strace: str, full_wal: Path, tmp_path: Path, inject: str) -> None:
    nth, step = ((1, 5), 1) if inject.startswith("fsync") else ((1, 301), 30)
    cases = _run(strace, "append", full_wal, tmp_path, f"{inject}:when={TURN}", nth, step)
    assert any(case.told is None and case.again is None for case in cases), "no failure fell into the checkpoint"
    _went_on(cases)


def test_a_disk_that_stays_full_still_lets_people_read(strace: str, template: Path, tmp_path: Path) -> None:
    cases = _run(strace, "append", template, tmp_path, f"pwrite64:error=ENOSPC:when={TURN}+", (1, 9))
    for case in cases:
        assert (case.told, case.again, case.readable, case.acks) == (FULL, FULL, True, ())
        check_home(Home(case.home), ())


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_blob_that_cannot_be_written(strace: str, template: Path, tmp_path: Path, call: str) -> None:
    cases = _run(strace, "blob", template, tmp_path, f"{call}:error=ENOSPC:when={TURN}", (1, 6))
    failed = [case for case in cases if case.told is not None]
    assert failed
    for case in failed:
        assert case.told == "The file could not be saved."
    for case in cases:
        assert not list(case.home.rglob("*.new")), "an unfinished file was left"
    _went_on(cases)


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_photo_that_cannot_be_written_harms_nothing_else(
    strace: str, template: Path, tmp_path: Path, call: str
) -> None:
    """It is told; the answers of its inspection stay, and with room again the photo is kept."""
    cases = _run(strace, "photo", template, tmp_path, f"{call}:error=ENOSPC:when={TURN}", (1, 3))
    assert any(case.told == "The file could not be saved." for case in cases)
    for case in cases:
        assert not list(case.home.rglob("*.new")), "an unfinished file was left"
    _went_on(cases)


def test_a_new_home_on_a_full_disk_is_refused_in_plain_words(strace: str, tmp_path: Path) -> None:
    """From some write on the disk is full; the next start, with room again, makes the home whole."""
    for nth in (1, 2, 3, 4, 5, 8, 20, 60, 120, 200):
        home = tmp_path / f"home-{nth}"
        errors = _start(strace, home, nth)
        last = errors.strip().splitlines()[-1]
        assert last.startswith("fleetdesk.domain.errors.StorageError: "), errors
        check_home(Home(home), ())


def _start(strace: str, home: Path, nth: int) -> str:
    victim = Victim.python(APPENDER, str(home), "--appends", "1")
    inject = f"inject=pwrite64:error=ENOSPC:when={nth}+"
    watched = (strace, "-f", "-qq", "-o", os.devnull, "-e", "trace=pwrite64", "-e", inject, *victim.command)
    done = subprocess.run(watched, env=victim.full_environment(), capture_output=True, check=False, timeout=60)
    return done.stderr.decode()


def _run(
    strace: str, task: str, template: Path, folder: Path, inject: str, nth: tuple[int, int], step: int = 1
) -> list[Case]:
    call = inject.partition(":")[0]
    victim = Victim.python(SCRIPT, task, str(template), str(folder), call, *map(str, nth), str(step))
    watched = (strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={inject}", *victim.command)
    done = subprocess.run(watched, env=victim.full_environment(), capture_output=True, check=False, timeout=120)
    assert done.stderr == b"", done.stderr.decode()
    return [_case(json.loads(line)) for line in done.stdout.splitlines()]


def _case(said: "dict[str, object]") -> Case:
    home, nth, told, again, readable, acks = (said[k] for k in ("home", "nth", "told", "again", "readable", "acks"))
    assert isinstance(home, str)
    assert isinstance(nth, int)
    assert told is None or isinstance(told, str)
    assert again is None or isinstance(again, str)
    assert isinstance(acks, list)
    return Case(
        Path(home), nth, told, again, bool(readable), tuple(read_acks(map(json.dumps, cast("list[object]", acks))))
    )


def _went_on(cases: list[Case]) -> None:
    for case in cases:
        assert case.readable
        failures = [told for told in (case.told, case.again) if told is not None]
        assert len(failures) <= 1, f"the next try failed too: {case.again}"
        assert len(case.acks) == 2 - len(failures)
        check_home(Home(case.home), case.acks)
