"""How work ended: it is done, or it is not needed any more and why."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from fleetdesk.services.views import Problem, Tone
from fleetdesk.services.work_views import WorkView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import say, tr

WIDTH = 460


class CloseDialog(QDialog):
    """`close_work(work, outcome, note)` is called off the GUI thread; accepted once it is recorded."""

    def __init__(
        self, theme: Theme, bridge: Bridge, work: WorkView, close_work: Callable[[str, str, str], None],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._bridge, self._work, self._close_work = bridge, work, close_work
        self.setWindowTitle(say(work.title))
        self.note = QLineEdit()
        self.note.setAccessibleName(tr("Note"))
        self.note.setPlaceholderText(tr("what was done, or why it is not needed"))
        self.note.textChanged.connect(self._check)
        self.said = label("", wrap=True)
        self.said.hide()
        self.done_button = PrimaryButton(theme, tr("It is done"), lambda: self._end("done"))
        self.done_button.setDefault(True)
        self.drop = button(tr("It is not needed"), lambda: self._end("dropped"))
        cancel = button(tr("Cancel"), self.reject)
        for each in (self.drop, cancel):
            each.setAutoDefault(False)
        words = tr("It stays in the time line of {serial}.").format(serial=work.serial)
        whole = column(
            label(say(work.title), "page", wrap=True),
            label(words, "muted", wrap=True),
            8,
            label(tr("Note"), "caption"),
            self.note,
            8,
            self.said,
            8,
            row(None, cancel, self.drop, self.done_button, spacing=8),
            spacing=6,
            margins=(28, 24, 28, 24),
        )
        self.setLayout(whole)
        self.setFixedWidth(WIDTH)
        self._check()

    def _check(self, _text: str = "") -> None:
        """Who drops it says why."""
        self.done_button.setEnabled(True)
        self.drop.setEnabled(bool(self.note.text().strip()))

    def _end(self, outcome: str) -> None:
        self.done_button.setEnabled(False)
        self.drop.setEnabled(False)
        work, note = self._work.id, self.note.text()

        def on_done(_nothing: None) -> None:
            self.accept()

        self._bridge.run(
            lambda: self._close_work(work, outcome, note), owner=self, on_done=on_done, on_error=self._show_problem
        )

    def _show_problem(self, problem: Problem) -> None:
        self.said.setText(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part))
        set_tone(self.said, Tone.BAD)
        self.said.show()
        self.adjustSize()
        self._check()
