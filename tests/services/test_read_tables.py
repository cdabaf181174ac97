"""Tables as companies have them: encodings, separators, headers of four languages, workbooks with merged cells."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.columns import parse_map
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.formula_guard import guarded, unguarded
from fleetdesk.domain.import_rows import DeviceRow
from fleetdesk.domain.local_dates import DateOrder
from fleetdesk.domain.sheet_rows import Asked, KnownFleet
from fleetdesk.services.read_import_file import CheckedFile, TableHow, check_import_file
from fleetdesk.services.seeds import load_models

NEW_YORK = "America/New_York"
KNOWN = KnownFleet(
    load_models(),
    {"STORE-01": ("Broadway", NEW_YORK), "STORE-02": ("Größe & Söhne", NEW_YORK), "STORE-03": ("中央门店", NEW_YORK)},
    {"MPC-0001": ("MPC-0001", "mpc-1911-r22")},
)
NOW = "2026-11-26T00:00:00.000Z"


def check(file: Path, *columns: str, values: Sequence[str] = (), asked: Asked | None = None) -> CheckedFile:
    return check_import_file(file, KNOWN, TableHow(parse_map(columns, values), asked=asked or Asked(now=NOW)))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


def told(checked: CheckedFile) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.field, problem.message) for problem in checked.refused]


def book(folder: Path, fill: Callable[[Any, Any], None]) -> Path:
    file = folder / "list.xlsx"
    made: Any = xlsxwriter.Workbook(str(file))
    fill(made, made.add_worksheet("Devices"))
    made.close()
    return file


def rows(sheet: Any, *lines: Sequence[object], at: int = 0) -> None:
    for place, line in enumerate(lines, at):
        sheet.write_row(place, 0, line)


# -- encodings and separators ------------------------------------------------------------------------------------------

GERMAN = "Gerätemodell;Seriennummer;Standort\r\nRuiyun Frost;RF-1;Größe & Söhne\r\n"
SPANISH = "Modelo,Número de serie,Ubicación\nRuiyun Frost,RF-1,Broadway\n"
CHINESE = "型号,序列号,门店\nRuiyun Frost,RF-1,中央门店\n"
JAPANESE = "model,serial,store,notes\nruiyun-frost,RF-1,STORE-01,ブレンダーの部品を交換しました\n"


@pytest.mark.parametrize(
    ("text", "encoding", "store"),
    [
        (GERMAN, "utf-8", "STORE-02"),
        (GERMAN, "utf-8-sig", "STORE-02"),
        (GERMAN, "cp1252", "STORE-02"),
        (GERMAN, "utf-16", "STORE-02"),
        (GERMAN, "utf-16-le", "STORE-02"),
        (GERMAN, "utf-16-be", "STORE-02"),
        (SPANISH, "cp1252", "STORE-01"),
        (CHINESE, "utf-8", "STORE-03"),
        (CHINESE, "gb18030", "STORE-03"),
        (JAPANESE, "cp932", "STORE-01"),
    ],
)
def test_each_encoding_is_found_by_itself(tmp_path: Path, text: str, encoding: str, store: str) -> None:
    checked = check(written(tmp_path, text, encoding))
    (row,) = checked.file.devices
    assert (row.model, row.serial, row.store, told(checked)) == ("ruiyun-frost", "RF-1", store, [])
    if text is JAPANESE:
        assert row.notes == "ブレンダーの部品を交換しました"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_each_separator_is_found_by_itself(tmp_path: Path, separator: str) -> None:
    lines = [("model", "serial", "notes"), ("ruiyun-frost", "RF-1", '"a, b; c | d\te"'), ("venus-i", "V-1", "")]
    checked = check(written(tmp_path, "\n".join(separator.join(line) for line in lines)))
    assert [row.serial for row in checked.file.devices] == ["RF-1", "V-1"]
    assert checked.table is not None
    assert checked.table.delimiter == separator


def test_a_line_that_names_the_separator_is_obeyed_and_not_counted(tmp_path: Path) -> None:
    checked = check(written(tmp_path, "sep=|\r\nmodel|serial\r\nnothing|X\r\n"))
    assert [row for row, _, _ in told(checked)] == [2]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = 'model,serial,notes\nvenus-i,V-1,"two\nlines"\n\nnothing,V-2,\n'
    checked = check(written(tmp_path, text))
    assert [row.notes for row in checked.file.devices] == ["two\nlines"]
    assert [(row, field) for row, field, _ in told(checked)] == [(4, "model")]


def test_a_named_encoding_is_used_and_a_wrong_one_told(tmp_path: Path) -> None:
    file = written(tmp_path, CHINESE, "gb18030")
    assert check_import_file(file, KNOWN, TableHow(encoding="gb18030")).file.devices[0].store == "STORE-03"
    with pytest.raises(ImportRefused, match="cannot be read as utf-8"):
        check_import_file(file, KNOWN, TableHow(encoding="utf-8"))


# -- headers -----------------------------------------------------------------------------------------------------------

SNIPE_IT = (
    '"ID","Company","Asset Name","Asset Tag","Serial","Model","Model No.","Category","Manufacturer","Supplier",'
    '"Location","Status","Checked Out To","Purchase Cost","Notes"\n'
    '"672","Chain","Blender 1","FD-0160","RF-20417","Ruiyun Frost","","Blender","Ruiyun","Kitchen Ltd","Broadway",'
    '"Deployed","","120.00","lid cracked"\n'
)
GLPI = (
    '"Name";"Entity";"Status";"Manufacturers";"Serial number";"Type";"Model";"Location";"Last update";'
    '"Inventory number";"Comments"\n'
    '"BL-1";"Chain > East";"In use";"Ruiyun";"RF-20417";"Blender";"Ruiyun Frost";"East > Broadway";"2026-02-14 10:00";'
    '"FD-0160";"lid cracked"\n'
)
GLPI_GERMAN = (
    '"Name";"Status";"Hersteller";"Seriennummer";"Typ";"Modell";"Standort";"Inventarnummer";"Kommentare"\n'
    '"BL-1";"In Betrieb";"Ruiyun";"RF-20417";"Mixer";"Ruiyun Frost";"Ost > Broadway";"FD-0160";"lid cracked"\n'
)


@pytest.mark.parametrize(("text", "key"), [(SNIPE_IT, "672"), (GLPI, None), (GLPI_GERMAN, None)])
def test_exports_of_snipe_it_and_glpi_are_taken_as_they_are(tmp_path: Path, text: str, key: str | None) -> None:
    checked = check(written(tmp_path, text))
    (row,) = checked.file.devices
    assert told(checked) == []
    assert (row.model, row.serial, row.asset_tag, row.store) == ("ruiyun-frost", "RF-20417", "FD-0160", "STORE-01")
    assert (row.status.value, row.notes) == ("in_service", "lid cracked")
    assert row.row_key == (key or "ruiyun-frost RF-20417")


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    checked = check(written(tmp_path, "Inventory 2026,,\n,,\nModel,S/N,Store\nvenus-i,V-1,STORE-01\nnone,V-2,\n"))
    assert checked.table is not None
    assert (checked.table.header_row, [row for row, _, _ in told(checked)]) == (3, [5])


def test_a_header_of_a_companys_own_is_mapped_and_its_values_too(tmp_path: Path) -> None:
    file = written(tmp_path, "Typ;Nr;Wo\nFrost 2;RF-1;Broadway\n")
    with pytest.raises(ImportRefused, match="names the fields of a device"):
        check(file)
    checked = check(file, "Typ=model", "#2=serial", "Wo=store", values=["model:Frost 2=ruiyun-frost"])
    assert [(row.model, row.serial, row.store) for row in checked.file.devices] == [
        ("ruiyun-frost", "RF-1", "STORE-01")
    ]


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="There is no column 'Seriennr'"):
        check(written(tmp_path, "model,serial\nvenus-i,V-1\n"), "Seriennr=serial")


def test_two_headers_for_one_field_are_asked_about_unless_one_is_ours(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"B \(Serial number\) and C \(S/N\) both mean serial"):
        check(written(tmp_path, "Model,Serial number,S/N\nvenus-i,A,B\n"))
    (row,) = check(written(tmp_path, "Model,Serial number,S/N\nvenus-i,A,B\n"), "S/N=serial").file.devices
    assert row.serial == "B"
    (row,) = check(written(tmp_path, "Model,Serial,S/N\nvenus-i,A,B\n")).file.devices
    assert row.serial == "A"


# -- what spreadsheets do to values ------------------------------------------------------------------------------------


def test_leading_zeros_stay_and_spoiled_serials_are_told(tmp_path: Path) -> None:
    text = 'model,serial\nvenus-i,00123\nvenus-i,"=""00456"""\nvenus-i,1.23E+15\nvenus-i,"1,23E+11"\nvenus-i,#N/A\n'
    checked = check(written(tmp_path, text))
    assert [row.serial for row in checked.file.devices] == ["00123", "00456"]
    assert [(row, field) for row, field, _ in told(checked)] == [(4, "serial"), (5, "serial"), (6, "serial")]
    assert "1.23E+15: the spreadsheet made this a number" in told(checked)[0][2]


