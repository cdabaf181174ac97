"""A big number with the sentence that names its denominator."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import restyle, row

LEAST_HEIGHT, PADDING = 92, 16


class FigureCard(Card):
    """A click filters the table to what the number counts."""

    clicked = Signal()

    def __init__(self, title: str, tone: Tone) -> None:
        super().__init__(title, padding=PADDING)
        self._tone = tone
        self.body.setSpacing(4)
        self._figure = label("\N{EN DASH}", "figure", tone=Tone.IDLE)
        self._sentence = label("", "muted", wrap=True)
        self._sentence.setMinimumHeight(36)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        line = row(self._figure, self._sentence, spacing=12)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("figureCard", True)

    @property
    def figure(self) -> str:
        return self._figure.text()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_figure(self, figure: str, sentence: str, *, idle: bool = False) -> None:
        self._figure.setText(figure)
        set_tone(self._figure, Tone.IDLE if idle else self._tone)
        self._sentence.setText(sentence)
        self._fit_height()
        self.setAccessibleName(f"{self.title.text()}: {figure}, {sentence}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow cards grow, so that the sentence is never cut."""
        super().resizeEvent(event)
        self._fit_height()

    @property
    def is_chosen(self) -> bool:
        return bool(self.property("chosen"))

    def set_chosen(self, chosen: bool) -> None:
        """Marks the card whose filter is in force."""
        self.setProperty("chosen", chosen)
        restyle(self)

    def _fit_height(self) -> None:
        room = self.width() - 2 * PADDING - self._figure.sizeHint().width() - 14
        flags = int(Qt.TextFlag.TextWordWrap)
        text = self._sentence.fontMetrics().boundingRect(0, 0, max(60, room), 1000, flags, self._sentence.text())
        self.setMinimumHeight(max(LEAST_HEIGHT, text.height() + 58))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
