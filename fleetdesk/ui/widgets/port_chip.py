"""One port as a chip: which unit is on it, where it is, how it is doing."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme

HEIGHT, TEXT_LEFT, WIDEST, NARROWEST = 54, 34, 280, 132


class PortChip(QAbstractButton):
    def __init__(self, theme: Theme, port: str) -> None:
        super().__init__()
        self.port = port
        self._theme = theme
        self._note = ""
        self._tone = Tone.IDLE
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_port(self, title: str, note: str, state: str, tone: Tone) -> None:
        """`state` is the word for the dot's colour: it goes to the tool tip and to screen readers."""
        self.setText(title)
        self._note, self._tone = note, tone
        self.setAccessibleName(f"{title}, {note}, {state}")
        self.setToolTip(f"{self.port} · {state}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widest = max(
            QFontMetrics(self._theme.font(14, 600)).horizontalAdvance(self.text()),
            QFontMetrics(self._theme.font(12)).horizontalAdvance(self._note),
        )
        return QSize(min(WIDEST, max(NARROWEST, widest + TEXT_LEFT + 18)), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.tone(self._tone)[0]))
        painter.drawEllipse(QPointF(21, HEIGHT / 2), 5, 5)
        width = self.width() - TEXT_LEFT - 14
        title = self._theme.font(14, 600 if self.isChecked() else 500)
        self._paint_line(painter, self.text(), title, "text", QRect(TEXT_LEFT, 7, width, 22))
        self._paint_line(painter, self._note, self._theme.font(12), "muted", QRect(TEXT_LEFT, 28, width, 18))

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
