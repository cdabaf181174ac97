"""Takes a fleet file into the registry: compares with what its source said last time and records what changed.

An unchanged row makes no event even if a person edited the device since; a changed row makes events for its changed
fields. Devices, modules and stores get derived ids, so two laptops that import one file agree without talking.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fleetdesk.domain import events as ev
from fleetdesk.domain.columns import ColumnMap
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.events import Draft
from fleetdesk.domain.import_cells import Problem
from fleetdesk.domain.local_dates import DateOrder
from fleetdesk.domain.sheet_rows import Asked, KnownFleet
from fleetdesk.services.import_events import RowWriter
from fleetdesk.services.read_import_file import (
    CheckedFile,
    TableHow,
    TableSeen,
    Tick,
    check_import_file,
    look_at_table,
    no_tick,
    refusal,
)
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.sqlite import Connection
from fleetdesk.storage import settings
from fleetdesk.storage.queries import imports, registry

AT_ONCE = 500
"""Events that are appended together: between them progress is told and a cancel is heard."""

Step = Tick
"""Told how far an import is, `(stage, done, total)` with the stages read, check and write; raises ImportCancelled to
end it, from any stage: then nothing of it stays."""


class ImportCancelled(ImportRefused):
    """A person ended the import."""

    def __init__(self) -> None:
        super().__init__("The import was cancelled.", "Nothing of the file was taken.", "")


@dataclass(frozen=True, slots=True)
class ImportHow:
    """What a person says of a file: which columns and values mean what, and what the file does not tell. `skip_bad`
    takes the sound rows although others are refused; rows in `leave_out` are as if they were not there."""

    columns: ColumnMap = field(default_factory=ColumnMap)
    encoding: str | None = None
    sheet: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    dates: DateOrder | None = None
    zone: str | None = None
    skip_bad: bool = False
    leave_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`rows` devices were sound: `new`, `changed` and `unchanged` ones sum to it; `events` were appended. `refused`
    were left out. `import_id` is what the import can be undone by, None when it changed nothing."""

    path: str
    source_id: str
    rows: int
    new: int
    changed: int
    unchanged: int
    events: int
    notes: tuple[str, ...]
    refused: tuple[Problem, ...] = ()
    import_id: str | None = None


@dataclass(slots=True)
class _Tally:
    new: int = 0
    changed: int = 0
    events: int = 0


