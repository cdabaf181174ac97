"""SIGKILL at chosen writes and at random moments loses nothing that was acknowledged and leaves a sound journal."""

import random
from pathlib import Path

import pytest

from fleetdesk.runtime.paths import Home
from tests.faults.acknowledged import check_home, read_acks
from tests.faults.amount import KILLS, SEED
from tests.faults.killing import Death, Victim, kill_after, kill_at_call

APPENDER = Path(__file__).with_name("appender.py")
# Weight, and the last call that is killed. Calls are counted in each thread: a new home costs the main thread 205
# writes, what is above them falls into appends; 3,200 writes are some sixty appends and the WAL's first checkpoint.
CALLS = {"pwrite64": (16, 3200), "fsync": (8, 90), "rename": (3, 12), "write": (3, 60)}


def _calls() -> list[tuple[str, int]]:
    chance = random.Random(SEED)
    names = chance.choices(list(CALLS), [weight for weight, _ in CALLS.values()], k=KILLS)
    return [(name, _spread(chance, CALLS[name][1])) for name in names]


def _spread(chance: random.Random, last: int) -> int:
    """A third of them early, where a home is being created."""
    return chance.randint(1, last if chance.random() < 0.67 else max(2, last // 10))


def _moments() -> list[tuple[int, float]]:
    chance = random.Random(SEED + 1)
    return [(chance.choice((0, 1, chance.randint(1, 80))), chance.random() * 0.05) for _ in range(KILLS)]


@pytest.mark.parametrize(("call", "when"), _calls())
def test_killed_at_a_chosen_write(tmp_path: Path, strace: str, call: str, when: int) -> None:
    death = kill_at_call(strace, Victim.python(APPENDER, str(tmp_path / "home")), call, when)
    _nothing_lost(tmp_path / "home", death)


@pytest.mark.parametrize(("lines", "then_s"), _moments())
def test_killed_at_a_random_moment(tmp_path: Path, lines: int, then_s: float) -> None:
    death = kill_after(Victim.python(APPENDER, str(tmp_path / "home")), lines, then_s)
    assert len(death.lines) >= lines
    _nothing_lost(tmp_path / "home", death)


def test_the_check_notices_a_lost_event(tmp_path: Path) -> None:
    """The control: a home that really lost an acknowledged event is found out."""
    death = kill_after(Victim.python(APPENDER, str(tmp_path / "home")), 5, 0.0)
    acks = read_acks(death.lines)
    other = kill_after(Victim.python(APPENDER, str(tmp_path / "other")), 5, 0.0)
    assert other.killed
    with pytest.raises(AssertionError, match="was acknowledged and is gone"):
        check_home(Home(tmp_path / "other"), acks)


def _nothing_lost(folder: Path, death: Death) -> None:
    assert death.killed, f"the appender ended by itself: {death.errors}"
    assert death.errors == ""
    acks = read_acks(death.lines)
    events = check_home(Home(folder), acks)
    assert events >= sum(len(ack.events) for ack in acks) + 1  # journal.opened
