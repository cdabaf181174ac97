"""Who works here: name and staff number, asked once, changed from the rail's bottom."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from fleetdesk.services.views import Person
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import tr

LONGEST_NAME, LONGEST_NUMBER = 80, 32


class PersonDialog(QDialog):
    """Accepted with both fields filled; `person` is what was entered."""

    def __init__(self, theme: Theme, present: Person | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present = present
        self.setWindowTitle(tr("Who works here?"))
        self.name = QLineEdit(present.name if present else "")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(tr("First and last name"))
        self.name.setAccessibleName(tr("Name"))
        self.number = QLineEdit(present.staff_number if present else "")
        self.number.setMaxLength(LONGEST_NUMBER)
        self.number.setPlaceholderText(tr("As on your badge"))
        self.number.setAccessibleName(tr("Staff number"))
        self._save = PrimaryButton(theme, tr("This is me"), self.accept)
        self._save.setDefault(True)
        words = tr("Inspections are signed with it. It stays on this laptop and travels with your work to the hub.")
        later = button(tr("Not now") if present is None else tr("Cancel"), self.reject)
        later.setAutoDefault(False)
        self.setLayout(
            column(
                label(tr("Who works here?"), "page"),
                label(words, "muted", wrap=True),
                8,
                label(tr("Name"), "caption"),
                self.name,
                4,
                label(tr("Staff number"), "caption"),
                self.number,
                16,
                row(None, later, self._save, spacing=8),
                spacing=6,
                margins=(28, 24, 28, 24),
            )
        )
        self.setFixedSize(QSize(440, 362))
        for field in (self.name, self.number):
            field.textChanged.connect(self._check)
        self._check()

    @property
    def person(self) -> Person:
        role = self._present.role if self._present else "technician"
        return Person(" ".join(self.name.text().split()), self.number.text().strip(), role)

    def _check(self, _text: str = "") -> None:
        self._save.setEnabled(bool(self.person.name and self.person.staff_number))
