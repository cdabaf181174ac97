"""The manager imports the fleet: once, again, after a change, and beside what people did since."""

import json
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.services.desk import Desk
from fleetdesk.services.due_list import DueList
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.storage import journal, projector
from fleetdesk.storage.queries import registry

BLENDER = device_id("ruiyun-frost", "RF-20417")


def changed_file(folder: Path, **fields: Any) -> Path:
    """The sample with some fields of the blender's row changed."""
    content = json.loads(sample_fleet().read_text("utf-8"))
    row = next(row for row in content["devices"] if row["serial"] == "RF-20417")
    row.update(fields)
    file = folder / "changed.json"
    file.write_text(json.dumps(content), "utf-8")
    return file


def store_of(desk: Desk) -> str | None:
    known = desk.record.read(lambda connection: registry.device(connection, BLENDER))
    assert known is not None
    return known.store


def move(desk: Desk, store: str) -> None:
    known = desk.record.read(lambda connection: registry.device(connection, BLENDER))
    assert known is not None
    moved = ev.DeviceDescribed(
        device=BLENDER, values={"store": store}, base={"store": known.set_by["store"]}, reason="moved"
    )
    desk.record.append([desk.record.draft(moved, device_subject(BLENDER), store=store)], "T-1")


def test_the_sample_reads_as_the_report_says(fleet_desk: Desk) -> None:
    health = FleetHealthService(fleet_desk.record).health()
    assert health.devices == 216
    assert (health.reported.online, health.reported.offline, health.reported.unknown) == (89, 69, 58)
    relative = health.relative
    assert relative.online + relative.offline + relative.unknown_behind_dead_gateway + relative.unknown == 216
    assert relative.unknown_behind_dead_gateway == 38


def test_importing_again_appends_nothing(fleet_desk: Desk) -> None:
    before = fleet_desk.record.read(journal.own_head)
    outcome = ImportFleet(fleet_desk.record).apply(sample_fleet())
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 0, 216)
    assert fleet_desk.record.read(journal.own_head) == before


def test_a_moved_device_stays_moved(fleet_desk: Desk) -> None:
    move(fleet_desk, "STORE-07")
    ImportFleet(fleet_desk.record).apply(sample_fleet())
    assert store_of(fleet_desk) == "STORE-07"
    assert fleet_desk.record.read(lambda connection: registry.conflicts(connection, BLENDER)) == []


def test_a_changed_row_changes_its_field_only(fleet_desk: Desk, tmp_path: Path) -> None:
    before = fleet_desk.record.read(journal.own_head).seq
    outcome = ImportFleet(fleet_desk.record).apply(changed_file(tmp_path, store="STORE-02"))
    assert (outcome.new, outcome.changed) == (0, 1)
    assert store_of(fleet_desk) == "STORE-02"
    new = fleet_desk.record.read(lambda c: [e for e in journal.events_of(c, device_subject(BLENDER)) if e.seq > before])
    assert [event.kind for event in new] == ["device.described"]


def test_a_file_against_an_edit_shows_both_sides(fleet_desk: Desk, tmp_path: Path) -> None:
    move(fleet_desk, "STORE-07")
    ImportFleet(fleet_desk.record).apply(changed_file(tmp_path, store="STORE-02"))
    conflicts = fleet_desk.record.read(lambda connection: registry.conflicts(connection, BLENDER))
    assert [[side[1] for side in conflict.sides] for conflict in conflicts] == [["STORE-07", "STORE-02"]]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before = desk.record.read(projector.digest)
    outcome = ImportFleet(desk.record).preview(sample_fleet())
    assert (outcome.rows, outcome.new) == (216, 216)
    assert desk.record.read(projector.digest) == before


def test_a_duplicate_serial_is_refused_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.record.read(journal.own_head)
    file = changed_file(tmp_path, serial="RF-20400")
    with pytest.raises(ImportRefused, match="RF-20400"):
        ImportFleet(desk.record).apply(file)
    assert desk.record.read(journal.own_head) == before


def test_a_corrected_serial_keeps_the_device_and_its_uses(fleet_desk: Desk, tmp_path: Path) -> None:
    ImportFleet(fleet_desk.record).apply(changed_file(tmp_path, serial="RF-20471"))
    known = fleet_desk.record.read(lambda connection: registry.device(connection, BLENDER))
    assert known is not None
    assert known.serial == "RF-20471"
    found = fleet_desk.record.read(lambda c: registry.device_by_serial(c, "ruiyun-frost", "RF-20471"))
    assert found is not None
    assert found.id == BLENDER
    assert FleetHealthService(fleet_desk.record).health().devices == 216
    assert [task.uses for task in DueList(fleet_desk.record).of_device(BLENDER)] == [1004]
    again = ImportFleet(fleet_desk.record).apply(tmp_path / "changed.json")
    assert (again.changed, again.events) == (0, 0)
    module = fleet_desk.record.read(lambda c: registry.module_by_serial(c, "ruiyun-frost", "RF-20471"))
    assert module is not None
    assert module.device == BLENDER
