"""The end of an inspection: what was found in a few lines, what is missing, and the signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from fleetdesk.services.views import Person, Tone
from fleetdesk.ui.bench.inspection_form import InspectionForm, Missing
from fleetdesk.ui.bench.reading_card import reading_words
from fleetdesk.ui.bench.signature_pad import SignaturePad
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_grid import ChoiceGrid
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.words import number, say, tr

FIELD_WIDTH = 280


class SignStep(QWidget):
    """`jump` names a missing item's step and key; `ready_changed` when the signature becomes possible or not."""

    jump = Signal(str, str)
    ready_changed = Signal()

    def __init__(self, theme: Theme, form: InspectionForm, person: Person | None) -> None:
        super().__init__()
        self._theme, self._form = theme, form
        self._summary = Card(tr("Summary"))
        self._lines = column(spacing=8)
        self._summary.add(self._lines)
        self.name = QLineEdit(person.name if person else "")
        self.number = QLineEdit(person.staff_number if person else "")
        self.role = QLineEdit(person.role if person else "technician")
        fields = ((self.name, tr("Name")), (self.number, tr("Staff number")), (self.role, tr("Role")))
        for field, words in fields:
            field.setAccessibleName(words)
            field.setMaximumWidth(FIELD_WIDTH)
            field.textChanged.connect(self._on_text)
        card = Card(tr("Signature"))
        words = tr("Signing seals it: nothing in it can be changed afterwards, only amended with a reason.")
        card.add(label(words, "muted", wrap=True))
        card.add(
            row(
                *(column(label(words, "caption"), field, spacing=4) for field, words in fields),
                spacing=16,
            )
        )
        self.pad = SignaturePad(theme)
        self._clear = button(tr("Clear"), self.pad.clear, "plain")
        self._clear.setVisible(False)
        self.pad.changed.connect(lambda: self._clear.setVisible(not self.pad.is_empty))
        card.add(row(self.pad, self._clear, None, spacing=8))
        self.setLayout(column(self._summary, card, None, spacing=12))
        self.show_form()

    @property
    def signer(self) -> Person:
        role = " ".join(self.role.text().split()) or "technician"
        return Person(" ".join(self.name.text().split()), self.number.text().strip(), role)

    def signature(self) -> bytes | None:
        """What was drawn, as a PNG; None: the typed name is the signature."""
        return self.pad.png()

    @property
    def is_ready(self) -> bool:
        return not self._form.missing() and bool(self.signer.name and self.signer.staff_number)

    def show_form(self) -> None:
        clear(self._lines)
        missing = self._form.missing()
        answered, of = self._form.progress()
        if missing:
            words = tr("{answered} of {of} answered").format(answered=number(answered), of=number(of))
            self._line("warning", Tone.WARN, words)
            jumps = ChoiceGrid(most_columns=3)
            for item in missing:
                jumps.add(self._jump_button(item))
            self._lines.addWidget(jumps)
        else:
            self._line("check", Tone.OK, tr("Everything is answered"))
        for item, answer in self._form.findings():
            value = reading_words(item, answer)
            outcome = next((say(choice.label) for choice in item.choices if choice.key == answer.outcome), "")
            self._line("warning", Tone.WARN, f"{say(item.title)}: {outcome or value}")
        for item in self._form.owed():
            self._line("info", Tone.WARN, tr("Photo owed: {title}").format(title=say(item.title)))
        if self._form.photos:
            words = tr("{count} photos").format(count=number(len(self._form.photos)))
            self._line("check", Tone.OK, tr("1 photo") if len(self._form.photos) == 1 else words)
        self._verdict_line()
        for task in self._form.draft.due:
            if task.task in self._form.performed:
                self._line("tool", Tone.OK, tr("{task}: performed").format(task=say(task.title)))

    def _on_text(self, _text: str) -> None:
        self.ready_changed.emit()

    def _verdict_line(self) -> None:
        verdict = self._form.chosen_verdict()
        if verdict is None:
            return
        cause = next((say(choice.label) for choice in verdict.causes if choice.key == self._form.cause), "")
        words = tr("Verdict: {verdict}").format(verdict=say(verdict.label))
        icon = "check" if verdict.tone is Tone.OK else "error"
        self._line(icon, verdict.tone, f"{words}, {cause[:1].lower()}{cause[1:]}" if cause else words)

    def _line(self, icon: str, tone: Tone, words: str) -> None:
        line = row(Icon(self._theme, icon, tone.value, 18), label(words, wrap=True), spacing=10)
        line.setStretch(1, 1)
        self._lines.addLayout(line)

    def _jump_button(self, missing: Missing) -> QPushButton:
        words = tr("Answer: {title}").format(title=say(missing.title))
        return button(words, lambda: self.jump.emit(missing.step, missing.item), "link")
