"""Importing the audit file of a coffee machine: whose it is, what it counted, what in it is not sound, one action."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fleetdesk.services.import_eva_dts import Asked, EvaOutcome
from fleetdesk.services.views import Moment, Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import day_and_time, number, tr

Ask = Callable[[Asked], None]


class EvaPanel(QWidget):
    """`on_look` asks for a preview with what the person said, `on_import` records it."""

    def __init__(self, theme: Theme, path: str, on_close: Callable[[], None], on_look: Ask, on_import: Ask) -> None:
        super().__init__()
        self._theme, self._on_close, self._on_look, self._on_import = theme, on_close, on_look, on_import
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.serial, self.taken_at = QLineEdit(), QLineEdit()
        self.serial.setPlaceholderText(tr("as the file says"))
        self.taken_at.setPlaceholderText(tr("as the file says, else 2026-02-14T15:04"))
        self._again = button(tr("Read again with this"), self.look)
        for field in (self.serial, self.taken_at):
            field.returnPressed.connect(self.look)
        self._body, self._foot = QVBoxLayout(), QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 16)
        self._body.setSpacing(12)
        self._foot.setContentsMargins(24, 12, 24, 20)
        content = QWidget()
        content.setLayout(self._body)
        title = column(
            label(tr("Import an audit file"), "page"), label(PurePath(path).name, "muted", wrap=True), spacing=4
        )
        head = row(title, spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        asked = column(
            label(tr("Serial of the machine"), "caption"), self.serial,
            label(tr("Made at, in the store's time"), "caption"), self.taken_at, self._again,
            spacing=6, margins=(24, 12, 24, 12),
        )  # fmt: skip
        asked_box = QWidget()
        asked_box.setLayout(asked)
        whole = column(head, hairline(), asked_box, hairline(), spacing=0)
        whole.addWidget(scrolled(content), 1)
        whole.addLayout(self._foot)
        self.setLayout(whole)
        self._say(tr("Reading the file..."))

    @property
    def asked(self) -> Asked:
        return Asked(self.serial.text().strip(), self.taken_at.text().strip())

    def look(self) -> None:
        clear(self._foot)
        self._say(tr("Reading the file..."))
        self._on_look(self.asked)

    def show_preview(self, found: EvaOutcome) -> None:
        self._show(found)
        clear(self._foot)
        words = tr("Record the reading") if found.new else tr("This reading is known already")
        action = PrimaryButton(self._theme, words, self._record, hint=found.new)
        action.setAutoDefault(True)
        action.setEnabled(found.new)
        self._foot.addWidget(action)
        action.setFocus()

    def show_done(self, found: EvaOutcome) -> None:
        self._show(found)
        clear(self._foot)
        said = tr("The reading is recorded.") if found.new else tr("This reading was known already.")
        self._foot.addWidget(label(said, "strong", tone=Tone.OK))
        close = PrimaryButton(self._theme, tr("Show the fleet"), self._on_close)
        close.setAutoDefault(True)
        self._foot.addWidget(close)
        close.setFocus()

    def show_problem(self, problem: Problem) -> None:
        clear(self._body)
        clear(self._foot)
        self._body.addWidget(label(problem.title, "strong", wrap=True, tone=Tone.BAD))
        for words in (problem.message, problem.next_step):
            if words:
                self._body.addWidget(label(words, wrap=True))
        self._body.addStretch(1)
        self._foot.addWidget(button(tr("Close"), self._on_close))

    def _record(self) -> None:
        clear(self._foot)
        self._say(tr("Recording..."))
        self._on_import(self.asked)

    def _show(self, found: EvaOutcome) -> None:
        clear(self._body)
        self._body.addWidget(label(f"{found.model_name} {found.serial}", "card", wrap=True))
        figure = label(number(found.value), "figure")
        at = day_and_time(Moment(found.taken_at, found.zone))
        self._body.addLayout(row(figure, label(tr("productions, {time}").format(time=at), "muted"), None, spacing=12))
        parts = tr("{paid} paid, {test} test, {free} free; {products} products.").format(
            paid=number(found.paid), test=number(found.test), free=number(found.free), products=number(found.products)
        )
        self._body.addWidget(label(parts, "muted", wrap=True))
        if found.problems:
            self._body.addWidget(hairline())
            self._body.addWidget(label(tr("What in the file is not sound"), "card", wrap=True))
        for problem in found.problems:
            self._body.addWidget(label(str(problem), wrap=True))
        self._body.addStretch(1)

    def _say(self, words: str) -> None:
        clear(self._body)
        self._body.addWidget(label(words, "muted"))
        self._body.addStretch(1)
