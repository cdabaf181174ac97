"""Three figures: what is on this laptop, what of it the hub holds, what is owed."""

from PySide6.QtWidgets import QLabel, QWidget

from fleetdesk.services.receipt import ReceiptSummary
from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import number, tr


class Figures(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.shown = {key: (label("", "figure"), label("", "muted", wrap=True)) for key in ("here", "hub", "owed")}
        self.setLayout(
            row(
                _card(tr("On this laptop"), *self.shown["here"]),
                _card(tr("The hub holds it"), *self.shown["hub"]),
                _card(tr("Owed to the hub"), *self.shown["owed"]),
                spacing=16,
            )
        )

    def show_summary(self, found: ReceiptSummary) -> None:
        pairs = {
            "here": (found.records, found.files),
            "hub": (found.records_held, found.files_held),
            "owed": (found.records_owed, found.files_owed),
        }
        for key, (records, files) in pairs.items():
            figure, words = self.shown[key]
            figure.setText(number(records))
            what = tr("record") if records == 1 else tr("records")
            beside = tr("1 file") if files == 1 else tr("{count} files").format(count=number(files))
            words.setText(tr("{records} and {files}").format(records=what, files=beside))
        owed = bool(found.records_owed or found.files_owed)
        set_tone(self.shown["owed"][0], Tone.WARN if owed else Tone.OK)


def _card(title: str, figure: QLabel, words: QLabel) -> Card:
    card = Card(title)
    line = row(figure, words, spacing=12)
    line.setStretch(1, 1)
    card.add(line)
    return card
