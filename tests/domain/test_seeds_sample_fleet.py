"""The sample fleet says what the operations report says, and its synthetic part hangs together."""

import runpy
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain.fleet import Category, Status, device_id
from fleetdesk.domain.health import DeviceState, FleetHealth, Standing, State, fleet_health
from fleetdesk.domain.import_rows import DeviceRow
from fleetdesk.services.read_import_file import ImportFile, read_import_file
from fleetdesk.services.seeds import load_models, load_plans, load_tiers, sample_fleet
from fleetdesk.simulator.plan import plan_units

ROOT = Path(__file__).resolve().parents[2]
DEAD_GATEWAYS = {"MPC-0003", "MPC-0005", "MPC-0008", "MPC-0011"}

REPORT = [  # model, count, online, offline, unknown, uptime in percent as the report rounds it, tier
    ("cameo-2s-st", 28, 12, 16, 0, 43, 3),
    ("venus-i", 6, 0, 0, 6, None, None),
    ("eversys", 1, 0, 0, 1, None, None),
    ("milk-dispenser-12", 13, 10, 3, 0, 77, 2),
    ("syrup-machine-16", 11, 10, 1, 0, 91, 1),
    ("cold-distributor-4", 13, 0, 0, 13, None, None),
    ("sfd1220l4-thawing-refrigerator", 26, 25, 1, 0, 96, 1),
    ("platform-refrigerator", 17, 15, 2, 0, 88, 2),
    ("ruiyun-frost", 51, 9, 42, 0, 18, 4),
    ("mpc-1911-r22", 12, 8, 4, 0, 67, 3),
    ("ice-machine", 1, 0, 0, 1, None, None),
    ("iqa2-test-machine", 15, 0, 0, 15, None, None),
    ("other-equipment", 22, 0, 0, 22, None, None),
]


@pytest.fixture(scope="module")
def fleet() -> ImportFile:
    return read_import_file(sample_fleet(), load_models())


@pytest.fixture(scope="module")
def health(fleet: ImportFile) -> FleetHealth:
    return fleet_health([as_state(row) for row in fleet.devices], load_tiers())


def as_state(row: DeviceRow) -> DeviceState:
    assert row.serial is not None
    standing = Standing(State(row.state or "unknown"), row.state_as_of, "import")
    gateway = device_id(row.gateway_model, row.gateway) if row.gateway and row.gateway_model else None
    device = device_id(row.model, row.serial)
    return DeviceState(device, row.serial, row.model, row.category, row.status, standing, gateway)


# -- the report's figures ----------------------------------------------------------------------------------------------


def test_every_model_has_the_reports_count_states_uptime_and_tier(health: FleetHealth) -> None:
    rows = [
        (
            row.model,
            row.devices,
            row.online,
            row.offline,
            row.unknown,
            None if row.uptime.ratio is None else round(row.uptime.ratio * 100),
            row.tier.number if row.tier else None,
        )
        for row in health.by_category
    ]
    assert rows == REPORT


def test_the_fleet_is_216_devices_89_online_69_offline_58_unknown(health: FleetHealth) -> None:
    assert health.devices == 216
    assert (health.reported.online, health.reported.offline, health.reported.unknown) == (89, 69, 58)
    assert (health.reported_uptime.part, health.reported_uptime.whole) == (89, 158)


def test_four_dead_gateways_hide_38_devices_and_31_are_really_down(health: FleetHealth) -> None:
    relative = health.relative
    assert (relative.online, relative.offline) == (89, 31)
    assert (relative.unknown_behind_dead_gateway, relative.unknown) == (38, 58)
    assert (health.measured_uptime.part, health.measured_uptime.whole) == (89, 120)
    assert (health.known_share.part, health.known_share.whole) == (120, 216)
    assert health.notes == ()


