"""One port as a chip: which unit is on it, where it is, how it is doing."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme

HEIGHT, TEXT_LEFT, WIDEST, NARROWEST = 54, 34, 280, 112


@dataclass(frozen=True, slots=True)
class ChipWords:
    """`short` stands for `title` where many ports share the row; `state` is the word for the dot's colour."""

    title: str
    short: str
    note: str
    state: str


class PortChip(QAbstractButton):
    def __init__(self, theme: Theme, port: str) -> None:
        super().__init__()
        self.port = port
        self._theme = theme
        self._words = ChipWords("", "", "", "")
        self._tone = Tone.IDLE
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_port(self, words: "ChipWords", tone: Tone) -> None:
        self.setText(words.title)
        self._words, self._tone = words, tone
        self.setAccessibleName(f"{words.title}, {words.note}, {words.state}")
        self.setToolTip(f"{words.title} · {self.port} · {words.state}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width_for(self._words.title), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_for(self._words.short or self._words.title), HEIGHT)

    def _width_for(self, title: str) -> int:
        widest = max(
            QFontMetrics(self._theme.font(14, 600)).horizontalAdvance(title),
            QFontMetrics(self._theme.font(12)).horizontalAdvance(self._words.note),
        )
        return min(WIDEST, max(NARROWEST, widest + TEXT_LEFT + 18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.tone(self._tone)[0]))
        painter.drawEllipse(QPointF(21, HEIGHT / 2), 5, 5)
        width = self.width() - TEXT_LEFT - 14
        title = self._theme.font(14, 600 if self.isChecked() else 500)
        fits = QFontMetrics(title).horizontalAdvance(self._words.title) <= width + 4
        shown = self._words.title if fits or not self._words.short else self._words.short
        self._paint_line(painter, shown, title, "text", QRect(TEXT_LEFT, 7, width + 4, 22))
        self._paint_line(painter, self._words.note, self._theme.font(12), "muted", QRect(TEXT_LEFT, 28, width, 18))

    def _paint_ground(self, painter: QPainter) -> None:
        active = self.isChecked()
        strong = active or self.hasFocus()
        width = 2.0 if strong else 1.0
        token = "accent" if strong else "muted" if self.underMouse() else "line"
        painter.setPen(QPen(self._theme.colour(token), width))
        painter.setBrush(self._theme.colour("surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 9, 9)

    def _paint_line(self, painter: QPainter, text: str, font: QFont, token: str, box: QRect) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
