"""Tables as the window takes them in: the import step by step, and what was imported before."""

from dataclasses import dataclass
from pathlib import Path

from fleetdesk.domain.formula_guard import guarded
from fleetdesk.services.export_fleet import write_table
from fleetdesk.services.import_fleet import ImportHow, ImportOutcome, Step
from fleetdesk.services.import_steps import ImportSteps
from fleetdesk.services.import_views import EarlierImport, ImportCheck, ImportTable, ImportUndoDone, RefusedRow
from fleetdesk.services.record import Record
from fleetdesk.services.undo_import import UndoImport
from fleetdesk.services.views import Moment


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """All of it blocks. `zone` is the laptop's own, in which instants are shown."""

    record: Record
    zone: str

    def columns(self, path: str, chosen: ImportHow, step: Step) -> ImportTable | None:
        return ImportSteps(self.record).columns(path, chosen, step)

    def check(self, path: str, chosen: ImportHow, step: Step) -> ImportCheck:
        return ImportSteps(self.record).check(path, chosen, step)

    def apply(self, path: str, chosen: ImportHow, *, skip_bad: bool, step: Step) -> ImportOutcome:
        return ImportSteps(self.record).apply(path, chosen, skip_bad=skip_bad, step=step)

    def undo(self, import_id: str) -> ImportUndoDone:
        return ImportSteps(self.record).undo(import_id, self.zone)

    def earlier(self) -> tuple[EarlierImport, ...]:
        return tuple(
            EarlierImport(
                one.id, one.payload.source_id, Moment(one.at, self.zone), one.actor, one.payload.rows,
                one.payload.changed, one.undone,
            )
            for one in reversed(UndoImport(self.record).known())
        )  # fmt: skip

    def save_refused(self, path: Path, rows: tuple[RefusedRow, ...]) -> None:
        """A table that a spreadsheet opens, .csv or .xlsx; no cell of it is a formula.

        Raises KnownError when it cannot be written.
        """
        cells = [(one.row or "", guarded(one.field), guarded(one.reason)) for one in rows]
        write_table(path, "Refused", ("row", "field", "reason"), cells)
