"""An amendment: which field, what it should say, and why. It stands beside what was signed and never replaces it."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from fleetdesk.services.inspection_views import InspectionView
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.inspections.source import InspectionLogSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import tr

WIDTH = 480


class AmendDialog(QDialog):
    """Accepted once the amendment is durable."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: InspectionLogSource, view: InspectionView, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bridge, self._source, self._view = bridge, source, view
        self._fields = {tr("Note"): "note", tr("Verdict"): "verdict", tr("Cause"): "cause"}
        self._fields |= {tr(answer.title): f"answers.{answer.item}" for answer in view.answers()}
        self.setWindowTitle(tr("Amend"))
        self.field = ChoiceField(theme, tuple(self._fields), tr("Note"))
        self.value, self.reason = QLineEdit(), QLineEdit()
        for field, words in ((self.value, tr("What it should say")), (self.reason, tr("Reason"))):
            field.setAccessibleName(words)
        self.value.setPlaceholderText(tr("pass, flag, fail; a number in its unit; or words"))
        self.said = label("", wrap=True, tone=Tone.BAD)
        self.said.hide()
        self.submit = PrimaryButton(theme, tr("Sign the amendment"), self._do)
        self.submit.setDefault(True)
        cancel = button(tr("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        words = tr("What was signed stays as it is; the amendment stands beside it, with your name.")
        self.setLayout(
            column(
                label(tr("Amend {serial}").format(serial=view.line.serial), "page"), label(words, "muted", wrap=True),
                8,
                label(tr("Field"), "caption"), self.field, 4, label(tr("What it should say"), "caption"), self.value, 4,
                label(tr("Reason"), "caption"), self.reason, 8, self.said, 8, row(None, cancel, self.submit, spacing=8),
                spacing=6, margins=(28, 24, 28, 24),
            )
        )  # fmt: skip
        self.setFixedWidth(WIDTH)
        self.reason.textChanged.connect(self._check)
        self._check()
        self.value.setFocus()

    def _check(self, _text: str = "") -> None:
        self.submit.setEnabled(bool(self.reason.text().strip()))

    def _do(self) -> None:
        self.submit.setEnabled(False)
        typed = {self._fields[self.field.text()]: self.value.text()}
        inspection, reason = self._view.line.id, self.reason.text()
        self._bridge.run(
            lambda: self._source.amend(inspection, typed, reason),
            owner=self,
            on_done=lambda _event: self.accept(),
            on_error=self._on_problem,
        )

    def _on_problem(self, problem: Problem) -> None:
        self._check()
        self.said.setText(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part))
        set_tone(self.said, Tone.BAD)
        self.said.show()
