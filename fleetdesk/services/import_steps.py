"""Importing a table step by step, as a window shows it: the columns, what would be taken, the import, its undo.

All of it blocks: call it off the GUI thread. `columns` and `values` are what the person chose, {header: field} and
{field: {text of the file: our value}}; "#2" names the second column where headers are equal or missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fleetdesk.domain.columns import ColumnMap
from fleetdesk.domain.import_rows import DEVICE_COLUMNS
from fleetdesk.domain.local_dates import DateOrder
from fleetdesk.services.import_fleet import ImportFleet, ImportHow, ImportOutcome, Step
from fleetdesk.services.import_views import (
    ImportCheck,
    ImportColumn,
    ImportKept,
    ImportTable,
    ImportUndoDone,
    RefusedRow,
)
from fleetdesk.services.person import actor
from fleetdesk.services.read_import_file import no_tick
from fleetdesk.services.record import Record
from fleetdesk.services.undo_import import UndoImport
from fleetdesk.services.views import Moment, Text


def how(
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    *,
    day_first: bool | None = None,
    zone: str | None = None,
) -> ImportHow:
    """What a person chose; None where nothing was said."""
    order = None if day_first is None else DateOrder.DAY if day_first else DateOrder.MONTH
    return ImportHow(ColumnMap(columns or {}, values or {}), dates=order, zone=zone)


@dataclass(frozen=True, slots=True)
class ImportSteps:
    record: Record

    def columns(self, path: str, chosen: ImportHow, step: Step = no_tick) -> ImportTable | None:
        """The columns with their proposed fields, None for JSON. Raises ImportRefused, and ImportCancelled when `step`
        does."""
        if Path(path).suffix.lower() == ".json":
            return None
        seen = ImportFleet(self.record).look(Path(path), chosen, step)
        columns = tuple(
            ImportColumn(column.letter, column.header, column.field or "", column.why, samples)
            for column, samples in zip(seen.columns, seen.samples, strict=True)
        )
        questions = tuple(_said(question) for question in seen.questions)
        return ImportTable(
            path, seen.sheet, seen.encoding, seen.header_row, columns, DEVICE_COLUMNS, questions, seen.delimiter,
            seen.sheets, seen.in_doubt,
        )  # fmt: skip

    def check(self, path: str, chosen: ImportHow, step: Step = no_tick) -> ImportCheck:
        """What would be taken and every refused row. Raises ImportRefused when no row can be read at all, and
        ImportCancelled when `step` does."""
        imports = ImportFleet(self.record)
        checked = imports.check(Path(path), chosen, step)
        refused = tuple(RefusedRow(one.row, one.field, one.message) for one in checked.refused)
        if checked.unsound:
            return ImportCheck(path, 0, 0, 0, 0, refused)
        seen = imports.preview(Path(path), replace(chosen, skip_bad=True))
        notes = tuple(_said(note) for note in seen.notes)
        return ImportCheck(path, seen.rows, seen.new, seen.changed, seen.unchanged, refused, notes)

    def apply(self, path: str, chosen: ImportHow, *, skip_bad: bool = False, step: Step = no_tick) -> ImportOutcome:
        """Raises ImportRefused when rows are refused that are not to be skipped, ImportCancelled when `step` does."""
        return ImportFleet(self.record).apply(
            Path(path), actor(self.record), replace(chosen, skip_bad=skip_bad), step
        )  # fmt: skip

    def undo(self, import_id: str, zone: str) -> ImportUndoDone:
        """`zone` for the instants that are shown. Raises ImportRefused."""
        outcome = UndoImport(self.record).undo(import_id, actor(self.record))
        kept = (ImportKept(one.name, one.what, one.because, one.actor, Moment(one.at, zone)) for one in outcome.kept)
        return ImportUndoDone(outcome.gone, tuple(kept))


def _said(text: str) -> Text:
    return Text("{text}", {"text": text})
