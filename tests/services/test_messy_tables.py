"""Three tables as companies have them, one row in twenty bad: every good row is taken and every bad one explained."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.services.desk import Desk
from fleetdesk.services.import_fleet import ImportFleet, ImportHow
from fleetdesk.services.read_workbook import read_workbook
from fleetdesk.services.undo_import import UndoImport
from fleetdesk.storage import projector

FOLDER = Path(__file__).parent / "messy"
BOOK = "inventario.xlsx"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_good_rows_are_accepted_and_bad_ones_explained(fleet_desk: Desk, name: str) -> None:
    checked = ImportFleet(fleet_desk.record).check(FOLDER / name)
    found = {(problem.row, problem.field): problem.message for problem in checked.refused}
    assert sorted(found) == sorted((row, field) for row, field in EXPECTED[name]["refused"])
    assert len(checked.file.devices) == EXPECTED[name]["accepted"]
    assert all(len(message) > 8 for message in found.values())
    assert 0.04 <= 1 - len(checked.file.devices) / checked.rows <= 0.06


@pytest.mark.parametrize("name", EXPECTED)
def test_the_good_rows_are_imported_once_and_taken_back(fleet_desk: Desk, name: str) -> None:
    before = fleet_desk.record.read(projector.digest)
    imports, how = ImportFleet(fleet_desk.record), ImportHow(skip_bad=True)
    outcome = imports.apply(FOLDER / name, how=how)
    assert (outcome.new, outcome.import_id is not None) == (EXPECTED[name]["accepted"], True)
    assert imports.apply(FOLDER / name, how=how).events == 0
    assert outcome.import_id is not None
    assert UndoImport(fleet_desk.record).undo(outcome.import_id, "T-1").gone == outcome.new
    assert fleet_desk.record.read(projector.digest) == before


def test_leading_zeros_and_merged_stores_of_the_workbook_are_kept(fleet_desk: Desk) -> None:
    devices = ImportFleet(fleet_desk.record).check(FOLDER / "inventario.xlsx").file.devices
    assert {len(row.serial or "") for row in devices} == {7}
    assert all(row.store for row in devices)
    assert len({row.store for row in devices}) == 9


def test_the_files_are_those_that_the_script_makes(tmp_path: Path) -> None:
    script = FOLDER.parents[2] / "packaging" / "make_messy_tables.py"
    runpy.run_path(str(script))["write"](tmp_path)
    for name in ("geraeteliste.csv", "assets.tsv", "expected.json"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    again, kept = (
        read_workbook(place, place.read_bytes(), lambda _done, _total: None)
        for place in (tmp_path / BOOK, FOLDER / BOOK)
    )
    assert again == kept
