"""Two laptops import the sample and sync through one hub: the same 216 devices, no conflict, no loss."""

import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.storage import journal, projector, settings
from fleetdesk.storage.queries import registry
from fleetdesk.sync.engine import SyncResult


@pytest.fixture
def hub(tmp_path: Path) -> Generator[str]:
    """A real hub process; its URL."""
    command = [sys.executable, "-m", "fleetdesk", "hub", "serve", "--open", "--port", "0", "--until-stdin-closes"]
    with subprocess.Popen(
        [*command, "--database", str(tmp_path / "hub.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        yield ready["url"]
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


@pytest.fixture
def laptops(tmp_path: Path, hub: str) -> Generator[tuple[Desk, Desk]]:
    desks = [open_desk(Home(tmp_path / name)) for name in ("one", "two")]
    for desk in desks:
        ImportFleet(desk.record).apply(sample_fleet())
        desk.record.change(lambda connection: settings.put(connection, settings.HUB_URL, hub))
    yield desks[0], desks[1]
    for desk in desks:
        desk.close()


def sync(desk: Desk) -> SyncResult:
    loop = IoLoop().start()
    try:
        return loop.run(desk.sync.run()).result()
    finally:
        loop.stop()


def test_one_fleet_and_no_conflict(laptops: tuple[Desk, Desk]) -> None:
    one, two = laptops
    sync(one)
    result = sync(two)
    sync(one)
    assert result.pulled > 800
    for desk in laptops:
        assert desk.record.read(registry.count_devices) == 216
        assert desk.record.read(lambda c: c.execute("SELECT count(*) FROM p_conflict").fetchone()[0]) == 0
    assert one.record.read(projector.digest) == two.record.read(projector.digest)
    assert one.record.read(journal.count) == two.record.read(journal.count)


def test_a_move_on_one_laptop_reaches_the_other_whatever_it_imported(laptops: tuple[Desk, Desk]) -> None:
    one, two = laptops
    blender = device_id("ruiyun-frost", "RF-20417")
    known = one.record.read(lambda connection: registry.device(connection, blender))
    assert known is not None
    moved = ev.DeviceDescribed(
        device=blender, values={"store": "STORE-07"}, base={"store": known.set_by["store"]}, reason="moved"
    )
    one.record.append([one.record.draft(moved, device_subject(blender))], "T-1")
    sync(one)
    sync(two)
    ImportFleet(two.record).apply(sample_fleet())
    there = two.record.read(lambda connection: registry.device(connection, blender))
    assert there is not None
    assert there.store == "STORE-07"
    assert two.record.read(lambda connection: registry.conflicts(connection, blender)) == []
