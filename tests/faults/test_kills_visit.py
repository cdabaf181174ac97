"""SIGKILL at chosen writes and random moments of a technician's whole visit: nothing that was said to be saved is lost.

The hub and the simulated store live on; after each death the home is whole, and it syncs with the hub as if nothing had
happened: what the hub holds is a beginning of what the laptop holds.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fleetdesk.demo import Demo
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.storage import journal
from tests.faults.acknowledged import check_home, read_acks
from tests.faults.amount import LONG, SEED
from tests.faults.killing import Death, Victim, kill_after, kill_at_call

VISITOR = Path(__file__).with_name("visitor.py")
KILLS = 100 if LONG else 30
# Weight, and the last call that is killed: what one visit makes in one thread, and a little of the next.
CALLS = {"pwrite64": (5, 260), "fsync": (3, 14), "write": (1, 6)}


@dataclass(frozen=True, slots=True)
class Scene:
    """The world outside the laptop: a blender on its cable and a hub."""

    port: str
    hub: str


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("world")
    with Demo(folder / "demo", lambda _: None) as demo:
        blender = next(unit for unit in demo.units if unit.pack == "ruiyun-frost")
        yield Scene(blender.port, demo.hub_url)


def _calls() -> list[tuple[str, int]]:
    chance = random.Random(SEED + 2)
    names = chance.choices(list(CALLS), [weight for weight, _ in CALLS.values()], k=KILLS)
    return [(name, chance.randint(1, CALLS[name][1])) for name in names]


def _moments() -> list[tuple[int, float]]:
    chance = random.Random(SEED + 3)
    return [(chance.choice((0, 1, chance.randint(1, 4))), chance.random() * 1.2) for _ in range(KILLS)]


@pytest.mark.parametrize(("call", "when"), _calls())
def test_a_visit_killed_at_a_chosen_write(scene: Scene, tmp_path: Path, strace: str, call: str, when: int) -> None:
    home = _home(tmp_path)
    death = kill_at_call(strace, Victim.python(VISITOR, str(home), scene.port, scene.hub), call, when)
    _nothing_lost(home, death)


@pytest.mark.parametrize(("lines", "then_s"), _moments())
def test_a_visit_killed_at_a_random_moment(scene: Scene, tmp_path: Path, lines: int, then_s: float) -> None:
    home = _home(tmp_path)
    death = kill_after(Victim.python(VISITOR, str(home), scene.port, scene.hub), lines, then_s)
    _nothing_lost(home, death)


def _home(folder: Path) -> Path:
    """A laptop of its own, with the sample fleet, that has not been there yet."""
    home = Home(folder / "home")
    desk = open_desk(home)
    ImportFleet(desk.record).apply(sample_fleet())
    desk.close()
    return home.folder


def _nothing_lost(folder: Path, death: Death) -> None:
    assert death.killed, f"the visitor ended by itself: {death.errors}"
    assert death.errors == ""
    check_home(Home(folder), read_acks(death.lines))
    desk = open_desk(Home(folder))
    try:
        result = asyncio.run(desk.sync.run())
        assert result.acknowledged_seq == desk.record.read(journal.own_head).seq
        assert result.problems == ()
    finally:
        desk.close()