class ImportFleet:
    """`check` tells which rows can be taken, `preview` what `apply` would do; both write nothing."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._models = load_models()

    def look(self, path: Path, how: ImportHow | None = None, step: Step = no_tick) -> TableSeen:
        """A table's columns as they are proposed, with samples and what a person must decide. Raises ImportRefused."""
        _, table = self._record.read(lambda connection: self._known(connection, how or ImportHow()))
        return look_at_table(path, table, step)

    def check(self, path: Path, how: ImportHow | None = None, step: Step = no_tick) -> CheckedFile:
        """The sound rows and what is wrong with the others. Raises ImportRefused when no row can be read at all."""
        known, table = self._record.read(lambda connection: self._known(connection, how or ImportHow()))
        checked = check_import_file(path, known, table, step)
        taken = self._record.read(lambda connection: _serials_of_others(connection, checked))
        return checked if not taken else checked.without(taken)

    def preview(self, path: Path, how: ImportHow | None = None) -> ImportOutcome:
        """Raises ImportRefused naming every bad row and field, unless bad rows are to be skipped."""
        checked = self._sound(path, how or ImportHow(), no_tick)
        tally = _Tally()

        def work(connection: Connection) -> None:
            for _ in self._drafts(connection, checked, tally, no_tick):
                pass

        self._record.read(work)
        return _outcome(path, checked, tally, None)

    def apply(
        self, path: Path, actor: str = "workstation", how: ImportHow | None = None, step: Step = no_tick
    ) -> ImportOutcome:
        """One transaction: all sound rows or nothing. Raises ImportRefused as `preview` does, and ImportCancelled."""
        checked = self._sound(path, how or ImportHow(), step)

        def work(connection: Connection) -> ImportOutcome:
            tally, waiting = _Tally(), list[Draft]()
            for made in self._drafts(connection, checked, tally, step):
                waiting += made
                if len(waiting) >= AT_ONCE:
                    self._record.append_within(connection, waiting, actor)
                    waiting = []
            applied = self._applied(checked, tally) if tally.events else None
            waiting += [applied] if applied else []
            self._record.append_within(connection, waiting, actor)
            _remember(connection, checked.table)
            return _outcome(path, checked, tally, applied.id if applied else None)

        return self._record.change(work)

    def _sound(self, path: Path, how: ImportHow, step: Step) -> CheckedFile:
        step("read", 0, 0)
        checked = self.check(path, how, step)
        step("check", checked.rows, checked.rows)
        if checked.refused and (checked.unsound or not how.skip_bad):
            raise refusal(path, checked.refused)
        return checked

    def _known(self, connection: Connection, how: ImportHow) -> tuple[KnownFleet, TableHow]:
        stores = {store.code: (store.name, store.time_zone) for store in registry.stores(connection)}
        known = KnownFleet(self._models, stores, imports.gateways(connection))
        asked = Asked(how.dates, how.zone, self._record.now())
        read = (how.encoding, how.sheet, how.delimiter, how.header_row)
        return known, TableHow(how.columns, _remembered(connection), *read, asked, how.leave_out)

    def _drafts(self, connection: Connection, checked: CheckedFile, tally: _Tally, step: Step) -> Iterator[list[Draft]]:
        """The missing events row by row: stores, then devices."""
        content = checked.file
        before = registry.import_rows(connection, content.source_id)
        writer = RowWriter(self._record, connection, content, self._models)
        for store in content.stores:
            drafts = writer.store(store, before.get(f"store:{store.code}"))
            tally.events += len(drafts)
            yield drafts
        for done, row in enumerate(content.devices):
            if done % AT_ONCE == 0:
                step("write", done, len(content.devices))
            said = before.get(row.row_key)
            known = said is not None
            drafts = writer.device(row, said)
            if not known and drafts and writer.says_nothing_new(row):
                known, drafts = True, []
            tally.new += not known
            tally.changed += known and bool(drafts)
            tally.events += len(drafts)
            yield drafts
        step("write", len(content.devices), len(content.devices))

    def _applied(self, checked: CheckedFile, tally: _Tally) -> Draft:
        file = checked.file
        applied = ev.ImportApplied(
            source_id=file.source_id, file_sha256=file.sha256, rows=len(file.devices),
            changed=tally.new + tally.changed, notes=file.notes,
        )  # fmt: skip
        tally.events += 1
        return self._record.draft(applied, f"import:{file.source_id}")


def _outcome(path: Path, checked: CheckedFile, tally: _Tally, import_id: str | None) -> ImportOutcome:
    file, rows = checked.file, len(checked.file.devices)
    events = tally.events + (import_id is None and tally.events > 0)
    return ImportOutcome(
        str(path), file.source_id, rows, tally.new, tally.changed, rows - tally.new - tally.changed, events, file.notes,
        checked.refused, import_id,
    )  # fmt: skip


def _serials_of_others(connection: Connection, checked: CheckedFile) -> tuple[Problem, ...]:
    """A row whose serial was corrected to that of another unit of the registry: which is which is for a person."""
    file = checked.file
    before = registry.import_rows(connection, file.source_id)
    problems: list[Problem] = []
    for row in file.devices:
        said = before.get(row.row_key)
        if said is None or row.serial is None or said.get("serial") == row.serial:
            continue
        own = registry.import_device(connection, file.source_id, row.row_key)
        other = registry.device_by_serial(connection, row.model, row.serial)
        if other is not None and other.id != own:
            message = f"{row.serial} is registered as another unit; this row was {said.get('serial') or 'without one'}"
            problems.append(Problem(f"row {row.row} ({row.row_key})", "serial", message, row.row))
    return tuple(problems)


# -- what was said of a table before -----------------------------------------------------------------------------------


def _remembered(connection: Connection) -> dict[str, ColumnMap]:
    stored = json.loads(settings.get(connection, settings.IMPORT_COLUMNS) or "{}")
    return {key: ColumnMap(said["columns"], said["values"]) for key, said in stored.items()}


def _remember(connection: Connection, table: TableSeen | None) -> None:
    """A table that was taken is read alike the next time."""
    if table is None or table.learnt == ColumnMap():
        return
    known = {**_remembered(connection), table.header_key: table.learnt}
    stored = {
        key: {"columns": dict(said.columns), "values": {name: dict(words) for name, words in said.values.items()}}
        for key, said in known.items()
    }
    settings.put(connection, settings.IMPORT_COLUMNS, json.dumps(stored, sort_keys=True, ensure_ascii=False))
