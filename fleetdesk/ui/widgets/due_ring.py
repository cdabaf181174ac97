"""How much of a service interval is used up: a ring that fills, the number inside, "of 1,000 uses" below it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.views import DueLevel, DueTask, Tone
from fleetdesk.ui.states import due_tone, unit_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import number, tr

EDGE = 148
START_DEGREES, SPAN_DEGREES = 225, 270
DASH = "\N{EN DASH}"


class DueRing(QWidget):
    """Without a reading the ring stays empty and grey and says so: "unknown" is not zero."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._task: DueTask | None = None
        self._edge = EDGE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_task(self, task: DueTask) -> None:
        self._task = task
        self.setAccessibleName(f"{self._figure(task)} {self._denominator(task)}")
        self.update()

    def set_edge(self, edge: int) -> None:
        """The ring's width and height in logical pixels; its words grow with it."""
        if edge != self._edge:
            self._edge = edge
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        task = self._task
        if task is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_arcs(painter, task)
        self._paint_words(painter, task)

    def _paint_arcs(self, painter: QPainter, task: DueTask) -> None:
        stroke = self._edge * 0.088
        inset = stroke / 2 + 1
        box = QRectF(inset, inset, self._edge - 2 * inset, self._edge - 2 * inset)
        pen = QPen(self._theme.colour("sunken"), stroke)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, START_DEGREES * 16, -SPAN_DEGREES * 16)
        share = min(1.0, (task.uses or 0) / task.every)
        if share > 0:
            tone = due_tone(task.level)
            colour = self._theme.colour("accent") if tone is Tone.OK else QColor(self._theme.colours.tone(tone)[0])
            pen.setColor(colour)
            painter.setPen(pen)
            painter.drawArc(box, START_DEGREES * 16, round(-SPAN_DEGREES * 16 * share))

    def _paint_words(self, painter: QPainter, task: DueTask) -> None:
        unknown = task.level is DueLevel.UNKNOWN
        painter.setPen(self._theme.colour("idle" if unknown else "text"))
        edge = self._edge
        painter.setFont(self._theme.font(round(edge * 0.2), 600))
        painter.drawText(QRectF(0, edge * 0.28, edge, edge * 0.3), Qt.AlignmentFlag.AlignCenter, self._figure(task))
        painter.setPen(self._theme.colour("muted"))
        painter.setFont(self._theme.font(12))
        below = QRectF(0, edge * 0.58, edge, 20)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._denominator(task))

    def _figure(self, task: DueTask) -> str:
        return DASH if task.uses is None else number(task.uses)

    def _denominator(self, task: DueTask) -> str:
        return tr("of {every} {unit}").format(every=number(task.every), unit=unit_word(task.unit))
