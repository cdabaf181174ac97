"""A state as a word on its tone's pale ground. Colour never stands without the word."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme

HEIGHT, PADDING, SIZE_PX, WEIGHT = 22, 12, 12, 600


def pill_width(theme: Theme, text: str) -> int:
    return QFontMetrics(theme.font(SIZE_PX, WEIGHT)).horizontalAdvance(text) + 2 * PADDING


def paint_pill(painter: QPainter, theme: Theme, rect: QRect, text: str, tone: Tone) -> None:
    """Draws the pill left in `rect`, centred upright, cut to its width."""
    colour, ground = theme.colours.tone(tone)
    font = theme.font(SIZE_PX, WEIGHT)
    width = min(pill_width(theme, text), rect.width())
    box = QRectF(rect.left(), rect.top() + (rect.height() - HEIGHT) / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    painter.setPen(QColor(colour))
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 2 * PADDING + 2)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class Pill(QWidget):
    def __init__(self, theme: Theme, text: str = "", tone: Tone = Tone.IDLE) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    @property
    def tone(self) -> Tone:
        return self._tone

    def show_state(self, text: str, tone: Tone) -> None:
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._theme, self._text), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self._theme, self.rect(), self._text, self._tone)
