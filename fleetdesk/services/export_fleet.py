"""The registry as a table for a spreadsheet, which our own import takes back without a change.

Promises: no cell is a formula, whatever a person or a device put into it; instants carry their zone; a row knows its
device by the registry's own id, so that what has no serial finds itself again; the file is there whole or not at all.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.formula_guard import guarded
from fleetdesk.domain.import_rows import DEVICE_COLUMNS, KnownModel
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.services.whole_file import write_whole
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import export, fleet

Cell = str | int


class ExportFleet:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._models = load_models()

    def write(self, path: Path, search: str = "", wanted: fleet.Filter | None = None) -> int:
        """Writes the devices that `search` finds (all, if it is empty), or those of a filter, as .csv or .xlsx and
        returns how many they are.

        Raises KnownError for another kind of file, or when it cannot be written.
        """
        check_kind(path)
        rows = self._record.read(lambda connection: self._rows(connection, wanted or fleet.Filter(search=search)))
        write_table(path, "Devices", DEVICE_COLUMNS, rows)
        return len(rows)

    def _rows(self, connection: Connection, wanted: fleet.Filter) -> list[list[Cell]]:
        devices = fleet.page(connection, wanted, 0, -1)
        return [_cells(connection, device, self._models) for device in devices]


def _cells(connection: Connection, device: str, models: Mapping[str, KnownModel]) -> list[Cell]:
    model = models.get(export.model_of(connection, device) or "")
    counter = model.counter if model else None
    facts = export.facts_of(connection, device, counter)
    assert facts is not None
    baseline = facts.baseline.get(counter) if counter else None
    values: dict[str, Any] = {
        "row_key": facts.id, "model": facts.model, "serial": facts.serial, "asset_tag": facts.asset_tag,
        "store": facts.store, "status": facts.status, "gateway": facts.gateway_serial, "state": facts.state,
        "state_as_of": facts.state_as_of, "firmware": facts.firmware, "uses": facts.uses, "uses_at": facts.uses_at,
        "baseline_uses": baseline, "fitted_at": facts.fitted_at if counter else None,
        "module_serial": facts.module_serial if counter else None, "supplier": facts.supplier, "notes": facts.notes,
        "synthetic": "true" if facts.synthetic else "false",
    }  # fmt: skip
    return [_cell(values[name]) for name in DEVICE_COLUMNS]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    return value if isinstance(value, int) else guarded(str(value))


def check_kind(path: Path) -> None:
    """Raises KnownError for a file that is neither .csv nor .xlsx."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise KnownError("Nothing was exported.", f"{path.name} is no .csv or .xlsx.", "Name one of them.")


def write_table(path: Path, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """The whole table or nothing, as the name says: .csv or .xlsx. Texts that come from people are guarded by the
    caller. Raises KnownError when it cannot be written."""
    check_kind(path)
    if path.suffix.lower() == ".csv":
        write_whole(path, lambda part: _write_csv(part, columns, rows))
    else:
        write_whole(path, lambda part: _write_workbook(part, title, columns, rows))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes a spreadsheet read UTF-8
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def _write_workbook(path: Path, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Every text is written as a text: a serial keeps its zeros, and nothing is taken for a formula or a link."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with path.open("wb") as file:
        book: Any = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet: Any = book.add_worksheet(title)
        head = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 18, text)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, head)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell)
                elif cell:
                    sheet.write_string(number, place, cell, text)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(f"no workbook: {error}") from error
