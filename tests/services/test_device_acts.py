"""What people do to devices, stores and modules: edit, status, swap, replace, correct, merge; and what cannot be."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id, module_id, module_subject
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.packs import load_packs
from fleetdesk.services.correct_serial import correct_serial
from fleetdesk.services.desk import Desk
from fleetdesk.services.device_forms import act_form, do_act
from fleetdesk.services.due_list import DueList
from fleetdesk.services.edit_device import edit_device
from fleetdesk.services.edit_store import edit_store
from fleetdesk.services.fit_module import Swap, fit_module
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.merge_devices import merge_devices, undo_merge
from fleetdesk.services.record_snapshot import record_snapshot
from fleetdesk.services.register_device import register_device
from fleetdesk.services.replace_device import replace_device
from fleetdesk.services.set_status import set_status
from fleetdesk.storage import journal, projector
from fleetdesk.storage.queries import registry
from fleetdesk.storage.rebuild import rebuild

MODEL = "ruiyun-frost"
BLENDER, OTHER = device_id(MODEL, "RF-20417"), device_id(MODEL, "RF-20400")


def device(desk: Desk, id_: str = BLENDER) -> registry.KnownDevice:
    known = desk.record.read(lambda connection: registry.device(connection, id_))
    assert known is not None
    return known


def uses(desk: Desk, id_: str = BLENDER) -> list[int | None]:
    return [task.uses for task in DueList(desk.record).of_device(id_)]


def events(desk: Desk) -> int:
    return desk.record.read(journal.own_head).seq


def hours_on(desk: Desk, hours: float) -> str:
    """So much before now: negative hours lie in the past."""
    from fleetdesk.runtime.clock import iso, now_ms

    return iso(int(now_ms() + hours * 3_600_000))


def shown(desk: Desk, serial: str, value: int, at: str) -> None:
    """The unit with that serial is plugged in and looked at."""
    pack = next(pack for pack in load_packs(desk.workstation.home.user_packs) if pack.key == MODEL)
    identity = Identity(MODEL, "smp", "Frost", serial, "1.3.0")
    counters = {counter.name: value for counter in pack.counters if counter.usage}
    record_snapshot(desk.record, pack, Snapshot(identity, at, counters, boot_count=3, counter_epoch=1))


def equal_after_rebuild(desk: Desk) -> bool:
    before = desk.record.read(projector.digest)
    desk.record.change(rebuild)
    return desk.record.read(projector.digest) == before


def refused(act: Callable[[], Any], *words: str, desk: Desk) -> None:
    before = events(desk)
    with pytest.raises(KnownError) as told:
        act()
    for word in words:
        assert word in str(told.value)
    assert events(desk) == before


# -- fields and status -------------------------------------------------------------------------------------------------


def test_fields_change_with_a_reason_and_only_those_that_differ(fleet_desk: Desk) -> None:
    values = {"store": "STORE-04", "asset_tag": "AT-1", "notes": "dented lid", "supplier": "Ruiyun"}
    assert edit_device(fleet_desk.record, BLENDER, values, "stock-taking", "T-1") == ("asset_tag", "notes", "supplier")
    known = device(fleet_desk)
    assert (known.asset_tag, known.notes, known.supplier) == ("AT-1", "dented lid", "Ruiyun")
    assert edit_device(fleet_desk.record, BLENDER, {"notes": ""}, "mended", "T-1") == ("notes",)
    assert device(fleet_desk).notes is None
    before = events(fleet_desk)
    assert edit_device(fleet_desk.record, BLENDER, {"notes": ""}, "again", "T-1") == ()
    assert events(fleet_desk) == before


def test_an_edit_of_what_somebody_else_changed_meanwhile_is_a_conflict(fleet_desk: Desk) -> None:
    seen = device(fleet_desk).set_by
    edit_device(fleet_desk.record, BLENDER, {"store": "STORE-05"}, "moved", "T-1", seen)
    edit_device(fleet_desk.record, BLENDER, {"store": "STORE-06"}, "moved", "T-2", seen)
    (conflict,) = fleet_desk.record.read(lambda connection: registry.conflicts(connection, BLENDER))
    assert [side[1] for side in conflict.sides] == ["STORE-05", "STORE-06"]


def test_what_cannot_be_edited(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    edit_device(record, OTHER, {"asset_tag": "AT-1"}, "label", "T-1")
    for values, reason, word in (
        ({"store": "NOWHERE"}, "x", "no store"), ({"colour": "red"}, "x", "no field"), ({"notes": "x"}, " ", "reason"),
        ({"asset_tag": "AT-1"}, "x", "RF-20400"),
    ):  # fmt: skip
        refused(lambda v=values, r=reason: edit_device(record, BLENDER, v, r, "T-1"), word, desk=fleet_desk)


@pytest.mark.parametrize("status", ["tagged_out", "spare", "retired", "test_unit"])
def test_only_units_in_service_count_in_uptime_and_the_rest_is_named(fleet_desk: Desk, status: str) -> None:
    before = FleetHealthService(fleet_desk.record).health()
    set_status(fleet_desk.record, BLENDER, status, "pilot", "T-1")
    health = FleetHealthService(fleet_desk.record).health()
    assert health.reported_uptime.whole == before.reported_uptime.whole - 1
    assert health.left_out[status] == before.left_out.get(status, 0) + 1
    assert health.devices == before.devices - (status == "retired")


@pytest.mark.parametrize(("status", "listed"), [("tagged_out", 1), ("spare", 0), ("retired", 0), ("test_unit", 0)])
def test_what_serves_nobody_is_not_due(fleet_desk: Desk, status: str, listed: int) -> None:
    def due() -> int:
        return sum(known.id == BLENDER for known, _ in DueList(fleet_desk.record).all_due())

    assert due() == 1
    set_status(fleet_desk.record, BLENDER, status, "pilot", "T-1")
    assert due() == listed


def test_a_status_that_is_none_or_held_already(fleet_desk: Desk) -> None:
    refused(lambda: set_status(fleet_desk.record, BLENDER, "lost", "x", "T-1"), "lost", desk=fleet_desk)
    refused(lambda: set_status(fleet_desk.record, BLENDER, "in_service", "x", "T-1"), "already", desk=fleet_desk)


# -- modules -----------------------------------------------------------------------------------------------------------


def test_a_swap_without_a_cable_counts_what_each_module_did(fleet_desk: Desk) -> None:
    at = hours_on(fleet_desk, -48)
    done = fit_module(fleet_desk.record, BLENDER, Swap("RF-90001", at, 1010, 3), "battery dead", "T-1")
    assert (done.removed, done.serial) == ("RF-20417", "RF-90001")
    assert uses(fleet_desk) == [1010]
    shown(fleet_desk, "RF-90001", 60, hours_on(fleet_desk, -24))
    assert uses(fleet_desk) == [1067]
    assert equal_after_rebuild(fleet_desk)


def test_what_a_module_counted_before_its_fitting_is_not_the_devices(fleet_desk: Desk) -> None:
    """It lay in a drawer, was read there, and came without a baseline."""
    module = module_id(MODEL, "RF-90001")
    for value, hours in ((500, -100), (520, -90)):
        reading = ev.ReadingTaken(
            module=module, counter="cycles_total", value=value, taken_at=hours_on(fleet_desk, hours), source="wired"
        )
        fleet_desk.record.append([fleet_desk.record.draft(reading, module_subject(module))])
    fit_module(fleet_desk.record, BLENDER, Swap("RF-90001", hours_on(fleet_desk, -48), 1004), "swap", "T-1")
    shown(fleet_desk, "RF-90001", 560, hours_on(fleet_desk, -24))
    shown(fleet_desk, "RF-90001", 570, hours_on(fleet_desk, -20))
    assert uses(fleet_desk) == [1014]
    (task,) = DueList(fleet_desk.record).of_device(BLENDER)
    assert any("no baseline" in str(text) for text in task.uncounted)


def test_a_swap_that_nobody_read_says_what_it_cannot_count(fleet_desk: Desk) -> None:
    fit_module(fleet_desk.record, BLENDER, Swap("RF-90001"), "swap", "T-1")
    (task,) = DueList(fleet_desk.record).of_device(BLENDER)
    assert task.uses == 1004
    said = " ".join(str(text) for text in task.uncounted)
    assert "no reading at removal" in said
    assert "no reading" in said


def test_what_cannot_be_fitted(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    since = fleet_desk.record.read(lambda connection: registry.fitted_since(connection, BLENDER))
    assert since is not None
    for swap, words in (
        (Swap("RF-20400"), ("RF-20400", "fitted in")),
        (Swap("rf-20417"), ("already",)),
        (Swap(" "), ("serial",)),
        (Swap("RF-90001", new_value=-1), ("-1",)),
        (Swap("RF-90001", hours_on(fleet_desk, 5)), ("still to come",)),
        (Swap("RF-90001", "yesterday"), ("no instant",)),
        (Swap("RF-90001", since), ("fitted at",)),
    ):
        refused(lambda s=swap: fit_module(record, BLENDER, s, "x", "T-1"), *words, desk=fleet_desk)
    set_status(record, BLENDER, "retired", "scrapped", "T-1")
    refused(lambda: fit_module(record, BLENDER, Swap("RF-90001"), "x", "T-1"), "is retired", desk=fleet_desk)


# -- replacing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("becomes", ["spare", "retired"])
def test_the_new_one_takes_place_and_gateway_in_one_append(fleet_desk: Desk, becomes: str) -> None:
    old = device(fleet_desk)
    done = replace_device(fleet_desk.record, BLENDER, "RF-90009", becomes, "motor burnt", "T-1")
    assert done.registered
    new = device(fleet_desk, done.new)
    assert (new.store, new.gateway, new.status, new.serial) == (old.store, old.gateway, "in_service", "RF-90009")
    left = device(fleet_desk)
    assert (left.status, left.gateway, left.store) == (becomes, None, old.store)
    assert uses(fleet_desk) == [1004]
    assert uses(fleet_desk, done.new) == [None]
    assert equal_after_rebuild(fleet_desk)


def test_a_spare_comes_into_service(fleet_desk: Desk) -> None:
    set_status(fleet_desk.record, OTHER, "spare", "safety stock", "T-1")
    done = replace_device(fleet_desk.record, BLENDER, "RF-20400", "retired", "motor burnt", "T-1")
    new = device(fleet_desk, OTHER)
    assert (done.new, done.registered, new.status, new.store) == (OTHER, False, "in_service", "STORE-04")


def test_what_cannot_replace(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    refused(lambda: replace_device(record, BLENDER, "RF-20400", "spare", "x", "T"), "in service", desk=fleet_desk)
    refused(lambda: replace_device(record, BLENDER, "RF-20417", "spare", "x", "T"), "itself", desk=fleet_desk)
    refused(
        lambda: replace_device(record, BLENDER, "RF-9", "in_service", "x", "T"), "spare or retired", desk=fleet_desk
    )
    set_status(record, OTHER, "retired", "scrapped", "T-1")
    refused(lambda: replace_device(record, BLENDER, "RF-20400", "spare", "x", "T"), "is retired", desk=fleet_desk)


# -- serials -----------------------------------------------------------------------------------------------------------


def test_a_corrected_serial_keeps_the_uses_and_the_cable_finds_the_unit(fleet_desk: Desk) -> None:
    assert correct_serial(fleet_desk.record, BLENDER, "RF-20471", "misread plate", "T-1")
    assert uses(fleet_desk) == [1004]
    shown(fleet_desk, "RF-20471", 1050, hours_on(fleet_desk, -1))
    assert uses(fleet_desk) == [1050]
    assert device(fleet_desk).serial == "RF-20471"
    assert equal_after_rebuild(fleet_desk)


def test_the_unit_that_really_has_the_former_serial_is_another_one(fleet_desk: Desk) -> None:
    correct_serial(fleet_desk.record, BLENDER, "RF-20471", "misread plate", "T-1")
    shown(fleet_desk, "RF-20417", 7, hours_on(fleet_desk, -2))
    assert uses(fleet_desk) == [1004]
    pack = next(pack for pack in fleet_desk.packs if pack.key == MODEL)
    identity = Identity(MODEL, "smp", "Frost", "RF-20417", "1.3.0")
    seen = Snapshot(identity, hours_on(fleet_desk, -1), {"cycles_total": 7}, boot_count=1)
    new = register_device(fleet_desk.record, pack, seen, "STORE-02", "T-1")
    assert new != BLENDER
    assert (device(fleet_desk, new).serial, device(fleet_desk).serial) == ("RF-20417", "RF-20471")
    record_snapshot(
        fleet_desk.record, pack, replace(seen, taken_at=hours_on(fleet_desk, 0), counters={"cycles_total": 9})
    )
    assert (uses(fleet_desk, new), uses(fleet_desk)) == ([2], [1004])


def test_a_replacement_module_keeps_its_own_serial(fleet_desk: Desk) -> None:
    fit_module(fleet_desk.record, BLENDER, Swap("RF-90001", new_value=0), "swap", "T-1")
    assert not correct_serial(fleet_desk.record, BLENDER, "RF-20471", "misread plate", "T-1")
    assert fleet_desk.record.read(lambda c: registry.module_by_serial(c, MODEL, "RF-90001")) is not None


def test_a_serial_that_is_taken(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    refused(lambda: correct_serial(record, BLENDER, "rf-20400", "x", "T-1"), "another device", "merge", desk=fleet_desk)
    refused(lambda: correct_serial(record, BLENDER, "RF-20417", "x", "T-1"), "already", desk=fleet_desk)


# -- merging -----------------------------------------------------------------------------------------------------------


def duplicate(desk: Desk) -> str:
    """The same blender, registered again under a serial that somebody misread; then used 5 times."""
    pack = next(pack for pack in desk.packs if pack.key == MODEL)
    identity = Identity(MODEL, "smp", "Frost", "RF-2O417", "1.3.0")
    seen = Snapshot(identity, hours_on(desk, -5), {"cycles_total": 1004}, boot_count=1)
    made = register_device(desk.record, pack, seen, "STORE-04", "T-1")
    record_snapshot(desk.record, pack, replace(seen, taken_at=hours_on(desk, -4), counters={"cycles_total": 1009}))
    return made


def test_a_duplicate_becomes_one_unit_and_its_uses_are_kept(fleet_desk: Desk) -> None:
    made = duplicate(fleet_desk)
    assert FleetHealthService(fleet_desk.record).health().devices == 217
    merge_devices(fleet_desk.record, made, BLENDER, "one blender, two labels", "T-1")
    assert FleetHealthService(fleet_desk.record).health().devices == 216
    assert uses(fleet_desk) == [1009]
    assert device(fleet_desk, made).id == BLENDER
    found = fleet_desk.record.read(lambda c: registry.device_by_serial(c, MODEL, "RF-2O417"))
    assert found is not None
    assert found.id == BLENDER
    shown(fleet_desk, "RF-2O417", 1012, hours_on(fleet_desk, -3))
    assert uses(fleet_desk) == [1012]
    assert equal_after_rebuild(fleet_desk)


def test_an_undone_merge_leaves_both_as_they_were(fleet_desk: Desk) -> None:
    made = duplicate(fleet_desk)
    before = (device(fleet_desk), device(fleet_desk, made), uses(fleet_desk), uses(fleet_desk, made))
    merge_devices(fleet_desk.record, made, BLENDER, "one blender", "T-1")
    undo_merge(fleet_desk.record, made, "two after all", "T-1")
    assert (device(fleet_desk), device(fleet_desk, made), uses(fleet_desk), uses(fleet_desk, made)) == before
    assert equal_after_rebuild(fleet_desk)


def test_the_window_merges_two_entries_and_undoes_it(fleet_desk: Desk) -> None:
    record, made = fleet_desk.record, duplicate(fleet_desk)
    before = (device(fleet_desk), device(fleet_desk, made), uses(fleet_desk), uses(fleet_desk, made))
    refused(lambda: act_form(record, BLENDER, "unmerge"), "Nothing was merged", desk=fleet_desk)
    do_act(record, act_form(record, BLENDER, "merge"), {"other": "RF-2O417"}, "one blender, two labels", "T-1")
    assert device(fleet_desk, made).id == BLENDER
    assert uses(fleet_desk) == [1009]
    undo = act_form(record, BLENDER, "unmerge")
    assert [key for key, _ in undo.fields[0].choices] == [made]
    do_act(record, undo, {"other": made}, "two after all", "T-1")
    assert (device(fleet_desk), device(fleet_desk, made), uses(fleet_desk), uses(fleet_desk, made)) == before


def test_the_devices_of_a_merged_gateway_go_along_and_come_back(fleet_desk: Desk) -> None:
    gone, stays = device_id("mpc-1911-r22", "MPC-0006"), device_id("mpc-1911-r22", "MPC-0007")
    children = fleet_desk.record.read(lambda c: [child.id for child in registry.children_of(c, gone)])
    assert children
    merge_devices(fleet_desk.record, gone, stays, "one gateway", "T-1")
    assert {device(fleet_desk, child).gateway for child in children} == {stays}
    moved = children[0]
    edit_device(fleet_desk.record, moved, {"notes": "x"}, "x", "T-1")
    undo_merge(fleet_desk.record, gone, "two after all", "T-1")
    assert {device(fleet_desk, child).gateway for child in children} == {gone}


def test_what_cannot_be_one_unit(fleet_desk: Desk) -> None:
    record, gateway = fleet_desk.record, device_id("mpc-1911-r22", "MPC-0006")
    refused(lambda: merge_devices(record, gateway, BLENDER, "x", "T-1"), "different models", desk=fleet_desk)
    refused(lambda: merge_devices(record, BLENDER, BLENDER, "x", "T-1"), "one device already", desk=fleet_desk)
    refused(lambda: undo_merge(record, BLENDER, "x", "T-1"), "not merged", desk=fleet_desk)


# -- stores ------------------------------------------------------------------------------------------------------------


def test_a_store_gets_hours_zone_and_status(fleet_desk: Desk) -> None:
    hours = {"mon": "06:00-20:00", "sun": "08:00-02:00"}
    values = {"opening_hours": hours, "time_zone": "America/Chicago", "status": "closed"}
    assert set(edit_store(fleet_desk.record, "STORE-04", values, "moved west", "T-1")) == set(values)
    known = fleet_desk.record.read(lambda connection: registry.store(connection, "STORE-04"))
    assert known is not None
    assert (known.opening_hours, known.time_zone, known.status) == (hours, "America/Chicago", "closed")
    assert edit_store(fleet_desk.record, "STORE-04", values, "again", "T-1") == ()
    assert equal_after_rebuild(fleet_desk)


def test_what_a_store_cannot_be(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    for code, values in (
        ("NOWHERE", {"name": "x"}), ("STORE-04", {"time_zone": "Mars/Base"}), ("STORE-04", {"status": "sold"}),
        ("STORE-04", {"opening_hours": {"mon": "25:00-26:00"}}),
        ("STORE-04", {"opening_hours": {"day": "06:00-20:00"}}),
        ("STORE-04", {"name": " "}), ("STORE-04", {"colour": "red"}), ("STORE-04", {"time_zone": "../etc"}),
    ):  # fmt: skip
        refused(lambda c=code, v=values: edit_store(record, c, v, "x", "T-1"), desk=fleet_desk)
