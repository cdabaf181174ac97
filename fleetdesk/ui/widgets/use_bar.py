"""A thin bar: how much of an interval is used up. It stands beside a number, never alone."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.views import DueLevel, DueTask
from fleetdesk.ui.states import due_tone
from fleetdesk.ui.theme import Theme


class UseBar(QWidget):
    def __init__(self, theme: Theme, task: DueTask) -> None:
        super().__init__()
        self._theme = theme
        self._task = task
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(80, 7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, (self.height() - 7) / 2, self.width(), 7)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, 3.5, 3.5)
        share = min(1.0, (self._task.uses or 0) / self._task.every)
        if share > 0:
            track.setWidth(max(7.0, track.width() * share))
            is_calm = self._task.level is DueLevel.OK
            tone = QColor(self._theme.colours.tone(due_tone(self._task.level))[0])
            painter.setBrush(self._theme.colour("accent") if is_calm else tone)
            painter.drawRoundedRect(track, 3.5, 3.5)
