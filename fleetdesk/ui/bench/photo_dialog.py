"""A photo at full size: an arrow, a circle or a free line drawn on it becomes a copy; the photo itself stays."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QWidget

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import tr

MARK = QColor("#E5201B")
"""One colour on every picture and theme: it is part of the picture."""
HALO = QColor(255, 255, 255, 210)
PEN_PER_EDGE = 1 / 160
HEAD = 5.0
ARROW, CIRCLE, LINE = "arrow", "circle", "line"

Stroke = tuple[str, list[QPointF]]


class Canvas(QWidget):
    """The picture, as large as there is room, and what was drawn on it in the picture's own pixels."""

    changed = Signal()

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self.strokes: list[Stroke] = []
        self.tool = ARROW
        self.setMinimumSize(QSize(480, 320))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def result(self) -> QImage:
        """The picture with the strokes burnt in."""
        made = self._image.convertToFormat(QImage.Format.Format_RGB32)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in self.strokes:
            draw(painter, stroke, max(made.width(), made.height()) * PEN_PER_EDGE)
        painter.end()
        return made

    def undo(self) -> None:
        if self.strokes:
            self.strokes.pop()
            self.update()
            self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = self._place()
        painter.drawImage(place, self._image)
        painter.translate(place.topLeft())
        painter.scale(self._scale(), self._scale())
        for stroke in self.strokes:
            draw(painter, stroke, max(self._image.width(), self._image.height()) * PEN_PER_EDGE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._in_picture(event.position())
        self.strokes.append((self.tool, [at, at]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.strokes or not event.buttons():
            return
        tool, points = self.strokes[-1]
        at = self._in_picture(event.position())
        self.strokes[-1] = (tool, [*points, at] if tool == LINE else [points[0], at])
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        if self.strokes and (self.strokes[-1][1][0] - self.strokes[-1][1][-1]).manhattanLength() < 2:
            self.strokes.pop()  # a mere click draws nothing
        self.update()
        self.changed.emit()

    def _scale(self) -> float:
        return min(self.width() / self._image.width(), self.height() / self._image.height())

    def _place(self) -> QRectF:
        width, height = self._image.width() * self._scale(), self._image.height() * self._scale()
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _in_picture(self, at: QPointF) -> QPointF:
        inside = (at - self._place().topLeft()) / self._scale()
        return QPointF(
            min(max(inside.x(), 0.0), float(self._image.width())),
            min(max(inside.y(), 0.0), float(self._image.height())),
        )


class PhotoDialog(QDialog):
    drawn = Signal(QImage)
    removed = Signal()

    def __init__(self, theme: Theme, title: str, content: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Photo: {title}").format(title=title))
        self.resize(880, 660)
        self.canvas = Canvas(QImage.fromData(content))
        self._tools = {
            ARROW: button(tr("Arrow"), lambda: self._use(ARROW), "choice"),
            CIRCLE: button(tr("Circle"), lambda: self._use(CIRCLE), "choice"),
            LINE: button(tr("Line"), lambda: self._use(LINE), "choice"),
        }
        for made in self._tools.values():
            made.setCheckable(True)
        self._undo = button(tr("Undo"), self.canvas.undo)
        self._save = button(tr("Keep marked copy"), self._keep, "primary")
        remove = button(tr("Remove this photo"), self._remove, "destructive")
        bar = row(*self._tools.values(), self._undo, None, spacing=8)
        foot = row(remove, None, button(tr("Close"), self.reject), self._save, spacing=8)
        hint = label(tr("Draw where to look. The photo itself stays as it was."), "muted", wrap=True)
        layout = column(hint, bar, self.canvas, foot, spacing=12, margins=(16, 16, 16, 16))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setProperty("touch", True)
        self.canvas.changed.connect(self._show_state)
        self._use(ARROW)

    def _use(self, tool: str) -> None:
        self.canvas.tool = tool
        for name, made in self._tools.items():
            made.setChecked(name == tool)
        self._show_state()

    def _show_state(self) -> None:
        self._undo.setEnabled(bool(self.canvas.strokes))
        self._save.setEnabled(bool(self.canvas.strokes))

    def _keep(self) -> None:
        self.drawn.emit(self.canvas.result())
        self.accept()

    def _remove(self) -> None:
        self.removed.emit()
        self.accept()


def draw(painter: QPainter, stroke: Stroke, width: float) -> None:
    """In red with a white edge, so that it is seen on every ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, pen in ((HALO, 2 * width), (MARK, width)):
        painter.setPen(QPen(colour, pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        _outline(painter, stroke, width)


def _outline(painter: QPainter, stroke: Stroke, width: float) -> None:
    tool, points = stroke
    first, last = points[0], points[-1]
    if tool == CIRCLE:
        painter.drawEllipse(QRectF(first, last).normalized())
    elif tool == LINE:
        painter.drawPolyline(QPolygonF(points))
    else:
        painter.drawLine(first, last)
        back = first - last
        length = max(1.0, (back.x() ** 2 + back.y() ** 2) ** 0.5)
        along = back * (HEAD * width / length)
        across = QPointF(-along.y(), along.x()) * 0.6
        painter.drawPolyline(QPolygonF([last + along + across, last, last + along - across]))
