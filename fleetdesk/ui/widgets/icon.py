"""An icon on its own, in a palette colour that follows the theme."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.ui.theme import Theme


class Icon(QWidget):
    def __init__(self, theme: Theme, name: str, token: str = "muted", size: int = 22) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._token = token
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pixmap = self._theme.pixmap(self._name, self._token, self._size, self.devicePixelRatioF())
        painter.drawPixmap(0, (self.height() - self._size) // 2, pixmap)
