"""A service round before it is signed: which devices, what is confirmed for each of them, who signs."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from fleetdesk.services.close_tasks import Done, Round, Signing
from fleetdesk.services.views import Person, Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.maintenance.source import MaintenanceSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, hairline, row, scrolled
from fleetdesk.ui.words import number, tr

WIDTH, HEIGHT, TOUCH = 520, 680, 38


class RoundDialog(QDialog):
    """`boxes` {device: its box}, `confirmed` says that all of it was done; accepted once everything is sealed."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: MaintenanceSource, prepared: Round, person: Person | None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._bridge, self._source, self._round = bridge, source, prepared
        self.setWindowTitle(prepared.title)
        self.resize(WIDTH, HEIGHT)
        self.boxes = {device: _box(serial, self._count) for device, serial in prepared.devices}
        self.confirmed = QCheckBox(tr("All of this was done for each of them"))
        self.confirmed.setMinimumHeight(TOUCH)
        self.confirmed.toggled.connect(self._count)
        self.name = QLineEdit(person.name if person else "")
        self.number = QLineEdit(person.staff_number if person else "")
        self._role = person.role if person else "technician"
        self._signing = False
        self.note = QLineEdit()
        fields = ((self.name, tr("Name")), (self.number, tr("Staff number")), (self.note, tr("Note, if any")))
        for field, words in fields:
            field.setAccessibleName(words)
        self.said = label("", wrap=True)
        self.said.hide()
        self.sign = PrimaryButton(theme, "", self._sign)
        self.sign.setDefault(True)
        cancel = button(tr("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        left = [label(f"{serial}: {why}", "muted", wrap=True) for serial, why in prepared.left_out]
        content = QWidget()
        content.setLayout(column(*self.boxes.values(), *left, None, spacing=2, margins=(0, 4, 12, 4)))
        confirms = [label(f"\N{BULLET} {each.title}", wrap=True) for each in prepared.confirms]
        whole = column(
            label(prepared.title, "page", wrap=True),
            label(prepared.store_name, "strong", wrap=True),
            label(tr("Each device gets a sealed inspection of its own."), "muted", wrap=True),
            spacing=8,
            margins=(24, 20, 24, 20),
        )
        whole.addWidget(scrolled(content), 1)
        people = row(*(column(label(words, "caption"), field, spacing=4) for field, words in fields[:2]), spacing=12)
        for part in (hairline(), *confirms, self.confirmed):
            whole.addWidget(part)
        whole.addLayout(people)
        whole.addLayout(column(label(fields[2][1], "caption"), self.note, spacing=4))
        whole.addWidget(self.said)
        whole.addLayout(row(None, cancel, self.sign))
        self.setLayout(whole)
        self._count()

    def chosen(self) -> tuple[str, ...]:
        return tuple(device for device, box in self.boxes.items() if box.isChecked())

    def _count(self) -> None:
        count = len(self.chosen())
        self.sign.setText(tr("Sign for {count}").format(count=number(count)))
        self.sign.setEnabled(bool(count) and self.confirmed.isChecked() and not self._signing)

    def _sign(self) -> None:
        signer = Person(self.name.text().strip(), self.number.text().strip(), self._role)
        signing = Signing(self.chosen(), signer, self.note.text().strip())
        self._signing = True
        self._count()
        self._bridge.run(
            lambda: self._source.sign(self._round.store, self._round.task, signing),
            owner=self,
            on_done=self._on_done,
            on_error=self._on_problem,
        )

    def _on_done(self, _done: Done) -> None:
        self.accept()

    def _on_problem(self, problem: Problem) -> None:
        self.said.setText(" ".join(filter(None, (problem.title, problem.message, problem.next_step))))
        set_tone(self.said, Tone.BAD)
        self.said.show()
        self._signing = False
        self._count()


def _box(serial: str, on_toggled: Callable[[], None]) -> QCheckBox:
    box = QCheckBox(serial)
    box.setChecked(True)
    box.setMinimumHeight(TOUCH)
    box.toggled.connect(lambda _on: on_toggled())  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return box
