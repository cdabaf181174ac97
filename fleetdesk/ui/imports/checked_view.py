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

SHOWN = 12


class CheckedView(QWidget):
    """`leave_out` is the act for the chosen refused row; `left_out` rows were left out so far."""

    def __init__(
        self, theme: Theme, check: ImportCheck, on_save: Callable[[], None], on_leave_out: Callable[[int], None],
        left_out: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self._row = 0
        self.leave_out = button(tr("Leave a row out"), lambda: on_leave_out(self._row))
        self.leave_out.setEnabled(False)
        self._saved = label("", "muted")
        layout = column(self._figures(check), spacing=12)
        for note in check.notes:
            layout.addWidget(label(say(note), "muted", wrap=True))
        if left_out:
            rows = ", ".join(map(number, left_out[:SHOWN])) + (" ..." if len(left_out) > SHOWN else "")
            layout.addWidget(label(tr("Left out by you: row {rows}.").format(rows=rows), "muted", wrap=True))
        if check.refused:
            self.refused = RefusedTable(theme, check.refused)
            self.refused.chosen.connect(self._on_chosen)
            save = button(tr("Save refused rows..."), on_save)
            layout.addLayout(row(label(tr("Refused rows"), "card"), None, self._saved, self.leave_out, save))
            words = tr(
                "Row numbers are those of the spreadsheet. Correct them there and import the file again; of two rows"
                " that cannot both be, leave the wrong one out."
            )
            layout.addWidget(label(words, "muted", wrap=True))
            layout.addWidget(self.refused, 1)
        else:
            layout.addWidget(label(tr("No row is refused."), "muted"))
            layout.addStretch(1)
        self.setLayout(layout)

    def say_saved(self) -> None:
        self._saved.setText(tr("Saved"))

    def _on_chosen(self, row_: int) -> None:
        self._row = row_
        self.leave_out.setEnabled(bool(row_))
        self.leave_out.setText(tr("Leave row {row} out").format(row=number(row_)) if row_ else tr("Leave a row out"))

    def _figures(self, check: ImportCheck) -> QHBoxLayout:
        line = row(spacing=24)
        for amount, words in (
            (check.new, tr("new")), (check.changed, tr("changed")), (check.unchanged, tr("as before")),
            (len(check.refused), tr("problems")),
        ):  # fmt: skip
            line.addLayout(column(label(number(amount), "figure"), label(words, "muted"), spacing=2))
        line.addStretch(1)
        return line
