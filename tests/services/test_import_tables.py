"""The manager imports a company's table: checked first, mapped once, no good row lost, and taken back as a whole."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.columns import parse_map
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.fleet import device_id, device_subject, module_id
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fit_module import Swap, fit_module
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_fleet import ImportCancelled, ImportFleet, ImportHow
from fleetdesk.services.merge_devices import merge_devices
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.services.undo_import import UndoImport
from fleetdesk.storage import journal, projector
from fleetdesk.storage.queries import registry
from fleetdesk.storage.rebuild import rebuild

TABLE = (
    "Modell;Seriennummer;Standort;Bemerkung\n"
    "Ruiyun Frost;RF-90001;Store 01;neu\n"
    "Ruiyun Frost;RF-90002;Store 99;\n"
    "Unbekannt;RF-90003;Store 01;\n"
    "Ruiyun Frost;RF-90004;Store 02;\n"
    "Ruiyun Frost;RF-90004;Store 03;\n"
)


def written(folder: Path, text: str, name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode("cp1252"))
    return file


def run(desk: Desk, *words: object) -> Result:
    return CliRunner().invoke(app, ["--home", str(desk.workstation.home.folder), *map(str, words)])


def digest(desk: Desk) -> str:
    return desk.record.read(projector.digest)


def check_rebuild(desk: Desk) -> None:
    """What the appends left is what a rebuild makes of the journal."""
    before = digest(desk)
    desk.record.change(rebuild)
    assert digest(desk) == before


def device(desk: Desk, serial: str) -> registry.KnownDevice | None:
    return desk.record.read(lambda connection: registry.device_by_serial(connection, "ruiyun-frost", serial))


def describe(desk: Desk, serial: str, **values: Any) -> None:
    known = device(desk, serial)
    assert known is not None
    base = {name: known.set_by.get(name) for name in values}
    payload = ev.DeviceDescribed(device=known.id, values=values, base=base, reason="by hand")
    desk.record.append([desk.record.draft(payload, device_subject(known.id))], "T-1")


# -- dry run, bad rows -------------------------------------------------------------------------------------------------


def test_a_dry_run_says_what_is_accepted_and_why_each_row_is_not(fleet_desk: Desk, tmp_path: Path) -> None:
    before = digest(fleet_desk)
    told = run(fleet_desk, "import", written(tmp_path, TABLE), "--dry-run", "--json")
    assert told.exit_code == 0
    said = json.loads(told.stdout)
    assert set(said) == {"accepted", "refused"}
    assert said["accepted"] == 1
    assert [(one["row"], one["field"]) for one in said["refused"]] == [
        (3, "store"), (4, "model"), (5, "serial"), (6, "serial"),
    ]  # fmt: skip
    assert said["refused"][2]["reason"] == "RF-90004 stands in row 6 too"
    assert all(set(one) == {"row", "field", "reason"} for one in said["refused"])
    assert digest(fleet_desk) == before


def test_bad_rows_refuse_the_file_and_each_is_told(fleet_desk: Desk, tmp_path: Path) -> None:
    before = fleet_desk.record.read(journal.own_head)
    told = run(fleet_desk, "import", written(tmp_path, TABLE), "--json")
    assert told.exit_code == 1
    assert [one["row"] for one in json.loads(told.stdout)["refused"]] == [3, 4, 5, 6]
    with pytest.raises(ImportRefused, match="RF-90004 stands in row 5 too"):
        ImportFleet(fleet_desk.record).apply(written(tmp_path, TABLE))
    assert fleet_desk.record.read(journal.own_head) == before


def test_the_good_rows_are_taken_when_asked_for(fleet_desk: Desk, tmp_path: Path) -> None:
    told = run(fleet_desk, "import", written(tmp_path, TABLE), "--skip-bad", "--json")
    assert told.exit_code == 0
    said = json.loads(told.stdout)
    assert (said["new"], [one["row"] for one in said["refused"]]) == (1, [3, 4, 5, 6])
    known = device(fleet_desk, "RF-90001")
    assert known is not None
    assert known.store == "STORE-01"
    assert device(fleet_desk, "RF-90004") is None
    check_rebuild(fleet_desk)


def test_a_serial_corrected_to_that_of_another_unit_is_refused(fleet_desk: Desk, tmp_path: Path) -> None:
    text = "row_key,model,serial\na,ruiyun-frost,RF-90001\nb,ruiyun-frost,RF-90002\n"
    imports = ImportFleet(fleet_desk.record)
    imports.apply(written(tmp_path, text))
    checked = imports.check(written(tmp_path, text.replace("RF-90001", "RF-20417")))
    assert [(one.row, one.field) for one in checked.refused] == [(2, "serial")]
    assert "RF-20417 is registered as another unit; this row was RF-90001" in checked.refused[0].message
    assert [row.serial for row in checked.file.devices] == ["RF-90002"]


@pytest.mark.parametrize("stage", ["read", "check"])
def test_reading_and_checking_can_be_cancelled_too(fleet_desk: Desk, tmp_path: Path, stage: str) -> None:
    def step(now: str, done: int, _: int) -> None:
        if now == stage and done > 0:
            raise ImportCancelled

    text = "model,serial\n" + "".join(f"ruiyun-frost,X-{n}\n" for n in range(1200))
    with pytest.raises(ImportCancelled):
        ImportFleet(fleet_desk.record).check(written(tmp_path, text), step=step)


def test_a_cancelled_import_leaves_nothing(fleet_desk: Desk, tmp_path: Path) -> None:
    text = "model,serial\n" + "".join(f"ruiyun-frost,X-{n}\n" for n in range(1200))
    file = written(tmp_path, text)
    before, head = digest(fleet_desk), fleet_desk.record.read(journal.own_head)
    stages: list[tuple[str, int]] = []

    def step(stage: str, done: int, _: int) -> None:
        stages.append((stage, done))
        if (stage, done) == ("write", 1000):
            raise ImportCancelled

    with pytest.raises(ImportCancelled):
        ImportFleet(fleet_desk.record).apply(file, step=step)
    checks = [("check", 0), ("check", 500), ("check", 1000), ("check", 1200)]
    assert stages == [("read", 0), ("read", 1), ("read", 1001), *checks, ("write", 0), ("write", 500), ("write", 1000)]
    assert (digest(fleet_desk), fleet_desk.record.read(journal.own_head)) == (before, head)


# -- the mapping is remembered -----------------------------------------------------------------------------------------

OWN = "Typ;Nr;Wo\nFrost 2;RF-90001;Store 01\n"
MEANT = ImportHow(parse_map(["Typ=model", "Nr=serial", "Wo=store"], ["model:Frost 2=ruiyun-frost"]))


def test_a_mapping_is_remembered_for_the_same_headers_after_an_import(fleet_desk: Desk, tmp_path: Path) -> None:
    imports = ImportFleet(fleet_desk.record)
    with pytest.raises(ImportRefused):
        imports.check(written(tmp_path, OWN))
    imports.preview(written(tmp_path, OWN), MEANT)
    with pytest.raises(ImportRefused):
        imports.check(written(tmp_path, OWN))
    imports.apply(written(tmp_path, OWN), how=MEANT)
    again = imports.check(written(tmp_path, "Wo;Typ;Nr\nStore 02;Frost 2;RF-90002\n", "other.csv"))
    assert [(row.model, row.serial, row.store) for row in again.file.devices] == [
        ("ruiyun-frost", "RF-90002", "STORE-02")
    ]
    assert again.table is not None
    assert {column.why for column in again.table.columns} == {"remembered"}


def test_the_columns_are_proposed_with_samples_and_questions(fleet_desk: Desk, tmp_path: Path) -> None:
    seen = ImportFleet(fleet_desk.record).look(written(tmp_path, "Model;S/N;Serial no;Size\nvenus-i;A;B;2\n"))
    assert [(c.letter, c.field, c.why) for c in seen.columns] == [
        ("A", "model", "recognised"), ("B", "serial", "recognised"), ("C", "serial", "recognised"), ("D", None, ""),
    ]  # fmt: skip
    assert seen.samples == (("venus-i",), ("A",), ("B",), ("2",))
    assert "both mean serial" in seen.questions[0]


def test_a_wrong_option_is_wrong_usage(fleet_desk: Desk, tmp_path: Path) -> None:
    file = written(tmp_path, OWN)
    for words in (["--map", "Nr=colour"], ["--value", "x"], ["--dates", "ydm"], ["--zone", "Mars/Base"]):
        assert run(fleet_desk, "import", file, *words).exit_code == 2
    assert run(fleet_desk, "import").exit_code == 2


# -- undo --------------------------------------------------------------------------------------------------------------


def imported(desk: Desk, folder: Path, text: str) -> str:
    outcome = ImportFleet(desk.record).apply(written(folder, text))
    assert outcome.import_id is not None
    return outcome.import_id


NEW = "model,serial,store,fitted at,uses,uses at\nruiyun-frost,RF-90001,STORE-01,2026-01-05,12,2026-02-01\n"


def test_an_import_is_taken_back_as_a_whole(desk: Desk) -> None:
    before = digest(desk)
    outcome = ImportFleet(desk.record).apply(sample_fleet())
    assert outcome.import_id is not None
    undone = UndoImport(desk.record).undo(outcome.import_id, "T-1")
    assert (undone.gone, undone.kept) == (216, ())
    assert digest(desk) == before
    check_rebuild(desk)
    again = ImportFleet(desk.record).apply(sample_fleet())
    assert (again.new, desk.record.read(registry.count_devices)) == (216, 216)
    check_rebuild(desk)


def test_what_was_changed_since_stays_and_is_named(fleet_desk: Desk, tmp_path: Path) -> None:
    text = NEW + "ruiyun-frost,RF-90002,STORE-01,2026-01-05,7,2026-02-01\n"
    import_id = imported(fleet_desk, tmp_path, text)
    describe(fleet_desk, "RF-90001", notes="lid cracked")
    undone = UndoImport(fleet_desk.record).undo(import_id, "T-1")
    assert [(one.name, one.what, one.because, one.actor) for one in undone.kept] == [
        ("RF-90001", ("device",), "device.described", "T-1")
    ]
    assert device(fleet_desk, "RF-90002") is None
    stays = device(fleet_desk, "RF-90001")
    assert stays is not None
    assert stays.store == "STORE-01"
    module = fleet_desk.record.read(lambda c: registry.module(c, module_id("ruiyun-frost", "RF-90001")))
    assert module is not None
    assert module.device == stays.id
    story = (
        FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames()).detail(stays.id).timeline
    )
    assert {"import.undone", "device.described"} <= {entry.kind for entry in story}
    check_rebuild(fleet_desk)


def test_a_changed_field_goes_back_to_what_it_was(fleet_desk: Desk, tmp_path: Path) -> None:
    imported(fleet_desk, tmp_path, NEW)
    before = digest(fleet_desk)
    second = imported(fleet_desk, tmp_path, NEW.replace("STORE-01", "STORE-02").replace(",12,", ",40,"))
    changed = device(fleet_desk, "RF-90001")
    assert changed is not None
    assert changed.store == "STORE-02"
    undone = UndoImport(fleet_desk.record).undo(second, "T-1")
    assert (undone.gone, undone.kept) == (0, ())
    back = device(fleet_desk, "RF-90001")
    assert back is not None
    assert back.store == "STORE-01"
    assert digest(fleet_desk) == before


def test_a_field_that_a_person_changed_after_the_import_stays_theirs(fleet_desk: Desk, tmp_path: Path) -> None:
    imported(fleet_desk, tmp_path, NEW)
    second = imported(fleet_desk, tmp_path, NEW.replace("STORE-01", "STORE-02"))
    describe(fleet_desk, "RF-90001", store="STORE-03")
    undone = UndoImport(fleet_desk.record).undo(second, "T-1")
    assert [(one.name, one.what) for one in undone.kept] == [("RF-90001", ("store",))]
    known = device(fleet_desk, "RF-90001")
    assert known is not None
    assert known.store == "STORE-03"
    assert fleet_desk.record.read(lambda c: registry.conflicts(c, known.id)) == []
    check_rebuild(fleet_desk)


def test_an_undo_after_a_swap_and_a_merge_folds_all_that_depend_on_it(fleet_desk: Desk, tmp_path: Path) -> None:
    """An imported device lends its module to another one, which is then the same unit as a third; an edit of the
    first after the undo brings it back, and with it what its module's other holder counts."""
    text = NEW + "".join(f"ruiyun-frost,RF-9000{n},STORE-01,2026-01-05,7,2026-02-01\n" for n in (2, 3))
    import_id = imported(fleet_desk, tmp_path, text)
    one, two, three = (device_id("ruiyun-frost", f"RF-9000{n}") for n in (1, 2, 3))
    fit_module(fleet_desk.record, one, Swap("RF-91000", "2026-03-01T10:00:00.000Z", 20, 0), "battery dead", "T-1")
    fit_module(fleet_desk.record, two, Swap("RF-90001", "2026-04-01T10:00:00.000Z", 9, 20), "battery dead", "T-1")
    merge_devices(fleet_desk.record, three, two, "one label read twice", "T-1")
    check_rebuild(fleet_desk)
    undone = UndoImport(fleet_desk.record).undo(import_id, "T-1")
    assert undone.gone == 0
    assert {(kept.name, kept.what) for kept in undone.kept} >= {("RF-90001", ("device",)), ("RF-90002", ("device",))}
    check_rebuild(fleet_desk)
    describe(fleet_desk, "RF-90001", notes="seen at the sink")
    check_rebuild(fleet_desk)


