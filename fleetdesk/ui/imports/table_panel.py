"""A table on its way in: columns, dry run, import, undo. Reading and checking run aside and can be cancelled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from PySide6.QtWidgets import QWidget

from fleetdesk.domain.columns import ColumnMap
from fleetdesk.services.import_fleet import ImportHow, ImportOutcome
from fleetdesk.services.import_views import ImportCheck, ImportTable
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.imports.checked_view import CheckedView
from fleetdesk.ui.imports.columns_view import ColumnsView
from fleetdesk.ui.imports.frame import WideFrame, lines
from fleetdesk.ui.imports.source import ImportSource
from fleetdesk.ui.imports.watch import Progress, Watch
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import number, tr

ChoosePlace = Callable[[QWidget, str, str], str]


class TablePanel(WideFrame):
    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        source: ImportSource,
        path: str,
        on_close: Callable[[], None],
        choose_place: ChoosePlace = choose_new_file,
    ) -> None:
        super().__init__(theme, tr("Import"), PurePath(path).name, on_close)
        self._bridge, self._source, self._path = bridge, source, path
        self._on_close, self.choose_place = on_close, choose_place
        self._how = ImportHow()
        self._readable: ImportHow | None = None
        self._watch, self._listening = Watch(), Task(None)
        self._progress = label("", "muted", wrap=True)
        self.look()

    def look(self) -> None:
        """Reads the header and the first rows."""
        path, how, watch = self._path, self._how, self._begin()
        self._bridge.run(
            lambda: self._source.columns(path, how, watch.step),
            owner=self, on_done=self._show_columns, on_error=self._unreadable,
        )  # fmt: skip

    def cancel(self) -> None:
        """What is under way ends at its next step; nothing of it stays."""
        self._watch.cancel()

    def _show_columns(self, table: ImportTable | None) -> None:
        assert table is not None  # only tables are opened here
        self._readable = self._how
        view = ColumnsView(self.theme, table, self._read_as)
        self.show_body(view, PrimaryButton(self.theme, tr("Check the rows"), lambda: self._check(view.chosen())))

    def _read_as(self, key: str, value: str) -> None:
        """A person says that the file is to be read otherwise: what was chosen of its columns may mean others now."""
        changed: dict[str, Any] = {key: int(value) if key == "header_row" else value}
        self._how = replace(self._how, columns=ColumnMap(), leave_out=frozenset(), **changed)
        self.look()

    def _check(self, chosen: dict[str, str]) -> None:
        self._how = replace(self._how, columns=ColumnMap(chosen).over(self._how.columns))
        path, how, watch = self._path, self._how, self._begin()
        self._bridge.run(
            lambda: self._source.check(path, how, watch.step), owner=self, on_done=self._checked, on_error=self._stopped
        )

    def _checked(self, check: ImportCheck) -> None:
        left_out = tuple(sorted(self._how.leave_out))
        view = CheckedView(self.theme, check, lambda: self._save(view, check), self._leave_out, left_out)
        back = button(tr("Back to the columns"), self.look)
        if not check.new and not check.changed:
            self.show_body(view, back)
            return
        words = tr("Take the {rows} good rows") if check.refused else tr("Import {rows} rows")
        take = words.format(rows=number(check.accepted))
        bad = bool(check.refused)
        self.show_body(view, back, PrimaryButton(self.theme, take, lambda: self._apply(skip_bad=bad)))

    def _leave_out(self, row: int) -> None:
        """A person's decision about one row; the others are checked again without it."""
        self._how = replace(self._how, leave_out=self._how.leave_out | {row})
        self._check({})

    def _save(self, view: CheckedView, check: ImportCheck) -> None:
        place = self.choose_place(
            self, f"{PurePath(self._path).stem}-refused.csv", tr("Table (*.csv);;Workbook (*.xlsx)")
        )
        if not place:
            return

        def on_done(_none: None) -> None:
            view.say_saved()

        self._bridge.run(
            lambda: self._source.save_refused(Path(place), check.refused),
            owner=view, on_done=on_done, on_error=self._stopped,
        )  # fmt: skip

    def _apply(self, *, skip_bad: bool) -> None:
        path, how, watch = self._path, self._how, self._begin()
        self._bridge.run(
            lambda: self._source.apply(path, how, skip_bad=skip_bad, step=watch.step),
            owner=self, on_done=self._done, on_error=self._stopped,
        )  # fmt: skip

    def _done(self, done: ImportOutcome) -> None:
        title = label(tr("{rows} rows are imported").format(rows=number(done.rows)), "strong")
        words = tr("{new} new, {changed} changed, {unchanged} unchanged, {refused} problems left out.").format(
            new=number(done.new), changed=number(done.changed), unchanged=number(done.unchanged),
            refused=number(len(done.refused)),
        )  # fmt: skip
        close = PrimaryButton(self.theme, tr("Show the fleet"), self._on_close)
        made = done.import_id
        undo = (button(tr("Undo the import"), lambda: self._undo(made)),) if made else ()
        self.show_body(lines(title, label(words, wrap=True)), *undo, close)

    def _undo(self, import_id: str) -> None:
        self.show_body(lines(label(tr("Taking it back..."), "muted")))
        close = button(tr("Show the fleet"), self._on_close)
        self._bridge.run(
            lambda: self._source.undo(import_id),
            owner=self, on_done=lambda done: self.show_undone(done, close), on_error=self._stopped,
        )  # fmt: skip

    def _begin(self) -> Watch:
        self._listening.cancel()
        self._watch = Watch()
        self._progress = label(tr("Reading the file..."), "muted", wrap=True)
        self.show_body(lines(self._progress), button(tr("Cancel"), self.cancel))
        self._listening = self._bridge.subscribe(self._watch.subscribe, owner=self._progress, on_value=self._tell)
        return self._watch

    def _tell(self, now: Progress) -> None:
        stage = {"read": tr("Reading"), "check": tr("Checking"), "write": tr("Importing")}.get(now.stage, now.stage)
        if not now.total:
            self._progress.setText(f"{stage}...")
            return
        words = tr("{stage}: {done} of {total} rows, {rate} a second")
        shown = {"done": number(now.done), "total": number(now.total), "rate": number(now.per_second)}
        self._progress.setText(words.format(stage=stage, **shown))

    def _stopped(self, problem: Problem) -> None:
        self.show_problem(problem, button(tr("Back to the columns"), self.look))

    def _unreadable(self, problem: Problem) -> None:
        """The way back to how the file could be read, when there was one."""
        actions = [button(tr("Close"), self._on_close), button(tr("Try again"), self.look)]
        if self._readable is not None:
            actions.append(button(tr("As it was"), self._as_it_was))
        self.show_problem(problem, *actions)

    def _as_it_was(self) -> None:
        self._how = self._readable or ImportHow()
        self.look()
