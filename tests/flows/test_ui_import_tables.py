"""The manager brings a company's table in by the window: columns, refused rows, the good ones, undo, and out again."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_desk import ImportDesk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.workspace import FleetService
from fleetdesk.storage.queries import registry
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.page import FleetPage
from fleetdesk.ui.imports.columns_view import ColumnsView
from fleetdesk.ui.imports.earlier_panel import EarlierPanel
from fleetdesk.ui.imports.refused_table import RefusedTable
from fleetdesk.ui.imports.table_panel import TablePanel
from fleetdesk.ui.theme import Theme

MESSY = Path(__file__).parent.parent / "services" / "messy"
WAIT_MS = 20_000


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> FleetPage:
    find = FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames())
    made = FleetPage(theme, bridge, FleetService(fleet_desk, find), ImportDesk(fleet_desk.record, "UTC"))
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    return made


def devices(desk: Desk) -> int:
    return desk.record.read(registry.count_devices)


def opened(qtbot: QtBot, page: FleetPage, file: Path) -> TablePanel:
    page.panels.open_import(str(file))
    qtbot.waitUntil(lambda: bool(page.findChildren(TablePanel)), timeout=WAIT_MS)
    return page.findChildren(TablePanel)[-1]


def sees(qtbot: QtBot, panel: TablePanel | EarlierPanel, words: str) -> None:
    qtbot.waitUntil(lambda: words in texts(panel), timeout=WAIT_MS)


def checked(qtbot: QtBot, page: FleetPage, name: str) -> TablePanel:
    panel = opened(qtbot, page, MESSY / name)
    sees(qtbot, panel, "Check the rows")
    click(button(panel, "Check the rows"))
    sees(qtbot, panel, "Refused rows")
    return panel


@pytest.mark.parametrize("name", ["geraeteliste.csv", "assets.tsv", "inventario.xlsx"])
def test_a_messy_table_tells_its_refused_rows_and_its_good_ones_are_taken_and_undone(
    qtbot: QtBot, page: FleetPage, fleet_desk: Desk, name: str
) -> None:
    before = devices(fleet_desk)
    expected = json.loads((MESSY / "expected.json").read_text(encoding="utf-8"))[name]
    panel = checked(qtbot, page, name)
    shown = panel.findChildren(RefusedTable)[-1].shown
    told = [[int(shown.index(n, 0).data()), shown.index(n, 1).data()] for n in range(shown.rowCount())]
    assert told == expected["refused"]
    assert devices(fleet_desk) == before
    click(button(panel, f"Take the {expected['accepted']} good rows"))
    sees(qtbot, panel, f"{expected['accepted']} rows are imported")
    assert devices(fleet_desk) > before
    click(button(panel, "Undo the import"))
    sees(qtbot, panel, "The import is taken back")
    assert devices(fleet_desk) == before


def test_refused_rows_are_narrowed_and_saved(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    panel = checked(qtbot, page, "geraeteliste.csv")
    table = panel.findChildren(RefusedTable)[-1]
    all_rows = table.shown.rowCount()
    type_text(table.search, "store")
    qtbot.waitUntil(lambda: 0 < table.shown.rowCount() < all_rows)
    file = tmp_path / "refused.csv"

    def chosen(parent: QWidget, name: str, kinds: str) -> str:
        return str(file)

    panel.choose_place = chosen
    click(button(panel, "Save refused rows"))
    sees(qtbot, panel, "Saved")
    with file.open(encoding="utf-8-sig", newline="") as saved:
        rows = list(csv.reader(saved))
    assert rows[0] == ["row", "field", "reason"]
    assert len(rows) == all_rows + 1


def test_a_column_that_a_person_names_is_remembered(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Model;Serial;Ort\nRuiyun Frost;RF-90001;Store 01\n", encoding="utf-8")
    panel = opened(qtbot, page, file)
    sees(qtbot, panel, "Check the rows")
    panel.findChildren(ColumnsView)[-1].fields[2].choose("notes")
    click(button(panel, "Check the rows"))
    sees(qtbot, panel, "Import 1 rows")
    click(button(panel, "Import 1 rows"))
    sees(qtbot, panel, "1 rows are imported")
    page.panels.wide.close_panel()
    page.panels.open_import(str(file))
    qtbot.waitUntil(lambda: page.findChildren(TablePanel)[-1:] not in ([], [panel]), timeout=WAIT_MS)
    again = page.findChildren(TablePanel)[-1]
    sees(qtbot, again, "remembered")
    assert again.findChildren(ColumnsView)[-1].fields[2].text() == "notes"


def view_of(qtbot: QtBot, panel: TablePanel, ready: Callable[[ColumnsView], bool]) -> ColumnsView:
    """The step of the columns, once it shows what was asked for."""

    def newest() -> ColumnsView | None:
        found = [view for view in panel.findChildren(ColumnsView) if view.isVisible()]
        return found[-1] if found and ready(found[-1]) else None

    qtbot.waitUntil(lambda: newest() is not None, timeout=WAIT_MS)
    view = newest()
    assert view is not None
    return view


def test_a_header_that_names_nothing_of_ours_is_mapped_by_a_person(
    qtbot: QtBot, page: FleetPage, tmp_path: Path
) -> None:
    file = tmp_path / "lista.csv"
    file.write_text("Stan na wtorek\n\nUrz;Numer;Uwagi\nRuiyun Frost;RF-90001;pilne\n", encoding="utf-8")
    panel = opened(qtbot, page, file)
    sees(qtbot, panel, "No row of it names the fields of a device")
    first = view_of(qtbot, panel, lambda view: True)
    assert first.read_as["header_row"].text() == "1"
    first.read_as["header_row"].choose("2")
    sees(qtbot, panel, "Row 2 holds nothing, so it is no header.")
    click(button(panel, "Try again"))
    sees(qtbot, panel, "Row 2 holds nothing")
    click(button(panel, "As it was"))
    first = view_of(qtbot, panel, lambda view: len(view.fields) == 1)
    first.read_as["header_row"].choose("3")
    view = view_of(qtbot, panel, lambda view: len(view.fields) == 3)
    for place, field in enumerate(("model", "serial", "notes")):
        view.fields[place].choose(field)
    click(button(panel, "Check the rows"))
    sees(qtbot, panel, "Import 1 rows")


def test_columns_that_are_parted_otherwise_are_said(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Model,x;Serial,y\nRuiyun Frost,1;RF-90001,2\n", encoding="utf-8")
    panel = opened(qtbot, page, file)
    view = view_of(qtbot, panel, lambda view: "delimiter" in view.read_as)
    wanted = "comma" if view.read_as["delimiter"].text() == "semicolon" else "semicolon"
    view.read_as["delimiter"].choose(wanted)
    again = view_of(qtbot, panel, lambda view: view.read_as["delimiter"].text() == wanted)
    assert len(again.fields) == (2 if wanted == "semicolon" else 3)


def test_of_two_sheets_that_look_like_devices_a_person_chooses(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    file = tmp_path / "two.xlsx"
    book: Any = xlsxwriter.Workbook(str(file))
    for name, serial in (("2025", "RF-90001"), ("2026", "RF-90002")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Model", "Serial"])
        sheet.write_row(1, 0, ["Ruiyun Frost", serial])
    book.close()
    panel = opened(qtbot, page, file)
    sees(qtbot, panel, "all look like tables of devices")
    view = view_of(qtbot, panel, lambda view: True)
    assert view.read_as["sheet"].text() == "(choose one)"
    view.read_as["sheet"].choose("2026")
    view_of(qtbot, panel, lambda view: view.read_as["sheet"].text() == "2026")
    assert "RF-90002" in texts(panel)
    assert "all look like tables" not in texts(panel)
    click(button(panel, "Check the rows"))
    sees(qtbot, panel, "Import 1 rows")


def test_of_two_rows_that_cannot_both_be_a_person_leaves_one_out(
    qtbot: QtBot, page: FleetPage, fleet_desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Model,Serial,Notes\nRuiyun Frost,RF-90001,old\nRuiyun Frost,RF-90001,new\n", encoding="utf-8")
    panel = opened(qtbot, page, file)
    sees(qtbot, panel, "Check the rows")
    click(button(panel, "Check the rows"))
    sees(qtbot, panel, "Refused rows")
    assert not button(panel, "Leave a row out").isEnabled()
    table = panel.findChildren(RefusedTable)[-1].table
    table.selectRow(0)
    click(button(panel, "Leave row 2 out"))
    sees(qtbot, panel, "Left out by you: row 2.")
    sees(qtbot, panel, "No row is refused.")
    click(button(panel, "Import 1 rows"))
    sees(qtbot, panel, "1 rows are imported")
    known = fleet_desk.record.read(lambda c: registry.device_by_serial(c, "ruiyun-frost", "RF-90001"))
    assert known is not None
    assert known.notes == "new"


def test_a_cancelled_import_leaves_nothing(
    qtbot: QtBot, page: FleetPage, fleet_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = devices(fleet_desk)
    panel = checked(qtbot, page, "assets.tsv")
    real = ImportDesk.apply

    def apply_late(desk: ImportDesk, *given: object, step: Callable[[str, int, int], None], **named: object) -> object:
        def slow(stage: str, done: int, total: int) -> None:
            if stage == "write":
                panel.cancel()  # the person's click arrives in the midst of the writing
            step(stage, done, total)

        return real(desk, *given, step=slow, **named)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ImportDesk, "apply", apply_late)
    click(button(panel, "Take the"))
    sees(qtbot, panel, "The import was cancelled.")
    assert devices(fleet_desk) == before


def test_an_unreadable_file_says_what_to_do(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    file = tmp_path / "locked.xlsx"
    file.write_bytes(b"no workbook")
    panel = opened(qtbot, page, file)
    sees(qtbot, panel, "locked.xlsx was not imported.")
    assert "save it as .xlsx" in texts(panel)


def test_an_earlier_import_is_undone_from_the_list(qtbot: QtBot, page: FleetPage, fleet_desk: Desk) -> None:
    assert devices(fleet_desk) > 0
    click(button(page, "Imports"))
    qtbot.waitUntil(lambda: bool(page.findChildren(EarlierPanel)))
    panel = page.findChildren(EarlierPanel)[-1]
    sees(qtbot, panel, "Undo...")
    click(button(panel, "Undo..."))
    sees(qtbot, panel, "stays and is named")
    click(button(panel, "Undo the import"))
    sees(qtbot, panel, "The import is taken back")
    assert devices(fleet_desk) == 0


def test_control_o_opens_a_table(qtbot: QtBot, page: FleetPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_choose_file", lambda _parent: str(MESSY / "assets.tsv"))  # pyright: ignore
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    press(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.findChildren(TablePanel)), timeout=WAIT_MS)


def test_only_the_filtered_rows_are_exported(qtbot: QtBot, page: FleetPage, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"

    def chosen(parent: QWidget, name: str, kinds: str) -> str:
        return str(file)

    page.choose_target = chosen
    type_text(page.filters.search, "RF-20417")
    qtbot.wait_until(lambda: page.table_card.table.model().rowCount() == 1, timeout=WAIT_MS)
    pick(page.filters.out, "The list as a table...")
    qtbot.waitUntil(lambda: "1 devices are in out.csv." in page.banner.text, timeout=WAIT_MS)
    with file.open(encoding="utf-8-sig", newline="") as saved:
        assert [row["serial"] for row in csv.DictReader(saved)] == ["RF-20417"]