def test_without_topology_nothing_is_excused(fleet: ImportFile) -> None:
    loose = [as_state(row) for row in fleet.devices]
    loose = [DeviceState(d.device, d.serial, d.model, d.category, d.status, d.standing) for d in loose]
    relative = fleet_health(loose, load_tiers()).relative
    assert (relative.online, relative.offline, relative.unknown_behind_dead_gateway, relative.unknown) == (
        89,
        69,
        0,
        58,
    )


def test_ten_stores_one_of_them_known(fleet: ImportFile) -> None:
    assert len(fleet.stores) == 10
    assert {store.time_zone for store in fleet.stores} == {"America/New_York"}
    (known,) = [store for store in fleet.stores if not store.synthetic]
    assert (known.name, known.address) == ("21st & 3rd Avenue", "21st & 3rd Avenue")
    assert [store.name for store in fleet.stores if store.synthetic] == [f"Store {n:02d}" for n in range(1, 10)]


def test_the_reports_contradictions_are_notes(fleet: ImportFile) -> None:
    notes = " ".join(fleet.notes)
    for figure in ("93", "158", "57 %", "8.02", "9.1 million", "limit of 20", "December 2025", "1.9 times", "winter"):
        assert figure in notes
    assert "synthetic" in fleet.notes[-1]


# -- the synthetic topology ------------------------------------------------------------------------------------------


def test_twelve_gateways_in_ten_stores_two_of_which_have_two(fleet: ImportFile) -> None:
    gateways = [row for row in fleet.devices if row.category is Category.GATEWAY]
    assert Counter(Counter(row.store for row in gateways).values()) == {1: 8, 2: 2}
    assert {row.serial for row in gateways if row.state == "offline"} == DEAD_GATEWAYS
    assert all(row.state == "online" for row in gateways if row.serial not in DEAD_GATEWAYS)
    children = Counter(row.gateway for row in fleet.devices if row.gateway)
    assert len(children) == 12
    assert max(children.values()) <= 20


def test_no_online_device_hangs_on_a_dead_gateway_and_a_gateway_stands_in_its_childrens_store(
    fleet: ImportFile,
) -> None:
    store_of = {row.serial: row.store for row in fleet.devices if row.category is Category.GATEWAY}
    for row in fleet.devices:
        if row.gateway:
            assert row.store == store_of[row.gateway]
            assert row.state != "online" or row.gateway not in DEAD_GATEWAYS


def test_spares_and_test_units_are_in_no_store_and_report_nothing(fleet: ImportFile) -> None:
    beyond = [row for row in fleet.devices if row.status is not Status.IN_SERVICE]
    assert Counter(row.status for row in beyond) == {Status.TEST_UNIT: 16, Status.SPARE: 11}
    assert {(row.store, row.gateway, row.state) for row in beyond} == {(None, None, None)}
    assert all(row.store for row in fleet.devices if row.status is Status.IN_SERVICE)


def test_five_or_six_blenders_a_store(fleet: ImportFile) -> None:
    blenders = Counter(row.store for row in fleet.devices if row.category is Category.BLENDER)
    assert sorted(blenders.values()) == [5] * 9 + [6]


def test_every_row_is_marked_synthetic_and_has_its_own_serial_tag_and_key(fleet: ImportFile) -> None:
    assert all(row.synthetic for row in fleet.devices)
    for values in (
        [row.serial for row in fleet.devices],
        [row.asset_tag for row in fleet.devices],
        [row.row_key for row in fleet.devices],
    ):
        assert len(set(values)) == 216


def test_instants_are_in_order(fleet: ImportFile) -> None:
    assert fleet.as_of is not None
    for row in fleet.devices:
        if row.state_as_of is not None:
            assert "2026-01" < row.state_as_of < fleet.as_of
        if row.uses_at is not None and row.fitted_at is not None:
            assert row.fitted_at < row.uses_at < fleet.as_of


# -- work that is due ------------------------------------------------------------------------------------------------


