"""The import as a window leads through it: columns with samples, the check, the import with progress, the undo."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from fleetdesk.domain.errors import ImportRefused
from fleetdesk.services.desk import Desk
from fleetdesk.services.import_fleet import ImportCancelled
from fleetdesk.services.import_steps import ImportSteps, how
from fleetdesk.services.import_views import RefusedRow
from fleetdesk.services.read_workbook import read_workbook
from fleetdesk.services.seeds import sample_fleet

TABLE = "Typ;Nr;Wo;Einbaudatum\nFrost;RF-90001;Store 01;04/05/2026\nFrost;RF-90002;Store 01;04/05/2026\nX;RF-3;;\n"


def test_a_person_is_led_from_columns_to_an_import_and_back(fleet_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TABLE, "utf-8")
    steps = ImportSteps(fleet_desk.record)
    chosen = {"Typ": "model", "Nr": "serial", "Wo": "store"}
    table = steps.columns(str(file), how({"Typ": "model", "Nr": "serial"}))
    assert table is not None
    assert [(one.letter, one.header, one.field, one.why) for one in table.columns] == [
        ("A", "Typ", "model", "given"), ("B", "Nr", "serial", "given"), ("C", "Wo", "", ""),
        ("D", "Einbaudatum", "fitted_at", "recognised"),
    ]  # fmt: skip
    assert table.columns[1].samples == ("RF-90001", "RF-90002", "RF-3")
    assert (table.header_row, table.encoding, table.questions) == (1, "utf-8", ())
    asked = steps.check(str(file), how(chosen, {"model": {"Frost": "ruiyun-frost"}}))
    assert (asked.accepted, {one.field for one in asked.refused}) == (0, {"fitted_at", "model"})
    answered = how(chosen, {"model": {"Frost": "ruiyun-frost"}}, day_first=True)
    check = steps.check(str(file), answered)
    assert (check.accepted, check.new) == (2, 2)
    assert check.refused == (RefusedRow(4, "model", "'X' is not a known model"),)
    with pytest.raises(ImportRefused):
        steps.apply(str(file), answered)
    seen: list[tuple[str, int, int]] = []

    def step(stage: str, amount: int, total: int) -> None:
        seen.append((stage, amount, total))

    done = steps.apply(str(file), answered, skip_bad=True, step=step)
    assert (done.new, seen[-1]) == (2, ("write", 2, 2))
    assert done.import_id is not None
    undone = steps.undo(done.import_id, "UTC")
    assert (undone.gone, undone.kept) == (2, ())


def test_a_json_file_has_no_columns_and_its_notes_are_shown(fleet_desk: Desk) -> None:
    steps = ImportSteps(fleet_desk.record)
    assert steps.columns(str(sample_fleet()), how()) is None
    check = steps.check(str(sample_fleet()), how())
    assert (check.accepted, check.unchanged, check.refused) == (216, 216, ())
    assert len(check.notes) >= 9


def test_a_long_workbook_can_be_cancelled_while_it_is_read(fleet_desk: Desk) -> None:
    seen: list[tuple[str, int, int]] = []

    def cancel_half_way(stage: str, amount: int, total: int) -> None:
        seen.append((stage, amount, total))
        if 2 * amount > total:
            raise ImportCancelled

    book = Path(__file__).parent / "messy" / "inventario.xlsx"
    with pytest.raises(ImportCancelled):
        ImportSteps(fleet_desk.record).check(str(book), how(), cancel_half_way)
    assert {stage for stage, _, _ in seen} == {"read"}
    assert seen[-1][2] == book.stat().st_size
    assert len(seen) > 1


def test_a_cancel_is_heard_while_the_rows_of_a_workbook_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Fleet")
    for number in range(1200):
        sheet.append([f"RF-{number}"])
    place = tmp_path / "long.xlsx"
    book.save(place)

    def times_told(rows_at_once: int) -> int:
        monkeypatch.setattr("fleetdesk.services.read_workbook.ROWS_AT_ONCE", rows_at_once)
        told: list[int] = []
        (read,) = read_workbook(place, place.read_bytes(), lambda done, _total: told.append(done))
        assert len(read.lines) == 1200
        return len(told)

    told = times_told(500)
    assert times_told(10) - told == 120 - 3
    left = iter(range(told - 1))

    def cancel_in_the_last_rows(_done: int, _total: int) -> None:
        if next(left, None) is None:
            raise ImportCancelled

    monkeypatch.setattr("fleetdesk.services.read_workbook.ROWS_AT_ONCE", 500)
    with pytest.raises(ImportCancelled):
        read_workbook(place, place.read_bytes(), cancel_in_the_last_rows)
