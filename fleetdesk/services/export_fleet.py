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
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import export, fleet

Cell = str | int


class ExportFleet:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._models = load_models()

    def write(self, path: Path, search: str = "") -> int:
        """Writes the devices that `search` finds (all, if it is empty) as .csv or .xlsx and returns how many they are.

        Raises KnownError for another kind of file, or when it cannot be written.
        """
        return self.write_found(path, fleet.Filter(search=search))

    def write_found(self, path: Path, wanted: fleet.Filter) -> int:
        """The same for any filter, in its order.

        Raises KnownError for another kind of file, or when it cannot be written.
        """
        writers = {".csv": _write_csv, ".xlsx": _write_workbook}
        write = writers.get(path.suffix.lower())
        if write is None:
            raise KnownError("Nothing was exported.", f"{path.name} is no .csv or .xlsx.", "Name one of them.")
        rows = self._record.read(lambda connection: self._rows(connection, wanted))
        part = path.with_name(f"{path.name}.part")
        try:
            write(part, rows)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise KnownError(
                "The file cannot be written.", f"{path}: {error.strerror or error}.", "Choose another place."
            ) from error
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


def _write_csv(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes a spreadsheet read UTF-8
        writer = csv.writer(file)
        writer.writerow(DEVICE_COLUMNS)
        writer.writerows(rows)


def _write_workbook(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Every text is written as a text: a serial keeps its zeros, and nothing is taken for a formula or a link."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with path.open("wb") as file:
        book: Any = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet: Any = book.add_worksheet("Devices")
        head = book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(DEVICE_COLUMNS) - 1, 18, text)
        for place, name in enumerate(DEVICE_COLUMNS):
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