def test_a_workbooks_serials_are_taken_as_it_shows_them(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        rows(sheet, ["Model", "Serial", "Uses", "Counter date", "Store"])
        zeros = made.add_format({"num_format": "00000"})
        named = made.add_format({"num_format": '"RF-"00000'})
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for place in range(1, 8):
            sheet.write(place, 0, "venus-i")
        sheet.write_number(1, 1, 123, zeros)
        sheet.write_number(2, 1, 20417, named)
        sheet.write_string(3, 1, "00789")
        sheet.write_number(4, 1, 4711)
        sheet.write_number(5, 1, 1234567890123456)
        sheet.write_datetime(6, 1, datetime(2026, 3, 1), day)
        sheet.write_formula(7, 1, "=1/0", None, "#DIV/0!")
        rows(sheet, ["venus-i", "V-9", 1004, "", "STORE-01"], at=8)
        sheet.write_datetime(8, 3, datetime(2026, 2, 14, 10), day)

    checked = check(book(tmp_path, fill))
    assert [row.serial for row in checked.file.devices] == ["00123", "RF-20417", "00789", "4711", "V-9"]
    assert (checked.file.devices[-1].uses, checked.file.devices[-1].uses_at) == (1004, "2026-02-14T15:00:00.000Z")
    said = {row: message for row, field, message in told(checked) if field == "serial"}
    assert "keeps fifteen digits" in said[6]
    assert "turned this into a date" in said[7]
    assert "an error that the spreadsheet shows" in said[8]


def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    import openpyxl

    made: Any = openpyxl.Workbook()
    made.active.append(["model", "serial"])
    made.active.append(["venus-i", '=CONCATENATE("V-",1)'])
    made.save(tmp_path / "list.xlsx")
    assert "a formula without its result" in told(check(tmp_path / "list.xlsx"))[0][2]


def test_merged_cells_count_where_the_sheet_shows_them(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 4, "Inventory of the stores")
        rows(sheet, ["Store", "Model", "Serial", "Notes", "Supplier"], at=1)
        sheet.merge_range(2, 0, 4, 0, "Broadway")
        for place in range(2, 8):
            sheet.write(place, 1, "venus-i")
            sheet.write(place, 2, f"V-{place}")
        sheet.merge_range(5, 2, 6, 2, "V-99")
        sheet.merge_range(7, 3, 7, 4, "ask Kitchen Ltd")

    checked = check(book(tmp_path, fill))
    assert [(row.row, row.store) for row in checked.file.devices] == [(3, "STORE-01"), (4, "STORE-01"), (5, "STORE-01")]
    found = told(checked)
    assert [(row, field) for row, field, _ in found] == [(6, "serial"), (7, "serial"), (8, "supplier"), (8, "notes")]
    assert "merged over rows 6 to 7: it can be of one unit only" in found[0][2]
    assert "merged over several columns" in found[2][2]


def test_a_tall_row_is_one_unit_and_a_merged_cell_reaches_over_empty_rows(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        rows(sheet, ["Store", "Model", "Serial"])
        sheet.merge_range(1, 0, 6, 0, "Broadway")
        for first, serial in ((1, "V-1"), (3, "V-2")):
            sheet.merge_range(first, 1, first + 1, 1, "venus-i")
            sheet.merge_range(first, 2, first + 1, 2, serial)

    checked = check(book(tmp_path, fill))
    assert told(checked) == []
    assert [(row.row, row.serial, row.store) for row in checked.file.devices] == [
        (2, "V-1", "STORE-01"), (4, "V-2", "STORE-01"),
    ]  # fmt: skip


def test_a_column_can_be_left_out_and_another_taken(tmp_path: Path) -> None:
    file = written(tmp_path, "Model,Serial,Status,Zustand\nvenus-i,V-1,whatever,auf Lager\n")
    (row,) = check(file, "Status=", "Zustand=status").file.devices
    assert row.status.value == "spare"


def test_a_header_of_two_rows_is_read_by_its_lower_words(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "Model")
        sheet.merge_range(0, 1, 0, 2, "Numbers")
        sheet.write(1, 1, "Serial")
        sheet.write(1, 2, "Asset tag")
        rows(sheet, ["venus-i", "V-1", "T-1"], at=2)

    (row,) = check(book(tmp_path, fill)).file.devices
    assert (row.row, row.serial, row.asset_tag) == (3, "V-1", "T-1")


def test_of_two_sheets_that_fit_a_person_chooses(tmp_path: Path) -> None:
    def fill(made: Any, sheet: Any) -> None:
        rows(sheet, ["Model", "Serial"], ["venus-i", "V-1"])
        rows(made.add_worksheet("Old"), ["Model", "Serial"], ["venus-i", "V-0"])
        made.add_worksheet("Notes")

    file = book(tmp_path, fill)
    with pytest.raises(ImportRefused, match="The sheets Devices, Old all look like"):
        check(file)
    assert check_import_file(file, KNOWN, TableHow(sheet="Old")).file.devices[0].serial == "V-0"


# -- dates -------------------------------------------------------------------------------------------------------------


def fitted(folder: Path, *dates: str, asked: Asked | None = None, store: str = "STORE-01") -> CheckedFile:
    lines = [f"venus-i,V-{place},{store},{date}" for place, date in enumerate(dates)]
    return check(written(folder, "\n".join(["model,serial,store,fitted at", *lines])), asked=asked)


def moments(found: CheckedFile) -> list[str | None]:
    devices: Sequence[DeviceRow] = found.file.devices
    return [row.fitted_at for row in devices]


def test_a_local_date_is_midnight_in_its_store(tmp_path: Path) -> None:
    checked = fitted(tmp_path, "04/05/2026", "25/05/2026", "2026-01-01T10:00:00+01:00")
    assert moments(checked) == ["2026-05-04T04:00:00.000Z", "2026-05-25T04:00:00.000Z", "2026-01-01T09:00:00.000Z"]


def test_a_column_that_does_not_tell_is_asked_about_row_by_row(tmp_path: Path) -> None:
    checked = fitted(tmp_path, "04/05/2026", "05/05/2026")
    assert moments(checked) == ["2026-05-05T04:00:00.000Z"]
    assert [(row, field) for row, field, _ in told(checked)] == [(2, "fitted_at")]
    answered = fitted(tmp_path, "04/05/2026", asked=Asked(DateOrder.MONTH))
    assert moments(answered) == ["2026-04-05T04:00:00.000Z"]


def test_impossible_dates_are_refused_and_the_others_taken(tmp_path: Path) -> None:
    checked = fitted(tmp_path, "13/02/2026", "30/02/2026", "01/03/2099", "01/03/1900", "01/03/2026")
    assert moments(checked) == ["2026-02-13T05:00:00.000Z", "2026-03-01T05:00:00.000Z"]
    assert [(row, said.split(" ", 1)[1]) for row, _, said in told(checked)] == [
        (3, "is no date of any calendar"), (4, "lies in the future"), (5, "lies before 1990"),
    ]  # fmt: skip


def test_a_local_time_in_no_store_needs_a_zone_where_stores_have_several(tmp_path: Path) -> None:
    assert moments(fitted(tmp_path, "2026-02-14", store="")) == ["2026-02-14T05:00:00.000Z"]
    file = written(tmp_path, "model,serial,fitted at\nvenus-i,V-1,2026-02-14\n")
    far = KnownFleet(KNOWN.models, {**KNOWN.stores, "STORE-04": ("Ku'damm", "Europe/Berlin")})
    assert "--zone" in told(check_import_file(file, far, TableHow(asked=Asked(now=NOW))))[0][2]
    answered = check_import_file(file, far, TableHow(asked=Asked(zone="Europe/Berlin", now=NOW)))
    assert moments(answered) == ["2026-02-13T23:00:00.000Z"]


# -- rows that refuse each other ---------------------------------------------------------------------------------------


def test_a_duplicate_serial_names_both_rows_and_neither_is_taken(tmp_path: Path) -> None:
    checked = check(written(tmp_path, "model,serial\nvenus-i,V-1\nvenus-i,V-2\nVenus-I automatic drip brewer,v -1\n"))
    assert [row.serial for row in checked.file.devices] == ["V-2"]
    assert told(checked) == [(2, "serial", "V-1 stands in row 4 too"), (4, "serial", "v -1 stands in row 2 too")]


def test_a_gateway_of_the_registry_may_be_named(tmp_path: Path) -> None:
    checked = check(written(tmp_path, "model,serial,gateway\nruiyun-frost,RF-1,mpc-0001\nruiyun-frost,RF-2,MPC-0009\n"))
    assert [(row.gateway, row.gateway_model) for row in checked.file.devices] == [("MPC-0001", "mpc-1911-r22")]
    assert [(row, field) for row, field, _ in told(checked)] == [(3, "gateway")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=x", "''", "'+", "plain", "'quoted'", '="x"', "a=b"])
def test_a_guard_can_be_taken_off_again(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("=+-@'\"ab \t\n1"), max_size=8).map(str.strip))
def test_any_text_comes_back_from_behind_its_guard(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text
