"""Laptops of single stores, a real hub on either database: what is moved between stores has its whole history."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import pytest

from fleetdesk.domain.events import DeviceDescribed, DeviceRegistered, ModuleFitted, ReadingTaken
from fleetdesk.domain.fleet import device_id, device_subject, module_subject
from fleetdesk.hub.operator import hand_out_code
from fleetdesk.runtime.clock import now_iso
from fleetdesk.storage import journal, projector
from fleetdesk.sync import engine
from fleetdesk.sync.engine import SyncResult
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.hub.running import RunningHub, running_hub
from tests.sync.conftest import NewLaptop
from tests.sync.places import Laptop

DEVICE = device_id("frost", "FB-1")
MODULE = "module-1"


@pytest.fixture(scope="module")
def postgres() -> Generator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def closed(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[RunningHub]:
    """A hub that takes in nobody without a code."""
    on_postgres = request.param == "postgresql"
    database = request.getfixturevalue("postgres").new_database() if on_postgres else None
    with running_hub(tmp_path / "closed", open_to_all=False, database=database) as hub:
        yield hub


def _enrol(laptop: Laptop, hub: RunningHub, *stores: str) -> SyncResult:
    code = hand_out_code(hub.store, "technician", stores or None, "", 86_400_000).code
    asyncio.run(laptop.sync.enrol(hub.url, code))
    return laptop.run()


def _register(laptop: Laptop, device: str, store: str) -> None:
    payload = DeviceRegistered(device=device, model="frost", category="blender", serial=device, fields={"store": store})
    laptop.write([(payload, device_subject(device))])


def _move(laptop: Laptop, device: str, store: str) -> None:
    laptop.write(
        [(DeviceDescribed(device=device, values={"store": store}, base={"store": None}), device_subject(device))]
    )


def _read(laptop: Laptop, *values: int) -> None:
    laptop.write(
        [
            (
                ReadingTaken(module=MODULE, counter="uses", value=value, taken_at=now_iso(), source="wired"),
                module_subject(MODULE),
            )
            for value in values
        ]
    )


def _story(laptop: Laptop, *subjects: str) -> list[str]:
    """The ids of all events of some subjects, in the order of the world."""
    found = laptop.workstation.database.read(lambda c: list(projector.events_of(c, subjects)))
    return [event.id for event in sorted(found, key=lambda event: event.order)]


def test_a_device_and_its_module_bring_their_whole_history_to_the_new_store(
    closed: RunningHub, new_laptop: NewLaptop
) -> None:
    hq, a, b = new_laptop("hq"), new_laptop("a"), new_laptop("b")
    for laptop, stores in ((hq, ()), (a, ("A",)), (b, ("B",))):
        _enrol(laptop, closed, *stores)
    _register(hq, DEVICE, "A")
    fitted = ModuleFitted(module=MODULE, device=DEVICE, fitted_at=now_iso())
    hq.write([(fitted, module_subject(MODULE))])
    _read(hq, *range(1, 40))
    hq.run()
    assert (a.run().problems, b.run().pulled) == ((), 0)
    subjects = (device_subject(DEVICE), module_subject(MODULE))
    assert _story(a, *subjects) == _story(hq, *subjects)
    assert _story(b, *subjects) == []
    _move(hq, DEVICE, "B")
    _read(hq, 40)
    hq.run()
    b.run()
    a.run()
    assert len(_story(b, *subjects)) == 43
    assert _story(a, *subjects) == _story(b, *subjects) == _story(hq, *subjects)


def test_a_history_longer_than_a_page_is_whole_after_a_cut(
    closed: RunningHub, new_laptop: NewLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of three events; the laptop is stopped after each of the first ones and goes on from there."""
    hq, b = new_laptop("hq"), new_laptop("b")
    _enrol(hq, closed)
    _enrol(b, closed, "B")
    _register(hq, DEVICE, "A")
    for number in range(8):
        hq.describe_device(DEVICE, f"note {number}")
    _move(hq, DEVICE, "B")
    hq.run()
    feed = type(closed.store.feed)
    page = feed.page
    monkeypatch.setattr(feed, "page", lambda *a, **k: page(*a, **(k | {"limit": 3})))  # pyright: ignore
    for _ in range(3):

        def stop(step: engine.Step) -> None:
            if step.stage == "pull":
                raise RuntimeError("cut")

        with pytest.raises(RuntimeError, match="cut"):
            asyncio.run(b.sync.run(stop))
    b.run()
    assert _story(b, device_subject(DEVICE)) == _story(hq, device_subject(DEVICE))


def test_what_is_written_about_another_store_is_held_told_and_not_passed_on(
    closed: RunningHub, new_laptop: NewLaptop
) -> None:
    hq, a = new_laptop("hq"), new_laptop("a")
    _enrol(hq, closed)
    _register(hq, DEVICE, "B")
    hq.run()
    a.describe_device(DEVICE, "mine")
    _register(a, device_id("frost", "FB-2"), "A")
    result = _enrol(a, closed, "A")
    assert result.waiting == 0
    assert ["not passed on" in problem.title for problem in result.problems] == [True]
    own = a.workstation.database.read(journal.own_head).seq
    assert len(closed.store.bodies(a.journal, 0, 100)) == own
    before = _story(hq, device_subject(DEVICE))
    hq.run()
    assert _story(hq, device_subject(DEVICE)) == before
    assert len(_story(hq, device_subject(device_id("frost", "FB-2")))) == 1
    assert a.run().problems, "it is said each time while it is so"


def test_a_wider_scope_pulls_what_was_there_before(closed: RunningHub, new_laptop: NewLaptop) -> None:
    hq, a = new_laptop("hq"), new_laptop("a")
    _enrol(hq, closed)
    _register(hq, DEVICE, "B")
    hq.run()
    _enrol(a, closed, "A")
    assert _story(a, device_subject(DEVICE)) == []
    _enrol(a, closed, "A", "B")
    assert _story(a, device_subject(DEVICE)) == _story(hq, device_subject(DEVICE))
    _enrol(a, closed)
    assert a.digest() == hq.digest()