def test_an_edit_that_brings_a_device_back_is_felt_by_whoever_held_its_module(fleet_desk: Desk, tmp_path: Path) -> None:
    imported(fleet_desk, tmp_path, NEW)
    moved = "model,serial,module serial,store,fitted at\nruiyun-frost,RF-90005,RF-90001,STORE-01,2026-03-05\n"
    outcome = ImportFleet(fleet_desk.record).apply(written(tmp_path, moved, "moved.csv"))
    assert outcome.import_id is not None
    first, second = (device_id("ruiyun-frost", serial) for serial in ("RF-90001", "RF-90005"))
    assert removed_at(fleet_desk, first) is not None
    UndoImport(fleet_desk.record).undo(outcome.import_id, "T-1")
    assert removed_at(fleet_desk, first) is None
    elsewhere = ev.DeviceDescribed(device=second, values={"notes": "at the sink"}, base={}, reason="made offline")
    fleet_desk.record.append([fleet_desk.record.draft(elsewhere, device_subject(second))], "T-1")
    assert removed_at(fleet_desk, first) is not None
    check_rebuild(fleet_desk)


def removed_at(desk: Desk, holder: str) -> str | None:
    """When the module left the first stay of a device."""
    rows = desk.record.read(
        lambda c: c.execute(
            "SELECT removed_at FROM p_fitting WHERE device = ? ORDER BY fitted_at", (holder,)
        ).fetchall()
    )
    return rows[0][0]


