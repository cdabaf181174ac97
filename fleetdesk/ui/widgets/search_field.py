"""The search field: "/" brings the cursor here from anywhere on the page, Esc clears it."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from fleetdesk.ui.theme import Theme

PAUSE_MS = 120


class SearchField(QLineEdit):
    searched = Signal(str)
    """The text, once typing pauses."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(placeholder)
        self.setTextMargins(26, 0, 24, 0)
        self.setAccessibleName(placeholder)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._restart)

    def _restart(self, _text: str) -> None:
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixmap = self._theme.pixmap("search", "muted", 18, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(12, (self.height() - 18) // 2), pixmap)
        if not self.hasFocus() and not self.text():
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        box = self.rect().adjusted(self.width() - 32, 9, -10, -9)
        painter.setPen(self._theme.colour("line"))
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.colour("muted"))
        painter.setFont(self._theme.font(12, 500))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "/")
