"""Makes the three tables of `tests/services/messy/`, as companies have them, and what an import must say of them.

German from a spreadsheet (cp1252, a title, local dates), Spanish as a workbook (merged cells, numbers that show zeros,
real and typed dates), Chinese from an inventory system (UTF-8 with rows pasted in another encoding, tabs, quoted line
breaks). One row in twenty is bad. The figures are made up; a seed makes every run write the same bytes.

Run: python packaging/make_messy_tables.py
"""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "services" / "messy"
ROWS = 200
FIRST_DAY = datetime(2025, 7, 1)


@dataclass
class Row:
    """A row before it is written; `bad` names the fields that an import must refuse."""

    model: str
    serial: str
    tag: str
    store: str
    status: str
    fitted: datetime
    fitted_text: str | None = None
    uses: str = ""
    notes: str = ""
    bad: list[str] = field(default_factory=list[str])


def rows(chance: random.Random, models: list[str], prefix: str, stores: list[str], statuses: list[str]) -> list[Row]:
    return [
        Row(
            chance.choice(models), f"{prefix}{number:05d}", f"T-{number:04d}", chance.choice(stores),
            chance.choice(statuses), FIRST_DAY + timedelta(days=chance.randrange(220)),
        )
        for number in range(1, ROWS + 1)
    ]  # fmt: skip


def spoil(chance: random.Random, made: list[Row], kinds: list[Callable[[Row], str]]) -> None:
    """One bad row of each kind, and two rows with one serial."""
    places = chance.sample(range(10, ROWS - 1), len(kinds) + 2)
    for place, kind in zip(places, kinds, strict=False):
        made[place].bad.append(kind(made[place]))
    one, other = made[places[-2]], made[places[-1]]
    other.serial, other.model = one.serial.lower(), one.model
    one.bad.append("serial")
    other.bad.append("serial")


def no_model(row: Row) -> str:
    row.model = ""
    return "model"


def unknown_model(row: Row) -> str:
    row.model = "Toaster 3000"
    return "model"


def unknown_store(row: Row) -> str:
    row.store = "Store 77"
    return "store"


def shortened(row: Row) -> str:
    row.serial = "1,23E+15"
    return "serial"


def too_long(row: Row) -> str:
    row.serial = "SERIAL-NUMBER-TOO-LONG"
    return "serial"


def unknown_status(row: Row) -> str:
    row.status = "???"
    return "status"


def sheet_error(row: Row) -> str:
    row.store = "#N/A"
    return "store"


def no_such_day(text: str) -> Callable[[Row], str]:
    def spoilt(row: Row) -> str:
        row.fitted_text = text
        return "fitted_at"

    return spoilt


def german(chance: random.Random, folder: Path) -> dict[str, Any]:
    made = rows(
        chance, ["Ruiyun Frost", "Venus-I automatic drip brewer"], "DE", [f"Store 0{n}" for n in range(1, 10)],
        ["In Betrieb", "außer Betrieb", "auf Lager"],
    )  # fmt: skip
    for row in made[::7]:
        row.notes = chance.choice(["Gehäuse gerissen; getauscht", 'Aufkleber "Küche"', "5 € Pfand – geprüft"])
    spoil(
        chance, made,
        [no_model, unknown_model, unknown_store, shortened, too_long, unknown_status, no_such_day("31.02.2026"),
         no_such_day("01.03.2099")],
    )  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Geräteliste Außendienst"] + [""] * 6)
    writer.writerow([""] * 7)
    writer.writerow(["Gerätemodell", "Seriennr.", "Inventar-Nr.", "Standort", "Zustand", "Einbaudatum", "Bemerkungen"])
    for row in made:
        day = row.fitted_text or f"{row.fitted:%d.%m.%Y}"
        writer.writerow([row.model, row.serial, row.tag, row.store, row.status, day, row.notes])
    (folder / "geraeteliste.csv").write_bytes(out.getvalue().encode("cp1252"))
    return expected(made, 4)


def spanish(chance: random.Random, folder: Path) -> dict[str, Any]:
    stores = [f"Store 0{n}" for n in range(1, 10)]
    made = rows(chance, ["Ruiyun Frost", "Ice machine"], "", stores, ["En servicio", "En almacén", "Averiado"])
    made.sort(key=lambda row: row.store)
    spoil(chance, made, [no_model, unknown_model, unknown_status, no_such_day("30/02/2026"), no_such_day("13/13/2025")])
    merged = next(place for place in range(20, ROWS) if not made[place].bad and not made[place + 1].bad)
    for row in made[merged : merged + 2]:
        row.bad.append("serial")
    write_workbook(made, merged, folder)
    return expected(made, 5)


