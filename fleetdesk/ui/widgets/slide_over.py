"""A panel that slides over a page from the right and never takes it away: Esc or the cross closes it."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fleetdesk.ui.theme import Theme

WIDTH, SHADOW = 460, 24


class SlideOver(QWidget):
    """Lives above `host`; `put` gives it a content that it owns. Moves in under 200 ms, or at once if asked to."""

    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget, width: int = WIDTH) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._width = width
        self._frame = QFrame(self)
        self._frame.setObjectName("panel")
        self._layout = QVBoxLayout(self._frame)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget | None = None
        self._motion = QPropertyAnimation(self, b"pos", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.finished.connect(self._arrived)
        self._opening = False
        host.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._opening

    def put(self, content: QWidget) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._layout.addWidget(content)
        content.show()

    def open(self) -> None:
        start = QPoint(self._host_rect().width(), 0) if not self.isVisible() else self.pos()
        self._opening = True
        self.setGeometry(self._place(start.x()))
        self.show()
        self.raise_()
        self._move_to(self._open_x())
        if self._content is not None:
            self._content.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        if not self._opening:
            return
        self._opening = False
        self._move_to(self._host_rect().width())
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self._opening:
            self._motion.stop()
            self.setGeometry(self._place(self._open_x()))
        return super().eventFilter(watched, event)

    def resizeEvent(self, _event: object) -> None:
        self._frame.setGeometry(SHADOW, 0, self.width() - SHADOW, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = QLinearGradient(0, 0, SHADOW, 0)
        strength = 90 if self._theme.is_dark else 34
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(1, QColor(0, 0, 0, strength))
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, SHADOW, self.height()), shade)

    def _host_rect(self) -> QRect:
        return self._host.rect()

    def _panel_width(self) -> int:
        return min(self._width, self._host_rect().width() - 48) + SHADOW

    def _open_x(self) -> int:
        return self._host_rect().width() - self._panel_width()

    def _place(self, x: int) -> QRect:
        return QRect(x, 0, self._panel_width(), self._host_rect().height())

    def _move_to(self, x: int) -> None:
        self._motion.stop()
        duration = self._theme.duration_ms
        if not duration:
            self.move(x, 0)
            self._arrived()
            return
        self._motion.setDuration(duration)
        self._motion.setStartValue(self.pos())
        self._motion.setEndValue(QPoint(x, 0))
        self._motion.start()

    def _arrived(self) -> None:
        if not self._opening:
            self.hide()
