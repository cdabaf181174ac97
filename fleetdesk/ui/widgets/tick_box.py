"""A check box whose edge is seen on every ground: the style's own one vanishes in the dark."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from fleetdesk.ui.theme import Theme


class TickBox(QCheckBox):
    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(words)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        edge = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("muted"), 1.2))
        painter.drawRoundedRect(QRectF(edge).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
