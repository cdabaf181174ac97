"""A place to sign with finger, pen or mouse. Who types a name instead signs all the same."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame

from fleetdesk.ui.bench.photo_strip import png_bytes
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import tr

WIDTH, HEIGHT = 420, 120
SCALE = 2
PEN = 2.4


class SignaturePad(QFrame):
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[list[QPointF]] = []
        self.setObjectName("sunken")
        self.setFixedSize(QSize(WIDTH, HEIGHT))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Draw your signature"))
        theme.changed.connect(self.update)

    @property
    def is_empty(self) -> bool:
        return not self._strokes

    def clear(self) -> None:
        self._strokes.clear()
        self.update()
        self.changed.emit()

    def png(self) -> bytes | None:
        """Black on white, whatever the theme; None when nothing was drawn."""
        if self.is_empty:
            return None
        image = QImage(WIDTH * SCALE, HEIGHT * SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.scale(SCALE, SCALE)
        self._draw(painter, QColor("black"))
        painter.end()
        return png_bytes(image)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(20, HEIGHT - 28, WIDTH - 20, HEIGHT - 28)
        if self.is_empty:
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Draw here, if you like"))
        self._draw(painter, self._theme.colour("text"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._strokes.append([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes and event.buttons():
            self._strokes[-1].append(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        self.changed.emit()

    def _draw(self, painter: QPainter, colour: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for stroke in self._strokes:
            painter.drawPolyline(QPolygonF([*stroke, stroke[-1] + QPointF(0.1, 0)]))
