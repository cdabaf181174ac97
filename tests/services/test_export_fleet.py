"""The manager exports the fleet, opens it in a spreadsheet, and imports it again: nothing acts, nothing changes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_subject, unnumbered_device_id
from fleetdesk.domain.import_rows import DEVICE_COLUMNS
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.export_fleet import ExportFleet
from fleetdesk.services.import_fleet import ImportFleet
from fleetdesk.storage import journal, projector
from fleetdesk.storage.queries import registry

NASTY = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "'=1",
    "''",
    "007",
    "1E5",
    "one\ntwo",
    'say "hi", she said',
    "ü 号",
]


def with_nasty_notes(desk: Desk) -> None:
    """A device of every nasty text, in its notes and its tag, without a serial."""
    drafts = list[Any]()
    for place, text in enumerate(NASTY):
        device = unnumbered_device_id("hand", str(place))
        registered = ev.DeviceRegistered(
            device=device, model="other-equipment", category="other", serial=None,
            fields={"notes": text, "asset_tag": text.partition("\n")[0], "supplier": text.partition("\n")[0]},
        )  # fmt: skip
        drafts.append(desk.record.draft(registered, device_subject(device)))
    desk.record.append(drafts)


def table(file: Path) -> list[dict[str, str]]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))
    import openpyxl

    sheet: Any = openpyxl.load_workbook(file).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [{name: "" if value is None else str(value) for name, value in zip(head, row, strict=True)} for row in rows]


@pytest.mark.parametrize("name", ["fleet.csv", "fleet.xlsx"])
def test_an_export_comes_back_without_a_change(fleet_desk: Desk, tmp_path: Path, name: str) -> None:
    with_nasty_notes(fleet_desk)
    before, head = fleet_desk.record.read(projector.digest), fleet_desk.record.read(journal.own_head)
    file = tmp_path / name
    assert ExportFleet(fleet_desk.record).write(file) == 216 + len(NASTY)
    outcome = ImportFleet(fleet_desk.record).apply(file)
    assert (outcome.rows, outcome.new, outcome.changed, outcome.events) == (216 + len(NASTY), 0, 0, 0)
    assert fleet_desk.record.read(projector.digest) == before
    assert fleet_desk.record.read(journal.own_head) == head


@pytest.mark.parametrize("name", ["fleet.csv", "fleet.xlsx"])
def test_no_cell_begins_as_a_formula_does(fleet_desk: Desk, tmp_path: Path, name: str) -> None:
    with_nasty_notes(fleet_desk)
    file = tmp_path / name
    ExportFleet(fleet_desk.record).write(file)
    rows = table(file)
    assert list(rows[0]) == list(DEVICE_COLUMNS)
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'=cmd|' /C calc'!A0" in {row["notes"] for row in rows}


@pytest.mark.parametrize("name", ["fleet.csv", "fleet.xlsx"])
def test_another_home_takes_the_same_fleet_from_it(fleet_desk: Desk, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    ExportFleet(fleet_desk.record).write(file)
    other = open_desk(Home(tmp_path / "other"))
    try:
        drafts = [
            other.record.draft(ev.StoreRegistered(code=s.code, name=s.name, time_zone=s.time_zone), f"store:{s.code}")
            for s in fleet_desk.record.read(registry.stores)
        ]
        other.record.append(drafts)
        assert ImportFleet(other.record).apply(file).new == 216
        again = tmp_path / f"again{file.suffix}"
        ExportFleet(other.record).write(again)
        assert table(again) == table(file)
    finally:
        other.close()


def test_a_changed_cell_of_an_export_changes_that_device(fleet_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    ExportFleet(fleet_desk.record).write(file, "RF-20417")
    text = file.read_text("utf-8-sig")
    assert len(text.splitlines()) == 2
    file.write_text(text.replace("STORE-04", "STORE-05"), "utf-8")
    outcome = ImportFleet(fleet_desk.record).apply(file)
    assert (outcome.rows, outcome.unchanged) == (1, 0)
    known = fleet_desk.record.read(lambda c: registry.device_by_serial(c, "ruiyun-frost", "RF-20417"))
    assert known is not None
    assert known.store == "STORE-05"


def test_the_command_exports_what_a_search_finds(fleet_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "frost.xlsx"
    home = str(fleet_desk.workstation.home.folder)
    told = CliRunner().invoke(app, ["--home", home, "export", str(file), "--search", "frost", "--json"])
    assert json.loads(told.stdout) == {"path": str(file), "devices": 51}
    assert {row["model"] for row in table(file)} == {"ruiyun-frost"}


def test_another_kind_of_file_and_a_folder_that_is_not_there_are_told(fleet_desk: Desk, tmp_path: Path) -> None:
    export = ExportFleet(fleet_desk.record)
    with pytest.raises(KnownError, match=r"is no \.csv or \.xlsx"):
        export.write(tmp_path / "fleet.pdf")
    for name in ("fleet.csv", "fleet.xlsx"):
        with pytest.raises(KnownError, match="cannot be written"):
            export.write(tmp_path / "none" / name)
