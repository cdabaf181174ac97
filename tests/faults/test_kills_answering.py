"""SIGKILL at a random moment while a technician answers: at most the last 300 ms are lost, and the item comes back."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk
from fleetdesk.services.inspection_form import decode_draft
from fleetdesk.storage import drafts
from fleetdesk.storage.workstation import open_workstation
from tests.faults.amount import LONG, SEED
from tests.faults.killing import Victim

pytest.importorskip("PySide6.QtCore", reason="PySide6 is not installed: pip install 'fleetdesk[dev]'")

ANSWERING = Path(__file__).with_name("answering.py")
ROUNDS = 300 if LONG else 15
LOST_S = 0.300
BLENDER = device_id("ruiyun-frost", "RF-20417")
Keystroke = tuple[int, float]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all kills: each start finds what the one before left."""
    folder = tmp_path_factory.mktemp("answering") / "home"
    desk = open_desk(Home(folder))
    made = ev.DeviceRegistered(device=BLENDER, model="ruiyun-frost", category="blender", serial="RF-20417")
    desk.record.append([desk.record.draft(made, device_subject(BLENDER))])
    desk.close()
    return folder


class Technician:
    """Types until it is killed, as often as it is asked to."""

    def __init__(self, home: Path, *how: str) -> None:
        victim = Victim.python(ANSWERING, str(home), BLENDER, *how)
        environment = victim.full_environment() | {"QT_QPA_PLATFORM": "offscreen", "PYSIDE6_OPTION_LAZY": "0"}
        self._process = subprocess.Popen(
            victim.command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def type_and_die(self, after_s: float) -> tuple[list[Keystroke], float]:
        """Everything that was typed, and when it was killed: on one clock."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        ready, pid = self._line().split()
        assert ready == "ready"
        time.sleep(after_s)
        killed_at = time.monotonic()
        os.kill(int(pid), signal.SIGKILL)
        typed: list[Keystroke] = []
        while (line := self._line()) != "dead":
            number, at = line.split()
            typed.append((int(number), float(at)))
        return typed, killed_at

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().strip()


@pytest.mark.timeout(1800)
def test_answers_survive_but_for_the_last_300_ms(home: Path) -> None:
    chance = random.Random(SEED + 5)
    technician = Technician(home)
    lost: list[float] = []
    try:
        for _ in range(ROUNDS):
            typed, killed_at = technician.type_and_die(chance.uniform(0.25, 0.7))
            number, position = kept(home)
            assert position == f"look/{('blade', 'seal')[number % 2]}", "note and place are of one moment"
            gone = [at for count, at in typed if count > number]
            lost.append(killed_at - gone[0] if gone else 0.0)
    finally:
        technician.end()
    assert max(lost) <= LOST_S, f"lost {max(lost):.3f} s of answers; all rounds: {[round(each, 3) for each in lost]}"


def test_the_check_notices_a_keeper_that_waits_for_a_pause(home: Path) -> None:
    """The control: while somebody types steadily it keeps nothing."""
    technician = Technician(home, "pause")
    try:
        typed, killed_at = technician.type_and_die(0.8)
    finally:
        technician.end()
    number, _ = kept(home)
    gone = [at for count, at in typed if count > number]
    assert killed_at - gone[0] > LOST_S


def kept(home: Path) -> tuple[int, str]:
    station = open_workstation(Home(home))
    try:
        stored = station.database.read(lambda connection: drafts.of_device(connection, BLENDER))
    finally:
        station.close()
    assert stored is not None
    body = decode_draft(stored.body)
    return int(body.note or 0), body.position
