"""Buttons: one primary action a page, quiet ones beside it, destructive ones named by their object."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from fleetdesk.ui.theme import Theme


def button(text: str, on_click: Callable[[], object], kind: str = "quiet") -> QPushButton:
    """`kind` quiet | plain | destructive | choice, as the style sheet names them."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda _checked=False: on_click())
    return made


def icon_button(theme: Theme, icon: str, name: str, on_click: Callable[[], object]) -> "IconButton":
    made = IconButton(theme, icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.clicked.connect(lambda _checked=False: on_click())
    return made


class PrimaryButton(QPushButton):
    """The page's one action, with the return key drawn behind its words."""

    def __init__(self, theme: Theme, text: str, on_click: Callable[[], object], *, hint: bool = True) -> None:
        super().__init__(text)
        self._theme = theme
        self._hint = hint
        self.setProperty("kind", "primary")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: on_click())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + (28 if self._hint else 0), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._hint:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        token = "accent_on" if self.isEnabled() else "idle"
        painter.setPen(self._theme.colour(token))
        width = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - width - 28) // 2
        painter.drawText(QRect(left, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        key = self._theme.pixmap("return", token, 18, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left + width + 10, (self.height() - 18) // 2), key)


class IconButton(QPushButton):
    """A square button with an icon; the name goes to the tool tip and to screen readers."""

    def __init__(self, theme: Theme, icon: str, token: str = "muted") -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._token = token
        self.setProperty("kind", "icon")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        token = "text" if self.underMouse() else self._token
        painter = QPainter(self)
        edge = 18
        pixmap = self._theme.pixmap(self._icon, token, edge, self.devicePixelRatioF())
        painter.drawPixmap(QPoint((self.width() - edge) // 2, (self.height() - edge) // 2), pixmap)
