"""A recorded curve, small: axes as hairlines, one line in the accent, limits dashed with their value on them."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.inspection_views import PlotLine
from fleetdesk.services.paper_plot import ticks
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import tr

HEIGHT, LEFT, TOP, BOTTOM = 190, 34, 12, 22


class Curve(QWidget):
    def __init__(self, theme: Theme, line: PlotLine) -> None:
        super().__init__()
        self._theme, self._line = theme, line
        self._top = max(*line.values, line.high or 0.0) * 1.08 or 1.0
        self._low = min(0.0, *line.values)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = tr("{name}, {seconds} s, at most {value} {unit}")
        self.setAccessibleName(
            words.format(
                name=line.label, seconds=f"{line.seconds[-1]:.1f}", value=f"{max(line.values):.2f}", unit=line.unit
            )
        )
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(12))
        self._paint_axes(painter)
        painter.setPen(QPen(self._theme.colour("accent"), 1))
        pairs = zip(self._line.seconds, self._line.values, strict=True)
        painter.drawPolyline(QPolygonF([QPointF(self._x(at), self._y(value)) for at, value in pairs]))
        for limit in (self._line.low, self._line.high):
            if limit is not None:
                self._paint_limit(painter, limit)

    def _paint_axes(self, painter: QPainter) -> None:
        for value in ticks(self._low, self._top, 4):
            y = round(self._y(value))
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(LEFT, y, self.width(), y)
            painter.setPen(self._theme.colour("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRect(0, y - 8, LEFT - 6, 16), right, f"{value:g}")
        for second in ticks(0, self._line.seconds[-1] or 1.0, 6):
            centre = round(self._x(second))
            painter.drawText(
                QRect(centre - 30, HEIGHT - BOTTOM + 4, 60, 16), Qt.AlignmentFlag.AlignHCenter, f"{second:g} s"
            )

    def _paint_limit(self, painter: QPainter, limit: float) -> None:
        y = round(self._y(limit))
        painter.setPen(QPen(self._theme.colour("bad"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(LEFT, y, self.width(), y)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(QRect(0, y - 20, self.width() - 4, 18), right, f"{limit:g} {self._line.unit}")

    def _x(self, second: float) -> float:
        return LEFT + second / (self._line.seconds[-1] or 1.0) * (self.width() - LEFT - 12)

    def _y(self, value: float) -> float:
        return TOP + (self._top - value) / (self._top - self._low) * (HEIGHT - TOP - BOTTOM)
