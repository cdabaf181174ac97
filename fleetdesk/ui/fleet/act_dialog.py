"""One act on a device: a few fields, the reason, one action. What cannot be is said here, and nothing is lost."""

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from fleetdesk.services.device_forms import ActForm, FormField
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import FleetSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import say, tr

WIDTH = 460


class ActDialog(QDialog):
    """Accepted once the act is recorded. `fields` by name, for who fills them in."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: FleetSource, form: ActForm, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._source, self._form = bridge, source, form
        self.setWindowTitle(say(form.title))
        self.fields = {each.name: _field(theme, each) for each in form.fields}
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("stands in the time line"))
        self.said = label("", wrap=True)
        self.said.hide()
        self.submit = PrimaryButton(theme, say(form.submit), self._do)
        self.submit.setDefault(True)
        cancel = button(tr("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        lines: list[QWidget | int] = []
        for each in form.fields:
            lines += [label(say(each.label), "caption"), self.fields[each.name], 4]
        whole = column(
            label(say(form.title), "page", wrap=True),
            label(say(form.words), "muted", wrap=True),
            8,
            *lines,
            label(tr("Reason"), "caption"),
            self.reason,
            8,
            self.said,
            8,
            row(None, cancel, self.submit, spacing=8),
            spacing=6,
            margins=(28, 24, 28, 24),
        )
        self.setLayout(whole)
        self.setFixedWidth(WIDTH)
        self.reason.textChanged.connect(self._check)
        self._check()
        first = self.fields[form.fields[0].name]
        first.setFocus()

    @property
    def values(self) -> dict[str, str]:
        return {each.name: _value(each, self.fields[each.name]) for each in self._form.fields}

    def _check(self, _text: str = "") -> None:
        self.submit.setEnabled(bool(self.reason.text().strip()))

    def _do(self) -> None:
        self.submit.setEnabled(False)
        form, values, reason = self._form, self.values, self.reason.text()

        def on_done(_nothing: None) -> None:
            self.accept()

        self._bridge.run(
            lambda: self._source.do_act(form, values, reason), owner=self, on_done=on_done, on_error=self._show_problem
        )

    def _show_problem(self, problem: Problem) -> None:
        words = " ".join(part for part in (problem.title, problem.message, problem.next_step) if part)
        self.said.setText(words)
        set_tone(self.said, Tone.BAD)
        self.said.show()
        self.adjustSize()
        self._check()


def _field(theme: Theme, field: FormField) -> QLineEdit | ChoiceField:
    if field.choices:
        words = {key: say(text) for key, text in field.choices}
        made: QLineEdit | ChoiceField = ChoiceField(theme, tuple(words.values()), words.get(field.value, field.value))
        made.setAutoDefault(False)  # Return is the dialog's action wherever the focus is
    else:
        made = QLineEdit(field.value)
        made.setPlaceholderText(say(field.hint))
    made.setAccessibleName(say(field.label))
    return made


def _value(field: FormField, made: QLineEdit | ChoiceField) -> str:
    return next((key for key, text in field.choices if say(text) == made.text()), made.text())
