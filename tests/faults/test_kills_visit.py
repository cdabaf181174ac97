"""SIGKILL at chosen writes and random moments of a technician's whole visit: nothing that was said to be saved is lost.

The hub and the simulated store live on; after each death the home is whole, and it syncs with the hub as if nothing had
happened: what the hub holds is a beginning of what the laptop holds. Several laptops are at work at once, each on a
blender of its own.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import pytest

from fleetdesk.demo import Child
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import open_desk
from fleetdesk.services.record import Record
from fleetdesk.storage import journal
from tests.faults.acknowledged import check_home, read_acks
from tests.faults.amount import KILLS, SEED
from tests.faults.killing import Death, Victim, kill_after, kill_at_call

VISITOR = Path(__file__).with_name("visitor.py")
# Weight, and the last call that is killed: what a visit makes in one thread, and a little of the next visit.
CALLS = {"pwrite64": (5, 180), "fsync": (3, 10), "write": (1, 2)}
MOST_S = 1.5
MODEL = "ruiyun-frost"
SERIALS = ("RF-20415", "RF-20416", "RF-20418")
BLENDER = """
[[unit]]
pack = "ruiyun-frost"
serial = "{serial}"
[unit.set]
motor = "cycle"
run_s = 1.5
pause_s = 0.5
"""
"""Blenders of the sample fleet that run often, so that a visit need not wait for its motor."""

Kill = Callable[[Victim], Death]


@dataclass(frozen=True, slots=True)
class Scene:
    """The world outside the laptops: blenders on their cables, and a hub."""

    ports: Sequence[str]
    hub: str


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("world")
    (folder / "scene.toml").write_text("\n".join(BLENDER.format(serial=serial) for serial in SERIALS))
    hub = Child("hub", ["hub", "serve", "--open", "--port", "0", "--database", str(folder / "hub.db"),
                        "--until-stdin-closes"], folder / "hub.log")  # fmt: skip
    store = Child("store", ["simulate", "--scene", str(folder / "scene.toml"), "--tcp", "--watch-stdin"],
                  folder / "store.log")  # fmt: skip
    try:
        yield Scene([str(store.ready()["port"]) for _ in SERIALS], str(hub.ready()["url"]))
    finally:
        store.end()
        hub.end()


@pytest.mark.timeout(900)
def test_visits_killed_at_chosen_writes_lose_nothing(scene: Scene, tmp_path: Path, strace: str) -> None:
    chance = random.Random(SEED + 2)
    calls = chance.choices(list(CALLS), [weight for weight, _ in CALLS.values()], k=KILLS)
    places = [(call, chance.randint(1, CALLS[call][1])) for call in calls]
    kills = {f"{call} {when}": _at_call(strace, call, when) for call, when in places}
    for number in range(KILLS - len(kills)):  # instead of places that were drawn twice
        kills[f"pwrite64 {number + 1}"] = _at_call(strace, "pwrite64", number + 1)
    assert _failures(scene, tmp_path, kills) == {}


@pytest.mark.timeout(900)
def test_visits_killed_at_random_moments_lose_nothing(scene: Scene, tmp_path: Path) -> None:
    chance = random.Random(SEED + 3)
    moments = [(chance.randint(0, 4), chance.random() * MOST_S) for _ in range(KILLS)]
    kills = {f"{then_s:.3f} s after line {lines}": _at_moment(lines, then_s) for lines, then_s in moments}
    assert _failures(scene, tmp_path, kills) == {}


def _at_call(strace: str, call: str, when: int) -> Kill:
    return lambda victim: kill_at_call(strace, victim, call, when)


def _at_moment(lines: int, then_s: float) -> Kill:
    return lambda victim: kill_after(victim, lines, then_s)


def _failures(scene: Scene, folder: Path, kills: dict[str, Kill]) -> dict[str, str]:
    """Carries all kills out, as many at once as there are blenders. {name: what was wrong}; empty when all is well."""
    free: SimpleQueue[str] = SimpleQueue()
    for port in scene.ports:
        free.put(port)

    def one(number: int, kill: Kill) -> str | None:
        port = free.get()
        try:
            _nothing_lost(scene, _visit(scene, folder / f"home-{number}", port, kill))
        except Exception as error:  # noqa: BLE001 - told at the end, beside those of the other kills
            return f"{type(error).__name__}: {error}"
        finally:
            free.put(port)
        return None

    with ThreadPoolExecutor(len(scene.ports)) as laptops:
        told = dict(zip(kills, laptops.map(one, range(len(kills)), kills.values()), strict=True))
    return {name: problem for name, problem in told.items() if problem is not None}


def _visit(scene: Scene, folder: Path, port: str, kill: Kill) -> tuple[Home, Death]:
    """A laptop of its own goes to the blender, and dies there."""
    home = Home(folder)
    desk = open_desk(home)
    desk.record.append([made for serial in SERIALS for made in _known(desk.record, serial)])
    desk.close()
    return home, kill(Victim.python(VISITOR, str(folder), port, scene.hub))


def _known(record: Record, serial: str) -> list[Draft]:
    """The registry knows the blenders and nothing else: each laptop pulls from the hub what all the others wrote."""
    device, module = device_id(MODEL, serial), module_id(MODEL, serial)
    registered = ev.DeviceRegistered(device=device, model=MODEL, category="blender", serial=serial)
    known = ev.ModuleRegistered(module=module, model=MODEL, serial=serial)
    fitted = ev.ModuleFitted(module=module, device=device, fitted_at="2026-01-05T08:00:00.000Z")
    return [
        record.draft(registered, device_subject(device)),
        record.draft(known, module_subject(module)),
        record.draft(fitted, module_subject(module), device_subject(device)),
    ]


def _nothing_lost(scene: Scene, died: tuple[Home, Death]) -> None:
    home, death = died
    assert death.killed, f"the visitor ended by itself: {death.errors}"
    assert death.errors == ""
    check_home(home, read_acks(death.lines))
    desk = open_desk(home)
    try:
        result = asyncio.run(desk.sync.join(scene.hub))
        assert result.problems == ()
        assert result.acknowledged_seq == desk.record.read(journal.own_head).seq
    finally:
        desk.close()
