"""Earlier imports, the newest first, each with its undo; what an undo does is said before it is done."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fleetdesk.services.import_views import EarlierImport, ImportUndoDone
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.imports.frame import WideFrame, lines
from fleetdesk.ui.imports.source import ImportSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, hairline, row
from fleetdesk.ui.words import day_and_time, number, tr


class EarlierPanel(WideFrame):
    def __init__(self, theme: Theme, bridge: Bridge, source: ImportSource, on_close: Callable[[], None]) -> None:
        super().__init__(theme, tr("Imports"), tr("What was imported before, and its undo"), on_close)
        self._bridge, self._source = bridge, source
        self._load()

    def _load(self) -> None:
        self.show_body(lines(label(tr("Reading..."), "muted")))
        self._bridge.run(self._source.earlier, owner=self, on_done=self._show, on_error=self._fail)

    def _show(self, known: tuple[EarlierImport, ...]) -> None:
        if not known:
            self.show_body(lines(label(tr("Nothing was imported yet."), "muted")))
            return
        self.show_body(lines(*(self._line(one) for one in known)))

    def _line(self, one: EarlierImport) -> QWidget:
        made = QWidget()
        words = tr("{at} by {who}: {changed} of {rows} rows changed something").format(
            at=day_and_time(one.at), who=one.actor, changed=number(one.changed), rows=number(one.rows)
        )
        act = label(tr("undone"), "muted") if one.undone else button(tr("Undo..."), lambda: self._ask(one))
        line = row(column(label(one.source, "strong"), label(words, "muted", wrap=True), spacing=2), act, spacing=12)
        line.setStretch(0, 1)
        made.setLayout(column(line, hairline(), spacing=8))
        return made

    def _ask(self, one: EarlierImport) -> None:
        words = tr(
            "It takes back what this import brought and nobody changed since. "
            "What was changed, serviced or inspected afterwards stays and is named."
        )
        title = label(tr("Undo the import of {source}?").format(source=one.source), "strong", wrap=True)
        undo = button(tr("Undo the import"), lambda: self._undo(one), "destructive")
        self.show_body(lines(title, label(words, wrap=True)), undo, button(tr("Keep it"), self._load))

    def _undo(self, one: EarlierImport) -> None:
        self.show_body(lines(label(tr("Taking it back..."), "muted")))
        self._bridge.run(lambda: self._source.undo(one.id), owner=self, on_done=self._undone, on_error=self._fail)

    def _undone(self, done: ImportUndoDone) -> None:
        self.show_undone(done, button(tr("Back to the imports"), self._load))

    def _fail(self, problem: Problem) -> None:
        self.show_problem(problem, button(tr("Back to the imports"), self._load))