def write_workbook(made: list[Row], merged: int, folder: Path) -> None:
    book: Any = xlsxwriter.Workbook(str(folder / "inventario.xlsx"))
    book.set_properties({"created": FIRST_DAY})
    zeros, day = book.add_format({"num_format": "0000000"}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet: Any = book.add_worksheet("Inventario")
    book.add_worksheet("Leyenda").write(0, 0, "Sin datos")
    sheet.merge_range(0, 0, 1, 5, "Inventario de tiendas, región este")
    for place, name in enumerate(["Tienda", "Modelo", "N.º de serie", "Etiqueta de activo", "Estado"]):
        sheet.merge_range(2, place, 3, place, name)
    sheet.write(2, 5, "Fechas")
    sheet.write(3, 5, "Fecha de instalación")
    for number, row in enumerate(made, 4):
        write_row(sheet, number, row, zeros, day)
    sheet.merge_range(4 + merged, 2, 5 + merged, 2, 4444444, zeros)
    first = 4
    for store in sorted({row.store for row in made}):
        last = first + sum(row.store == store for row in made) - 1
        sheet.merge_range(first, 0, last, 0, store)
        first = last + 1
    book.close()


def write_row(sheet: Any, number: int, row: Row, zeros: Any, day: Any) -> None:
    sheet.write_string(number, 1, row.model)
    if number % 3 and row.serial.isdigit():
        sheet.write_number(number, 2, int(row.serial), zeros)
    else:
        sheet.write_string(number, 2, row.serial.zfill(7))
    sheet.write_string(number, 3, row.tag)
    sheet.write_string(number, 4, row.status)
    if row.fitted_text is not None or number % 2:
        sheet.write_string(number, 5, row.fitted_text or f"{row.fitted:%d/%m/%Y}")
    else:
        sheet.write_datetime(number, 5, row.fitted, day)


def chinese(chance: random.Random, folder: Path) -> dict[str, Any]:
    made = rows(
        chance, ["ruiyun-frost", "Cameo-2S-ST (US)"], "ZH", ["STORE-01", "East > Store 02", "Store 03"],
        ["在用", "库存", "维修中"],
    )  # fmt: skip
    for row in made[::5]:
        row.notes = chance.choice(["更换刀片\n已检查", "外壳有裂纹", "客户说：声音大, 请检查"])
    spoil(
        chance, made,
        [no_model, unknown_model, unknown_store, shortened, sheet_error, no_such_day("2026年2月30日"),
         no_such_day("1900-01-00")],
    )  # fmt: skip
    pasted = next(row for row in made[50:] if not row.bad)
    pasted.notes, pasted.bad = "旧表", ["notes"]
    lines: list[bytes] = [csv_line(["型号", "序列号", "资产编号", "门店", "状态", "安装日期", "备注"]).encode()]
    for row in made:
        moment = row.fitted_text or (
            f"{row.fitted:%Y年%m月%d日}" if row.tag.endswith("3") else f"{row.fitted:%Y-%m-%d}"
        )
        line = csv_line([row.model, row.serial, row.tag, row.store, row.status, moment, row.notes])
        lines.append(line.encode("gb18030" if row is pasted else "utf-8"))
    (folder / "assets.tsv").write_bytes(b"".join(lines))
    pasted.bad = ["status", "notes"]
    return expected(made, 2)


def csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerow(cells)
    return out.getvalue()


def expected(made: list[Row], first: int) -> dict[str, Any]:
    """`first`: the number of the first row below the header, as a spreadsheet shows it."""
    refused = [[number, name] for number, row in enumerate(made, first) for name in row.bad]
    return {"accepted": sum(not row.bad for row in made), "refused": refused}


def write(folder: Path) -> None:
    said = {
        "geraeteliste.csv": german(random.Random(1), folder),
        "inventario.xlsx": spanish(random.Random(2), folder),
        "assets.tsv": chinese(random.Random(3), folder),
    }
    (folder / "expected.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    write(FOLDER)
