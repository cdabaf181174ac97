"""The line at the bottom: what is on the cable, how the hub is, what waits, when something was last saved."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import row


class Dot(QWidget):
    """A state's colour beside the words that say it."""

    def __init__(self, theme: Theme, tone: Tone = Tone.IDLE, size: int = 9) -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.tone(self._tone)[0]))
        top = (self.height() - self._size) / 2
        painter.drawEllipse(QRectF(0, top, self._size, self._size))


class StatusItem(QAbstractButton):
    """A dot and its words; a button only when `set_action` gives it something to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dot = Dot(theme)
        self._words = label("", "caption")
        self.setLayout(row(self._dot, self._words, spacing=8))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def words(self) -> str:
        return self._words.text()

    def show_state(self, text: str, tone: Tone) -> None:
        self.setVisible(bool(text))
        self._dot.set_tone(tone)
        self._words.setText(text)
        self.setAccessibleName(text)

    def set_action(self, tip: str) -> None:
        """`tip` says what a click does; "" makes it plain words."""
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if tip else Qt.FocusPolicy.NoFocus)
        if tip:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self.palette().color(self.palette().ColorRole.Highlight))
            painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())


class StatusLine(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self.setFixedHeight(38)
        self.cable = StatusItem(theme)
        self.hub = StatusItem(theme)
        self.waiting = StatusItem(theme)
        self.message = ElidedLabel("", "caption")
        self.message.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.saved = label("", "caption")
        parts = row(self.cable, self.hub, self.waiting, self.message, self.saved, spacing=24, margins=(20, 0, 24, 0))
        parts.setStretch(3, 1)
        self.setLayout(parts)