def used_up(fleet: ImportFile) -> dict[str, tuple[int, int]]:
    """Serial -> (uses since the baseline, every) of all devices that a plan counts."""
    every = {plan.category: plan.every for plan in load_plans()}
    return {
        row.serial: (row.uses - (row.baseline_uses or 0), every[row.category])
        for row in fleet.devices
        if row.serial and row.uses is not None
    }


def test_seven_services_are_due_and_six_are_near(fleet: ImportFile) -> None:
    used = used_up(fleet)
    due = {serial for serial, (uses, every) in used.items() if uses >= every}
    near = {serial for serial, (uses, every) in used.items() if every * 9 <= uses * 10 < every * 10}
    assert due == {"RF-20406", "RF-20417", "RF-20420", "RF-20441", "CAM-1001", "MLK-3002", "MLK-3011"}
    assert near == {"RF-20400", "RF-20415", "RF-20431", "CAM-1015", "CAM-1026", "MLK-3006"}


def test_every_reporting_device_that_a_plan_counts_has_a_reading(fleet: ImportFile) -> None:
    assert len(used_up(fleet)) == 51 + 28 + 13


def test_the_demos_blender_is_silent_behind_a_live_gateway(fleet: ImportFile) -> None:
    row = next(row for row in fleet.devices if row.serial == "RF-20417")
    assert (row.store, row.gateway, row.state, row.firmware) == ("STORE-04", "MPC-0006", "offline", "1.3.0")
    assert (row.uses, row.baseline_uses, row.module_serial) == (1004, 0, None)
    assert row.state_as_of is not None
    assert row.state_as_of.startswith("2026-01-26")


# -- the files that go with it ---------------------------------------------------------------------------------------


def test_the_committed_file_is_what_its_generator_writes() -> None:
    generator = runpy.run_path(str(ROOT / "packaging" / "make_sample_fleet.py"))
    assert sample_fleet().read_text(encoding="utf-8") == generator["document"]()


def demo_units() -> dict[str, Any]:
    scene = tomllib.loads((ROOT / "seeds" / "demo_store.toml").read_text(encoding="utf-8"))
    return {unit["serial"]: unit for unit in scene["unit"]}


def test_the_simulator_accepts_the_demo_store() -> None:
    units = plan_units((), scene=ROOT / "seeds" / "demo_store.toml")
    assert Counter(unit.pack.key for unit in units) == {"ruiyun-frost": 5, "mpc-1911-r22": 1}
    first = units[0]
    assert (first.serial, first.table["firmware"]) == ("RF-20417", "1.3.0")
    assert first.table["stats"]["blend_use"]["cycles_total"] == 1012


def test_the_demo_store_agrees_with_the_fleet(fleet: ImportFile) -> None:
    rows = {row.serial: row for row in fleet.devices if row.store == "STORE-04"}
    units = demo_units()
    assert {row.serial for row in rows.values() if row.category is Category.BLENDER} == units.keys() - {"MPC-0006"}
    for serial, unit in units.items():
        changed, row = unit["set"], rows[serial]
        assert (unit["pack"], changed["firmware"]) == (row.model, row.firmware)
        if serial != "MPC-0006":
            counted = changed["stats"]["blend_use"]
            assert row.uses is not None
            assert counted["cycles_total"] >= row.uses
            assert counted["cycles_total"] == counted["cycles_ok"] + counted["cycles_fault"]
            assert (changed["settings"]["store"], changed["settings"]["gateway"]) == ("STORE-04", row.gateway)


def test_the_demo_gateways_child_table_is_its_row_of_the_fleet(fleet: ImportFile) -> None:
    rows = {row.serial: row for row in fleet.devices if row.gateway == "MPC-0006"}
    children = {child["serial"]: child for child in demo_units()["MPC-0006"]["set"]["children"]}
    assert children.keys() == rows.keys()
    for serial, child in children.items():
        row = rows[serial]
        assert (child["type"], child["state"]) == (row.category.value, row.state or "unknown")
        assert child.get("firmware") == row.firmware