def test_a_corrected_file_after_an_undo_makes_no_conflict(fleet_desk: Desk, tmp_path: Path) -> None:
    import_id = imported(fleet_desk, tmp_path, NEW)
    UndoImport(fleet_desk.record).undo(import_id, "T-1")
    imported(fleet_desk, tmp_path, NEW.replace("STORE-01", "STORE-02").replace(",12,", ",9,"))
    known = device(fleet_desk, "RF-90001")
    assert known is not None
    assert known.store == "STORE-02"
    assert fleet_desk.record.read(lambda c: registry.conflicts(c, known.id)) == []
    assert (
        fleet_desk.record.read(
            lambda c: c.execute("SELECT value FROM p_usage WHERE device = ?", (known.id,)).fetchone()[0]
        )
        == 9
    )
    check_rebuild(fleet_desk)


def test_an_edit_that_arrives_after_the_undo_brings_its_device_back(
    fleet_desk: Desk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Three orders of arrival of one undo and one edit made elsewhere give the same registry."""
    import_id = imported(fleet_desk, tmp_path, NEW)
    other = open_desk(Home(tmp_path_factory.mktemp("other")))
    third = open_desk(Home(tmp_path_factory.mktemp("third")))
    try:
        shared = bodies(fleet_desk)
        for one in (other, third):
            take(one, shared)
        describe(other, "RF-90001", notes="seen at the sink")
        edit = bodies(other)
        UndoImport(fleet_desk.record).undo(import_id, "T-1")
        assert device(fleet_desk, "RF-90001") is None
        undo = bodies(fleet_desk)
        take(fleet_desk, edit)
        take(other, undo)
        for body in [*edit, *undo[::-1]]:
            take(third, [body])
        for one in (fleet_desk, other, third):
            known = device(one, "RF-90001")
            assert known is not None
            check_rebuild(one)
            module = one.record.read(lambda c: registry.module(c, module_id("ruiyun-frost", "RF-90001")))
            assert module is not None
            assert module.device == known.id
        assert digest(fleet_desk) == digest(other) == digest(third)
    finally:
        other.close()
        third.close()


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_arrival_gives_the_same_registry(
    desk: Desk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Two imports, edits between and after them, a module's reading, and the undo of both, one event at a time."""
    store = ev.StoreRegistered(code="STORE-01", name="Store 01", time_zone="UTC")
    two = ev.StoreRegistered(code="STORE-02", name="Store 02", time_zone="UTC")
    desk.record.append([desk.record.draft(one, f"store:{one.code}") for one in (store, two)])
    table = NEW + "ruiyun-frost,RF-90002,STORE-01,2026-01-05,7,2026-02-01\n"
    first = imported(desk, tmp_path, table)
    describe(desk, "RF-90002", notes="lid cracked")
    second = imported(desk, tmp_path, table.replace("STORE-01", "STORE-02").replace(",12,", ",40,"))
    describe(desk, "RF-90002", store="STORE-01")
    UndoImport(desk.record).undo(second, "T-1")
    UndoImport(desk.record).undo(first, "T-1")
    reading = ev.ReadingTaken(
        module=module_id("ruiyun-frost", "RF-90002"), counter="uses_total", value=9,
        taken_at="2026-03-01T00:00:00.000Z", source="wired",
    )  # fmt: skip
    desk.record.append([desk.record.draft(reading, f"module:{reading.module}")])
    assert device(desk, "RF-90001") is None
    stays = device(desk, "RF-90002")
    assert stays is not None
    assert stays.store == "STORE-01"
    check_rebuild(desk)
    other = open_desk(Home(tmp_path_factory.mktemp("other")))
    try:
        events = bodies(desk)
        random.Random(seed).shuffle(events)
        for body in events:
            take(other, [body])
        check_rebuild(other)
        assert digest(other) == digest(desk)
    finally:
        other.close()


def bodies(desk: Desk) -> list[bytes]:
    return desk.record.read(
        lambda c: [bytes(row[0]) for row in c.execute("SELECT body FROM journal_event ORDER BY hlc, number, seq")]
    )


def take(desk: Desk, events: list[bytes]) -> None:
    desk.record.change(lambda connection: journal.take(connection, events, now_ms=2**47))


def test_an_import_is_undone_once_and_only_one_that_is_known(fleet_desk: Desk, tmp_path: Path) -> None:
    import_id = imported(fleet_desk, tmp_path, NEW)
    listed = json.loads(run(fleet_desk, "import", "--list", "--json").stdout)["imports"]
    assert [(one["source_id"], one["undone"]) for one in listed] == [("ops-scm-2026-006", False), ("csv:list", False)]
    told = run(fleet_desk, "import", "--undo", import_id, "--json")
    assert (told.exit_code, json.loads(told.stdout)["gone"]) == (0, 1)
    assert run(fleet_desk, "import", "--undo", import_id).exit_code == 1
    with pytest.raises(ImportRefused, match="undone already"):
        UndoImport(fleet_desk.record).undo(import_id, "T-1")
    with pytest.raises(ImportRefused, match="There is no import"):
        UndoImport(fleet_desk.record).undo("nothing", "T-1")


def test_a_store_in_which_somebody_put_a_device_stays(desk: Desk) -> None:
    outcome = ImportFleet(desk.record).apply(sample_fleet())
    registered = ev.DeviceRegistered(
        device=device_id("ruiyun-frost", "RF-1"), model="ruiyun-frost", category="blender", serial="RF-1",
        fields={"store": "STORE-04"},
    )  # fmt: skip
    desk.record.append([desk.record.draft(registered, device_subject(registered.device), store="STORE-04")], "T-1")
    assert outcome.import_id is not None
    undone = UndoImport(desk.record).undo(outcome.import_id, "T-1")
    assert [(one.name, one.what) for one in undone.kept] == [("STORE-04", ("store",))]
    assert [store.code for store in desk.record.read(registry.stores)] == ["STORE-04"]
    check_rebuild(desk)


def test_how_a_file_is_read_and_which_row_is_left_out_is_said_on_the_command_line(
    fleet_desk: Desk, tmp_path: Path
) -> None:
    text = "Liste;Stand Dienstag\n\nModel|Serial\nRuiyun Frost|RF-90001\nRuiyun Frost|RF-90001\n"
    file = written(tmp_path, text)
    said = ("--delimiter", "|", "--header-row", "3")
    result = run(fleet_desk, "import", file, *said, "--dry-run", "--json")
    assert json.loads(result.stdout)["accepted"] == 0
    result = run(fleet_desk, "import", file, *said, "--leave-out", "5", "--dry-run", "--json")
    assert json.loads(result.stdout) == {"accepted": 1, "refused": []}
    result = run(fleet_desk, "import", file, "--header-row", "2", "--dry-run")
    assert isinstance(result.exception, ImportRefused)
    assert "Row 2 holds nothing" in result.exception.message
    assert run(fleet_desk, "import", file, "--delimiter", ";;").exit_code == 2
