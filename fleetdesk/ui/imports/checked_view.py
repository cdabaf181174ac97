"""What a dry run says: how many rows would be taken, and every refused one with its reason."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fleetdesk.services.import_views import ImportCheck
from fleetdesk.ui.imports.refused_table import RefusedTable
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import number, say, tr


class CheckedView(QWidget):
    def __init__(self, theme: Theme, check: ImportCheck, on_save: Callable[[], None]) -> None:
        super().__init__()
        self._saved = label("", "muted")
        layout = column(self._figures(check), spacing=12)
        for note in check.notes:
            layout.addWidget(label(say(note), "muted", wrap=True))
        if check.refused:
            self.refused = RefusedTable(theme, check.refused)
            save = button(tr("Save refused rows as CSV..."), on_save)
            layout.addLayout(row(label(tr("Refused rows"), "card"), None, self._saved, save))
            words = tr("Row numbers are those of the spreadsheet. Correct them there and import the file again.")
            layout.addWidget(label(words, "muted", wrap=True))
            layout.addWidget(self.refused, 1)
        else:
            layout.addWidget(label(tr("No row is refused."), "muted"))
            layout.addStretch(1)
        self.setLayout(layout)

    def say_saved(self) -> None:
        self._saved.setText(tr("Saved"))

    def _figures(self, check: ImportCheck) -> QHBoxLayout:
        line = row(spacing=24)
        for amount, words in (
            (check.new, tr("new")), (check.changed, tr("changed")), (check.unchanged, tr("as before")),
            (len(check.refused), tr("problems")),
        ):  # fmt: skip
            line.addLayout(column(label(number(amount), "figure"), label(words, "muted"), spacing=2))
        line.addStretch(1)
        return line
