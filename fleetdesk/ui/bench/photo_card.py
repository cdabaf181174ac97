"""A question that is answered by a photo, now or, where it cannot be taken, owed."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from fleetdesk.ui.bench.photo_strip import PhotoStrip
from fleetdesk.ui.bench.question_cards import QuestionCard
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import tr


class PhotoCard(QuestionCard):
    def __init__(self, key: str, title: str, hint: str, owed: bool, on_owe: Callable[[], None]) -> None:
        super().__init__(key, title, hint)
        self._on_owe = on_owe
        self.owe: QPushButton = button(tr("1    Not now: it is owed"), self._owe, "choice")
        self.owe.setCheckable(True)
        self.owe.setChecked(owed)
        self.owe.setProperty("tone", "warn")

    def show_photos(self, strip: PhotoStrip) -> None:
        super().show_photos(strip)
        self.add(row(self.owe, None, spacing=0))
        strip.changed.connect(lambda: self.owe.setChecked(False))

    def press(self, digit: int) -> bool:
        if digit == 1:
            self._owe()
        return digit == 1

    def _owe(self) -> None:
        self.owe.setChecked(True)
        self._on_owe()
        self.activated.emit()
        self.changed.emit()
