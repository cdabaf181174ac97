"""Importing a file: what it would change, what its source says about itself, then one action."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fleetdesk.services.views import ImportDone, ImportPreview, Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import copy_button
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import number, say, tr


class ImportPanel(QWidget):
    """`on_import` is called once, by the primary button."""

    def __init__(self, theme: Theme, path: str, on_close: Callable[[], None], on_import: Callable[[], None]) -> None:
        super().__init__()
        self._theme = theme
        self._on_close = on_close
        self._on_import = on_import
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 24)
        self._body.setSpacing(12)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(24, 12, 24, 20)
        content = QWidget()
        content.setLayout(self._body)
        title = column(label(tr("Import"), "page"), label(PurePath(path).name, "muted", wrap=True), spacing=4)
        head = row(title, spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(head, hairline(), scrolled(content), self._foot, spacing=0))
        self._say(tr("Reading the file..."))

    def show_preview(self, preview: ImportPreview) -> None:
        clear(self._body)
        for amount, words in (
            (preview.new, tr("new devices")),
            (preview.changed, tr("devices with changed fields")),
            (preview.unchanged, tr("rows as they are already known")),
        ):
            figure = label(number(amount), "figure")
            figure.setMinimumWidth(76)
            self._body.addLayout(row(figure, label(words, "muted"), None, spacing=12))
        for problem in preview.problems:
            self._body.addLayout(self._line("error", "bad", problem.title, problem.message, problem.next_step))
        if preview.notes:
            self._body.addWidget(hairline())
            self._body.addWidget(label(tr("What the source says that does not fit together"), "card", wrap=True))
            self._body.addWidget(
                label(tr("It is kept as it stands; nothing is corrected silently."), "muted", wrap=True)
            )
        for note in preview.notes:
            self._body.addLayout(self._line("info", "muted", "", say(note), ""))
        self._body.addStretch(1)
        self._show_action(preview)

    def show_problem(self, problem: Problem) -> None:
        clear(self._body)
        clear(self._foot)
        words = self._line("error", "bad", problem.title, problem.message, problem.next_step)
        self._body.addLayout(words)
        self._body.addLayout(row(copy_button(problem), None))
        self._body.addStretch(1)
        self._foot.addWidget(button(tr("Close"), self._on_close))

    def show_importing(self) -> None:
        clear(self._foot)
        self._say(tr("Importing..."))

    def show_done(self, done: ImportDone) -> None:
        clear(self._body)
        clear(self._foot)
        words = tr("{new} new, {changed} changed, {unchanged} unchanged.").format(
            new=number(done.new), changed=number(done.changed), unchanged=number(done.unchanged)
        )
        title = tr("{rows} rows are imported").format(rows=number(done.rows))
        self._body.addLayout(self._line("check", "ok", title, words, ""))
        self._body.addStretch(1)
        close = PrimaryButton(self._theme, tr("Show the fleet"), self._on_close)
        close.setAutoDefault(True)
        self._foot.addWidget(close)
        close.setFocus()

    def _show_action(self, preview: ImportPreview) -> None:
        clear(self._foot)
        if preview.problems:
            self._foot.addWidget(button(tr("Close"), self._on_close))
            return
        nothing = not preview.new and not preview.changed
        words = tr("Nothing to import") if nothing else tr("Import {rows} rows").format(rows=number(preview.rows))
        action = PrimaryButton(self._theme, words, self._on_import, hint=not nothing)
        action.setAutoDefault(True)
        action.setEnabled(not nothing)
        self._foot.addWidget(action)
        action.setFocus()

    def _say(self, words: str) -> None:
        clear(self._body)
        self._body.addWidget(label(words, "muted"))
        self._body.addStretch(1)

    def _line(self, icon: str, token: str, title: str, message: str, next_step: str) -> QVBoxLayout:
        tone = Tone.BAD if token == "bad" else None
        parts = [label(title, "strong", wrap=True, tone=tone)] if title else []
        parts += [label(text, wrap=True) for text in (message, next_step) if text]
        line = row(spacing=12)
        line.addWidget(Icon(self._theme, icon, token, 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(*parts, spacing=2), 1)
        return column(line)
